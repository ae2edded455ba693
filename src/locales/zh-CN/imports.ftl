# 导入：上传、核对、确认。

## 页面
imports-upload-title = 上传工作簿
imports-step-upload = 上传
imports-step-check = 核对
imports-step-apply = 确认
imports-not-taken = 文件没有收下，请按提示处理后重新上传
imports-choose-file = 选择或拖入工作簿
imports-file-hint = xlsx 或 csv（UTF-8、GB18030），不超过 10 MB。上传后先核对，确认之前不写入项目库。
imports-city-label = 所属市
imports-city-by-row = 以表内各行为准
imports-city-hint = 表内没有写明所在市的行，归入所选的市。
imports-upload = 上传并核对
imports-earlier = 以往导入
imports-none = 还没有导入过工作簿。
imports-file = 文件
imports-sender = 上传人
imports-command-line = 命令行
imports-uploaded-at = 上传时间
imports-state = 状态
imports-state-applied = 已导入
imports-state-open = 待确认
imports-result = 结果
imports-result-line = 新增 { $new }，更新 { $changed }，无变化 { $unchanged }，未导入 { $error }
imports-pages = 分页
imports-page-before = 上一页
imports-page-after = 下一页
imports-marked-copy = 下载标注后的工作簿
imports-blocked = 还有错误，没有写入任何内容
imports-applied = 导入完成：新增 { $new } 个，更新 { $changed } 个，无变化 { $unchanged } 个，跳过错误行 { $error } 行。
imports-applied-at = 已于 { $at } 导入项目库。
imports-to-projects = 查看项目库
imports-outcome-new = 新增
imports-outcome-changed = 更新
imports-outcome-unchanged = 无变化
imports-outcome-error = 错误
imports-outcome-warning = 提醒
imports-skip = 跳过 { $count } 行错误
imports-apply = 确认导入 { $count } 行
imports-apply-hint = 先改正错误，或勾选跳过错误行，才能导入。
imports-filter = 显示范围
imports-only-all = 全部行
imports-only-problems = 只看有问题的行
imports-general = 表头与合计
imports-nothing-here = 没有符合条件的行。
imports-row = 行
imports-outcome = 结果
imports-new-value = { $cell } 改为
imports-mend = 改正
imports-declared-count = 合计行写明 { $count } 个
imports-declared-total = 合计行写明总投资 { $total } 万元
imports-declared-both = 合计行写明 { $count } 个、总投资 { $total } 万元

## 拒绝与提醒
imports-kind-unknown = 不认识的导入类型“{ $value }”，目前可用：projects。
imports-city = 请选择您管理范围内的市（六位区划代码，如 370100）。
imports-cell-address = “{ $value }”不是单元格地址，应如 E4。
imports-cell-one-answer = 请给出一个答复：填写新内容（value），或按文字保留（keep_text）。
imports-no-such-sheet = 工作簿中没有工作表“{ $value }”。
imports-already-applied = 此工作簿已经导入，不能再改动或重复导入；如有更正，请修改后重新上传。
imports-foreign-row = 本行属于“{ $place }”，不在您的管理范围（{ $own }）内，不能导入。请核对所在市，或删去本行。
imports-place-needed = 本行没有写明所在市，而您管理多个地方（{ $own }）。请补填，或在上传时选择所属市。
imports-key-twice = 本行与第 { $row } 行对应项目库中的同一个项目。请删去其中一行，或清除隐藏的标识列。
imports-name-twice = 与第 { $row } 行名称相同，按两个项目处理。如是同一项目，请删去其中一行。
imports-suspects = 与库内项目相似：{ $names }。按新项目处理，请核对是否重复。

## 操作记录
deed-import-upload = 上传工作簿
deed-import-mend = 改正工作簿单元格
deed-import-apply = 导入工作簿
subject-import = 导入
