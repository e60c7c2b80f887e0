-- Finding questions, thanking, and asking people for an answer. The same stands in the other engine's folder, but for how triggers are written.

-- How many found the question itself helpful: lists order by it.
alter table question add column helpful_count int not null default 0;
update question set helpful_count = (select count(*) from helpful h where h.post_id = question.id);

create function helpful_added() returns trigger language plpgsql as $$
begin
    update question set helpful_count = helpful_count + 1 where id = new.question_id;
    return null;
end $$;

create function helpful_gone() returns trigger language plpgsql as $$
begin
    update question set helpful_count = helpful_count - 1 where id = old.question_id;
    return null;
end $$;

create trigger helpful_added after insert on helpful for each row when (new.post_id = new.question_id) execute function helpful_added();
create trigger helpful_gone after delete on helpful for each row when (old.post_id = old.question_id) execute function helpful_gone();

create index question_by_helpful on question ((helpful_count + helpful_elsewhere) desc, id desc);
create index question_by_community_helpful on question (community_id, (helpful_count + helpful_elsewhere) desc, id desc);
create index question_by_asked on question (asked_at desc, id desc);
create index question_by_community_asked on question (community_id, asked_at desc, id desc);
-- The closed ones are few among many.
create index question_closed on question (active_at desc, id desc) where state = 'closed';

-- Whether people see how many found something helpful, and for what members' answers were accepted.
alter table community add column shows_numbers boolean not null default true;

-- Who was asked for an answer: never twice to one question.
create table answer_invitation (
    question_id uuid not null references question (id) on delete cascade,
    member_id uuid not null references member (id) on delete cascade,
    invited_at timestamptz not null,
    primary key (question_id, member_id)
);
create index answer_invitation_by_member on answer_invitation (member_id);
-- They don't want to be asked any more, by anybody.
alter table account add column declines_invitations boolean not null default false;
