//! A series' rule in plain words, where it is simple enough to have some.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::when;

/// What stands for a rule that has no plain words.
pub const REPEATS: &str = "Repeats; the dates are below";

/// "Every month on the second Tuesday", "Every 2 weeks on Monday and Thursday, until 30 June 2026". `starts` fills in what the rule leaves to it.
pub fn in_words(rule: &str, starts: NaiveDateTime) -> String {
    Rule::parse(rule).and_then(|rule| rule.words(starts.date())).unwrap_or_else(|| REPEATS.to_owned())
}

/// The parts of a rule that have words. A rule with any other has none.
#[derive(Default)]
struct Rule<'a> {
    freq: &'a str,
    interval: u32,
    by_day: Vec<(i32, usize)>,
    by_month_day: Option<i32>,
    by_month: Vec<u32>,
    until: Option<NaiveDate>,
    count: Option<u32>,
}

const DAYS: [(&str, &str); 7] =
    [("MO", "Monday"), ("TU", "Tuesday"), ("WE", "Wednesday"), ("TH", "Thursday"), ("FR", "Friday"), ("SA", "Saturday"), ("SU", "Sunday")];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl<'a> Rule<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut rule = Self { interval: 1, ..Self::default() };
        let mut position = None;
        for part in text.trim().trim_start_matches("RRULE:").split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name {
                "FREQ" => rule.freq = value,
                "INTERVAL" => rule.interval = value.parse().ok().filter(|n| *n > 0)?,
                "BYDAY" => rule.by_day = value.split(',').map(day).collect::<Option<_>>()?,
                "BYMONTHDAY" => rule.by_month_day = Some(value.parse().ok()?),
                "BYMONTH" => rule.by_month = value.split(',').map(|month| month.parse().ok()).collect::<Option<_>>()?,
                "BYSETPOS" => position = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(NaiveDate::parse_from_str(value.get(..8)?, "%Y%m%d").ok()?),
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "WKST" => {}
                _ => return None,
            }
        }
        // "The second of the month's Tuesdays" is "the second Tuesday", in other letters.
        match (position, rule.by_day.as_mut_slice()) {
            (None, _) => {}
            (Some(n), [(nth @ 0, _)]) => *nth = n,
            _ => return None,
        }
        Some(rule)
    }

    fn words(&self, starts: NaiveDate) -> Option<String> {
        let nth_days = || self.by_day.iter().map(|(n, day)| Some(format!("{} {}", ordinal(*n)?, DAYS[*day].1))).collect::<Option<Vec<_>>>();
        let month_day = |n: i32| if n == -1 { Some("the last day".to_owned()) } else { (1..=31).contains(&n).then(|| format!("day {n}")) };
        let plain_days = self.by_day.iter().all(|(n, _)| *n == 0);
        let names = self.by_month.iter().map(|month| Some((*MONTHS.get(month.checked_sub(1)? as usize)?).to_owned()));
        let months = and(&names.collect::<Option<Vec<_>>>()?);
        let of_months = Some(self.by_month.len()).filter(|many| *many > 0);
        let when = match (self.freq, self.by_day.is_empty(), self.by_month_day, of_months) {
            ("DAILY", true, None, None) => self.every("day"),
            ("DAILY" | "WEEKLY", false, None, None) if plain_days && self.interval == 1 && self.is_every_weekday() => {
                "Every weekday".to_owned()
            }
            ("WEEKLY", true, None, None) => format!("{} on {}", self.every("week"), starts.format("%A")),
            ("WEEKLY", false, None, None) if plain_days => {
                let days: Vec<_> = self.by_day.iter().map(|(_, day)| DAYS[*day].1.to_owned()).collect();
                format!("{} on {}", self.every("week"), and(&days))
            }
            ("MONTHLY", true, None, None) => format!("{} on {}", self.every("month"), month_day(i32::try_from(starts.day()).ok()?)?),
            ("MONTHLY", true, Some(n), None) => format!("{} on {}", self.every("month"), month_day(n)?),
            ("MONTHLY", false, None, None) => format!("{} on the {}", self.every("month"), and(&nth_days()?)),
            ("YEARLY", true, None, None) => format!("{} on {} {}", self.every("year"), starts.day(), starts.format("%B")),
            ("YEARLY", true, Some(n @ 1..=31), Some(1)) => format!("{} on {n} {months}", self.every("year")),
            ("YEARLY", true, Some(n), Some(_)) => format!("{} on {} of {months}", self.every("year"), month_day(n)?),
            ("YEARLY", false, None, Some(_)) => format!("{} on the {} of {months}", self.every("year"), and(&nth_days()?)),
            _ => return None,
        };
        Some(match (self.until, self.count) {
            (Some(until), _) => format!("{when}, until {}", when::date(until)),
            // What else there is of it is listed.
            (None, Some(1)) => return None,
            (None, Some(count)) => format!("{when}, {count} times"),
            (None, None) => when,
        })
    }

    fn every(&self, unit: &str) -> String {
        match self.interval {
            1 => format!("Every {unit}"),
            n => format!("Every {n} {unit}s"),
        }
    }

    fn is_every_weekday(&self) -> bool {
        let mut days: Vec<_> = self.by_day.iter().map(|(_, day)| *day).collect();
        days.sort_unstable();
        days == [0, 1, 2, 3, 4]
    }
}

