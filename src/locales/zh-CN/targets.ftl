# 目标企业。
targets-amount = 应为 0 到 100,000,000 之间的整数。
targets-known = 名单中该环节已有这家企业，请修改原有一条。
targets-place-unknown = { $value } 不是您管理范围内的市或全省，请填在用的六位代码。
targets-priority-unknown = 没有“{ $value }”这个优先级，可用：high、medium、low。
targets-segment-unknown = 没有编号为 { $value } 的环节，请填产业链环节的编号。
targets-status-unknown = 没有“{ $value }”这个状态，可用：open、landed、dropped。
targets-tie-unknown = 您管理范围内没有编号为 { $value } 的企业，请填现有企业的编号。
deed-target-add = 登记目标企业
deed-target-amend = 修改目标企业
subject-target = 目标企业
targets-priority-high = 重点
targets-priority-medium = 一般
targets-priority-low = 关注
targets-status-open = 待引进
targets-status-landed = 已落地
targets-status-dropped = 放弃
targets-ties-many = 一家目标企业最多关联 { $most } 家企业，请保留最主要的。
