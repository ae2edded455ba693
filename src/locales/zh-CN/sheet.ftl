# 表格读写的说明：文件、表头、单元格、合计、批注。

## 文件
sheet-file-empty = 文件是空的。请上传 xlsx 或 csv 文件。
sheet-file-pdf = 这是 PDF 文件，不能读取表格。请上传原来的 xlsx 文件。
sheet-file-markup = 这是网页（HTML 或 XML）文件，不是工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再上传。
sheet-file-old = 这不是 xlsx 工作簿（可能是 .xls、.et、.xlsb 或 .ods）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再上传。
sheet-file-document = 这是文字文档（Word），不是工作簿。请把其中的表格复制到 Excel 或 WPS 表格，存为 xlsx 后再上传。
sheet-file-encrypted = 工作簿设有打开密码，无法读取。请取消密码、另存后再上传。
sheet-file-broken = 工作簿已损坏，无法读取（{ $reason }）。请用 Excel 或 WPS 打开并另存为 xlsx 后再上传。
sheet-file-binary = 文件不是表格：第 { $offset } 字节处有空字符（NUL）。请上传 xlsx，或以 UTF-8、GB18030 编码保存的 csv。
sheet-file-parts = 工作簿由超过 { $limit } 个部件组成，已拒绝读取。请把数据复制到新的工作簿后再上传。
sheet-file-inflates = 工作簿解压后过大：部件“{ $part }”超过上限（{ $limit } MB）。请删除图片、多余的工作表和空白行列后再上传。
sheet-file-text = 工作簿的文字总量超过 { $limit } MB。请拆分后再上传。
sheet-file-cells = 工作表“{ $sheet }”有内容的行超过 { $rows } 行或列超过 { $columns } 列。请删去无关的行列，或拆分后再上传。
sheet-file-merges = 工作表“{ $sheet }”的合并单元格超过 { $limit } 处。请取消多余的合并后再上传。
sheet-csv-broken = csv 文件无法读取（{ $reason }）。请另存为 xlsx 后再上传。
sheet-csv-quotes = csv 文件的引号不成对，最后一个引号在第 { $line } 行。请检查该行及以前各行，补齐引号，或另存为 xlsx 后再上传。
sheet-csv-encoding = csv 文件既不是 UTF-8 也不是 GB18030 编码：第 { $offset } 字节处（第 { $line } 行）无法识别。请另存为“CSV UTF-8”或 xlsx 后再上传。

## 表头
sheet-no-header = 没有找到表头。表头应含有：{ $wanted }；文件开头的内容是：{ $found }。请核对是否选对了文件，或按模板修改表头。
sheet-without-header = 工作表“{ $sheet }”中没有找到表头，未读取。
sheet-hidden = 工作表“{ $sheet }”是隐藏的，未读取。如需导入，请取消隐藏。
sheet-columns-ignored = 以下各列没有对应的字段，未读取：{ $headers }。
sheet-column-twice = 列“{ $header }”与 { $other } 的列表示同一内容，按 { $other } 的列读取，本列未读取。
sheet-header-without-unit = “{ $header }”没有写明金额单位。请在表头写明，如“（万元）”或“（亿元）”，也可以在表格上方写“单位：万元”。
sheet-row-unread = 第 { $row } 行只有未识别的列填有内容，未读取。

## 单元格
sheet-required = “{ $column }”未填写，本行不能导入。请补填。
sheet-cell-error = 单元格是公式错误（{ $value }）。请改正公式，或直接填写结果。
sheet-formula-uncomputed = 单元格是公式，但文件中没有保存计算结果。请用 Excel 或 WPS 打开、保存后再上传，或直接填写结果。
sheet-digits-lost = “{ $value }”超过 15 位，以数字格式填写时末尾几位已经丢失。请把单元格设为文本格式后重新填写。
sheet-text-kept = 按文字保留“{ $value }”，数值留空。
sheet-unit-in-cell = “{ $value }”自带单位，读作 { $wan } 万元。
sheet-amount-rounded = “{ $value }”不足一元的部分已四舍五入，读作 { $yuan } 元。
sheet-date-month-unsure = “{ $value }”读作 { $read }。数字单元格分不清 1 月和 10 月，请核对。
sheet-range-unreadable = “{ $value }”看不出起止时间，文字已保留，起止时间留空。请写成“2023—2025”或“2024年3月至2026年12月”。
sheet-integer = “{ $value }”不是整数。请填写不小于 0 的整数，不带单位。
sheet-two-values = “{ $value }”与 { $other } 所填的“{ $kept }”不一致，按后者读取。请核对。
sheet-more-remarks = 问题太多，只列出前 { $shown } 条，另有 { $more } 条未列出。请改正后重新上传。

## 合计
sheet-count-differs = “{ $total }”写的是 { $declared } 个，实际读到 { $counted } 个。请核对。
sheet-sum-differs = “{ $total }”的“{ $column }”写的是 { $declared }，逐行相加是 { $counted } { $unit }。请核对。

## 建议与批注
sheet-suggest-replace = 改为“{ $value }”
sheet-suggest-keep-text = 按文字保留，数值留空
sheet-suggestion = 建议：{ $suggestion }
sheet-level-error = 错误
sheet-level-warning = 警告
sheet-level-note = 提示
sheet-issues = 问题清单
sheet-issues-cell = 单元格
sheet-issues-level = 程度
sheet-issues-value = 原内容
sheet-issues-sentence = 说明与建议
sheet-carries-macros = 工作簿含有宏。宏不会运行，只读取单元格的内容。
sheet-carries-links = 工作簿引用了其他文件或数据连接。这些引用不会打开，按文件中保存的数值读取，请核对。
