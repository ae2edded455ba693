# The registry's workbook: what its columns mean.
projects-sheet-column-not-kept = The registry has no place for “{ $header }”; the column was not imported.
projects-sheet-unit-split = Unit and name share a cell; read as unit “{ $unit }” and name “{ $name }”.
projects-sheet-unit-not-split = Unit and name share a cell and nothing shows where one ends; the whole became the name. Give the unit a column of its own.
projects-sheet-word-unknown = “{ $value }” is not known and was not imported. Use a name of the reference data.
projects-sheet-stage-mapped = “{ $value }” is read as “{ $stage }”; the words are kept.
projects-sheet-stage-partial = “{ $value }” speaks of a part; the whole project is read as “{ $stage }”, the words are kept.
projects-sheet-stage-plan = “{ $value }” is a plan, nothing has started; the stage stays empty, the words are kept.
projects-sheet-stage-unknown = The stage “{ $value }” is not known; it stays empty, the words are kept. Use one of 谋划, 储备, 洽谈, 签约, 备案, 核准, 开工, 在建, 竣工, 投产, 达产.
projects-sheet-stage-back = Going back to “{ $stage }” needs a reason, so the stage was left as it is; change it on the project's page. The rest of the row is taken.
projects-sheet-stage-lacks = “{ $stage }” still needs: { $fields }. The row is taken; fill them in soon.
projects-sheet-total-beside = The total on record comes from another source; the figure of this workbook ({ $source }) is kept beside it until somebody adopts one.
projects-sheet-changed-since = Changed in the registry after the export; this row would overwrite it. Check what stands there first.
