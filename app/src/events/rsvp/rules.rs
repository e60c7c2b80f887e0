//! Who gets a place, and when. Pure.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::when;

words! {
    /// What somebody says about coming to a meeting.
    pub enum Answer {
        /// They come, and have a place.
        Going = "going",
        /// They may come; that takes no place.
        Maybe = "maybe",
        /// They don't come.
        Declined = "declined",
        /// They want to come, and wait for a place.
        Waiting = "waiting",
    }
}

impl Answer {
    /// As a heading over those who gave it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Going => "Coming",
            Self::Maybe => "Perhaps",
            Self::Declined => "Can’t come",
            Self::Waiting => "Waiting for a place",
        }
    }
}

/// What becomes of an answer: who wants to come to a meeting that is full waits. `going` counts those who have a place, whoever answers among them if they had one.
pub fn settled(wanted: Answer, before: Option<Answer>, capacity: Option<i32>, going: i64) -> Answer {
    let full = capacity.is_some_and(|seats| going >= i64::from(seats));
    match (wanted, before) {
        (Answer::Going | Answer::Waiting, Some(Answer::Going)) => Answer::Going,
        (Answer::Going | Answer::Waiting, _) if full => Answer::Waiting,
        (Answer::Going | Answer::Waiting, _) => Answer::Going,
        (answer, _) => answer,
    }
}

/// When people sign up for a meeting, where that is not always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// From when on.
    pub opens: Option<DateTime<Utc>>,
    /// Until when.
    pub closes: Option<DateTime<Utc>>,
}

impl Window {
    /// Whether people sign up now.
    pub fn is_open(self, now: DateTime<Utc>) -> bool {
        self.opens.is_none_or(|opens| opens <= now) && self.closes.is_none_or(|closes| now < closes)
    }

    /// Whether somebody who said `before` may say `wanted`: that they don't come always, and what they said already.
    pub fn lets(self, (wanted, before): (Option<Answer>, Option<Answer>), now: DateTime<Utc>) -> bool {
        let comes = !matches!(wanted, None | Some(Answer::Declined));
        let same = wanted == before || (wanted, before) == (Some(Answer::Going), Some(Answer::Waiting));
        !comes || same || self.is_open(now)
    }

    /// When that is, in a sentence by the clock of a zone; nothing where it is always.
    pub fn says(self, zone: &str, now: DateTime<Utc>) -> Option<String> {
        let clock: Tz = zone.parse().unwrap_or(Tz::UTC);
        let at =
            |at: DateTime<Utc>| format!("{} ({})", when::moment(at.with_timezone(&clock).naive_local(), false), zone.replace('_', " "));
        match (self.opens, self.closes) {
            (Some(opens), _) if now < opens => Some(format!("Sign-up opens on {}.", at(opens))),
            (_, Some(closes)) if closes <= now => Some(format!("Sign-up closed on {}.", at(closes))),
            (_, Some(closes)) => Some(format!("Sign-up is open until {}.", at(closes))),
            _ => None,
        }
    }
}

/// How many of those who wait get a place.
pub fn free(capacity: Option<i32>, going: i64, waiting: i64) -> i64 {
    capacity.map_or(waiting, |seats| (i64::from(seats) - going).clamp(0, waiting))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_to_a_full_meeting_waits_and_who_has_a_place_keeps_it() {
        assert_eq!(settled(Answer::Going, None, Some(2), 1), Answer::Going);
        assert_eq!(settled(Answer::Going, None, Some(2), 2), Answer::Waiting);
        assert_eq!(settled(Answer::Going, Some(Answer::Going), Some(2), 2), Answer::Going);
        assert_eq!(settled(Answer::Going, Some(Answer::Maybe), Some(2), 2), Answer::Waiting);
        assert_eq!(settled(Answer::Going, None, None, 9_999), Answer::Going);
        assert_eq!(settled(Answer::Declined, Some(Answer::Going), Some(2), 2), Answer::Declined);
    }

    #[test]
    fn people_sign_up_while_it_is_open_and_can_always_say_that_they_do_not_come() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let window = Window { opens: Some(at("2026-03-03T09:00:00Z")), closes: Some(at("2026-03-30T16:00:00Z")) };
        let going = (Some(Answer::Going), None);
        for (now, open, says) in [
            ("2026-03-03T08:59:59Z", false, "Sign-up opens on Tuesday 3 March 2026, 9 am (Europe/London)."),
            ("2026-03-03T09:00:00Z", true, "Sign-up is open until Monday 30 March 2026, 5 pm (Europe/London)."),
            ("2026-03-30T16:00:00Z", false, "Sign-up closed on Monday 30 March 2026, 5 pm (Europe/London)."),
        ] {
            let now = at(now);
            assert_eq!(
                (window.is_open(now), window.lets(going, now), window.says("Europe/London", now).as_deref()),
                (open, open, Some(says))
            );
            assert!(window.lets((Some(Answer::Declined), Some(Answer::Going)), now) && window.lets((None, Some(Answer::Maybe)), now));
            assert!(
                window.lets((Some(Answer::Going), Some(Answer::Going)), now)
                    && window.lets((Some(Answer::Going), Some(Answer::Waiting)), now)
            );
            assert_eq!(window.lets((Some(Answer::Going), Some(Answer::Maybe)), now), open);
        }
        assert_eq!(
            (Window::default().is_open(at("2026-03-03T09:00:00Z")), Window::default().says("UTC", at("2026-03-03T09:00:00Z"))),
            (true, None)
        );
    }

    #[test]
    fn as_many_move_up_as_there_are_places() {
        assert_eq!((free(Some(3), 1, 5), free(Some(3), 3, 5), free(Some(3), 9, 5), free(None, 3, 5)), (2, 0, 0, 5));
    }
}
