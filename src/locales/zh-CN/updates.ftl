# 月度调度：报送、需说明的事项、亮灯
updates-flag-cumulative-fell = 累计完成投资由 { $from } 万元降为 { $to } 万元。请核对，或说明原因。
updates-flag-above-total = 累计完成投资 { $cumulative } 万元，超过总投资 { $total } 万元。请核对，或说明原因。
updates-flag-start-passed = 计划开工时间 { $planned } 已过，项目阶段仍为未开工。请更新阶段，或说明原因。
updates-flag-stage-back = 项目阶段由“{ $from }”退回“{ $to }”。请核对，或说明原因。
updates-flag-month-of-total = 本次比上次多完成投资 { $amount } 万元，超过总投资 { $total } 万元的三分之一。请核对单位，或说明原因。
updates-flag-month-above-mean = 本次比上次多完成投资 { $amount } 万元，超过此前月均 { $mean } 万元的五倍。请核对单位，或说明原因。
updates-flag-unchanged = 自 { $since } 起，项目阶段和累计完成投资已有两个季度没有变化。请核对，或说明原因。
updates-flag-enrolled-not-started = 项目阶段为“{ $stage }”，尚未开工，却填报已入统。请核对，或说明原因。
updates-flag-finish-moved = 计划竣工时间由 { $from } 改为 { $to }。请说明原因。
updates-light-start-ahead = 计划 { $planned } 开工，尚未到期
updates-light-start-missed = 计划 { $planned } 开工，至今未开工，已满 { $months } 个月
updates-light-progress-ahead = 年度投资完成率 { $rate }%（{ $ytd } ÷ { $plan } 万元），序时进度 { $time }%，超前 { $gap } 个百分点
updates-light-progress-behind = 年度投资完成率 { $rate }%（{ $ytd } ÷ { $plan } 万元），序时进度 { $time }%，落后 { $gap } 个百分点
updates-light-enrolled = 已入统
updates-light-not-enrolled = 开工后 { $months } 个月，尚未入统
updates-light-reported = { $period } 已报送
updates-light-unreported = 已连续 { $months } 个月未报送
