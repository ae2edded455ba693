# Enterprises that are here.
enterprises-code-known = The code belongs to “{ $name }”, which is here already; change that entry, or correct the code.
enterprises-name-known = “{ $name }” is here already; change that entry, or write the full name that tells the two apart.
enterprises-park-elsewhere = “{ $park }” lies in another city than the enterprise; choose another park, or another place.
enterprises-park-unknown = There is no such park; choose one of the list, or leave it empty.
enterprises-place-unknown = { $value } is no city or county of your area; give six digits that are in use.
enterprises-position-twice = The segment stands here twice; keep one line for it.
enterprises-role-unknown = There is no role “{ $value }”; use leading, core, main or participating.
enterprises-segment-unknown = There is no segment { $value }; give the id of one of a chain.
deed-enterprise-add = entered an enterprise
deed-enterprise-amend = changed an enterprise
subject-enterprise = enterprise
enterprises-role-leading = Leading
enterprises-role-core = Core
enterprises-role-main = Main
enterprises-role-participating = Participating
enterprises-name-taken = An enterprise of this name is on the map already, outside your area; write the full name that tells the two apart, or ask the province.
enterprises-code-taken = An enterprise with this code is on the map already, outside your area; check the code, or ask the province.
