//! Whether a community meets as often as it has undertaken to: "at least once a term". Pure.

use chrono::{Datelike, Months, NaiveDate};
use thiserror::Error;

use crate::ui::lists::count;
use crate::ui::sheet::Part;
use crate::when;

/// A year that no day of February is missing from: a term may not begin on the 29th.
const COMMON_YEAR: i32 = 2001;

/// How the site divides a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The first days of terms, as days of a common year, in order; each lasts until the next.
    terms: Vec<NaiveDate>,
    /// The month that years begin in, from 1; quarters are counted from it.
    first_month: u32,
}

/// Why a year can’t be divided so.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum UnknownCalendar {
    /// A term.
    #[error("“{0}” is no day that a term can begin on every year; write month and day, as in 09-01")]
    Term(String),
    /// The terms together.
    #[error("terms begin on one to twelve days, each later in the year than the one before")]
    Terms,
    /// The month.
    #[error("the year begins in a month from 1 to 12")]
    Month,
}

impl Calendar {
    /// Terms that begin on the days that are named (`01-01`), and years that begin in a month, from 1.
    ///
    /// # Errors
    /// Where there are no such days, they are not in order, or there is no such month.
    pub fn new<S: AsRef<str>>(terms: &[S], first_month: u32) -> Result<Self, UnknownCalendar> {
        let day = |text: &S| {
            let text = text.as_ref().trim();
            NaiveDate::parse_from_str(&format!("{COMMON_YEAR}-{text}"), "%Y-%m-%d").map_err(|_| UnknownCalendar::Term(text.to_owned()))
        };
        let terms = terms.iter().map(day).collect::<Result<Vec<_>, _>>()?;
        if !(1..=12).contains(&terms.len()) || terms.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(UnknownCalendar::Terms);
        }
        if !(1..=12).contains(&first_month) {
            return Err(UnknownCalendar::Month);
        }
        Ok(Self { terms, first_month })
    }

    /// The first days of terms, as days of a year that is no leap year.
    pub(crate) fn terms(&self) -> &[NaiveDate] {
        &self.terms
    }

    /// The first months of quarters, from 1, in order.
    pub(crate) fn quarters(&self) -> Vec<u32> {
        let first = (self.first_month - 1) % 3 + 1;
        (0..4).map(|quarter| first + 3 * quarter).collect()
    }

    /// The first and the last day of the month, quarter, term or year that a day is in; `None` at the ends of time.
    fn around(&self, period: Period, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let months = match period {
            Period::Month => 1,
            Period::Quarter => 3,
            Period::Year => 12,
            Period::Term => return self.term_around(day),
        };
        let since = (day.month() + 12 - self.first_month) % 12 % months;
        let first = day.with_day(1)?.checked_sub_months(Months::new(since))?;
        Some((first, first.checked_add_months(Months::new(months))?.pred_opt()?))
    }

    fn term_around(&self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let begins = |year: i32| self.terms.iter().filter_map(move |term| term.with_year(year));
        let mut all = (day.year() - 1..=day.year() + 1).flat_map(begins).peekable();
        while let Some(first) = all.next() {
            let next = all.peek().copied()?;
            if first <= day && day < next {
                return Some((first, next.pred_opt()?));
            }
        }
        None
    }
}

impl Default for Calendar {
    /// Three terms, from January, May and September; the year from January.
    fn default() -> Self {
        let terms = [1, 5, 9].into_iter().filter_map(|month| NaiveDate::from_ymd_opt(COMMON_YEAR, month, 1)).collect();
        Self { terms, first_month: 1 }
    }
}

/// Within which time a community meets at least once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Month,
    Quarter,
    /// As the site’s calendar has them.
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
}

/// Whose meetings count for a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted<'a> {
    /// All of the community’s.
    All,
    /// Those of the series of this title.
    Series(&'a str),
    /// All of the community’s: the series that it was attached to is gone.
    AllAgain,
}

impl Counted<'_> {
    /// Who meets, at the beginning of a sentence.
    fn who(self) -> String {
        match self {
            Self::Series(title) => format!("“{title}”"),
            Self::All | Self::AllAgain => "It".to_owned(),
        }
    }

    /// What else is to be said of it, at the end.
    fn besides(self) -> &'static str {
        if self == Self::AllAgain { " All of its meetings count: the series that it was to be kept by is no more." } else { "" }
    }
}

