//! The words that say what an event is, and for whom.

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

words! {
    /// Who of those who see a community's events may see one. Whoever speaks at it sees it, too.
    #[derive(Default)]
    pub enum EventAudience {
        /// All of them.
        #[default]
        Community = "community",
        /// Members of its community, and of those that hold it along.
        Members = "members",
        /// Leads and organisers of these.
        Organisers = "organisers",
    }
}

words! {
    /// Whom the address of a video call is for.
    #[derive(Default)]
    pub enum LinkFor {
        /// Everybody who sees the event.
        #[default]
        Everybody = "everybody",
        /// Those who come.
        Going = "going",
        /// Everybody who sees the event, from an hour before it begins.
        HourBefore = "hour_before",
        /// Everybody who sees the event, from a quarter of an hour before it begins.
        QuarterBefore = "quarter_before",
    }
}

impl LinkFor {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Everybody => "Everybody who sees the event",
            Self::Going => "Those who come",
            Self::HourBefore => "Everybody who sees the event, from an hour before it begins",
            Self::QuarterBefore => "Everybody who sees the event, from 15 minutes before it begins",
        }
    }

    /// What is said where the address would stand.
    pub fn held(self) -> &'static str {
        match self {
            Self::Everybody => "",
            Self::Going => "The link is for those who come",
            Self::HourBefore => "The link appears here an hour before",
            Self::QuarterBefore => "The link appears here 15 minutes before",
        }
    }

    /// How many minutes before the beginning it appears, where it does so by itself.
    pub fn minutes(self) -> Option<i64> {
        match self {
            Self::HourBefore => Some(60),
            Self::QuarterBefore => Some(15),
            Self::Everybody | Self::Going => None,
        }
    }
}

impl EventFormat {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Meetup => "Meet-up",
            Self::ShowAndTell => "Show and tell",
            Self::LunchAndLearn => "Lunch and learn",
            Self::BookClub => "Book club",
            Self::Workshop => "Workshop",
            Self::Training => "Training",
            Self::Retrospective => "Retrospective",
            Self::Pairing => "Pairing",
            Self::Mentoring => "Mentoring",
            Self::OfficeHours => "Office hours",
            Self::Conference => "Conference",
        }
    }
}
