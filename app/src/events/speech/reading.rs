//! What words say of how often something takes place, word by word.

use super::SUCH_AS;

/// Within what it takes place again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Term,
    Year,
}

/// What was said.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Every how many units.
    pub(super) interval: Option<u32>,
    pub(super) unit: Option<Unit>,
    /// "Second Tuesday"; from the end where it is less than nought.
    pub(super) nth: Vec<(i32, usize)>,
    /// "Tuesday", from Monday on.
    pub(super) days: Vec<usize>,
    /// "The 15th", "the last day".
    pub(super) dates: Vec<i32>,
    /// "May", from 1.
    pub(super) months: Vec<u32>,
    /// Whether a number came right behind "every": "every second Tuesday".
    pub(super) counted: bool,
}

enum Word {
    Every,
    Other,
    Between,
    Nth(i32),
    Number(u32),
    Day(usize),
    Weekdays,
    Unit(Unit, u32),
    Month(u32),
}

/// What is said, while it is read.
#[derive(Default)]
struct Reader {
    said: Said,
    /// "First and third", of which it is not known yet what.
    pending: Vec<i32>,
    number: Option<u32>,
    /// Whether "every" was the last word.
    every: bool,
    /// Whether "day" was, and a number follows: "on day 15".
    day: bool,
}

/// Reads words.
///
/// # Errors
/// A sentence, with the word that is not understood.
pub(super) fn read(text: &str) -> Result<Said, String> {
    let lower = text.to_lowercase();
    let mut reader = Reader::default();
    let words = lower.split(|c: char| c.is_whitespace() || ",;.“”\"()".contains(c)).filter(|word| !word.is_empty());
    for word in words {
        let known = known(word).ok_or_else(|| format!("“{word}” is not understood here. Write it as in these: {SUCH_AS}"))?;
        reader.take(known);
    }
    reader.done()
}

impl Reader {
    fn take(&mut self, word: Word) {
        let every = std::mem::take(&mut self.every);
        match word {
            Word::Between => self.every = every,
            Word::Every => self.every = true,
            Word::Other => self.number = Some(2),
            Word::Nth(n) => {
                self.said.counted |= every;
                self.pending.push(n);
            }
            Word::Number(n) if std::mem::take(&mut self.day) => self.said.dates.extend(i32::try_from(n)),
            Word::Number(n) => self.number = Some(n),
            Word::Weekdays => self.said.days.extend(0..5),
            Word::Day(day) if self.pending.is_empty() => {
                // "Every other Tuesday".
                self.said.interval = self.said.interval.or(self.number.take());
                self.said.days.push(day);
            }
            Word::Day(day) => self.said.nth.extend(self.pending.drain(..).map(|n| (n, day))),
            Word::Unit(unit, times) => self.unit(unit, times, every),
            Word::Month(month) => {
                self.said.dates.extend(self.number.take().and_then(|n| i32::try_from(n).ok()));
                self.said.dates.append(&mut self.pending);
                self.said.months.push(month);
            }
        }
    }

    fn unit(&mut self, unit: Unit, times: u32, every: bool) {
        match (unit, self.pending.as_slice()) {
            // "Every second week".
            (_, [n @ 1..=i32::MAX]) if self.said.counted => {
                self.said.interval = u32::try_from(*n).ok();
                self.said.unit = Some(unit);
                self.pending.clear();
            }
            // "The last day", of whatever follows.
            (Unit::Day, [_, ..]) => self.said.dates.append(&mut self.pending),
            (Unit::Day, []) if !every && self.number.is_none() && times == 1 && self.said.unit != Some(Unit::Day) => self.day = true,
            _ => {
                // "On the 15th of the month", "every second day of the month".
                self.said.dates.append(&mut self.pending);
                if self.said.unit == Some(Unit::Day) {
                    self.said.dates.extend(self.said.interval.take().and_then(|n| i32::try_from(n).ok()));
                }
                self.said.unit = Some(unit);
                let number = self.number.take().or((times > 1).then_some(times));
                self.said.interval = self.said.interval.or(number);
            }
        }
    }

    fn done(mut self) -> Result<Said, String> {
        self.said.dates.append(&mut self.pending);
        if let Some(n) = self.number {
            // "May 10".
            match i32::try_from(n) {
                Ok(n) if self.said.months.len() == 1 && self.said.dates.is_empty() => self.said.dates.push(n),
                _ => return Err(format!("It is not clear what “{n}” counts. Write it as in these: {SUCH_AS}")),
            }
        }
        let said = self.said;
        let nothing = said.unit.is_none() && said.nth.is_empty() && said.days.is_empty() && said.dates.is_empty() && said.months.is_empty();
        if nothing { Err(format!("Say how often it takes place: {SUCH_AS}")) } else { Ok(said) }
    }
}

fn known(word: &str) -> Option<Word> {
    Some(match word {
        "every" | "each" => Word::Every,
        "other" => Word::Other,
        "the" | "on" | "a" | "an" | "of" | "in" | "and" | "&" | "at" | "per" | "always" => Word::Between,
        "first" => Word::Nth(1),
        "second" => Word::Nth(2),
        "third" => Word::Nth(3),
        "fourth" => Word::Nth(4),
        "fifth" => Word::Nth(5),
        "last" => Word::Nth(-1),
        "second-last" | "penultimate" => Word::Nth(-2),
        "weekday" | "weekdays" => Word::Weekdays,
        "day" | "days" => Word::Unit(Unit::Day, 1),
        "week" | "weeks" => Word::Unit(Unit::Week, 1),
        "fortnight" => Word::Unit(Unit::Week, 2),
        "month" | "months" => Word::Unit(Unit::Month, 1),
        "quarter" | "quarters" => Word::Unit(Unit::Quarter, 1),
        "term" | "terms" => Word::Unit(Unit::Term, 1),
        "year" | "years" => Word::Unit(Unit::Year, 1),
        "daily" => Word::Unit(Unit::Day, 0),
        "weekly" => Word::Unit(Unit::Week, 1),
        "fortnightly" => Word::Unit(Unit::Week, 2),
        "monthly" => Word::Unit(Unit::Month, 1),
        "quarterly" => Word::Unit(Unit::Quarter, 1),
        "yearly" | "annually" => Word::Unit(Unit::Year, 1),
        _ => return day(word).map(Word::Day).or_else(|| month(word).map(Word::Month)).or_else(|| number(word)),
    })
}

/// "monday", "mondays", "mon".
fn day(word: &str) -> Option<usize> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    short(&DAYS, word.strip_suffix("days").map_or(word.to_owned(), |stem| format!("{stem}day")).as_str())
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    short(&MONTHS, word).and_then(|at| u32::try_from(at + 1).ok())
}

/// Which name a word begins, with three letters of it at least.
fn short(names: &[&str], word: &str) -> Option<usize> {
    names.iter().position(|name| word.len() >= 3 && name.starts_with(word))
}

/// "15th", "2", "two".
fn number(word: &str) -> Option<Word> {
    const NUMBERS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if let Some(at) = NUMBERS.iter().position(|number| *number == word) {
        return u32::try_from(at + 1).ok().map(Word::Number);
    }
    let digits: String = word.chars().take_while(char::is_ascii_digit).take(3).collect();
    let number: u32 = digits.parse().ok()?;
    match word.get(digits.len()..)? {
        "" => Some(Word::Number(number)),
        "st" | "nd" | "rd" | "th" => i32::try_from(number).ok().map(Word::Nth),
        _ => None,
    }
}
