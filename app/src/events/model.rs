//! What crosses the wire about events.

words! {
    /// What kind of meeting an event is.
    pub enum EventFormat {
        /// A meet-up.
        Meetup = "meetup",
        /// A show and tell.
        ShowAndTell = "show_and_tell",
        /// A lunch and learn.
        LunchAndLearn = "lunch_and_learn",
        /// A book club.
        BookClub = "book_club",
        /// A workshop.
        Workshop = "workshop",
        /// A training.
        Training = "training",
        /// A retrospective.
        Retrospective = "retrospective",
        /// Pairing.
        Pairing = "pairing",
        /// Mentoring.
        Mentoring = "mentoring",
        /// Office hours.
        OfficeHours = "office_hours",
        /// A conference.
        Conference = "conference",
    }
}

words! {
    /// Whether an event takes place.
    #[derive(Default)]
    pub enum EventStatus {
        /// Not published.
        Draft = "draft",
        /// May take place.
        Tentative = "tentative",
        /// Takes place.
        #[default]
        Confirmed = "confirmed",
        /// Does not.
        Cancelled = "cancelled",
    }
}
