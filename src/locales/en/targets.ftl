# Targets: enterprises elsewhere that could fill a segment.
targets-amount = Expected a whole number from 0 to 100,000,000.
targets-known = The list has this enterprise for the segment already; change that entry.
targets-place-unknown = { $value } is no city of your area, nor the province; give six digits that are in use.
targets-priority-unknown = There is no priority “{ $value }”; use high, medium or low.
targets-segment-unknown = There is no segment { $value }; give the id of one of a chain.
targets-status-unknown = There is no status “{ $value }”; use open, landed or dropped.
targets-tie-unknown = There is no enterprise { $value } in your area; give the id of one that is here.
deed-target-add = named a target
deed-target-amend = changed a target
subject-target = target
targets-priority-high = High
targets-priority-medium = Medium
targets-priority-low = Low
targets-status-open = Wanted
targets-status-landed = Landed
targets-status-dropped = Given up
targets-ties-many = A target is tied to at most { $most } enterprises; name the weightiest.
