-- Who wrote what a revision of a page says since the one before it, where they were several or somebody else named the version.
create table revision_contributor (
    revision_id uuid not null references revision (id) on delete cascade,
    position int not null,
    member_id uuid not null references member (id) on delete cascade,
    primary key (revision_id, position)
);
create index revision_contributor_by_member on revision_contributor (member_id);

-- Until now their names stood in a sentence, which outlived their accounts. Of two people of one name nobody knows who it was.
insert into revision_contributor (revision_id, position, member_id)
select r.id, row_number() over (partition by r.id order by m.id) - 1, m.id
from revision r
join member m on ', ' || substr(r.because, 21) || ', ' like '%, ' || m.name || ', %'
where r.because like 'Written together by %' and r.kind = 'page' and not exists (select 1 from member o where o.name = m.name and o.id <> m.id);

update revision set because = null where because like 'Written together by %' and kind = 'page';
