# 季度清单的页面：列表、申报、审核、已发布、打印、导出

## 名称
lists-title = 季度清单
lists-caption = 各季度清单
lists-crumbs = 位置
lists-none = 还没有建立清单。省级审核人员建立后，各市即可申报。
lists-quarter-name =
    { $year }年{ $number ->
        [1] 一
        [2] 二
        [3] 三
       *[4] 四
    }季度
lists-document-title = { $quarter }{ $province }重点制造业项目清单
lists-quarter = 季度
lists-quarter-hint = 如 2026Q3
lists-state = 状态
lists-number = 文号
lists-number-version = { $number }（第 { $version } 版）
lists-projects = 项目数
lists-count = { $count } 个
lists-count-live = 待审核 { $waiting }，已采纳 { $accepted }
lists-yi = { $amount } 亿元
lists-target = 目标数
lists-target-whole = 全省目标数
lists-target-hint = 全省计划列入的项目数
lists-nominate-by = 申报截止
lists-publish-by = 计划发布
lists-deadline-left = { $day }（还有 { $days } 个工作日）
lists-deadline-today = { $day }（今天）
lists-deadline-passed = { $day }（已过 { $days } 个工作日）
lists-deadline-gone = { $day }（已过）
lists-deadline-moved = { $day } 为休息日，顺延至 { $effective }
lists-working-days-hint = 默认为季度结束后第 { $days } 个工作日，可以另填；留空按此计算。
lists-late = 已过截止日
lists-open = 建立清单
lists-opened = 已建立{ $quarter }清单，各市可以申报。
lists-print = 打印版
lists-export-xlsx = 导出 xlsx
lists-comma = 、
lists-shown = 共 { $count } 个 · 总投资 { $total } 亿元
lists-unit-wan = 单位：万元
lists-no-city = 省本级
lists-no-industry = 未分产业
lists-industry = 产业
lists-action = 操作

## 官方表列
lists-column-serial = 序号
lists-column-name = 项目名称
lists-column-unit = 项目单位
lists-column-city = 所在市
lists-column-county = 所在县
lists-column-place = 所在地
lists-column-nature = 建设性质
lists-column-class = 类别
lists-column-stage = 阶段
lists-column-total = 总投资
lists-column-annual-plan = 年度计划投资
lists-column-ytd = 年内完成
lists-column-cumulative = 累计完成
lists-column-planned-start = 计划开工
lists-column-planned-finish = 计划竣工
lists-column-years = 建设年限
lists-column-scope = 建设规模及主要内容
lists-column-responsible-unit = 责任单位
lists-column-responsible-person = 责任人
lists-column-change = 变动
lists-column-state = 状态
lists-change-addition = 增补
lists-change-to-implementation = 准备转实施
lists-change-to-preparation = 实施转准备
lists-change-carried = 续列
lists-change-exit = 退出
lists-sum-whole = 全省合计
lists-sum-extract = 摘录合计
lists-group = { $name }（{ $count }个）

## 这份东西是什么
lists-standing-published = { $number }　第{ $version }版　数据截至 { $day }
lists-standing-draft = 未发布草稿，不作为依据
lists-extract-mark = 摘录
lists-extract = 仅含您管理范围内的 { $seen } 个项目，序号为全文序号；全文共 { $count } 个项目，总投资 { $total } 万元。
lists-extract-draft = 仅含您管理范围内的 { $seen } 个项目。
lists-hash = SHA-256：{ $hash }
lists-hash-whole = 全文 SHA-256：{ $hash }
lists-hash-none = 未发布草稿，没有校验值
lists-note = 注：{ $text }
lists-taken = { $name } 于 { $time } 取得
lists-hash-hint = 导出的 json（全文）用任何工具计算 SHA-256，都应与此相同。