/// How a community keeps to its commitment, by the day on which those meetings last took place that count, and the day on which they do next: what to say of it, as a warning where the time is
/// nearly over. `None` where the commitment says nothing that can be counted.
pub(super) fn kept(
    calendar: &Calendar,
    (commitment, counted): (&str, Counted),
    today: NaiveDate,
    (held, next): (Option<NaiveDate>, Option<NaiveDate>),
) -> Option<Part> {
    let period = Period::of(commitment)?;
    let (who, besides) = (counted.who(), counted.besides());
    let (first, last) = calendar.around(period, today)?;
    let word = period.word();
    let then = next.map(|day| format!(" Next: {}.", when::date(day))).unwrap_or_default();
    if let Some(held) = held.filter(|day| *day >= first) {
        return Some(Part::Text(format!("{who} has met this {word}, on {}.{then}{besides}", when::date(held))));
    }
    if let Some(next) = next.filter(|day| *day <= last) {
        return Some(Part::Text(format!("{who} meets this {word}, on {}.{besides}", when::date(next))));
    }
    let (left, whole) = ((last - today).num_days() + 1, (last - first).num_days() + 1);
    let planned = next.map(|day| format!(" before {}", when::date(day))).unwrap_or_default();
    let says =
        format!("{who} has not met this {word}, and nothing is planned{planned}: {} left.{besides}", count(left, "day is", "days are"));
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
    }

    #[test]
    fn a_year_is_divided_as_the_site_says() {
        let days = |calendar: &Calendar, period, on| {
            let (first, last) = calendar.around(period, day(on)).unwrap();
            format!("{first} to {last}")
        };
        let usual = Calendar::default();
        assert_eq!(usual, Calendar::new(&["01-01", "05-01", "09-01"], 1).unwrap());
        assert_eq!(days(&usual, Period::Term, "2026-06-30"), "2026-05-01 to 2026-08-31");
        assert_eq!(days(&usual, Period::Quarter, "2026-12-31"), "2026-10-01 to 2026-12-31");
        assert_eq!(days(&usual, Period::Year, "2024-02-29"), "2024-01-01 to 2024-12-31");
        assert_eq!(days(&usual, Period::Month, "2024-02-29"), "2024-02-01 to 2024-02-29");
        let other = Calendar::new(&["04-20", " 10-15"], 4).unwrap();
        assert_eq!(days(&other, Period::Term, "2026-04-19"), "2025-10-15 to 2026-04-19");
        assert_eq!(days(&other, Period::Term, "2026-12-31"), "2026-10-15 to 2027-04-19");
        assert_eq!(days(&other, Period::Year, "2026-03-31"), "2025-04-01 to 2026-03-31");
        assert_eq!(days(&other, Period::Quarter, "2026-02-14"), "2026-01-01 to 2026-03-31");
        // Where dates end nothing panics.
        for (period, end) in Period::ALL.into_iter().flat_map(|period| [(period, NaiveDate::MIN), (period, NaiveDate::MAX)]) {
            let around = other.around(period, end);
            assert!(around.is_none_or(|(first, last)| first <= end && end <= last), "{around:?}");
        }
    }

    #[test]
    fn a_year_that_cannot_be_divided_so_is_refused() {
        assert_eq!(Calendar::new(&["02-29"], 1), Err(UnknownCalendar::Term("02-29".to_owned())));
        assert_eq!(Calendar::new(&["September"], 1), Err(UnknownCalendar::Term("September".to_owned())));
        assert_eq!(Calendar::new(&["09-01", "01-01"], 1), Err(UnknownCalendar::Terms));
        assert_eq!(Calendar::new::<&str>(&[], 1), Err(UnknownCalendar::Terms));
        assert_eq!(Calendar::new(&["01-01"], 13), Err(UnknownCalendar::Month));
    }

    #[test]
    fn it_warns_when_the_time_is_nearly_over_and_nothing_was_held_or_is_planned() {
        let says = |today, held: Option<&str>, next: Option<&str>| {
            kept(&Calendar::default(), ("Once a month", Counted::All), day(today), (held.map(day), next.map(day))).unwrap()
        };
        assert_eq!(says("2026-03-20", Some("2026-03-03"), None), Part::Text("It has met this month, on 3 March 2026.".to_owned()));
        assert_eq!(
            says("2026-03-20", Some("2026-02-03"), Some("2026-03-31")),
            Part::Text("It meets this month, on 31 March 2026.".to_owned())
        );
        assert!(matches!(says("2026-03-20", None, Some("2026-04-01")), Part::Text(_)));
        let late = "It has not met this month, and nothing is planned: 3 days are left.";
        assert_eq!(says("2026-03-29", Some("2026-02-03"), None), Part::Warning(late.to_owned()));
    }

    #[test]
    fn it_names_the_series_that_counts_and_says_where_that_is_gone() {
        let says = |counted, held: Option<&str>| {
            kept(&Calendar::default(), ("Once a month", counted), day("2026-03-29"), (held.map(day), None)).unwrap()
        };
        let crit = Counted::Series("Design crit");
        assert_eq!(says(crit, Some("2026-03-03")), Part::Text("“Design crit” has met this month, on 3 March 2026.".to_owned()));
        let late = "“Design crit” has not met this month, and nothing is planned: 3 days are left.";
        assert_eq!(says(crit, None), Part::Warning(late.to_owned()));
        let again = "It has met this month, on 3 March 2026. All of its meetings count: the series that it was to be kept by is no more.";
        assert_eq!(says(Counted::AllAgain, Some("2026-03-03")), Part::Text(again.to_owned()));
    }
}
