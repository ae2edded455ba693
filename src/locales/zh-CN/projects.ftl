# 项目库：阶段、拒收说明、提示、操作

## 阶段
stage-planned = 谋划
stage-reserved = 储备
stage-negotiating = 洽谈
stage-signed = 签约
stage-filed = 备案/核准
stage-started = 开工
stage-under_construction = 在建
stage-completed = 竣工
stage-in_production = 投产
stage-at_capacity = 达产

## 阶段与状态的变更
projects-stage-needs = 进入“{ $stage }”阶段须先填写此项。
projects-stage-needs-code = 进入“{ $stage }”阶段须填写项目代码；确实没有的，请在“理由”中说明。
projects-stage-back-reason = 退回以前的阶段须说明理由。
projects-side-state-reason = 变更项目状态（停缓建、退出、作废或恢复）须说明理由。
projects-locked = 该项目已报送到 { $quarter } 的清单，退回后才能修改；如有错误，请联系省级审核人员退回或开放修改。
projects-side-state-by-list = 合并和拆分在审核清单时办理，不能在这里直接填写。
projects-is-voided = 此记录已作废，不能再修改；需要恢复的，请先把状态改回“正常”并说明理由。

## 日期、金额、位置
projects-dates-order = 日期先后颠倒：前一日期为 { $first }，后一日期为 { $second }，请核对。
projects-date-future = 实际日期 { $date } 还没有到，请核对；如为计划日期，请填入计划日期。
projects-amount-negative = 金额不能为负，请核对。
projects-amount-too-large = 金额超过 { $limit } 亿元，可能是单位写错了，请核对。
projects-total-zero = 总投资为 0，请核对；尚未确定的请留空。
projects-plan-above-total = 年度计划 { $part } 万元大于总投资 { $total } 万元，请核对。
projects-cumulative-above-total = 累计完成投资 { $part } 万元大于总投资 { $total } 万元，请核对；超概算的请说明理由。
projects-ytd-above-cumulative = 本年完成投资大于累计完成投资，请核对。
projects-total-conflict = 总投资有两种说法：现采用 { $adopted } 万元（{ $source }），另有 { $other } 万元（{ $other_source }）。请选定其中一个。
projects-position-range = 经度应在 -180 至 180 之间，纬度应在 -90 至 90 之间，以度为单位填写小数，例如 117.214。
projects-position-abroad = 这个位置不在中国境内，可能把经度和纬度填反了，请核对。
projects-position-half = 只填了经度或只填了纬度，请补齐或都留空。

## 区划、行业、园区、打包
projects-place-abolished = “{ $value }”已撤销，按现属的{ $name }（{ $suggestion }）登记；县（市、区）请核对补填。
projects-place-closed = “{ $value }”已停用，请改选现行的行政区划。
projects-place-unknown = 没有代码为 { $value } 的行政区划，请填写 GB/T 2260 的六位代码。
projects-not-a-city = { $value } 不是设区的市的代码，请填写市的代码，例如 370100；县区请填入“县（市、区）”。
projects-not-a-county = { $value } 不是县（市、区）的代码，请填写县（市、区）的代码，例如 370102。
projects-county-of-other-city = 县（市、区）{ $value } 不属于所填的市，请核对。
projects-outside-scope = 这个地方不在您的管理范围内，请改选您管理的市或县（市、区）。
projects-industry-unknown = 没有“{ $value }”这个行业，请填写基础数据中的行业代码或名称。
projects-chain-unknown = 没有编号为 { $value } 的产业链，请在基础数据中查找。
projects-park-unknown = 没有编号为 { $value } 的园区，请在基础数据中查找。
projects-segment-unknown = 没有编号为 { $value } 的产业链环节，请选所属产业链的环节，或留空。
projects-segment-other-chain = “{ $value }”不是所选产业链的环节；请改选环节，或改选产业链。
projects-parent-itself = 项目不能是自己的组成部分，请改选打包项目或留空。
projects-parent-unknown = 没有编号为 { $value } 的打包项目，或它不在您的管理范围内，请核对。
projects-parent-is-part = 项目 { $value } 本身是另一打包项目的组成部分，不能再作打包项目，请改选。
projects-parent-has-parts = 此项目已有组成部分，不能再并入打包项目 { $value }。
projects-suspected-duplicate = 可能与已有项目重复：{ $names }。请核对；确属不同项目的，请说明理由。

## 查询
projects-word-unknown = “{ $value }”不在可选范围内，可以用：{ $allowed }。
projects-fact-unknown = “{ $value }”不是字段名，请对照接口文档。

## 操作记录
deed-project-exit = 项目退出清单
deed-project-merge = 合并项目
deed-project-split = 拆分项目
deed-project-create = 新建项目
deed-project-report = 采纳月度报送为项目数据
deed-project-change = 修改项目
deed-project-void = 作废项目
deed-project-adopt = 选定总投资
subject-project = 项目
