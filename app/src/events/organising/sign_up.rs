//! When people sign up for a meeting: typed as times on the wall clock of the first, kept as so long before each. Pure.

use chrono::{NaiveDateTime, TimeDelta};

use crate::typed as lines;
use crate::ui::forming::Forming;

/// The longest before a meeting that sign-up opens, in minutes: two years.
pub const LONGEST: i64 = 2 * 366 * 24 * 60;

/// How a field of date and time holds a time.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// From and until how many minutes before a meeting people sign up.
pub(super) fn read(typed: &mut lines::Typed, (opens, closes): (&str, &str), starts: NaiveDateTime) -> (Option<i32>, Option<i32>) {
    let (opens, closes) = (before(typed, "opens", opens, starts), before(typed, "closes", closes, starts));
    if opens.zip(closes).is_some_and(|(opens, closes)| opens <= closes) {
        typed.say("closes", "Sign-up closes before it opens. Choose a later time.");
    }
    (opens, closes)
}

fn before(typed: &mut lines::Typed, field: &str, text: &str, starts: NaiveDateTime) -> Option<i32> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = [LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"].iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let Some(at) = read else {
        typed.say(field, "Write date and time: 2026-03-10T13:30.");
        return None;
    };
    let minutes = (starts - at).num_minutes();
    if !(0..=LONGEST).contains(&minutes) {
        typed.say(field, "Choose a time before it begins, at most two years before.");
    }
    i32::try_from(minutes).ok()
}

/// The fields of it.
pub(super) fn fields(form: Forming, starts: NaiveDateTime, (opens, closes): (Option<i32>, Option<i32>), series: bool) -> Forming {
    let value = |before: Option<i32>| {
        let at = before.and_then(|minutes| starts.checked_sub_signed(TimeDelta::minutes(i64::from(minutes))));
        at.map(|at| at.format(LOCAL).to_string()).unwrap_or_default()
    };
    let hint = if series {
        "For the first meeting, by its own clock; for each other as long before it. Empty: at once."
    } else {
        "By the clock of the event. Empty: at once."
    };
    form.line("datetime-local", "opens", "Sign-up opens")
        .hint(hint)
        .value(value(opens))
        .optional()
        .line("datetime-local", "closes", "Sign-up closes")
        .hint("Empty: when it is over. Who can’t come can always say so.")
        .value(value(closes))
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_up_opens_and_closes_before_the_meeting() {
        let starts = "2026-03-10T13:00:00".parse().unwrap();
        let read = |opens: &str, closes: &str| {
            let mut typed = lines::Typed::default();
            let read = read(&mut typed, (opens, closes), starts);
            (read, typed.wrong.into_iter().map(|wrong| wrong.field).collect::<Vec<_>>())
        };
        assert_eq!(read("", ""), ((None, None), vec![]));
        assert_eq!(read("2026-03-09T13:00", "2026-03-10T12:30:00"), ((Some(1440), Some(30)), vec![]));
        for (opens, closes, field) in [
            ("2026-03-10T13:01", "", "opens"),
            ("2024-03-01T13:00", "", "opens"),
            ("", "soon", "closes"),
            ("2026-03-09T13:00", "2026-03-09T12:00", "closes"),
            ("2026-03-09T13:00", "2026-03-09T13:00", "closes"),
        ] {
            assert_eq!(read(opens, closes).1, [field], "{opens} {closes}");
        }
    }
}
