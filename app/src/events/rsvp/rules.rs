//! Who gets a place. Pure.

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
    fn as_many_move_up_as_there_are_places() {
        assert_eq!((free(Some(3), 1, 5), free(Some(3), 3, 5), free(Some(3), 9, 5), free(None, 3, 5)), (2, 0, 0, 5));
    }
}
