//! Who comes: an answer to each meeting, places given one after another, and a waiting list that moves up by itself.

mod asked_store;
pub(in crate::events) mod holding;
mod holding_store;
pub(crate) mod listing;
mod mails;
pub mod mine_store;
pub(crate) mod needs_store;
pub mod rules;
pub(in crate::events) mod series;
mod sheet;
pub mod store;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

#[cfg(test)]
pub(crate) use asked_store::QUERIES as ASKED_QUERIES;
#[cfg(test)]
pub(crate) use holding_store::QUERIES as HOLDING_QUERIES;
pub(in crate::events) use holding_store::hold_anew;
pub(crate) use series::sheet as all_meetings;
pub(crate) use sheet::{Shown, panel, people};

use self::rules::Answer;
use self::store::{Asked, Words};
use crate::db::Tx;
use crate::error::AppError;
use crate::events::model::EventStatus;
use crate::events::{asking, audience_store, guests, invitations, invitations_store};
use crate::live::Channel;
use crate::mail;
use crate::state::{AppState, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;

/// What somebody typed who says whether they come.
pub(super) struct Said<'a> {
    pub(super) answer: &'a str,
    pub(super) note: &'a str,
    pub(super) needs: &'a str,
    /// To what the organisers ask.
    pub(super) replies: &'a BTreeMap<String, String>,
}

/// The answer that was typed; none takes back what was said.
fn wanted(typed: &mut Typed, word: &str) -> Option<Answer> {
    if word.is_empty() {
        return None;
    }
    let known = word.parse::<Answer>().ok();
    if known.is_none() {
        typed.say("answer", "Choose one of these.");
    }
    known
}

/// Says whether the one who is signed in comes to a meeting; an empty answer takes back what they said.
pub(super) async fn answer(community: &str, which: (&str, &str), said: &Said<'_>) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let mut asked = store::find(&app.db, member.viewer(), head.id, which).await?;
    open(&asked, app.clock.now())?;
    let mut typed = Typed::default();
    let (note, needs) = (typed.maybe_line("note", said.note, 200), typed.maybe_line("needs", said.needs, 300));
    let wanted = wanted(&mut typed, said.answer);
    let mut tx = app.db.begin().await?;
    if !asked.asks.is_empty() {
        // The event before the meeting, as whoever changes it does: else each would wait for the other.
        asking::lock(&mut tx, asked.id).await?;
    }
    asked.event = lock_seen(&mut tx, (asked.id, member.member)).await?;
    let before = store::given(&mut tx, asked.id, member.member).await?;
    signs_up(&asked, (wanted, before), app.clock.now())?;
    let replies = asking::read(&mut tx, &mut typed, (&asked, member.member), (wanted, said.replies)).await?;
    typed.done(())?;
    let words = Words { note: note.as_deref(), needs: needs.as_deref() };
    let settled = settle(&mut tx, (asked.id, member.member), wanted, words).await?;
    if !asked.asks.is_empty() {
        asking::store::put(&mut tx, asked.id, member.member, replies).await?;
    }
    move_up(&app, &mut tx, &asked).await?;
    invitations::due(&mut tx, asked.event, Some(member.member)).await?;
    tx.wakes(Channel::Community(head.id));
    tx.wakes(Channel::Event(asked.event));
    tx.commit([]).await?;
    let says = match settled {
        Some(Answer::Going) => "You have a place. See you there!",
        Some(Answer::Waiting) => "All places are taken. You are on the waiting list, and get a mail when you move up.",
        Some(Answer::Maybe) => "Noted: you may come.",
        Some(Answer::Declined) => "Noted: you can’t come. Thank you for saying so.",
        None => "Your answer is taken back.",
    };
    Ok(Done::at(asked.page).saying(says))
}

/// Locks a meeting until the transaction ends, and gives the event that it is one of now: the series may have been parted since it was looked up.
///
/// # Errors
/// `NotFound` where it is gone since then, or not for the member any more.
pub(super) async fn lock_seen(tx: &mut Tx, (meeting, member): (Uuid, Uuid)) -> Result<Uuid, AppError> {
    store::lock(tx, meeting).await?;
    let event = store::event(tx, meeting).await?.ok_or(AppError::NotFound)?;
    if invitations_store::sees(tx, event, member).await? { Ok(event) } else { Err(AppError::NotFound) }
}

/// Keeps what a member says of a meeting, by the places that are left, and gives what became of it. The meeting is locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn settle(
    tx: &mut Tx,
    (meeting, member): (Uuid, Uuid),
    wanted: Option<Answer>,
    words: Words<'_>,
) -> Result<Option<Answer>, AppError> {
    Ok(settled(tx, (meeting, member), wanted, words).await?.now)
}

/// What was said of a meeting, and what is so now.
struct Settled {
    before: Option<Answer>,
    now: Option<Answer>,
}

