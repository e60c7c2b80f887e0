//! Meetings in people's own calendars, by mail: who says that they come gets an invitation for their calendar program; what changes about the meeting follows, and so does its end.
//!
//! What somebody was last told of a meeting is kept. A job compares it with what is so now, under the event's lock, and posts the difference in the same transaction: nobody is told twice,
//! and nobody is left with what is no longer so.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::calendar::{Entry, Part, invitation};
use super::guests;
use super::importing::uids;
use super::invitations_store::{self as store, Come, Told};
use super::model::EventStatus;
use crate::activity::ObjectKind;
use crate::activity::jobs::{JobKind, enqueue};
use crate::db::Tx;
use crate::link::host;
use crate::mail::{self, ForCalendar, Mail, ORGANISER};
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::{AppState, Site};
use crate::when;

/// Whose calendars a job looks through.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    event: Uuid,
    /// One person alone.
    member: Option<Uuid>,
}

/// What somebody is told of a meeting. Where it is another, they are told anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invited {
    /// What feeds know it by: the UID of its event ([`uids::in_full`]) and, of a meeting of a series, when that gives it; it stays what it was when somebody was first told. `None` where that was
    /// the meeting's own id.
    #[serde(default)]
    pub(super) known_as: Option<(String, Option<DateTime<Utc>>)>,
    pub(super) title: String,
    pub(super) place: Option<String>,
    pub(super) online: Option<String>,
    pub(super) wall: (NaiveDateTime, NaiveDateTime),
    pub(super) timezone: String,
    pub(super) all_day: bool,
    pub(super) page: String,
    pub(super) organiser: String,
}

/// Has a job look what there is to mail to those who come to an event, or to one of them, once the transaction is committed.
///
/// # Errors
/// When the database refuses.
pub async fn due(tx: &mut Tx, event: Uuid, member: Option<Uuid>) -> Result<(), sqlx::Error> {
    let payload = serde_json::to_string(&Payload { event, member }).map_err(|error| sqlx::Error::Encode(error.into()))?;
    // A job of its own each time: one of the same name may be at work and have looked already.
    let (key, now) = (format!("{}:{}", JobKind::Invite, Uuid::now_v7()), tx.now());
    enqueue(tx, JobKind::Invite, &key, &payload, now).await
}

/// Mails what is new in the calendars of those who come to an event.
///
/// # Errors
/// When the database refuses, or the payload is none.
pub async fn send(app: &AppState, payload: &str) -> Result<(), sqlx::Error> {
    let of: Payload = serde_json::from_str(payload).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let mut tx = app.db.begin().await?;
    store::lock(&mut tx, of.event).await?;
    let come = store::come(&mut tx, of.event, of.member).await?;
    let mut told: HashMap<(Uuid, Uuid), Told> = HashMap::new();
    for row in store::told(&mut tx, of.event, of.member).await? {
        told.insert((row.occurrence_id, row.member_id), row);
    }
    let mut desk = Desk { site: &app.site, event: of.event, seen: HashMap::new(), tx };
    let mut here = BTreeSet::new();
    for row in &come {
        here.insert((row.occurrence_id, row.member_id));
        desk.invite(row, told.get(&(row.occurrence_id, row.member_id))).await?;
    }
    for row in told.into_values().filter(|row| row.stands && !here.contains(&(row.occurrence_id, row.member_id))) {
        desk.call_back(&row).await?;
    }
    guests::telling::tell(&app.site, &mut desk.tx, (of.event, of.member)).await?;
    desk.tx.commit([]).await
}

struct Desk<'a> {
    site: &'a Site,
    event: Uuid,
    /// Who may see the event.
    seen: HashMap<Uuid, bool>,
    tx: Tx,
}

impl Desk<'_> {
    /// Whether somebody may see the event.
    async fn sees(&mut self, member: Uuid) -> Result<bool, sqlx::Error> {
        if let Some(sees) = self.seen.get(&member) {
            return Ok(*sees);
        }
        let sees = store::sees(&mut self.tx, self.event, member).await?;
        self.seen.insert(member, sees);
        Ok(sees)
    }

    async fn invite(&mut self, row: &Come, before: Option<&Told>) -> Result<(), sqlx::Error> {
        let mut now = row.held.invited();
        if let Some(first) = before.filter(|before| before.stands).and_then(Told::invited) {
            now.known_as = first.known_as;
        }
        let known = before.filter(|before| before.stands).and_then(Told::invited);
        if known.as_ref().is_some_and(|known| known.says_what(&now)) || !self.sees(row.member_id).await? {
            return Ok(());
        }
        let sequence = before.map_or(row.held.revision, |before| before.sequence + 1);
        store::keep(&mut self.tx, self.event, (row, &now), sequence).await?;
        let first = known.is_none();
        if !first {
            self.tell(NewsKind::MeetingChanged, (row.occurrence_id, row.member_id), sequence, &now).await?;
        }
        if row.mailed {
            let entry =
                entry((row.occurrence_id, sequence), (&row.name, &row.email), &now, (EventStatus::Confirmed, self.tx.now()), self.site);
            let letter = Letter { to: (&row.name, &row.email), invited: &now, entry: &entry, at: self.tx.now() };
            let mail = if first { letter.invitation(self.site) } else { letter.change(self.site) };
            mail::post(&mut self.tx, &mail).await?;
        }
        Ok(())
    }

    /// Takes a meeting out of somebody's calendar.
    async fn call_back(&mut self, row: &Told) -> Result<(), sqlx::Error> {
        store::called_back(&mut self.tx, row).await?;
        let Some(was) = row.invited() else { return Ok(()) };
        if !self.sees(row.member_id).await? {
            return Ok(());
        }
        // Who said that they don't come knows; who still would hears that there is nothing to come to.
        let comes = store::still_comes(&mut self.tx, row).await?;
        if comes {
            self.tell(NewsKind::MeetingCancelled, (row.occurrence_id, row.member_id), row.sequence + 1, &was).await?;
        }
        if row.mailed {
            let of = (row.occurrence_id, row.sequence + 1);
            let entry = entry(of, (&row.name, &row.email), &was, (EventStatus::Cancelled, self.tx.now()), self.site);
            let letter = Letter { to: (&row.name, &row.email), invited: &was, entry: &entry, at: self.tx.now() };
            mail::post(&mut self.tx, &letter.end(self.site, comes)).await?;
        }
        Ok(())
    }

    async fn tell(&mut self, kind: NewsKind, (meeting, member): (Uuid, Uuid), sequence: i32, invited: &Invited) -> Result<(), sqlx::Error> {
        let about = Uuid::from_u128(meeting.as_u128() ^ (u128::from(sequence.unsigned_abs()) << 64));
        let news = News {
            kind,
            by: By::Site,
            object: (ObjectKind::Event, self.event),
            about,
            title: &invited.title,
            href: &invited.page,
            text: &invited.when(),
            community: store::community(&mut self.tx, self.event).await?,
            to: &[To::Members(vec![member])],
        };
        tell(&mut self.tx, &news).await
    }
}

