# 备份与恢复
backup-done = Backed up to { $file }: { $tables } tables, { $rows } rows, { $files } attachments.
backup-lost = The attachment { $hash } cannot be read and is not in the backup; everything else is. Run groundwork check to see which one it is.
restore-done = Restored from { $file }: { $tables } tables, { $rows } rows, { $files } attachments.
