# 各处列表共用：筛选条件、翻页、行距
listing-filters = 已选条件
listing-lift = 去掉条件：{ $filter }
listing-clear = 清除全部条件
listing-pages = 翻页
listing-shown = 第 { $first }–{ $last } 条，共 { $total } 条
listing-previous = 上一页
listing-next = 下一页
listing-per-page = 每页
listing-density = 行距
listing-compact = 紧凑
listing-normal = 标准
listing-roomy = 宽松
