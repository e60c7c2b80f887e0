-- What lists need so that they take as long on a large site as on a small one. The same stands in the other engine's folder, but for how triggers are written and for what only one of them needs.

-- How many active members each community has: lists order by it, and would have to count every membership of the site. No row: none.
create table community_size (
    community_id uuid primary key references community (id) on delete cascade,
    members bigint not null
) without rowid;

insert into community_size (community_id, members)
select community_id, count(*) from membership where state = 'active' group by community_id;

create trigger membership_added after insert on membership when new.state = 'active' begin
    insert into community_size (community_id, members) values (new.community_id, 1) on conflict (community_id) do update set members = members + 1;
end;

create trigger membership_gone after delete on membership when old.state = 'active' begin
    update community_size set members = members - 1 where community_id = old.community_id;
end;

create trigger membership_changed after update of community_id, state on membership begin
    update community_size set members = members - 1 where old.state = 'active' and community_id = old.community_id;
    insert into community_size (community_id, members) select new.community_id, 1 where new.state = 'active'
    on conflict (community_id) do update set members = members + 1;
end;

-- Read in order and no further: whether a meeting has ended is known without looking at it.
drop index occurrence_by_start;
create index occurrence_by_start on occurrence (starts_at, id, ends_at);

-- Whether the viewer may see a community's things, asked for every one that is listed or counted: without its long texts.
create index community_seen on community (id, listed, audience_about, audience_events, audience_questions, audience_pages, audience_members);

-- What the directory chooses and orders by, beside the long texts of each community: it reads them all.
create index community_listed on community (sort_name, slug, name, short_name, kind, status, stage, summary, job_families, listed, audience_about, id);
