-- Who closed their own question opens it again.
alter table question add column closed_by_author boolean not null default false;
