//! Who finds a community, and who sees each of its sections.

pub(crate) mod opening;
pub(crate) mod sheet;
pub(crate) mod store;
mod widening;

use self::widening::{SECTIONS, Shown, agree};
use super::model::Audience;
use super::readers::Readers;
use super::record::Audiences;
use super::settings::{Leading, back};
use super::settings_store;
use crate::activity::Deed;
use crate::error::AppError;
use crate::events::audience::whom_among;
use crate::events::losing_sight;
use crate::events::model::EventAudience;
use crate::typed::Typed;
use crate::ui::form::Done;

/// Who finds a community and who sees each section, as its form says it.
fn read_shown(typed: &mut Typed, (listed, sections): (&str, [&str; 5])) -> Shown {
    let mut read = [Audience::default(); 5];
    for ((read, field), word) in read.iter_mut().zip(SECTIONS).zip(sections) {
        *read = typed.word(field, word);
    }
    if !matches!(listed, "listed" | "hidden") {
        typed.say("listed", "Choose one of these.");
    }
    let [about, events, questions, pages, members] = read;
    Shown { listed: listed == "listed", audiences: Audiences { about, events, questions, pages, members } }
}

/// Who sees what. What was written for fewer is shown to more, and who wants to come to events is shut out from them, only where the lead has agreed to just that.
pub(super) async fn change(
    (slug, seen): (&str, &str),
    shown: (&str, [&str; 5]),
    (anonymous, numbers): (&str, bool),
    (agreed, without): (&str, &str),
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let anonymous = match anonymous {
        "" => None,
        word => Some(word == "yes"),
    };
    let after = read_shown(&mut typed, shown);
    let mut leading = Leading::begin_where(slug, seen).await?;
    typed.done(())?;
    let settings = settings_store::read(&leading.app.db, leading.head.id).await?;
    if settings.proposed && after.listed {
        return Err(AppError::field("listed", "An administrator has to approve the community first."));
    }
    let before = Shown::of(&settings);
    if after.shows_more_than(&before) {
        agree(agreed, (&before, &after), &store::written(&leading.app.db, leading.head.id).await?)?;
    }
    store::set_audiences(&mut leading.tx, leading.head.id, &after).await?;
    if after.shows_fewer_events_than(&before) {
        let people = losing_sight::of_community(&mut leading.tx, leading.head.id).await?;
        losing_sight::agree(without, people, |who| fewer(who, &leading.head.name, after.events()))?;
    }
    store::set_board(&mut leading.tx, leading.head.id, (anonymous, numbers)).await?;
    leading.commit(Deed::Edited, "who sees what").await?;
    Ok(back(slug, "audiences"))
}

/// What the lead agrees to where people who answered would not see the events any more.
fn fewer(who: &str, community: &str, readers: Readers) -> String {
    let whom = match readers {
        Readers::SignedIn | Readers::Public => "everybody who is signed in".to_owned(),
        readers => whom_among(EventAudience::Community, readers, community),
    };
    format!("{who} would not see the events any more, for these would be for {whom} only. Nothing has changed yet. Choose, and save again.")
}
