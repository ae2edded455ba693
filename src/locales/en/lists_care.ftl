# What is taken back on a list: a list opened by mistake, a city let in; and serials that moved
lists-order-open-later = The list of { $later } is open already, so one for { $quarter } can no longer be opened: lists follow one another. If that of { $later } was opened by mistake, take it back first.
lists-cancel = Take the list back
lists-cancel-hint = A list opened by mistake can be taken back while nobody has nominated, decided, remarked or filed anything; what merely came over from the list before goes with it. The quarter can be opened again.
lists-cancel-reason = Say why; the cities read it.
lists-cancel-nominations = On the list of { $quarter } { $count ->
    [one] one project was nominated or decided
   *[other] { $count } projects were nominated or decided
}, so it cannot be taken back; cities may withdraw what they have nominated, but what was decided is not thrown away.
lists-cancel-comments = Beside the list of { $quarter } { $count ->
    [one] stands one remark
   *[other] stand { $count } remarks
}, so it cannot be taken back; let their authors take them back first.
lists-cancel-files = Beside the list of { $quarter } { $count ->
    [one] lies one stamped nomination sheet
   *[other] lie { $count } stamped nomination sheets
}, so it cannot be taken back; let their cities void them first.
lists-cancelled = The list of { $quarter } was taken back.
lists-unlock-long = A city is let in for { $days } days at most; choose an earlier time.
lists-unlock-none = Nothing lets { $city } in at present, so there is nothing to end.
lists-unlock-end = End early
lists-unlock-end-reason = Say why it ends early; the city reads it.
lists-unlock-ended = { $city } is let in no longer.
lists-unlock-ended-by = Ended by { $by } at { $at }: { $reason }
lists-unlock-shut = Ended early
lists-remark-others = Some of these projects are not among those that the remark is about; name those that it names.
lists-renumbered = { $count ->
    [one] One project has another serial for that
   *[other] { $count } projects have another serial for that
}
notices-kind-unlock_end = End of an unlock
notices-kind-cancellation = Cancellation
notices-unlock-end = The list of { $quarter } takes nominations from your city no longer. Reason: { $reason }
notices-cancellation = The list of { $quarter } was taken back; earlier notices about it no longer hold. Reason: { $reason }
deed-list-cancel = took the list back
deed-list-carry = put an accepted nomination up for roll-over again
deed-list-unlock_end = ended a city's unlock
