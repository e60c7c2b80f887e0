//! The rules of a series that a form offers, and which of them a rule is. Pure.

use chrono::{Datelike, NaiveDate};

words! {
    /// How often an event takes place.
    #[derive(Default)]
    pub enum Repeats {
        /// Once.
        #[default]
        Never = "never",
        /// Every day.
        Daily = "daily",
        /// Every week on the same weekday.
        Weekly = "weekly",
        /// Every second week.
        Fortnightly = "fortnightly",
        /// Every month on the same weekday of it: the second Tuesday.
        MonthlyByWeekday = "monthly_by_weekday",
        /// Every month on its last such weekday.
        MonthlyLast = "monthly_last",
        /// Every month on the same date.
        MonthlyByDate = "monthly_by_date",
        /// Every third month on the same weekday of it.
        Quarterly = "quarterly",
        /// Every year on the same date.
        Yearly = "yearly",
        /// As somebody says in words of their own.
        Said = "said",
        /// By another rule, which stays as it is.
        Kept = "kept",
    }
}

impl Repeats {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Never => "Does not repeat",
            Self::Daily => "Every day",
            Self::Weekly => "Every week on this weekday",
            Self::Fortnightly => "Every two weeks on this weekday",
            Self::MonthlyByWeekday => "Every month on this weekday of the month (“second Tuesday”)",
            Self::MonthlyLast => "Every month on the last such weekday",
            Self::MonthlyByDate => "Every month on this date",
            Self::Quarterly => "Every three months on this weekday of the month",
            Self::Yearly => "Every year on this date",
            Self::Said => "As I say below, in my own words",
            Self::Kept => "By its own rule, as it is",
        }
    }

    /// The rule (RFC 5545, 3.3.10) of a series that begins on a day; `None` for a single event, where words say it, and where the rule there is stays.
    pub fn rule(self, first: NaiveDate, until: Option<NaiveDate>) -> Option<String> {
        let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][first.weekday().num_days_from_monday() as usize];
        // Few months have a fifth Tuesday: whoever begins on one means the last.
        let nth = match first.day0() / 7 + 1 {
            5 => "-1".to_owned(),
            nth => nth.to_string(),
        };
        let rule = match self {
            Self::Never | Self::Said | Self::Kept => return None,
            Self::Daily => "FREQ=DAILY".to_owned(),
            Self::Weekly => "FREQ=WEEKLY".to_owned(),
            Self::Fortnightly => "FREQ=WEEKLY;INTERVAL=2".to_owned(),
            Self::MonthlyByWeekday => format!("FREQ=MONTHLY;BYDAY={nth}{day}"),
            Self::MonthlyLast => format!("FREQ=MONTHLY;BYDAY=-1{day}"),
            Self::MonthlyByDate => format!("FREQ=MONTHLY;BYMONTHDAY={}", first.day()),
            Self::Quarterly => format!("FREQ=MONTHLY;INTERVAL=3;BYDAY={nth}{day}"),
            Self::Yearly => "FREQ=YEARLY".to_owned(),
        };
        Some(ending(rule, until))
    }

    /// Which of them a rule is, and until when; [`Repeats::Kept`] where it is none.
    pub fn of(rule: Option<&str>, first: NaiveDate) -> (Self, Option<NaiveDate>) {
        let Some(rule) = rule else { return (Self::Never, None) };
        let Some((rest, until)) = endless(rule) else { return (Self::Kept, None) };
        let known = Self::ALL.iter().copied().find(|one| one.rule(first, None).as_deref() == Some(rest.as_str()));
        known.map_or((Self::Kept, None), |known| (known, until))
    }
}

/// A rule with a last day.
pub fn ending(rule: String, until: Option<NaiveDate>) -> String {
    match until {
        Some(until) => format!("{rule};UNTIL={}", until.format("%Y%m%d")),
        None => rule,
    }
}

/// A rule without its last day, and that day, if it has one; `None` where that can't be read.
pub fn endless(rule: &str) -> Option<(String, Option<NaiveDate>)> {
    let (until, rest): (Vec<&str>, Vec<&str>) = rule.trim_start_matches("RRULE:").split(';').partition(|part| part.starts_with("UNTIL="));
    let date = match until.first() {
        Some(part) => Some(NaiveDate::parse_from_str(part.get(6..14)?, "%Y%m%d").ok()?),
        None => None,
    };
    Some((rest.join(";"), date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_rule_says_what_its_words_say() {
        let second_tuesday = day("2026-03-10");
        assert_eq!(Repeats::MonthlyByWeekday.rule(second_tuesday, None).unwrap(), "FREQ=MONTHLY;BYDAY=2TU");
        assert_eq!(Repeats::MonthlyByWeekday.rule(day("2026-03-31"), None).unwrap(), "FREQ=MONTHLY;BYDAY=-1TU");
        assert_eq!(Repeats::Weekly.rule(second_tuesday, Some(day("2026-06-30"))).unwrap(), "FREQ=WEEKLY;UNTIL=20260630");
        assert_eq!((Repeats::Never.rule(second_tuesday, None), Repeats::Kept.rule(second_tuesday, None)), (None, None));
    }

    #[test]
    fn every_rule_a_form_offers_is_known_again() {
        let first = day("2026-03-10");
        for repeats in Repeats::ALL.iter().copied().filter(|one| !matches!(one, Repeats::Kept | Repeats::Said)) {
            for until in [None, Some(day("2027-01-01"))] {
                let rule = repeats.rule(first, until);
                let until = until.filter(|_| repeats != Repeats::Never);
                assert_eq!(Repeats::of(rule.as_deref(), first), (repeats, until));
            }
        }
        for other in ["FREQ=WEEKLY;COUNT=5", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;UNTIL=x", "nonsense"] {
            assert_eq!(Repeats::of(Some(other), first), (Repeats::Kept, None), "{other}");
        }
    }
}
