# 对外公开的清单
public-title = 重点制造业项目清单
public-none = 还没有公布的清单。
public-standing = { $number }　{ $day } 发布
public-shown = 共 { $count } 个项目
public-data = 开放数据（OC4IDS）
public-column-industry = 产业
public-column-total = 总投资（万元）
