-- A proposed community that an administrator declined, and the word that its leads read. It waits no longer until they ask again.
alter table community add column declined_at timestamptz;
alter table community add column declined_because text;
create index community_proposed on community (proposed) where proposed;

-- Who reads a community's log learned of a hidden one by the note on what was moved or merged.
update activity set note = null where (act = 'moved' and kind = 'question' or act = 'merged' and kind = 'community')
    and exists (select 1 from community h where not h.listed and h.id <> activity.community_id and (activity.note like '%→ ' || h.slug or activity.note like h.slug || ' →%'));

-- Who leaves takes along what others were told with their words.
create index notification_by_object on notification (object_id, about_id);
