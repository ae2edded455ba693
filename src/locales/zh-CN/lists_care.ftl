# 清单的纠正：撤销误建的清单、提前结束补报、序号变动
lists-renumbered = { $count } 个项目的序号随之变动
