# 邮件：待发、已发和去向
mail-title = 邮件
mail-letters = 邮件台账
mail-caption = 全部邮件，最新的在前
mail-none = 没有符合条件的邮件。
mail-all = 全部
mail-states = 按状态筛选
mail-count = { $state } { $count }
mail-search = 姓名、邮箱、主题或编号
mail-find = 查找
mail-subject = 主题
mail-to = 收件人
mail-status = 状态
mail-at = 时间
mail-error = 未送出的原因
mail-attempts = 尝试次数
mail-key = 编号
mail-files = 附件
mail-words = 邮件内容
mail-unwritten = 这封邮件在发出时才写成，届时按当时的情况填写。
mail-way = 去向
mail-said = 邮件服务器的答复
mail-by = 办理人
mail-by-itself = 系统
mail-state-queued = 待发
mail-state-claimed = 准备发出
mail-state-handed = 正在送出
mail-state-sent = 已送达服务器
mail-state-failed = 发送失败
mail-state-unknown = 结果不明
mail-state-held = 暂扣
mail-state-dropped = 已不需要
mail-state-word = 邮件状态只能是 queued、claimed、handed、sent、failed、unknown、held、dropped 之一。
mail-retry = 重新发送
mail-retried = 已重新排队，沿用原来的邮件编号（Message-ID）。
mail-retry-state = 该邮件目前的状态是“{ $state }”，不能重新发送；只有发送失败、结果不明、暂扣或已不需要的邮件可以重新发送。
mail-hold = 暂扣此邮件
mail-held-one = 已暂扣，不再自动发出。
mail-hold-state = 该邮件目前的状态是“{ $state }”，不能暂扣；只有待发的邮件可以暂扣。
mail-switch = 发信开关
mail-switch-open = 正常发信。
mail-switch-held = { $since } 起由{ $by }暂停全部发信。原因：{ $reason }
mail-switch-elsewhere = 本库是从别处复制或恢复来的，尚未允许在这里发信，全部邮件暂停。确认无误后请选择“恢复发信”。
mail-switch-unknown = 开关只能是 held（暂停）或 open（恢复）。
mail-switched = 发信开关已更改。
mail-hold-all = 暂停全部发信
mail-release = 恢复发信
mail-reason = 原因
mail-test = 给自己发一封测试邮件
mail-test-posted = 测试邮件已排队，将发往 { $address }，去向见本页。
mail-test-again = 刚刚已经发过一封测试邮件，请稍后再试。
mail-test-address = 邮箱 { $address } 不是邮件服务器普遍接受的地址，请先在人员管理中更改。
mail-test-subject = 【奠基】测试邮件
mail-test-text =
    { $name }：

    这是奠基平台的测试邮件。您能读到它，说明发信设置正确。

    本邮件由系统自动发出，请勿回复。
deed-mail-retry = 重新发送邮件
deed-mail-hold = 暂扣邮件
deed-mail-switch = 切换发信开关
deed-mail-test = 发送测试邮件
subject-letter = 邮件
subject-mail = 发信
nav-mail = 邮件
mail-command-held = 已暂停全部发信；恢复用 groundwork mail release。
mail-command-released = 已恢复发信，本机可以发信。
