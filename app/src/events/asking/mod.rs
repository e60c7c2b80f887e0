//! What organisers ask those who come, and what these answer. The answers belong to what somebody says of a meeting; those who organise it see them, and oneself. Who declines is asked nothing, and what they had
//! answered goes.

pub mod rules;
pub(crate) mod store;

use std::collections::BTreeMap;

use uuid::Uuid;

use self::store::Reply;
use super::api::{ChangeEvent, JoinSeries};
use super::record::AskRecord;
use super::rsvp::rules::Answer;
use super::rsvp::store::Asked;
use crate::db::Tx;
use crate::error::AppError;
use crate::typed::Typed;
use crate::ui::forming::{Forming, came_back};
use crate::ui::lists::count;

/// What an organiser can say to answers that a change takes away.
const MAY_GO: [(&str, &str); 2] =
    [("yes", "Remove these questions, and the answers with them"), ("no", "Keep them: I have written them above as they were")];

/// The field of an event's form that holds what was chosen of these.
const FORGET: &str = "forget";

/// Questions as their column holds them.
#[derive(Debug, Default)]
pub struct Asks(pub Vec<AskRecord>);

impl TryFrom<String> for Asks {
    type Error = serde_json::Error;

    fn try_from(json: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&json).map(Self)
    }
}

/// The questions, in an event's form.
pub(super) fn of_event(form: Forming, asks: &[AskRecord]) -> Forming {
    let form = form
        .area(rules::FIELD, "What to ask those who come", 3)
        .hint("One question a line, at most five. Put a * at the end of one that must be answered to come. Only those who organise see the answers.")
        .value(rules::lines(asks))
        .optional();
    if came_back::<ChangeEvent>(FORGET) { form.radios(FORGET, "What about these questions?", MAY_GO) } else { form }
}

/// What is said to questions that go because the event becomes a meeting of a series that does not ask them.
pub(super) fn of_joining(form: Forming) -> Forming {
    let may_go =
        [("yes", "Remove these questions, and the answers with them"), ("no", "Keep them: I write them in the series’ own form first")];
    if came_back::<JoinSeries>(FORGET) { form.radios(FORGET, "What about these questions?", may_go) } else { form }
}

/// The questions, in the form by which somebody says whether they come, with what they answered before.
pub(super) fn of_rsvp(form: Forming, asks: &[AskRecord], own: &[Reply]) -> Forming {
    asks.iter().fold(form, |form, ask| {
        let form = form.area(&rules::field(&ask.question), &ask.question, 2).value(reply(ask, own).unwrap_or_default());
        if ask.needed { form.hint("Needed if you come.").optional_at_times() } else { form.optional() }
    })
}

fn reply<'a>(ask: &AskRecord, replies: &'a [Reply]) -> Option<&'a str> {
    replies.iter().find(|(question, _)| *question == ask.question).map(|(_, reply)| reply.as_str())
}

/// Whether somebody left a question open that whoever comes has to answer: it came later.
pub(super) fn is_open(asks: &[AskRecord], own: &[Reply]) -> bool {
    asks.iter().any(|ask| ask.needed && reply(ask, own).is_none())
}

/// The same of somebody who answered in no form: who was checked in.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn leaves_open(tx: &mut Tx, asked: &Asked, member: Uuid) -> Result<bool, sqlx::Error> {
    Ok(asked.asks.iter().any(|ask| ask.needed) && is_open(&asked.asks, &store::own(tx, asked.id, member).await?))
}

/// Each question with what was answered to it; nothing where nothing was.
pub(super) fn beside<'a>(asks: &'a [AskRecord], replies: Option<&'a Vec<Reply>>) -> impl Iterator<Item = (&'a AskRecord, Option<&'a str>)> {
    asks.iter().map(move |ask| (ask, replies.and_then(|replies| reply(ask, replies))))
}

/// Locks the event of a meeting until the transaction ends, and gives what it asks.
///
/// # Errors
/// When the database refuses.
pub(super) async fn lock(tx: &mut Tx, meeting: Uuid) -> Result<Vec<AskRecord>, AppError> {
    // Twice: while the first waits, the series may be parted, and the meeting be another event's.
    store::lock(tx, meeting).await?;
    store::lock(tx, meeting).await
}

/// What somebody answers who says `wanted` of a meeting. Where it asks something, its event is locked until the transaction ends.
///
/// # Errors
/// When the database refuses; what is wrong with an answer is said to `typed`.
pub(super) async fn read(
    tx: &mut Tx,
    typed: &mut Typed,
    (asked, member): (&Asked, Uuid),
    (wanted, said): (Option<Answer>, &BTreeMap<String, String>),
) -> Result<Vec<Reply>, AppError> {
    let comes = match wanted {
        Some(Answer::Going | Answer::Waiting) => true,
        Some(Answer::Maybe) => false,
        Some(Answer::Declined) | None => return Ok(Vec::new()),
    };
    if asked.asks.is_empty() {
        return Ok(Vec::new());
    }
    let asks = lock(tx, asked.id).await?;
    let before = store::own(tx, asked.id, member).await?;
    Ok(rules::replies(typed, &asks, (said, &before), comes))
}

/// Wants the organiser's word where a question goes that people answered, at the meetings of an event from a wall-clock start on.
///
/// # Errors
/// With a sentence that names them, where the organiser has not agreed.
pub(super) async fn agree(
    tx: &mut Tx,
    (event, from): (Uuid, &str),
    agreed: bool,
    (before, now): (&[AskRecord], &[AskRecord]),
) -> Result<(), AppError> {
    let gone = rules::gone(before, now);
    if agreed || gone.is_empty() {
        return Ok(());
    }
    let answered = store::answered(tx, event, from).await?;
    let lost = gone.into_iter().filter_map(|question| Some((question, *answered.get(question)?)));
    let lost: Vec<String> = lost.map(|(question, people)| format!("“{question}” ({})", count(people, "answer", "answers"))).collect();
    let what = match lost.len() {
        0 => return Ok(()),
        1 => "A question that people answered is asked no more",
        _ => "Questions that people answered are asked no more",
    };
    Err(AppError::field(
        FORGET,
        format!(
            "{what}: {}. The answers are lost. Where the words of a question stay the same, its answers stay, too. Choose, and save again.",
            lost.join(", ")
        ),
    ))
}

/// Forgets what was answered at the meetings of an event to questions that it asks no more, by whatever way they went: no form would show it again.
///
/// # Errors
/// When the database refuses.
pub(super) async fn forget(tx: &mut Tx, event: Uuid, asks: &[AskRecord]) -> Result<(), sqlx::Error> {
    let answered = store::answered(tx, event, "").await?;
    for question in answered.keys().filter(|question| asks.iter().all(|ask| ask.question != **question)) {
        store::forget(tx, event, question).await?;
    }
    Ok(())
}
