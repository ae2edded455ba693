# Indicators: names, formulas, denominators, and the check before publication.
indicators-start-rate = Start rate
indicators-start-rate-formula = Start rate (a) = implementation projects that have started ÷ all implementation projects
indicators-of-started-implementation = implementation projects that have started
indicators-per-implementation = all implementation projects
indicators-start-rate-new = New start rate
indicators-start-rate-new-formula = New start rate, the start rate by definition (b) = planned starts that have started ÷ planned starts; a planned start is an implementation project whose planned start lies in the list's year and that had not started before it
indicators-of-started-new = planned starts that have started
indicators-per-planned-new = planned starts
indicators-completion-rate = Completion rate
indicators-completion-rate-formula = Completion rate = done this year ÷ plan of the year, over the projects that have a plan
indicators-of-ytd = done this year
indicators-per-plan = plan of the year (projects that have one)
indicators-time-progress = Time progress
indicators-time-progress-formula = Time progress = full months by the list's data date ÷ 12; a month's last day completes it
indicators-of-months = full months
indicators-per-year = 12 months of the year
indicators-progress-gap = Ahead (behind)
indicators-progress-gap-formula = Ahead of (behind) time, in percentage points = completion rate − time progress; subtracted as fractions and rounded once
indicators-enrolment-rate = Enrolment rate
indicators-enrolment-rate-formula = Enrolment rate = started projects entered in the statistics system ÷ all started projects
indicators-of-enrolled = started projects in statistics
indicators-per-started = all started projects
indicators-signed-to-started = Signed to started
indicators-signed-to-started-formula = Signed to started = projects that have started ÷ projects signed or further on
indicators-of-started = projects that have started
indicators-per-signed = projects signed or further on
indicators-count = Projects
indicators-total = Total investment
indicators-annual-plan = Plan of the year
indicators-ytd = Done this year
indicators-cumulative = Done since the start
indicators-count-measure = How it is counted: a bundle is one project and its parts are not counted beside it; the split count takes the parts in place of their bundle. Sums and rates take bundles.
indicators-whole = The whole
indicators-by-city = cities
indicators-by-stage = stages
indicators-by-class = classes
indicators-by-industry = industries
indicators-by-chain = chains
indicators-by-nature = natures
indicators-group = { $key } among { $by }
indicators-key = “{ $key }”
indicators-no-key = those without one
indicators-about = { $what } ({ $whose })
indicators-ranking = Ranking of { $by } by { $what }
indicators-agrees = { $about }: recomputed, the same.
indicators-rounding = { $about }: says { $said }, recomputed { $computed }; one unit of the last digit is rounding.
indicators-mismatch = { $about }: says { $said }, recomputed { $computed }; they do not agree. Check before publishing.
