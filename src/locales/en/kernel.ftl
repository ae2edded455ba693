# Words and refusals that every room shares: text, money, dates, divisions, codes, paging.

## Text
kernel-text-too-long = At most { $limit } characters are possible; this has { $length }. Please shorten it.
kernel-text-control = Character { $position } is a control character ({ $code }) that cannot be shown. Please delete it.
kernel-text-invisible = Character { $position } is an invisible formatting mark ({ $code }) that changes how the text reads. Please delete it.
kernel-text-garbled = Character { $position } is the mark of a wrongly decoded text ({ $code }). Please compare with the original and enter it again.

## Money
kernel-unit-yuan = yuan
kernel-unit-wan = 10,000 yuan
kernel-unit-yi = 100 million yuan
kernel-unit-any = yuan, 10,000 yuan or 100 million yuan
kernel-amount-empty = The amount is missing. Please enter a number in units of { $unit }, or leave it empty if there is none.
kernel-amount-vague = “{ $value }” is an estimate or a range, not an amount. Please enter the exact number in units of { $unit }; if it is not known yet, keep the words as text and leave the number empty.
kernel-amount-foreign-currency = “{ $value }” is in a foreign currency ({ $currency }) and is not converted silently. Please enter its value in units of { $unit }, or keep it as text with its currency.
kernel-amount-quantity = “{ $value }” is a quantity or a rate, not an amount. Please enter a number in units of { $unit } and put the quantity under the construction content.
kernel-amount-negative = “{ $value }” is below zero. An amount cannot be negative; please check it.
kernel-amount-too-large = “{ $value }”, read in units of { $unit }, is above { $limit } hundred million yuan. The unit may be wrong; please check it.
kernel-amount-no-unit = “{ $value }” has no unit, and neither header nor caption names one. Please write (元), (万元) or (亿元) into the header, or the unit after the number.
kernel-amount-not-a-number = “{ $value }” is not a number. Please enter digits in units of { $unit }, for example 12800.

## Dates
kernel-plan-date-format = “{ $value }” is not a date in its standard form. Please write 2026, 2026Q3, 2026-05 or 2026-05-17 (years 1990 to 2100).
kernel-plan-date-unreadable = “{ $value }” cannot be read as a date. Please write 2026, 2026Q3, 2026-05 or 2026-05-17 (years 1990 to 2100).
kernel-quarter-format = “{ $value }” is not a quarter. Please write it like 2026Q3 (years 1990 to 2100, Q1 to Q4).
kernel-period-format = “{ $value }” is not a month. Please write it like 2026-09 (years 1990 to 2100).

## Divisions
kernel-division-format = “{ $value }” is not a division code. Please enter six digits, for example 370100.
kernel-scope-empty = At least one division code is needed; separate several with commas, for example 370100,370200.

## Project code and unified social credit code
kernel-project-code-format = “{ $value }” is not a project code. It has five groups of digits joined by hyphens, for example 2305-371121-04-01-122324.
kernel-project-code-time = The first group “{ $group }” of project code “{ $value }” is wrong: it is the year and month of issue (2305 is May 2023), or in old codes a year from 2015 to 2020.
kernel-project-code-check-digit = The check digit of project code “{ $value }” does not fit: the last digit should be { $expected } and is { $found }. Please compare with the filing certificate, or give a reason if it is really so.
kernel-project-code-early = The time of project code “{ $value }” lies before November 2020, when codes of this form did not exist. Please check it.
kernel-project-code-region-unknown = The region { $region } of project code “{ $value }” is not in GB/T 2260; it may be a development zone's own code. Please check it.
kernel-project-code-region-other = The region { $region } of project code “{ $value }” is not in the same city as the project's place { $division }. Please check it.
kernel-credit-code-length = “{ $value }” has { $length } characters; a unified social credit code has 18. Please check it.
kernel-credit-code-letter = Character { $position } of credit code “{ $value }” is “{ $letter }”. The letters I, O, S, V and Z never occur in these codes; it may be a digit that looks alike (1, 0, 5, 2). Please check it.
kernel-credit-code-character = Character { $position } (“{ $letter }”) of credit code “{ $value }” is wrong: only digits and capital letters occur, and characters 3 to 8 are digits.
kernel-credit-code-check-digit = The check character of credit code “{ $value }” does not fit: character 18 should be { $expected } and is { $found }. Please compare with the business licence; if it is really so (codes of the early pilot), give a reason.
kernel-credit-code-organization-digit = The check character of the organization code (characters 9 to 17) in credit code “{ $value }” does not fit: character 17 should be { $expected } and is { $found }. Please compare with the business licence, or give a reason if it is really so.
kernel-industry-code-format = “{ $value }” is not a manufacturing code of GB/T 4754-2017. Please enter the letter C and two to four digits, divisions C13 to C43, for example C2922.

## Paging and sorting
kernel-page-number = “{ $value }” is not a page number. Please give a whole number from 1 on.
kernel-page-size = “{ $value }” is not a page size. Please give a whole number from 1 to { $limit }.
kernel-sort-field = “{ $value }” is not a field to sort by. Possible are: { $allowed } (with “-” in front for descending).
