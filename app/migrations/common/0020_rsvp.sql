-- Who comes to which meeting.

create table rsvp (
    occurrence_id uuid not null references occurrence (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    -- going, maybe, declined or waiting
    answer text not null,
    note text,
    -- those who wait come in this order
    answered_at timestamptz not null,
    primary key (occurrence_id, member_id)
);
create index rsvp_by_answer on rsvp (occurrence_id, answer, answered_at, member_id);
create index rsvp_by_member on rsvp (member_id, occurrence_id);

-- Counted up to lock a meeting: places are given one after another.
alter table occurrence add column revision bigint not null default 0;