/// "2TU" as (2, Tuesday's index); "TU" as (0, …).
fn day(text: &str) -> Option<(i32, usize)> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let index = DAYS.iter().position(|(short, _)| *short == name)?;
    Some((if nth.is_empty() { 0 } else { nth.parse().ok()? }, index))
}

fn ordinal(n: i32) -> Option<&'static str> {
    match n {
        1 => Some("first"),
        2 => Some("second"),
        3 => Some("third"),
        4 => Some("fourth"),
        5 => Some("fifth"),
        -1 => Some("last"),
        -2 => Some("second-last"),
        _ => None,
    }
}

/// "a", "a and b", "a, b and c".
fn and(words: &[String]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_rules_have_plain_words() {
        let starts = when::wall("2026-03-10T13:00:00").unwrap();
        for (rule, words) in [
            ("FREQ=DAILY", "Every day"),
            ("FREQ=WEEKLY", "Every week on Tuesday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "Every 2 weeks on Monday and Thursday"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
            ("FREQ=MONTHLY", "Every month on day 10"),
            ("FREQ=MONTHLY;BYDAY=2TU", "Every month on the second Tuesday"),
            ("RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;WKST=MO", "Every month on the second Tuesday"),
            ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", "Every 3 months on the last Friday"),
            ("FREQ=MONTHLY;BYDAY=1MO,3MO", "Every month on the first Monday and third Monday"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day"),
            ("FREQ=YEARLY", "Every year on 10 March"),
            ("FREQ=YEARLY;BYMONTH=5;BYDAY=3TH", "Every year on the third Thursday of May"),
            ("FREQ=YEARLY;BYMONTH=1,5,9;BYDAY=1TH", "Every year on the first Thursday of January, May and September"),
            ("FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=-1", "Every year on the last day of January and July"),
            ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630T120000Z", "Every week on Tuesday, until 30 June 2026"),
            ("FREQ=WEEKLY;COUNT=6", "Every week on Tuesday, 6 times"),
        ] {
            assert_eq!(in_words(rule, starts), words, "{rule}");
        }
    }

    #[test]
    fn other_rules_have_none() {
        let starts = when::wall("2026-03-10T13:00:00").unwrap();
        for rule in [
            "FREQ=YEARLY;BYWEEKNO=20",
            "FREQ=MONTHLY;BYDAY=TU",
            "FREQ=MONTHLY;BYDAY=2TU,3WE;BYSETPOS=1",
            "FREQ=HOURLY",
            "FREQ=DAILY;COUNT=1",
            "nonsense",
            "BYDAY=é",
            "",
        ] {
            assert_eq!(in_words(rule, starts), REPEATS, "{rule}");
        }
    }
}
