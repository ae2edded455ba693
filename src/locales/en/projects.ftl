# The registry: stages, refusals, remarks, deeds

## Stages
stage-planned = Planned
stage-reserved = Reserved
stage-negotiating = Negotiating
stage-signed = Signed
stage-filed = Filed
stage-started = Started
stage-under_construction = Under construction
stage-completed = Completed
stage-in_production = In production
stage-at_capacity = At capacity

## Moving between stages and states
projects-stage-needs = The stage “{ $stage }” needs this first.
projects-stage-needs-code = The stage “{ $stage }” needs the project code; if there is none, say why under “reason”.
projects-stage-back-reason = Moving back to an earlier stage needs a reason.
projects-side-state-reason = Suspending, removing, voiding or restoring a project needs a reason.
projects-locked = This project is nominated for the list of { $quarter } and cannot be changed until it is returned; if something is wrong, ask the province's reviewer to return it or to let your city in again.
projects-side-state-by-list = Merging and splitting are decided when a list is reviewed, not entered here.
projects-is-voided = This record is void and cannot be changed; to restore it, first set its state back to active with a reason.

## Dates, amounts, position
projects-dates-order = The dates are the wrong way round: the first is { $first }, the second { $second }. Please check.
projects-date-future = The actual date { $date } has not come yet; if it is planned, enter it as a planned date.
projects-amount-negative = An amount cannot be negative. Please check.
projects-amount-too-large = The amount is above { $limit } hundred million yuan; perhaps the unit is wrong. Please check.
projects-total-zero = The total investment is 0. Please check; leave it empty while it is not known.
projects-plan-above-total = The annual plan of { $part } (10k yuan) is above the total investment of { $total }. Please check.
projects-cumulative-above-total = The cumulative investment of { $part } (10k yuan) is above the total of { $total }. Please check, or say why it exceeds the budget.
projects-ytd-above-cumulative = The investment of this year is above the cumulative one. Please check.
projects-total-conflict = Two totals are stated: { $adopted } (10k yuan) by { $source } is in use, { $other } is stated by { $other_source }. Please choose one.
projects-position-range = Longitude lies between -180 and 180, latitude between -90 and 90, in decimal degrees such as 117.214.
projects-position-abroad = This position is not in China; perhaps longitude and latitude are swapped. Please check.
projects-position-half = Only one of longitude and latitude is given. Please complete it or leave both empty.

## Places, industries, parks, bundles
projects-place-abolished = “{ $value }” was abolished; recorded under { $name } ({ $suggestion }), where it belongs now. Please check the county.
projects-place-closed = “{ $value }” is no longer in use. Please choose a current division.
projects-place-unknown = There is no division with the code { $value }. Please enter six digits of GB/T 2260.
projects-not-a-city = { $value } is not the code of a city. Please enter a city such as 370100; a county has its own field.
projects-not-a-county = { $value } is not the code of a county. Please enter a county such as 370102.
projects-county-of-other-city = The county { $value } does not lie in the city given. Please check.
projects-outside-scope = This place is outside your area. Please choose a city or county of yours.
projects-industry-unknown = There is no industry “{ $value }”. Please enter a code or a name of the reference data.
projects-chain-unknown = There is no chain with the id { $value }. Please look it up in the reference data.
projects-park-unknown = There is no park with the id { $value }. Please look it up in the reference data.
projects-segment-unknown = There is no segment with the id { $value }. Choose one of the chain, or leave it empty.
projects-segment-other-chain = “{ $value }” is no segment of the chosen chain; choose another segment, or another chain.
projects-parent-itself = A project cannot be a part of itself. Please choose another bundle or leave it empty.
projects-parent-unknown = There is no bundle with the id { $value }, or it is outside your area. Please check.
projects-parent-is-part = Project { $value } is itself a part of a bundle and cannot be one. Please choose another.
projects-parent-has-parts = This project has parts of its own and cannot join the bundle { $value }.
projects-suspected-duplicate = This may be the same project as: { $names }. Please check; if it is another one, say why.

## Searching
projects-word-unknown = “{ $value }” is not one of: { $allowed }.
projects-fact-unknown = “{ $value }” is not the name of a field; see the API document.

## Audit
deed-project-exit = Let a project leave the lists
deed-project-merge = Merge a project
deed-project-split = Split a project
deed-project-create = Enter a project
deed-project-report = Take a monthly report into the project
deed-project-change = Change a project
deed-project-void = Void a project
deed-project-adopt = Choose the total
subject-project = Project
