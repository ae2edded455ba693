# Imports: send, check, confirm.

## Pages
imports-upload-title = Send a workbook
imports-step-upload = Send
imports-step-check = Check
imports-step-apply = Confirm
imports-not-taken = The file was not taken; mend it as told below and send it again
imports-choose-file = Choose a workbook or drop it here
imports-file-hint = xlsx or csv (UTF-8, GB18030), at most 10 MB. You check first; nothing enters the registry before you confirm.
imports-city-label = City
imports-city-by-row = As each row says
imports-city-hint = Rows that name no city go to the city chosen here.
imports-upload = Send and check
imports-earlier = Earlier imports
imports-none = No workbook has been sent yet.
imports-file = File
imports-sender = Sent by
imports-command-line = Command line
imports-uploaded-at = Sent at
imports-state = State
imports-state-applied = Applied
imports-state-open = Waits for confirmation
imports-result = Result
imports-result-line = { $new } new, { $changed } changed, { $unchanged } unchanged, { $error } not applied
imports-pages = Pages
imports-page-before = Previous
imports-page-after = Next
imports-marked-copy = Download the marked workbook
imports-blocked = There are errors; nothing was written
imports-applied = Applied: { $new } new, { $changed } changed, { $unchanged } unchanged, { $error } rows with errors left out.
imports-applied-at = Applied to the registry at { $at }.
imports-to-projects = Go to the registry
imports-outcome-new = New
imports-outcome-changed = Changed
imports-outcome-unchanged = Unchanged
imports-outcome-error = Errors
imports-outcome-warning = Warnings
imports-skip = Leave out { $count } rows with errors
imports-apply = Apply { $count } rows
imports-apply-hint = Mend the errors, or tick to leave those rows out, before you apply.
imports-filter = What is shown
imports-only-all = All rows
imports-only-problems = Only rows with problems
imports-general = Header and totals
imports-nothing-here = No row is like this.
imports-row = Row
imports-outcome = Result
imports-new-value = New value of { $cell }
imports-mend = Mend
imports-declared-count = The total row says { $count } projects
imports-declared-total = The total row says { $total } (10,000 yuan)
imports-declared-both = The total row says { $count } projects, { $total } (10,000 yuan)

## Refusals and remarks
imports-kind-unknown = “{ $value }” is no kind of import; there is: projects.
imports-city = Choose a city of your own (its six-digit code, such as 370100).
imports-cell-address = “{ $value }” is no cell; expected something like E4.
imports-cell-one-answer = Give one answer: a new value (value), or keep the words (keep_text).
imports-no-such-sheet = The workbook has no sheet “{ $value }”.
imports-already-applied = This workbook has been applied; it can be neither changed nor applied again. Send a corrected one instead.
imports-foreign-row = This row belongs to “{ $place }”, outside your area ({ $own }), and cannot be imported. Check the city, or delete the row.
imports-place-needed = This row names no city, and you have several places ({ $own }). Fill it in, or choose a city when sending.
imports-key-twice = This row and row { $row } are the same project of the registry. Delete one of them, or clear the hidden key column.
imports-name-twice = Has the same name as row { $row }; taken as two projects. Delete one row if it is the same project.
imports-suspects = Looks like { $names } in the registry. Taken as new; check that it is no duplicate.

## Audit record
deed-import-upload = Sent a workbook
deed-import-mend = Mended a cell
deed-import-apply = Applied a workbook
subject-import = Import
