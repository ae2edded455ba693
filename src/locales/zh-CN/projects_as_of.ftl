# 项目库：往日情况（as_of）
projects-as-of = 截至日期
projects-as-of-notice = 以下为 { $day } 日终时的情况，只供查阅；归属范围按当前所在地判断。
projects-as-of-now = 回到现在
projects-as-of-caption = 截至 { $day } 日终
projects-as-of-day = “{ $value }”不是日期，as_of 请按 2026-08-15 的格式填写。
projects-as-of-future = as_of 是未来的日期（{ $value }），情况尚不可知；请填今天（{ $today }）或更早的日期。
projects-as-of-filter = { $name } 没有历史记录，不能与往日的 as_of 同时使用；请去掉其中一个。
