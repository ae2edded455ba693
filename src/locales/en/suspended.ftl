# 停缓建与复审
suspended-title = Suspended projects
suspended-hint = A suspended project owes no report and its light is not judged. Once its review is due, it owes reports again until it is reviewed.
suspended-all = All
suspended-due = To be reviewed
suspended-count =
    { $count ->
        [one] { $count } suspended project
       *[other] { $count } suspended projects
    }
suspended-none = No project is suspended.
suspended-project = Project
suspended-place = Place
suspended-since = Suspended since
suspended-review = Review by
suspended-is-due = Review due
suspended-by-rule = Nobody named a day; by the rule
suspended-reason = Reason
suspended-of-project = Suspension
suspended-now = Now
suspended-is-not = This project is not suspended.
suspended-reviews = Reviews
suspended-reviews-none = Nothing was said yet.
suspended-next = Next review: { $day }
suspended-begin = Suspend
suspended-do-review = Review
suspended-submit = Submit the review
suspended-outcome = Outcome
suspended-outcome-begins = Suspended
suspended-outcome-stays = Stays suspended
suspended-outcome-resumes = Resumes
suspended-outcome-leaves = Leaves the programme
suspended-outcome-unknown = “{ $value }” is no outcome of a review. Choose stays, resumes or leaves.
suspended-review-hint = A day after today, within two years; by the rule when left empty. Leave it empty when the project resumes or leaves.
suspended-review-on = “{ $value }” cannot be the day of the review. Enter a date after { $today } and not later than { $last }, such as 2026-12-31.
suspended-review-needless = A day of review belongs only to a project that stays suspended. Empty this field.
suspended-due-word = “{ $value }” is no filter. Say true, or leave it out.
suspended-not-active = Only an active project can be suspended.
suspended-not = This project is no longer suspended, so there is nothing to review.
suspended-begun = The project is suspended now.
suspended-reviewed = The review is recorded.
suspended-link = Suspension
deed-suspended-review = Suspension and its review
subject-standstill = Suspension
notices-kind-standstill = Review of a suspension
notices-standstill-stays = “{ $name }” stays suspended after its review; next review { $day }. Reason: { $reason }
notices-standstill-resumes = “{ $name }” resumes after its review and reports again. Reason: { $reason }
notices-standstill-leaves = “{ $name }” leaves the programme after its review. Reason: { $reason }
