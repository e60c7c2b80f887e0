-- What members report and what became of it, whom they block, and what people are found by.

create table report (
    id uuid primary key,
    -- null: who reported it has left
    reporter_id uuid references member (id) on delete set null,
    kind text not null,
    object_id uuid not null,
    -- where it is, if it is in a community
    community_id uuid references community (id) on delete cascade,
    -- where it was found, "#answer-2" and the like included, and what it was called then
    address text not null,
    title text not null,
    reason text not null,
    note text,
    -- whether those who lead or moderate the community see it; administrators see all
    to_community boolean not null,
    reported_at timestamptz not null,
    -- null: open
    resolved_at timestamptz,
    resolved_by uuid references member (id) on delete set null,
    answer text
);
-- The same thing is reported once by the same person until it is resolved.
create unique index report_open on report (reporter_id, address) where resolved_at is null;
create index report_by_state on report (resolved_at, reported_at, id);
create index report_by_community on report (community_id, resolved_at, reported_at, id);

create table block (
    member_id uuid not null references member (id) on delete cascade,
    blocked_id uuid not null references member (id) on delete cascade,
    blocked_at timestamptz not null,
    primary key (member_id, blocked_id)
);
create index block_by_blocked on block (blocked_id, member_id);

-- People by profession and by place.
create index member_by_job_family on member (job_family, sort_name, handle) where standing = 'active';
create index member_by_place on member (place, sort_name, handle) where standing = 'active';
