-- Meetings of a series besides those its rule gives: a JSON list of wall-clock starts.
alter table event add column rdates text not null default '[]';

-- What stands in people's own calendars, by mail: what they were last told of a meeting. It outlives the meeting, to be called back.
create table calendar_invitation (
    occurrence_id uuid not null,
    member_id uuid not null references account (member_id) on delete cascade,
    event_id uuid not null references event (id) on delete cascade,
    -- counts what was sent, RFC 5545's SEQUENCE
    sequence int not null,
    -- as it was sent: JSON
    entry text not null,
    ends_at timestamptz not null,
    -- whether it stands; else it was called back
    stands boolean not null,
    primary key (event_id, member_id, occurrence_id)
);
create index calendar_invitation_by_member on calendar_invitation (member_id);

-- Which meetings people were reminded of, so that nobody is twice. Where a meeting moves, it comes again.
create table reminder (
    occurrence_id uuid not null references occurrence (id) on delete cascade,
    -- day_before, hour_before
    kind text not null,
    starts_at timestamptz not null,
    primary key (occurrence_id, kind, starts_at)
);
