//! What somebody takes part in: communities, meetings, what they follow and are told, and what they did.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::notifications::store::shown;
use crate::{queries, visible, visible_page};

queries! {
    pub(super) MEMBERSHIPS = "select c.slug as community, c.name, ms.state, ms.since, r.role, r.title, r.since as role_since, r.until as role_until \
                   from membership ms join community c on c.id = ms.community_id left join membership_role r on r.membership_id = ms.id \
                   where ms.member_id = $1 order by c.sort_name, c.slug, r.position";
    pub(super) ACTIVITY = "select a.at, a.act as did, a.kind as what, c.slug as community from activity a left join community c on c.id = a.community_id where a.actor_id = $1 order by a.id";
    pub(super) RSVPS = "select c.slug as community, e.slug as event, o.starts_wall as starts, r.answer, r.note, r.answered_at, r.came_at, r.takeaway from rsvp r join occurrence o on o.id = r.occurrence_id \
             join event e on e.id = o.event_id join community c on c.id = e.community_id where r.member_id = $1 order by o.starts_at, o.id";
    pub(super) REPLIES = "select c.slug as community, e.slug as event, o.starts_wall as starts, y.question, y.reply from rsvp_reply y join occurrence o on o.id = y.occurrence_id \
               join event e on e.id = o.event_id join community c on c.id = e.community_id where y.member_id = $1 order by o.starts_at, o.id, y.question";
    pub(super) REPORTS = "select address, title, reason, note, reported_at, resolved_at, answer from report where reporter_id = $1 order by reported_at, id";
    pub(super) BLOCKED = "select m.handle, b.blocked_at from block b join member m on m.id = b.blocked_id where b.member_id = $1 order by b.blocked_at, m.handle";
    pub(super) FOLLOWS = concat!(
        "select f.kind as what, f.since, case f.kind when 'topic' then (select '/topics/' || t.slug from topic t where t.id = f.object_id) \
         when 'person' then (select '/people/' || m.handle from member m where m.id = f.object_id) \
         when 'community' then (select '/c/' || c.slug from community c where c.id = f.object_id and (c.listed or exists (select 1 from membership v where v.community_id = c.id and v.member_id = $1 and v.state = 'active'))) \
         when 'question' then (select '/c/' || c.slug || '/questions/' || q.slug from question q join community c on c.id = q.community_id where q.id = f.object_id and q.deleted_at is null and ", visible!("questions"), ") \
         when 'page' then (select '/c/' || c.slug || '/pages/' || p.path from page p join community c on c.id = p.community_id where p.id = f.object_id and p.status <> 'draft' and ", visible_page!("p"), ") end as address \
         from follow f where f.member_id = $1 order by f.since, f.object_id"
    );
    pub(super) MAILS = "select r.matter as about, r.rhythm from mail_rhythm r where r.member_id = $1 \
             union all select c.slug as about, h.rhythm from mail_rhythm_in h join community c on c.id = h.community_id where h.member_id = $1 order by 1";
    pub(super) TOLD = concat!("select n.kind as what, n.title, n.excerpt as text, n.at, n.read_at from notification n where n.member_id = $1 and ", shown!(), " order by n.id");
    pub(super) CALENDARS = concat!(
        "select case when ", visible!("events"), " then c.slug end as community, f.added_at, f.url as address from followed_calendar f join community c on c.id = f.community_id \
         where f.member_id = $1 order by f.added_at, f.id"
    );
}

/// A membership; one a role where there are several.
#[derive(Serialize, sqlx::FromRow)]
pub struct Membership {
    /// `/c/{community}`
    pub community: String,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: String,
    /// Since when.
    pub since: Option<NaiveDate>,
    /// A role.
    pub role: Option<String>,
    /// What the role is called.
    pub title: Option<String>,
    /// Since when.
    pub role_since: Option<NaiveDate>,
    /// Until when.
    pub role_until: Option<NaiveDate>,
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

/// Somebody they block.
#[derive(Serialize, sqlx::FromRow)]
pub struct Blocked {
    /// `/people/{handle}`
    pub handle: String,
    /// Since when.
    pub blocked_at: DateTime<Utc>,
}

/// Something they follow.
#[derive(Serialize, sqlx::FromRow)]
pub struct Followed {
    /// What it is.
    pub what: String,
    /// Where, as far as they may see it.
    pub address: Option<String>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// How something is mailed to them.
#[derive(Serialize, sqlx::FromRow)]
pub struct Mailed {
    /// What, or from which community.
    pub about: String,
    /// How.
    pub rhythm: String,
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

/// Something they were told of.
#[derive(Serialize, sqlx::FromRow)]
pub struct Told {
    /// What happened.
    pub what: String,
    /// To what.
    pub title: String,
    /// What was written.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When they saw it.
    pub read_at: Option<DateTime<Utc>>,
}
