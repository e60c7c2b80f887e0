//! The SQL of the meetings that a member wants to come to.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::rules::Answer;
use crate::db::Db;
use crate::events::store::meeting_href;
use crate::{on, queries, visible_event};

queries! {
    MINE = concat!(
        "select o.recurrence, o.starts_wall, coalesce(o.title, e.title) as title, e.rrule is not null as series, e.slug, c.slug as community, c.name, e.all_day, r.answer \
         from rsvp r join occurrence o on o.id = r.occurrence_id join event e on e.id = o.event_id join community c on c.id = e.community_id \
         where r.member_id = $1 and r.answer in ('going', 'maybe', 'waiting') and o.ends_at > $2 and e.status <> 'draft' and coalesce(o.status, e.status) <> 'draft' and ", visible_event!("e"), " order by o.starts_at, o.id limit 20"
    );
}

/// A meeting a member wants to come to.
#[derive(sqlx::FromRow)]
pub struct Mine {
    recurrence: String,
    /// When it begins, on its wall clock.
    pub starts_wall: String,
    /// What it is called.
    pub title: String,
    series: bool,
    slug: String,
    community: String,
    /// The community's name.
    pub name: String,
    /// Whether hours don't matter.
    pub all_day: bool,
    /// What they said.
    #[sqlx(try_from = "String")]
    pub answer: Answer,
}

impl Mine {
    /// Its page.
    pub fn page(&self) -> String {
        let event = format!("/c/{}/events/{}", self.community, self.slug);
        if self.series { meeting_href(&event, &self.recurrence) } else { event }
    }
}

/// The meetings to come that a member wants to come to, the next first.
///
/// # Errors
/// When the database does not answer.
pub async fn mine(db: &Db, member: Uuid, now: DateTime<Utc>) -> Result<Vec<Mine>, sqlx::Error> {
    on!(db.reader(), c => sqlx::query_as(MINE).bind(member).bind(now).fetch_all(c))
}
