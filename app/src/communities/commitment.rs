//! Whether a community meets as often as it has undertaken to: "at least once a term". Pure.

use chrono::{Datelike, Months, NaiveDate};

use crate::ui::lists::count;
use crate::ui::sheet::Part;
use crate::when;

/// Within which time a community meets at least once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Month,
    Quarter,
    /// A third of a year: from January, from May, from September.
    Term,
    Year,
}

impl Period {
    const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Term, Self::Year];

    fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Term => "term",
            Self::Year => "year",
        }
    }

    /// What a commitment says, where it is of one meeting in a time that is known here.
    fn of(commitment: &str) -> Option<Self> {
        let text = commitment.to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let often = ["twice", "two", "three", "four", "five", "six", "second", "other", "third"];
        if words.iter().any(|word| often.contains(word) || word.chars().any(|c| c.is_ascii_digit())) {
            return None;
        }
        let each = |unit: &str| words.windows(2).any(|pair| matches!(pair[0], "a" | "an" | "per" | "each" | "every") && pair[1] == unit);
        let mut found = Self::ALL.into_iter().filter(|period| {
            let adverb = format!("{}ly", period.word());
            each(period.word()) || words.contains(&adverb.as_str()) || (*period == Self::Year && words.contains(&"annually"))
        });
        // "An hour a month for a year" says two things: neither is taken for the other.
        let first = found.next();
        first.filter(|_| found.next().is_none())
    }

    fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Term => 4,
            Self::Year => 12,
        }
    }

    /// The first and the last day of the one that a day is in.
    fn around(self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let first = NaiveDate::from_ymd_opt(day.year(), day.month0() / self.months() * self.months() + 1, 1)?;
        Some((first, first.checked_add_months(Months::new(self.months()))?.pred_opt()?))
    }
}

/// How a community keeps to its commitment, by the day it last met and the day it meets next: what to say of it, as a warning where the time is nearly over. `None` where the commitment says
/// nothing that can be counted.
pub(super) fn kept(commitment: &str, today: NaiveDate, (held, next): (Option<NaiveDate>, Option<NaiveDate>)) -> Option<Part> {
    let period = Period::of(commitment)?;
    let (first, last) = period.around(today)?;
    let word = period.word();
    let then = next.map(|day| format!(" Next: {}.", when::date(day))).unwrap_or_default();
    if let Some(held) = held.filter(|day| *day >= first) {
        return Some(Part::Text(format!("It has met this {word}, on {}.{then}", when::date(held))));
    }
    if let Some(next) = next.filter(|day| *day <= last) {
        return Some(Part::Text(format!("It meets this {word}, on {}.", when::date(next))));
    }
    let (left, whole) = ((last - today).num_days() + 1, (last - first).num_days() + 1);
    let planned = next.map(|day| format!(" before {}", when::date(day))).unwrap_or_default();
    let says = format!("It has not met this {word}, and nothing is planned{planned}: {} left.", count(left, "day is", "days are"));
    Some(if left * 4 <= whole { Part::Warning(says) } else { Part::Text(says) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_a_commitment_says_is_read_where_it_can_be_counted() {
        for (text, period) in [
            ("At least once a term", Some(Period::Term)),
            ("One crit a month", Some(Period::Month)),
            ("We meet quarterly.", Some(Period::Quarter)),
            ("every year", Some(Period::Year)),
            ("Six times a year", None),
            ("An hour a month, for a year", None),
            ("Every second month", None),
            ("Be kind", None),
        ] {
            assert_eq!(Period::of(text), period, "{text}");
        }
        assert_eq!(Period::Term.around(day("2026-06-30")), Some((day("2026-05-01"), day("2026-08-31"))));
        assert_eq!(Period::Quarter.around(day("2026-12-31")), Some((day("2026-10-01"), day("2026-12-31"))));
    }

    #[test]
    fn it_warns_when_the_time_is_nearly_over_and_nothing_was_held_or_is_planned() {
        let says =
            |today, held: Option<&str>, next: Option<&str>| kept("Once a month", day(today), (held.map(day), next.map(day))).unwrap();
        assert_eq!(says("2026-03-20", Some("2026-03-03"), None), Part::Text("It has met this month, on 3 March 2026.".to_owned()));
        assert_eq!(
            says("2026-03-20", Some("2026-02-03"), Some("2026-03-31")),
            Part::Text("It meets this month, on 31 March 2026.".to_owned())
        );
        assert!(matches!(says("2026-03-20", None, Some("2026-04-01")), Part::Text(_)));
        let late = "It has not met this month, and nothing is planned: 3 days are left.";
        assert_eq!(says("2026-03-29", Some("2026-02-03"), None), Part::Warning(late.to_owned()));
    }
}
