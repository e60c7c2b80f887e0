//! When an event repeats, as its form says it: by a choice or in plain words, with dates besides and dates left out; and its next dates, before anything is kept.

mod days;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use leptos::server_fn::ServerFn;

use self::days::{Day, lines_of, read, shown_as};
use super::Typed;
use super::moving::Moves;
use super::splitting::ONCE;
use super::typed::date;
use crate::communities::commitment::Calendar;
use crate::error::AppError;
use crate::events::record::EventRecord;
use crate::events::recurring::{Repeats, ending, endless};
use crate::events::{repeats, schedule, speech};
use crate::typed as lines;
use crate::ui::forming::{Forming, typed as came_back};
use crate::ui::sheet::{Part, Row};
use crate::when;

/// The fields that hold dates besides, and dates left out.
const BESIDES: &str = "besides";
const EXCEPT: &str = "except";

/// How many dates are shown first.
const NEXT: usize = 10;

/// The fields, as an event has them.
pub(super) fn fields(form: Forming, record: &EventRecord, year: &Calendar) -> Forming {
    let (repeats, until, words) = stands(record, year);
    let offered = Repeats::ALL.iter().filter(|one| **one != Repeats::Kept || repeats == Repeats::Kept);
    form.select("repeats", "Does it repeat?", offered.map(|one| (one.as_str(), one.title())))
        .value(repeats.as_str())
        .text("said", "How often, in your own words")
        .hint(speech::SUCH_AS)
        .value(words)
        .optional()
        .line("date", "until", "Until")
        .hint("The last day on which it may take place. Empty: without an end.")
        .value(until.map(|until| until.to_string()).unwrap_or_default())
        .optional()
        .area(BESIDES, "Also on", 2)
        .hint("Dates besides, one a line: 2026-03-19, and with another hour 2026-03-19 09:15.")
        .value(lines_of(&record.rdates, record.starts.time()))
        .optional()
        .area(EXCEPT, "Not on", 2)
        .hint("Dates on which it does not take place, one a line. To tell people why, cancel that meeting on its own page instead.")
        .value(lines_of(&record.exdates, record.starts.time()))
        .optional()
        .aside("preview", "Show the dates")
}

/// What the fields say of an event: how it repeats, until when, and in which words.
fn stands(record: &EventRecord, year: &Calendar) -> (Repeats, Option<NaiveDate>, String) {
    let rule = record.rrule.as_deref().filter(|rule| *rule != ONCE);
    let (repeats, until) = Repeats::of(rule, record.starts.date());
    if repeats == Repeats::Kept
        && let Some((rest, until)) = rule.and_then(endless)
    {
        let words = repeats::in_words(&rest, record.starts);
        if speech::rule(&words, year).is_ok_and(|again| again == rest) {
            return (Repeats::Said, until, words);
        }
    }
    (repeats, until, String::new())
}

/// The rule that was typed, of an event whose first day is `first`.
pub(super) fn rule(typed: &mut lines::Typed, says: &Typed, before: &EventRecord, (first, year): (NaiveDate, &Calendar)) -> Option<String> {
    let repeats: Repeats = typed.word("repeats", &says.repeats);
    let until = if says.until.is_empty() { None } else { date(typed, "until", &says.until) };
    if until.is_some_and(|until| until < first) {
        typed.say("until", "The series ends before it begins.");
    }
    let words: String = says.said.trim().chars().take(200).collect();
    // Words that were just written count, whatever is chosen besides.
    let new = !words.is_empty() && words != stands(before, year).2;
    if new || repeats == Repeats::Said {
        return match speech::rule(&words, year) {
            Ok(rule) => Some(ending(rule, until)),
            Err(wrong) => {
                typed.say("said", wrong);
                None
            }
        };
    }
    match repeats {
        Repeats::Kept => before.rrule.clone(),
        Repeats::Never if !says.besides.trim().is_empty() => Some(ONCE.to_owned()),
        _ => repeats.rule(first, until),
    }
}

/// Of the dates besides and the dates left out that an event has, those that still stand in the fields.
pub(super) fn kept(typed: &mut lines::Typed, says: &Typed, before: &EventRecord) -> (Vec<NaiveDateTime>, Vec<NaiveDateTime>) {
    let usual = before.starts.time();
    let mut stay = |field: &str, text: &str, dates: &[NaiveDateTime]| {
        let stands: Vec<Day> = read(typed, field, text).iter().map(|day| day.beside(usual)).collect();
        dates.iter().copied().filter(|date| stands.contains(&shown_as(*date, usual))).collect::<Vec<_>>()
    };
    (stay(BESIDES, &says.besides, &before.rdates), stay(EXCEPT, &says.except, &before.exdates))
}

