-- What a city has attached to a report that has not gone up is its own, like the draft: the province does not see it yet.
alter table attachments add column shared boolean not null default true;
