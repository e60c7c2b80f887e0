-- Whether every member edits the community's pages; where not, leads and editors do.
alter table community add column members_edit_pages boolean not null default false;

-- A page that was deleted is a draft that says who hid it, when and why, and what it was before.
alter table page add column deleted_at timestamptz;
alter table page add column deleted_by uuid references member (id) on delete set null;
alter table page add column deleted_because text;
alter table page add column deleted_status text;
create index page_by_deleter on page (deleted_by);

-- Which pages a page's text leads to, by what is found by: a folded title, or a path. Whether they are there is found when it is asked.
create table page_link (
    page_id uuid not null references page (id) on delete cascade,
    target text not null,
    -- as it was typed
    words text not null,
    primary key (page_id, target)
);
create index page_link_by_target on page_link (target, page_id);

-- What members who do not edit pages suggest.
create table page_suggestion (
    id uuid primary key,
    page_id uuid not null references page (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    -- what the page said when they began, and what they would have it say
    base text not null,
    body text not null,
    why text,
    made_at timestamptz not null,
    -- null while it waits
    settled_at timestamptz,
    settled_by uuid references member (id) on delete set null,
    taken boolean,
    note text
);
create index page_suggestion_by_page on page_suggestion (page_id, made_at);
create index page_suggestion_by_member on page_suggestion (member_id);
create index page_suggestion_by_settler on page_suggestion (settled_by);

-- When somebody looks whether a page is still correct, and whether it is known to be out of date.
alter table page add column review_by date;
alter table page add column outdated boolean not null default false;
create index page_of_community_by_review on page (community_id, review_by);
