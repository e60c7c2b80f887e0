//! The SQL of calendars that communities follow.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::bulk::Rows;
use crate::db::{Db, Tx};
use crate::fetching::Known;
use crate::{on, queries, run};

/// How long a node may read a calendar before another takes it over.
const LEASE: TimeDelta = TimeDelta::minutes(10);

queries! {
    LIST = "select f.id, f.url, f.added_at, m.name as added_by, f.next_at, f.reading_until, f.read_at, f.outcome, f.failures \
            from followed_calendar f left join member m on m.id = f.member_id where f.community_id = $1 order by f.added_at, f.id limit 100";
    ADDRESSES = "select url from followed_calendar where community_id = $1 order by url";
    ADD = "insert into followed_calendar (id, community_id, url, timezone, member_id, added_at, next_at, reading_until, outcome, failures) \
           values ($1, $2, $3, $4, $5, $6, $6, $7, '', 0) on conflict (community_id, url) do nothing";
    REMOVE = "delete from followed_calendar where community_id = $1 and id = $2 returning url";
    // The outer conditions are checked again on the row's newest version, where two nodes chose the same calendar.
    CLAIM_DUE = "update followed_calendar set reading_until = $2 where id = (select f.id from followed_calendar f join community c on c.id = f.community_id \
                 where f.next_at <= $1 and (f.reading_until is null or f.reading_until < $1) and c.status = 'active' order by f.next_at, f.id limit 1) \
                 and next_at <= $1 and (reading_until is null or reading_until < $1) returning id";
    CLAIM = "update followed_calendar set reading_until = $3 where community_id = $1 and id = $2 and (reading_until is null or reading_until < $4) returning id";
    CLAIMED = "select f.id, f.community_id, c.slug, c.name as community, f.url, f.timezone, f.etag, f.modified, f.failures, f.failing_since, f.next_at is null as given_up, f.reading_until \
               from followed_calendar f join community c on c.id = f.community_id where f.id = $1";
    STILL = "update followed_calendar set failures = failures where id = $1 and reading_until = $2";
    WELL = "update followed_calendar set outcome = $3, read_at = $4, next_at = $5, etag = $6, modified = $7, failures = 0, failing_since = null, reading_until = null \
            where id = $1 and reading_until = $2";
    BADLY = "update followed_calendar set outcome = $3, read_at = $4, next_at = $5, failures = failures + 1, failing_since = coalesce(failing_since, $4), reading_until = null \
             where id = $1 and reading_until = $2";
    // What one calendar holds no longer, another may hold still.
    READ_WHOLE = "update followed_calendar set etag = null, modified = null where community_id = $1";
    ENTRIES = "select key, event_id from followed_entry where calendar_id = $1 order by key";
    ENTRIES_OF_OTHERS = "select e.key from followed_calendar f join followed_entry e on e.calendar_id = f.id where f.community_id = $1 and f.id <> $2";
    DROP_ENTRY = "delete from followed_entry where calendar_id = $1 and key = $2";
}

/// A calendar as the screen shows it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) url: String,
    pub(super) added_at: DateTime<Utc>,
    pub(super) added_by: Option<String>,
    pub(super) next_at: Option<DateTime<Utc>>,
    pub(super) reading_until: Option<DateTime<Utc>>,
    pub(super) read_at: Option<DateTime<Utc>>,
    pub(super) outcome: String,
    pub(super) failures: i32,
}

/// A calendar that this node reads.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Claimed {
    pub(super) id: Uuid,
    pub(super) community_id: Uuid,
    pub(super) slug: String,
    pub(super) community: String,
    pub(super) url: String,
    pub(super) timezone: String,
    etag: Option<String>,
    modified: Option<String>,
    pub(super) failures: i32,
    pub(super) failing_since: Option<DateTime<Utc>>,
    /// Whether nobody asks for it any more but who wants it read now.
    pub(super) given_up: bool,
    /// Until when it is this node's: tells its claim from a later one.
    reading_until: DateTime<Utc>,
}

impl Claimed {
    /// The version that was read last.
    pub(super) fn known(&self) -> Known {
        Known { etag: self.etag.clone(), modified: self.modified.clone() }
    }
}

/// What a community follows.
pub(super) async fn list(db: &Db, community: Uuid) -> Result<Vec<Row>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(LIST).bind(community).fetch_all(c))
}

/// The addresses of what a community follows.
pub(super) async fn addresses(tx: &mut Tx, community: Uuid) -> Result<Vec<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(ADDRESSES).bind(community).fetch_all(c))
}

