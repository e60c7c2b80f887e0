//! The entries of a file as whole events: what differs at single meetings goes to the series it belongs to.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::reading::{Entry, Said};
use super::times::Time;
use super::uids;
use crate::events::record::{EventRecord, OccurrenceRecord};

/// Puts what differs at single meetings to the series it belongs to. Where an entry is there twice, the later version holds.
pub(super) fn joined(entries: Vec<Entry>) -> Vec<Said> {
    let mut said: Vec<(i64, Said)> = Vec::new();
    let mut by_uid: HashMap<String, usize> = HashMap::new();
    let (differing, whole): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.differs.is_some());
    for Entry { uid, line, sequence, record, .. } in whole {
        let one = (sequence, Said { key: uid.clone(), line, record });
        match by_uid.get(&uid).and_then(|at| said.get_mut(*at)) {
            Some(before) if before.0 <= sequence => *before = one,
            Some(_) => {}
            None => {
                by_uid.insert(uid, said.len());
                said.push(one);
            }
        }
    }
    let mut alone = Vec::new();
    for entry in differing {
        match by_uid.get(&entry.uid).and_then(|at| said.get_mut(*at)) {
            Some((_, series)) => differ(&mut series.record, entry),
            // An excerpt of a calendar may hold a meeting without its series.
            None => alone.extend(entry.differs.map(|time| {
                let recurrence = time.on_clock(Tz::UTC, chrono::NaiveTime::MIN);
                Said { key: uids::of_meeting(&entry.uid, recurrence), line: entry.line, record: entry.record }
            })),
        }
    }
    said.into_iter().map(|(_, said)| said).chain(alone).collect()
}

fn differ(series: &mut EventRecord, entry: Entry) {
    let (Some(time), Ok(zone)) = (entry.differs, series.timezone.parse::<Tz>()) else { return };
    let own = entry.record;
    let recurrence = time.on_clock(zone, series.starts.time());
    let on_clock = |wall: NaiveDateTime| match own.timezone.parse::<Tz>() {
        Ok(other) if !own.all_day => Time::Wall(wall, Some(other)).on_clock(zone, wall.time()),
        _ => wall,
    };
    let (starts, ends) = (on_clock(own.starts), on_clock(own.ends));
    let moved = starts != recurrence || ends - starts != series.ends - series.starts;
    // Many programs say of a meeting only what differs: of what is not said, the series holds.
    let of_own = |own: Option<String>, of_series: &Option<String>| own.filter(|own| of_series.as_ref() != Some(own));
    let (place, online_url) = (of_own(own.place, &series.place), of_own(own.online_url, &series.online_url));
    series.occurrences.retain(|known| known.recurrence != recurrence);
    series.occurrences.push(OccurrenceRecord {
        recurrence,
        starts: moved.then_some(starts),
        ends: moved.then_some(ends),
        title: Some(own.title).filter(|title| *title != series.title),
        status: Some(own.status).filter(|status| *status != series.status),
        cancelled_because: own.cancelled_because,
        place,
        online_url,
        ..OccurrenceRecord::at(recurrence)
    });
}
