# Comparing lists: two quarters, two versions, or a list and the registry

## The two sides
compare-side-list = the list of { $quarter }
compare-side-version = version { $version } of the list of { $quarter }
compare-side-draft = the draft list of { $quarter }
compare-side-live = the registry today
compare-live-has-no-version = The registry has no versions: leave out with_version, or name a quarter such as with=2026Q2.
compare-with-unknown = “{ $value }” is no quarter. Write it as 2026Q2, or live for the registry.
compare-nothing-before = No list was published before this one. Name another quarter with with=, or live for the registry.
compare-with-itself = Both sides are the same list. Choose another quarter, another version, or live for the registry.

## Perhaps the same project
compare-reason-code = the same project code
compare-reason-name = the same name
compare-reason-core = the same name but for what stands in brackets
compare-reason-contained = one name stands inside the other
compare-reason-alike = similar names ({ $share }% of neighbouring characters equal)
compare-reason-beginning = the names begin alike
compare-reason-unit = the same company
compare-reason-city = the same city
compare-reason-capacity = the same capacity ({ $figures })
compare-reason-total = the same total investment ({ $total } × 10,000 yuan)
compare-doubt-phase = only one side speaks of phase { $phase }; it may be one phase of several
compare-doubt-capacity = another capacity ({ $one }, { $other }); it may be another phase
compare-doubt-unit = another company; a changed owner counts as a new project
compare-doubt-total = another total investment ({ $one }, { $other } × 10,000 yuan)

## Sentences
compare-amount-large = CNY { $amount } billion
compare-amount-small = CNY { $amount } million
compare-projects =
    { $count ->
        [one] { $count } project
       *[other] { $count } projects
    }
compare-semicolon = {"; "}
compare-nothing = Between { $from } and { $to } neither the projects nor their facts have changed.
compare-whole = Compared with { $from }, { $to } has { $projects }, { $count_change }; total investment is { $total }, { $total_change }.
compare-live-whole =
    Of the { $projects } on { $from }, { $changed ->
        [0] those still pursued read the same in the registry
        [one] { $changed } now reads differently in the registry
       *[other] { $changed } now read differently in the registry
    }.
compare-count-more = { $count } more
compare-count-fewer = { $count } fewer
compare-count-equal = as many as before
compare-money-more = up { $amount }
compare-money-less = down { $amount }
compare-money-equal = unchanged
compare-plan = Investment planned for the year comes to { $amount }, { $change }.
compare-done = Investment completed this year comes to { $amount }, { $change }.
compare-added = Added: { $projects }, with a total investment of { $total }{ $where }.
compare-live-added = In the registry but not on the list, with nothing missing: { $projects }, with a total investment of { $total }{ $where }.
compare-where = {" "}({ $places })
compare-where-most = {" "}(most of them: { $places })
compare-place = { $place } { $count }
compare-exited = Left: { $projects }, with a total investment of { $total }{ $where }{ $why }.
compare-live-exited = On the list but no longer pursued in the registry: { $projects }, with a total investment of { $total }{ $where }.
compare-why = {"; "}by outcome: { $kinds }
compare-why-graduate = { $count } in production
compare-why-drop = { $count } dropped
compare-why-merge = { $count } merged
compare-why-split = { $count } split
compare-why-decline = { $count } declined
compare-why-unknown = { $count } without a stated outcome
compare-to-implementation = Moved from preparation to implementation: { $projects }, with a total investment of { $total }{ $where }.
compare-to-preparation = Moved from implementation to preparation: { $projects }, with a total investment of { $total }{ $where }.
compare-adjusted = Total investment was adjusted for { $projects } kept ({ $up } higher, { $down } lower), in sum { $net }.
compare-stages = A later stage was reached by { $projects } kept{ $steps }.
compare-reached = {" "}({ $steps })
compare-reached-start = { $count } started
compare-reached-completion = { $count } completed
compare-reached-production = { $count } in production
compare-stages-back = An earlier stage is now given for { $projects } kept.
compare-start-later = The planned start was put off for { $projects } kept.
compare-start-earlier = The planned start was brought forward for { $projects } kept.
compare-finish-later = The planned finish was put off for { $projects } kept.
compare-finish-earlier = The planned finish was brought forward for { $projects } kept.
compare-renamed = A new name was given to { $projects } kept.
compare-by-city = By city: { $places }.
compare-by-city-most = By city, the largest shifts: { $places }.
compare-by-chain = By industrial chain: { $places }.
compare-by-chain-most = By industrial chain, the largest shifts: { $places }.
compare-place-more = { $place } +{ $count }
compare-place-fewer = { $place } −{ $count }
compare-suspected = Among what entered and left, { $count ->
        [one] { $count } pair is
       *[other] { $count } pairs are
    } perhaps the same project; please confirm before counting additions and exits.
