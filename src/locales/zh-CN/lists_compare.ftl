# 清单比较：两期清单、两个版本，或清单与项目库

## 两侧
compare-side-list = { $quarter }清单
compare-side-version = { $quarter }清单第{ $version }版
compare-side-draft = { $quarter }清单（草稿）
compare-side-live = 项目库现状
compare-live-has-no-version = 项目库没有版本，请去掉 with_version，或改用 with=2026Q2 这样的季度。
compare-with-unknown = “{ $value }”不是季度；请写成 2026Q2 的格式，与项目库比较写 live。
compare-nothing-before = 此前没有已发布的清单；请用 with= 指定另一季度，或写 live 与项目库比较。
compare-with-itself = 两侧是同一份清单；请选择另一季度、另一版本，或写 live 与项目库比较。

## 疑为同一项目
compare-reason-code = 项目代码相同
compare-reason-name = 名称相同
compare-reason-core = 除括号内文字外名称相同
compare-reason-contained = 一个名称包含另一个名称
compare-reason-alike = 名称相近（{ $share }% 的相邻字相同）
compare-reason-beginning = 名称开头相同
compare-reason-unit = 项目单位相同
compare-reason-city = 同在一市
compare-reason-capacity = 规模相同（{ $figures }）
compare-reason-total = 总投资相同（{ $total } 万元）
compare-doubt-phase = 只有一侧写明第{ $phase }期，可能是其中一期
compare-doubt-capacity = 规模不同（{ $one }、{ $other }），可能是另一期
compare-doubt-unit = 项目单位不同；业主变更的按新项目计
compare-doubt-total = 总投资不同（{ $one }、{ $other } 万元）

## 语句
compare-amount-large = { $amount }亿元
compare-amount-small = { $amount }万元
compare-projects = { $count }个项目
compare-semicolon = ；
compare-nothing = { $to }与{ $from }的项目及内容完全一致。
compare-whole = 与{ $from }相比，{ $to }共有{ $projects }，{ $count_change }；总投资{ $total }，{ $total_change }。
compare-live-whole =
    { $from }所列{ $projects }中，{ $changed ->
        [0] 仍在项目库中推进的，内容均与清单一致
       *[other] { $changed }个在项目库中的内容已与清单不同
    }。
compare-count-more = 增加{ $count }个
compare-count-fewer = 减少{ $count }个
compare-count-equal = 个数持平
compare-money-more = 增加{ $amount }
compare-money-less = 减少{ $amount }
compare-money-equal = 与前期持平
compare-plan = 年度计划投资合计{ $amount }，{ $change }。
compare-done = 年内完成投资合计{ $amount }，{ $change }。
compare-added = 增补{ $projects }，总投资{ $total }{ $where }。
compare-live-added = 项目库中另有{ $projects }材料齐全而未列入清单，总投资{ $total }{ $where }。
compare-where = ，其中{ $places }
compare-where-most = ，较多的有{ $places }
compare-place = { $place }{ $count }个
compare-exited = 退出{ $projects }，总投资{ $total }{ $where }{ $why }。
compare-live-exited = 清单内{ $projects }在项目库中已不再推进，总投资{ $total }{ $where }。
compare-why = ；按去向，{ $kinds }
compare-why-graduate = 投产出列{ $count }个
compare-why-drop = 退出清单{ $count }个
compare-why-merge = 并入其他项目{ $count }个
compare-why-split = 拆分{ $count }个
compare-why-decline = 未采纳{ $count }个
compare-why-unknown = 去向未注明{ $count }个
compare-to-implementation = 储备类转实施类{ $projects }，总投资{ $total }{ $where }。
compare-to-preparation = 实施类转储备类{ $projects }，总投资{ $total }{ $where }。
compare-adjusted = 保留的{ $projects }调整了总投资，其中调增{ $up }个、调减{ $down }个，合计{ $net }。
compare-stages = 保留的{ $projects }推进到新的阶段{ $steps }。
compare-reached = ，其中{ $steps }
compare-reached-start = 新开工{ $count }个
compare-reached-completion = 新竣工{ $count }个
compare-reached-production = 新投产{ $count }个
compare-stages-back = 保留的{ $projects }退回到以前的阶段。
compare-start-later = 保留的{ $projects }推迟计划开工。
compare-start-earlier = 保留的{ $projects }提前计划开工。
compare-finish-later = 保留的{ $projects }推迟计划竣工。
compare-finish-earlier = 保留的{ $projects }提前计划竣工。
compare-renamed = 保留的{ $projects }更改了名称。
compare-by-city = 分市看，{ $places }。
compare-by-city-most = 分市看，变动较大的有{ $places }。
compare-by-chain = 分产业链看，{ $places }。
compare-by-chain-most = 分产业链看，变动较大的有{ $places }。
compare-place-more = { $place }增{ $count }个
compare-place-fewer = { $place }减{ $count }个
compare-suspected = 进出项目中有{ $count }对疑为同一项目，请核实后再作增补、退出统计。
compare-extract-only = 以上仅统计您管理范围内的项目。

