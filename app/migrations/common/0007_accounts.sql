-- Accounts: how a member gets in. What is shown of somebody stays in "member".

-- active, suspended, former
alter table member add column standing text not null default 'active';
alter table member add column suspended_because text;
alter table member add column administrator boolean not null default false;

-- An account is made once its address has been confirmed: one that has not is in a mailed token only.
create table account (
    member_id uuid primary key references member (id) on delete cascade,
    -- as its owner spells it
    email text not null,
    -- the spelling that all spellings of one address share
    email_key text not null unique,
    -- argon2id; null for who signs in by links, a passkey or a provider
    password text,
    revision bigint not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

-- Tokens are kept as hashes: who reads the database can't sign in with it.
create table session (
    id uuid primary key,
    token_hash text not null unique,
    member_id uuid not null references member (id) on delete cascade,
    -- the browser, as it names itself
    device text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index session_by_member on session (member_id, seen_at desc);
create index session_by_expiry on session (expires_at);

-- What a link in a mail may do, once.
create table mailed_token (
    hash text primary key,
    kind text not null,
    -- whose; null where nobody has an account yet
    member_id uuid references member (id) on delete cascade,
    payload text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index mailed_token_by_member on mailed_token (member_id, kind);
create index mailed_token_by_expiry on mailed_token (expires_at);

-- How often something was tried since an instant: what limits guessing, on all nodes together.
create table attempt (
    key text primary key,
    since timestamptz not null,
    count int not null
);
create index attempt_by_since on attempt (since);

-- The form that handles which look alike share; of imported people there is none until they have an account.
alter table member add column handle_key text;
create index member_by_handle_key on member (handle_key);

-- What the log says besides: for whom, why.
alter table activity add column note text;
create index activity_by_actor on activity (actor_id, id);
