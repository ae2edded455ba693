# Lights: rules, justified reasons, colours by month
lights-why-start-ahead = Planned to start { $planned }, which is still to come
lights-why-start-missed = Planned to start { $planned }, not started after { $months } { $months ->
    [one] month
   *[other] months
  }
lights-why-progress-ahead = { $rate }% of the year's plan done ({ $ytd } ÷ { $plan }, in 10,000 yuan), { $time }% of the year over: { $gap } points ahead
lights-why-progress-behind = { $rate }% of the year's plan done ({ $ytd } ÷ { $plan }, in 10,000 yuan), { $time }% of the year over: { $gap } points behind
lights-why-enrolled = Entered in the statistics
lights-why-not-enrolled = Not entered in the statistics { $months } { $months ->
    [one] month
   *[other] months
  } after the start
lights-why-reported = Reported for { $period }
lights-why-unreported = Not reported for { $months } { $months ->
    [one] month
   *[other] months
  } in a row
lights-suspended = { $sentence } (justified; not counted until { $until })
lights-title = Rules of the lights
lights-of-project = Lights by month
lights-project = Project
lights-family = What is judged
lights-family-start = Start
lights-family-progress = Investment
lights-family-enrolment = Enrolment
lights-family-staleness = Report
lights-reason = Reason
lights-span = Span
lights-asker = Asked by
lights-state = State
lights-state-asked = waits
lights-state-approved = approved
lights-state-declined = declined
lights-state-ended = ended
lights-state-unknown = "{ $value }" is no state of a justified reason. Possible: asked, approved, declined, ended.
lights-decision = Decision
lights-decision-unknown = There is no such decision. Please use the buttons of the page.
lights-approve = Approve
lights-decline = Decline
lights-end = End now
lights-decided = The decision is recorded, and the lights of the months concerned are computed again.
lights-decide-own = Nobody decides about what she asked for herself.
lights-decide-state = The decision does not follow from the present state. Please reload and look.
lights-suspensions = Justified reasons: { $count }
lights-suspensions-hint = A justified delay, approved by the province, does not count in months that end by its day; colour and sentence stay in sight. Not to report cannot be justified here.
lights-suspensions-none = Nobody has asked.
lights-ask = Ask not to count a delay
lights-ask-submit = Ask
lights-asked = Asked; the province decides.
lights-asked-already = For this project another reason of the kind waits or holds. Please wait for the decision or its end.
lights-project-gone = The project has left, or was merged, split or voided: it shows no light any more.
lights-family-unknown = Please choose start, investment or enrolment; not to report cannot be justified here.
lights-until-label = Until
lights-until-hint = Months that end by this day do not count; a year at most, then ask again.
lights-until = "{ $value }" cannot be the day. Expected a day after { $today } and not after { $latest }, such as 2026-12-31.
lights-rules = Rules
lights-rules-hint = Each month is judged by the rules that hold for it; of several, by those that begin last. New rules never change the lights of a month that is over.
lights-valid = Months
lights-valid-always = from the first
lights-source = Source
lights-source-hint = The document with its number, or the practice
lights-seed = configuration ([lights])
lights-rules-hold = in force
lights-rules-rest = not in force
lights-rules-withdrawn = withdrawn
lights-rule-start = the planned month missed { $yellow } times: yellow; { $red } times: red
lights-rule-progress = { $yellow } points behind the share of the year: yellow; more than { $red }: red; less than { $yellow } behind: { $slack }
lights-rule-enrolment = not enrolled for so many months after the start: { $yellow } yellow, { $red } red
lights-rule-staleness = { $red } months in a row without a report: red
lights-enter = New rules
lights-enter-submit = Save the rules
lights-entered = The new rules are saved.
lights-withdraw = Withdraw
lights-withdrawn = The rules are withdrawn.
lights-rules-past = Rules may begin with { $current } at the earliest: lights of months that are over are not computed again.
lights-rules-until = The last month cannot come before the first.
lights-rules-figure = Expected a whole number from { $least } to { $most }; what makes red is more than what makes yellow.
lights-rules-slack = Expected green or yellow.
lights-rules-judged = These rules have judged a month that is over and cannot be withdrawn. Please enter new ones from this month on.
lights-rules-withdrawn-already = These rules are withdrawn already.
lights-field-from = First month
lights-field-from-hint = Such as 2026-11; this month at the earliest
lights-field-until = Last month
lights-field-until-hint = Empty: until other rules begin
lights-field-start-yellow = Start: yellow (months)
lights-field-start-red = Start: red (months)
lights-field-progress-yellow = Investment: yellow (points)
lights-field-progress-red = Investment: red (points)
lights-field-slack = Investment: less than yellow behind
lights-field-slack-hint = Practice differs; the province decides
lights-field-enrolment-yellow = Enrolment: yellow (months)
lights-field-enrolment-red = Enrolment: red (months)
lights-field-unreported-red = Report: red (months in a row)
lights-months = Lights by month
lights-months-none = No light was computed yet.
lights-month = Month
lights-light = Light
lights-why = Why
lights-forecast = forecast
lights-forecast-hint = Forecast: the next month by the same rules, if nothing further is reported.
deed-lights-rules = Enter rules of the lights
deed-lights-withdraw = Withdraw rules of the lights
deed-lights-ask = Ask not to count a delay
deed-lights-decide = Decide about a delay
subject-light_rules = Rules of the lights
subject-light_suspension = Justified reason
