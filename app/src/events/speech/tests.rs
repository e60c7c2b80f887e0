use super::*;
use crate::events::{repeats, schedule};
use crate::when::wall;

fn of(words: &str) -> String {
    rule(words, &Calendar::default()).unwrap_or_else(|says| format!("! {says}"))
}

#[test]
fn plain_words_say_a_rule() {
    for (words, rule) in [
        ("Every second Tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU"),
        ("second tuesday of each month.", "FREQ=MONTHLY;BYDAY=2TU"),
        ("last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("Every last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("First Thursday of each term", "FREQ=YEARLY;BYMONTH=1,5,9;BYDAY=1TH"),
        ("the last Thursday of every term", "FREQ=YEARLY;BYMONTH=4,8,12;BYDAY=-1TH"),
        ("first and third Monday of the month", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("every month on the first Monday and third Wednesday", "FREQ=MONTHLY;BYDAY=1MO,3WE"),
        ("second Tuesday of every other month", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU"),
        ("Every 3 months on the last Friday", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"),
        ("every day", "FREQ=DAILY"),
        ("daily", "FREQ=DAILY"),
        ("every second day", "FREQ=DAILY;INTERVAL=2"),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Tuesdays", "FREQ=WEEKLY;BYDAY=TU"),
        ("every Thursday and Tue", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("every two weeks on Monday and Thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
        ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("fortnightly on Wednesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("every second week", "FREQ=WEEKLY;INTERVAL=2"),
        ("every month", "FREQ=MONTHLY"),
        ("on the 15th of the month", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("every month on day 10", "FREQ=MONTHLY;BYMONTHDAY=10"),
        ("the last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("first Tuesday of the quarter", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1TU"),
        ("last Friday of each quarter", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1FR"),
        ("10 May", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10"),
        ("every year on May 10", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10"),
        ("first Monday of May and October", "FREQ=YEARLY;BYMONTH=5,10;BYDAY=1MO"),
        ("first day of each term", "FREQ=YEARLY;BYYEARDAY=-245,-122,1"),
    ] {
        assert_eq!(of(words), rule, "{words}");
    }
}

#[test]
fn what_the_site_says_of_a_rule_is_understood_again() {
    let starts = wall("2026-03-10T13:00:00").unwrap();
    for rule in [
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=MONTHLY;BYDAY=1MO,3WE",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=10",
        "FREQ=YEARLY;BYMONTH=1,5,9;BYDAY=1TH",
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10",
        "FREQ=YEARLY;BYMONTH=3,6;BYMONTHDAY=-1",
    ] {
        assert_eq!(of(&repeats::in_words(rule, starts)), rule);
    }
}

#[test]
fn what_is_not_understood_is_said() {
    for (words, says) in [
        ("", "Say how often"),
        ("every", "Say how often"),
        ("whenever we like", "“whenever” is not understood"),
        ("every second Tuesday", "read in two ways. Write “every 2 weeks on Tuesday”, or “every second Tuesday of the month”"),
        ("every month on Tuesday", "Say which Tuesday of the month"),
        ("Tuesday of each term", "Say which Tuesday of the term"),
        ("once a term", "“once” is not understood"),
        ("every term", "Say on which day of the term"),
        ("the 40th of the month", "no such day"),
        ("every 400 days", "at most"),
        ("every 0 weeks", "at most"),
        ("first Tuesday of every second term", "in each term or quarter"),
        ("May", "Say on which day of the month"),
        ("second Tuesday of the week", "A week has each weekday once"),
        ("first Monday of the quarter in May", "says more than"),
        ("3", "what “3” counts"),
        ("99999999999999999999th", "is not understood"),
        ("every 火曜日", "is not understood"),
    ] {
        let said = rule(words, &Calendar::default()).unwrap_err();
        assert!(said.contains(says), "{words}: {said}");
    }
}

#[test]
fn a_term_may_begin_on_any_day_of_the_year() {
    let year = Calendar::new(&["01-12", "04-20", "09-15"], 1).unwrap();
    let starts = |words: &str| {
        let rule = rule(words, &year).unwrap();
        let found =
            schedule::recurrences(wall("2026-01-01T10:00:00").unwrap(), &rule, chrono_tz::Tz::UTC, wall("2029-01-01T00:00:00").unwrap());
        found.unwrap().iter().map(|start| start.date().to_string()).collect::<Vec<_>>()
    };
    let first = starts("first Thursday of each term");
    assert_eq!(first[..3], ["2026-01-15", "2026-04-23", "2026-09-17"]);
    assert_eq!(first[6..], ["2028-01-13", "2028-04-20", "2028-09-21"], "2028 is a leap year");
    assert_eq!(starts("last Friday of each term")[..3], ["2026-01-09", "2026-04-17", "2026-09-11"]);
    let late = Calendar::new(&["02-25"], 1).unwrap();
    assert!(rule("first Thursday of each term", &late).unwrap_err().contains("February"));
}