## 去向
compare-fate-into = 去向：{ $names }
compare-fate-unknown = 未注明原因
compare-fate-not-there = 已不在您的管理范围

## 页面与表格
compare-title = 清单比较
compare-link = 与其他清单比较
compare-heading = { $from } → { $to }
compare-turned = 比较总以较早的清单为前：本页所选清单较早，故列在前，变动均为此后的变动。
compare-choose = 选择比较对象
compare-with = 与谁比较
compare-with-before = 上一期已发布清单
compare-with-version = 对方版本
compare-own-version = 本清单版本
compare-version-hint = 不填为最新
compare-apply = 比较
compare-extract = 摘录：仅比较您管理范围内的项目。
compare-entered = 新列入
compare-left = 不再列入
compare-changed = 保留而有变动
compare-kept = 保留 { $count } 个
compare-indicators = 指标
compare-indicator = 指标
compare-before = 前
compare-after = 后
compare-change = 变动
compare-points = { $points }个百分点
compare-rate = { $percent }%
compare-none = —
compare-count = 项目数（个）
compare-total = 总投资（亿元）
compare-annual-plan = 年度计划投资（亿元）
compare-ytd = 年内完成（亿元）
compare-implementation = 实施类（个）
compare-implementation-share = 实施类占比
compare-started = 已开工及以后（个）
compare-sentences = 可直接引用的文字
compare-sentences-hint = 点入文本框，全选复制。
compare-section-added = 增补（{ $count }）
compare-section-live-added = 未列入清单的齐全项目（{ $count }）
compare-section-to-implementation = 储备转实施（{ $count }）
compare-section-to-preparation = 实施转储备（{ $count }）
compare-section-exited = 退出（{ $count }）
compare-section-changed = 内容变动（{ $count }）
compare-section-suspected = 疑为同一项目（{ $count }）
compare-suspected-hint = 系统不自动合并；核实后由人决定。增补、退出的个数仍按项目编号计。
compare-none-of-these = 没有。
compare-wan = 总投资（万元）
compare-annual-plan-wan = 年度计划投资（万元）
compare-ytd-wan = 年内完成（万元）
compare-fate = 去向与原因
compare-changes = 变动内容
compare-field = 项目内容
compare-reasons = 依据
compare-against = 存疑
compare-suspected-mark = 疑为同一项目
compare-by-city-title = 按市
compare-by-chain-title = 按产业链
compare-by-industry-title = 按产业
compare-by-class-title = 按类别
compare-by-stage-title = 按阶段
compare-group = 分组
compare-no-chain = 未分产业链
compare-no-stage = 阶段不详
compare-export = 导出 xlsx
compare-sheet-overview = 概况
compare-sheet-moves = 进出与类别变动
compare-sheet-changes = 内容变动
compare-sheet-groups = 分组合计
compare-sheet-stages = 分组阶段
compare-kind = 变动类别
compare-serial-before = 前期序号
compare-serial-after = 本期序号
compare-count-before = 前期项目数
compare-count-after = 本期项目数
compare-count-change = 项目数变动
compare-total-before = 前期总投资（万元）
compare-total-after = 本期总投资（万元）
compare-total-change = 总投资变动（万元）
compare-plan-before = 前期年度计划（万元）
compare-plan-after = 本期年度计划（万元）
compare-done-before = 前期年内完成（万元）
compare-done-after = 本期年内完成（万元）
compare-remark = 说明
compare-stage-before = { $stage }（前）
compare-stage-after = { $stage }（后）
compare-sides-caption = 前：{ $from }　后：{ $to }
