-- What lists filter and find by. The same stands in the other engine's folder, but for how texts compare.

-- A name from each of its words on, folded: "Ada de la Cruz" is found by "ada", "de la", "la c" and "cruz". So is a person's handle.
create table member_word (
    member_id uuid not null references member (id) on delete cascade,
    word text not null,
    primary key (member_id, word)
);

-- sort_name is the folded name, last word first, and a handle is ASCII: what is already here needs no program to be cut up.
insert into member_word (member_id, word)
with recursive place (n) as (select 1 union all select n + 1 from place where n < 200)
select m.id, substr(m.sort_name, p.n) from member m join place p on p.n <= length(m.sort_name)
where substr(m.sort_name, p.n, 1) <> ' ' and (p.n = 1 or substr(m.sort_name, p.n - 1, 1) in (' ', '-', '.', '''', '('))
union
select m.id, substr(m.handle, p.n) from member m join place p on p.n <= length(m.handle)
where p.n = 1 or substr(m.handle, p.n - 1, 1) = '-';

create index member_word_by_word on member_word (word, member_id);

-- Meetings that go on from one month into another: the few that may have begun long ago and still be on.
create index occurrence_over_months on occurrence (ends_at) where substr(ends_wall, 1, 7) > substr(starts_wall, 1, 7);

create index event_by_format on event (format, id);
