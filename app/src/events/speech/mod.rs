//! How often something takes place in plain words, as a rule (RFC 5545, 3.3.10): "every second Tuesday of the month", "first Thursday of each term". Pure.

mod reading;
mod terms;

use self::reading::{Said, Unit};
use crate::communities::commitment::Calendar;

/// What helps whoever was not understood.
pub const SUCH_AS: &str =
    "“Every second Tuesday of the month”, “last Friday”, “every two weeks on Monday and Thursday”, “first Thursday of each term”.";

/// The most that lies between two meetings, in days, weeks, months or years.
const RAREST: u32 = 99;

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The rule that some words say, where terms and quarters begin as the site has them.
///
/// # Errors
/// A sentence that says what is not understood, or what to say besides.
pub fn rule(words: &str, year: &Calendar) -> Result<String, String> {
    let said = reading::read(words)?;
    if said.interval.is_some_and(|every| !(1..=RAREST).contains(&every)) {
        return Err(format!("It can take place every {RAREST} days, weeks, months or years at most, and no more often than every day."));
    }
    match said.unit.unwrap_or_else(|| said.usual_unit()) {
        Unit::Day => said.daily(),
        Unit::Week => said.weekly(),
        Unit::Month => said.monthly(),
        Unit::Quarter => said.quarterly(year),
        Unit::Term => said.once(|| Ok(()))?.within_terms(year),
        Unit::Year => said.yearly(),
    }
}

impl Said {
    /// What is meant where no unit is named: "last Friday" is that of each month, "Tuesdays" are those of each week.
    fn usual_unit(&self) -> Unit {
        if !self.months.is_empty() {
            Unit::Year
        } else if !self.nth.is_empty() || !self.dates.is_empty() {
            Unit::Month
        } else {
            Unit::Week
        }
    }

    fn every(&self, freq: &str, times: u32) -> String {
        match self.interval.unwrap_or(1) * times {
            1 => format!("FREQ={freq}"),
            every => format!("FREQ={freq};INTERVAL={every}"),
        }
    }

    fn daily(&self) -> Result<String, String> {
        if self.days.is_empty() && self.names_no_part() { Ok(self.every("DAILY", 1)) } else { Err(unclear("every day")) }
    }

    fn weekly(&self) -> Result<String, String> {
        if !self.names_no_part() {
            return Err("A week has each weekday once. Name the weekdays alone, as in “every two weeks on Monday and Thursday”.".to_owned());
        }
        let rule = self.every("WEEKLY", 1);
        Ok(if self.days.is_empty() { rule } else { format!("{rule};BYDAY={}", days(&self.days)) })
    }

    fn monthly(&self) -> Result<String, String> {
        if let (Some((n @ 2..=4, day)), true) = (self.nth.first().filter(|_| self.nth.len() == 1), self.counted && self.unit.is_none()) {
            let nth = match n {
                2 => "second",
                3 => "third",
                _ => "fourth",
            };
            let name = NAMES[*day];
            return Err(format!("That can be read in two ways. Write “every {n} weeks on {name}”, or “every {nth} {name} of the month”."));
        }
        let rule = self.every("MONTHLY", 1);
        match (self.nth.is_empty(), self.dates.is_empty(), self.days.first(), self.months.is_empty()) {
            (false, true, None, true) => Ok(format!("{rule};BYDAY={}", nth(&self.nth))),
            (true, false, None, true) => Ok(format!("{rule};BYMONTHDAY={}", self.days_of_month()?)),
            (true, true, None, true) => Ok(rule),
            (true, true, Some(day), true) => Err(which(NAMES[*day], "month")),
            _ => Err(unclear("every month")),
        }
    }

    fn quarterly(&self, year: &Calendar) -> Result<String, String> {
        if self.nth.is_empty() && self.dates.is_empty() {
            return match (self.days.first(), self.months.is_empty()) {
                (None, true) => Ok(self.every("MONTHLY", 3)),
                (Some(day), true) => Err(which(NAMES[*day], "quarter")),
                _ => Err(unclear("each quarter")),
            };
        }
        self.once(|| if self.days.is_empty() && self.months.is_empty() { Ok(()) } else { Err(unclear("each quarter")) })?;
        let firsts = year.quarters();
        let lasts: Vec<u32> = firsts.iter().map(|month| (month + 1) % 12 + 1).collect();
        let list = |at_end: bool| {
            let mut months = if at_end { lasts.clone() } else { firsts.clone() };
            months.sort_unstable();
            months.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
        };
        match (self.nth.as_slice(), self.dates.as_slice()) {
            ([(n @ (1..=4 | -1), day)], []) => Ok(format!("FREQ=YEARLY;BYMONTH={};BYDAY={n}{}", list(*n < 0), DAYS[*day])),
            ([], [n @ (1 | -1)]) => Ok(format!("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={n}", list(*n < 0))),
            _ => Err("Of a quarter, say its first to fourth or its last weekday, or its first or last day.".to_owned()),
        }
    }

    fn yearly(&self) -> Result<String, String> {
        let rule = self.every("YEARLY", 1);
        let months = || self.months.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        match (self.nth.as_slice(), self.dates.as_slice(), self.months.is_empty()) {
            _ if !self.days.is_empty() => Err(which(NAMES[self.days[0]], "month")),
            ([], [], true) => Ok(rule),
            ([], [], false) => Err("Say on which day of the month, as in “10 May” or “first Monday of May”.".to_owned()),
            (some, [], false) => Ok(format!("{rule};BYMONTH={};BYDAY={}", months(), nth(some))),
            ([], _, false) => Ok(format!("{rule};BYMONTH={};BYMONTHDAY={}", months(), self.days_of_month()?)),
            ([(1, day)], [], true) => Ok(format!("{rule};BYMONTH=1;BYDAY=1{}", DAYS[*day])),
            ([(-1, day)], [], true) => Ok(format!("{rule};BYMONTH=12;BYDAY=-1{}", DAYS[*day])),
            _ => Err("Say in which month of the year, as in “first Monday of May”.".to_owned()),
        }
    }

    /// Whether no day of a month, no numbered weekday and no month is named.
    fn names_no_part(&self) -> bool {
        self.nth.is_empty() && self.dates.is_empty() && self.months.is_empty()
    }

    fn days_of_month(&self) -> Result<String, String> {
        match self.dates.as_slice() {
            [day @ (1..=31 | -1)] => Ok(day.to_string()),
            [_] => Err("A month has no such day.".to_owned()),
            _ => Err("Name one day of the month, or add the others under “Also on”.".to_owned()),
        }
    }

    /// Refuses "every second term".
    fn once(&self, fits: impl Fn() -> Result<(), String>) -> Result<&Self, String> {
        if self.interval.is_some_and(|every| every > 1) {
            return Err("It takes place in each term or quarter, or in none. Leave single dates out under “Not on”.".to_owned());
        }
        fits().map(|()| self)
    }
}

fn days(days: &[usize]) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    days.iter().map(|day| DAYS[*day]).collect::<Vec<_>>().join(",")
}

fn nth(nth: &[(i32, usize)]) -> String {
    nth.iter().map(|(n, day)| format!("{n}{}", DAYS[*day])).collect::<Vec<_>>().join(",")
}

fn unclear(what: &str) -> String {
    format!("That says more than “{what}” can mean. Write it as in these: {SUCH_AS}")
}

fn which(day: &str, unit: &str) -> String {
    format!("Say which {day} of the {unit}: “first {day} of each {unit}”, or “last”. For each of them, write “every {day}”.")
}

#[cfg(test)]
mod tests;
