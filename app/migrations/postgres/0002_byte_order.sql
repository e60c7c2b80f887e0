-- Keys that lists sort and page by compare byte by byte, as SQLite does, whatever locale the database was made with.
alter table organisation alter column slug type text collate "C", alter column sort_name type text collate "C";
alter table topic alter column slug type text collate "C", alter column sort_title type text collate "C";
alter table member alter column handle type text collate "C", alter column sort_name type text collate "C";
alter table community alter column slug type text collate "C", alter column sort_name type text collate "C";
alter table event alter column slug type text collate "C";
alter table occurrence alter column recurrence type text collate "C";
alter table question alter column slug type text collate "C";
alter table page alter column path type text collate "C";
alter table resource alter column slug type text collate "C", alter column sort_title type text collate "C";
alter table redirect alter column path type text collate "C";
alter table import_source alter column kind type text collate "C", alter column key type text collate "C";
