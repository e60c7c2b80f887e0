-- What an event that was brought in is known by where it comes from: the UID of its calendar, so that it is one event in every calendar. Of a meeting whose series is not there, behind " at " the time that gives it, in UTC.
alter table event add column uid text;
-- The host of the followed calendar it came from; null where somebody brought a file.
alter table event add column uid_host text;
-- What its calendar said of it the last time, in short: what reads otherwise here was changed here.
alter table event add column calendar_words text;
create index event_by_uid on event (uid);

update event set uid = (
    select min(s.key) from import_source s
    where s.kind = 'event' and s.object_id = event.id and substr(s.source, 1, 4) = 'ics:' and substr(s.key, 1, 8) <> 'without '
)
where id in (select s.object_id from import_source s where s.kind = 'event' and substr(s.source, 1, 4) = 'ics:');
