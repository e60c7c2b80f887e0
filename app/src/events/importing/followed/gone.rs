//! What a followed calendar holds no longer: what was to come of it is called off, what was stays.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::super::calling_off::without;
use super::super::keeping::source;
use super::super::reading::GONE_THERE;
use super::super::uids;
use super::store::{self, Claimed};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::sources::{Remembered, remember, remembered};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::organising::store as events;
use crate::events::{invitations, record_store};
use crate::memberships::store as memberships;

/// What a calendar holds now.
pub(super) struct Held {
    /// What the events that were read are known by.
    pub(super) keys: BTreeSet<String>,
    /// The UIDs of entries that could not be read.
    pub(super) unread: BTreeSet<String>,
}

impl Held {
    /// Whether it holds what it held under a key, read or not.
    fn has(&self, key: &str) -> bool {
        let unread = |uid: &str| self.unread.contains(uid);
        self.keys.contains(key) || unread(key) || unread(uids::parts(key).0)
    }
}

/// Notes what a calendar holds, calls off what it holds no longer, and gives how many events that were.
///
/// # Errors
/// When the database refuses; the next reading completes what was committed until then.
pub(super) async fn settle(db: &Db, of: &Claimed, held: &Held, by: Option<Uuid>) -> Result<usize, AppError> {
    let source = source(of.community_id);
    let before: HashMap<String, Uuid> = store::entries(db, of.id).await?.into_iter().collect();
    let known = remembered(db, &source).await?;
    let object = |key: &String| Some((key.clone(), known.get(&(ObjectKind::Event, key.clone()))?.object));
    let mut new: Vec<(String, Uuid)> = held.keys.iter().filter(|key| !before.contains_key(*key)).filter_map(object).collect();
    let mut tx = db.begin().await?;
    memberships::lock(&mut tx, of.community_id).await?;
    if !new.is_empty() && store::is_still(&mut tx, of).await? {
        // What two calendars hold is the one’s that was read first: another may have been read meanwhile.
        let others = store::entries_of_others(&mut tx, of).await?;
        new.retain(|(key, _)| !others.contains(key));
        store::add_entries(&mut tx, of.id, &new).await?;
    }
    tx.commit([]).await?;
    let mut count = 0;
    for (key, event) in before.into_iter().filter(|(key, _)| !held.has(key)) {
        let mut tx = db.begin().await?;
        memberships::lock(&mut tx, of.community_id).await?;
        // Nobody follows it any more, or another node reads it.
        if !store::is_still(&mut tx, of).await? {
            break;
        }
        store::drop_entry(&mut tx, of.id, &key).await?;
        let off = call_off(db, &mut tx, of.community_id, event).await?;
        if off {
            // Where it comes back, it is another.
            remember(&mut tx, &source, ObjectKind::Event, &key, &Remembered { object: event, hash: String::new() }).await?;
            store::read_whole(&mut tx, of.community_id).await?;
            count += 1;
        }
        let act = Act { actor: by, ..Act::of(Deed::Cancelled, ObjectKind::Event, event).in_community(of.community_id).noting(GONE_THERE) };
        tx.commit(off.then_some(act)).await?;
    }
    Ok(count)
}

/// Calls off what is to come of an event; whether there was anything.
async fn call_off(db: &Db, tx: &mut Tx, community: Uuid, event: Uuid) -> Result<bool, AppError> {
    let Some(before) = events::lock_by_id(db, tx, event).await? else { return Ok(false) };
    if events::is_parted(tx, community, &before.slug).await? {
        return Ok(false);
    }
    let Some(record) = without(&before, tx.now(), GONE_THERE) else { return Ok(false) };
    let index = events::index(db, &record, events::known(db).await?).await?;
    record_store::save(tx, &index, event, &record).await?;
    invitations::due(tx, event, None).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_read_is_there() {
        let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let held = Held { keys: set(&["a"]), unread: set(&["b"]) };
        for (key, there) in
            [("a", true), ("b", true), ("b at 2026-03-03 13:00:00", true), ("c", false), ("a at 2026-03-03 13:00:00", false)]
        {
            assert_eq!(held.has(key), there, "{key}");
        }
    }
}
