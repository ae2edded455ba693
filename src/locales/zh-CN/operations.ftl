# 备份与恢复
backup-done = 已备份到 { $file }：{ $tables } 张表，{ $rows } 行，{ $files } 个附件。
backup-lost = 附件 { $hash } 无法读取，未列入备份；其余内容完整。请运行 groundwork check 查看是哪个附件。
restore-done = 已从 { $file } 恢复：{ $tables } 张表，{ $rows } 行，{ $files } 个附件。
