# 现有企业。
enterprises-code-known = 该统一社会信用代码已登记为“{ $name }”，请修改原有企业，或更正代码。
enterprises-name-known = “{ $name }”已登记，请修改原有企业，或填写能区分两家的全称。
enterprises-park-elsewhere = “{ $park }”与企业不在同一个市，请改选园区或所在地。
enterprises-park-unknown = 没有这个园区，请从名单中选，或留空。
enterprises-place-unknown = { $value } 不是您管理范围内的市或县（市、区），请填在用的六位代码。
enterprises-position-twice = 同一环节写了两次，请保留一条。
enterprises-role-unknown = 没有“{ $value }”这个角色，可用：leading、core、main、participating。
enterprises-segment-unknown = 没有编号为 { $value } 的环节，请填产业链环节的编号。
deed-enterprise-add = 登记企业
deed-enterprise-amend = 修改企业
subject-enterprise = 企业
enterprises-role-leading = 龙头
enterprises-role-core = 核心
enterprises-role-main = 主要
enterprises-role-participating = 参与
enterprises-name-taken = 图谱中已有同名企业，不在您的管理范围内；请填写能区分两家的全称，或联系省级。
enterprises-code-taken = 图谱中已有使用该统一社会信用代码的企业，不在您的管理范围内；请核对代码，或联系省级。
