# 基础数据
reference-place-abolished = { $name }已撤销，按 { $successor } 处理；区县留空，请确认并补填。
reference-place-ambiguous = “{ $value }”不止一处：{ $places }；请写明所在市。
reference-place-elsewhere = “{ $value }”（{ $place }）不在本行所填的市内；请核对市或区县。
reference-place-no-county = “{ $value }”不是区县级行政区划，已记入详细地址；如能确定区县请补填。
reference-place-unknown = 没有找到“{ $value }”；请填写省内的市或区县名称。
