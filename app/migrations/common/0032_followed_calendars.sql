-- Calendars elsewhere that a community follows by their addresses.
create table followed_calendar (
    id uuid primary key,
    community_id uuid not null references community (id) on delete cascade,
    -- whole, also where it holds a secret
    url text not null,
    -- of times that name no zone
    timezone text not null,
    -- who added it
    member_id uuid references member (id) on delete set null,
    added_at timestamptz not null,
    -- null once it has failed for too long
    next_at timestamptz,
    -- until when somebody is reading it
    reading_until timestamptz,
    -- when it was last asked for
    read_at timestamptz,
    etag text,
    modified text,
    -- a sentence: what the last reading brought, or why it failed
    outcome text not null,
    -- how often it has failed in a row, and since when
    failures integer not null,
    failing_since timestamptz,
    unique (community_id, url)
);
create index followed_calendar_by_next on followed_calendar (next_at);
create index followed_calendar_by_member on followed_calendar (member_id);

-- The entries that a followed calendar held when it was last read, by their UIDs, and the events they became.
create table followed_entry (
    calendar_id uuid not null references followed_calendar (id) on delete cascade,
    key text not null,
    event_id uuid not null references event (id) on delete cascade,
    primary key (calendar_id, key)
);
create index followed_entry_by_event on followed_entry (event_id);
