# The leaders' digests, quarterly and monthly
digests-title = Leaders' digests
digests-hint = The quarterly digest is made from the published list, the monthly one tells what changed since the last. The letter that a reviewer sees is the letter that is sent, to the byte.
digests-own = My digests
digests-own-on = You get the quarterly and the monthly digest.
digests-own-stopped = You stopped the digests on { $time }.
digests-resume = Get them again
digests-stop = Stop the digests
digests-stopped = The digests are stopped.
digests-resumed = You get the digests again, from the next one on.
digests-choice-unknown = There are only on and off.
digests-issues = Issues
digests-none = There is no digest yet. It is prepared by itself on the working day that is set.
digests-of = Issue
digests-kind = Kind
digests-kind-quarterly = Quarterly digest
digests-kind-monthly = Monthly digest
digests-due = Due on
digests-list = Bound to the list
digests-list-version = { $quarter }, version { $version }
digests-state = State
digests-state-waiting = Waits for the list
digests-state-proposed = Waits for approval
digests-state-approved = Approved
digests-state-dropped = Not sent
digests-when = Progress
digests-waits = The list is not published; the digest is prepared when it is.
digests-prepared-at = Prepared { $time }
digests-prepared-goes = Prepared { $time }; goes by itself after { $goes } unless somebody approves it before
digests-approved-at = Approved { $time } by { $by }
digests-by-itself = the system
digests-readers = Readers
digests-no-copies = There is no letter that you may see.
digests-issue = This issue
digests-letter-to = The letter to { $name }
digests-plain = Plain text
digests-approve = Approve and send (letters: { $count })
digests-approved = Approved; the letters are queued.
digests-approve-state = The state of this digest is “{ $state }”; it cannot be approved.
digests-approve-overtaken = This digest was prepared anew after you looked at it. Look at it again before you approve it.
digests-stop-title = Stop the leaders' digests
digests-stop-ask = { $name } will get no more quarterly and monthly digests. Signed in, she can turn them on again on the page of the digests.
digests-stop-done = Stopped. You get no more digests; turn them on again on the page of the digests whenever you like.
digests-stop-altered = This link is incomplete or was altered. Nothing was changed. Open it from the letter again, or sign in and stop the digests on their page.

# The letter
digests-month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
 } { $year }