compare-extract-only = These figures cover only the projects within your scope.

## What became of it
compare-fate-into = lives on in { $names }
compare-fate-unknown = No reason given
compare-fate-not-there = No longer within your scope

## Page and workbook
compare-title = Compare lists
compare-link = Compare with another list
compare-heading = From { $from } to { $to }
compare-turned = The earlier list is always the base: the list of this page is the earlier one here, so what is shown has changed since it.
compare-choose = Choose what to compare with
compare-with = Compare with
compare-with-before = The published list before
compare-with-version = Its version
compare-own-version = Version of this list
compare-version-hint = blank for the newest
compare-apply = Compare
compare-extract = Extract: only the projects within your scope are compared.
compare-entered = Entered
compare-left = Left
compare-changed = Kept but changed
compare-kept = { $count } kept
compare-indicators = Indicators
compare-indicator = Indicator
compare-before = Before
compare-after = After
compare-change = Change
compare-points = { $points } percentage points
compare-rate = { $percent }%
compare-none = —
compare-count = Projects
compare-total = Total investment (100 million yuan)
compare-annual-plan = Planned this year (100 million yuan)
compare-ytd = Done this year (100 million yuan)
compare-implementation = Implementation class
compare-implementation-share = Share of the implementation class
compare-started = Started or further on
compare-sentences = Words to paste into a report
compare-sentences-hint = Click into the box, select all and copy.
compare-section-added = Added ({ $count })
compare-section-live-added = Complete but not on the list ({ $count })
compare-section-to-implementation = To implementation ({ $count })
compare-section-to-preparation = To preparation ({ $count })
compare-section-exited = Left ({ $count })
compare-section-changed = Changed ({ $count })
compare-section-suspected = Perhaps the same project ({ $count })
compare-suspected-hint = Nothing is merged by itself; a person decides. The counts of added and left still go by the projects' numbers.
compare-none-of-these = None.
compare-wan = Total investment (10,000 yuan)
compare-annual-plan-wan = Planned this year (10,000 yuan)
compare-ytd-wan = Done this year (10,000 yuan)
compare-fate = Outcome and reason
compare-changes = What changed
compare-field = Fact
compare-reasons = For
compare-against = Against
compare-suspected-mark = Perhaps the same project
compare-by-city-title = By city
compare-by-chain-title = By industrial chain
compare-by-industry-title = By industry
compare-by-class-title = By class
compare-by-stage-title = By stage
compare-group = Group
compare-no-chain = No chain
compare-no-stage = Stage unknown
compare-export = Export xlsx
compare-sheet-overview = Overview
compare-sheet-moves = In, out, class
compare-sheet-changes = Changed facts
compare-sheet-groups = Groups
compare-sheet-stages = Stages by group
compare-kind = Kind
compare-serial-before = No. before
compare-serial-after = No. after
compare-count-before = Projects before
compare-count-after = Projects after
compare-count-change = Projects, change
compare-total-before = Total before (10,000 yuan)
compare-total-after = Total after (10,000 yuan)
compare-total-change = Total, change (10,000 yuan)
compare-plan-before = Planned this year, before (10,000 yuan)
compare-plan-after = Planned this year, after (10,000 yuan)
compare-done-before = Done this year, before (10,000 yuan)
compare-done-after = Done this year, after (10,000 yuan)
compare-remark = Remark
compare-stage-before = { $stage } (before)
compare-stage-after = { $stage } (after)
compare-sides-caption = Before: { $from }. After: { $to }.
