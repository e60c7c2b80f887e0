//! Reporting, and resolving what was reported.

use uuid::Uuid;

use super::rules::{About, Reason, goes_to_community};
use super::store::{self, Made, Put};
use super::{mails, subject};
use crate::accounts::attempts::{self, REPORT};
use crate::activity::{Act, Deed};
use crate::communities::EVERYONE;
use crate::db::Tx;
use crate::error::AppError;
use crate::mail;
use crate::memberships::rules::to_moderate;
use crate::memberships::store::standing_now;
use crate::state::{SignedIn, administrator, signed_in, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;

/// Reports what stands at an address.
pub(super) async fn report(of: &str, reason: &str, note: &str, concerns_leads: bool) -> Result<Done, AppError> {
    let (app, member) = signed_in()?;
    let subject = subject::at(&app.db, member.viewer(), of).await?.ok_or(AppError::NotFound)?;
    let mut typed = Typed::default();
    let why: Option<Reason> = reason.parse().ok().filter(|reason: &Reason| reason.fits(subject.listed_person));
    let note = typed.maybe_text("note", note, 2_000);
    if why.is_none() {
        typed.say("reason", "Choose what is wrong.");
    }
    if why == Some(Reason::Other) && note.is_none() {
        typed.say("note", "Say what is wrong.");
    }
    let reason = typed.done(why)?.unwrap_or(Reason::Other);
    attempts::spend(&app.db, REPORT, &member.member.to_string()).await?;
    let about = subject.community.as_ref().map_or(About::Whole, |(_, slug)| About::Inside(slug == EVERYONE));
    let to_community = goes_to_community(about, concerns_leads);
    let mut tx = app.db.begin().await?;
    let made = Made { subject: &subject, reason, note: note.as_deref(), to_community };
    let back = Done::at(subject.address.clone());
    let put = store::put(&mut tx, member.member, &made).await?;
    if put == Put::Known {
        return Ok(back.saying("You have reported this already. Somebody will look at it."));
    }
    if put == (Put::Added { raised: false }) {
        tx.commit([]).await?;
        return Ok(back.saying("You have reported this already. What you say now stands with it, and somebody will look at it."));
    }
    let place = subject.community.as_ref().filter(|_| to_community);
    let queue = place.map_or_else(|| "/admin/reports".to_owned(), |(_, slug)| format!("/c/{slug}/settings/reports"));
    for (name, email) in store::told(&mut tx, place.map(|(id, _)| *id), (member.member, &subject.address)).await? {
        mail::post(&mut tx, &mails::reported(&app.site, (&name, &email), &subject, reason, &queue)).await?;
    }
    // No act: the log of a community would tell who reported whom.
    tx.commit([]).await?;
    Ok(back.saying("Thank you. Somebody will look at it, and you get a mail when they have."))
}

/// Resolves a report, as somebody who leads or moderates the community.
pub(super) async fn resolve_in(community: &str, report: Uuid, answer: &str) -> Result<Done, AppError> {
    let (app, by, head) = signed_in_at(community).await?;
    let mut tx = app.db.begin().await?;
    to_moderate(&standing_now(&mut tx, head.id, by.member).await?)?;
    store::belongs(&mut tx, report, (head.id, by.member)).await?;
    resolve(tx, &by, report, answer).await?;
    Ok(Done::at(format!("/c/{community}/settings/reports")).saying("Resolved. Whoever reported it has been told."))
}

/// Resolves any report, as administrator.
pub(super) async fn resolve_any(report: Uuid, answer: &str) -> Result<Done, AppError> {
    let (app, by) = administrator()?;
    resolve(app.db.begin().await?, &by, report, answer).await?;
    Ok(Done::at("/admin/reports").saying("Resolved. Whoever reported it has been told."))
}

async fn resolve(mut tx: Tx, by: &SignedIn, report: Uuid, answer: &str) -> Result<(), AppError> {
    let mut typed = Typed::default();
    let answer = typed.maybe_text("answer", answer, 1_000);
    typed.done(())?;
    let gone = || AppError::form("Somebody else has resolved this report meanwhile.");
    let resolved = store::resolve(&mut tx, report, by.member, answer.as_deref()).await?.ok_or_else(gone)?;
    if let Some((name, email)) = &resolved.reporter {
        mail::post(&mut tx, &mails::resolved((name, email), &resolved.title, answer.as_deref())).await?;
    }
    // What concerns those who lead is in no community's log: they read it.
    let (kind, object) = resolved.object;
    tx.commit([Act::by(by.member, Deed::Resolved, kind, object).in_community(resolved.community)]).await?;
    Ok(())
}
