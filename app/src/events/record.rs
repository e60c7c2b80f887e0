//! An event as a bundle holds it.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::model::{EventAudience, EventFormat, EventStatus, LinkFor};
use crate::link::Link;

/// `events/{community}/{slug}.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRecord {
    /// The folder: the home community's slug.
    #[serde(skip)]
    pub community: String,
    /// The file's name.
    #[serde(skip)]
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Wall-clock start, of the first meeting where there are many.
    pub starts: NaiveDateTime,
    /// Wall-clock end.
    pub ends: NaiveDateTime,
    /// IANA zone of the wall clock.
    pub timezone: String,
    /// Dates matter, hours don't.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_day: bool,
    /// RFC 5545 RRULE; makes the event a series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rrule: Option<String>,
    /// Wall-clock starts that the rule gives and that don't take place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exdates: Vec<NaiveDateTime>,
    /// Wall-clock starts of meetings besides those the rule gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rdates: Vec<NaiveDateTime>,
    /// Meetings that differ from the series.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub occurrences: Vec<OccurrenceRecord>,
    /// Slugs of co-hosting communities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Who holds it, where that is no community here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<String>,
    /// Who speaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<SpeakerRecord>,
    /// What kind of meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<EventFormat>,
    /// Draft, tentative, confirmed or cancelled.
    #[serde(default)]
    pub status: EventStatus,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_because: Option<String>,
    /// Who of those who see the community's events may see it.
    #[serde(default, skip_serializing_if = "is_for_all")]
    pub audience: EventAudience,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Where, online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_url: Option<String>,
    /// Whom that address is for.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub link_for: LinkFor,
    /// Where to sign up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration_url: Option<String>,
    /// Live captions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captions_url: Option<String>,
    /// Seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<i32>,
    /// What the organisers ask those who come, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<AskRecord>,
    /// How many guests each who comes may bring.
    #[serde(default, skip_serializing_if = "is_none")]
    pub guests: i32,
    /// How many places at each meeting the organisers hold back, for people they name.
    #[serde(default, skip_serializing_if = "is_none")]
    pub held: i32,
    /// How many minutes before each meeting, by the wall clock, sign-up opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_before: Option<i32>,
    /// And how many before it closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_before: Option<i32>,
    /// BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Recordings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<Link>,
    /// Slides and other materials.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Link>,
    /// Slugs of topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The slug of the series of its community that it goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    /// Old addresses of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The file's body.
    #[serde(skip)]
    pub body: String,
}

fn is_none(number: &i32) -> bool {
    *number == 0
}

fn is_for_all(audience: &EventAudience) -> bool {
    *audience == EventAudience::Community
}

fn is_usual(link: &LinkFor) -> bool {
    *link == LinkFor::default()
}

impl EventRecord {
    /// A confirmed single meeting, by the wall clock in UTC, of which nothing else is said.
    pub fn meeting(community: &str, slug: &str, title: &str, (starts, ends): (NaiveDateTime, NaiveDateTime)) -> Self {
        Self {
            community: community.to_owned(),
            slug: slug.to_owned(),
            title: title.to_owned(),
            summary: String::new(),
            starts,
            ends,
            timezone: "UTC".to_owned(),
            all_day: false,
            rrule: None,
            exdates: Vec::new(),
            rdates: Vec::new(),
            occurrences: Vec::new(),
            hosts: Vec::new(),
            organiser: None,
            speakers: Vec::new(),
            format: None,
            status: EventStatus::default(),
            cancelled_because: None,
            audience: EventAudience::default(),
            place: None,
            online_url: None,
            link_for: LinkFor::default(),
            registration_url: None,
            captions_url: None,
            capacity: None,
            asks: Vec::new(),
            guests: 0,
            held: 0,
            opens_before: None,
            closes_before: None,
            language: None,
            recordings: Vec::new(),
            materials: Vec::new(),
            topics: Vec::new(),
            continues: None,
            aliases: Vec::new(),
            body: String::new(),
        }
    }
}

/// A speaker: a member, or a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SpeakerRecord {
    /// The handle of somebody listed.
    Person(String),
    /// Somebody who isn't.
    Named {
        /// Their name.
        name: String,
    },
}

/// A question to those who come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskRecord {
    /// In its words.
    pub question: String,
    /// Whether whoever comes has to answer it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needed: bool,
}

/// What makes one meeting of a series differ. What is `None` is as in the series; an empty text says that the meeting has none of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceRecord {
    /// The wall-clock start the rule gives.
    pub recurrence: NaiveDateTime,
    /// Moved: the wall-clock start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<NaiveDateTime>,
    /// Moved: the wall-clock end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDateTime>,
    /// Its own title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its own status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<EventStatus>,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_because: Option<String>,
    /// Its own recordings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recordings: Vec<Link>,
    /// What it is about, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it is about, Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Where, online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online_url: Option<String>,
    /// Who speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speakers: Option<Vec<SpeakerRecord>>,
    /// Slides and other materials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub materials: Option<Vec<Link>>,
    /// Old addresses of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

impl OccurrenceRecord {
    /// The meeting that the rule gives at a wall-clock time, as the series has it.
    pub fn at(recurrence: NaiveDateTime) -> Self {
        Self { recurrence, ..Self::default() }
    }

    /// Whether it differs from the series in anything.
    pub fn differs(&self) -> bool {
        *self != Self::at(self.recurrence)
    }
}
