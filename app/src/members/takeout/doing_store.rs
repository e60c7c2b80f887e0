//! The SQL of what a member did: meetings, reports, thanks, and every act of the log.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::all;
use crate::db::Db;
use crate::{queries, visible};

queries! {
    ACTIVITY = "select a.at, a.act as did, a.kind as what, c.slug as community from activity a left join community c on c.id = a.community_id where a.actor_id = $1 order by a.id";
    RSVPS = "select c.slug as community, e.slug as event, o.starts_wall as starts, r.answer, r.note, r.needs, r.answered_at, r.came_at, r.takeaway from rsvp r join occurrence o on o.id = r.occurrence_id \
             join event e on e.id = o.event_id join community c on c.id = e.community_id where r.member_id = $1 order by o.starts_at, o.id";
    REPLIES = "select c.slug as community, e.slug as event, o.starts_wall as starts, y.question, y.reply from rsvp_reply y join occurrence o on o.id = y.occurrence_id \
               join event e on e.id = o.event_id join community c on c.id = e.community_id where y.member_id = $1 order by o.starts_at, o.id, y.question";
    GUESTS = "select c.slug as community, e.slug as event, g.name, g.email, g.answer, g.answered_at as brought_at from guest g join event e on e.id = g.event_id \
              join community c on c.id = e.community_id where g.member_id = $1 and g.answer <> 'removed' order by g.answered_at, g.id";
    SPEAKER_THANKS = "select c.slug as community, e.slug as event, o.starts_wall as starts, m.name as speaker, t.line, t.thanked_at from speaker_thanks t join member m on m.id = t.speaker_id \
                      join occurrence o on o.id = t.occurrence_id join event e on e.id = o.event_id join community c on c.id = e.community_id where t.member_id = $1 order by t.thanked_at, t.speaker_id";
    REPORTS = "select address, title, reason, note, reported_at, resolved_at, answer from report where reporter_id = $1 order by reported_at, id";
    // Without a line it is that something helped them, and no more.
    THANKS = concat!(
        "select case when q.deleted_at is null and ", visible!("questions"), " then '/c/' || c.slug || '/questions/' || q.slug end as address, h.thanks as line \
         from helpful h join question q on q.id = h.question_id join community c on c.id = q.community_id where h.member_id = $1 order by q.id, h.post_id"
    );
    CALENDARS = concat!(
        "select case when ", visible!("events"), " then c.slug end as community, f.added_at, f.url as address from followed_calendar f join community c on c.id = f.community_id \
         where f.member_id = $1 order by f.added_at, f.id"
    );
}

/// Something they did.
#[derive(Serialize, sqlx::FromRow)]
pub struct Did {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub did: String,
    /// To what kind of thing.
    pub what: String,
    /// In which community.
    pub community: Option<String>,
}

/// What they said of coming to a meeting.
#[derive(Serialize, sqlx::FromRow)]
pub struct Rsvp {
    /// The community.
    pub community: String,
    /// The event's slug.
    pub event: String,
    /// When the meeting begins, on its wall clock.
    pub starts: String,
    /// What they said.
    pub answer: String,
    /// And besides.
    pub note: Option<String>,
    /// What they need to take part.
    pub needs: Option<String>,
    /// When.
    pub answered_at: DateTime<Utc>,
    /// When they were checked in.
    pub came_at: Option<DateTime<Utc>>,
    /// What they took away.
    pub takeaway: Option<String>,
}

/// What they answered to a question of the organisers.
#[derive(Serialize, sqlx::FromRow)]
pub struct Reply {
    /// The community.
    pub community: String,
    /// The event's slug.
    pub event: String,
    /// When the meeting begins, on its wall clock.
    pub starts: String,
    /// The question.
    pub question: String,
    /// What they answered.
    pub reply: String,
}

/// A guest they bring, or brought.
#[derive(Serialize, sqlx::FromRow)]
pub struct Guest {
    /// The community.
    pub community: String,
    /// The event's slug.
    pub event: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they have a place, wait for one, or can't come.
    pub answer: String,
    /// When they brought them.
    pub brought_at: DateTime<Utc>,
}

/// A report they made.
#[derive(Serialize, sqlx::FromRow)]
pub struct Reported {
    /// Where what it is about was found.
    pub address: String,
    /// What that was called.
    pub title: String,
    /// Why.
    pub reason: String,
    /// What they said of it.
    pub note: Option<String>,
    /// When.
    pub reported_at: DateTime<Utc>,
    /// When it was dealt with.
    pub resolved_at: Option<DateTime<Utc>>,
    /// What they were told.
    pub answer: Option<String>,
}

/// Something that helped them, and what they wrote to whoever wrote it.
#[derive(Serialize, sqlx::FromRow)]
pub struct Thanked {
    /// The question's address, as far as one may see it still.
    pub address: Option<String>,
    /// The line to whoever wrote it.
    pub line: Option<String>,
}

/// Whom they thanked for speaking at a meeting.
#[derive(Serialize, sqlx::FromRow)]
pub struct ThankedSpeaker {
    /// The community.
    pub community: String,
    /// The event's slug.
    pub event: String,
    /// When the meeting began, on its wall clock.
    pub starts: String,
    /// Who spoke.
    pub speaker: String,
    /// The line to them.
    pub line: String,
    /// When.
    pub thanked_at: DateTime<Utc>,
}

/// A calendar elsewhere that they had a community follow.
#[derive(Serialize, sqlx::FromRow)]
pub struct FollowedCalendar {
    /// Which community, where they may see its events still.
    pub community: Option<String>,
    /// When.
    pub added_at: DateTime<Utc>,
    /// The address, as they gave it.
    pub address: String,
}

/// What they did.
#[derive(Serialize)]
pub struct Doing {
    /// What they did.
    pub activity: Vec<Did>,
    /// The meetings they answered to.
    pub rsvps: Vec<Rsvp>,
    /// What they answered to the organisers' questions.
    pub replies: Vec<Reply>,
    /// Whom they bring to meetings.
    pub guests: Vec<Guest>,
    /// What they reported.
    pub reports: Vec<Reported>,
    /// What helped them, and whom they thanked.
    pub thanks: Vec<Thanked>,
    /// Whom they thanked for speaking at meetings.
    pub speaker_thanks: Vec<ThankedSpeaker>,
    /// The calendars they had communities follow.
    pub followed_calendars: Vec<FollowedCalendar>,
}

/// Reads it.
///
/// # Errors
/// When the database does not answer.
pub async fn read(db: &Db, member: Uuid) -> Result<Doing, sqlx::Error> {
    Ok(Doing {
        activity: all!(db, ACTIVITY, member),
        rsvps: all!(db, RSVPS, member),
        replies: all!(db, REPLIES, member),
        guests: all!(db, GUESTS, member),
        reports: all!(db, REPORTS, member),
        thanks: all!(db, THANKS, member),
        speaker_thanks: all!(db, SPEAKER_THANKS, member),
        followed_calendars: all!(db, CALENDARS, member),
    })
}
