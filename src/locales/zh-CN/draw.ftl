# 绘图：地图轮廓文件的校验提示。

draw-map-unreadable = 地图文件此处无法读取（{ $problem }）。应为 GeoJSON 要素集合：每个市一个要素，属性含 adcode（6位代码）和 label（[经度, 纬度]），图形为 Polygon 或 MultiPolygon。请改正后重新上传。
draw-map-empty = 地图文件中没有可绘制的轮廓。请上传包含全省各市边界的 GeoJSON 文件。
draw-map-off-globe = { $adcode } 的坐标 { $place } 超出经纬度范围。坐标应为经纬度（CGCS2000 或 WGS 84，单位：度），请先把投影坐标转换为经纬度。
