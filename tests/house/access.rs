//! Who may go where: every route of the program by every role and every scope, through the real guards. A route that
//! this table does not know fails the walk, and so does a line whose route is gone. A room that adds a route adds its
//! line to [`EXPECTED`], the thing that its `{id}` stands for to [`Things`], and a body to [`BODIES`] where an empty
//! one would be refused before anybody looks for the row.

use groundwork::app;
use groundwork::db::schema::amounts;
use groundwork::kernel::role::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::kit::{Answer, Client, Database, TestApp, mail, rooms};
use crate::{digests, ladders, lights, lists};

/// Which rows a route's ids name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    /// No id, or one that everybody shares, such as a quarter.
    Shared,
    /// Something of city 370200: not there for city 370100.
    OfOneCity,
    /// Something of city 370200 about which the province decides, and nobody who sees a part of it only.
    OfTheProvince,
    /// A workbook sent from 370200 and not applied: not there for any other scope, the province included.
    OfOneScope,
    /// Something of one person's own: not there for anybody else.
    OfOnePerson,
    /// What is written to a leader of 370200: there for whoever approves, administers or audits her place.
    OfOneReader,
    /// Everybody may know of it, and only the whole province's people do it.
    OfTheProvinceAlone,
}
use Rows::{OfOneCity, OfOnePerson, OfOneReader, OfOneScope, OfTheProvince, OfTheProvinceAlone, Shared};

/// Also without signing in.
const ANYBODY: &[Role] = &[];
const EVERYONE: &[Role] = Role::ALL;
const ADMINISTRATOR: &[Role] = &[Role::Administrator];
const EDITORS: &[Role] = &[Role::Reviewer, Role::Officer, Role::City];
const REMARKERS: &[Role] = &[Role::Reviewer, Role::Officer, Role::City, Role::Leader];
const AUDIT: &[Role] = &[Role::Administrator, Role::Auditor];
const OVERSEERS: &[Role] = &[Role::Administrator, Role::Reviewer, Role::Auditor];
const REMINDERS: &[Role] = &[Role::Administrator, Role::Reviewer];
const REVIEWER: &[Role] = &[Role::Reviewer];
const REPORTERS: &[Role] = &[Role::Officer, Role::City];
const INSTRUCTORS: &[Role] = &[Role::Reviewer, Role::Leader];
const DECIDERS: &[Role] = &[Role::Reviewer, Role::City];

