# 接口文档
docs-title = 接口文档
docs-hint = 机器可读的完整文档（OpenAPI）：
docs-operations = 操作
docs-schemas = 数据结构
docs-signed-in = 需要登录或接口令牌；可见范围以本人管理范围为限。
docs-public = 无需登录。
docs-parameters = 参数
docs-body = 请求内容
docs-answers = 应答
docs-fields = 字段
docs-name = 名称
docs-media = 内容类型
docs-status = 状态码
docs-kind = 数据类型
docs-about = 说明
docs-required = 必填
