//! What crosses the wire about events.

use serde::{Deserialize, Serialize};

use crate::communities::model::CommunityHead;
use crate::link::Link;
use crate::related::model::EventLine;
use crate::ui::filters::Filters;
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;
use crate::ui::time::When;

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

words! {
    /// How to look at what takes place.
    pub enum View {
        /// A list.
        Agenda = "agenda",
        /// A month's days.
        Month = "month",
        /// A week's days.
        Week = "week",
    }
}

impl View {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Agenda => "List",
            Self::Month => "Month",
            Self::Week => "Week",
        }
    }
}

/// A month or a week as a grid of days.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grid {
    /// Which of the two.
    pub view: View,
    /// "March 2026"
    pub title: String,
    /// The address of the one before.
    pub previous: Option<String>,
    /// The address of the one after.
    pub next: Option<String>,
    /// The address of the one that holds today.
    pub today: String,
    /// Seven days each, from Monday on.
    pub weeks: Vec<Vec<Cell>>,
}

/// A day of a grid.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// `2026-03-03`
    pub date: String,
    /// "3"
    pub number: String,
    /// "Tuesday 3 March"
    pub title: String,
    /// Whether it belongs to the month before or after.
    pub outside: bool,
    /// Whether it is today.
    pub today: bool,
    /// What takes place on it, in order; what overlaps stands together.
    pub at_once: Vec<Vec<Slot>>,
}

/// A meeting on a day of a grid: no more of it than is shown there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slot {
    /// What it is called.
    pub title: String,
    /// Where its screen is.
    pub href: String,
    /// Whether it takes place.
    pub status: EventStatus,
    /// When it begins, for machines.
    pub starts: String,
    /// "1 pm to 2 pm GMT", "All day"
    pub hours: String,
    /// How far its zone is ahead of UTC, in minutes.
    pub offset: Option<i32>,
}

/// A month of an agenda.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Month {
    /// "March 2026"
    pub title: String,
    /// Its days that hold a meeting.
    pub days: Vec<Day>,
}

/// A day of an agenda.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Day {
    /// `2026-03-03`
    pub date: String,
    /// "Tuesday 3 March"
    pub title: String,
    /// "3" and "Tue"
    pub tile: (String, String),
    /// What begins on it.
    pub meetings: Vec<EventLine>,
}

/// A page of an agenda, by month and day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agenda {
    /// Whose; `None` where it is the whole site's.
    pub head: Option<CommunityHead>,
    /// What stands over it.
    pub heading: String,
    /// What it is, where that goes not without saying.
    pub lede: Option<String>,
    /// Whether it looks back, newest first.
    pub past: bool,
    /// What narrows it.
    pub filters: Filters,
    /// The address of the other half, upcoming or past, narrowed alike.
    pub other: String,
    /// The months.
    pub months: Vec<Month>,
    /// The key of the next page.
    pub next: Option<String>,
    /// Whether this is a later page.
    pub later: bool,
    /// The ways to look at it: name, address, and whether it is the one shown.
    pub views: Vec<(String, String, bool)>,
    /// The grid, where it is no list.
    pub grid: Option<Grid>,
    /// Where it is followed in one's own calendar.
    pub follow: String,
}

/// Languages that an event may be held in, besides the one that the site speaks: tag and name.
pub const LANGUAGES: [(&str, &str); 12] = [
    ("ar", "Arabic"),
    ("cy", "Welsh"),
    ("de", "German"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("gd", "Scottish Gaelic"),
    ("it", "Italian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("uk", "Ukrainian"),
];

/// A speaker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Speaker {
    /// Their name.
    pub name: String,
    /// `/people/{handle}`, where they are listed.
    pub handle: Option<String>,
    /// What they do.
    pub role: Option<String>,
}

/// One meeting, on its event's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Meeting {
    /// Its own page.
    pub href: String,
    /// Its own title, where it has one.
    pub title: Option<String>,
    /// When.
    pub when: When,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Why not.
    pub cancelled_because: Option<String>,
    /// The wall-clock start the series would have given, where it was moved: "Tuesday 10 March 2026, 1 pm".
    pub moved_from: Option<String>,
    /// Its own recordings.
    pub recordings: Vec<Link>,
    /// Whether it is over.
    pub over: bool,
}

/// An event with all that is known about it; for a series, without its meetings.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EventDetail {
    /// `/c/{community}/events/{slug}`
    pub href: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Rendered Markdown.
    pub body_html: String,
    /// What kind of meeting.
    pub format: Option<EventFormat>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// Why not.
    pub cancelled_because: Option<String>,
    /// For a series, when it repeats: "Every second Tuesday of the month"; a general word where its rule is not simple.
    pub repeats: Option<String>,
    /// Who holds it, where that is no community here.
    pub organiser: Option<String>,
    /// Slug and name of the home community and of the co-hosts the viewer may know of.
    pub hosts: Vec<(String, String)>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// Where.
    pub place: Option<String>,
    /// Where, online; held back from whom it is not for.
    pub online_url: Option<String>,
    /// Why that is not said, where it is held back.
    pub online_held: Option<String>,
    /// Where to sign up.
    pub registration_url: Option<String>,
    /// Live captions.
    pub captions_url: Option<String>,
    /// Seats.
    pub capacity: Option<i32>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Recordings.
    pub recordings: Vec<Link>,
    /// Slides and other materials.
    pub materials: Vec<Link>,
    /// Slug and title of its topics.
    pub topics: Vec<(String, String)>,
    /// Title and page of the series that it goes on from.
    pub before: Option<(String, String)>,
    /// Title and page of the series that goes on from it, and its first day: "14 April 2026".
    pub next: Option<(String, String, String)>,
}

/// `/c/{community}/events/{slug}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EventScreen {
    /// The community.
    pub head: CommunityHead,
    /// The event.
    pub event: EventDetail,
    /// The only meeting of a single event; of a series the next that takes place, or the last where all are over.
    pub meeting: Option<Meeting>,
    /// Who comes to it, and what the viewer can say of it.
    pub rsvp: Vec<Part>,
    /// The questions that were taken to it.
    pub questions: Vec<Part>,
    /// Those to come, soonest first.
    pub upcoming: Vec<Meeting>,
    /// A page of those that were, newest first.
    pub past: Slice<Meeting>,
}

/// `/c/{community}/events/{slug}/{date}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeetingScreen {
    /// The community.
    pub head: CommunityHead,
    /// The series.
    pub event: EventDetail,
    /// The meeting.
    pub meeting: Meeting,
    /// Who comes to it, and what the viewer can say of it.
    pub rsvp: Vec<Part>,
    /// The questions that were taken to it.
    pub questions: Vec<Part>,
    /// The one before.
    pub previous: Option<Meeting>,
    /// The one after.
    pub next: Option<Meeting>,
}
