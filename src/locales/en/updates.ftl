# Monthly reports: handing in, what needs a reason, lights
updates-flag-cumulative-fell = Cumulative investment fell from { $from } to { $to } (10,000 yuan). Check it, or give the reason.
updates-flag-above-total = Cumulative investment of { $cumulative } exceeds the total of { $total } (10,000 yuan). Check it, or give the reason.
updates-flag-start-passed = The planned start { $planned } is over and the stage is still before the start. Update the stage, or give the reason.
updates-flag-stage-back = The stage went back from “{ $from }” to “{ $to }”. Check it, or give the reason.
updates-flag-month-of-total = { $amount } more than last time is above a third of the total of { $total } (10,000 yuan). Check the unit, or give the reason.
updates-flag-month-above-mean = { $amount } more than last time is above five times the monthly mean of { $mean } (10,000 yuan). Check the unit, or give the reason.
updates-flag-unchanged = Stage and cumulative investment have not changed since { $since }, for two quarters. Check them, or give the reason.
updates-flag-enrolled-not-started = The stage is “{ $stage }”, not started, yet it is reported as entered in the statistics. Check it, or give the reason.
updates-flag-finish-moved = The planned finish moved from { $from } to { $to }. Give the reason.
updates-amount-negative = An amount cannot be negative. Enter a whole number of yuan, zero or more.
updates-amount-too-large = The amount is too large. Check the unit: yuan is meant here.
updates-ytd-above-cumulative = This year's investment of { $ytd } cannot exceed the cumulative { $cumulative } (10,000 yuan). Check both figures.
updates-no-change-but-changed = “No change” is chosen, but what is entered differs from last time. Remove one of the two.
updates-no-change-count = Choose 1 to 500 projects.
updates-problems-many = At most { $limit } problems; please merge some.
updates-period-future = { $period } has not begun and cannot be reported. Choose a month that has.
updates-period-closed = Reporting for { $period } is closed. To hand in after all, ask the provincial reviewer to open it again.
updates-handed-already = The report for { $period } has gone up and cannot be changed. To correct it, ask the provincial reviewer to return it.
updates-open-in-city = { $writer } is writing this month's report, and it has not gone up yet. Let the city submit it.
updates-project-gone = The project was merged, split or voided and is no longer reported. Report the one that it lives on in.
updates-decide-not-submitted = The report does not wait for a decision. Reload to see how it stands.
updates-decide-not-approved = The report has not been approved within its city and has not gone up yet.
updates-approve-needless = The report has gone up already and needs no approval.
updates-approve-own = Whoever wrote a report cannot approve it. Let another person of the city do so.
updates-return-reason = Give the reason for returning it; the city mends it by that.
updates-province-only = A month is the whole province's; the provincial reviewer sees to it.
updates-close-early = Reports are due until { $due }; the month cannot be closed before.
updates-closed-already = { $period } is closed already.
updates-nothing-owed = Nothing is owed for { $period }: the month is not over, or no list was published by its end.
updates-unlock-city = { $value } is no city of this province. Enter its six digits, such as 370100.
updates-unlock-past = That time has passed. Enter one to come.
updates-until = “{ $value }” is neither a day nor a time. Write 2026-11-20 or 2026-11-20T18:00:00+08:00.
deed-update-draft = Keep a draft of a monthly report
deed-update-submit = Submit a monthly report
deed-update-approve = Approve a monthly report
deed-update-accept = Accept a monthly report
deed-update-return = Return a monthly report
deed-update-refuse = Refuse a report from outside the scope
deed-period-close = Close a month
deed-period-unlock = Open a month again
deed-period-excuse = Excuse a project from its report
subject-update = Monthly report
subject-period = Reporting month
subject-obligation = Obligation to report
updates-title-of = Monthly reports for { $period }
updates-months = Choose a month
updates-state-none = The month is not over, or no list was published by its end: nothing is owed so far.
updates-state-due = Due by { $due }. What is handed in until then is on time.
updates-state-over = It was due by { $due }; until the month is closed reports are still taken and count as late.
updates-state-closed = Closed on { $at }. To hand in after all, ask the provincial reviewer to open it again.
updates-owed = { $count } { $count ->
    [one] report is
   *[other] reports are
  } owed
updates-owed-none = No report is owed for this month.
updates-caption = Amounts in 10,000 yuan; 1,234 and full-width digits are understood. Above each field stands what was reported last; rows that did not change are not submitted.
updates-column-name = Project
updates-column-stage = Stage
updates-column-cumulative = Cumulative investment (10,000 yuan)
updates-column-ytd = This year's investment (10,000 yuan)
updates-column-progress = Progress on site
updates-column-same = No change
updates-column-writer = Written by
updates-column-decision = Review
updates-column-city = City
updates-last = Last: { $value }
updates-why = Reason
updates-submit = Submit what changed
updates-submit-rest-same = Submit, all others unchanged
updates-submit-hint = Only rows that changed or are ticked “No change” are submitted; a row with a fault stays in the table, the others go through.
updates-sent = { $count } { $count ->
    [one] report
   *[other] reports
  } submitted.
updates-sent-none = Nothing to submit: every row is as last time, and none is ticked “No change”.
updates-row-due = Due
updates-row-missing = Overdue
updates-row-draft = Draft
updates-row-unsigned = Awaiting approval
updates-row-returned = Returned, due again by { $due }
updates-row-gone = This project owes no report, or its report has gone up already; the row was not submitted.
updates-stage-unknown = There is no such stage. Choose one from the list.
updates-decision-unknown = There is no such decision. Use the buttons of the page.
updates-no-city = Not assigned to a city
updates-waiting = { $count } { $count ->
    [one] report waits
   *[other] reports wait
  } for a decision
updates-flagged = Flagged
updates-flag-why = Reason: { $reason }
updates-approve = Approve
updates-accept = Accept
updates-return = Return
updates-return-why = Reason for returning it
updates-decided-approve = Approved; the report has gone up.
updates-decided-accept = Accepted; the project has been updated.
updates-decided-return = Returned.
updates-cities = How the cities report
updates-cities-none = Nothing is owed for this month.
updates-count-due = Due
updates-count-on-time = On time
updates-count-late = Late
updates-count-missing = Missing
updates-count-excused = Excused
updates-discipline = On-time rate
updates-discipline-formula = On-time rate = on time ÷ (on time + late + missing); what is not due or excused is left out
