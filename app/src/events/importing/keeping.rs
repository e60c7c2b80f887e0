//! Events of a calendar file into the site: what is new is made, what the calendar says differently now is changed, and all else stays.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::Place;
use super::reading::{CANCELLED_THERE, GONE_THERE, Said};
use super::report::Report;
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Db;
use crate::db::records::Index;
use crate::db::sources::{Remembered, recall, remember, remembered};
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::events::organising::moving::Moves;
use crate::events::organising::store;
use crate::events::record::{EventRecord, OccurrenceRecord};
use crate::events::{invitations, record_store, schedule};
use crate::memberships::store as memberships;

/// Writes what a file says, each event in a transaction of its own: what was cut off is completed by the next time.
///
/// # Errors
/// When the database refuses.
pub(super) async fn keep(db: &Db, place: &Place, index: &mut Index, said: Vec<Said>, report: &mut Report) -> Result<(), AppError> {
    let source = source(place.community.0);
    let known: HashMap<String, Remembered> = remembered(db, &source).await?.into_iter().map(|((_, key), one)| (key, one)).collect();
    for one in said {
        let hash = super::hash_of(&written(&one.record)?);
        if known.get(&one.key).is_some_and(|known| known.hash == hash) {
            report.unchanged += 1;
            continue;
        }
        // Of two files that come at once, the second finds what the first has made.
        let mut tx = db.begin().await?;
        memberships::lock(&mut tx, place.community.0).await?;
        let before = match recall(&mut tx, &source, ObjectKind::Event, &one.key).await? {
            Some(known) if known.hash == hash => {
                report.unchanged += 1;
                continue;
            }
            Some(known) => match store::lock_by_id(db, &mut tx, known.object).await? {
                Some(before) => Some((known.object, before)),
                None => {
                    report.left(one.line, "it was removed from this site since, so it was left alone");
                    continue;
                }
            },
            None => None,
        };
        let (id, deed) = match before {
            Some((_, before)) if store::is_parted(&mut tx, place.community.0, &before.slug).await? => {
                report.left(one.line, "it was parted on this site, into what was and what follows, so it was left alone");
                continue;
            }
            Some((id, before)) => {
                let shift = one.record.starts - before.starts;
                let mut record = merged(before.clone(), one.record);
                if moves(&before, &record, schedule::horizon(tx.now())) {
                    store::shift(&mut tx, id, &Moves::by(shift)).await?;
                } else {
                    keep_past(&before, &mut record, tx.now().naive_utc());
                }
                store::know_speakers(db, index, &record).await?;
                record_store::save(&mut tx, index, id, &record).await?;
                invitations::due(&mut tx, id, None).await?;
                report.updated += 1;
                (id, Deed::Reimported)
            }
            None => {
                let (id, mut record) = (Uuid::now_v7(), one.record);
                record.slug = store::free_slug(&mut tx, (place.community.0, &place.community.1), &record.title).await?;
                record_store::save(&mut tx, index, id, &record).await?;
                report.created += 1;
                (id, Deed::Imported)
            }
        };
        remember(&mut tx, &source, ObjectKind::Event, &one.key, &Remembered { object: id, hash }).await?;
        let act = match place.by {
            Some(member) => Act::by(member, deed, ObjectKind::Event, id),
            None => Act::of(deed, ObjectKind::Event, id),
        };
        tx.commit([act.in_community(place.community.0)]).await?;
    }
    Ok(())
}

/// What is remembered under of calendars that are brought into a community.
pub(super) fn source(community: Uuid) -> String {
    format!("ics:{community}")
}

/// All that a record says.
fn written(record: &EventRecord) -> Result<String, AppError> {
    let fields = serde_json::to_string(record).map_err(|error| crate::state::internal(&error))?;
    Ok(format!("{fields}\n{}", record.body))
}

/// What the calendar says now, with all it does not speak of as it is here: speakers, places, recordings, meetings that were called off here.
fn merged(before: EventRecord, said: EventRecord) -> EventRecord {
    let cancelled_here = before.status == EventStatus::Cancelled && !is_of_there(before.cancelled_because.as_deref());
    let keeps = cancelled_here || before.status == EventStatus::Draft;
    let mut occurrences = said.occurrences;
    for own in before.occurrences.into_iter().filter(|own| !own.recordings.is_empty() || called_off_here(own)) {
        match occurrences.iter_mut().find(|one| one.recurrence == own.recurrence) {
            Some(one) => {
                if called_off_here(&own) {
                    (one.status, one.cancelled_because) = (own.status, own.cancelled_because);
                }
                one.recordings = own.recordings;
            }
            None => occurrences.push(own),
        }
    }
    let mut record = EventRecord {
        title: said.title,
        starts: said.starts,
        ends: said.ends,
        timezone: said.timezone,
        all_day: said.all_day,
        rrule: said.rrule,
        exdates: said.exdates,
        rdates: said.rdates,
        occurrences,
        status: if keeps { before.status } else { said.status },
        cancelled_because: if keeps { before.cancelled_because } else { said.cancelled_because },
        place: said.place,
        online_url: said.online_url.or(before.online_url),
        topics: if said.topics.is_empty() { before.topics } else { said.topics },
        body: said.body,
        ..before
    };
    // What was said here of a meeting that is no more goes.
    let until = record.occurrences.iter().map(|one| one.recurrence).max().unwrap_or(record.starts);
    schedule::settle(&mut record, until);
    record
}

/// Whether an organiser has called a meeting off, and not the calendar.
fn called_off_here(own: &OccurrenceRecord) -> bool {
    own.status == Some(EventStatus::Cancelled) && !is_of_there(own.cancelled_because.as_deref())
}

/// Whether the calendar is the reason why something is cancelled.
fn is_of_there(because: Option<&str>) -> bool {
    because.is_some_and(|because| [CANCELLED_THERE, GONE_THERE].contains(&because))
}

/// Keeps the meetings of a series that are over, with who came and what they took away, where the calendar goes on without them. What it takes out by its day goes.
fn keep_past(before: &EventRecord, record: &mut EventRecord, now: NaiveDateTime) {
    if record.rrule.is_none() || before.rrule.is_none() || before.timezone != record.timezone {
        return;
    }
    let starts = |record: &EventRecord| -> BTreeSet<NaiveDateTime> {
        schedule::meetings(record, now).unwrap_or_default().into_iter().map(|meeting| meeting.recurrence).collect()
    };
    let there = starts(record);
    let gone = starts(before).into_iter().filter(|start| *start < now && !there.contains(start) && !record.exdates.contains(start));
    let gone: Vec<NaiveDateTime> = gone.collect();
    record.rdates.extend(gone);
}

/// Whether all meetings go to another time, and those who come with them. Where a later start still gives some of the meetings there were, the others have only fallen away.
fn moves(before: &EventRecord, now: &EventRecord, horizon: NaiveDateTime) -> bool {
    if before.starts == now.starts || before.rrule.is_some() != now.rrule.is_some() {
        return false;
    }
    let starts = |record| schedule::meetings(record, horizon).unwrap_or_default().into_iter().map(|meeting| meeting.recurrence);
    let there: BTreeSet<NaiveDateTime> = starts(before).collect();
    !starts(now).any(|start| there.contains(&start))
}
