# 各处共用的字词与拒收说明：文字、金额、日期、区划、代码、分页。

## 文字
kernel-text-too-long = 最多 { $limit } 个字，现有 { $length } 个字，请精简后再填。
kernel-text-control = 第 { $position } 个字是控制字符（{ $code }），无法显示，请删去后再填。
kernel-text-invisible = 第 { $position } 个字是看不见的排版控制符（{ $code }），会改变显示的顺序，请删去后再填。
kernel-text-garbled = 第 { $position } 个字是乱码（{ $code }），原文件的编码可能读错了，请核对原文后重新填写。

## 金额
kernel-unit-yuan = 元
kernel-unit-wan = 万元
kernel-unit-yi = 亿元
kernel-unit-any = 元、万元或亿元
kernel-amount-empty = 未填金额，请填写以{ $unit }计的数字；确实没有的可以留空。
kernel-amount-vague = “{ $value }”是约数或范围，不能当作金额。请填写以{ $unit }计的确切数字；暂时不能确定的，请按文字保留，金额留空。
kernel-amount-foreign-currency =
    “{ $value }”是外币（{ $currency ->
        [USD] 美元
        [EUR] 欧元
        [JPY] 日元
        [HKD] 港元
        [KRW] 韩元
        [GBP] 英镑
        [TWD] 新台币
        [SGD] 新加坡元
        [AUD] 澳大利亚元
        [CAD] 加拿大元
        [CHF] 瑞士法郎
       *[other] { $currency }
    }），系统不自动折算。请填写折合人民币、以{ $unit }计的数字，或按原文保留币种。
kernel-amount-quantity = “{ $value }”是数量或比率，不是金额。请填写以{ $unit }计的数字，数量请写入建设内容。
kernel-amount-negative = “{ $value }”小于零，金额不能为负，请核对。
kernel-amount-too-large = “{ $value }”按{ $unit }计已超过 { $limit } 亿元，可能是单位写错了，请核对。
kernel-amount-no-unit = “{ $value }”没有单位，表头和表名里也没有写明。请在表头写明（元）、（万元）或（亿元），或在数字后写上单位。
kernel-amount-not-a-number = “{ $value }”不是数字，请填写以{ $unit }计的阿拉伯数字，例如 12800。

## 日期
kernel-plan-date-format = “{ $value }”不是规范的日期，请写成 2026、2026Q3、2026-05 或 2026-05-17（1990 至 2100 年）。
kernel-plan-date-unreadable = “{ $value }”读不出日期，请写成 2026年、2026年三季度、2026年5月 或 2026年5月17日（1990 至 2100 年）。
kernel-quarter-format = “{ $value }”不是季度，请写成 2026Q3 的样子（1990 至 2100 年，Q1 至 Q4）。
kernel-period-format = “{ $value }”不是月份，请写成 2026-09 的样子（1990 至 2100 年）。

## 区划
kernel-division-format = “{ $value }”不是行政区划代码，请填写六位数字，例如 370100。
kernel-scope-empty = 至少要有一个行政区划代码，多个代码用逗号隔开，例如 370100,370200。

## 项目代码与统一社会信用代码
kernel-project-code-format = “{ $value }”不是项目代码。项目代码由五组数字组成，用短横线隔开，例如 2305-371121-04-01-122324。
kernel-project-code-time = 项目代码“{ $value }”的第一组“{ $group }”有误：应为赋码的年月（如 2305 指 2023 年 5 月）；2015 至 2020 年的旧代码为年份。
kernel-project-code-check-digit = 项目代码“{ $value }”的校验码不符：末位应为 { $expected }，现为 { $found }。请对照备案证明核对；确实如此的请说明理由。
kernel-project-code-early = 项目代码“{ $value }”的时间早于 2020 年 11 月，那时还没有这种新格式的代码，请核对。
kernel-project-code-region-unknown = 项目代码“{ $value }”中的地区 { $region } 不在 GB/T 2260 行政区划代码中，可能是开发区自用的代码，请核对。
kernel-project-code-region-other = 项目代码“{ $value }”中的地区 { $region } 与项目所在地 { $division } 不在同一个市，请核对。
kernel-credit-code-length = “{ $value }”有 { $length } 个字符，统一社会信用代码应为 18 个，请核对。
kernel-credit-code-letter = 统一社会信用代码“{ $value }”的第 { $position } 位是“{ $letter }”，代码中不使用 I、O、S、V、Z 这五个字母，可能是形近的数字（如 1、0、5、2），请核对。
kernel-credit-code-character = 统一社会信用代码“{ $value }”的第 { $position } 位“{ $letter }”有误：只能使用数字和大写字母，第 3 至 8 位只能是数字。
kernel-credit-code-check-digit = 统一社会信用代码“{ $value }”的校验码不符：第 18 位应为 { $expected }，现为 { $found }。请对照营业执照核对；早期试点的代码确有不符的，请说明理由。
kernel-credit-code-organization-digit = 统一社会信用代码“{ $value }”中组织机构代码（第 9 至 17 位）的校验码不符：第 17 位应为 { $expected }，现为 { $found }。请对照营业执照核对；确实如此的请说明理由。
kernel-industry-code-format = “{ $value }”不是制造业的国民经济行业代码（GB/T 4754—2017）。请填写字母 C 加二至四位数字，大类在 C13 至 C43 之间，例如 C2922。

## 分页与排序
kernel-page-number = “{ $value }”不是页码，请填写 1 或更大的整数。
kernel-page-size = “{ $value }”不是每页条数，请填写 1 至 { $limit } 的整数。
kernel-sort-field = 不能按“{ $value }”排序，可以用：{ $allowed }（前面加“-”表示从大到小）。
