# The registry on a past day (as_of)
projects-as-of = As of
projects-as-of-notice = This is what was known at the end of { $day }, to be read only; whose projects you see depends on where they lie today.
projects-as-of-now = Back to now
projects-as-of-caption = As of the end of { $day }
projects-as-of-day = “{ $value }” is no day. Give as_of in the form 2026-08-15.
projects-as-of-future = as_of lies in the future ({ $value }). Give today ({ $today }) or an earlier day.
projects-as-of-filter = { $name } has no past and cannot stand beside an as_of that is over. Leave one of the two out.
