# Parks and what they can offer.
carriers-area = The area is a whole number of square metres, up to 200,000 square kilometres.
carriers-amount = Expected a whole number from 0 to 100,000,000.
carriers-chain-unknown = There is no chain { $value }; give the id of one.
carriers-datum = “{ $value }” is a datum that is shifted or unknown; convert the position to CGCS2000 or WGS 84 first.
carriers-degrees = Expected degrees of the globe, such as 117.214.
carriers-elsewhere = Name, place and kind of a park are changed among the reference data; leave it out here.
carriers-half = Longitude and latitude come together; give this one, too.
carriers-kind = Park
carriers-outside = { $value } lies outside the city of the park (from { $least } to { $most }); check for swapped figures or another datum.
carriers-place-unknown = { $value } is no city or county of your area; give six digits that are in use.
deed-park-offer = changed what a park offers
