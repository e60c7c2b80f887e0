//! Reading followed calendars: those that are due by a job, one when somebody wants it.

use chrono_tz::Tz;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::super::others::Followed;
use super::super::{Place, bring};
use super::gone::{self, Held};
use super::rules::{Sent, gives_up, next};
use super::store::{self, Claimed};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::fetching::{Body, Bounds, Failure, Fetched, Known, fetch};
use crate::link::host;
use crate::notifications::{By, News, NewsKind, To, tell};
use crate::state::{AppState, Site};

/// How many calendars a node reads at once.
const AT_ONCE: usize = 4;

/// How many a job reads before it makes room for others; the next one goes on a minute later.
const AT_MOST: usize = 200;

/// What a reading came to, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// What it brought.
    Read(String),
    /// Why it failed.
    Failed(String),
}

/// What calendars are asked for in.
pub(super) fn bounds(site: &Site) -> Bounds {
    Bounds::of(&site.base_url, site.private_calendars)
}

/// Reads all calendars that are due, and gives how many there were.
///
/// # Errors
/// When the database refuses.
pub async fn read_due(app: &AppState) -> Result<usize, sqlx::Error> {
    let (mut count, mut under_way) = (0, JoinSet::new());
    while count < AT_MOST {
        if under_way.len() == AT_ONCE {
            under_way.join_next().await;
        }
        let Some(claimed) = store::claim_due(&app.db).await? else { break };
        let app = app.clone();
        under_way.spawn(async move {
            if let Err(error) = read(&app, &claimed, &claimed.known(), None).await {
                tracing::error!(calendar = %claimed.id, %error, "what became of reading a followed calendar could not be kept; it is read again when its lease ends");
            }
        });
        count += 1;
    }
    while under_way.join_next().await.is_some() {}
    Ok(count)
}

/// Asks for a calendar, unless it is the version that is known, and takes what comes.
pub(super) async fn read(app: &AppState, of: &Claimed, known: &Known, by: Option<Uuid>) -> Result<Outcome, AppError> {
    match fetch(&of.url, known, &bounds(&app.site)).await {
        Ok(Fetched::Same) => ends(app, of, Ok(("Nothing has changed.".to_owned(), known.clone()))).await,
        Ok(Fetched::Whole(body)) => take(app, of, body, by).await,
        Err(failure) => ends(app, of, Err(says(&failure))).await,
    }
}

/// A failure in a sentence; what only the operator understands is logged.
pub(super) fn says(failure: &Failure) -> String {
    if let Failure::Unreachable(why) = failure {
        tracing::info!(error = why, "a followed calendar can’t be reached");
    }
    failure.to_string()
}

/// Takes what was sent for a calendar, and ends its reading.
pub(super) async fn take(app: &AppState, of: &Claimed, body: Body, by: Option<Uuid>) -> Result<Outcome, AppError> {
    let sent = Sent::of(&body.bytes);
    let taken = match sent {
        Sent::Calendar => brought(app, of, body.bytes, by).await.unwrap_or_else(|error| Err(error.to_string())),
        Sent::Empty => Ok(sent.says().to_owned()),
        Sent::BreaksOff | Sent::Other => Err(sent.says().to_owned()),
    };
    ends(app, of, taken.map(|says| (says, body.known))).await
}

async fn brought(app: &AppState, of: &Claimed, file: Vec<u8>, by: Option<Uuid>) -> Result<Result<String, String>, AppError> {
    let mut tx = app.db.begin().await?;
    let elsewhere = store::entries_of_others(&mut tx, of).await?;
    tx.commit([]).await?;
    let from = Followed::at(of.id, &of.url, &app.site.base_url, elsewhere);
    let place = Place { community: (of.community_id, of.slug.clone()), zone: of.timezone.parse().unwrap_or(Tz::UTC), by };
    let Some(brought) = bring(&app.db, &app.clock, &place, file, Some(&from)).await? else {
        return Ok(Err(Sent::Other.says().to_owned()));
    };
    let held = Held { keys: brought.keys, unread: brought.unread.into_iter().collect() };
    let mut report = brought.report;
    report.called_off = gone::settle(&app.db, of, &held, by).await?;
    Ok(Ok(report.in_short()))
}

/// Keeps what a reading came to, and says when the next one is.
async fn ends(app: &AppState, of: &Claimed, came: Result<(String, Known), String>) -> Result<Outcome, AppError> {
    let mut tx = app.db.begin().await?;
    let now = tx.now();
    let (outcome, act) = match came {
        Ok((says, known)) => {
            store::well(&mut tx, of, (&says, &known), next(now, 0, of.id)).await?;
            (Outcome::Read(says), None)
        }
        Err(why) => {
            let given_up = of.given_up || of.failing_since.is_some_and(|since| gives_up(since, now));
            let again = (!given_up).then(|| next(now, of.failures.saturating_add(1), of.id));
            let kept = store::badly(&mut tx, of, &why, again).await?;
            // Where that was so before, those who organise know: only whoever wanted it read now hears of it.
            let act = if kept && given_up && !of.given_up { Some(give_up(&mut tx, of, &why).await?) } else { None };
            (Outcome::Failed(why), act)
        }
    };
    tx.commit(act).await?;
    Ok(outcome)
}

/// Tells those who organise that a calendar is read no longer.
async fn give_up(tx: &mut Tx, of: &Claimed, why: &str) -> Result<Act, sqlx::Error> {
    let text = format!("{}: {why}", host(&of.url));
    let news = News {
        kind: NewsKind::CalendarStopped,
        by: By::Site,
        object: (ObjectKind::Community, of.community_id),
        about: Uuid::now_v7(),
        title: &of.community,
        href: &format!("/c/{}/new-event", of.slug),
        text: &text,
        community: Some(of.community_id),
        to: &[To::Organising(of.community_id)],
    };
    tell(tx, &news).await?;
    Ok(Act::of(Deed::StoppedCalendar, ObjectKind::Community, of.community_id).in_community(of.community_id).noting(text))
}
