-- Whether every member edits the community's pages; where not, leads and editors do.
alter table community add column members_edit_pages boolean not null default false;

-- A page that was deleted is a draft that says who hid it, when and why, and what it was before.
alter table page add column deleted_at timestamptz;
alter table page add column deleted_by uuid references member (id) on delete set null;
alter table page add column deleted_because text;
alter table page add column deleted_status text;
create index page_by_deleter on page (deleted_by);
