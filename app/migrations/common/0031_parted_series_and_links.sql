-- The slug of the series of the same community that a series goes on from, where it was parted from it.
alter table event add column continues text;
create index event_by_continued on event (community_id, continues);

-- Whom the address of the video call is for: everybody, going, or hour_before and quarter_before, everybody from then on.
alter table event add column link_for text not null default 'everybody';
