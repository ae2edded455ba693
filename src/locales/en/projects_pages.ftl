# The registry's pages: list, record, form, export

## Words of enumerations, used everywhere
class-implementation = Implementation
class-preparation = Preparation
nature-new = New
nature-extension = Extension
nature-rebuild = Rebuilding
nature-renovation = Technical renovation
nature-lease = Lease
side_state-active = Active
side_state-suspended = Suspended
side_state-exited = Exited
side_state-merged = Merged
side_state-split = Split
side_state-voided = Voided
projects-light-of = Light of { $period }:{" "}
projects-light-next = ;{" "}
light-green = On track
light-yellow = At risk
light-red = Behind
light-unreported = Unreported

## Fields, on record, form, warnings and history
projects-field-name = Project
projects-field-unit = Building unit
projects-field-credit_code = Unified credit code
projects-field-project_code = Project code
projects-field-city = City
projects-field-county = County
projects-field-division = Place
projects-field-address = Address
projects-field-park_id = Park
projects-field-lng = Longitude
projects-field-lat = Latitude
projects-field-industry = Industry
projects-field-gb4754 = GB/T 4754
projects-field-chain_id = Chain
projects-field-segment_id = Segment
projects-field-nature = Nature
projects-field-class = Class
projects-field-stage = Stage
projects-field-stage_text = Stage as stated
projects-field-planned_start = Planned start
projects-field-planned_finish = Planned finish
projects-field-actual_start = Actual start
projects-field-actual_finish = Actual finish
projects-field-in_production_on = In production on
projects-field-enrolled = In statistics
projects-field-scope_text = Scope
projects-field-parent_id = Bundle
projects-field-side_state = State
projects-field-responsible_unit = Responsible office
projects-field-responsible_person = Responsible person
projects-field-sponsor_leader = Sponsoring leader
projects-field-total_investment_yuan = Total investment
projects-field-total_text = Total as stated
projects-field-annual_plan_yuan = Annual plan
projects-field-ytd_investment_yuan = Done this year
projects-field-cumulative_investment_yuan = Done since start
projects-field-reason = Reason
projects-field-missing = Gaps
projects-field-justifications = Reasons given
projects-field-amounts = Sources of the total

## Groups of fields
projects-group-basic = Basics
projects-group-place = Place
projects-group-trade = Industry
projects-group-progress = Class and progress
projects-group-money = Investment
projects-group-duty = Responsibility

## How to fill in
projects-hint-name = As in the filing or approval, at most 200 characters
projects-hint-credit_code = 18 characters; may be empty before registration
projects-hint-project_code = For example 2305-371121-04-01-122324; may be empty before filing
projects-hint-location = Decimal degrees (WGS 84), for example 117.12 and 36.65
projects-hint-gb4754 = One a line, the main one first, for example C2922
projects-hint-wan = In 10,000 yuan
projects-hint-plan = In 10,000 yuan, plan of { $year }
projects-hint-ytd = In 10,000 yuan, since January { $year }
projects-hint-cumulative = In 10,000 yuan, since the start
projects-hint-total_text = The source's words while there is no number
projects-hint-date = As precise as it is known: 2026, 2026Q3, 2026-05 or 2026-05-17
projects-hint-division = Choose the city while the county is open
projects-hint-reason = Kept in the history; optional
projects-unit-wan = { $amount } ×10,000 yuan
projects-list-comma = {", "}
projects-unknown = Not stated

## List
projects-title = Projects
projects-caption = Projects, in 10,000 yuan
projects-count = { $count ->
    [one] One project
   *[other] { $count } projects
} · total { $total } ×100 million yuan
projects-serial = No.
projects-place = City / county
projects-total = Total
projects-plan = Annual plan
projects-rate = Done
projects-light = Light
projects-updated = Updated
projects-new = Add a project
projects-import = Import a workbook
projects-export-xlsx = Export xlsx
projects-export-csv = Export csv
projects-filter = Filter projects
projects-filter-apply = Filter
projects-filter-clear = Clear
projects-filter-q = Keywords
projects-filter-q-hint = Name, unit, code
projects-filter-all = All
projects-filter-cities = { $count } cities
projects-filter-missing-any = With gaps
projects-filter-missing-one = Lacks { $field }
projects-filter-exactly = { $place } (not assigned further)
projects-filter-list = List { $quarter }
projects-filter-words = “{ $words }”
projects-filter-other = { $name }: { $value }
projects-none = No project matches.
projects-empty = There is no project yet. Import the cities' workbooks, or add projects one by one.
projects-province = Whole province (not assigned)

