//! What other processes commit to the same database: other nodes on PostgreSQL, `guildhall import` beside a running site on SQLite.

use std::collections::BTreeSet;
use std::time::Duration;

use sqlx::postgres::PgListener;
use sqlx::{PgConnection, PgPool, SqlitePool};

use super::whisper::WHISPERED;
use super::{Channel, Hub};
use crate::db::{Db, Engine};

/// How often a SQLite file is asked whether another process wrote to it.
const LOOK: Duration = Duration::from_millis(250);

/// How long to wait before PostgreSQL is asked for a new connection.
const AGAIN: Duration = Duration::from_secs(1);

/// The PostgreSQL channel that commits are announced on.
const ANNOUNCED: &str = "guildhall";

/// PostgreSQL takes a payload of 8,000 bytes; a longer list of channels is announced in parts.
const LONGEST: usize = 7_500;

/// In so many at the most: what is longer still is announced as all channels.
const MOST: usize = 8;

/// Stands for every channel.
const ALL: &str = "*";

// Each speaks to one engine only, so they are not among the statements that are prepared on both.
const ANNOUNCE: &str = "select pg_notify($1, $2)";
/// Changes when a connection other than the one that asks has committed.
const DATA_VERSION: &str = "pragma data_version";

/// Announces a commit to the other nodes, as the last statement of its transaction. PostgreSQL delivers it when the transaction is committed, and not otherwise.
///
/// # Errors
/// When the engine refuses.
pub(crate) async fn announce(conn: &mut PgConnection, hub: &Hub, channels: &BTreeSet<Channel>) -> Result<(), sqlx::Error> {
    for list in announcements(channels) {
        sqlx::query(ANNOUNCE).bind(ANNOUNCED).bind(format!("{} {list}", hub.node())).execute(&mut *conn).await?;
    }
    Ok(())
}

/// Lists of channels, none longer than PostgreSQL takes.
fn announcements(channels: &BTreeSet<Channel>) -> Vec<String> {
    let mut lists = vec![String::new()];
    for channel in channels {
        let word = channel.to_string();
        let full = lists.len() == MOST;
        match lists.last_mut().filter(|list| list.len() + word.len() < LONGEST) {
            Some(list) => {
                list.push(' ');
                list.push_str(&word);
            }
            None if full => return vec![ALL.to_owned()],
            None => lists.push(word),
        }
    }
    lists
}

/// Wakes the hub for what others commit, until the future is dropped.
pub async fn follow(db: &Db) {
    loop {
        let ended = match db.writer() {
            Engine::Sqlite(pool) => watch_file(pool, db.hub()).await,
            Engine::Postgres(pool) => listen(pool, db.hub()).await,
        };
        // What was committed meanwhile went unheard.
        db.hub().wake_all();
        if let Err(error) = ended {
            tracing::warn!(%error, "what others write to the database can’t be followed; trying again");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Asks on the one connection that writes: what this process commits does not change its answer.
async fn watch_file(pool: &SqlitePool, hub: &Hub) -> Result<(), sqlx::Error> {
    let mut seen: Option<i64> = None;
    loop {
        let version: i64 = sqlx::query_scalar(DATA_VERSION).fetch_one(pool).await?;
        if seen.replace(version).is_some_and(|seen| seen != version) {
            hub.wake_all();
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn listen(pool: &PgPool, hub: &Hub) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen_all([ANNOUNCED, WHISPERED]).await?;
    // Whatever was committed before this instant was not heard.
    hub.wake_all();
    loop {
        match listener.try_recv().await? {
            Some(whispered) if whispered.channel() == WHISPERED => hub.pass_on(whispered.payload()),
            Some(announced) => hear(hub, announced.payload()),
            // The connection was lost and made anew.
            None => hub.wake_all(),
        }
    }
}

fn hear(hub: &Hub, payload: &str) {
    let mut words = payload.split(' ').filter(|word| !word.is_empty());
    if words.next() == Some(hub.node()) {
        return;
    }
    // A word that is not known comes from a newer release.
    match words.map(str::parse).collect::<Result<Vec<Channel>, ()>>() {
        Ok(channels) => hub.wake(channels),
        Err(()) => hub.wake_all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::ObjectKind;

    const EVENTS: Channel = Channel::Kind(ObjectKind::Event);

    fn hears(payload: &str) -> bool {
        let hub = Hub::default();
        let watch = hub.watch(hub.moment(), &BTreeSet::from([EVENTS]));
        hear(&hub, &payload.replace("ME", hub.node()));
        !watch.is_quiet()
    }

    #[test]
    fn an_announcement_wakes_what_it_names() {
        assert!(hears("other kind:event community:00000000-0000-0000-0000-000000000007"));
        assert!(!hears("other kind:person"));
        assert!(!hears("other "));
    }

    #[test]
    fn a_long_list_is_announced_in_parts_and_a_very_long_one_as_all() {
        let members = |n: u128| (0..n).map(|id| Channel::Member(uuid::Uuid::from_u128(id))).collect::<BTreeSet<_>>();
        let lists = announcements(&members(400));
        assert!(lists.len() > 1 && lists.iter().all(|list| list.len() < LONGEST));
        let words = lists.iter().flat_map(|list| list.split_whitespace()).map(str::parse);
        assert_eq!(words.collect::<Result<BTreeSet<Channel>, ()>>(), Ok(members(400)));
        assert_eq!(announcements(&members(4_000)), [ALL]);
    }

    #[test]
    fn ones_own_announcement_was_heard_before() {
        assert!(!hears("ME kind:event"));
    }

    #[test]
    fn what_cannot_be_read_wakes_all() {
        assert!(hears("other *"));
        assert!(hears("other kind:invented"));
    }
}
