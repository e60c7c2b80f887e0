-- How many guests each who comes may bring; none by default.
alter table event add column guests int not null default 0;

-- Whom members bring to a meeting, by name and address. A row outlives the meeting, as calendar_invitation does, for the guest to be told that it is gone.
create table guest (
    id uuid primary key,
    event_id uuid not null references event (id) on delete cascade,
    occurrence_id uuid not null,
    -- who brings them
    member_id uuid not null references member (id) on delete cascade,
    name text not null,
    email text not null,
    -- of what two spellings of the address share
    email_hash text not null,
    -- going, waiting or declined; removed, where whoever brought them takes that back or does not come
    answer text not null,
    -- those who wait come in this order, members among them
    answered_at timestamptz not null,
    came_at timestamptz,
    -- when the meeting was over, when they were last told of it
    ends_at timestamptz not null,
    -- what they were last told: JSON; counted, RFC 5545's SEQUENCE; and whether it stands
    entry text,
    sequence int not null default -1,
    stands boolean not null default false,
    unique (occurrence_id, email_hash)
);
create index guest_by_answer on guest (occurrence_id, answer, answered_at, id);
create index guest_by_member on guest (member_id, occurrence_id);
create index guest_by_event on guest (event_id, ends_at);
create index guest_by_end on guest (ends_at);

-- Links in mails to guests, by which they say that they can't come: hashed. Each mail has its own.
create table guest_link (
    hash text primary key,
    guest_id uuid not null references guest (id) on delete cascade
);
create index guest_link_by_guest on guest_link (guest_id);

-- Hashes of addresses at which nobody wants such mails.
create table unwanted_mail (
    hash text primary key,
    said_at timestamptz not null
);
