-- Which organisation a sign-in provider belongs to: whoever signs in there belongs to it.
create table organisation_provider (
    -- the slug by which the operator names the provider
    provider text primary key,
    organisation_id uuid not null references organisation (id) on delete cascade,
    created_at timestamptz not null,
    -- false while the operator's settings don't have it
    configured boolean not null default true
);
create index organisation_provider_by_organisation on organisation_provider (organisation_id, provider);

-- Until when a sign-in there proves something, if nobody signs in again. Null: nobody has since that was asked.
alter table identity add column proves_until timestamptz;
