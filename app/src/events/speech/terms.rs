//! "First Thursday of each term", where terms may begin on any day of the year.

use chrono::{Datelike, Days, NaiveDate};

use super::reading::Said;
use super::{DAYS, NAMES, SUCH_AS, which};
use crate::communities::commitment::Calendar;

impl Said {
    /// The rule of what takes place once in each term.
    pub(super) fn within_terms(&self, year: &Calendar) -> Result<String, String> {
        let terms = year.terms();
        match (self.nth.as_slice(), self.dates.as_slice(), self.days.first()) {
            _ if !self.months.is_empty() => Err(format!("A term and a month don’t go together. Write it as in these: {SUCH_AS}")),
            ([(n @ (1..=5 | -1), day)], [], None) => on_weekday(terms, *n, *day),
            ([], [n @ (1 | -1)], None) => on_days(terms.iter().map(|first| if *n > 0 { *first } else { eve(*first) }), None),
            (_, _, Some(day)) => Err(which(NAMES[*day], "term")),
            _ => Err("Say on which day of the term: “first Thursday of each term”, or “last”.".to_owned()),
        }
    }
}

fn on_weekday(terms: &[NaiveDate], n: i32, day: usize) -> Result<String, String> {
    // Most terms begin with a month, and calendar programs know months best.
    if terms.iter().all(|first| first.day() == 1) && n < 5 {
        let months = terms.iter().map(|first| if n > 0 { first.month() } else { eve(*first).month() });
        let mut months: Vec<u32> = months.collect();
        months.sort_unstable();
        let months: Vec<String> = months.iter().map(u32::to_string).collect();
        return Ok(format!("FREQ=YEARLY;BYMONTH={};BYDAY={n}{}", months.join(","), DAYS[day]));
    }
    let week = |first: NaiveDate| {
        let begins = if n > 0 { first + Days::new(u64::from(n.unsigned_abs() - 1) * 7) } else { first - Days::new(7) };
        begins.iter_days().take(7)
    };
    let weeks: Vec<Vec<NaiveDate>> = terms.iter().map(|first| week(*first).collect()).collect();
    if weeks.iter().any(|week| week.iter().any(|day| day.month() == 2) && week.iter().any(|day| day.month() == 3)) {
        return Err(
            "That week is one of the last of February, which differs from year to year. Choose another week of the term.".to_owned()
        );
    }
    on_days(weeks.into_iter().flatten(), Some(DAYS[day]))
}

/// The days of each year, where they fall on a weekday.
fn on_days(days: impl Iterator<Item = NaiveDate>, weekday: Option<&str>) -> Result<String, String> {
    // Until February a day is as far from the beginning of the year, from March on as far from its end, whether it is a leap year or not.
    let mut days: Vec<i32> = days
        .map(|day| i32::try_from(day.ordinal()).map(|n| if day.month() <= 2 { n } else { n - 366 }))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    days.sort_unstable();
    days.dedup();
    let days: Vec<String> = days.iter().map(i32::to_string).collect();
    let rule = format!("FREQ=YEARLY;BYYEARDAY={}", days.join(","));
    Ok(match weekday {
        Some(weekday) => format!("{rule};BYDAY={weekday}"),
        None => rule,
    })
}

/// The day before.
fn eve(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}
