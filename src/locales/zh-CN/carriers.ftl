# 承载园区。
carriers-area = 面积应为 0 到 20 万平方公里，以平方米为单位的整数。
carriers-amount = 应为 0 到 100,000,000 之间的整数。
carriers-chain-unknown = 没有编号为 { $value } 的产业链，请填产业链编号。
carriers-datum = “{ $value }”是加偏或未知的坐标系，请先换算为 CGCS2000 或 WGS 84。
carriers-degrees = 应为经纬度，例如 117.214。
carriers-elsewhere = 园区的名称、所在地和类别在基础数据中修改，请从这里去掉。
carriers-half = 经度和纬度要一起填，请补上这一项。
carriers-kind = 园区
carriers-outside = { $value } 不在园区所在市范围内（{ $least } 到 { $most }），请核对是否填反或用了其他坐标系。
carriers-place-unknown = { $value } 不是您管理范围内的市或县（市、区），请填在用的六位代码。
deed-park-offer = 修改园区承载条件
