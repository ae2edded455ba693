alter table attachments drop column shared;
