# Monthly bulletins: rates, ranks, lights and reporting of the cities, published and corrected.
nav-bulletins = Bulletins
bulletins-title = Monthly bulletins
bulletins-caption = Months for which reports are owed, the newest first
bulletins-none = No month to report on yet: a list must be published before a month ends, and the month must be over.
bulletins-column-month = Month
bulletins-state-draft = Not published
bulletins-state-published = Published
bulletins-month = { $year }-{ $month ->
    [1] 01
    [2] 02
    [3] 03
    [4] 04
    [5] 05
    [6] 06
    [7] 07
    [8] 08
    [9] 09
   *[other] { $month }
}
bulletins-title-of = Progress of key projects, { $month }
bulletins-number-of = { $word }〔{ $year }〕{ $serial }号
bulletins-standing = { $number } (version { $version })
bulletins-standing-draft = Not published; measured from the reports accepted so far
bulletins-draft = The bulletin of this month is not published. These figures are measured from the reports accepted so far; they will change and must not be quoted.
bulletins-draft-due = { $count ->
    [one] One project still has
   *[other] { $count } projects still have
} time to report (until { $due }). The bulletin can be published after that, or once the month is closed.
bulletins-draft-waiting = { $count ->
    [one] One report waits
   *[other] { $count } reports wait
} for a decision; its figures are not included yet.
bulletins-superseded = Version { $newest } has corrected this version; it is kept for reference.
bulletins-extract = Extract: figures of all cities are the province's bulletin, projects are named only within your places. The hash is that of the whole document.
bulletins-extract-draft = An unpublished month is measured within your places only.
bulletins-empty-not-over = This month is not over; there is nothing to report yet.
bulletins-empty-nothing-owed = No report is owed for this month: no list was published before it ended.
bulletins-summary = Overall
bulletins-cities = Progress by city
bulletins-unit = Amounts in 100 million yuan; equal values share a place
bulletins-column-city = City
bulletins-column-kind = Grouped by
bulletins-column-group = Group
bulletins-column-started = Started
bulletins-column-gap = Ahead (behind), points
bulletins-column-completion-place = Place by completion
bulletins-column-start-place = Place by start rate
bulletins-column-on-time-place = Place by punctuality
bulletins-column-green = Green
bulletins-column-yellow = Yellow
bulletins-column-red = Red
bulletins-column-unreported = Unreported
bulletins-column-missing = Overdue
bulletins-lettered = { $name } ({ $letter })
bulletins-in-wan = { $name } (10,000 yuan)
bulletins-column-serial = No.
bulletins-column-name = Project
bulletins-column-unit = Company
bulletins-column-place = Place
bulletins-column-class = Class
bulletins-column-stage = Stage
bulletins-column-light = Light
bulletins-column-why = Reason
bulletins-column-report = Report
bulletins-column-reporter = Reporter
bulletins-column-what = Figure
bulletins-column-from = Before
bulletins-column-to = Corrected
bulletins-red = Red lights ({ $count })
bulletins-red-none = No project has a red light.
bulletins-unpunctual = Late and overdue reports ({ $count })
bulletins-unpunctual-none = No report was late or is overdue.
bulletins-unseen = In the whole province { $red } projects have a red light and { $late } reports were late or are overdue; below are those within your places.
bulletins-changes = Changed since the version before
bulletins-document = Document
bulletins-number = Number
bulletins-version = Version
bulletins-version-nth = Version { $number }
bulletins-versions = Versions
bulletins-published-at = Published
bulletins-publisher = Published by
bulletins-reason = Reason for the correction
bulletins-list = Who reports
bulletins-list-version = List { $quarter }, version { $version }
bulletins-due-at = Reports due
bulletins-closed-at = Closed
bulletins-sha = SHA-256
bulletins-previous-hash = SHA-256 of the one before ({ $period }, version { $version })
bulletins-definitions = Definitions
bulletins-measured = Measured from what was known of the projects at the month's end, and from reports of this month and months before that were accepted afterwards; an unreported project keeps its last figures. Classes are those of the list that says who reports.
bulletins-publish = Publish the bulletin
bulletins-publish-button = Check and publish
bulletins-publish-hint = Every sum, rate, count and place is recomputed first; one mismatch and nothing is published. Once published nobody can alter it, and the cities are told.
bulletins-number-hint = Left empty it becomes { $number }.
bulletins-foreword = Foreword
bulletins-foreword-hint = Stands before the figures; optional, up to 1200 characters.
bulletins-correct = Correct the bulletin
bulletins-correct-button = Check and publish the correction
bulletins-correct-hint = The month is measured again from the reports accepted by now and published as the next version under the same number; the version before stays. The cities are told the reason.
bulletins-figures = Figures
bulletins-deed = Deed
bulletins-published = Published as { $number }; the cities have been told.
bulletins-corrected = Version { $version } is published; the cities have been told.
bulletins-print = Print
bulletins-print-back = Back to the bulletin
bulletins-print-hint = A4 upright; print it with the browser, or save it as a PDF.
bulletins-print-summary = 1. Overall
bulletins-print-cities = 2. Progress by city
bulletins-print-red = 3. Red lights ({ $count })
bulletins-print-unpunctual = 4. Late and overdue reports ({ $count })
bulletins-print-office = Key projects office, { $province }
bulletins-print-note = Note:{" "}
bulletins-xlsx = Excel
bulletins-statistics = Charts and rows
bulletins-sheet-cities = Cities
bulletins-sheet-groups = Other groups
bulletins-sheet-red = Red lights
bulletins-sheet-unpunctual = Late and overdue
bulletins-sheet-projects = Projects
bulletins-taken = { $name }, { $time }
bulletins-hash = SHA-256: { $hash }
bulletins-hash-whole = SHA-256 of the whole document: { $hash }
bulletins-hash-none = Not published, no hash
bulletins-comma = ,{" "}
bulletins-summary-projects = On { $day } { $count } projects owed a report, { $implementation } for implementation and { $preparation } in preparation; { $started } had started. Start rate (a) { $start_rate } ({ $start_operands }, of all implementation projects), start rate (b) { $start_rate_new } ({ $new_operands }, of the starts planned for the year), enrolment rate { $enrolment_rate }.
bulletins-summary-money = Planned for the year { $plan }, done this year { $ytd }, done since the start { $cumulative } (100 million yuan). Completion rate { $rate } ({ $operands }, projects with a plan only; { $without } have none), time progress { $time }%, { $gap }.
bulletins-summary-lights = Lights: { $green } green, { $yellow } yellow, { $red } red, { $unreported } unreported.
bulletins-summary-tasks = Supervised tasks: { $count }; { $open } wait for an answer, { $overdue } of them overdue; { $answered } answered; { $closed } closed.
bulletins-print-tasks = 5. Supervised tasks ({ $count })
bulletins-sheet-tasks = Supervised tasks
bulletins-unlit = Without a light
bulletins-summary-unlit = Besides, suspended projects without report and light: { $count }.
bulletins-summary-reports = Reports: { $owed } owed, { $on_time } on time, { $late } late, { $missing } overdue, { $excused } excused; on-time rate { $rate } ({ $operands }).
bulletins-summary-ends = Leading by completion rate: { $first }. Last: { $last }.
bulletins-summary-city = { $name } ({ $rate })
bulletins-gap-none = no completion rate to compare
bulletins-gap-even = level with the time
bulletins-gap-ahead = { $points } points ahead of the time
bulletins-gap-behind = { $points } points behind the time
bulletins-split-count = number of projects, bundles split
bulletins-implementation = number of implementation projects
bulletins-preparation = number of projects in preparation
bulletins-without-plan = number of projects without a plan for the year
bulletins-lights = number of lights
bulletins-groups = number of groups
bulletins-obligations = number of projects that owed a report
bulletins-figure-too-large = The figure { $value } is too large to be written exactly; check the unit of the investment.
bulletins-not-over = { $period } is not over; publish its bulletin after its last day.
bulletins-nothing-owed = Nothing is owed for { $period }: no list was published before it ended, so there is nothing to publish.
bulletins-still-due = { $count ->
    [one] One project still has
   *[other] { $count } projects still have
} time to report (until { $due }). Wait until then, or close the month first.
bulletins-published-already = The bulletin of { $period } is published as { $number }. If something in it is wrong, publish a correction.
bulletins-number-taken = The number “{ $number }” belongs to another document. Choose another one, or leave it empty to take the next.
bulletins-province-only = Bulletins are published by the province's reviewers.
bulletins-correction-reason = A correction needs a reason; the cities read it.
bulletins-correction-unpublished = No bulletin is published for { $period }; there is nothing to correct.
bulletins-correction-superseded = You have read version { $version }; the newest is version { $newest }. Reload the page and correct that one.
bulletins-correction-same = Measured again, the month does not differ from the published version; there is nothing to correct.
bulletins-check-hash = Bulletin { $period }, version { $version }: the stored document does not have the hash it was published with; it was altered.
bulletins-check-unreadable = Bulletin { $period }, version { $version }: the stored document cannot be read any more; it was altered.
bulletins-check-not-canonical = Bulletin { $period }, version { $version }: the stored document is not canonical; it was altered.
bulletins-check-imprint = Bulletin { $period }, version { $version }: number, date or publisher do not agree with the stored document.
bulletins-check-chain = Bulletin { $period }, version { $version }: the hash of the one before does not agree with the one before.
bulletins-check-figures = Bulletin { $period }, version { $version }: its figures do not come out of the projects in the document.
deed-bulletin-publish = Published a bulletin
deed-bulletin-correct = Corrected a bulletin
subject-bulletin = Bulletin
notices-kind-bulletin = Monthly bulletin
notices-kind-bulletin_correction = Correction of a bulletin
notices-bulletin = The bulletin of { $period } is published as { $number }. Your city owed { $count } reports, { $rate }; { $red } red lights, { $late } reports late or overdue.
notices-bulletin-correction = The bulletin of { $period } is corrected to version { $version }, { $number }; reason: { $reason }. Your city owed { $count } reports, { $rate }; { $red } red lights, { $late } reports late or overdue.
notices-bulletin-rate = completion rate { $rate }%, place { $place }
notices-bulletin-no-rate = no plan for the year, so no completion rate
