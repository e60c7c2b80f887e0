-- Nearly everybody is active: an index that begins with that finds nobody faster, and SQLite, which guesses how many it finds, takes it for a good one.
drop index member_by_standing;
create index member_by_name_of_active on member (sort_name, handle) where standing = 'active';
