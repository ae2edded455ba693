# Pages of the quarterly lists: shelf, nominations, review, published, print, export

## Names
lists-title = Quarterly lists
lists-caption = The list of each quarter
lists-crumbs = You are here
lists-none = No list has been opened yet. Once a provincial reviewer opens one, cities can nominate.
lists-quarter-name =
    { $number ->
        [1] Q1
        [2] Q2
        [3] Q3
       *[4] Q4
    } { $year }
lists-document-title = { $province }: key manufacturing projects, { $quarter }
lists-quarter = Quarter
lists-quarter-hint = For example 2026Q3
lists-state = State
lists-number = Document number
lists-number-version = { $number } (version { $version })
lists-projects = Projects
lists-count = { $count }
lists-count-live = { $waiting } waiting, { $accepted } accepted
lists-yi = { $amount } × 100 million yuan
lists-target = Target
lists-target-whole = Target of the province
lists-target-hint = How many projects the whole list should have
lists-nominate-by = Nominations until
lists-publish-by = To be published
lists-deadline-left = { $day } ({ $days ->
        [one] { $days } working day
       *[other] { $days } working days
    } left)
lists-deadline-today = { $day } (today)
lists-deadline-passed = { $day } ({ $days ->
        [one] { $days } working day
       *[other] { $days } working days
    } ago)
lists-deadline-gone = { $day } (over)
lists-deadline-moved = { $day } is a day off, moved on to { $effective }
lists-working-days-hint = Proposed: working day { $days } after the end of the quarter. Another day may be given; left empty, it is counted like this.
lists-late = Deadline passed
lists-open = Open a list
lists-opened = The list of { $quarter } is open; cities can nominate.
lists-print = Print version
lists-export-xlsx = Export xlsx
lists-comma = {", "}
lists-shown = { $count ->
        [one] { $count } project
       *[other] { $count } projects
    } · total investment { $total } × 100 million yuan
lists-unit-wan = Unit: 10,000 yuan
lists-no-city = Province
lists-no-industry = No industry
lists-industry = Industry
lists-action = Action

## Columns of the official table
lists-column-serial = No.
lists-column-name = Project
lists-column-unit = Company
lists-column-city = City
lists-column-county = County
lists-column-place = Place
lists-column-nature = Nature
lists-column-class = Class
lists-column-stage = Stage
lists-column-total = Total investment
lists-column-annual-plan = Planned this year
lists-column-ytd = Done this year
lists-column-cumulative = Done in all
lists-column-planned-start = Planned start
lists-column-planned-finish = Planned finish
lists-column-years = Built from—to
lists-column-scope = Scale and content
lists-column-responsible-unit = Responsible office
lists-column-responsible-person = Responsible person
lists-column-change = Change
lists-column-state = State
lists-change-addition = Added
lists-change-to-implementation = To implementation
lists-change-to-preparation = To preparation
lists-change-carried = Carried on
lists-change-exit = Left
lists-sum-whole = Whole province
lists-sum-extract = This extract
lists-group = { $name } ({ $count })

## What this copy is
lists-standing-published = { $number }, version { $version }, facts as of { $day }
lists-standing-draft = Unpublished draft, without authority
lists-extract-mark = Extract
lists-extract = Only the { $seen } projects within your scope, with their numbers in the whole document; the whole has { $count } projects with a total investment of { $total } × 10,000 yuan.
lists-extract-draft = Only the { $seen } projects within your scope.
lists-hash = SHA-256: { $hash }
lists-hash-whole = SHA-256 of the whole document: { $hash }
lists-hash-none = Unpublished draft, no hash
lists-note = Note: { $text }
lists-taken = Taken by { $name } at { $time }
lists-hash-hint = The SHA-256 of the exported json (whole document), computed with any tool, must be the same.

## Nominating
lists-overview = This quarter
lists-against-target = Nominated { $count } of { $target }
lists-nominations = Nominated ({ $count })
lists-nominations-none = Nothing has been nominated yet.
lists-nominate = Nominate
lists-nominate-chosen = Nominate the chosen projects
lists-nominate-again = Nominate again
lists-nominate-hint = Each is checked against the registry; if one does not qualify, none is nominated.
lists-withdraw-chosen = Withdraw the chosen nominations
lists-withdraw-hint = Only what waits or was returned can be withdrawn.
lists-nominated = { $count ->
        [one] { $count } project was
       *[other] { $count } projects were
    } nominated.
