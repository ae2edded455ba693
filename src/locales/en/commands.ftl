# The command line
check-well = Checked: the schema is up to date, the published lists agree with their hashes, no row points at nothing.
check-pending = The schema is not up to date: { $name } is still to run; run groundwork migrate first.
check-orphans = Table { $table } has { $rows } rows whose { $columns } are found nowhere in table { $parent }.
export-no-list = There is no list of { $quarter }, or not this version of it.
check-guard = The trigger { $name } is gone or switched off: what was published is no longer guarded. Restore a backup or ask the developers.
