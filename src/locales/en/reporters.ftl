# 填报人
updates-reporters = Reporters
updates-reporters-hint = Each project's monthly report is its reporter's, who is whoever entered the project unless it was handed over. Handing a project over takes the reports along that are still owed; what was handed in stays with whoever handed it in.
updates-reporter-all = All
updates-reporter-count = Projects: { $count }
updates-reporter-empty = No project.
updates-reporter-project = Project
updates-reporter-place = Place
updates-reporter = Reporter
updates-reporter-projects = Projects
updates-reporter-to = Hand over to
updates-reporter-choose = Choose
updates-reporter-nobody = Nobody
updates-reporter-assign = Hand over what is ticked
updates-reporter-tick = Tick all
updates-reporter-assigned = { $count ->
    [one] One project was
   *[other] { $count } projects were
} handed over.
updates-reporter-none = Tick the projects to hand over first.
updates-reporter-elsewhere = { $person } is not in charge of the place of “{ $project }”. Choose somebody who is.
updates-reporter-unknown = There is no reporter with the number { $id }. Choose an account in use that reports for this place.
deed-updates-assign = Hand over a project's reports
subject-reporter = Reporter
