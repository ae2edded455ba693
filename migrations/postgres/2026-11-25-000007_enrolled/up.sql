-- 是否入统（列统、纳统）: whether a project is entered in the statistics system; null while nobody has said it.
alter table project_versions add column enrolled boolean;
