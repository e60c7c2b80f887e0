-- What lets a program edit pages live as somebody, and do nothing else. Kept as a hash.
create table personal_token (
    id uuid primary key,
    member_id uuid not null references account (member_id) on delete cascade,
    -- what its owner calls it
    name text not null,
    token_hash text not null unique,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    -- to within ten minutes
    used_at timestamptz
);
create index personal_token_by_member on personal_token (member_id, made_at, id);
