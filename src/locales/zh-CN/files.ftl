# 附件
files-kind = “{ $name }”不是 PDF、JPEG 或 PNG 文件（按文件内容判断，与扩展名无关）。请扫描或另存为这三种格式之一后再上传。
files-attached-already = 同一份文件已作为“{ $name }”上传，无须重复上传。
files-void-reason = 作废附件须写明理由。
files-voided-already = 该附件已经作废，没有改动。
files-missing = 该附件的文件已不在存放位置，暂时无法下载；请联系系统管理员从备份恢复，或重新上传原件。
files-damaged = 该附件的文件与上传时不一致，已停止提供下载；请联系系统管理员从备份恢复，或重新上传原件。
files-check-missing = 附件 { $id }“{ $name }”（{ $subject }）：文件缺失，应有 SHA-256 { $hash }。
files-check-altered = 附件 { $id }“{ $name }”（{ $subject }）：文件与上传时不一致，应有 SHA-256 { $hash }。
files-check-unreadable = 附件 { $id }“{ $name }”（{ $subject }）：文件无法读取，应有 SHA-256 { $hash }。
deed-file-attach = 上传附件
deed-file-void = 作废附件
deed-file-mend = 补传受损附件
files-photo-kind = { $name } 不是照片。请上传 JPEG、PNG 或 WebP 格式的现场照片。
files-photo-damaged = { $name } 无法读取，文件可能已损坏。请重新导出或另拍一张。
files-photo-large = { $name } 尺寸过大（边长上限 { $side } 像素，展开后的大小也有上限）。请缩小后再传。
