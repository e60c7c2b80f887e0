//! Calendars elsewhere that a community follows by their addresses: what is new there appears here, what changes there changes here, and what is cancelled or gone there is called off here.
//!
//! A job reads each of them every hour, less and less often where it fails; a claim on its row, which ends by itself, has one node at a time read it. Nothing is asked of others while a
//! transaction is open. A calendar that fails, is none, or is empty changes nothing. What one may ask for at all is [`crate::fetching`]'s to say.

mod gone;
mod reading;
mod rules;
mod sheet;
pub(crate) mod store;

pub use reading::read_due;
pub(crate) use sheet::parts;

use std::future::Future;
use std::time::Duration;

use chrono_tz::Tz;
use tokio::time::timeout;
use uuid::Uuid;

use self::reading::{Outcome, bounds, read, says, take};
use self::rules::{MOST, Sent};
use self::store::Claimed;
use crate::accounts::attempts::{FOLLOWED_CALENDAR, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::CommunityHead;
use crate::error::AppError;
use crate::events::organising::organiser;
use crate::fetching::{Body, Failure, Fetched, Known, Target, fetch};
use crate::link::host;
use crate::memberships::store as memberships;
use crate::state::{AppState, SignedIn, internal};
use crate::ui::form::Done;

/// How long somebody waits for an answer from elsewhere, and as long again for what is done with it: a request may take half a minute.
const WAITS: Duration = Duration::from_secs(12);

/// What is said where it takes longer than anybody waits.
const STILL_READING: &str = "It is still being read. Look here again in a minute.";

/// Has a community follow a calendar, which is read at once: what can't be read isn't followed.
pub(in crate::events) async fn follow(community: &str, address: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let wrong = |says: String| AppError::field("address", says);
    let target = Target::read(address, &bounds(&app.site)).map_err(|refusal| wrong(refusal.to_string()))?;
    spend(&app.db, FOLLOWED_CALENDAR, &format!("member {}", member.member)).await?;
    let asked = timeout(WAITS, fetch(target.as_str(), &Known::default(), &bounds(&app.site))).await;
    let body = match asked.unwrap_or(Err(Failure::TooSlow)) {
        Ok(Fetched::Whole(body)) => body,
        // Without a version that is known there is none that is the same.
        Ok(Fetched::Same) => return Err(wrong(Sent::Other.says().to_owned())),
        Err(failure) => return Err(wrong(says(&failure))),
    };
    match Sent::of(&body.bytes) {
        Sent::Calendar | Sent::Empty => {}
        sent => return Err(wrong(sent.says().to_owned())),
    }
    let claimed = add(&app, &member, &head, target.as_str()).await?;
    let said = first(app, claimed, body, member.member).await?;
    Ok(Done::at(screen(community)).saying(format!("This community follows it now. {said}")))
}

/// Notes that a community follows a calendar.
async fn add(app: &AppState, member: &SignedIn, head: &CommunityHead, address: &str) -> Result<Claimed, AppError> {
    let zone = crate::members::editing_store::profile(&app.db, member.member).await?.timezone;
    let zone = zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC);
    let mut tx = app.db.begin().await?;
    // Of two who follow at once, the second sees what the first does.
    memberships::lock(&mut tx, head.id).await?;
    let followed = store::addresses(&mut tx, head.id).await?;
    if followed.len() >= MOST && !followed.iter().any(|known| known == address) {
        return Err(AppError::field("address", format!("A community follows at most {MOST} calendars. Stop following one first.")));
    }
    let added = store::add(&mut tx, (head.id, member.member), address, zone.name()).await?;
    let claimed = added.ok_or_else(|| AppError::field("address", "This community follows this calendar already."))?;
    let act = Act::by(member.member, Deed::FollowedCalendar, ObjectKind::Community, head.id).in_community(head.id).noting(host(address));
    tx.commit([act]).await?;
    Ok(claimed)
}

async fn first(app: AppState, claimed: Claimed, body: Body, by: Uuid) -> Result<String, AppError> {
    let taken = async move { take(&app, &claimed, body, Some(by)).await };
    Ok(match waited(taken).await? {
        Some(Outcome::Read(says) | Outcome::Failed(says)) => says,
        None => STILL_READING.to_owned(),
    })
}

/// Reads a calendar that a community follows, whether or not it is due or has changed.
pub(in crate::events) async fn read_now(community: &str, calendar: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let id = known(calendar)?;
    spend(&app.db, FOLLOWED_CALENDAR, &format!("member {}", member.member)).await?;
    let Some(claimed) = store::claim(&app.db, head.id, id).await? else {
        let there = store::list(&app.db, head.id).await?.iter().any(|row| row.id == id);
        return if there { Ok(Done::at(screen(community)).saying(STILL_READING)) } else { Err(gone()) };
    };
    let asked = async move { read(&app, &claimed, &Known::default(), Some(member.member)).await };
    let said = match waited(asked).await? {
        Some(Outcome::Read(says)) => format!("It was read. {says}"),
        Some(Outcome::Failed(why)) => return Err(AppError::form(format!("It could not be read. {why}"))),
        None => STILL_READING.to_owned(),
    };
    Ok(Done::at(screen(community)).saying(said))
}

/// Has a community follow a calendar no longer. What came from it stays.
pub(in crate::events) async fn stop(community: &str, calendar: &str) -> Result<Done, AppError> {
    let (app, member, head) = organiser(community).await?;
    let id = known(calendar)?;
    let mut tx = app.db.begin().await?;
    memberships::lock(&mut tx, head.id).await?;
    let address = store::remove(&mut tx, head.id, id).await?.ok_or_else(gone)?;
    // What came from it alone so far may be in another as well.
    store::read_whole(&mut tx, head.id).await?;
    let act = Act::by(member.member, Deed::StoppedCalendar, ObjectKind::Community, head.id).in_community(head.id).noting(host(&address));
    tx.commit([act]).await?;
    Ok(Done::at(screen(community)).saying("This community follows it no longer. The events that came from it stay as they are."))
}

/// Waits a while for what goes on also where nobody waits any more; `None` where it does.
async fn waited<F>(work: F) -> Result<Option<Outcome>, AppError>
where
    F: Future<Output = Result<Outcome, AppError>> + Send + 'static,
{
    match timeout(WAITS, tokio::spawn(work)).await {
        Ok(ended) => ended.map_err(|error| internal(&error))?.map(Some),
        Err(_) => Ok(None),
    }
}

fn known(calendar: &str) -> Result<Uuid, AppError> {
    calendar.parse().map_err(|_| gone())
}

fn gone() -> AppError {
    AppError::form("This community does not follow this calendar any more. Load the page again.")
}

fn screen(community: &str) -> String {
    format!("/c/{community}/new-event")
}
