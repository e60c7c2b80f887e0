//! Events and meetings as entries of a calendar.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::db::json;
use crate::error::AppError;
use crate::events::calendar::{Contents, Entry, Part, Series};
use crate::events::importing::uids;
use crate::events::model::{EventStatus, LinkFor};
use crate::events::store::meeting_href;
use crate::link::is_safe_address;
use crate::{markdown, plain, when};

/// How much of its text an event's entry holds, in characters.
const LONGEST: usize = 1_500;

/// An event as calendars need it.
#[derive(sqlx::FromRow)]
pub(super) struct EventRow {
    pub(super) id: Uuid,
    /// What it is known by where it was brought in from.
    pub(super) uid: Option<String>,
    slug: String,
    pub(super) title: String,
    summary: String,
    body_html: String,
    #[sqlx(try_from = "String")]
    status: EventStatus,
    /// Whether fewer than everybody on the web see it.
    private: bool,
    cancelled_because: Option<String>,
    starts_wall: String,
    ends_wall: String,
    timezone: String,
    all_day: bool,
    pub(super) rrule: Option<String>,
    exdates: String,
    rdates: String,
    place: Option<String>,
    online_url: Option<String>,
    #[sqlx(try_from = "String")]
    link_for: LinkFor,
    goes: bool,
    registration_url: Option<String>,
    organiser: Option<String>,
    revision: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    community: String,
    name: String,
}

/// A meeting of a series that differs.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct MeetingRow {
    pub(super) event_id: Uuid,
    recurrence: String,
    starts_wall: String,
    ends_wall: String,
    own_title: Option<String>,
    own_status: Option<String>,
    own_because: Option<String>,
    own_summary: Option<String>,
    own_body: Option<String>,
    own_place: Option<String>,
    own_url: Option<String>,
}

/// What an entry says of an event, or of a meeting of it.
struct Said<'a> {
    summary: &'a str,
    body_html: &'a str,
    online_url: Option<&'a String>,
}

impl MeetingRow {
    /// Its place in a calendar.
    pub(super) fn place(&self) -> (&str, Uuid) {
        (&self.starts_wall, self.event_id)
    }
}

impl EventRow {
    /// Its place in a calendar.
    pub(super) fn place(&self) -> (&str, Uuid) {
        (&self.starts_wall, self.id)
    }

    fn wall(&self) -> (NaiveDateTime, NaiveDateTime) {
        let starts = when::wall(&self.starts_wall).unwrap_or_default();
        (starts, when::wall(&self.ends_wall).unwrap_or(starts))
    }

    /// Adds the event: what is said of meetings that are drafts is kept back, and those that are declined left out.
    pub(super) fn into_contents(
        self,
        contents: &mut Contents,
        of: (&str, &[String]),
        (differing, declined): (Vec<MeetingRow>, Vec<String>),
    ) -> Result<(), AppError> {
        let entry = self.entry(of);
        let Some(rule) = self.rrule.clone() else {
            contents.entries.push(entry);
            return Ok(());
        };
        let (mut exdates, rdates): (Vec<NaiveDateTime>, Vec<NaiveDateTime>) = (json::read(&self.exdates)?, json::read(&self.rdates)?);
        let draft = |row: &MeetingRow| row.own_status.as_deref() == Some(EventStatus::Draft.as_str());
        let (hidden, mut differing): (Vec<MeetingRow>, Vec<MeetingRow>) =
            differing.into_iter().partition(|row| draft(row) || declined.contains(&row.recurrence));
        exdates.extend(hidden.iter().map(|row| &row.recurrence).chain(&declined).filter_map(|recurrence| when::wall(recurrence)));
        exdates.sort_unstable();
        exdates.dedup();
        differing.sort_by(|one, other| one.recurrence.cmp(&other.recurrence));
        let differing = differing.iter().map(|row| self.meeting(row, of)).collect();
        contents.series.push(Series { entry, rule, dates: (exdates, rdates), differing, page });
        Ok(())
    }

