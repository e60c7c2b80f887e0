//! The SQL of what people chose to be mailed.

use uuid::Uuid;

use super::model::{Matter, NewsKind, Rhythm};
use crate::db::{Db, Tx};
use crate::{on, queries, run};

queries! {
    CHOSEN = "select matter, rhythm from mail_rhythm where member_id = $1";
    HOUR = "select mail_hour from account where member_id = $1";
    // Where somebody belongs, and what they follow, as far as they may know of it.
    COMMUNITIES = "select c.slug, c.name, h.rhythm from community c left join mail_rhythm_in h on h.community_id = c.id and h.member_id = $1 \
                   where c.id in (select ms.community_id from membership ms where ms.member_id = $1 and ms.state = 'active' \
                   union all select f.object_id from follow f where f.member_id = $1 and f.kind = 'community') \
                   and (c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active')) order by c.sort_name, c.slug limit 200";
    SET = "insert into mail_rhythm (member_id, matter, rhythm) values ($1, $2, $3) on conflict (member_id, matter) do update set rhythm = excluded.rhythm";
    SET_HOUR = "update account set mail_hour = $2 where member_id = $1";
    SET_IN = "insert into mail_rhythm_in (member_id, community_id, rhythm) values ($1, $2, $3) on conflict (member_id, community_id) do update set rhythm = excluded.rhythm";
    UNSET_IN = "delete from mail_rhythm_in where member_id = $1 and community_id = $2";
    SETTLE_KIND = "update notification set due_at = null where member_id = $1 and kind = $2 and due_at is not null";
    SETTLE_IN = "update notification set due_at = null where member_id = $1 and community_id = $2 and due_at is not null";
    SETTLE_RHYTHM = "update notification set due_at = null where member_id = $1 and rhythm = $2 and due_at is not null";
    NEVER_IN = "update mail_rhythm_in set rhythm = 'never' where member_id = $1 and rhythm = $2";
    STOPS = "select member_id, scope from mail_stop where token = $1";
}

fn read(rows: Vec<(String, String)>) -> Vec<(Matter, Rhythm)> {
    rows.into_iter().filter_map(|(matter, rhythm)| Some((matter.parse().ok()?, rhythm.parse().ok()?))).collect()
}

/// How somebody wants matters mailed; those they chose nothing for are not there.
pub(super) async fn chosen(db: &Db, member: Uuid) -> Result<Vec<(Matter, Rhythm)>, sqlx::Error> {
    Ok(read(on!(db.reader(), c => sqlx::query_as(CHOSEN).bind(member).fetch_all(c))?))
}

/// The same in a transaction.
pub(super) async fn chosen_now(tx: &mut Tx, member: Uuid) -> Result<Vec<(Matter, Rhythm)>, sqlx::Error> {
    Ok(read(on!(tx.conn(), c => sqlx::query_as(CHOSEN).bind(member).fetch_all(c))?))
}

/// The hour at which what is gathered for somebody leaves.
pub(super) async fn hour(db: &Db, member: Uuid) -> Result<i32, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_scalar(HOUR).bind(member).fetch_one(c))
}

/// Slug and name of the communities whose mails somebody may choose, and what they chose.
pub(super) async fn communities(db: &Db, member: Uuid) -> Result<Vec<(String, String, Option<String>)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(COMMUNITIES).bind(member).fetch_all(c))
}

/// Sets how a matter is mailed.
pub(super) async fn set(tx: &mut Tx, member: Uuid, (matter, rhythm): (Matter, Rhythm)) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SET).bind(member).bind(matter.as_str()).bind(rhythm.as_str())).map(drop)
}

/// Sets the hour at which what is gathered leaves.
pub(super) async fn set_hour(tx: &mut Tx, member: Uuid, hour: i32) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(SET_HOUR).bind(member).bind(hour)).map(drop)
}

/// Sets how what comes from a community is mailed; `None` for as from others.
pub(super) async fn set_in(tx: &mut Tx, member: Uuid, (community, rhythm): (Uuid, Option<Rhythm>)) -> Result<(), sqlx::Error> {
    match rhythm {
        Some(rhythm) => run!(tx, sqlx::query(SET_IN).bind(member).bind(community).bind(rhythm.as_str()))?,
        None => run!(tx, sqlx::query(UNSET_IN).bind(member).bind(community))?,
    };
    if rhythm == Some(Rhythm::Never) {
        run!(tx, sqlx::query(SETTLE_IN).bind(member).bind(community))?;
    }
    Ok(())
}

/// Leaves unmailed what waits to be mailed of a matter.
pub(super) async fn settle_matter(tx: &mut Tx, member: Uuid, matter: Matter) -> Result<(), sqlx::Error> {
    for kind in NewsKind::ALL.iter().filter(|kind| kind.matter() == matter) {
        run!(tx, sqlx::query(SETTLE_KIND).bind(member).bind(kind.as_str()))?;
    }
    Ok(())
}

/// Leaves unmailed what was gathered in a rhythm, and has communities that were mailed in it mailed no more.
pub(super) async fn settle_rhythm(tx: &mut Tx, member: Uuid, rhythm: Rhythm) -> Result<(), sqlx::Error> {
    for sql in [SETTLE_RHYTHM, NEVER_IN] {
        run!(tx, sqlx::query(sql).bind(member).bind(rhythm.as_str()))?;
    }
    Ok(())
}

/// Whose mails a link stops, and which.
pub(super) async fn stops(tx: &mut Tx, token: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(STOPS).bind(token).fetch_optional(c))
}

/// The same for a screen.
pub(super) async fn stops_shown(db: &Db, token: &str) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(STOPS).bind(token).fetch_optional(c))
}
