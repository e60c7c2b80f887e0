//! What a followed calendar holds no longer: what was to come of it is called off, what was stays.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::keeping::source;
use super::super::reading::GONE_THERE;
use super::store::{self, Claimed};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::sources::{Remembered, remember, remembered};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::events::organising::splitting::ending;
use crate::events::organising::store as events;
use crate::events::record::{EventRecord, OccurrenceRecord};
use crate::events::{invitations, record_store, schedule};
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
        self.keys.contains(key) || unread(key) || key.rsplit_once(" at ").is_some_and(|(uid, _)| unread(uid))
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
        let others = store::entries_of_others_now(&mut tx, of).await?;
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
    let Some(record) = without(&before, tx.now()) else { return Ok(false) };
    let index = events::index(db, &record, events::known(db).await?).await?;
    record_store::save(tx, &index, event, &record).await?;
    invitations::due(tx, event, None).await?;
    Ok(true)
}

/// An event without what is to come of it; `None` where nothing is. Of a series that has met, each meeting to come is called off, and no further ones are made.
fn without(event: &EventRecord, now: DateTime<Utc>) -> Option<EventRecord> {
    if matches!(event.status, EventStatus::Cancelled | EventStatus::Draft) {
        return None;
    }
    let zone = event.timezone.parse().ok()?;
    let own = |start: NaiveDateTime| event.occurrences.iter().find(|own| own.recurrence == start);
    let begins = |start: NaiveDateTime| schedule::instant(own(start).and_then(|own| own.starts).unwrap_or(start), zone);
    let meetings = schedule::meetings(event, schedule::horizon(now)).ok()?;
    let (was, comes): (Vec<NaiveDateTime>, Vec<NaiveDateTime>) =
        meetings.into_iter().map(|meeting| meeting.recurrence).partition(|start| begins(*start) <= now);
    let last = comes.last().copied()?;
    let mut record = event.clone();
    let (Some(rule), false) = (&event.rrule, was.is_empty()) else {
        record.status = EventStatus::Cancelled;
        record.cancelled_because = Some(GONE_THERE.to_owned());
        return Some(record);
    };
    for start in comes {
        let off = (Some(EventStatus::Cancelled), Some(GONE_THERE.to_owned()));
        match record.occurrences.iter_mut().find(|own| own.recurrence == start) {
            Some(own) if own.status == Some(EventStatus::Cancelled) => {}
            Some(own) => (own.status, own.cancelled_because) = off,
            None => record.occurrences.push(OccurrenceRecord { status: off.0, cancelled_because: off.1, ..OccurrenceRecord::at(start) }),
        }
    }
    let next = if event.all_day { last + TimeDelta::days(1) } else { last };
    record.rrule = Some(ending(rule, last, next));
    record.rdates.retain(|start| *start <= last);
    schedule::settle(&mut record, last);
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when::wall;

    fn now() -> DateTime<Utc> {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    fn event(starts: &str, rule: Option<&str>) -> EventRecord {
        let starts = wall(starts).unwrap();
        EventRecord {
            timezone: "Europe/London".to_owned(),
            rrule: rule.map(str::to_owned),
            ..EventRecord::meeting("design", "talk", "Talk", (starts, starts + TimeDelta::hours(1)))
        }
    }

    #[test]
    fn what_is_to_come_is_called_off_with_a_reason() {
        for rule in [None, Some("FREQ=WEEKLY")] {
            let off = without(&event("2026-03-03T13:00:00", rule), now()).unwrap();
            assert_eq!((off.status, off.cancelled_because.as_deref()), (EventStatus::Cancelled, Some(GONE_THERE)));
        }
    }

    #[test]
    fn what_was_or_has_begun_stays_as_it_is() {
        for starts in ["2026-02-03T13:00:00", "2026-03-02T11:30:00", "2026-03-02T12:00:00"] {
            assert_eq!(without(&event(starts, None), now()), None, "{starts}");
        }
        assert_eq!(without(&event("2026-02-03T13:00:00", Some("FREQ=WEEKLY;COUNT=3")), now()), None);
        for status in [EventStatus::Cancelled, EventStatus::Draft] {
            assert_eq!(without(&EventRecord { status, ..event("2026-03-03T13:00:00", None) }, now()), None);
        }
    }

    #[test]
    fn of_a_series_that_has_met_only_what_is_to_come_goes_and_nothing_follows() {
        for (starts, rule, all_day) in [
            ("2026-02-10T13:00:00", "FREQ=WEEKLY", false),
            ("2026-02-10T13:00:00", "FREQ=WEEKLY;COUNT=9", false),
            ("2026-02-10T00:00:00", "FREQ=WEEKLY;UNTIL=20260601", true),
        ] {
            let before = EventRecord { all_day, ..event(starts, Some(rule)) };
            let off = without(&before, now()).unwrap();
            assert_eq!(off.status, EventStatus::Confirmed, "{rule}");
            let starts = |record: &EventRecord, until: &str| -> Vec<NaiveDateTime> {
                schedule::meetings(record, wall(until).unwrap()).unwrap().into_iter().map(|meeting| meeting.recurrence).collect()
            };
            assert_eq!(starts(&off, "2031-01-01T00:00:00"), starts(&before, "2027-09-02T12:00:00"), "{rule}: no later ones are made");
            let (was, comes): (Vec<_>, Vec<_>) = starts(&off, "2031-01-01T00:00:00").into_iter().partition(|start| start.and_utc() < now());
            assert_eq!(was.len(), 3, "{rule}");
            let called: Vec<_> = off
                .occurrences
                .iter()
                .filter(|own| own.cancelled_because.as_deref() == Some(GONE_THERE))
                .map(|own| own.recurrence)
                .collect();
            assert_eq!(called, comes, "{rule}");
        }
    }

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
