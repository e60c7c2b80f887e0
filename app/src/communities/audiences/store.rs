//! The SQL of who sees what of a community, and of what stands in its sections.

use uuid::Uuid;

use super::widening::Shown;
use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    AUDIENCES = "update community set listed = $2, audience_about = $3, audience_events = $4, audience_questions = $5, audience_pages = $6, audience_members = $7, \
                 revision = revision + 1, updated_at = $8 where id = $1";
    ALLOW_ANONYMOUS = "update community set allows_anonymous = $2, shows_numbers = $3 where id = $1";
    // Beyond a thousand nobody counts.
    WRITTEN = "select \
        (select count(*) from (select 1 as one from event e where e.community_id = $1 and e.status <> 'draft' and e.audience = 'community' limit 1001) x) as events, \
        (select count(*) from (select 1 as one from event e where e.community_id = $1 and e.status <> 'draft' and e.audience = 'members' limit 1001) x) as events_of_members, \
        (select count(*) from (select 1 as one from event e where e.community_id = $1 and e.status <> 'draft' and e.audience = 'organisers' limit 1001) x) as events_of_organisers, \
        (select count(*) from (select 1 as one from event e where e.community_id = $1 and e.status <> 'draft' and e.audience <> 'community' \
            and (exists (select 1 from event_host h where h.event_id = e.id) \
            or exists (select 1 from event_speaker s where s.event_id = e.id and s.member_id is not null) \
            or exists (select 1 from occurrence o join occurrence_speaker s on s.occurrence_id = o.id where o.event_id = e.id and s.member_id is not null)) limit 1001) x) as events_with_others, \
        (select count(*) from (select 1 as one from question q where q.community_id = $1 and q.deleted_at is null limit 1001) x) as questions, \
        (select count(*) from ( \
            select q.id from question q where q.community_id = $1 and q.deleted_at is null and q.anonymous \
            union all select a.id from question q join answer a on a.question_id = q.id where q.community_id = $1 and q.deleted_at is null and a.anonymous and a.deleted_at is null \
            union all select k.id from question q join comment k on k.question_id = q.id where q.community_id = $1 and q.deleted_at is null and k.anonymous and k.deleted_at is null \
            limit 1001) x) as nameless, \
        (select count(*) from (select 1 as one from page p where p.community_id = $1 and p.status <> 'draft' and p.deleted_at is null and p.audience = 'community' limit 1001) x) as pages, \
        (select count(*) from (select 1 as one from page p where p.community_id = $1 and p.status <> 'draft' and p.deleted_at is null and p.audience = 'members' limit 1001) x) as pages_of_members, \
        (select count(*) from (select 1 as one from resource r where r.community_id = $1 and r.status <> 'draft' limit 1001) x) as resources, \
        coalesce((select z.members from community_size z where z.community_id = $1), 0) as members";
    NEWCOMERS = "select \
        (select count(*) from (select 1 as one from membership m where m.community_id = $1 and m.state = 'active' \
            and not exists (select 1 from membership o where o.community_id = $2 and o.member_id = m.member_id) limit 1001) x) as people, \
        (select count(*) from (select 1 as one from event_host h join event e on e.id = h.event_id join community c on c.id = e.community_id where h.community_id = $2 \
            and e.audience = 'members' and e.status <> 'draft' and c.listed and c.audience_events in ('public', 'signed_in') limit 1001) x) as along";
}

/// Who comes to belong to a community that another goes into.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub(super) struct Newcomers {
    /// How many of the one have nothing to do with the other yet, up to 1,001.
    pub(super) people: i64,
    /// Events of others that the other holds along, and that its members see by that alone, up to 1,001.
    pub(super) along: i64,
}

/// Counts them, of the first of two communities and the second.
pub(super) async fn newcomers(db: &Db, (from, into): (Uuid, Uuid)) -> Result<Newcomers, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(NEWCOMERS).bind(from).bind(into).fetch_one(c))
}

/// How much stands in a community's sections that its readers have before them, of each up to 1,001.
#[derive(Clone, Copy, Debug, Default, sqlx::FromRow)]
pub(super) struct Written {
    /// Events that all have who see the community's.
    pub(super) events: i64,
    /// Events that its members have.
    pub(super) events_of_members: i64,
    /// Events that its leads and organisers have.
    pub(super) events_of_organisers: i64,
    /// Those among both that others hold along, or at which people speak.
    pub(super) events_with_others: i64,
    pub(super) questions: i64,
    /// Questions, answers and comments that were written without a name.
    pub(super) nameless: i64,
    /// Pages that all have who see the community's.
    pub(super) pages: i64,
    /// Pages that its members have.
    pub(super) pages_of_members: i64,
    pub(super) resources: i64,
    /// All of them.
    pub(super) members: i64,
}

/// Counts them.
pub(super) async fn written(db: &Db, community: Uuid) -> Result<Written, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(WRITTEN).bind(community).fetch_one(c))
}

/// Writes who sees what.
pub(super) async fn set_audiences(tx: &mut Tx, id: Uuid, shown: &Shown) -> Result<(), sqlx::Error> {
    let (now, audiences) = (tx.now(), shown.audiences);
    run!(
        tx,
        sqlx::query(AUDIENCES)
            .bind(id)
            .bind(shown.listed)
            .bind(audiences.about.as_str())
            .bind(audiences.events.as_str())
            .bind(audiences.questions.as_str())
            .bind(audiences.pages.as_str())
            .bind(audiences.members.as_str())
            .bind(now)
    )
    .map(drop)
}

/// Writes whether people may ask and answer without their name, and whether they see numbers.
pub(super) async fn set_board(tx: &mut Tx, id: Uuid, (allowed, numbers): (Option<bool>, bool)) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(ALLOW_ANONYMOUS).bind(id).bind(allowed).bind(numbers)).map(drop)
}
