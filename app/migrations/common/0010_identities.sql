-- Who people are at sign-in providers.

create table identity (
    -- the slug by which the operator names the provider
    provider text not null,
    -- who, as the provider says it: never reassigned there
    subject text not null,
    -- goes with the account: who leaves is forgotten here, and may come anew
    member_id uuid not null references account (member_id) on delete cascade,
    -- the address there, for its owner to know it by
    email text,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    primary key (provider, subject)
);
create index identity_by_member on identity (member_id);

-- Somebody who was sent to a provider and may come back, once.
create table sso_attempt (
    -- of what comes back with them
    state_hash text primary key,
    provider text not null,
    -- what the provider's token has to hold
    nonce text not null,
    -- what only we know of the code that was asked for
    pkce_verifier text not null,
    -- where they wanted to go
    to_path text not null,
    -- of what their browser keeps
    browser_hash text not null,
    -- who links an identity to their account; null for who signs in
    member_id uuid references account (member_id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
);
create index sso_attempt_by_expiry on sso_attempt (expires_at);
create index sso_attempt_by_member on sso_attempt (member_id);
