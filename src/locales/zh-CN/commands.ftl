# 命令行
check-well = 检查完毕：结构为最新，已发布的清单与校验值一致，没有悬空的记录。
check-pending = 数据库结构不是最新：还须执行 { $name }，请先运行 groundwork migrate。
check-orphans = 表 { $table } 有 { $rows } 行的 { $columns } 在表 { $parent } 中找不到对应的记录。
export-no-list = 没有 { $quarter } 的清单，或没有这一版。
check-guard = 触发器 { $name } 不存在或已停用：已发布的清单失去保护，请从备份恢复或请开发人员处理。
