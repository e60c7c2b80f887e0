//! Dates as lines of a field, with an hour where that is another than usual.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::events::organising::typed::date;
use crate::events::record::EventRecord;
use crate::typed as lines;

/// The most dates that a field holds.
const MOST: usize = 2_000;

/// A day, and the time where it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    time: Option<NaiveTime>,
}

impl Day {
    /// The same, where the usual time goes without saying.
    pub(super) fn beside(self, usual: NaiveTime) -> Self {
        Self { time: self.time.filter(|time| *time != usual), ..self }
    }

    /// When a meeting of that day begins.
    pub(super) fn at(self, event: &EventRecord) -> NaiveDateTime {
        let time = self.time.filter(|_| !event.all_day).unwrap_or(event.starts.time());
        self.date.and_time(time)
    }

    /// Whether a meeting that begins then is meant.
    pub(super) fn is_of(self, start: NaiveDateTime) -> bool {
        start.date() == self.date && self.time.is_none_or(|time| time == start.time())
    }
}

/// How a date stands in the field.
pub(super) fn shown_as(date: NaiveDateTime, usual: NaiveTime) -> Day {
    Day { date: date.date(), time: Some(date.time()) }.beside(usual)
}

/// Dates as lines.
pub(super) fn lines_of(dates: &[NaiveDateTime], usual: NaiveTime) -> String {
    let line = |date: &NaiveDateTime| match shown_as(*date, usual) {
        Day { date, time: None } => date.to_string(),
        Day { date, time: Some(time) } if time.format("%S").to_string() == "00" => format!("{date} {}", time.format("%H:%M")),
        Day { date, time: Some(time) } => format!("{date} {}", time.format("%H:%M:%S")),
    };
    dates.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads them.
pub(super) fn read(typed: &mut lines::Typed, field: &str, text: &str) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let lines = text.split(['\n', ',', ';']).map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        if days.len() == MOST {
            typed.say(field, format!("At most {MOST} dates fit here. Leave some out, or make another series of them."));
            break;
        }
        let (day, time) = line.split_once([' ', 'T']).unwrap_or((line, ""));
        let before = typed.wrong.len();
        let Some(date) = date(typed, field, day) else { break };
        let read = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(time.trim(), form).ok());
        if !time.is_empty() && read.is_none() {
            typed.say(field, "Write the time as hours and minutes behind the date: 2026-03-19 09:15.");
        }
        if typed.wrong.len() > before {
            break;
        }
        days.push(Day { date, time: read });
    }
    days
}
