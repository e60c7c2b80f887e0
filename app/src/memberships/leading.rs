//! What leads decide about members: roles, and who belongs.

use chrono::NaiveDate;

use super::rules::{may_step_down, to_lead};
use super::store::{self, RoleRow};
use super::welcoming::Decision;
use crate::activity::Deed;
use crate::communities::model::Role;
use crate::error::AppError;
use crate::events::rsvp;
use crate::notifications::NewsKind;
use crate::state::signed_in;
use crate::typed::Typed;
use crate::ui::form::Done;

/// Begins a decision of a lead.
async fn begin(slug: &str, handle: &str) -> Result<Decision, AppError> {
    let mut decision = Decision::begin(slug, handle).await?;
    let standing = store::standing_now(&mut decision.tx, decision.community.id, decision.by.member).await?;
    to_lead(&standing)?;
    Ok(decision)
}

fn back(slug: &str, handle: &str) -> Done {
    Done::at(format!("/c/{slug}/settings/members/{handle}"))
}

/// Gives a role: its word, its title, and its first and last day.
pub(super) async fn give(slug: &str, handle: &str, [role, title, since, until]: [&str; 4]) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let mut decision = begin(slug, handle).await?;
    let role = role.parse::<Role>().map_err(|_| AppError::field("role", "Choose a role."))?;
    let title = typed.maybe_line("title", title, 60);
    let (since, until) = (day(&mut typed, "since", since), day(&mut typed, "until", until));
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        typed.say("until", "The last day is before the first. Change one of them.");
    }
    typed.done(())?;
    let row = RoleRow { handle: handle.to_owned(), position: 0, role, title, since, until };
    if !store::give(&mut decision.tx, decision.community.id, decision.about.id, &row).await? {
        return Err(AppError::form(format!("{} does not belong to the community yet.", decision.about.name)));
    }
    let said = row.title.clone().unwrap_or_else(|| role.title().to_owned());
    decision.tell(NewsKind::RoleGiven, Some(&said)).await?;
    let act = decision.act(Deed::GaveRole).noting(&said);
    decision.tx.commit([act]).await?;
    Ok(back(slug, handle).saying(format!("{}: {said}.", decision.about.name)))
}

/// A day as browsers send it; `None` where none was given.
fn day(typed: &mut Typed, field: &str, text: &str) -> Option<NaiveDate> {
    if text.trim().is_empty() {
        return None;
    }
    let day = text.trim().parse::<NaiveDate>().ok().filter(|day| (1900..=2200).contains(&chrono::Datelike::year(day)));
    if day.is_none() {
        typed.say(field, "Write the day as year-month-day: 2026-09-01.");
    }
    day
}

/// Takes a role: by a lead, or by whoever has it.
pub(super) async fn take(slug: &str, handle: &str, position: &str, seeks_lead: bool) -> Result<Done, AppError> {
    let mut decision = begin(slug, handle).await?;
    let position: i32 = position.parse().map_err(|_| AppError::NotFound)?;
    let before = store::standing_now(&mut decision.tx, decision.community.id, decision.about.id).await?;
    store::take(&mut decision.tx, decision.community.id, decision.about.id, position).await?;
    let after = store::standing_now(&mut decision.tx, decision.community.id, decision.about.id).await?;
    if before.is_lead() && !after.is_lead() {
        may_step_down(store::leads(&mut decision.tx, decision.community.id).await? + 1, seeks_lead)?;
    }
    decision.tell(NewsKind::RoleTaken, None).await?;
    let act = decision.act(Deed::TookRole);
    decision.tx.commit([act]).await?;
    // Who has just stopped leading sees the settings no more.
    let done = if decision.about.id == decision.by.member { Done::at(format!("/c/{slug}")) } else { back(slug, handle) };
    Ok(done.saying("The role has ended."))
}

/// Ends a membership.
pub(super) async fn remove(slug: &str, handle: &str, word: &str) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let word = typed.maybe_text("word", word, 1_000);
    let (app, _) = signed_in()?;
    let mut decision = begin(slug, handle).await?;
    typed.done(())?;
    if decision.about.id == decision.by.member {
        return Err(AppError::form("This is you. Leave the community on its own page."));
    }
    store::remove(&mut decision.tx, decision.community.id, decision.about.id).await?;
    rsvp::give_up(&app, &mut decision.tx, (decision.community.id, decision.about.id)).await?;
    decision.tell(NewsKind::Removed, word.as_deref()).await?;
    let mut act = decision.act(Deed::Removed);
    if let Some(word) = &word {
        act = act.noting(word);
    }
    decision.tx.commit([act]).await?;
    Ok(Done::at(format!("/c/{slug}/settings/members")).saying(format!("{} no longer belongs, and has been told.", decision.about.name)))
}
