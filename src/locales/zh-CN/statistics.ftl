# 统计：清单或项目库的数量、金额、比率和位次。
statistics-title = 统计
statistics-of-list = { $quarter }清单统计
statistics-of-draft = { $quarter }清单统计（{ $state }，未发布）
statistics-of-registry = 项目库统计
statistics-quarter = { $year }年{ $number ->
    [1] 一季度
    [2] 二季度
    [3] 三季度
   *[other] 四季度
}
statistics-of-version = { $number }，第 { $version } 版；{ $day }
statistics-as-of = 数据截至 { $day }，序时进度 { $progress }%（满 { $months } 个月）
statistics-live = 项目库现状
statistics-sources = 统计对象
statistics-groupings = 分组方式
statistics-group = 分组
statistics-grouped = 按{ $by }分组
statistics-by-city = 市
statistics-by-stage = 阶段
statistics-by-class = 类别
statistics-by-industry = 产业
statistics-by-chain = 产业链
statistics-by-nature = 建设性质
statistics-no-city = 待分配到市
statistics-no-key = 未填
statistics-unit = 金额单位：亿元
statistics-yi = 亿元
statistics-projects-unit = 个
statistics-plan = 年度计划
statistics-ytd = 年内完成
statistics-in-wan = { $name }（万元）
statistics-split = 拆分口径 { $count } 个
statistics-split-count = 项目数（拆分口径）
statistics-lettered = { $name }（{ $letter }）
statistics-points = 个百分点
statistics-operands = { $operands }，分母：{ $denominator }
statistics-explained = { $formula }。分子：{ $numerator }；分母：{ $denominator }；{ $operands }
statistics-without-plan = ；另有 { $count } 个项目没有年度计划，不计入
statistics-time-progress = 序时进度 { $progress }%
statistics-place = 第 { $place } 位
statistics-place-by = 位次：{ $name }
statistics-not-enrolled = 已开工未入统（{ $count } 个）
statistics-not-enrolled-none = 没有已开工而未入统的项目。
statistics-not-enrolled-no = 未入统
statistics-not-enrolled-unknown = 未填
statistics-project = 项目
statistics-city = 所在市
statistics-stage = 阶段
statistics-enrolled = 是否入统
statistics-definitions = 指标口径
statistics-workbook = 导出 Excel
statistics-is-bulletin = 已发布清单的合计与各市数字是全省公报；项目名称只列您管理范围内的。
statistics-is-own = 未发布的清单和项目库只统计您管理范围内的项目。
statistics-list-unknown = “{ $value }”不是清单。请写季度（如 2026Q3），或写 live 表示项目库现状。
statistics-by-unknown = 不能按“{ $value }”分组。可用：{ $allowed }，多个用逗号隔开。
statistics-day = “{ $value }”不是日期。请写成 2026-08-15 的形式。
statistics-version-of-list = 版本号要和清单一起写，如 list=2026Q3&version=1。
statistics-version-or-day = 版本号和日期只能写一个：日期本身就确定了版本。
