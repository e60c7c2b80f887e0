-- Whose writing no revision of a page names yet: of the changes behind this one, their authors.
alter table page add column revised bigint not null default 0;
update page set revised = seq;
-- Of the changes that a snapshot made one, likewise: ids with commas between them.
alter table page_snapshot add column authors text not null default '';