/// Has a community follow a calendar, and claims it for its first reading. `None` where it follows it already.
pub(super) async fn add(tx: &mut Tx, (community, by): (Uuid, Uuid), url: &str, timezone: &str) -> Result<Option<Claimed>, sqlx::Error> {
    let (id, now) = (Uuid::now_v7(), tx.now());
    let added = run!(tx, sqlx::query(ADD).bind(id).bind(community).bind(url).bind(timezone).bind(by).bind(now).bind(now + LEASE))?;
    if added == 0 { Ok(None) } else { claimed(tx, id).await }
}

/// Has a community follow a calendar no longer, and gives its address; `None` where it does not.
pub(super) async fn remove(tx: &mut Tx, community: Uuid, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_scalar(REMOVE).bind(community).bind(id).fetch_optional(c))
}

/// Claims the calendar that has been due longest, if any is.
pub(super) async fn claim_due(db: &Db) -> Result<Option<Claimed>, sqlx::Error> {
    let mut tx = db.begin().await?;
    let now = tx.now();
    let id: Option<Uuid> = on!(tx.conn(), c => sqlx::query_scalar(CLAIM_DUE).bind(now).bind(now + LEASE).fetch_optional(c))?;
    finish_claim(tx, id).await
}

/// Claims a calendar of a community; `None` where it follows no such one, or where it is being read.
pub(super) async fn claim(db: &Db, community: Uuid, id: Uuid) -> Result<Option<Claimed>, sqlx::Error> {
    let mut tx = db.begin().await?;
    let now = tx.now();
    let id: Option<Uuid> =
        on!(tx.conn(), c => sqlx::query_scalar(CLAIM).bind(community).bind(id).bind(now + LEASE).bind(now).fetch_optional(c))?;
    finish_claim(tx, id).await
}

async fn finish_claim(mut tx: Tx, id: Option<Uuid>) -> Result<Option<Claimed>, sqlx::Error> {
    let found = match id {
        Some(id) => claimed(&mut tx, id).await?,
        None => None,
    };
    tx.commit([]).await?;
    Ok(found)
}

async fn claimed(tx: &mut Tx, id: Uuid) -> Result<Option<Claimed>, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(CLAIMED).bind(id).fetch_optional(c))
}

/// Whether a calendar is still this node's to read; if so, it stays until the transaction ends.
pub(super) async fn is_still(tx: &mut Tx, of: &Claimed) -> Result<bool, sqlx::Error> {
    Ok(run!(tx, sqlx::query(STILL).bind(of.id).bind(of.reading_until))? > 0)
}

/// Ends a reading that went well, with what it brought and when the next one is.
pub(super) async fn well(tx: &mut Tx, of: &Claimed, (says, known): (&str, &Known), next: DateTime<Utc>) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    let ended = run!(
        tx,
        sqlx::query(WELL).bind(of.id).bind(of.reading_until).bind(says).bind(now).bind(next).bind(&known.etag).bind(&known.modified)
    )?;
    Ok(ended > 0)
}

/// Ends a reading that failed, with why, and when the next one is if there is one.
pub(super) async fn badly(tx: &mut Tx, of: &Claimed, says: &str, next: Option<DateTime<Utc>>) -> Result<bool, sqlx::Error> {
    let now = tx.now();
    Ok(run!(tx, sqlx::query(BADLY).bind(of.id).bind(of.reading_until).bind(says).bind(now).bind(next))? > 0)
}

/// Has all that a community follows be read whole the next time, whether or not it has changed.
pub(super) async fn read_whole(tx: &mut Tx, community: Uuid) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(READ_WHOLE).bind(community)).map(drop)
}

/// What a calendar held when it was last read, and the events that became of it.
pub(super) async fn entries(db: &Db, calendar: Uuid) -> Result<Vec<(String, Uuid)>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(ENTRIES).bind(calendar).fetch_all(c))
}

/// What comes from other calendars that the community follows.
pub(super) async fn entries_of_others(tx: &mut Tx, of: &Claimed) -> Result<BTreeSet<String>, sqlx::Error> {
    let keys: Vec<String> = on!(tx.conn(), c => sqlx::query_scalar(ENTRIES_OF_OTHERS).bind(of.community_id).bind(of.id).fetch_all(c))?;
    Ok(keys.into_iter().collect())
}

/// Notes what a calendar holds besides what it held.
pub(super) async fn add_entries(tx: &mut Tx, calendar: Uuid, entries: &[(String, Uuid)]) -> Result<(), sqlx::Error> {
    let mut rows = Rows::new("followed_entry", &["calendar_id", "key", "event_id"]);
    for (key, event) in entries {
        rows.push([calendar.into(), key.as_str().into(), (*event).into()]);
    }
    rows.insert_new(tx).await.map(drop)
}

/// Notes that a calendar holds something no longer.
pub(super) async fn drop_entry(tx: &mut Tx, calendar: Uuid, key: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(DROP_ENTRY).bind(calendar).bind(key)).map(drop)
}