## 申报
lists-overview = 本季情况
lists-against-target = 已申报 { $count } / 目标 { $target }
lists-nominations = 已申报（{ $count }）
lists-nominations-none = 还没有申报。
lists-nominate = 申报
lists-nominate-chosen = 申报所选项目
lists-nominate-again = 重新申报
lists-nominate-hint = 申报时按项目库现有内容核对；一个不符合，全部不申报。
lists-withdraw-chosen = 撤回所选申报
lists-withdraw-hint = 只能撤回待审核或已退回的申报。
lists-nominated = { $count } 个项目已申报。
lists-withdrawn = { $count } 个申报已撤回。
lists-candidates = 可申报的项目
lists-candidates-search = 查找可申报的项目
lists-candidates-ready = 材料齐全（{ $count }）
lists-candidates-ready-none = 没有材料齐全而尚未申报的项目。
lists-candidates-gaps = 尚有缺项（{ $count }）
lists-candidates-gaps-label = 尚有缺项的项目
lists-candidates-more = 可申报的项目共 { $total } 个，这里只列出最近更新的 { $shown } 个；请输入关键词缩小范围。
lists-missing = 缺少
lists-tick-ready = 勾选全部
lists-move-reviewing = 结束征集，开始审核
lists-move-reviewing-hint = 开始审核后，各市只能补正被退回的申报。
lists-move-collecting = 退回征集阶段
lists-moved-reviewing = 已开始审核。
lists-moved-collecting = 已退回征集阶段，各市可以继续申报。

## 审核
lists-filter = 筛选申报
lists-filter-q = 关键词（名称、单位）
lists-filter-all = 全部
lists-filter-apply = 筛选
lists-filter-none = 没有符合条件的申报。
lists-undecided-count = 待审核 { $count }
lists-decide-chosen = 处理所选
lists-decide-otherwise = 其他…
lists-accept = 采纳
lists-return = 退回
lists-decline = 不采纳
lists-reason = 理由
lists-reason-hint = 理由（退回、不采纳、结转项目须写明）
lists-tick-open = 勾选所列待审核
lists-accepted = { $count } 个申报已采纳。
lists-returned = { $count } 个申报已退回。
lists-declined = { $count } 个申报未采纳。
lists-against = 对照目标
lists-accepted-target = 已采纳 { $count } / 目标 { $target }
lists-meters-hint = 各组为：已采纳 / 已采纳与待审核之和
lists-by-class = 按类别
lists-by-city = 按市
lists-by-industry = 按产业
lists-refused = 没有任何改动，请先处理：
lists-batch-stale = “{ $name }”在您打开页面后已被他人处理，请核对最新状态后再决定。
lists-batch-refused = “{ $name }”：{ $why }
lists-batch-unreadable = 所选项目无法识别，请刷新页面后重选。
lists-batch-nothing-chosen = 请先勾选项目。

## 发布
lists-publish = 发布清单
lists-number-hint = 如 鲁工信清单〔2026〕3号
lists-publish-reason = 与目标不符的理由
lists-publish-hint = 发布后编定序号、冻结内容并生成校验值，任何人不能再改动。
lists-published = 已发布：{ $number }。
lists-gate-undecided = 还有 { $count } 个申报没有处理，处理完才能发布。
lists-gate-short = 比目标少 { $count } 个，发布时须写明理由。
lists-gate-over = 比目标多 { $count } 个，发布时须写明理由。

## 已发布
lists-document = 文件
lists-version = 版本
lists-version-nth = 第 { $number } 版
lists-versions = 各版本
lists-published-at = 发布时间
lists-publisher = 发布人
lists-data-as-of = 数据截至
lists-count-measure = 口径：清单每个条目计 1 个；打包项目与其子项目同时列入的，分别计数。统计页按打包口径计，两者可能不同。
lists-previous-hash = 上一份的 SHA-256
lists-count-total = 个数 · 总投资（亿元），均为全文
lists-exits = 退出（{ $count }）
lists-superseded = 这是第 { $version } 版，已有更新的版本。
lists-superseded-newest = 查看最新版本

## 打印
lists-print-back = 返回清单
lists-print-hint = A3 横向；用浏览器的“打印”输出或存为 PDF。
lists-print-office = 填报范围：{ $province }
lists-print-day = 日期：{ $day }
lists-print-filled = 填表人：
lists-print-checked = 审核人：
lists-print-phone = 联系电话：
lists-continued = { $count } 个结转项目保留。
lists-graduated = { $count } 个结转项目投产出列。
lists-dropped = { $count } 个结转项目退出。
lists-merged = { $count } 个结转项目并入其他项目。
lists-split = { $count } 个结转项目拆分。
