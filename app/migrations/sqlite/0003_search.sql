-- What a search finds. Written by the transaction that writes the thing itself, from what it says; see app/src/search/.

create table search_row (
    -- kind, then place in the kind's order: so a walk by id meets the things of a kind newest first
    id integer primary key,
    object_id uuid not null unique,
    -- null: belongs to none, everyone may see it
    community_id uuid,
    slug text not null,
    title text not null,
    -- one remark a line: "Cancelled", "3 March 2026"
    note text not null
);

-- Apart from the row, which is read for every match to know whether the viewer may see it.
create table search_body (
    id integer primary key references search_row (id) on delete cascade,
    -- what it says, without markup
    text text not null
);

-- The words were folded and stemmed by the program. Those of a title stand there twice, once as "=word".
create virtual table search_term using fts5 (terms, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '=+'");

create trigger search_row_forgotten after delete on search_row begin
    delete from search_term where rowid = old.id;
end;

-- Every word that was ever indexed, to know what a word that was begun may go on to.
create table search_word (
    word text primary key,
    stem text not null
) without rowid;

-- How far the index of a version is built, for things that were there before it.
create table search_progress (
    version int primary key,
    -- the kind's number and the last id, "3:0198…"; "done" when all is in it
    reached text not null
);