digests-subject-quarterly = [Key projects] { $of }: { $facts }
digests-subject-monthly = [Key projects, monthly] { $of }: { $facts }
digests-title-quarterly = Key projects, { $of }
digests-title-monthly = Key projects in { $of }
digests-fact-completion = { $rate }% done
digests-fact-projects = projects { $count }
digests-fact-red = red { $count }
digests-fact-new = new { $count }
digests-fact-no-lights = no lights yet
digests-fact-moves = entered { $added }, left { $left }
digests-fact-problems = open problems { $count }
digests-of-place = { $place }, { $of }
digests-title-place = { $title } ({ $place })
digests-comma = ,{" "}
digests-and = ,{" "}
digests-bound = From the list of { $list } ({ $number }), version { $version }, facts as of { $day }
digests-bound-month = From the list of { $list } ({ $number }), version { $version }
digests-bound-bulletin = From the monthly bulletin { $number }, version { $version }, the month's facts as of { $day }
digests-no-bulletin = The bulletin of { $month } is not published; the month's completion and the cities' order are left out.
digests-province = Province
digests-measure = Figure
digests-not-compared = not comparable
digests-figures = Headline figures
digests-against = Against { $list }
digests-nothing-before = No list was published before; nothing is compared.
digests-other-year = The list of { $list } belongs to the year before; the year's plan, what was done of it and the completion rate are not compared.
digests-count = Projects
digests-projects = { $count }
digests-classes = implementation { $implementation }, preparation { $preparation }
digests-total = Total investment
digests-plan = Plan of the year
digests-done = Done this year
digests-completion = Completion rate
digests-time-ahead = { $time }% of the year is over, { $points } points ahead of it
digests-time-behind = { $time }% of the year is over, { $points } points behind it
digests-time-even = { $time }% of the year is over, level with it ({ $points })
digests-no-plan = Without a plan of the year there is no rate
digests-without-plan = without { $count } that have no plan
digests-start = Start rate (a)
digests-start-of = started { $started } ÷ implementation { $all }
digests-no-implementation = Without an implementation project there is no rate
digests-not-reported = not reported
digests-none-done = nothing was reported as done this year
digests-no-rate = none
digests-points = { $points } points
digests-unchanged = unchanged
digests-own-place = { $city } is in place { $place } of the { $among } cities that can be compared.
digests-moves = Entered and left
digests-moves-province = In the province { $added } entered, { $left } left, { $up } moved to implementation, { $down } back to preparation.
digests-moves-own = Of these, in your places { $added } entered and { $left } left.
digests-entered = Entered: { $name }
digests-left = Left: { $name }
digests-named = { $name } ({ $place })
digests-others = and { $count } more
digests-ranking = The cities by completion rate
digests-place = Place
digests-city = City
digests-more = Projects
digests-no-project = no project
digests-no-plan-short = no plan
digests-up = up { $count }
digests-down = down { $count }
digests-same-place = same place
digests-red = Red lights
digests-red-count = Red in { $month }: { $count }.
digests-red-new = Of these, new: { $count } (marked ■ or *).
digests-red-province = In the province: { $count }.
digests-red-province-new = In the province: { $count }, of these new: { $new }.
digests-red-unknown = There are no lights of { $month }, so nobody can say which ones are new.
digests-no-lights = There are no lights of { $month } yet; red lights are left out.
digests-newly-red = new
digests-movers = What moved
digests-no-movers = Since the list before no project has invested more or changed its stage.
digests-most-done = Most invested since the list before:
digests-done-since = { $done } since, { $whole } in all
digests-forward = At a later stage: { $count }
digests-back = Back at an earlier stage: { $count }
digests-stage = { $from } → { $to }
digests-problems = Open problems
digests-problems-province = Problems that wait for the province
digests-problems-city = Problems that wait for the city
digests-problems-county = Problems that wait for the county
digests-no-problems-province = No problem waits for the province.
digests-no-problems-city = No problem waits for the city.
digests-no-problems-county = No problem waits for the county.
digests-problems-count = Not solved as of { $day }: { $count }.
digests-problem-due = due { $day }
digests-since = Since your last digest
digests-first = This is the first digest that you get; here is the month as it stands.
digests-since-of = Your last: { $of } (sent { $day }).
digests-since-no-rate = One of the two has no completion rate, or belongs to another year; they are not compared.
digests-since-no-lights = One of the two has no lights; they are not compared.
digests-no-longer-red = No longer red: { $count }
digests-red-without-light = Of those that were red, { $count } have no light this month (suspended, not reported or off the list); nobody knows whether they have recovered.
digests-now = Now
digests-change = Change
digests-then = Last time
digests-basis = Sources and attachment
digests-basis-list = List of { $list }, { $number }, version { $version }, published { $day }, attached as { $file }. Its SHA-256:
digests-basis-extract = The attachment is the extract of your places, with the hash of the whole list.
digests-basis-bulletin = SHA-256 of the bulletin { $number }:
digests-foot-why = This digest comes to you by your office. Its figures are those of the published list and bulletin, red lights those of the month, problems as of the day it was prepared.
digests-foot-stop = Stop the digests
digests-foot-all = All digests
digests-links = Links (inside the office network):
digests-foot-links = The links open on the intranet. Elsewhere the letter tells what matters, and the whole list is attached.

# What reviewers hear
digests-word-waiting-subject = [Groundwork] The digest of { $of } waits for its list
digests-word-waiting =
    The digest of { $of } was due on { $day }, but the list that it needs is not published. Once it is, the digest is prepared on the next day by itself and waits for your approval.
    { $link }
digests-word-proposed-subject = [Groundwork] The digest of { $of } is prepared; please look and approve
digests-word-proposed =
    The digest of { $of } is prepared. Please look at its letters and approve them.
    { $link }
digests-word-still-subject = [Groundwork] The digest of { $of } still waits for approval
digests-word-still =
    The digest of { $of } was due on { $day } and nobody has approved it; no leader has it. Please look and approve. If it still waits when the next one is due, it is not sent any more.
    { $link }
digests-word-dropped-subject = [Groundwork] The digest of { $of } was not approved and is not sent
digests-word-dropped =
    The digest of { $of } had not been sent when the next one was due; it is not sent any more. See its page for the reason.
    { $link }
digests-ahead-subject = [Key projects] Digest of { $of }
digests-ahead = The digest of { $of } will be prepared on { $day } from the list that is published then; what it says is not known yet.

overview-waiting-digests = Leaders' digests that wait for approval: { $count }
mail-kind-digest = Leaders' digest
mail-kind-digest-word = About a digest
deed-digest-approve = approved a digest
deed-digest-stop = stopped the digests
deed-digest-resume = turned the digests on again
subject-digest = Digest
digests-to-implementation = To implementation: { $name }
digests-to-preparation = Back to preparation: { $name }
digests-unlit = { $count ->
    [one] One more project has no light in the month and is not counted.
   *[other] { $count } more projects have no light in the month and are not counted.
}
digests-pipeline = Promotion
digests-pipeline-open = Open leads as of { $day }: { $count }.
digests-pipeline-signed = Signed in { $quarter }: { $count }.
digests-pipeline-converted = Projects made of leads as of { $day }: { $count }.
digests-pipeline-step = { $name }: { $count }
digests-pipeline-intended = intended investment { $amount }
