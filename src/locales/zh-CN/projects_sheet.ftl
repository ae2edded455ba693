# 项目库工作簿：各列的含义。
projects-sheet-column-not-kept = 项目库没有与“{ $header }”对应的内容，本列未导入。
projects-sheet-unit-split = 单位与名称同列，拆分为单位“{ $unit }”、名称“{ $name }”。
projects-sheet-unit-not-split = 单位与名称同列，看不出在哪里分开，整格作为项目名称。请把单位另填一列。
projects-sheet-word-unknown = 不认识“{ $value }”，未导入。请改用系统中的名称。
projects-sheet-stage-mapped = “{ $value }”按“{ $stage }”处理，原文保留。
projects-sheet-stage-partial = “{ $value }”说的是项目的一部分，整个项目按“{ $stage }”处理，原文保留。
projects-sheet-stage-plan = “{ $value }”是计划，尚未开工；项目阶段留空，原文保留。
projects-sheet-stage-unknown = 不认识阶段“{ $value }”，项目阶段留空，原文保留。请改为谋划、储备、洽谈、签约、备案、核准、开工、在建、竣工、投产、达产之一。
projects-sheet-stage-back = 阶段退回“{ $stage }”须说明理由，导入时不作改动；请在项目页面修改。本行其他内容照常导入。
projects-sheet-stage-lacks = 阶段改为“{ $stage }”，还缺：{ $fields }。照常导入，请尽快补齐。
projects-sheet-total-beside = 库内总投资出自其他来源；本表（{ $source }）的数字并列保留，待确认采用哪一个。
projects-sheet-changed-since = 导出之后此项已被修改，导入将以本表为准；请先核对库内现有内容。
