//! The SQL of what events that were brought in are known by.

use std::collections::HashSet;

use uuid::Uuid;

use crate::db::statement::{Statement, ask};
use crate::db::{Db, Tx};
use crate::{on, queries, run, visible_event};

queries! {
    KNOW = "update event set uid = $2, uid_host = coalesce($3, uid_host), calendar_words = $4 where id = $1";
    WORDS = "select calendar_words from event where id = $1";
}

/// How many keys a statement takes.
const AT_ONCE: usize = 300;

// Those of the community, and of others what anybody finds in a feed: of what is hidden nobody learns that it is there.
const KNOWN: &str = concat!(
    "select e.uid as key, e.community_id, e.uid_host as host, x.calendar_id is not null as from_here from event e join community c on c.id = e.community_id \
     left join followed_entry x on x.event_id = e.id and x.calendar_id = $3 where (e.community_id = $2 or (e.status <> 'draft' and ",
    visible_event!("e"),
    "))"
);

/// An event of this site that is known by something a calendar holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Known {
    pub(super) key: String,
    pub(super) community_id: Uuid,
    /// The host of the followed calendar it came from.
    pub(super) host: Option<String>,
    /// Whether the calendar that is read held it before.
    pub(super) from_here: bool,
}

/// Which of these are events, and which are meetings.
fn made_text(ids: &[Uuid]) -> [Statement; 2] {
    let of = |text, column| Statement::new(text, []).with_list(column, ids.iter().map(|id| (*id).into()));
    [of("select e.id from event e", " where e.id in"), of("select o.id from occurrence o", " where o.id in")]
}

fn known_text((community, calendar): (Uuid, Uuid), keys: &[&str]) -> Statement {
    // Nobody in particular looks.
    Statement::new(KNOWN, [None::<Uuid>.into(), community.into(), calendar.into()])
        .with_list(" and e.uid in", keys.iter().map(|key| (*key).into()))
}

/// What is asked here, of one and of several.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let (ids, keys) = ([Uuid::nil(), Uuid::max()], ["a", "b"]);
    let of = |n: usize| made_text(&ids[..n]).into_iter().chain([known_text((Uuid::nil(), Uuid::nil()), &keys[..n])]);
    of(1).chain(of(2)).collect()
}

/// Which of these are ids of events of this site, or of meetings.
pub(super) async fn made_here(db: &Db, ids: &[Uuid]) -> Result<HashSet<Uuid>, sqlx::Error> {
    let mut here = HashSet::new();
    for ids in ids.chunks(AT_ONCE) {
        for statement in made_text(ids) {
            let found: Vec<Uuid> = ask!(db, query_scalar, statement, fetch_all)?;
            here.extend(found);
        }
    }
    Ok(here)
}

/// The events that are known by these, of a community and of those that anybody sees; `calendar` is the one that is read.
pub(super) async fn known(db: &Db, of: (Uuid, Uuid), keys: &[&str]) -> Result<Vec<Known>, sqlx::Error> {
    let mut known = Vec::new();
    for keys in keys.chunks(AT_ONCE) {
        let rows: Vec<Known> = ask!(db, query_as, known_text(of, keys), fetch_all)?;
        known.extend(rows);
    }
    Ok(known)
}

/// Notes what an event is known by, where it comes from, and what its calendar said of it.
pub(super) async fn know(tx: &mut Tx, event: Uuid, (uid, host): (Option<&str>, Option<&str>), words: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(KNOW).bind(event).bind(uid).bind(host).bind(words)).map(drop)
}

/// What the calendar of an event said of it the last time.
pub(super) async fn words(tx: &mut Tx, event: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(WORDS).bind(event).fetch_one(c))
}
