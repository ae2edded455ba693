# 操作记录
audit-title = 操作记录
audit-caption = 共 { $total } 条，最新在前
audit-at = 时间
audit-who = 操作人
audit-deed = 操作
audit-subject = 对象
audit-changes = 变动
audit-reason = 理由：{ $reason }
audit-none = 还没有记录。
deed-user-create = 新建账号
deed-user-change = 修改账号
deed-user-password = 设置密码
deed-user-invite = 发出设置链接
deed-token-create = 新建接口令牌
deed-token-revoke = 撤销接口令牌
subject-user = 账号
subject-token = 令牌
