-- Whether a community that waits to be approved stays hidden then.
alter table community add column asked_hidden boolean not null default false;
