//! The tables as diesel knows them: one schema for both engines, kept by hand from `diesel print-schema` on SQLite
//! (see `diesel.toml`). The parity test proves that both migrated databases have these tables and columns.
#![expect(missing_docs, reason = "the migrations document tables and columns")]

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    instance (slot) {
        slot -> Integer,
        id -> Text,
        created_at -> Timestamp,
        demonstration -> Bool,
    }
}

table! {
    users (id) {
        id -> BigInt,
        email -> Text,
        name -> Text,
        role -> Text,
        scope -> Text,
        lang -> Text,
        password_hash -> Nullable<Text>,
        disabled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

table! {
    sessions (id) {
        id -> BigInt,
        user_id -> BigInt,
        token_hash -> Text,
        csrf_token -> Text,
        address -> Text,
        agent -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    api_tokens (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Nullable<Timestamp>,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

table! {
    invitations (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

table! {
    sign_in_attempts (id) {
        id -> BigInt,
        subject -> Text,
        at -> Timestamp,
    }
}

table! {
    audit_records (id) {
        id -> BigInt,
        at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor -> Text,
        deed -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        division -> Text,
        changes -> Text,
        reason -> Nullable<Text>,
        request_id -> Nullable<Text>,
    }
}

table! {
    divisions (code) {
        code -> Text,
        name_zh -> Text,
        name_en -> Text,
        level -> Text,
        parent_code -> Nullable<Text>,
        lng_e6 -> Nullable<BigInt>,
        lat_e6 -> Nullable<BigInt>,
        successor -> Nullable<Text>,
        active -> Bool,
    }
}

table! {
    industries (code) {
        code -> Text,
        group_code -> Text,
        name_zh -> Text,
        name_en -> Text,
        valid_from -> Integer,
        valid_to -> Nullable<Integer>,
        position -> Integer,
        active -> Bool,
    }
}

table! {
    chains (id) {
        id -> BigInt,
        name_zh -> Text,
        name_en -> Text,
        position -> Integer,
        active -> Bool,
    }
}

table! {
    chain_cards (chain_id) {
        chain_id -> BigInt,
        version -> BigInt,
        chief -> Nullable<Text>,
        leader -> Nullable<Text>,
        policies -> Nullable<Text>,
    }
}

table! {
    segments (id) {
        id -> BigInt,
        version -> BigInt,
        chain_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        name_zh -> Text,
        name_en -> Text,
        name_key -> Text,
        tier -> Text,
        function -> Nullable<Text>,
        position -> Integer,
        note -> Nullable<Text>,
        active -> Bool,
    }
}

table! {
    supply_edges (id) {
        id -> BigInt,
        from_id -> BigInt,
        to_id -> BigInt,
    }
}

table! {
    strengths (id) {
        id -> BigInt,
        segment_id -> BigInt,
        division -> Text,
        strength -> Text,
        evidence -> Text,
        source -> Nullable<Text>,
        verified_on -> Date,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    chain_editions (id) {
        id -> BigInt,
        chain_id -> BigInt,
        number -> Integer,
        note -> Nullable<Text>,
        document -> Text,
        hash -> Text,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    visits (id) {
        id -> BigInt,
        version -> BigInt,
        kind -> Text,
        visited_on -> Date,
        division -> Text,
        target -> Text,
        leader -> Nullable<Text>,
        people -> Text,
        result -> Text,
        lead_id -> Nullable<BigInt>,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    enterprises (id) {
        id -> BigInt,
        version -> BigInt,
        name -> Text,
        name_key -> Text,
        credit_code -> Nullable<Text>,
        division -> Text,
        park_id -> Nullable<BigInt>,
        products -> Nullable<Text>,
        note -> Nullable<Text>,
        source -> Nullable<Text>,
        verified_on -> Date,
        active -> Bool,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    enterprise_positions (id) {
        id -> BigInt,
        enterprise_id -> BigInt,
        segment_id -> BigInt,
        role -> Text,
        source -> Nullable<Text>,
        verified_on -> Date,
    }
}

table! {
    targets (id) {
        id -> BigInt,
        version -> BigInt,
        segment_id -> BigInt,
        division -> Text,
        name -> Text,
        name_key -> Text,
        credit_code -> Nullable<Text>,
        home -> Nullable<Text>,
        products -> Nullable<Text>,
        priority -> Text,
        status -> Text,
        reasons -> Text,
        land_mu -> Nullable<BigInt>,
        energy_tce -> Nullable<BigInt>,
        source -> Nullable<Text>,
        verified_on -> Date,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    target_ties (id) {
        id -> BigInt,
        target_id -> BigInt,
        enterprise_id -> BigInt,
    }
}

table! {
    carriers (park_id) {
        park_id -> BigInt,
        version -> BigInt,
        land_mu -> Nullable<BigInt>,
        energy_tce -> Nullable<BigInt>,
        leading_industries -> Nullable<Text>,
        conditions -> Nullable<Text>,
        lng_e6 -> Nullable<BigInt>,
        lat_e6 -> Nullable<BigInt>,
        source -> Nullable<Text>,
        verified_on -> Date,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    carrier_chains (id) {
        id -> BigInt,
        park_id -> BigInt,
        chain_id -> BigInt,
    }
}

table! {
    gb4754_divisions (code) {
        code -> Text,
        name_zh -> Text,
        name_en -> Text,
        active -> Bool,
    }
}

table! {
    parks (id) {
        id -> BigInt,
        name -> Text,
        division -> Text,
        kind -> Text,
        stat_code -> Nullable<Text>,
        area_m2 -> Nullable<BigInt>,
        note -> Text,
        active -> Bool,
    }
}

table! {
    stage_words (word) {
        word -> Text,
        stage -> Nullable<Text>,
        partial -> Bool,
        active -> Bool,
    }
}

table! {
    holidays (day) {
        day -> Date,
        kind -> Text,
        name_zh -> Text,
        name_en -> Text,
        active -> Bool,
    }
}

table! {
    projects (id) {
        id -> BigInt,
        version -> BigInt,
        division -> Text,
        name -> Text,
        name_key -> Text,
        unit -> Nullable<Text>,
        unit_key -> Nullable<Text>,
        project_code -> Nullable<Text>,
        industry -> Nullable<Text>,
        chain_id -> Nullable<BigInt>,
        segment_id -> Nullable<BigInt>,
        park_id -> Nullable<BigInt>,
        nature -> Nullable<Text>,
        class -> Nullable<Text>,
        stage -> Nullable<Text>,
        side_state -> Text,
        planned_start -> Nullable<Text>,
        planned_finish -> Nullable<Text>,
        total_investment_yuan -> Nullable<BigInt>,
        parent_id -> Nullable<BigInt>,
        merged_into -> Nullable<BigInt>,
        search -> Text,
        missing -> Text,
        justifications -> Text,
        submission -> Nullable<Text>,
        reporter_id -> Nullable<BigInt>,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

table! {
    project_versions (project_id, version) {
        project_id -> BigInt,
        version -> BigInt,
        recorded_at -> Timestamp,
        name -> Text,
        unit -> Nullable<Text>,
        credit_code -> Nullable<Text>,
        project_code -> Nullable<Text>,
        division -> Text,
        address -> Nullable<Text>,
        park_id -> Nullable<BigInt>,
        lng_e6 -> Nullable<BigInt>,
        lat_e6 -> Nullable<BigInt>,
        industry -> Nullable<Text>,
        gb4754 -> Text,
        chain_id -> Nullable<BigInt>,
        segment_id -> Nullable<BigInt>,
        nature -> Nullable<Text>,
        class -> Nullable<Text>,
        stage -> Nullable<Text>,
        stage_text -> Nullable<Text>,
        planned_start -> Nullable<Text>,
        planned_finish -> Nullable<Text>,
        actual_start -> Nullable<Text>,
        actual_finish -> Nullable<Text>,
        in_production_on -> Nullable<Text>,
        scope_text -> Nullable<Text>,
        parent_id -> Nullable<BigInt>,
        side_state -> Text,
        responsible_unit -> Nullable<Text>,
        responsible_person -> Nullable<Text>,
        sponsor_leader -> Nullable<Text>,
        enrolled -> Nullable<Bool>,
    }
}

table! {
    amounts (id) {
        id -> BigInt,
        project_id -> BigInt,
        kind -> Text,
        scope -> Text,
        label -> Nullable<Text>,
        yuan -> Nullable<BigInt>,
        currency -> Text,
        text -> Nullable<Text>,
        source -> Text,
        stated_on -> Nullable<Text>,
        recorded_at -> Timestamp,
        latest -> Bool,
        adopted_from -> Nullable<BigInt>,
        adopted_until -> Nullable<BigInt>,
    }
}

table! {
    project_years (project_id, year, from_version) {
        project_id -> BigInt,
        year -> Integer,
        annual_plan_yuan -> BigInt,
        from_version -> BigInt,
        until_version -> Nullable<BigInt>,
    }
}

table! {
    project_figures (id) {
        id -> BigInt,
        project_id -> BigInt,
        period -> Text,
        ytd_investment_yuan -> Nullable<BigInt>,
        cumulative_investment_yuan -> Nullable<BigInt>,
        recorded_at -> Timestamp,
    }
}

table! {
    project_lights (project_id, period) {
        project_id -> BigInt,
        period -> Text,
        colour -> Text,
        reasons -> Text,
        computed_at -> Timestamp,
    }
}

table! {
    problems (id) {
        id -> BigInt,
        project_id -> BigInt,
        version -> BigInt,
        kind -> Text,
        text -> Text,
        text_key -> Text,
        level -> Text,
        state -> Text,
        owner -> Nullable<Text>,
        due_on -> Nullable<Text>,
        first_period -> Nullable<Text>,
        last_period -> Nullable<Text>,
        raiser -> Text,
        raised_by -> Nullable<BigInt>,
        raised_at -> Timestamp,
        moved_at -> Timestamp,
    }
}

table! {
    problem_replies (id) {
        id -> BigInt,
        problem_id -> BigInt,
        state -> Nullable<Text>,
        text -> Text,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    leads (id) {
        id -> BigInt,
        version -> BigInt,
        division -> Text,
        city -> Text,
        target -> Text,
        target_key -> Text,
        credit_code -> Nullable<Text>,
        chain_id -> Nullable<BigInt>,
        park_id -> Nullable<BigInt>,
        source -> Nullable<Text>,
        scope_text -> Nullable<Text>,
        intended_yuan -> Nullable<BigInt>,
        status -> Text,
        owner_id -> BigInt,
        next_action -> Nullable<Text>,
        next_on -> Nullable<Text>,
        responded_on -> Nullable<Text>,
        assessed_on -> Nullable<Text>,
        answered_on -> Nullable<Text>,
        spoke_on -> Text,
        signed_on -> Nullable<Text>,
        project_id -> Nullable<BigInt>,
        registrar -> Text,
        registered_by -> Nullable<BigInt>,
        registered_at -> Timestamp,
        claimed_at -> Timestamp,
        began_on -> Text,
        moved_at -> Timestamp,
        segment_id -> Nullable<BigInt>,
        target_id -> Nullable<BigInt>,
    }
}

table! {
    lead_entries (id) {
        id -> BigInt,
        lead_id -> BigInt,
        step -> Nullable<Text>,
        status -> Nullable<Text>,
        text -> Text,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    light_rules (id) {
        id -> BigInt,
        valid_from -> Text,
        valid_until -> Nullable<Text>,
        start_yellow_months -> BigInt,
        start_red_months -> BigInt,
        progress_yellow_points -> BigInt,
        progress_red_points -> BigInt,
        progress_slack -> Text,
        enrolment_yellow_months -> BigInt,
        enrolment_red_months -> BigInt,
        unreported_red_months -> BigInt,
        source -> Text,
        author -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<BigInt>,
        withdrawer -> Nullable<Text>,
        withdraw_reason -> Nullable<Text>,
    }
}

table! {
    light_suspensions (id) {
        id -> BigInt,
        version -> BigInt,
        project_id -> BigInt,
        family -> Text,
        state -> Text,
        since -> Text,
        until -> Text,
        reason -> Text,
        asker -> Text,
        asked_by -> Nullable<BigInt>,
        asked_at -> Timestamp,
        decider -> Nullable<Text>,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        decision_reason -> Nullable<Text>,
        lapsed -> Bool,
    }
}

table! {
    supervised_tasks (id) {
        id -> BigInt,
        project_id -> BigInt,
        version -> BigInt,
        cause -> Text,
        first_period -> Nullable<Text>,
        last_period -> Nullable<Text>,
        text -> Text,
        owner -> Nullable<Text>,
        due_on -> Text,
        state -> Text,
        raiser -> Text,
        raised_by -> Nullable<BigInt>,
        raised_at -> Timestamp,
        moved_at -> Timestamp,
    }
}

table! {
    supervised_replies (id) {
        id -> BigInt,
        task_id -> BigInt,
        state -> Nullable<Text>,
        text -> Text,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    suspension_reviews (id) {
        id -> BigInt,
        project_id -> BigInt,
        step -> BigInt,
        outcome -> Text,
        reason -> Text,
        review_on -> Nullable<Text>,
        author -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
    }
}

table! {
    reporting_periods (period) {
        period -> Text,
        due_at -> Timestamp,
        quarter -> Nullable<Text>,
        list_version -> Nullable<Integer>,
        opened_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        closer -> Nullable<Text>,
    }
}

table! {
    obligations (period, project_id) {
        period -> Text,
        project_id -> BigInt,
        division -> Text,
        reporter_id -> Nullable<BigInt>,
        excuse -> Nullable<Text>,
        excuse_reason -> Nullable<Text>,
        excused_by -> Nullable<BigInt>,
        excuser -> Nullable<Text>,
        excused_at -> Nullable<Timestamp>,
    }
}

table! {
    period_unlocks (id) {
        id -> BigInt,
        period -> Text,
        city -> Text,
        until -> Timestamp,
        reason -> Text,
        granter -> Text,
        granted_by -> Nullable<BigInt>,
        granted_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<BigInt>,
        ender -> Nullable<Text>,
        end_reason -> Nullable<Text>,
    }
}

table! {
    updates (id) {
        id -> BigInt,
        project_id -> BigInt,
        period -> Text,
        version -> BigInt,
        state -> Text,
        stage -> Nullable<Text>,
        cumulative_investment_yuan -> Nullable<BigInt>,
        ytd_investment_yuan -> Nullable<BigInt>,
        progress_text -> Nullable<Text>,
        enrolled -> Nullable<Bool>,
        planned_finish -> Nullable<Text>,
        problems -> Text,
        flags -> Text,
        justifications -> Text,
        no_change -> Bool,
        writer -> Text,
        written_by -> Nullable<BigInt>,
        written_at -> Timestamp,
        approver -> Nullable<Text>,
        approved_by -> Nullable<BigInt>,
        handed_at -> Nullable<Timestamp>,
        decider -> Nullable<Text>,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
    }
}

table! {
    report_workbooks (id) {
        id -> BigInt,
        period -> Text,
        scope -> Text,
        issued_at -> Timestamp,
        issued_by -> Nullable<BigInt>,
    }
}

table! {
    report_workbook_rows (workbook_id, project_id) {
        workbook_id -> BigInt,
        project_id -> BigInt,
        stood -> Text,
    }
}

table! {
    bulletins (period, version) {
        period -> Text,
        version -> Integer,
        number -> Text,
        reason -> Nullable<Text>,
        publisher -> Text,
        published_by -> Nullable<BigInt>,
        published_at -> Timestamp,
        document -> Text,
        hash -> Text,
        previous_hash -> Nullable<Text>,
    }
}

table! {
    imports (id) {
        id -> BigInt,
        kind -> Text,
        file_name -> Text,
        file_hash -> Text,
        bytes -> Binary,
        city -> Nullable<Text>,
        period -> Nullable<Text>,
        scope -> Text,
        division -> Text,
        uploaded_by -> Nullable<BigInt>,
        uploaded_at -> Timestamp,
        applied_at -> Nullable<Timestamp>,
        applied_by -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
    }
}

table! {
    import_fixes (import_id, sheet, cell) {
        import_id -> BigInt,
        sheet -> Text,
        cell -> Text,
        kind -> Text,
        value -> Text,
        against -> Nullable<Text>,
    }
}

table! {
    import_rows (import_id, sheet, row_number) {
        import_id -> BigInt,
        sheet -> Text,
        row_number -> Integer,
        project_id -> BigInt,
        outcome -> Text,
    }
}

table! {
    lists (quarter) {
        quarter -> Text,
        state -> Text,
        target -> Integer,
        nominate_by -> Date,
        publish_by -> Date,
        revision -> BigInt,
        opened_by -> Nullable<BigInt>,
        opened_at -> Timestamp,
        cancelled_at -> Nullable<Timestamp>,
    }
}

table! {
    nominations (id) {
        id -> BigInt,
        quarter -> Text,
        project_id -> BigInt,
        state -> Text,
        section -> Nullable<Text>,
        class -> Text,
        reason -> Nullable<Text>,
        version -> BigInt,
        nominated_by -> Nullable<BigInt>,
        nominated_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        carried -> Bool,
        renewed -> Bool,
        decision -> Nullable<Text>,
        into_projects -> Text,
    }
}

table! {
    nomination_versions (nomination_id, version) {
        nomination_id -> BigInt,
        version -> BigInt,
        recorded_at -> Timestamp,
        state -> Text,
        section -> Nullable<Text>,
        class -> Text,
        decision -> Nullable<Text>,
        reason -> Nullable<Text>,
        into_projects -> Text,
    }
}

table! {
    list_moves (quarter, revision) {
        quarter -> Text,
        revision -> BigInt,
        state -> Text,
        at -> Timestamp,
        cancelled -> Bool,
    }
}

table! {
    list_unlocks (id) {
        id -> BigInt,
        quarter -> Text,
        city -> Text,
        until -> Timestamp,
        reason -> Text,
        granter -> Text,
        granted_by -> Nullable<BigInt>,
        granted_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ender -> Nullable<Text>,
        ended_by -> Nullable<BigInt>,
        end_reason -> Nullable<Text>,
    }
}

table! {
    list_justifications (quarter, code, project_id, other_id) {
        quarter -> Text,
        code -> Text,
        project_id -> BigInt,
        other_id -> BigInt,
        reason -> Text,
        author -> Text,
        justified_by -> Nullable<BigInt>,
        justified_at -> Timestamp,
    }
}

table! {
    list_versions (quarter, version) {
        quarter -> Text,
        version -> Integer,
        number -> Text,
        reason -> Nullable<Text>,
        data_as_of -> Date,
        publisher -> Text,
        published_by -> Nullable<BigInt>,
        published_at -> Timestamp,
        document -> Text,
        hash -> Text,
        previous_hash -> Nullable<Text>,
    }
}

table! {
    list_entries (quarter, version, project_id) {
        quarter -> Text,
        version -> Integer,
        serial -> Integer,
        project_id -> BigInt,
        project_version -> BigInt,
        section -> Nullable<Text>,
        class -> Text,
        change -> Text,
        division -> Text,
        name -> Text,
        unit -> Nullable<Text>,
        project_code -> Nullable<Text>,
        industry -> Nullable<Text>,
        nature -> Nullable<Text>,
        stage -> Nullable<Text>,
        total_investment_yuan -> BigInt,
        annual_plan_yuan -> Nullable<BigInt>,
        ytd_investment_yuan -> Nullable<BigInt>,
        cumulative_investment_yuan -> Nullable<BigInt>,
        planned_start -> Nullable<Text>,
        planned_finish -> Nullable<Text>,
        scope_text -> Nullable<Text>,
        responsible_unit -> Nullable<Text>,
        responsible_person -> Nullable<Text>,
    }
}

table! {
    attachments (id) {
        id -> BigInt,
        subject_kind -> Text,
        subject_id -> Text,
        division -> Text,
        hash -> Text,
        file_name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        uploaded_by -> Nullable<BigInt>,
        uploader -> Text,
        uploaded_at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
        voided_by -> Nullable<Text>,
        void_reason -> Nullable<Text>,
        shared -> Bool,
    }
}

table! {
    comments (id) {
        id -> BigInt,
        subject_kind -> Text,
        subject_id -> Text,
        division -> Text,
        author_id -> Nullable<BigInt>,
        author -> Text,
        body -> Text,
        at -> Timestamp,
        voided_at -> Nullable<Timestamp>,
    }
}

table! {
    notices (id) {
        id -> BigInt,
        kind -> Text,
        quarter -> Nullable<Text>,
        period -> Nullable<Text>,
        version -> Nullable<Integer>,
        project_id -> Nullable<BigInt>,
        division -> Text,
        content -> Text,
        created_at -> Timestamp,
        created_by -> Nullable<BigInt>,
        sender -> Text,
    }
}

table! {
    notice_receipts (notice_id, user_id) {
        notice_id -> BigInt,
        user_id -> BigInt,
        reader -> Text,
        read_at -> Timestamp,
    }
}

table! {
    letters (id) {
        id -> BigInt,
        key -> Text,
        kind -> Text,
        user_id -> Nullable<BigInt>,
        name -> Text,
        address -> Text,
        division -> Text,
        lang -> Text,
        is_fixed -> Bool,
        subject -> Text,
        body_text -> Nullable<Text>,
        body_html -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        next_at -> Timestamp,
        lease -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        message_id -> Text,
        error -> Nullable<Text>,
        created_at -> Timestamp,
        handed_at -> Nullable<Timestamp>,
        sent_at -> Nullable<Timestamp>,
    }
}

table! {
    letter_files (id) {
        id -> BigInt,
        letter_id -> BigInt,
        name -> Text,
        media_type -> Text,
        bytes -> Binary,
    }
}

table! {
    letter_steps (id) {
        id -> BigInt,
        letter_id -> BigInt,
        at -> Timestamp,
        state -> Text,
        said -> Nullable<Text>,
        by_name -> Nullable<Text>,
        by_id -> Nullable<BigInt>,
    }
}

table! {
    mail_switches (id) {
        id -> BigInt,
        at -> Timestamp,
        is_held -> Bool,
        reason -> Nullable<Text>,
        by_name -> Nullable<Text>,
        by_id -> Nullable<BigInt>,
    }
}

table! {
    mail_homes (home) {
        home -> Text,
        since -> Timestamp,
        by_name -> Nullable<Text>,
    }
}

joinable!(sessions -> users (user_id));
joinable!(api_tokens -> users (user_id));
joinable!(invitations -> users (user_id));
joinable!(chain_cards -> chains (chain_id));
joinable!(segments -> chains (chain_id));
joinable!(strengths -> segments (segment_id));
joinable!(enterprise_positions -> enterprises (enterprise_id));
joinable!(enterprise_positions -> segments (segment_id));
joinable!(targets -> segments (segment_id));
joinable!(target_ties -> targets (target_id));
joinable!(target_ties -> enterprises (enterprise_id));
joinable!(parks -> divisions (division));
joinable!(projects -> divisions (division));
joinable!(projects -> industries (industry));
joinable!(projects -> chains (chain_id));
joinable!(projects -> parks (park_id));
joinable!(project_versions -> projects (project_id));
joinable!(amounts -> projects (project_id));
joinable!(project_years -> projects (project_id));
joinable!(project_figures -> projects (project_id));
joinable!(project_lights -> projects (project_id));
joinable!(obligations -> reporting_periods (period));
joinable!(obligations -> projects (project_id));
joinable!(obligations -> users (reporter_id));
joinable!(period_unlocks -> reporting_periods (period));
joinable!(updates -> projects (project_id));
joinable!(problems -> projects (project_id));
joinable!(problem_replies -> problems (problem_id));
joinable!(leads -> users (owner_id));
joinable!(lead_entries -> leads (lead_id));
joinable!(light_suspensions -> projects (project_id));
joinable!(supervised_tasks -> projects (project_id));
joinable!(supervised_replies -> supervised_tasks (task_id));
joinable!(suspension_reviews -> projects (project_id));
joinable!(bulletins -> reporting_periods (period));
joinable!(report_workbooks -> reporting_periods (period));
joinable!(report_workbook_rows -> report_workbooks (workbook_id));
joinable!(report_workbook_rows -> projects (project_id));
joinable!(imports -> users (uploaded_by));
joinable!(import_fixes -> imports (import_id));
joinable!(import_rows -> imports (import_id));
joinable!(import_rows -> projects (project_id));
joinable!(lists -> users (opened_by));
joinable!(nominations -> lists (quarter));
joinable!(nominations -> projects (project_id));
joinable!(nomination_versions -> nominations (nomination_id));
joinable!(list_moves -> lists (quarter));
joinable!(list_unlocks -> lists (quarter));
joinable!(list_justifications -> lists (quarter));
joinable!(list_versions -> lists (quarter));
joinable!(list_versions -> users (published_by));
joinable!(list_entries -> lists (quarter));
joinable!(list_entries -> projects (project_id));
joinable!(notice_receipts -> notices (notice_id));
joinable!(letters -> users (user_id));
joinable!(letters -> divisions (division));
joinable!(letter_files -> letters (letter_id));
joinable!(letter_steps -> letters (letter_id));

table! {
    job_lines (id) {
        id -> BigInt,
        job -> Text,
        line -> Text,
        at -> Timestamp,
        by_name -> Text,
        by_id -> Nullable<BigInt>,
    }
}

table! {
    ticks (id) {
        id -> BigInt,
        job -> Text,
        due_at -> Timestamp,
        state -> Text,
        missed -> Integer,
        attempts -> Integer,
        ran_at -> Timestamp,
        next_at -> Nullable<Timestamp>,
        report -> Nullable<Text>,
        error -> Nullable<Text>,
    }
}

table! {
    person_standings (user_id) {
        user_id -> BigInt,
        superior_id -> Nullable<BigInt>,
        deputy_id -> Nullable<BigInt>,
        away_from -> Nullable<Date>,
        away_until -> Nullable<Date>,
    }
}

table! {
    letter_items (id) {
        id -> BigInt,
        letter_id -> BigInt,
        debt -> Text,
        rung -> Text,
        ower_id -> BigInt,
        reader_id -> BigInt,
        to_superior -> Bool,
    }
}

table! {
    phone_calls (id) {
        id -> BigInt,
        user_id -> BigInt,
        said -> Text,
        called_at -> Timestamp,
        by_name -> Text,
        by_id -> Nullable<BigInt>,
    }
}

table! {
    reminder_ladders (id) {
        id -> BigInt,
        valid_from -> Date,
        valid_until -> Nullable<Date>,
        before_days -> Text,
        on_the_day -> Bool,
        after_days -> Text,
        superior_days -> BigInt,
        repeat_days -> BigInt,
        milestone_days -> BigInt,
        source -> Text,
        author -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<BigInt>,
        withdrawer -> Nullable<Text>,
        withdraw_reason -> Nullable<Text>,
    }
}

table! {
    digests (id) {
        id -> BigInt,
        kind -> Text,
        period -> Text,
        quarter -> Nullable<Text>,
        version -> Integer,
        hash -> Nullable<Text>,
        state -> Text,
        revision -> BigInt,
        basis -> Text,
        due_on -> Date,
        prepared_at -> Nullable<Timestamp>,
        goes_by_itself_at -> Nullable<Timestamp>,
        approver -> Nullable<Text>,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
    }
}

table! {
    digest_copies (id) {
        id -> BigInt,
        digest_id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        address -> Text,
        division -> Text,
        scope -> Text,
        lang -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        file_name -> Text,
        file_type -> Text,
        file_bytes -> Binary,
        told -> Text,
    }
}

table! {
    digest_stops (id) {
        id -> BigInt,
        user_id -> BigInt,
        stopped_at -> Timestamp,
        how -> Text,
        resumed_at -> Nullable<Timestamp>,
    }
}

table! {
    digest_secrets (name) {
        name -> Text,
        secret -> Text,
        made_at -> Timestamp,
    }
}

joinable!(letter_items -> letters (letter_id));
joinable!(digest_copies -> digests (digest_id));

allow_tables_to_appear_in_same_query!(
    instance,
    users,
    sessions,
    api_tokens,
    invitations,
    sign_in_attempts,
    audit_records,
    divisions,
    industries,
    chains,
    chain_cards,
    chain_editions,
    visits,
    segments,
    supply_edges,
    strengths,
    enterprises,
    enterprise_positions,
    targets,
    target_ties,
    carriers,
    carrier_chains,
    gb4754_divisions,
    parks,
    stage_words,
    holidays,
    projects,
    project_versions,
    amounts,
    project_years,
    project_figures,
    project_lights,
    problems,
    problem_replies,
    leads,
    lead_entries,
    light_rules,
    light_suspensions,
    supervised_tasks,
    supervised_replies,
    suspension_reviews,
    reporting_periods,
    obligations,
    period_unlocks,
    updates,
    bulletins,
    report_workbooks,
    report_workbook_rows,
    imports,
    import_fixes,
    import_rows,
    lists,
    nominations,
    nomination_versions,
    list_moves,
    list_unlocks,
    list_justifications,
    list_versions,
    list_entries,
    attachments,
    comments,
    notices,
    notice_receipts,
    letters,
    letter_files,
    letter_steps,
    mail_switches,
    mail_homes,
    job_lines,
    ticks,
    person_standings,
    letter_items,
    phone_calls,
    reminder_ladders,
    digests,
    digest_copies,
    digest_stops,
    digest_secrets,
);
