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
updates-light-start-ahead = Planned to start { $planned }, which is still to come
updates-light-start-missed = Planned to start { $planned }, not started after { $months } { $months ->
    [one] month
   *[other] months
  }
updates-light-progress-ahead = { $rate }% of the year's plan done ({ $ytd } ÷ { $plan }, in 10,000 yuan), { $time }% of the year over: { $gap } points ahead
updates-light-progress-behind = { $rate }% of the year's plan done ({ $ytd } ÷ { $plan }, in 10,000 yuan), { $time }% of the year over: { $gap } points behind
updates-light-enrolled = Entered in the statistics
updates-light-not-enrolled = Not entered in the statistics { $months } { $months ->
    [one] month
   *[other] months
  } after the start
updates-light-reported = Reported for { $period }
updates-light-unreported = Not reported for { $months } { $months ->
    [one] month
   *[other] months
  } in a row
updates-amount-negative = An amount cannot be negative. Enter a whole number of yuan, zero or more.
updates-amount-too-large = The amount is too large. Check the unit: yuan is meant here.
updates-ytd-above-cumulative = This year's investment of { $ytd } cannot exceed the cumulative { $cumulative } (10,000 yuan). Check both figures.
updates-no-change-but-changed = “No change” is chosen, but what is entered differs from last time. Remove one of the two.
updates-no-change-count = Choose 1 to 500 projects.
updates-problems-many = At most { $limit } problems; please merge some.
updates-period-future = { $period } has not begun and cannot be reported. Choose a month that has.
updates-period-closed = Reporting for { $period } is closed. To hand in after all, ask the provincial reviewer to open it again.
updates-handed-already = The report for { $period } has gone up and cannot be changed. To correct it, ask the provincial reviewer to return it.
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
