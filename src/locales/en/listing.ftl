# What every list shares: filters, pages, density
listing-filters = Filters in force
listing-lift = Lift filter: { $filter }
listing-clear = Clear all filters
listing-pages = Pages
listing-shown = { $first }–{ $last } of { $total }
listing-previous = Previous
listing-next = Next
listing-per-page = Rows
listing-density = Density
listing-compact = Compact
listing-normal = Normal
listing-roomy = Roomy
