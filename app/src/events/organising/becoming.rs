//! A single event as a meeting of a series: what it keeps of its own, and what cannot be joined. Pure.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::events::model::EventStatus;
use crate::events::record::{EventRecord, OccurrenceRecord};
use crate::events::schedule::{self, instant};
use crate::link::Link;
use crate::when;

/// The series with a single event as one of its meetings, and the wall-clock start by which it is known there.
///
/// # Errors
/// A sentence that says why it cannot be, and what would mend that.
pub(super) fn with_meeting(
    series: &EventRecord,
    single: &EventRecord,
    horizon: NaiveDateTime,
) -> Result<(EventRecord, NaiveDateTime), String> {
    fits(series, single)?;
    let (starts, ends) = on_clock_of(series, single)?;
    let until = horizon.max(starts + TimeDelta::days(1));
    let there = schedule::meetings(series, until).map_err(|says| format!("The dates of “{}” can’t be read: {says}.", series.title))?;
    let zone = zone(series)?;
    let begins = |own: &OccurrenceRecord| own.starts.map(|starts| instant(starts, zone));
    let taken = there.iter().any(|meeting| {
        let own = series.occurrences.iter().find(|own| own.recurrence == meeting.recurrence);
        meeting.recurrence.date() == starts.date() || own.and_then(begins).unwrap_or(meeting.instants.0) == instant(starts, zone)
    });
    if taken {
        return Err(format!(
            "“{}” meets on {} already, and has one meeting a day. Move this event, or that meeting, to another day first.",
            series.title,
            when::date(starts.date())
        ));
    }
    let mut joined = series.clone();
    joined.exdates.retain(|start| *start != starts);
    joined.rdates.push(starts);
    joined.rdates.sort_unstable();
    joined.occurrences.retain(|own| own.recurrence != starts);
    let own = own(series, single, (starts, ends));
    joined.occurrences.extend(own.differs().then_some(own));
    joined.occurrences.sort_by_key(|own| own.recurrence);
    Ok((joined, starts))
}

fn fits(series: &EventRecord, single: &EventRecord) -> Result<(), String> {
    let of = &series.title;
    let says = if single.rrule.is_some() {
        "This is a series itself. Only an event with a single meeting becomes part of another.".to_owned()
    } else if series.rrule.is_none() || series.community != single.community {
        "Choose one of the community’s series.".to_owned()
    } else if single.status == EventStatus::Cancelled {
        "This event is cancelled. Hold it after all, then make it part of a series.".to_owned()
    } else if single.status == EventStatus::Draft {
        "This event is a draft. Put it on the calendar, then make it part of a series.".to_owned()
    } else if matches!(series.status, EventStatus::Cancelled | EventStatus::Draft) {
        format!("“{of}” does not take place. Choose a series that does.")
    } else if series.all_day != single.all_day {
        "One of them takes whole days, the other hours of a day. Have both take the same first.".to_owned()
    } else if single.hosts.iter().any(|host| !series.hosts.contains(host)) {
        format!("A community holds this event along that does not hold “{of}”. Ask it to hold the series, too, or remove it first.")
    } else if single.registration_url != series.registration_url {
        format!("People sign up for this event in another place than for “{of}”. Have both say the same of it first.")
    } else if single.audience != series.audience {
        format!("This event is for others to see than “{of}”. Have both be for the same first.")
    } else if single.online_url.is_some() && single.link_for != series.link_for {
        format!("The address of this event’s video call is for others than that of “{of}”. Have both be for the same first.")
    } else {
        return Ok(());
    };
    Err(says)
}

fn zone(event: &EventRecord) -> Result<Tz, String> {
    event.timezone.parse().map_err(|_| format!("“{}” is no time zone. Choose another for “{}”.", event.timezone, event.title))
}

