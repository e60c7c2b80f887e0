-- What a membership hangs on: 'proof' where the proof of an organisation or of a domain alone let somebody in, and their membership ends with it; null where the community was open, or
-- somebody let them in.
alter table membership add column came_by text;
create index membership_by_proof on membership (member_id, came_by);

-- Who joined by themselves where that is the rule, and has the proof, came by it: they were neither invited nor let in.
update membership set came_by = 'proof' where state = 'active' and invited_by is null
    and community_id in (select c.id from community c where c.join_rule = 'organisation')
    and exists (select 1 from community_organisation co join member_organisation mo on mo.organisation_id = co.organisation_id
        where co.community_id = membership.community_id and mo.member_id = membership.member_id and mo.proof is not null)
    and exists (select 1 from activity a where a.act = 'joined' and a.kind = 'person' and a.object_id = membership.member_id and a.community_id = membership.community_id)
    and not exists (select 1 from activity a where a.act in ('approved', 'invited') and a.kind = 'person' and a.object_id = membership.member_id and a.community_id = membership.community_id);

-- At whose domains people join, where that is the rule: with a confirmed address there, or below. In lower case and ASCII.
create table community_domain (
    community_id uuid not null references community (id) on delete cascade,
    domain text not null,
    position int not null,
    primary key (community_id, domain)
);
