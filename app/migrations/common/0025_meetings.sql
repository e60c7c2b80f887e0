-- Meetings of a series besides those its rule gives: a JSON list of wall-clock starts.
alter table event add column rdates text not null default '[]';
