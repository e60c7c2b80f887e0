//! What crosses the wire about events.

mod agenda;
mod words;

use serde::{Deserialize, Serialize};

pub use self::agenda::{Agenda, Cell, Day, Grid, Month, Slot, View};
pub use self::words::{EventAudience, EventFormat, EventStatus, LinkFor};
use crate::communities::model::CommunityHead;
use crate::link::Link;
use crate::ui::pagination::Slice;
use crate::ui::sheet::Part;
use crate::ui::time::When;

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
    /// Who alone sees it, in a sentence, where it is for fewer than see the others.
    pub for_whom: Option<String>,
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
