-- Pages that several people edit at once: the changes of a page's document, in their order.
alter table page add column seq bigint not null default 0;
-- The last change that the body shows. Where a node was killed it may lag.
alter table page add column shown bigint not null default 0;
create index page_behind on page (id) where seq > shown;
-- Tells the body that the document last wrote, or took in. Null: it was never edited together.
alter table page add column written text;

create table page_update (
    page_id uuid not null references page (id) on delete cascade,
    seq bigint not null,
    bytes bytea not null,
    -- ids of who made it, with commas between them
    authors text not null,
    primary key (page_id, seq)
);

-- All changes up to one of them, as one.
create table page_snapshot (
    page_id uuid primary key references page (id) on delete cascade,
    seq bigint not null,
    bytes bytea not null
);
