# Reference data
reference-place-abolished = { $name } was abolished; it is read as { $successor }, with the county left open. Please confirm and fill it in.
reference-place-ambiguous = “{ $value }” is in more than one city: { $places }. Please name the city.
reference-place-elsewhere = “{ $value }” ({ $place }) lies outside the city given in this row. Please check city or county.
reference-place-no-county = “{ $value }” is no county-level division; it was kept as the address. Fill in the county if it is known.
reference-place-unknown = “{ $value }” was not found. Please give a city or county of the province.
