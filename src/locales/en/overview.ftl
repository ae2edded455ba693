# The first page
overview-title = Key manufacturing projects
overview-projects = Projects
overview-projects-unit = { "" }
overview-total = Total investment
overview-total-unit = ×100 million yuan
overview-classes = Implementation / preparation
overview-started = Started
overview-started-of = of { $count } implementation projects
overview-lights = Red / unreported
overview-measure = Counted: everything but merged, split and voided records; parts of a bundle count as projects, their money is in the bundle; started counts implementation projects only; the light is that of each project's newest month, and a project that never showed one counts as unreported.
overview-newest-list = Newest list: { $quarter }, { $number } (version { $version })
overview-waiting = Waiting for you
overview-waiting-decide = { $quarter }: { $count ->
    [one] one nomination
   *[other] { $count } nominations
} to decide
overview-waiting-reports = { $period }: { $count ->
    [one] one report
   *[other] { $count } reports
} to review
overview-waiting-owed = { $period }: { $count ->
    [one] one project is
   *[other] { $count } projects are
} still to be reported on, due { $due }
overview-waiting-supervised = { $count ->
    [one] One supervised task waits
   *[other] { $count } supervised tasks wait
} for your answer
overview-waiting-answered = { $count ->
    [one] One supervised task was
   *[other] { $count } supervised tasks were
} answered and can be closed
overview-waiting-delays = { $count ->
    [one] One justified reason
   *[other] { $count } justified reasons
} to decide
overview-waiting-standstills = { $count ->
    [one] One suspended project is
   *[other] { $count } suspended projects are
} due for review
overview-waiting-returned = { $quarter }: { $count ->
    [one] one nomination was
   *[other] { $count } nominations were
} returned; complete and nominate again
overview-waiting-incomplete = { $count ->
    [one] One project lacks
   *[other] { $count } projects lack
} facts that a nomination needs
overview-waiting-unapplied = { $count ->
    [one] One workbook is
   *[other] { $count } workbooks are
} uploaded and not yet applied
overview-map-title = Projects in { $cities } cities
overview-map-label = Map of projects by city
overview-map-note = Sketch map, no authority for boundaries
overview-map-none = No projects
overview-map-view = Form of the map
overview-map-map = Map
overview-map-tiles = Tiles
overview-bars-cities = Total investment by city (×100 million yuan)
overview-bars-counties = Total investment by county (×100 million yuan)
overview-place = { $place }: { $count ->
    [one] one project
   *[other] { $count } projects
}, { $total } ×100 million yuan in total
overview-place-empty = { $place }: no projects
overview-unassigned = Not assigned
overview-city-suffix = { " City" }
overview-yi = { $amount }
overview-empty-title = The registry is still empty
overview-empty-edit = Import the cities' workbooks: every cell is checked before anything is stored. Or add a first project by hand.
overview-empty-import = Import a workbook
overview-empty-new = Add a project
overview-empty-people = First give the province's reviewers and the cities' officers their accounts.
overview-empty-read = Once projects are registered, their number, investment and places appear here.
overview-waiting-stale = { $count } judgements of the attraction map that nobody has looked at for long
