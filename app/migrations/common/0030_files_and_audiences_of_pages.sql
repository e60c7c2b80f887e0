-- Files and pictures of pages. What is in them is kept where photos are kept, under their ids.
create table page_file (
    id uuid primary key,
    page_id uuid not null references page (id) on delete cascade,
    -- the end of its address: letters, digits and hyphens, a dot, and its kind
    name text not null,
    -- what people read; of a picture, what it shows
    title text not null,
    -- how large it is
    bytes integer not null,
    -- who brought it
    member_id uuid references member (id) on delete set null,
    made_at timestamptz not null
);
create index page_file_by_page on page_file (page_id, made_at);
create index page_file_by_member on page_file (member_id);

-- Who of those who see a community's pages may read this one: all of them, its members, or those who edit its pages.
alter table page add column audience text not null default 'community';