type Line = (&'static str, &'static str, &'static [Role], Rows);

#[rustfmt::skip]
const EXPECTED: &[Line] = &[
    ("GET", "/healthz", ANYBODY, Shared),
    ("GET", "/readyz", ANYBODY, Shared),
    ("GET", "/metrics", ANYBODY, Shared),
    ("GET", "/static/{file}", ANYBODY, Shared),
    ("GET", "/api/openapi.json", ANYBODY, Shared),
    ("GET", "/api/docs", ANYBODY, Shared),

    ("GET", "/audit", AUDIT, Shared),
    ("GET", "/api/v1/audit", AUDIT, Shared),

    ("GET", "/sign-in", ANYBODY, Shared),
    ("POST", "/sign-in", ANYBODY, Shared),
    ("POST", "/sign-out", EVERYONE, Shared),
    ("GET", "/setup/{token}", ANYBODY, Shared),
    ("POST", "/setup/{token}", ANYBODY, Shared),
    ("GET", "/account", EVERYONE, Shared),
    ("POST", "/account/language", EVERYONE, Shared),
    ("POST", "/account/password", EVERYONE, Shared),
    ("POST", "/account/tokens", EVERYONE, Shared),
    ("POST", "/account/tokens/{id}/revoke", EVERYONE, OfOnePerson),
    ("POST", "/account/sessions/{id}/end", EVERYONE, OfOnePerson),
    ("GET", "/people", ADMINISTRATOR, Shared),
    ("POST", "/people", ADMINISTRATOR, Shared),
    ("GET", "/people/{id}", ADMINISTRATOR, OfOneCity),
    ("POST", "/people/{id}", ADMINISTRATOR, OfOneCity),
    ("POST", "/people/{id}/link", ADMINISTRATOR, OfOneCity),

    ("GET", "/reference", ADMINISTRATOR, Shared),
    ("GET", "/reference/{kind}", ADMINISTRATOR, Shared),
    ("POST", "/reference/{kind}", ADMINISTRATOR, Shared),
    ("GET", "/reference/{kind}/new", ADMINISTRATOR, Shared),
    ("GET", "/reference/{kind}/{key}", ADMINISTRATOR, OfOneCity),
    ("POST", "/reference/{kind}/{key}", ADMINISTRATOR, OfOneCity),
    ("GET", "/api/v1/reference/{kind}", EVERYONE, Shared),

    ("GET", "/", EVERYONE, Shared),

    ("GET", "/files/{id}", EVERYONE, OfOneCity),
    ("GET", "/notices", EVERYONE, Shared),
    ("POST", "/notices/{id}/receipt", EDITORS, OfOneCity),
    ("GET", "/api/v1/notices", EVERYONE, Shared),
    ("POST", "/api/v1/notices/{id}/receipt", EDITORS, OfOneCity),

    ("GET", "/projects", EVERYONE, Shared),
    ("GET", "/projects/new", EDITORS, Shared),
    ("POST", "/projects/new", EDITORS, Shared),
    ("GET", "/projects/export.xlsx", EVERYONE, Shared),
    ("GET", "/projects/export.csv", EVERYONE, Shared),
    ("GET", "/projects/{id}", EVERYONE, OfOneCity),
    ("GET", "/projects/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/projects/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/projects/{id}/stage", EDITORS, OfOneCity),
    ("POST", "/projects/{id}/void", EDITORS, OfOneCity),
    ("POST", "/projects/{id}/justifications", EDITORS, OfOneCity),
    ("POST", "/projects/{id}/amounts/{amount}", EDITORS, OfOneCity),
    ("GET", "/api/v1/projects", EVERYONE, Shared),
    ("POST", "/api/v1/projects", EDITORS, Shared),
    ("GET", "/api/v1/projects/{id}", EVERYONE, OfOneCity),
    ("PATCH", "/api/v1/projects/{id}", EDITORS, OfOneCity),
    ("GET", "/api/v1/projects/{id}/history", EVERYONE, OfOneCity),

    ("GET", "/updates", EVERYONE, Shared),
    ("POST", "/updates", REPORTERS, Shared),
    ("GET", "/updates/{id}/print", EVERYONE, OfOneCity),
    ("GET", "/projects/{id}/report", REPORTERS, OfOneCity),
    ("POST", "/projects/{id}/report", REPORTERS, OfOneCity),
    ("POST", "/projects/{id}/report/{kind}", REPORTERS, OfOneCity),
    ("POST", "/projects/{id}/report/{kind}/{file}/void", REPORTERS, OfOneCity),
    ("GET", "/api/v1/projects/{id}/photos", EVERYONE, OfOneCity),
    ("POST", "/api/v1/projects/{id}/photos", REPORTERS, OfOneCity),
    ("POST", "/updates/close", REVIEWER, Shared),
    ("POST", "/updates/unlocks", REVIEWER, Shared),
    ("POST", "/updates/unlocks/end", REVIEWER, Shared),
    ("POST", "/updates/decisions", REVIEWER, Shared),
    ("GET", "/updates/ledger", EVERYONE, Shared),
    ("GET", "/api/v1/obligations/ledger", EVERYONE, Shared),
    ("GET", "/projects/{id}/updates", EVERYONE, OfOneCity),
    ("POST", "/api/v1/updates/decisions", REVIEWER, Shared),
    ("POST", "/updates/excuses", REVIEWER, Shared),
    ("POST", "/updates/{id}/decision", DECIDERS, OfOneCity),
    ("GET", "/api/v1/updates/due", EVERYONE, Shared),
    ("GET", "/updates/workbook", EVERYONE, Shared),
    ("GET", "/problems", EVERYONE, Shared),
    ("GET", "/problems/{id}", EVERYONE, OfOneCity),
    ("POST", "/problems/{id}/replies", REMARKERS, OfOneCity),
    ("POST", "/projects/{id}/problems", EDITORS, OfOneCity),
    ("GET", "/api/v1/chains", EVERYONE, Shared),
    ("POST", "/api/v1/chains", EDITORS, OfTheProvinceAlone),
    ("GET", "/api/v1/chains/{id}", EVERYONE, Shared),
    ("PATCH", "/api/v1/chains/{id}", EDITORS, OfTheProvinceAlone),
    ("POST", "/api/v1/chains/{id}/segments", EDITORS, OfTheProvinceAlone),
    ("PATCH", "/api/v1/segments/{id}", EDITORS, OfTheProvinceAlone),
    ("POST", "/api/v1/segments/{id}/strengths", EDITORS, Shared),
    ("GET", "/atlas", EVERYONE, Shared),
    ("GET", "/atlas/workbook", EVERYONE, Shared),
    ("POST", "/atlas/workbook", EDITORS, Shared),
    ("GET", "/atlas/workbook.xlsx", EVERYONE, Shared),
    ("GET", "/api/v1/atlas/workbook", EVERYONE, Shared),
    ("POST", "/api/v1/atlas/workbook", EDITORS, Shared),
    ("GET", "/atlas/enterprises/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/atlas/enterprises/{id}/edit", EDITORS, OfOneCity),
    ("GET", "/atlas/targets/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/atlas/targets/{id}/edit", EDITORS, OfOneCity),
    ("GET", "/atlas/parks/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/atlas/parks/{id}/edit", EDITORS, OfOneCity),
    ("GET", "/atlas/{chain}/edit", EDITORS, OfTheProvinceAlone),
    ("POST", "/atlas/{chain}/edit", EDITORS, OfTheProvinceAlone),
    ("GET", "/atlas/{chain}/segments/new", EDITORS, OfTheProvinceAlone),
    ("POST", "/atlas/{chain}/segments/new", EDITORS, OfTheProvinceAlone),
    ("GET", "/atlas/{chain}/segments/{segment}/edit", EDITORS, OfTheProvinceAlone),
    ("POST", "/atlas/{chain}/segments/{segment}/edit", EDITORS, OfTheProvinceAlone),
    ("GET", "/atlas/{chain}/editions", EVERYONE, Shared),
    ("POST", "/atlas/{chain}/editions", EDITORS, OfTheProvinceAlone),
    ("GET", "/api/v1/chains/{id}/editions", EVERYONE, Shared),
    ("POST", "/api/v1/chains/{id}/editions", EDITORS, OfTheProvinceAlone),
    ("GET", "/api/v1/chains/{id}/editions/{number}", EVERYONE, Shared),
    ("GET", "/visits", EVERYONE, Shared),
    ("GET", "/visits/new", EDITORS, Shared),
    ("POST", "/visits/new", EDITORS, Shared),
    ("GET", "/visits/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/visits/{id}/edit", EDITORS, OfOneCity),
    ("GET", "/api/v1/visits", EVERYONE, Shared),
    ("POST", "/api/v1/visits", EDITORS, Shared),
    ("GET", "/api/v1/visits/figures", EVERYONE, Shared),
    ("GET", "/api/v1/visits/{id}", EVERYONE, OfOneCity),
    ("PATCH", "/api/v1/visits/{id}", EDITORS, OfOneCity),
    ("GET", "/atlas/{chain}", EVERYONE, Shared),
    ("GET", "/atlas/{chain}/segments/{segment}", EVERYONE, Shared),
    ("GET", "/atlas/{chain}/segments/{segment}/judge", EDITORS, Shared),
    ("POST", "/atlas/{chain}/segments/{segment}/judge", EDITORS, Shared),
    ("GET", "/atlas/{chain}/segments/{segment}/enterprises", EDITORS, Shared),
    ("POST", "/atlas/{chain}/segments/{segment}/enterprises", EDITORS, Shared),
    ("GET", "/atlas/{chain}/segments/{segment}/targets", EDITORS, Shared),
    ("POST", "/atlas/{chain}/segments/{segment}/targets", EDITORS, Shared),
    ("GET", "/api/v1/map.geojson", EVERYONE, Shared),
    ("GET", "/api/v1/chains/{id}/gaps", EVERYONE, Shared),
    ("GET", "/api/v1/segments/{id}/matches", EVERYONE, Shared),
    ("GET", "/api/v1/enterprises", EVERYONE, Shared),
    ("POST", "/api/v1/enterprises", EDITORS, Shared),
    ("GET", "/api/v1/enterprises/{id}", EVERYONE, OfOneCity),
    ("PATCH", "/api/v1/enterprises/{id}", EDITORS, OfOneCity),
    ("GET", "/api/v1/targets", EVERYONE, Shared),
    ("POST", "/api/v1/targets", EDITORS, Shared),
    ("GET", "/api/v1/targets/{id}", EVERYONE, OfOneCity),
    ("PATCH", "/api/v1/targets/{id}", EDITORS, OfOneCity),
    ("GET", "/api/v1/parks", EVERYONE, Shared),
    ("POST", "/api/v1/parks", EDITORS, Shared),
    ("GET", "/api/v1/parks/{id}", EVERYONE, Shared),
    ("PATCH", "/api/v1/parks/{id}", EDITORS, OfOneCity),

    ("GET", "/leads", EVERYONE, Shared),
    ("GET", "/leads/board", EVERYONE, Shared),
    ("GET", "/leads/weekly", EVERYONE, Shared),
    ("GET", "/leads/new", EDITORS, Shared),
    ("POST", "/leads/new", EDITORS, Shared),
    ("GET", "/leads/{id}", EVERYONE, OfOneCity),
    ("GET", "/leads/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/leads/{id}/edit", EDITORS, OfOneCity),
    ("POST", "/leads/{id}/entries", EDITORS, OfOneCity),
    ("POST", "/leads/{id}/project", EDITORS, OfOneCity),
    ("GET", "/api/v1/leads", EVERYONE, Shared),
    ("POST", "/api/v1/leads", EDITORS, Shared),
    ("GET", "/api/v1/leads/{id}", EVERYONE, OfOneCity),
    ("PATCH", "/api/v1/leads/{id}", EDITORS, OfOneCity),
    ("POST", "/api/v1/leads/{id}/entries", EDITORS, OfOneCity),
    ("POST", "/api/v1/leads/{id}/project", EDITORS, OfOneCity),

    ("GET", "/api/v1/problems", EVERYONE, Shared),
    ("GET", "/api/v1/problems/{id}", EVERYONE, OfOneCity),
    ("POST", "/api/v1/problems/{id}/replies", REMARKERS, OfOneCity),
    ("POST", "/api/v1/projects/{id}/problems", EDITORS, OfOneCity),
    ("GET", "/supervised", EVERYONE, Shared),
    ("GET", "/supervised/{id}", EVERYONE, OfOneCity),
    ("POST", "/supervised/{id}/replies", REMARKERS, OfOneCity),
    ("POST", "/projects/{id}/supervised", INSTRUCTORS, OfOneCity),
    ("GET", "/api/v1/supervised", EVERYONE, Shared),
    ("GET", "/api/v1/supervised/{id}", EVERYONE, OfOneCity),
    ("POST", "/api/v1/supervised/{id}/replies", REMARKERS, OfOneCity),
    ("POST", "/api/v1/projects/{id}/supervised", INSTRUCTORS, OfOneCity),
    ("GET", "/updates/reporters", EVERYONE, Shared),
    ("POST", "/updates/reporters", EDITORS, Shared),
    ("GET", "/api/v1/updates/reporters", EVERYONE, Shared),
    ("POST", "/api/v1/updates/reporters", EDITORS, Shared),
    ("GET", "/suspended", EVERYONE, Shared),
    ("GET", "/projects/{id}/suspension", EVERYONE, OfOneCity),
    ("POST", "/projects/{id}/suspension", EDITORS, OfOneCity),
    ("POST", "/projects/{id}/suspension/reviews", REVIEWER, OfTheProvince),
    ("GET", "/api/v1/suspended", EVERYONE, Shared),
    ("GET", "/api/v1/projects/{id}/suspension", EVERYONE, OfOneCity),
    ("POST", "/api/v1/projects/{id}/suspension", EDITORS, OfOneCity),
    ("POST", "/api/v1/projects/{id}/suspension/reviews", REVIEWER, OfTheProvince),
    ("GET", "/plans", EVERYONE, Shared),
    ("POST", "/plans", EDITORS, Shared),
    ("GET", "/api/v1/plans", EVERYONE, Shared),
    ("POST", "/api/v1/plans/{year}", EDITORS, Shared),
    ("GET", "/lights", EVERYONE, Shared),
    ("POST", "/lights/rules", ADMINISTRATOR, Shared),
    ("POST", "/lights/rules/{id}/withdrawal", ADMINISTRATOR, Shared),
    ("POST", "/lights/suspensions/{id}/decision", REVIEWER, OfTheProvince),
    ("GET", "/projects/{id}/light", EVERYONE, OfOneCity),
    ("POST", "/projects/{id}/light", REPORTERS, OfOneCity),
    ("GET", "/api/v1/light-rules", EVERYONE, Shared),
    ("POST", "/api/v1/light-rules", ADMINISTRATOR, Shared),
    ("POST", "/api/v1/light-rules/{id}/withdrawal", ADMINISTRATOR, Shared),
    ("GET", "/api/v1/light-suspensions", EVERYONE, Shared),
    ("POST", "/api/v1/light-suspensions/{id}/decision", REVIEWER, OfTheProvince),
    ("POST", "/api/v1/projects/{id}/light-suspensions", REPORTERS, OfOneCity),
    ("GET", "/api/v1/projects/{id}/lights", EVERYONE, OfOneCity),
    ("GET", "/api/v1/updates/workbook", EVERYONE, Shared),
    ("POST", "/api/v1/updates/no-change", REPORTERS, Shared),
    ("POST", "/api/v1/updates/{id}/decision", DECIDERS, OfOneCity),
    ("GET", "/api/v1/projects/{id}/updates", EVERYONE, OfOneCity),
    ("POST", "/api/v1/projects/{id}/updates", REPORTERS, OfOneCity),
    ("GET", "/api/v1/obligations", EVERYONE, Shared),
    ("POST", "/api/v1/obligations/{period}/close", REVIEWER, Shared),
    ("POST", "/api/v1/obligations/{period}/unlocks", REVIEWER, Shared),
    ("POST", "/api/v1/obligations/{period}/unlocks/end", REVIEWER, Shared),
    ("POST", "/api/v1/obligations/{period}/excuses", REVIEWER, Shared),

    ("POST", "/api/v1/session", ANYBODY, Shared),
    ("DELETE", "/api/v1/session", EVERYONE, Shared),
    ("GET", "/api/v1/me", EVERYONE, Shared),

    ("GET", "/reminders", EVERYONE, Shared),
    ("POST", "/reminders", EVERYONE, Shared),
    ("GET", "/reminders/people", REMINDERS, Shared),
    ("GET", "/reminders/people/{id}", REMINDERS, OfOneCity),
    ("POST", "/reminders/people/{id}", REMINDERS, OfOneCity),
    ("POST", "/reminders/people/{id}/calls", REMINDERS, OfOneCity),
    ("GET", "/reminders/ladders", EVERYONE, Shared),
    ("POST", "/reminders/ladders", ADMINISTRATOR, Shared),
    ("POST", "/reminders/ladders/{id}/withdrawal", ADMINISTRATOR, Shared),
    ("GET", "/api/v1/reminder-ladders", EVERYONE, Shared),
    ("POST", "/api/v1/reminder-ladders", ADMINISTRATOR, Shared),
    ("POST", "/api/v1/reminder-ladders/{id}/withdrawal", ADMINISTRATOR, Shared),
    ("GET", "/digests", EVERYONE, Shared),
    ("POST", "/digests/choice", EVERYONE, Shared),
    ("GET", "/digests/{id}", EVERYONE, Shared),
    ("POST", "/digests/{id}/approve", REVIEWER, OfTheProvinceAlone),
    ("GET", "/digests/{id}/copies/{user}", EVERYONE, OfOneReader),
    ("GET", "/digests/{id}/copies/{user}/file", EVERYONE, OfOneReader),
    ("GET", "/mail/stop/{token}", ANYBODY, Shared),
    ("POST", "/mail/stop/{token}", ANYBODY, Shared),
    ("GET", "/api/v1/digests", EVERYONE, Shared),
    ("GET", "/api/v1/digests/{id}", EVERYONE, Shared),
    ("POST", "/api/v1/digests/{id}/approve", REVIEWER, OfTheProvinceAlone),
    ("GET", "/mail", AUDIT, Shared),
    ("POST", "/mail/switch", ADMINISTRATOR, Shared),
    ("POST", "/mail/test", ADMINISTRATOR, Shared),
    ("POST", "/mail/retries", ADMINISTRATOR, Shared),
    ("POST", "/api/v1/mail/retries", ADMINISTRATOR, Shared),
    ("GET", "/mail/calendar", AUDIT, Shared),
    ("GET", "/mail/calendar/{day}/{reader}", AUDIT, OfOneCity),
    ("GET", "/api/v1/mail/preview", AUDIT, Shared),
    ("GET", "/operations", AUDIT, Shared),
    ("POST", "/operations/jobs/{job}", ADMINISTRATOR, Shared),
    ("GET", "/api/v1/operations", AUDIT, Shared),
    ("POST", "/api/v1/operations/jobs/{job}", ADMINISTRATOR, Shared),
    ("GET", "/mail/{id}", AUDIT, OfOneCity),
    ("POST", "/mail/{id}/retry", ADMINISTRATOR, OfOneCity),
    ("POST", "/mail/{id}/hold", ADMINISTRATOR, OfOneCity),
    ("POST", "/mail/{id}/resend", ADMINISTRATOR, OfOneCity),
    ("GET", "/mail/{id}/html", AUDIT, OfOneCity),
    ("POST", "/api/v1/mail/outbox/{id}/resend", ADMINISTRATOR, OfOneCity),
    ("GET", "/api/v1/mail/outbox", AUDIT, Shared),
    ("GET", "/api/v1/mail/outbox/{id}", AUDIT, OfOneCity),
    ("POST", "/api/v1/mail/outbox/{id}/retry", ADMINISTRATOR, OfOneCity),
    ("POST", "/api/v1/mail/outbox/{id}/hold", ADMINISTRATOR, OfOneCity),
    ("GET", "/api/v1/mail/switch", AUDIT, Shared),
    ("POST", "/api/v1/mail/switch", ADMINISTRATOR, Shared),
    ("GET", "/lists", EVERYONE, Shared),
    ("POST", "/lists", REVIEWER, Shared),
    ("GET", "/lists/{quarter}", EVERYONE, Shared),
    ("GET", "/lists/{quarter}/versions/{version}", EVERYONE, Shared),
    ("GET", "/lists/{quarter}/print", EVERYONE, Shared),
    ("GET", "/lists/{quarter}/export.{format}", EVERYONE, Shared),
    ("GET", "/lists/{quarter}/compare", EVERYONE, Shared),
    ("GET", "/lists/{quarter}/compare.xlsx", EVERYONE, Shared),
    ("POST", "/lists/{quarter}/nominations", EDITORS, Shared),
    ("POST", "/lists/{quarter}/decisions", EDITORS, Shared),
    ("POST", "/lists/{quarter}/justifications", REVIEWER, Shared),
    ("POST", "/lists/{quarter}/unlocks", REVIEWER, Shared),
    ("POST", "/lists/{quarter}/unlocks/end", REVIEWER, Shared),
    ("POST", "/lists/{quarter}/cancellation", REVIEWER, Shared),
    ("GET", "/lists/{quarter}/corrections", REVIEWER, Shared),
    ("POST", "/lists/{quarter}/corrections", REVIEWER, Shared),
    ("POST", "/lists/{quarter}/state", REVIEWER, Shared),
    ("POST", "/lists/{quarter}/publish", REVIEWER, Shared),
    ("GET", "/lists/{quarter}/nominations/print", EVERYONE, Shared),
    ("POST", "/lists/{quarter}/nominations/scan", EDITORS, Shared),
    ("POST", "/lists/{quarter}/nominations/scan/{id}/void", EDITORS, OfOneCity),
    ("GET", "/lists/{quarter}/entries/{project_id}", EVERYONE, OfOneCity),
    ("POST", "/lists/{quarter}/entries/{project_id}/comments", REMARKERS, OfOneCity),
    ("POST", "/lists/{quarter}/entries/{project_id}/comments/{id}/void", REMARKERS, OfOnePerson),
    ("GET", "/lists/{quarter}/notices", EVERYONE, Shared),
    ("GET", "/api/v1/lists/{quarter}/entries/{project_id}/comments", EVERYONE, OfOneCity),
    ("POST", "/api/v1/lists/{quarter}/entries/{project_id}/comments", REMARKERS, OfOneCity),
    ("GET", "/api/v1/lists/{quarter}/notices", EVERYONE, Shared),
    ("GET", "/api/v1/lists/{quarter}/export.{format}", EVERYONE, Shared),
    ("GET", "/bulletins", EVERYONE, Shared),
    ("GET", "/bulletins/{period}", EVERYONE, Shared),
    ("GET", "/bulletins/{period}/print", EVERYONE, Shared),
    ("GET", "/bulletins/{period}/export.{format}", EVERYONE, Shared),
    ("POST", "/bulletins/{period}/publish", REVIEWER, Shared),
    ("POST", "/bulletins/{period}/corrections", REVIEWER, Shared),
    ("GET", "/api/v1/bulletins", EVERYONE, Shared),
    ("GET", "/api/v1/bulletins/{period}", EVERYONE, Shared),
    ("GET", "/api/v1/bulletins/{period}/export.{format}", EVERYONE, Shared),
    ("POST", "/api/v1/bulletins/{period}/publish", REVIEWER, Shared),
    ("POST", "/api/v1/bulletins/{period}/corrections", REVIEWER, Shared),
    ("GET", "/statistics", EVERYONE, Shared),
    ("GET", "/statistics/export.xlsx", EVERYONE, Shared),
    ("GET", "/api/v1/statistics", EVERYONE, Shared),
    ("GET", "/imports", EVERYONE, Shared),
    ("POST", "/imports", EDITORS, Shared),
    ("GET", "/imports/{id}", EVERYONE, OfOneScope),
    ("POST", "/imports/{id}/cells", EDITORS, OfOneScope),
    ("POST", "/imports/{id}/conflicts", EDITORS, OfOneScope),
    ("POST", "/imports/{id}/apply", EDITORS, OfOneScope),
    ("GET", "/imports/{id}/workbook", EVERYONE, OfOneScope),
    ("POST", "/api/v1/imports", EDITORS, Shared),
    ("GET", "/api/v1/imports/{id}", EVERYONE, OfOneScope),
    ("POST", "/api/v1/imports/{id}/cells", EDITORS, OfOneScope),
    ("POST", "/api/v1/imports/{id}/conflicts", EDITORS, OfOneScope),
    ("POST", "/api/v1/imports/{id}/apply", EDITORS, OfOneScope),
    ("GET", "/api/v1/imports/{id}/workbook", EVERYONE, OfOneScope),

    ("GET", "/public/lists", ANYBODY, Shared),
    ("GET", "/public/lists/{quarter}.oc4ids.json", ANYBODY, Shared),
    ("GET", "/public/lists/{quarter}", ANYBODY, Shared),
    ("GET", "/api/v1/lists", EVERYONE, Shared),
    ("POST", "/api/v1/lists", REVIEWER, Shared),
    ("GET", "/api/v1/lists/{quarter}", EVERYONE, Shared),
    ("GET", "/api/v1/lists/{quarter}/versions/{version}", EVERYONE, Shared),
    ("GET", "/api/v1/lists/{quarter}/compare", EVERYONE, Shared),
    ("GET", "/api/v1/lists/{quarter}/compare.xlsx", EVERYONE, Shared),
    ("POST", "/api/v1/lists/{quarter}/entries", EDITORS, Shared),
    ("POST", "/api/v1/lists/{quarter}/entries/{project_id}/decision", EDITORS, OfOneCity),
    ("POST", "/api/v1/lists/{quarter}/entries/{project_id}/justifications", REVIEWER, Shared),
    ("POST", "/api/v1/lists/{quarter}/unlocks", REVIEWER, Shared),
    ("POST", "/api/v1/lists/{quarter}/unlocks/end", REVIEWER, Shared),
    ("POST", "/api/v1/lists/{quarter}/cancellation", REVIEWER, Shared),
    ("POST", "/api/v1/lists/{quarter}/corrections", REVIEWER, Shared),
    ("POST", "/api/v1/lists/{quarter}/state", REVIEWER, Shared),
    ("POST", "/api/v1/lists/{quarter}/publish", REVIEWER, Shared),
];

/// Bodies that are understood, so that the row itself is looked for. Others are an empty form or `{}`.
#[rustfmt::skip]
const BODIES: &[(&str, &str, &str)] = &[
    ("POST", "/digests/{id}/approve", "revision=1"),
    ("POST", "/api/v1/chains", r#"{"name_zh": "walk"}"#),
    ("POST", "/api/v1/chains/{id}/segments", r#"{"name_zh": "walk", "tier": "upstream"}"#),
    ("POST", "/api/v1/segments/{id}/strengths", r#"{"strength": "weak", "evidence": "x"}"#),
    ("POST", "/visits/{id}/edit", "kind=inbound&visited_on=2026-09-01&target=x&people=x&result=x&version=0"),
    ("POST", "/atlas/enterprises/{id}/edit", "name=walk&version=0"),
    ("POST", "/atlas/targets/{id}/edit", "name=walk&reasons=x&version=0"),
    ("POST", "/leads/{id}/edit", "target=x&version=0"),
    ("POST", "/leads/{id}/entries", "text=x"),
    ("POST", "/api/v1/leads/{id}/entries", r#"{"text": "x"}"#),
    ("POST", "/problems/{id}/replies", "text=x"),
    ("POST", "/projects/{id}/problems", "text=x"),
    ("POST", "/api/v1/problems/{id}/replies", r#"{"text": "x"}"#),
    ("POST", "/api/v1/projects/{id}/problems", r#"{"text": "x"}"#),
    ("POST", "/operations/jobs/{job}", "line=x"),
    ("POST", "/api/v1/operations/jobs/{job}", r#"{"line": "x"}"#),
    ("POST", "/supervised/{id}/replies", "text=x"),
    ("POST", "/projects/{id}/supervised", "text=x"),
    ("POST", "/api/v1/supervised/{id}/replies", r#"{"text": "x"}"#),
    ("POST", "/api/v1/projects/{id}/supervised", r#"{"text": "x"}"#),
    ("POST", "/api/v1/updates/reporters", r#"{"project_ids": [], "user_id": null}"#),
    ("POST", "/projects/{id}/suspension", "reason=x"),
    ("POST", "/projects/{id}/suspension/reviews", "outcome=stays&reason=x"),
    ("POST", "/api/v1/projects/{id}/suspension", r#"{"reason": "x"}"#),
    ("POST", "/api/v1/projects/{id}/suspension/reviews", r#"{"outcome": "stays", "reason": "x"}"#),
    ("POST", "/lights/suspensions/{id}/decision", "version=1&decision=approve"),
    ("POST", "/projects/{id}/light", "family=start&until=2027-01-31&reason=x"),
    ("POST", "/api/v1/light-rules/{id}/withdrawal", r#"{"reason": "x"}"#),
    ("POST", "/api/v1/reminder-ladders/{id}/withdrawal", r#"{"reason": "x"}"#),
    ("POST", "/api/v1/updates/decisions", r#"{"decision": "accept", "updates": [{"id": 999, "version": 1}]}"#),
    ("POST", "/api/v1/light-suspensions/{id}/decision", r#"{"decision": "approve"}"#),
    ("POST", "/api/v1/projects/{id}/light-suspensions", r#"{"family": "start", "until": "2027-01-31", "reason": "x"}"#),
    ("POST", "/imports/{id}/cells", "sheet=Sheet1&cell=A9&value=x"),
    ("POST", "/imports/{id}/conflicts", "take=yours"),
    ("POST", "/api/v1/imports/{id}/conflicts", r#"{"take": "yours"}"#),
    ("POST", "/api/v1/imports/{id}/cells", r#"{"sheet": "Sheet1", "cell": "A9", "value": "x"}"#),
    
    ("POST", "/api/v1/lists/{quarter}/entries/{project_id}/decision", r#"{"decision": "withdraw"}"#),
    ("POST", "/api/v1/lists/{quarter}/entries/{project_id}/comments", r#"{"body": "x"}"#),
    ("POST", "/lists/{quarter}/entries/{project_id}/comments", "body=x"),
    ("POST", "/api/v1/projects/{id}/updates", r#"{"period": "2026-09"}"#),
    ("POST", "/api/v1/updates/{id}/decision", r#"{"decision": "accept"}"#),
    ("POST", "/bulletins/{period}/publish", "foreword=x"),
    ("POST", "/bulletins/{period}/corrections", "reason=x"),
    ("POST", "/api/v1/bulletins/{period}/corrections", r#"{"reason": "x"}"#),
    ("POST", "/projects/{id}/report", "period=2026-09&deed=submit"),
    ("POST", "/projects/{id}/report/{kind}/{file}/void", "period=2026-09&reason=x"),
    ("POST", "/updates", "period=2026-09"),
    ("POST", "/updates/close", "period=2026-09"),
    ("POST", "/updates/unlocks", "period=2026-09"),
    ("POST", "/updates/unlocks/end", "period=2026-09&unlock=1"),
    ("POST", "/updates/decisions", "period=2026-09&decision=accept&update=999.1"),
    ("POST", "/updates/excuses", "period=2026-09&project=1"),
    ("POST", "/updates/{id}/decision", "version=1&decision=accept"),
    ("POST", "/projects/{id}/edit", "version=1"),
    ("POST", "/projects/{id}/stage", "version=1"),
    ("POST", "/projects/{id}/void", "version=1"),
    ("POST", "/projects/{id}/justifications", "version=1"),
    ("POST", "/projects/{id}/amounts/{amount}", "version=1"),
];

/// Where a file is sent.
const UPLOADS: [&str; 7] = [
    "/atlas/workbook",
    "/api/v1/atlas/workbook",
    "/imports",
    "/api/v1/imports",
    "/lists/{quarter}/nominations/scan",
    "/projects/{id}/report/{kind}",
    "/api/v1/projects/{id}/photos",
];

/// The rows of city 370200, or of somebody there: what stands for a placeholder under a path. Made in a box: so many of
/// them make a large future.
struct Things(Vec<(&'static str, &'static str, String)>);

impl Things {
    async fn of(app: &TestApp) -> Self {
        let qingdao = app.person(Role::City, "370200").await;
        qingdao.form("/account/tokens", &[("name", "walk")]).await.must(200);
        let page = qingdao.get("/account").await.must(200).text();
        let other_window = qingdao.again().await;
        let own = |pattern: &str, page: &str| {
            regex::Regex::new(pattern).unwrap().captures(page).unwrap()[1].to_owned()
        };
        let sessions = other_window.get("/account").await.must(200).text();
        let (working, frozen) = ("2026Q3", "2026Q2");
        let nominated = lists::nominated(app, working, frozen, "370202");
        let facts = json!({ "name": "walk", "city": "370200", "total_investment_yuan": 1 });
        let project = qingdao.post_json("/api/v1/projects", &facts).await.must(201).json();
        let project_id = project["id"].as_i64().unwrap();
        let of_project = amounts::table.filter(amounts::project_id.eq(project_id));
        let amount: i64 =
            app.context.db.read_now(|conn| Ok(of_project.select(amounts::id).first(conn)?)).unwrap();
        // With an error in it, so that no apply of the walk goes through.
        let workbook = "项目名称,总投资（万元）\n铝箔项目,近百亿元\n";
        let sent =
            qingdao.upload("/api/v1/imports", "a.csv", workbook.as_bytes(), &[("kind", "projects")]).await;
        let import = sent.must(201).json()["id"].to_string();
        let remarks = format!("/api/v1/lists/{working}/entries/{nominated}/comments");
        let remark = qingdao.post_json(&remarks, &json!({ "body": "x" })).await.must(201).json();
        // Written twice, so that no decision of the walk is based on its version.
        let reports = format!("/api/v1/projects/{project_id}/updates");
        qingdao.post_json(&reports, &json!({ "period": "2026-09", "draft": true })).await.must(201);
        let report = qingdao.post_json(&reports, &json!({ "period": "2026-09" })).await.must(201).json();
        let problems = format!("/api/v1/projects/{project_id}/problems");
        let problem = qingdao.post_json(&problems, &json!({ "text": "walk" })).await.must(201).json();
        let lead = json!({ "target": "walk", "place": "370200" });
        let lead = qingdao.post_json("/api/v1/leads", &lead).await.must(201).json();
        let photos = format!("/api/v1/projects/{project_id}/photos");
        let photo = qingdao.upload(&photos, "a.png", &rooms::png(8, 4), &[("period", "2026-09")]).await;
        let photo = photo.must(201).json();
        let suspensions = format!("/api/v1/projects/{project_id}/light-suspensions");
        let delay = json!({ "family": "progress", "until": "2027-01-31", "reason": "walk" });
        let delay = qingdao.post_json(&suspensions, &delay).await.must(201).json();
        let reviewer = app.person(Role::Reviewer, "370000").await;
        let tasks = format!("/api/v1/projects/{project_id}/supervised");
        let task = reviewer.post_json(&tasks, &json!({ "text": "walk" })).await.must(201).json();
        let segment = json!({ "name_zh": "负极材料", "tier": "upstream" });
        let segment = reviewer.post_json("/api/v1/chains/1/segments", &segment).await.must(201).json();
        reviewer.post_json("/api/v1/chains/1/editions", &json!({})).await.must(201);
        let visit = json!({ "kind": "inbound", "visited_on": "2026-09-01", "target": "walk", "people": "x", "result": "x" });
        let visit = qingdao.post_json("/api/v1/visits", &visit).await.must(201).json();
        let enterprise = json!({ "name": "walk", "place": "370202" });
        let enterprise = qingdao.post_json("/api/v1/enterprises", &enterprise).await.must(201).json();
        let target = json!({ "name": "walk", "segment_id": segment["id"], "reasons": "x" });
        let target = qingdao.post_json("/api/v1/targets", &target).await.must(201).json();
        let park = json!({ "name": "walk", "place": "370202" });
        let park = qingdao.post_json("/api/v1/parks", &park).await.must(201).json();
        let administrator = app.person(Role::Administrator, "370000").await;
        let rules = administrator.post_json("/api/v1/light-rules", &lights::rules("2026-12")).await;
        let rules = rules.must(201).json();
        let ladder = ladders::ladder("2026-12-01", json!([5]));
        let ladder = administrator.post_json("/api/v1/reminder-ladders", &ladder).await.must(201).json();
        let scan = rooms::scan_of(app, working, "370200");
        let notice = rooms::notice_to(app, working, "370200");
        mail::owe_in(app, "walk", "370200");
        let letters = administrator.get("/api/v1/mail/outbox").await.must(200).json();
        let letter = letters["items"][0]["id"].to_string();
        // The task that waits for an answer of the city will be told.
        let foreseen = administrator.get("/api/v1/mail/preview").await.must(200).json();
        let hers = foreseen["items"].as_array().unwrap().iter().find(|one| one["user_id"] == qingdao.id);
        let day = hers.unwrap()["day"].as_str().unwrap().to_owned();
        let (digest, leader) = digests::written_to(app, "370200").await;
        Self(vec![
            ("/digests/", "{id}", digest.to_string()),
            ("/digests/", "{user}", leader.to_string()),
            ("/api/v1/digests/", "{id}", digest.to_string()),
            ("/mail/calendar/", "{day}", day),
            ("/mail/calendar/", "{reader}", qingdao.id.to_string()),
            ("/imports/", "{id}", import.clone()),
            ("/api/v1/imports/", "{id}", import),
            ("/api/v1/lists/{quarter}/versions/", "{quarter}", frozen.to_owned()),
            ("/api/v1/lists/{quarter}/versions/", "{version}", "1".to_owned()),
            ("/lists/{quarter}/versions/", "{quarter}", frozen.to_owned()),
            ("/lists/{quarter}/versions/", "{version}", "1".to_owned()),
            ("/files/", "{id}", scan.to_string()),
            ("/lists/{quarter}/nominations/scan/", "{id}", scan.to_string()),
            ("/lists/{quarter}/entries/{project_id}/comments/", "{id}", remark["id"].to_string()),
            ("/mail/", "{id}", letter.clone()),
            ("/api/v1/mail/outbox/", "{id}", letter),
            ("/notices/", "{id}", notice.to_string()),
            ("/api/v1/notices/", "{id}", notice.to_string()),
            ("/api/v1/chains/", "{id}", "1".to_owned()),
            ("/api/v1/segments/", "{id}", segment["id"].to_string()),
            ("/api/v1/enterprises/", "{id}", enterprise["id"].to_string()),
            ("/api/v1/targets/", "{id}", target["id"].to_string()),
            ("/api/v1/parks/", "{id}", park["id"].to_string()),
            ("/atlas/enterprises/", "{id}", enterprise["id"].to_string()),
            ("/atlas/targets/", "{id}", target["id"].to_string()),
            ("/atlas/parks/", "{id}", park["id"].to_string()),
            ("/atlas/", "{chain}", "1".to_owned()),
            ("/atlas/", "{segment}", segment["id"].to_string()),
            ("/api/v1/chains/{id}/editions/", "{number}", "1".to_owned()),
            ("/visits/", "{id}", visit["id"].to_string()),
            ("/api/v1/visits/", "{id}", visit["id"].to_string()),
            ("/leads/", "{id}", lead["id"].to_string()),
            ("/api/v1/leads/", "{id}", lead["id"].to_string()),
            ("/problems/", "{id}", problem["id"].to_string()),
            ("/api/v1/problems/", "{id}", problem["id"].to_string()),
            ("/api/v1/plans/", "{year}", "2026".to_owned()),
            ("/supervised/", "{id}", task["id"].to_string()),
            ("/api/v1/supervised/", "{id}", task["id"].to_string()),
            ("/lights/rules/", "{id}", rules["id"].to_string()),
            ("/api/v1/light-rules/", "{id}", rules["id"].to_string()),
            ("/reminders/ladders/", "{id}", ladder["id"].to_string()),
            ("/api/v1/reminder-ladders/", "{id}", ladder["id"].to_string()),
            ("/lights/suspensions/", "{id}", delay["id"].to_string()),
            ("/api/v1/light-suspensions/", "{id}", delay["id"].to_string()),
            ("/updates/", "{id}", report["id"].to_string()),
            ("/api/v1/updates/", "{id}", report["id"].to_string()),
            ("/api/v1/obligations/", "{period}", "2026-09".to_owned()),
            ("/bulletins/", "{period}", "2026-09".to_owned()),
            ("/bulletins/", "{format}", "json".to_owned()),
            ("/api/v1/bulletins/", "{period}", "2026-09".to_owned()),
            ("/api/v1/bulletins/", "{format}", "json".to_owned()),
            ("/lists/", "{project_id}", nominated.to_string()),
            ("/lists/", "{quarter}", working.to_owned()),
            ("/lists/", "{format}", "json".to_owned()),
            ("/api/v1/lists/", "{format}", "json".to_owned()),
            ("/api/v1/lists/", "{quarter}", working.to_owned()),
            ("/api/v1/lists/", "{project_id}", nominated.to_string()),
            ("/api/v1/projects/", "{id}", project_id.to_string()),
            ("/projects/", "{id}", project_id.to_string()),
            ("/projects/", "{amount}", amount.to_string()),
            ("/projects/", "{kind}", "photo".to_owned()),
            ("/projects/", "{file}", photo["id"].to_string()),
            ("/operations/", "{job}", "reminders".to_owned()),
            ("/api/v1/operations/", "{job}", "reminders".to_owned()),
            ("/reference/", "{kind}", "divisions".to_owned()),
            ("/reference/", "{key}", "370202".to_owned()),
            ("/api/v1/reference/", "{kind}", "industries".to_owned()),
            ("/people/", "{id}", qingdao.id.to_string()),
            ("/reminders/people/", "{id}", qingdao.id.to_string()),
            ("/account/tokens/", "{id}", own("/account/tokens/([0-9]+)/revoke", &page)),
            ("/account/sessions/", "{id}", own("/account/sessions/([0-9]+)/end", &sessions)),
        ])
    }

    /// The path with its placeholders filled.
    fn path(&self, pattern: &str) -> String {
        self.0
            .iter()
            .filter(|(prefix, ..)| pattern.starts_with(prefix))
            .fold(pattern.to_owned(), |path, (_, placeholder, value)| path.replace(placeholder, value))
    }
}

/// Calls a route with the body it understands.
async fn call(caller: &Client, (method, pattern, ..): &Line, things: &Things) -> Answer {
    let path = things.path(pattern);
    let body = BODIES.iter().find(|(verb, known, _)| (verb, known) == (method, pattern));
    let body = body.map_or("", |(.., body)| body);
    let based = caller.clone().with_header("If-Match", "\"1\"");
    match (*method, pattern.starts_with("/api/")) {
        ("GET", _) => caller.get(&path).await,
        ("POST", _) if UPLOADS.contains(pattern) => caller.upload(&path, "a.csv", b"x", &[]).await,
        ("DELETE", _) => caller.delete(&path).await,
        (_, true) => {
            let body = if body.is_empty() { "{}" } else { body };
            based.send(method, &path, Some(("application/json", body.as_bytes().to_vec()))).await
        }
        (_, false) => {
            let pairs: Vec<(&str, &str)> = body.split('&').filter_map(|pair| pair.split_once('=')).collect();
            caller.form(&path, &pairs).await
        }
    }
}

/// Signed in, allowed and found: whatever the answer then says about the body or the state.
fn is_let_in(answer: &Answer) -> bool {
    let to_sign_in = answer.status == 303 && answer.header("location").starts_with("/sign-in?next=");
    !matches!(answer.status, 401 | 403 | 404) && !to_sign_in
}

#[test]
fn every_route_has_its_line_and_every_line_its_route() {
    let routes: BTreeSet<(String, &str)> =
        app::routes().table().iter().map(|route| (route.method.to_string(), route.path)).collect();
    let lines: BTreeSet<(String, &str)> =
        EXPECTED.iter().map(|(method, path, ..)| ((*method).to_owned(), *path)).collect();
    let unknown: Vec<_> = routes.difference(&lines).collect();
    let gone: Vec<_> = lines.difference(&routes).collect();
    assert!(unknown.is_empty(), "say in tests/house/access.rs who may use: {unknown:#?}");
    assert!(gone.is_empty(), "no such route any more: {gone:#?}");
    assert_eq!(lines.len(), EXPECTED.len(), "a line stands twice");
}

#[actix_web::test]
async fn without_signing_in_a_page_leads_to_the_form_and_the_api_answers_401() {
    let app = TestApp::new().await;
    let things = Box::pin(Things::of(&app)).await;
    for line in EXPECTED.iter().filter(|(_, _, who, _)| *who != ANYBODY) {
        let answer = call(&app.stranger(), line, &things).await;
        if line.1.starts_with("/api/") {
            assert_eq!(answer.status, 401, "{line:?}");
        } else {
            assert_eq!(answer.status, 303, "{line:?}");
            assert!(answer.header("location").starts_with("/sign-in?next="), "{line:?}");
        }
    }
}

/// Whose places a reader sees: the province, another city, the city in which the rows lie.
const SCOPES: [&str; 3] = ["370000", "370100", "370200"];

/// A role goes where its deeds lead, and gets 403 everywhere else, whatever its scope.
async fn a_role_goes_where_its_deeds_lead(scope: &'static str) {
    let app = TestApp::new().await;
    let things = Box::pin(Things::of(&app)).await;
    for role in Role::ALL {
        let person = app.person(*role, scope).await;
        for line in EXPECTED.iter().filter(|(_, _, who, _)| *who != ANYBODY && !who.contains(role)) {
            let before = Database::row_counts(&app.context.db);
            let answer = call(&person, line, &things).await;
            assert_eq!(answer.status, 403, "{role} of {scope}: {line:?}");
            assert_eq!(before, Database::row_counts(&app.context.db), "{role} of {scope}: {line:?}");
        }
    }
}

/// Rows of a city are there for its own people and the province, and not for another city.
async fn rows_are_there_for_whom_they_concern(scope: &'static str) {
    let app = TestApp::new().await;
    let things = Box::pin(Things::of(&app)).await;
    for role in Role::ALL {
        let reader = app.person(*role, scope).await;
        for line in EXPECTED.iter().filter(|(_, _, who, _)| who.contains(role)) {
            let (method, pattern, _, rows) = line;
            // A deed may end the session it was done in, so each has a person of its own.
            let person = if *method == "GET" { reader.clone() } else { app.person(*role, scope).await };
            let answer = call(&person, line, &things).await;
            let there = match rows {
                Shared => true,
                OfOneCity => scope != SCOPES[1],
                OfTheProvince | OfTheProvinceAlone => scope == SCOPES[0],
                OfOneScope => scope == SCOPES[2],
                OfOnePerson => false,
                OfOneReader => scope != SCOPES[1] && OVERSEERS.contains(role),
            };
            let said = format!("{role} of {scope}: {method} {pattern}: {}", answer.status);
            assert_eq!(is_let_in(&answer), there, "{said}");
            let is_provinces = *rows == OfTheProvinceAlone || *rows == OfTheProvince && scope == SCOPES[2];
            let refused = if is_provinces { 403 } else { 404 };
            assert!(there || answer.status == refused, "{said}");
        }
    }
}

// Each of the walks calls every route as every role; the scopes go side by side.
#[actix_web::test]
async fn a_role_of_the_province_goes_where_its_deeds_lead_and_gets_403_everywhere_else() {
    a_role_goes_where_its_deeds_lead(SCOPES[0]).await;
}

#[actix_web::test]
async fn a_role_of_another_city_goes_where_its_deeds_lead_and_gets_403_everywhere_else() {
    a_role_goes_where_its_deeds_lead(SCOPES[1]).await;
}

#[actix_web::test]
async fn a_role_of_the_city_goes_where_its_deeds_lead_and_gets_403_everywhere_else() {
    a_role_goes_where_its_deeds_lead(SCOPES[2]).await;
}

#[actix_web::test]
async fn rows_of_a_city_are_there_for_the_province() {
    rows_are_there_for_whom_they_concern(SCOPES[0]).await;
}

#[actix_web::test]
async fn rows_of_a_city_are_not_there_for_another_city() {
    rows_are_there_for_whom_they_concern(SCOPES[1]).await;
}

#[actix_web::test]
async fn rows_of_a_city_are_there_for_its_own_people() {
    rows_are_there_for_whom_they_concern(SCOPES[2]).await;
}

#[actix_web::test]
async fn an_unsafe_request_by_cookie_without_the_sessions_token_is_refused_and_changes_nothing() {
    let app = TestApp::new().await;
    let things = Box::pin(Things::of(&app)).await;
    for line in EXPECTED.iter().filter(|(method, _, who, _)| *method != "GET" && *who != ANYBODY) {
        let (method, pattern, who, _) = line;
        let person = app.person(who[0], "370000").await;
        let path = things.path(pattern);
        let before = Database::row_counts(&app.context.db);
        let unproved = person.clone().without_csrf();
        let guessed = unproved.clone().with_header("X-CSRF-Token", &"0".repeat(64));
        let mut refused = vec![
            call(&unproved, line, &things).await,
            call(&guessed, line, &things).await,
            unproved.send(method, &path, None).await,
            unproved.send(method, &path, Some(("text/plain", b"csrf=".to_vec()))).await,
            unproved.send(method, &path, Some(("application/json", b"{}".to_vec()))).await,
        ];
        if *method == "POST" {
            refused.push(unproved.upload(&path, "a.xlsx", b"x", &[]).await);
        }
        for (way, answer) in refused.iter().enumerate() {
            // A body of a kind that the route does not read may be refused for that, and an upload is always a POST.
            let other_method = answer.status == 405 && way == 5 && *method != "POST";
            let status = answer.status;
            assert!([403, 415].contains(&status) || other_method, "{line:?}, way {way}: {status}");
        }
        assert_eq!(refused[0].status, 403, "{line:?}");
        assert_eq!(before, Database::row_counts(&app.context.db), "{line:?}");
        person.get("/api/v1/me").await.must(200);
    }
}

#[actix_web::test]
async fn a_program_with_a_token_needs_no_proof_of_the_page() {
    let app = TestApp::new().await;
    let person = app.person(Role::City, "370100").await;
    let made = person.form("/account/tokens", &[("name", "walk")]).await.must(200).text();
    let secret =
        regex::Regex::new("<code>([0-9a-f]{64})</code>").unwrap().captures(&made).unwrap()[1].to_owned();
    let program = app.stranger().with_token(&secret);
    program.delete("/api/v1/session").await.must(204);
    program.form("/account/language", &[("lang", "en")]).await.must(303);
    let wrong = app.stranger().with_token(&"0".repeat(64));
    let refused: Value = wrong.get("/api/v1/me").await.must(401).json();
    assert_eq!(refused["code"], "error-unauthenticated-detail");
}