    fn entry(&self, (base_url, topics): (&str, &[String])) -> Entry {
        let home = format!("{base_url}/c/{}", self.community);
        let url = format!("{home}/events/{}", self.slug);
        let said = Said { summary: &self.summary, body_html: &self.body_html, online_url: self.online_url.as_ref() };
        let online = self.online(said.online_url);
        let because = self.cancelled_because.as_ref().filter(|_| self.status == EventStatus::Cancelled);
        let zone = self.timezone.parse().unwrap_or(Tz::UTC);
        let (uid, recurrence) = self.known_as();
        Entry {
            id: self.id,
            uid: uid.map(str::to_owned),
            title: self.title.clone(),
            description: self.description(&url, because, &said),
            place: self.place.clone().or_else(|| online.cloned()),
            url,
            topics: topics.to_vec(),
            organiser: (self.organiser.clone().unwrap_or_else(|| self.name.clone()), home),
            attendee: None,
            status: self.status,
            private: self.private,
            wall: self.wall(),
            zone,
            all_day: self.all_day,
            revision: self.revision,
            stamps: (self.created_at, self.updated_at),
            part: recurrence.map_or(Part::Whole, |recurrence| Part::Meeting(uids::on_clock(recurrence, zone, self.all_day))),
        }
    }

    /// The UID it came with and, where it is a meeting that came without its series, the time that gives it there.
    fn known_as(&self) -> (Option<&str>, Option<NaiveDateTime>) {
        match self.uid.as_deref().map(uids::parts) {
            // Made a series here, it is no meeting of another.
            Some((_, Some(_))) if self.rrule.is_some() => (None, None),
            Some((uid, recurrence)) => (Some(uid), recurrence),
            None => (None, None),
        }
    }

    /// One meeting of the series.
    pub(super) fn meeting(&self, row: &MeetingRow, of: (&str, &[String])) -> Entry {
        let entry = self.entry(of);
        let recurrence = when::wall(&row.recurrence).unwrap_or(entry.wall.0);
        let status = row.own_status.as_deref().and_then(|word| word.parse().ok()).unwrap_or(self.status);
        let because = row.own_because.as_ref().or(self.cancelled_because.as_ref()).filter(|_| status == EventStatus::Cancelled);
        let url = page(&entry.url, recurrence);
        // What is its own and empty is nothing.
        let own =
            |own: &'_ Option<String>, of_series: &Option<String>| own.clone().or_else(|| of_series.clone()).filter(|text| !text.is_empty());
        let (place, online_url) = (own(&row.own_place, &self.place), own(&row.own_url, &self.online_url));
        let body_html = row.own_body.as_deref().map(markdown::render);
        let said = Said {
            summary: row.own_summary.as_ref().unwrap_or(&self.summary),
            body_html: body_html.as_ref().unwrap_or(&self.body_html),
            online_url: online_url.as_ref(),
        };
        Entry {
            title: row.own_title.clone().unwrap_or(entry.title),
            description: self.description(&url, because, &said),
            place: place.or_else(|| self.online(said.online_url).cloned()),
            url,
            status,
            wall: (when::wall(&row.starts_wall).unwrap_or(recurrence), when::wall(&row.ends_wall).unwrap_or(recurrence)),
            part: Part::Meeting(recurrence),
            ..entry
        }
    }

    /// The address of the video call, where it is for whoever reads.
    fn online<'a>(&self, address: Option<&'a String>) -> Option<&'a String> {
        let theirs = self.goes || self.link_for == LinkFor::Everybody;
        address.filter(|address| theirs && is_safe_address(address))
    }

    fn description(&self, url: &str, because: Option<&String>, said: &Said<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(because.map(|because| format!("Cancelled: {because}")));
        parts.extend(Some(said.summary.to_owned()).filter(|summary| !summary.is_empty()));
        let online = self.online(said.online_url);
        if said.online_url.is_some() && online.is_none() && self.link_for != LinkFor::Everybody {
            parts.push(format!(
                "Online. {}: {url}",
                if self.link_for == LinkFor::Going {
                    "The link is for those who come"
                } else {
                    "The link appears shortly before on its page"
                }
            ));
        }
        let sign_up = self.registration_url.as_ref().filter(|address| is_safe_address(address));
        for (what, address) in [("Join online", online), ("Sign up", sign_up)] {
            parts.extend(address.map(|address| format!("{what}: {address}")));
        }
        parts.extend(Some(plain::cut(&plain::text(said.body_html), LONGEST)).filter(|body| !body.is_empty()));
        parts.push(url.to_owned());
        parts.join("\n\n")
    }
}

fn page(event: &str, recurrence: NaiveDateTime) -> String {
    meeting_href(event, &recurrence.date().to_string())
}
