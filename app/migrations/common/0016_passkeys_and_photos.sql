-- Passkeys: how an account is opened without a password, or after one.

create table passkey (
    id uuid primary key,
    member_id uuid not null references account (member_id) on delete cascade,
    -- what the browser knows it by, base64url
    credential_id text not null unique,
    -- what its owner calls it
    name text not null,
    -- its public key and what else checks it, JSON
    key text not null,
    created_at timestamptz not null,
    last_used_at timestamptz
);
create index passkey_by_member on passkey (member_id, created_at, id);

-- Whether a passkey is asked for after a password or a mailed link.
alter table account add column asks_passkey boolean not null default false;

-- Codes that stand in for the passkey, once each. Kept as hashes.
create table recovery_code (
    member_id uuid not null references account (member_id) on delete cascade,
    hash text not null,
    created_at timestamptz not null,
    primary key (member_id, hash)
);

-- Somebody's photo: what the files of its sizes are named after, a new one with every upload. The files are kept outside.
alter table member add column photo uuid;
create index member_by_photo on member (photo);

-- Who sees it, like the other parts of a profile.
alter table member add column audience_photo text not null default 'everyone';
