# What is said about reading and writing tables: files, headers, cells, totals, notes in the marked copy.

## Files
sheet-file-empty = The file is empty. Please upload an xlsx or csv file.
sheet-file-pdf = This is a PDF, from which no table can be read. Please upload the original xlsx file.
sheet-file-markup = This is a web page (HTML or XML), not a workbook. Please open it in Excel or WPS, save it as “Excel workbook (*.xlsx)” and upload that.
sheet-file-old = This is no xlsx workbook (perhaps .xls, .et, .xlsb or .ods). Please open it in Excel or WPS, save it as “Excel workbook (*.xlsx)” and upload that.
sheet-file-document = This is a text document (Word), not a workbook. Please copy its table into Excel or WPS, save it as xlsx and upload that.
sheet-file-encrypted = The workbook has a password and cannot be read. Please remove the password, save it and upload it again.
sheet-file-broken = The workbook is damaged and cannot be read ({ $reason }). Please open it in Excel or WPS, save it as xlsx and upload that.
sheet-file-binary = The file is no table: there is a NUL character at byte { $offset }. Please upload xlsx, or csv saved as UTF-8 or GB18030.
sheet-file-parts = The workbook has more than { $limit } parts and was not read. Please copy the data into a new workbook and upload that.
sheet-file-inflates = The workbook is too large when unpacked: part “{ $part }” goes over the limit ({ $limit } MB). Please delete pictures, extra sheets and blank rows or columns and upload it again.
sheet-file-text = The workbook holds more than { $limit } MB of text. Please split it.
sheet-file-cells = Sheet “{ $sheet }” has content in more than { $rows } rows or { $columns } columns. Please delete what does not belong there, or split it.
sheet-file-merges = Sheet “{ $sheet }” has more than { $limit } merged regions. Please unmerge what is not needed.
sheet-csv-broken = The csv file cannot be read ({ $reason }). Please save it as xlsx and upload that.
sheet-csv-quotes = The quotation marks of the csv file do not pair up; the last one stands in line { $line }. Please check that line and those above, or save it as xlsx.
sheet-csv-encoding = The csv file is neither UTF-8 nor GB18030: byte { $offset } (line { $line }) cannot be decoded. Please save it as “CSV UTF-8” or xlsx.

## Headers
sheet-no-header = No header was found. It should contain: { $wanted }; the file begins with: { $found }. Please check that this is the right file, or change the header as in the template.
sheet-without-header = No header was found in sheet “{ $sheet }”; it was not read.
sheet-hidden = Sheet “{ $sheet }” is hidden and was not read. Unhide it if it should be imported.
sheet-columns-ignored = These columns belong to no field and were not read: { $headers }.
sheet-column-twice = Column “{ $header }” means the same as the column at { $other }, which was read; this one was not.
sheet-header-without-unit = “{ $header }” does not name the unit of its amounts. Please name it in the header, e.g. “（万元）” or “（亿元）”, or write “单位：万元” above the table.
sheet-row-unread = Row { $row } has content only in columns that were not recognised; it was not read.

## Cells
sheet-required = “{ $column }” is empty, so this row cannot be imported. Please fill it in.
sheet-cell-error = The cell holds a formula error ({ $value }). Please correct the formula or enter the result.
sheet-formula-uncomputed = The cell holds a formula, but the file does not hold its result. Please open and save the file in Excel or WPS, or enter the result.
sheet-digits-lost = “{ $value }” has more than 15 digits; as a number its last digits are lost. Please format the cell as text and enter it again.
sheet-text-kept = The words “{ $value }” are kept; the value stays empty.
sheet-unit-in-cell = “{ $value }” names its own unit and was read as { $wan } × CNY 10,000.
sheet-amount-rounded = “{ $value }” holds a fraction of a yuan; it was rounded to CNY { $yuan }.
sheet-date-month-unsure = “{ $value }” was read as { $read }. A number cell cannot tell January from October; please check.
sheet-range-unreadable = “{ $value }” does not say when it begins and when it ends. The words are kept and both dates stay empty. Please write “2023—2025” or “2024年3月至2026年12月”.
sheet-integer = “{ $value }” is no whole number. Please enter a whole number of 0 or more, without a unit.
sheet-two-values = “{ $value }” differs from “{ $kept }” in { $other }, which was read. Please check.
sheet-more-remarks = There are too many problems; the first { $shown } are listed and { $more } more are not. Please correct these and upload the file again.

## Totals
sheet-count-differs = “{ $total }” says { $declared }, but { $counted } rows were read. Please check.
sheet-sum-differs = “{ $column }” of “{ $total }” says { $declared }, but the rows add up to { $counted } { $unit }. Please check.

## Suggestions and notes
sheet-suggest-replace = change to “{ $value }”
sheet-suggest-keep-text = keep the words, leave the value empty
sheet-suggestion = Suggestion: { $suggestion }
sheet-level-error = Error
sheet-level-warning = Warning
sheet-level-note = Note
sheet-issues = Issues
sheet-issues-cell = Cell
sheet-issues-level = Level
sheet-issues-value = Content
sheet-issues-sentence = What is wrong and what to do
sheet-carries-macros = The workbook holds macros. They are not run; only the cells are read.
sheet-carries-links = The workbook refers to other files or data connections. They are not opened; the values saved in the file are read. Please check them.
