-- Communities that were asked to hold an event along with its own, and have not answered.
create table hosting_request (
    event_id uuid not null references event (id) on delete cascade,
    community_id uuid not null references community (id) on delete cascade,
    asked_at timestamptz not null,
    primary key (event_id, community_id)
);
create index hosting_request_by_community on hosting_request (community_id, asked_at);