lists-withdrawn = { $count ->
        [one] { $count } nomination was
       *[other] { $count } nominations were
    } withdrawn.
lists-candidates = Projects that may be nominated
lists-candidates-search = Search the projects that may be nominated
lists-candidates-ready = Complete ({ $count })
lists-candidates-ready-none = No complete project is left to nominate.
lists-candidates-gaps = Still incomplete ({ $count })
lists-candidates-gaps-label = Projects that are still incomplete
lists-candidates-more = { $total } projects may be nominated; these are the { $shown } last changed. Narrow them down by a keyword.
lists-missing = Missing
lists-tick-ready = Tick all
lists-move-reviewing = Close nominations and begin the review
lists-move-reviewing-hint = During the review cities can only mend what was returned.
lists-move-collecting = Go back to collecting nominations
lists-moved-reviewing = The review has begun.
lists-moved-collecting = Nominations are open again.

## Reviewing
lists-filter = Filter the nominations
lists-filter-q = Keyword (name, company)
lists-filter-all = All
lists-filter-apply = Filter
lists-filter-none = No nomination matches.
lists-undecided-count = { $count } waiting
lists-decide-chosen = Decide the chosen
lists-decide-otherwise = Other…
lists-accept = Accept
lists-return = Return
lists-decline = Decline
lists-reason = Reason
lists-reason-hint = Reason (required to return or decline, and for what was carried over)
lists-tick-open = Tick all shown that wait
lists-accepted = { $count ->
        [one] { $count } nomination was
       *[other] { $count } nominations were
    } accepted.
lists-returned = { $count ->
        [one] { $count } nomination was
       *[other] { $count } nominations were
    } returned.
lists-declined = { $count ->
        [one] { $count } nomination was
       *[other] { $count } nominations were
    } declined.
lists-against = Against the target
lists-accepted-target = Accepted { $count } of { $target }
lists-meters-hint = Each group: accepted / accepted and waiting
lists-by-class = By class
lists-by-city = By city
lists-by-industry = By industry
lists-refused = Nothing was changed. Please settle this first:
lists-batch-stale = “{ $name }” was decided by somebody else since you opened the page; look at its present state and decide again.
lists-batch-refused = “{ $name }”: { $why }
lists-batch-unreadable = The chosen projects cannot be recognised; reload the page and choose again.
lists-batch-nothing-chosen = Tick a project first.

## Publishing
lists-publish = Publish the list
lists-number-hint = For example 鲁工信清单〔2026〕3号
lists-publish-reason = Reason for departing from the target
lists-publish-hint = Publishing numbers and freezes the projects and computes the hash; nobody can alter it afterwards.
lists-published = Published: { $number }.
lists-gate-undecided = { $count ->
        [one] { $count } nomination is
       *[other] { $count } nominations are
    } undecided; publishing waits for them.
lists-gate-short = { $count } fewer than the target; publishing will need a reason.
lists-gate-over = { $count } more than the target; publishing will need a reason.

## Published
lists-document = The document
lists-version = Version
lists-version-nth = Version { $number }
lists-versions = Versions
lists-published-at = Published
lists-publisher = Published by
lists-data-as-of = Facts as of
lists-count-measure = How it is counted: every entry of the list counts as one; a bundle and its parts, where both are listed, count separately. The statistics count a bundle once and may differ.
lists-previous-hash = SHA-256 of the list before
lists-count-total = Count · total investment (100 million yuan), of the whole document
lists-exits = Left the list ({ $count })
lists-superseded = This is version { $version }; there is a newer one.
lists-superseded-newest = Show the newest version

## Print
lists-print-back = Back to the list
lists-print-hint = A3 landscape; print it or save it as PDF with your browser.
lists-print-office = Scope: { $province }
lists-print-day = Date: { $day }
lists-print-filled = Filled in by:
lists-print-checked = Checked by:
lists-print-phone = Telephone:
lists-continued = { $count ->
    [one] One carried project stays on the list.
   *[other] { $count } carried projects stay on the list.
}
lists-graduated = { $count ->
    [one] One carried project leaves the list in production.
   *[other] { $count } carried projects leave the list in production.
}
lists-dropped = { $count ->
    [one] One carried project leaves the list.
   *[other] { $count } carried projects leave the list.
}
lists-merged = { $count ->
    [one] One carried project is merged into another.
   *[other] { $count } carried projects are merged into another.
}
lists-split = { $count ->
    [one] One carried project is split.
   *[other] { $count } carried projects are split.
}
