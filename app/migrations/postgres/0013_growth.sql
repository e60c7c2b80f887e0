-- What lists need so that they take as long on a large site as on a small one. The same stands in the other engine's folder, but for how triggers are written and for what only one of them needs.

-- How many active members each community has: lists order by it, and would have to count every membership of the site. No row: none.
create table community_size (
    community_id uuid primary key references community (id) on delete cascade,
    members bigint not null
);

insert into community_size (community_id, members)
select community_id, count(*) from membership where state = 'active' group by community_id;

-- Once a statement, not once a row: an import writes a community's memberships by the hundred.
create function membership_added() returns trigger language plpgsql as $$
begin
    insert into community_size as z (community_id, members)
    select a.community_id, count(*) from added a where a.state = 'active' group by a.community_id order by a.community_id
    on conflict (community_id) do update set members = z.members + excluded.members;
    return null;
end
$$;

create function membership_gone() returns trigger language plpgsql as $$
begin
    update community_size z set members = z.members - g.members
    from (select community_id, count(*) as members from gone where state = 'active' group by community_id) g where z.community_id = g.community_id;
    return null;
end
$$;

create trigger membership_added after insert on membership referencing new table as added for each statement execute function membership_added();
create trigger membership_gone after delete on membership referencing old table as gone for each statement execute function membership_gone();
create trigger membership_changed_from after update on membership referencing old table as gone for each statement execute function membership_gone();
create trigger membership_changed_to after update on membership referencing new table as added for each statement execute function membership_added();

-- Read in order and no further: whether a meeting has ended is known without looking at it.
drop index occurrence_by_start;
create index occurrence_by_start on occurrence (starts_at, id, ends_at);

-- Whether the viewer may see a community's things, asked for every one that is listed or counted: without its long texts.
create index community_seen on community (id, listed, audience_about, audience_events, audience_questions, audience_pages, audience_members);

-- Each kind's words get an index and statistics of their own: what is common in questions may be nowhere in names, and the planner has to know.
-- The bounds are the kinds' numbers times 2^60; see app/src/search/document.rs.
alter table search_body rename to search_body_before;
alter table search_row rename to search_row_before;
alter index search_row_by_term rename to search_row_by_term_before;
alter index search_row_pkey rename to search_row_before_pkey;
alter index search_body_pkey rename to search_body_before_pkey;

create table search_row (
    id bigint primary key,
    object_id uuid not null,
    -- null: belongs to none, everyone may see it
    community_id uuid,
    slug text not null,
    title text not null,
    -- one remark a line: "Cancelled", "3 March 2026"
    note text not null,
    -- The words were folded and stemmed by the program. Those of a title stand there twice, once as "=word".
    terms tsvector not null
) partition by range (id);

create table search_row_of_communities partition of search_row for values from (minvalue) to (1152921504606846976);
create table search_row_of_people partition of search_row for values from (1152921504606846976) to (2305843009213693952);
create table search_row_of_events partition of search_row for values from (2305843009213693952) to (3458764513820540928);
create table search_row_of_questions partition of search_row for values from (3458764513820540928) to (4611686018427387904);
create table search_row_of_pages partition of search_row for values from (4611686018427387904) to (5764607523034234880);
create table search_row_of_resources partition of search_row for values from (5764607523034234880) to (6917529027641081856);
create table search_row_of_topics partition of search_row for values from (6917529027641081856) to (maxvalue);

-- A thing is of one kind: one of each kind is one of all.
create unique index search_row_of_communities_by_object on search_row_of_communities (object_id);
create unique index search_row_of_people_by_object on search_row_of_people (object_id);
create unique index search_row_of_events_by_object on search_row_of_events (object_id);
create unique index search_row_of_questions_by_object on search_row_of_questions (object_id);
create unique index search_row_of_pages_by_object on search_row_of_pages (object_id);
create unique index search_row_of_resources_by_object on search_row_of_resources (object_id);
create unique index search_row_of_topics_by_object on search_row_of_topics (object_id);

insert into search_row (id, object_id, community_id, slug, title, note, terms)
select id, object_id, community_id, slug, title, note, terms from search_row_before;
create index search_row_by_term on search_row using gin (terms);

create table search_body (
    id bigint primary key references search_row (id) on delete cascade,
    -- what it says, without markup
    text text not null
);
insert into search_body (id, text) select id, text from search_body_before;

drop table search_body_before;
drop table search_row_before;
analyze search_row;