## Record
projects-crumbs = Where you are
projects-edit = Edit
projects-edit-title = Edit project
projects-new-title = Add a project
projects-facts = Facts
projects-aside = Gaps and history
projects-stages = Progress
projects-advance = Change stage
projects-advance-to = To
projects-advance-since = Required from “{ $stage }” on
projects-advance-reason-hint = Required when the stage goes back
projects-advance-submit = Change stage
projects-advanced = The stage is now “{ $stage }”.
projects-void-title = Void this project
projects-void-explain = A voided project counts nowhere any more; the record and its history stay.
projects-void-reason = Why
projects-void-submit = Void it
projects-voided-note = The project is voided.
projects-created = The project is saved.
projects-changed = The change is saved.
projects-unchanged = Nothing changed; there is no new version.
projects-warnings = To be checked ({ $count })
projects-justify = Give the reason
projects-justify-reason = Reason
projects-justify-submit = Submit
projects-justified = The reason is recorded.
projects-justified-by = Reason given: { $reason }
projects-suspects = See:
projects-missing = Missing
projects-missing-title = Gaps ({ $count })
projects-missing-nomination = needed for a nomination
projects-missing-stage = needed at stage “{ $stage }”
projects-missing-none = Everything that a nomination needs is there.
projects-amounts = Sources of the total
projects-amount-value = Amount
projects-amount-source = Source
projects-amount-on = Received
projects-amount-adopted = Adopted
projects-amount-adopt = Adopt this one
projects-amount-keep = Keep this one
projects-amount-adopt-reason = Reason
projects-amount-conflict = Sources state different totals; please decide for one.
projects-amount-conflict-reason = “{ $source }” is to be followed
projects-adopted = Decided.
projects-deed-stale = Somebody changed this project after you opened the page. Below is what stands now; check it and try again.
projects-history = History
projects-history-reason = Reason: { $reason }
projects-history-empty = empty

## Form
projects-choose = Please choose
projects-division-province = Whole province (not assigned)
projects-save = Save
projects-cancel = Cancel

## Somebody saved first
projects-stale-title = Somebody has just changed this project
projects-stale-explain = After you opened the form, { $who } saved version { $version } ({ $when }). { $count ->
    [one] One field differs
   *[other] { $count } fields differ
} from yours. Choose for each, then save; everything else is saved as you typed it.
projects-stale-field = Field
projects-stale-base = When you began
projects-stale-yours = Yours
projects-stale-current = Now
projects-stale-submit = Save what is chosen

## Export
projects-export-sheet = Projects
projects-export-unit = In 10,000 yuan
projects-export-footer = Exported by { $name }  { $time }
projects-export-demonstration = Demonstration data: projects, companies and figures are invented, not to be quoted
projects-export-total = Total: { $text }
projects-export-note = Note: { $text }
projects-export-too-many = { $total } projects are more than one file holds ({ $limit }); please filter first.
projects-column-serial = No.
projects-column-name = Project name
projects-column-unit = Project unit
projects-column-city = City
projects-column-county = County
projects-column-address = Address
projects-column-industry = Industry
projects-column-chain = Chain
projects-column-class = Class
projects-column-nature = Nature
projects-column-stage = Stage
projects-column-scope = Scope of works
projects-column-planned_start = Planned start
projects-column-planned_finish = Planned finish
projects-column-total = Total investment (10,000 yuan)
projects-column-plan = Plan of the year (10,000 yuan)
projects-column-ytd = Done this year (10,000 yuan)
projects-column-cumulative = Done since the start (10,000 yuan)
projects-column-actual_start = Actual start
projects-column-actual_finish = Actual finish
projects-column-in_production_on = In production on
projects-column-enrolled = In statistics
projects-column-project_code = Project code
projects-column-credit_code = Credit code
projects-column-responsible_unit = Responsible unit
projects-column-responsible_person = Responsible person
projects-column-sponsor_leader = Sponsoring leader
projects-column-remarks = Remarks
enrolled-true = Yes
enrolled-false = No
enrolled-unknown = Not known
