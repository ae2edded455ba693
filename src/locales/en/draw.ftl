# Drawing: what a map outline file is refused for.

draw-map-unreadable = The map file cannot be read here ({ $problem }). Expected is a GeoJSON feature collection: one feature for each city with the properties adcode (6 digits) and label ([longitude, latitude]) and a Polygon or MultiPolygon. Please correct the file and upload it again.
draw-map-empty = The map file holds no outline to draw. Please upload a GeoJSON file with the boundaries of all cities.
draw-map-off-globe = { $adcode } has the coordinate { $place }, which is no longitude and latitude. Expected are degrees (CGCS2000 or WGS 84); please convert projected coordinates first.
