//! The SQL of who may see an event, as its form and those who answered to it need it.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::audience::{self, Circle};
use super::model::EventAudience;
use crate::communities::model::{Audience, CommunityHead};
use crate::communities::readers::readers;
use crate::db::{Db, Tx};
use crate::{on, queries, run, visible, visible_event};

queries! {
    AROUND = "select c.audience_events as audience, c.listed, (select count(*) from event_host h where h.event_id = $2) as hosts, \
              (select count(distinct m.member_id) from membership m where m.state = 'active' and m.community_id in (select a.id from community a where a.id = $1 \
              union all select h.community_id from event_host h where h.event_id = $2)) as members from community c where c.id = $1";
    // Who is at a meeting that is on, or came, keeps their place.
    ANSWERED = "select r.occurrence_id, r.member_id, m.name, a.email from occurrence o join rsvp r on r.occurrence_id = o.id join member m on m.id = r.member_id left join account a on a.member_id = m.id \
                where o.event_id = $1 and o.starts_at > $2 and r.answer <> 'declined' and r.came_at is null order by o.starts_at, o.id, r.answered_at, r.member_id";
    // As each who answers does: who says that they come meanwhile is asked whether they see it once this is done.
    LOCK_MEETINGS = "update occurrence set revision = revision + 1 where event_id = $1 and starts_at > $2";
    HOME = "select c.name, c.slug, c.audience_events as events, c.listed, e.title, e.audience from event e join community c on c.id = e.community_id where e.id = $1";
    // Whoever's own audience shuts out has lost their place by that.
    BLIND = concat!(
        "select distinct o.event_id, a.member_id from event e join community c on c.id = e.community_id join occurrence o on o.event_id = e.id join rsvp a on a.occurrence_id = o.id \
         where e.community_id = $1 and e.status in ('confirmed', 'tentative') and o.starts_at > $2 and a.answer <> 'declined' and a.came_at is null and not ", visible!("events", "a.member_id"), " order by o.event_id, a.member_id"
    );
    SEES = concat!("select count(*) from event e join community c on c.id = e.community_id where e.id = $2 and ", visible_event!("e"));
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "String")]
    audience: Audience,
    listed: bool,
    hosts: i64,
    members: i64,
}

/// Who sees the events of a community, and how many belong to those that hold an event; one that is not there yet is held by nobody else.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn circle(db: &Db, head: &CommunityHead, event: Option<Uuid>) -> Result<Circle, sqlx::Error> {
    let row: Row = on!(db.reader(), c => sqlx::query_as(AROUND).bind(head.id).bind(event.unwrap_or_default()).fetch_one(c))?;
    let hidden = !row.listed && matches!(row.audience, Audience::Public | Audience::SignedIn);
    Ok(Circle {
        community: head.name.clone(),
        audience: if hidden { Audience::Members } else { row.audience },
        members: row.members,
        along: row.hosts > 0,
        everyone: head.is_everyone(),
    })
}

/// Somebody who wants to come to a meeting, or waits for a place.
#[derive(sqlx::FromRow)]
pub(super) struct Answered {
    pub(super) occurrence_id: Uuid,
    pub(super) member_id: Uuid,
    pub(super) name: String,
    /// Where they have an account.
    pub(super) email: Option<String>,
}

/// Those who want to come to meetings of an event that have not begun, and who may not see it as it stands in this transaction. The event is locked; its meetings to come are from now on, until the
/// transaction ends.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn shut_out(tx: &mut Tx, event: Uuid) -> Result<Vec<Answered>, sqlx::Error> {
    let now = tx.now();
    run!(tx, sqlx::query(LOCK_MEETINGS).bind(event).bind(now))?;
    let answered: Vec<Answered> = on!(tx.conn(), c => sqlx::query_as(ANSWERED).bind(event).bind(now).fetch_all(c))?;
    let people: BTreeSet<Uuid> = answered.iter().map(|row| row.member_id).collect();
    let seers = seers(tx, event, &people).await?;
    Ok(answered.into_iter().filter(|row| !seers.contains(&row.member_id)).collect())
}

/// The community in which an event is at home, and whom both are for.
#[derive(sqlx::FromRow)]
pub(super) struct Home {
    pub(super) name: String,
    pub(super) slug: String,
    #[sqlx(try_from = "String")]
    events: Audience,
    listed: bool,
    /// What the event is called.
    pub(super) title: String,
    /// Who of those who see the community's events sees it.
    #[sqlx(try_from = "String")]
    pub(super) audience: EventAudience,
}

impl Home {
    /// Whom an event there is for that has this audience.
    pub(super) fn whom(&self, audience: EventAudience) -> String {
        audience::whom_among(audience, readers(self.events, self.listed), &self.name)
    }
}

/// The community in which an event is at home.
///
/// # Errors
/// When the database does not answer, or there is no such event.
pub(super) async fn home(tx: &mut Tx, event: Uuid) -> Result<Home, sqlx::Error> {
    on!(tx.conn(), c => sqlx::query_as(HOME).bind(event).fetch_one(c))
}

/// Who said that they come to what a community holds and has not begun, or may, and does not see its events as it stands in this transaction: each event and person.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn blind(tx: &mut Tx, community: Uuid) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    let now = tx.now();
    on!(tx.conn(), c => sqlx::query_as(BLIND).bind(community).bind(now).fetch_all(c))
}

/// Whether somebody may see an event as it stands in this transaction; of a draft, whether they may once it is none.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn sees(tx: &mut Tx, event: Uuid, member: Uuid) -> Result<bool, sqlx::Error> {
    let count: i64 = on!(tx.conn(), c => sqlx::query_scalar(SEES).bind(member).bind(event).fetch_one(c))?;
    Ok(count > 0)
}

/// Those among some people of whom [`sees`] says so.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn seers(tx: &mut Tx, event: Uuid, people: &BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>, sqlx::Error> {
    let mut seers = BTreeSet::new();
    for member in people {
        if sees(tx, event, *member).await? {
            seers.insert(*member);
        }
    }
    Ok(seers)
}
