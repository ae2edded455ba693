# 开放数据（OC4IDS）
open-data-publisher = { $province }重点制造业项目清单编制单位
open-data-start = 开工
open-data-finish = 竣工
open-data-production = 投产
