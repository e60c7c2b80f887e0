-- What a search finds. Written by the transaction that writes the thing itself, from what it says; see app/src/search/.

create table search_row (
    -- kind, then place in the kind's order: so a walk by id meets the things of a kind newest first
    id bigint primary key,
    object_id uuid not null unique,
    -- null: belongs to none, everyone may see it
    community_id uuid,
    slug text not null,
    title text not null,
    -- one remark a line: "Cancelled", "3 March 2026"
    note text not null,
    -- The words were folded and stemmed by the program. Those of a title stand there twice, once as "=word".
    terms tsvector not null
);
create index search_row_by_term on search_row using gin (terms);

create table search_body (
    id bigint primary key references search_row (id) on delete cascade,
    -- what it says, without markup
    text text not null
);

-- Every word that was ever indexed, to know what a word that was begun may go on to.
create table search_word (
    word text collate "C" primary key,
    stem text not null
);

-- How far the index of a version is built, for things that were there before it.
create table search_progress (
    version int primary key,
    -- the kind's number and the last id, "3:0198…"; "done" when all is in it
    reached text not null
);