/// Takes along what is said of single meetings where the series moves, and adds the dates that were just typed. Gives what becomes of the meetings.
///
/// # Errors
/// With a sentence where a date makes no sense.
pub(super) fn carry(says: &Typed, before: &EventRecord, record: &mut EventRecord, horizon: NaiveDateTime) -> Result<Moves, AppError> {
    let moves = Moves::between(before, record, horizon);
    if record.rrule.is_some() && before.rrule.is_some() {
        moves.take_along(record);
    } else {
        record.occurrences.clear();
        record.exdates.clear();
        record.rdates.clear();
    }
    add(says, before, record, horizon)?;
    Ok(moves)
}

fn add(says: &Typed, before: &EventRecord, record: &mut EventRecord, horizon: NaiveDateTime) -> Result<(), AppError> {
    let usual = before.starts.time();
    let new = |field: &str, text: &str, dates: &[NaiveDateTime]| -> Vec<Day> {
        let stood: Vec<Day> = dates.iter().map(|date| shown_as(*date, usual)).collect();
        let days = read(&mut lines::Typed::default(), field, text).into_iter();
        // Of a single event nothing stood there.
        days.filter(|day| before.rrule.is_none() || !stood.contains(&day.beside(usual))).collect()
    };
    let (besides, except) = (new(BESIDES, &says.besides, &before.rdates), new(EXCEPT, &says.except, &before.exdates));
    let last = besides.iter().chain(&except).map(|day| day.date.and_time(record.starts.time()) + TimeDelta::days(1)).max();
    let until = last.map_or(horizon, |last| last.max(horizon));
    let of = |record: &EventRecord| schedule::meetings(record, until).unwrap_or_default();
    for day in besides {
        if of(record).iter().any(|meeting| meeting.recurrence.date() == day.date) {
            let says = format!("It meets on {} already, and has one meeting a day. Take that line out.", when::date(day.date));
            return Err(AppError::field(BESIDES, says));
        }
        let start = day.at(record);
        record.exdates.retain(|date| *date != start);
        record.rdates.push(start);
    }
    for day in except {
        let meeting = of(record).into_iter().find(|meeting| day.is_of(meeting.recurrence));
        let Some(meeting) = meeting else {
            if record.exdates.iter().any(|date| day.is_of(*date)) {
                continue;
            }
            return Err(AppError::field(
                EXCEPT,
                format!("It does not meet on {}. Take that line out, or mend its date.", when::date(day.date)),
            ));
        };
        record.rdates.retain(|date| *date != meeting.recurrence);
        record.exdates.push(meeting.recurrence);
    }
    if !record.exdates.is_empty() && of(record).is_empty() {
        return Err(AppError::field(EXCEPT, "Then it never takes place. Leave fewer dates out, or cancel the event."));
    }
    Ok(())
}

/// The next dates of what was typed, where somebody wanted to see them; `before` is what the form began with.
pub(super) fn preview<F: ServerFn>(before: &EventRecord, (now, year): (DateTime<Utc>, &Calendar)) -> Option<Vec<Part>> {
    came_back::<F>("preview")?;
    let text = |name: &str| came_back::<F>(name).unwrap_or_default();
    let says = Typed {
        day: text("day"),
        from: text("from"),
        to: text("to"),
        last_day: text("last_day"),
        all_day: !text("all_day").is_empty(),
        timezone: text("timezone"),
        repeats: text("repeats"),
        until: text("until"),
        said: text("said"),
        besides: text(BESIDES),
        except: text(EXCEPT),
        ..Typed::default()
    };
    Some(next(&says, before, (now, year)).unwrap_or_else(|says| vec![Part::Warning(says)]))
}

fn next(says: &Typed, before: &EventRecord, (now, year): (DateTime<Utc>, &Calendar)) -> Result<Vec<Part>, String> {
    let mut typed = lines::Typed::default();
    let mut record = says.timed(&mut typed, before, year);
    typed.done(()).map_err(|wrong| wrong.to_string())?;
    let horizon = schedule::horizon(now);
    carry(says, before, &mut record, horizon).map_err(|wrong| wrong.to_string())?;
    let all = schedule::meetings(&record, horizon).map_err(|wrong| format!("That does not work: {wrong}."))?;
    let coming: Vec<&schedule::Meeting> = all.iter().filter(|meeting| meeting.instants.1 > now).collect();
    let says = match coming.len() {
        0 => "All of it is over.".to_owned(),
        _ if record.rrule.is_none() => "It takes place once. Nothing is kept yet.".to_owned(),
        more if more > NEXT => format!("The next {NEXT} dates. Nothing is kept yet."),
        _ => "These are all the dates of the next eighteen months. Nothing is kept yet.".to_owned(),
    };
    let row = |meeting: &&schedule::Meeting| Row::new(when::moment(meeting.wall.0, record.all_day));
    let rows: Vec<Row> = coming.iter().take(NEXT).map(row).collect();
    Ok(if rows.is_empty() { vec![Part::Warning(says)] } else { vec![Part::Text(says), Part::Rows(rows)] })
}

#[cfg(test)]
mod tests;
