# Notices: opening, return, publication, correction, unlock, and their confirmation
notices-title = Notices
notices-caption = Newest first; please confirm each one when you have read it
notices-kind = Kind
notices-text = Notice
notices-at = When
notices-sender = From
notices-receipt = Receipt
notices-confirm = I have read this
notices-confirmed = Confirmed.
notices-read-at = Confirmed { $at }
notices-unread = Not confirmed
notices-none = There are no notices yet.
notices-province = Notices go to the cities; each quarter's list shows under “Receipts” which cities have confirmed them.
notices-not-addressed = This notice is addressed to a city and confirmed there; the province's own people need not confirm it.
notices-city-confirms = This notice is addressed to the city and confirmed there; people of a county read it and need not confirm it.
notices-by-city = Confirmed by the city
notices-open = Open
notices-open-extract = Our extract
notices-open-xlsx = Download xlsx
notices-open-print = Print
notices-kind-opening = Opening
notices-kind-return = Return
notices-kind-publication = Publication
notices-kind-correction = Correction
notices-kind-unlock = Unlock
notices-opening = The list of { $quarter } takes nominations until { $day }.
notices-return = List of { $quarter }: the nomination of “{ $name }” was returned. Reason: { $reason }
notices-publication = The list of { $quarter } was published as { $number } (version { $version }); it holds { $count } { $count ->
    [one] project
   *[other] projects
 } of your city with a total investment of { $total } × 10,000 yuan.
notices-correction = The list of { $quarter } was corrected; version { $version } of { $number } holds because: { $reason }. It holds { $count } { $count ->
    [one] project
   *[other] projects
 } of your city with a total investment of { $total } × 10,000 yuan.
notices-unlock = The list of { $quarter } takes nominations from your city again until { $until }. Reason: { $reason }
deed-notice-confirm = Confirmed a notice
subject-notice = Notice
overview-waiting-notices = { $count ->
    [one] One notice waits for your confirmation
   *[other] { $count } notices wait for your confirmation
 }