/// When the event begins and ends on the clock of the series.
fn on_clock_of(series: &EventRecord, single: &EventRecord) -> Result<(NaiveDateTime, NaiveDateTime), String> {
    let (zone, own) = (zone(series)?, zone(single)?);
    if zone == own || single.all_day {
        return Ok((single.starts, single.ends));
    }
    let at = |wall: NaiveDateTime| -> DateTime<Utc> { instant(wall, own) };
    let read = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local();
    let (starts, ends) = (read(at(single.starts)), read(at(single.ends)));
    if instant(starts, zone) != at(single.starts) {
        return Err(format!("It begins in an hour that the clocks of {} show twice that day. Move it by an hour first.", series.timezone));
    }
    Ok((starts, ends))
}

/// What the meeting has of its own.
fn own(series: &EventRecord, single: &EventRecord, (starts, ends): (NaiveDateTime, NaiveDateTime)) -> OccurrenceRecord {
    let longer = ends - starts != series.ends - series.starts;
    let text = |own: &str, of_series: &str| (own != of_series).then(|| own.to_owned());
    let maybe = |own: &Option<String>, of_series: &Option<String>| (own != of_series).then(|| own.clone().unwrap_or_default());
    let mut materials = single.materials.clone();
    let captions = single.captions_url.clone().filter(|address| series.captions_url.as_ref() != Some(address));
    materials.extend(captions.map(|url| Link { title: "Live captions".to_owned(), url, summary: None }));
    OccurrenceRecord {
        starts: longer.then_some(starts),
        ends: longer.then_some(ends),
        title: text(&single.title, &series.title),
        status: Some(single.status).filter(|status| *status != series.status),
        recordings: single.recordings.clone(),
        summary: text(&single.summary, &series.summary),
        body: text(&single.body, &series.body),
        place: maybe(&single.place, &series.place),
        online_url: maybe(&single.online_url, &series.online_url),
        speakers: (single.speakers != series.speakers).then(|| single.speakers.clone()),
        materials: (materials != series.materials).then_some(materials),
        aliases: single.aliases.iter().cloned().chain([format!("/c/{}/events/{}", single.community, single.slug)]).collect(),
        ..OccurrenceRecord::at(starts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::model::{EventAudience, LinkFor};
    use crate::events::record::SpeakerRecord;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    fn series() -> EventRecord {
        EventRecord {
            rrule: Some("FREQ=WEEKLY".to_owned()),
            timezone: "Europe/London".to_owned(),
            place: Some("Room 1".to_owned()),
            body: "We meet.".to_owned(),
            ..EventRecord::meeting("design", "crit", "Crit", (at("2026-03-03T13:00"), at("2026-03-03T14:00")))
        }
    }

    fn single() -> EventRecord {
        EventRecord {
            timezone: "Europe/London".to_owned(),
            body: "A guest shows their work.".to_owned(),
            speakers: vec![SpeakerRecord::Named { name: "Bea".to_owned() }],
            aliases: vec!["/once".to_owned()],
            ..EventRecord::meeting("design", "guest", "A guest", (at("2026-03-05T15:00"), at("2026-03-05T17:00")))
        }
    }

    fn joined(series: &EventRecord, single: &EventRecord) -> Result<(EventRecord, NaiveDateTime), String> {
        with_meeting(series, single, at("2027-09-01T00:00"))
    }

    #[test]
    fn a_single_event_becomes_a_meeting_that_keeps_what_is_its_own() {
        let (after, start) = joined(&series(), &single()).unwrap();
        assert_eq!((after.rdates.as_slice(), start), ([at("2026-03-05T15:00")].as_slice(), at("2026-03-05T15:00")));
        let [own] = after.occurrences.as_slice() else { panic!("{:?}", after.occurrences) };
        assert_eq!((own.title.as_deref(), own.body.as_deref()), (Some("A guest"), Some("A guest shows their work.")));
        assert_eq!(own.place.as_deref(), Some(""), "it has none, whatever the series has");
        assert_eq!((own.starts, own.ends), (Some(at("2026-03-05T15:00")), Some(at("2026-03-05T17:00"))));
        assert_eq!(own.speakers.as_deref(), Some(single().speakers.as_slice()));
        assert_eq!(own.aliases, ["/once", "/c/design/events/guest"]);
        let mut settled = after.clone();
        assert!(schedule::settle(&mut settled, at("2027-09-01T00:00")).is_empty() && settled == after);
        let like =
            EventRecord { slug: "guest".to_owned(), rrule: None, starts: at("2026-03-05T13:00"), ends: at("2026-03-05T14:00"), ..series() };
        let own = joined(&series(), &like).unwrap().0.occurrences.remove(0);
        assert_eq!(own, OccurrenceRecord { aliases: own.aliases.clone(), ..OccurrenceRecord::at(at("2026-03-05T13:00")) });
    }

    #[test]
    fn it_takes_place_when_it_did_on_the_clock_of_the_series() {
        let single = EventRecord { timezone: "America/New_York".to_owned(), ..single() };
        let (_, start) = joined(&series(), &single).unwrap();
        assert_eq!(start, at("2026-03-05T20:00"));
        // The clocks go back in London on 25 October: half past one comes twice, and this is the second.
        let late = EventRecord { timezone: "UTC".to_owned(), starts: at("2026-10-25T01:30"), ends: at("2026-10-25T02:00"), ..single };
        assert!(joined(&series(), &late).unwrap_err().contains("show twice"));
    }

    #[test]
    fn a_day_on_which_the_series_does_not_take_place_is_free_again() {
        let series = EventRecord { exdates: vec![at("2026-03-10T13:00")], ..series() };
        let single = EventRecord { starts: at("2026-03-10T13:00"), ends: at("2026-03-10T14:00"), ..single() };
        let (after, start) = joined(&series, &single).unwrap();
        assert!(after.exdates.is_empty() && after.rdates == [start]);
    }

    #[test]
    fn what_cannot_be_joined_is_refused_with_a_sentence() {
        let change = |change: fn(&mut EventRecord, &mut EventRecord)| {
            let (mut series, mut single) = (series(), single());
            change(&mut series, &mut single);
            joined(&series, &single).unwrap_err()
        };
        for (says, wrong) in [
            ("a series itself", change(|_, single| single.rrule = Some("FREQ=DAILY".to_owned()))),
            ("Choose one of the community’s series.", change(|series, _| series.rrule = None)),
            ("Choose one of the community’s series.", change(|series, _| series.community = "data".to_owned())),
            ("is cancelled", change(|_, single| single.status = EventStatus::Cancelled)),
            ("is a draft", change(|_, single| single.status = EventStatus::Draft)),
            ("does not take place", change(|series, _| series.status = EventStatus::Cancelled)),
            ("whole days", change(|_, single| single.all_day = true)),
            ("holds this event along", change(|_, single| single.hosts = vec!["data".to_owned()])),
            ("sign up", change(|_, single| single.registration_url = Some("https://example.org/".to_owned()))),
            ("for others to see", change(|_, single| single.audience = EventAudience::Members)),
            (
                "video call",
                change(|_, single| (single.online_url, single.link_for) = (Some("https://example.org/".to_owned()), LinkFor::Going)),
            ),
            ("meets on 10 March 2026 already", change(|_, single| single.starts = at("2026-03-10T09:00"))),
        ] {
            assert!(wrong.contains(says), "{says}: {wrong}");
        }
        // A meeting that was moved stands in the way where it is now.
        let mut moved = series();
        let own = OccurrenceRecord {
            starts: Some(at("2026-03-05T15:00")),
            ends: Some(at("2026-03-05T16:00")),
            ..OccurrenceRecord::at(at("2026-03-03T13:00"))
        };
        moved.occurrences.push(own);
        assert!(joined(&moved, &single()).unwrap_err().contains("meets on 5 March 2026 already"));
    }
}
