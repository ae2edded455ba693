drop table notice_receipts;
drop table notices;
drop table comments;
drop table attachments;