impl Invited {
    /// Whether somebody who was told this knows all that another says: an old address leads to the new one.
    pub(super) fn says_what(&self, other: &Self) -> bool {
        Self { page: other.page.clone(), ..self.clone() } == *other
    }

    /// "Tuesday 10 March 2026, 1 pm (Europe/London), Room 4"
    pub(super) fn when(&self) -> String {
        let zone = if self.all_day { String::new() } else { format!(" ({})", self.timezone.replace('_', " ")) };
        let place = self.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
        format!("{}{zone}{place}", when::moment(self.wall.0, self.all_day))
    }
}

/// The entry of a meeting for one person’s calendar.
pub(super) fn entry(
    (id, sequence): (Uuid, i32),
    (name, email): (&str, &str),
    invited: &Invited,
    (status, now): (EventStatus, DateTime<Utc>),
    site: &Site,
) -> Entry {
    let url = site.address(&invited.page);
    let online = invited.online.iter().map(|address| format!("Join online: {address}"));
    let zone = invited.timezone.parse().unwrap_or(Tz::UTC);
    let of_event = |(uid, recurrence): (String, _)| (Some(uids::in_full(uid, host(&site.base_url))), recurrence);
    let (uid, recurrence) = invited.known_as.clone().map_or((None, None), of_event);
    Entry {
        id,
        uid,
        title: invited.title.clone(),
        description: online.chain([url.clone()]).collect::<Vec<_>>().join("\n\n"),
        place: invited.place.clone().or_else(|| invited.online.clone()),
        url,
        topics: Vec::new(),
        organiser: (invited.organiser.clone(), ORGANISER.to_owned()),
        attendee: Some((name.to_owned(), email.to_owned())),
        status,
        wall: invited.wall,
        zone,
        all_day: invited.all_day,
        revision: i64::from(sequence),
        stamps: (now, now),
        part: recurrence.map_or(Part::Whole, |recurrence| Part::Meeting(recurrence.with_timezone(&zone).naive_local())),
    }
}

struct Letter<'a> {
    to: (&'a str, &'a str),
    invited: &'a Invited,
    entry: &'a Entry,
    at: DateTime<Utc>,
}

impl Letter<'_> {
    fn invitation(&self, site: &Site) -> Mail {
        let text = format!(
            "You said that you come to “{}”: {}. It goes into your calendar with this mail.",
            self.invited.title,
            self.invited.when()
        );
        self.mail(site, ("REQUEST", format!("You are coming: {}", self.invited.title)), text)
    }

    fn change(&self, site: &Site) -> Mail {
        let text = format!(
            "“{}” was changed. It is now on {}. Your calendar is put right with this mail.",
            self.invited.title,
            self.invited.when()
        );
        self.mail(site, ("REQUEST", format!("Changed: {}", self.invited.title)), text)
    }

    fn end(&self, site: &Site, comes: bool) -> Mail {
        let (title, when) = (&self.invited.title, self.invited.when());
        let (subject, text) = if comes {
            (
                format!("Cancelled: {title}"),
                format!("“{title}” on {when} does not take place. It goes out of your calendar with this mail."),
            )
        } else {
            (
                format!("Out of your calendar: {title}"),
                format!("You no longer come to “{title}” on {when}. It goes out of your calendar with this mail."),
            )
        };
        self.mail(site, ("CANCEL", subject), text)
    }

    fn mail(&self, site: &Site, (method, subject): (&str, String), text: String) -> Mail {
        Mail {
            to: self.to.1.to_owned(),
            to_name: Some(self.to.0.to_owned()),
            subject,
            body: vec![
                mail::Part::Text(text),
                mail::Part::Button { label: "See the meeting".to_owned(), url: site.address(&self.invited.page) },
                mail::Part::Link { label: "Choose what is mailed to you".to_owned(), url: site.address("/me/notifications/settings") },
            ],
            because: "you said that you come.".to_owned(),
            stop: None,
            calendar: Some(ForCalendar {
                method: method.to_owned(),
                text: invitation(host(&site.base_url), self.at, (method, self.entry)),
            }),
        }
    }
}
