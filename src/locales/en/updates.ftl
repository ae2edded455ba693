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
