//! Those who want to come to what they may not see any more: they lose their places, and are told. Who decides that agrees first; what many meetings lose is done by jobs, each for one event.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::audience_store::{self, Answered, Home};
use super::rsvp::store::take_back;
use super::{guests, invitations, invitations_store, rsvp};
use crate::activity::jobs::{JobKind, enqueue};
use crate::db::Tx;
use crate::error::AppError;
use crate::live::Channel;
use crate::mail::{self, Mail, Part};
use crate::state::{AppState, Site};
use crate::ui::forming::Forming;
use crate::ui::lists::count;

/// The field in which somebody agrees.
pub(crate) const FIELD: &str = "without";

/// What they say who do not.
const STAYS: &str = "no";

/// Asks in a form what becomes of those who would be shut out, where it has come back because of that. One agrees to the very sentence that was shown: it says how many they are, and whom the
/// event would be for.
pub(crate) fn asking(form: Forming) -> Forming {
    match form.to_agree(FIELD).filter(|shown| shown != STAYS) {
        Some(shown) => form.radios(
            FIELD,
            "What about their places?",
            [(shown.as_str(), "They lose their places, and are told so by mail"), (STAYS, "They keep them: I leave it as it was")],
        ),
        None => form,
    }
}

/// Wants the word of whoever shuts people out; `says` makes the sentence, of who they are: "1 person who said that they come or may".
///
/// # Errors
/// With that sentence, where they have not agreed to just that.
pub(crate) fn agree(agreed: &str, people: usize, says: impl FnOnce(&str) -> String) -> Result<(), AppError> {
    if people == 0 {
        return Ok(());
    }
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    let says = says(&count(people, "person who said that they come or may", "people who said that they come or may"));
    if agreed == says { Ok(()) } else { Err(AppError::field(FIELD, says)) }
}

/// Takes the places of those who may not see an event any more, and tells them. The event is locked, and so are its meetings to come; `title` is how they know it.
///
/// # Errors
/// When the database refuses.
pub(super) async fn take_places(
    (site, tx): (&Site, &mut Tx),
    answered: &[Answered],
    (title, whom): (&str, &str),
    home: &Home,
) -> Result<(), AppError> {
    let mut people: BTreeMap<Uuid, &Answered> = BTreeMap::new();
    for row in answered {
        take_back(tx, row.occurrence_id, row.member_id).await?;
        guests::store::left_behind(tx, row.occurrence_id).await?;
        people.entry(row.member_id).or_insert(row);
    }
    for row in people.into_values() {
        let Some(to) = &row.email else { continue };
        mail::post(tx, &told(site, (&row.name, to), (title, whom), home)).await?;
    }
    Ok(())
}

/// Tells somebody that an event is not for them any more.
fn told(site: &Site, (name, to): (&str, &str), (title, whom): (&str, &str), home: &Home) -> Mail {
    Mail {
        to: to.to_owned(),
        to_name: Some(name.to_owned()),
        subject: format!("You have no place any more: {title}"),
        body: vec![
            Part::Text(format!("“{title}” is for {whom} alone from now on. What you answered is taken back.")),
            Part::Button { label: format!("See {}", home.name), url: site.address(&format!("/c/{}", home.slug)) },
        ],
        because: "you said that you come, or may.".to_owned(),
        stop: None,
        calendar: None,
    }
}

/// What a job is to do: an event that some may not see any more who answered to it.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    event: Uuid,
}

/// Has a job take the places of those who may not see an event any more, once the transaction is committed.
async fn due(tx: &mut Tx, event: Uuid) -> Result<(), sqlx::Error> {
    let payload = serde_json::to_string(&Payload { event }).map_err(|error| sqlx::Error::Encode(error.into()))?;
    // A job of its own each time: one of the same name may be at work and have looked already.
    let (key, now) = (format!("{}:{}", JobKind::TakePlaces, Uuid::now_v7()), tx.now());
    enqueue(tx, JobKind::TakePlaces, &key, &payload, now).await
}

/// How many people said that they come, or may, to what a community holds, and do not see its events as it stands in this transaction. Jobs take their places once it is committed.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn of_community(tx: &mut Tx, community: Uuid) -> Result<usize, sqlx::Error> {
    let blind = audience_store::blind(tx, community).await?;
    let (events, people): (BTreeSet<Uuid>, BTreeSet<Uuid>) = blind.into_iter().unzip();
    for event in events {
        due(tx, event).await?;
    }
    Ok(people.len())
}

/// How many of these, who belong to a community no longer in this transaction, said that they come, or may, to what they saw by that alone. Jobs take their places once it is committed.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn of_members(tx: &mut Tx, community: Uuid, members: &[Uuid]) -> Result<usize, sqlx::Error> {
    let (mut events, mut people) = (BTreeSet::new(), 0);
    for member in members {
        let mut lost = false;
        for event in rsvp::answered_in(tx, (community, *member)).await? {
            if !audience_store::sees(tx, event, *member).await? {
                lost = true;
                events.insert(event);
            }
        }
        people += usize::from(lost);
    }
    for event in events {
        due(tx, event).await?;
    }
    Ok(people)
}

/// Takes the places at an event of those who may not see it any more, tells them, and gives the places to those who wait.
///
/// # Errors
/// When the database refuses, or the payload is none.
pub async fn take(app: &AppState, payload: &str) -> Result<(), AppError> {
    let of: Payload = serde_json::from_str(payload).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let mut tx = app.db.begin().await?;
    invitations_store::lock(&mut tx, of.event).await?;
    let answered = audience_store::shut_out(&mut tx, of.event).await?;
    if !answered.is_empty() {
        let home = audience_store::home(&mut tx, of.event).await?;
        take_places((&app.site, &mut tx), &answered, (&home.title, &home.whom(home.audience)), &home).await?;
        rsvp::fill(app, &mut tx, of.event).await?;
        invitations::due(&mut tx, of.event, None).await?;
        tx.wakes(Channel::Event(of.event));
    }
    Ok(tx.commit([]).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_agrees_to_the_very_sentence_that_was_shown() {
        let says = |who: &str| format!("{who} would not see it.");
        let shown = "1 person who said that they come or may would not see it.";
        assert!(agree("", 0, says).is_ok() && agree(shown, 1, says).is_ok());
        assert_eq!(agree("yes", 1, says).unwrap_err(), AppError::field(FIELD, shown));
        assert!(agree(shown, 2, says).is_err());
    }
}
