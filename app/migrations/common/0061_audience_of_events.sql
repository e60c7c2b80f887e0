-- Who of those who see a community's events may see this one: all of them, members of a community that holds it, or those who organise there. Whoever speaks at it sees it too.
alter table event add column audience text not null default 'community' check (audience in ('community', 'members', 'organisers'));
