//! What an organiser typed of one meeting of a series.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::typed::{BODY, address, date, speakers, time};
use crate::db::Db;
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::events::record::{EventRecord, OccurrenceRecord};
use crate::link::Link;
use crate::members::lines::links;
use crate::typed as lines;

/// The fields of one meeting's form, as they were sent.
#[derive(Debug)]
pub struct MeetingTyped {
    pub title: String,
    pub day: String,
    pub from: String,
    pub to: String,
    pub cancelled: bool,
    pub because: String,
    pub recordings: String,
    /// What its form showed; empty where that does not matter.
    pub base: String,
    /// What the organiser agreed to of those who may not see it any more.
    pub without: String,
    /// What it is about, where the form asked for that.
    pub about: Option<MeetingAbout>,
}

/// What a meeting is about, where, and with whom: what is as in the series stays that of the series.
#[derive(Debug)]
pub struct MeetingAbout {
    pub summary: String,
    pub place: String,
    pub online_url: String,
    pub speakers: String,
    pub body: String,
    pub materials: String,
}

impl MeetingTyped {
    /// What makes the meeting differ from its series, with what it had of its own and the form does not hold.
    ///
    /// # Errors
    /// With a sentence for every field that is wrong.
    pub(super) async fn read(&self, db: &Db, series: &EventRecord, before: OccurrenceRecord) -> Result<OccurrenceRecord, AppError> {
        let mut typed = lines::Typed::default();
        let recurrence = before.recurrence;
        let length = series.ends - series.starts;
        let shown = (before.starts.unwrap_or(recurrence), before.ends.unwrap_or(recurrence + length));
        let day = date(&mut typed, "day", &self.day).unwrap_or_default();
        let (starts, ends) = if series.all_day {
            let starts = day.and_time(NaiveTime::MIN);
            (starts, starts + (shown.1 - shown.0))
        } else {
            let (from, to) = (time(&mut typed, "from", &self.from), time(&mut typed, "to", &self.to));
            moment(shown, day, (from, to))
        };
        let moved = (starts, ends) != (recurrence, recurrence + (series.ends - series.starts));
        let title = typed.maybe_line("title", &self.title, 200);
        let because = typed.maybe_line("because", &self.because, 300);
        if self.cancelled && because.is_none() {
            typed.say("because", "Say in a few words why. Those who wanted to come read it.");
        }
        // One that may take place stays so.
        let kept = before.status.filter(|status| *status != EventStatus::Cancelled);
        let own = OccurrenceRecord {
            starts: moved.then_some(starts),
            ends: moved.then_some(ends),
            title,
            status: if self.cancelled { Some(EventStatus::Cancelled) } else { kept },
            cancelled_because: because.filter(|_| self.cancelled),
            recordings: listed(&mut typed, "recordings", &self.recordings, &before.recordings),
            ..before
        };
        let own = match &self.about {
            Some(about) => about.read(db, &mut typed, (series, own)).await?,
            None => own,
        };
        typed.done(own)
    }
}

impl MeetingAbout {
    async fn read(
        &self,
        db: &Db,
        typed: &mut lines::Typed,
        (series, own): (&EventRecord, OccurrenceRecord),
    ) -> Result<OccurrenceRecord, AppError> {
        let text = |typed: String, of_series: &str| (typed != of_series).then_some(typed);
        let maybe = |typed: Option<String>, of_series: &Option<String>| (typed != *of_series).then(|| typed.unwrap_or_default());
        let summary = typed.maybe_line("summary", &self.summary, 300).unwrap_or_default();
        let place = typed.maybe_line("place", &self.place, 200);
        let online_url = address(typed, "online_url", &self.online_url);
        let body = typed.text("body", &self.body, BODY);
        let speakers = speakers(db, typed, &self.speakers).await?;
        let materials = listed(typed, "materials", &self.materials, own.materials.as_deref().unwrap_or(&series.materials));
        Ok(OccurrenceRecord {
            summary: text(summary, &series.summary),
            place: maybe(place, &series.place),
            online_url: maybe(online_url, &series.online_url),
            body: text(body, &series.body),
            speakers: (speakers != series.speakers).then_some(speakers),
            materials: (materials != series.materials).then_some(materials),
            ..own
        })
    }
}

/// When a meeting takes place, by the day and the clocks that were typed. It spans as many days as it did; one that ends before it begins ends on the next.
fn moment(shown: (NaiveDateTime, NaiveDateTime), day: NaiveDate, (from, to): (NaiveTime, NaiveTime)) -> (NaiveDateTime, NaiveDateTime) {
    let clock = |at: NaiveDateTime| NaiveTime::from_hms_opt(at.hour(), at.minute(), 0).unwrap_or_default();
    if (day, from, to) == (shown.0.date(), clock(shown.0), clock(shown.1)) {
        return shown;
    }
    let spans = (shown.1.date() - shown.0.date()).max(TimeDelta::zero());
    let ends = (day + spans).and_time(to);
    let starts = day.and_time(from);
    (starts, if ends < starts { ends + TimeDelta::days(1) } else { ends })
}

fn listed(typed: &mut lines::Typed, field: &str, text: &str, before: &[Link]) -> Vec<Link> {
    links(text, before).unwrap_or_else(|says| {
        typed.say(field, says);
        Vec::new()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_meeting_spans_the_days_it_did() {
        let typed = |shown: (&str, &str), day: &str, from: &str, to: &str| {
            let clock = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
            moment((at(shown.0), at(shown.1)), day.parse().unwrap(), (clock(from), clock(to)))
        };
        let retreat = ("2026-03-10T18:00:00", "2026-03-12T12:00:00");
        assert_eq!(typed(retreat, "2026-03-10", "18:00", "12:00"), (at(retreat.0), at(retreat.1)));
        assert_eq!(typed(retreat, "2026-03-17", "19:00", "12:00"), (at("2026-03-17T19:00:00"), at("2026-03-19T12:00:00")));
        let odd = ("2026-03-10T18:00:30", "2026-03-10T19:00:30");
        assert_eq!(typed(odd, "2026-03-10", "18:00", "19:00"), (at(odd.0), at(odd.1)), "what was shown stays to the second");
        let night = ("2026-03-10T22:00:00", "2026-03-10T23:00:00");
        assert_eq!(typed(night, "2026-03-10", "22:00", "01:00"), (at("2026-03-10T22:00:00"), at("2026-03-11T01:00:00")));
        let party = ("2026-03-10T22:00:00", "2026-03-11T01:00:00");
        assert_eq!(typed(party, "2026-03-10", "21:00", "01:00"), (at("2026-03-10T21:00:00"), at("2026-03-11T01:00:00")));
    }
}
