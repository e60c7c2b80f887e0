-- The secret address of a member's own calendar. Kept as it is, for its owner to read it again: whoever reads this database reads the calendar without it.
create table calendar_address (
    member_id uuid primary key references member (id) on delete cascade,
    secret text not null unique,
    made_at timestamptz not null
);
