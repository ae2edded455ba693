# Statistics: counts, sums, rates and ranks of a list or of the registry.
statistics-title = Statistics
statistics-of-list = Statistics of the { $quarter } list
statistics-of-draft = Statistics of the { $quarter } list ({ $state }, not published)
statistics-of-registry = Statistics of the registry
statistics-quarter = { $number ->
    [1] Q1
    [2] Q2
    [3] Q3
   *[other] Q4
} { $year }
statistics-of-version = { $number }, version { $version }; { $day }
statistics-as-of = facts as of { $day }, time progress { $progress }% ({ $months ->
    [one] 1 full month
   *[other] { $months } full months
})
statistics-live = Registry today
statistics-sources = What is measured
statistics-groupings = Grouped by
statistics-group = Group
statistics-grouped = Grouped by: { $by }
statistics-by-city = City
statistics-by-stage = Stage
statistics-by-class = Class
statistics-by-industry = Industry
statistics-by-chain = Chain
statistics-by-nature = Nature
statistics-no-city = Not yet assigned to a city
statistics-no-key = Not stated
statistics-unit = Amounts in 100 million yuan
statistics-yi = 100 million yuan
statistics-projects-unit = projects
statistics-plan = Plan
statistics-ytd = Done
statistics-in-wan = { $name } (10,000 yuan)
statistics-split = { $count } after splitting bundles
statistics-split-count = Projects after splitting bundles
statistics-lettered = { $name } ({ $letter })
statistics-points = points
statistics-operands = { $operands }, of { $denominator }
statistics-explained = { $formula }. Numerator: { $numerator }; denominator: { $denominator }; { $operands }
statistics-without-plan = ; { $count ->
    [one] 1 project without a plan is left out
   *[other] { $count } projects without a plan are left out
}
statistics-time-progress = time progress { $progress }%
statistics-place = rank { $place }
statistics-place-by = Rank by { $name }
statistics-not-enrolled = Started, not in statistics ({ $count })
statistics-not-enrolled-none = No project has started without being entered in the statistics system.
statistics-not-enrolled-no = Not entered
statistics-not-enrolled-unknown = Not stated
statistics-project = Project
statistics-city = City
statistics-stage = Stage
statistics-enrolled = In statistics
statistics-definitions = Definitions
statistics-workbook = Export to Excel
statistics-is-bulletin = The totals and the cities' figures of a published list are a bulletin for the whole province; projects are named within your scope only.
statistics-is-own = Of lists that are not published, and of the registry, only the projects in your scope are counted.
statistics-list-unknown = “{ $value }” is no list. Write a quarter such as 2026Q3, or live for the registry as it stands.
statistics-by-unknown = Cannot group by “{ $value }”. Use: { $allowed }; several with commas.
statistics-day = “{ $value }” is no date. Write it like 2026-08-15.
statistics-version-of-list = A version belongs to a list: write list=2026Q3&version=1.
statistics-version-or-day = Give a version or a day, not both: the day already decides the version.
statistics-of-month = Monthly reports of { $month }
statistics-month-now = measured from the reports so far; { $day }
statistics-month-published = The bulletin of this month is published; these are its figures. Reports accepted since are not in them.
statistics-month-draft = The bulletin of this month is not published; these figures are measured from the reports accepted so far and must not be quoted.
statistics-month-nothing = No report is owed for this month: it is not over, or no list was published before it ended.
statistics-month-bulletin = See the bulletin
statistics-is-bulletin-month = Sums and cities of a published bulletin are for everybody; projects are named only within your places.
statistics-list-or-month = Name a list or a month, not both; for the reports of a month as they stand, write list=live beside the month.
statistics-month-or-day = A month says its time itself; leave the day away.
statistics-map-unknown = The map cannot be shaded by “{ $value }”. Possible: { $allowed }.
statistics-lights = Lights
statistics-reports = Reports
statistics-red = Red lights
statistics-red-of = Red ÷ all
statistics-map-view = Shading of the map
statistics-map-completion = Completion rate
statistics-map-red = Share of red lights
statistics-map-city = { $city }: { $what } { $rate }
statistics-map-city-none = { $city }: no data
statistics-map-none = No data
statistics-bars = Completion rate and place of the cities
statistics-bars-note = The mark is the time progress, { $progress }%
statistics-months = Completion rate by month of this year
statistics-months-drafts = A month with * has no bulletin yet and is measured from the reports so far.
statistics-line = { $name }: { $figures }
statistics-line-head = Line
statistics-rows = Projects of { $group } ({ $count })
statistics-rows-close = Hide the rows
statistics-rows-none = This group has no project that you may see.
statistics-rows-plan = Plan of the year (10,000 yuan)
statistics-rows-ytd = Done this year (10,000 yuan)
statistics-rows-cumulative = Done since the start (10,000 yuan)