async fn settled(tx: &mut Tx, (meeting, member): (Uuid, Uuid), wanted: Option<Answer>, words: Words<'_>) -> Result<Settled, AppError> {
    let capacity = store::lock(tx, meeting).await?;
    let before = store::given(tx, meeting, member).await?;
    let (going, _) = store::counts(tx, meeting).await?;
    let now = wanted.map(|wanted| rules::settled(wanted, before, capacity, going));
    match now {
        Some(answer) => store::put(tx, (meeting, member), (answer, before == Some(answer)), words).await?,
        None => store::take_back(tx, meeting, member).await?,
    }
    if before == Some(Answer::Going) && now != before {
        guests::store::left_behind(tx, meeting).await?;
    }
    Ok(Settled { before, now })
}

/// Whether people answer to a meeting still.
///
/// # Errors
/// With a sentence that says why not.
pub(super) fn open(asked: &Asked, now: DateTime<Utc>) -> Result<(), AppError> {
    let says = match (asked.status, asked.ends_at <= now, &asked.registration_url) {
        (EventStatus::Cancelled, ..) => "It is cancelled.",
        (_, true, _) => "It is over.",
        (_, _, Some(_)) => "People sign up for it elsewhere: follow its link.",
        _ => return Ok(()),
    };
    Err(AppError::form(says))
}

/// Whether somebody who said `before` of a meeting may say `wanted` now.
///
/// # Errors
/// With a sentence that says when people sign up.
pub(super) fn signs_up(asked: &Asked, answer: (Option<Answer>, Option<Answer>), now: DateTime<Utc>) -> Result<(), AppError> {
    if asked.window.lets(answer, now) {
        return Ok(());
    }
    Err(AppError::form(asked.window.says(&asked.timezone, now).unwrap_or_default()))
}

/// Gives the places that are free to those who wait, in order, and tells them. Who may not see the event any more waits no longer, and hears nothing of it: the place is the next one's.
async fn move_up(app: &AppState, tx: &mut Tx, asked: &Asked) -> Result<(), AppError> {
    let capacity = store::capacity(tx, asked.id).await?;
    let (going, waiting) = store::counts(tx, asked.id).await?;
    let mut places = rules::free(capacity, going, waiting);
    while places > 0 {
        let next = store::next(tx, asked.id, places).await?;
        if next.is_empty() {
            break;
        }
        for who in next {
            if audience_store::sees(tx, asked.event, who.member_id).await? {
                places -= 1;
                if let Some((name, email)) = store::seat(tx, asked.id, &who).await? {
                    mail::post(tx, &mails::moved_up(&app.site, (&name, &email), asked)).await?;
                }
            } else {
                store::pass_over(tx, asked.id, &who).await?;
            }
            invitations::due(tx, asked.event, Some(who.member_id)).await?;
        }
    }
    Ok(())
}

/// Gives the places that are free at one meeting, which is locked. Its event is not, and so no other meeting is touched: two who are each at one of them would wait for each other.
///
/// # Errors
/// When the database refuses.
pub(super) async fn fill_one(app: &AppState, tx: &mut Tx, meeting: Uuid) -> Result<(), AppError> {
    match asked_store::waited_for(tx, meeting).await? {
        Some(asked) => move_up(app, tx, &asked).await,
        None => Ok(()),
    }
}

/// Takes back what somebody said of meetings of a community that they belong to no longer, where they see them by that alone: they could not say themselves that they don't come, and others wait.
/// It goes out of their calendar.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn give_up(app: &AppState, tx: &mut Tx, (community, member): (Uuid, Uuid)) -> Result<(), AppError> {
    for event in asked_store::events_of(tx, (community, member)).await? {
        if audience_store::sees(tx, event, member).await? {
            continue;
        }
        asked_store::lock_event(tx, event).await?;
        for meeting in asked_store::meetings_of(tx, (event, member)).await? {
            store::lock(tx, meeting).await?;
            store::take_back(tx, meeting, member).await?;
            guests::store::left_behind(tx, meeting).await?;
        }
        fill(app, tx, event).await?;
        invitations::due(tx, event, Some(member)).await?;
        tx.wakes(Channel::Event(event));
    }
    Ok(())
}

/// The events of a community to which somebody said that they come, or may, and that have not begun.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn answered_in(tx: &mut Tx, whose: (Uuid, Uuid)) -> Result<Vec<Uuid>, sqlx::Error> {
    asked_store::events_of(tx, whose).await
}

/// Gives the places that a change of an event has made, at all its meetings to come. The event is locked until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub(super) async fn fill(app: &AppState, tx: &mut Tx, event: Uuid) -> Result<(), AppError> {
    asked_store::lock_event(tx, event).await?;
    for asked in asked_store::with_waiting(tx, event).await? {
        // As each who answers does: nobody is given a place that another is about to take.
        store::lock(tx, asked.id).await?;
        move_up(app, tx, &asked).await?;
    }
    Ok(())
}
