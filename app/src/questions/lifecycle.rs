//! What becomes of a question: closed, opened again, locked, deleted, brought back.

use super::acting::Acting;
use super::lifecycle_store::{self as store, Closing};
use super::model::ClosedBecause;
use super::post::PostRef;
use super::rules::to_moderate;
use crate::activity::{Act, Deed};
use crate::error::AppError;
use crate::notifications::NewsKind;
use crate::typed::Typed;
use crate::ui::form::Done;

/// Closes a question: who asked it does, or a moderator.
pub(super) async fn close(community: &str, slug: &str, [because, original, note]: [&str; 3]) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let because: Option<ClosedBecause> = because.parse().ok();
    let note = typed.maybe_text("note", note, 1_000);
    let mut acting = Acting::begin(community, slug).await?;
    if !acting.question.own && !acting.moderates() {
        return Err(AppError::Forbidden("Who asked closes a question, or a moderator does.".to_owned()));
    }
    acting.is_open()?;
    let Some(because) = because else { return Err(AppError::field("because", "Choose one of these.")) };
    let original = match because {
        ClosedBecause::Duplicate => Some(find_original(&mut acting, original).await?),
        _ => None,
    };
    typed.done(())?;
    let why = format!("Because {}. {}", because.reason(), note.as_deref().unwrap_or_default());
    store::close(&mut acting.tx, acting.question.id, &Closing { because, note, original, by_author: acting.question.own }).await?;
    if !acting.question.own {
        acting.tell_author(NewsKind::QuestionClosed, (PostRef::Question, &acting.question.post()), why.trim()).await?;
    }
    let (done, act) = (acting.back_to(PostRef::Question), acting.act(Deed::Closed, &acting.question.post()));
    acting.tx.commit([act.noting(because.reason())]).await?;
    Ok(done.saying("The question is closed: it takes no more answers."))
}

/// The question that is repeated, by its address.
async fn find_original(acting: &mut Acting, typed: &str) -> Result<uuid::Uuid, AppError> {
    let wrong = |says: &str| AppError::field("original", says);
    let path = typed.trim().trim_start_matches(acting.app.site.base_url.as_str());
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    let ["c", community, "questions", slug] = path.split('/').collect::<Vec<_>>()[..] else {
        return Err(wrong("Write the address of the question that was asked before, as the browser shows it."));
    };
    let found = store::by_address(&mut acting.tx, acting.by.viewer(), (community, slug)).await?;
    match found {
        Some(id) if id == acting.question.id => Err(wrong("That is this question itself. Write the address of the other one.")),
        Some(id) => Ok(id),
        None => Err(wrong("There is no such question. Open it and copy its address.")),
    }
}

/// Opens a question again: a moderator does, or who asked, where they closed it themselves.
pub(super) async fn reopen(community: &str, slug: &str) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    let as_author = acting.question.own && acting.question.closed_by_author;
    if !as_author {
        to_moderate(&acting.standing)?;
    }
    acting.is_open()?;
    let post = acting.question.post();
    store::reopen(&mut acting.tx, acting.question.id).await?;
    if !acting.question.own {
        acting.tell_author(NewsKind::QuestionReopened, (PostRef::Question, &post), "").await?;
    }
    let act = if as_author { acting.act(Deed::Reopened, &post) } else { acting.act_tending(Deed::Reopened) };
    let done = acting.back_to(PostRef::Question);
    acting.tx.commit([act]).await?;
    Ok(done.saying("The question takes answers again."))
}

/// Locks a question for all but moderators, or unlocks it.
pub(super) async fn lock(community: &str, slug: &str, yes: bool) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    to_moderate(&acting.standing)?;
    store::set_locked(&mut acting.tx, acting.question.id, yes).await?;
    let deed = if yes { Deed::Locked } else { Deed::Unlocked };
    let (done, act) = (acting.back_to(PostRef::Question), acting.act_tending(deed));
    acting.tx.commit([act]).await?;
    Ok(done)
}

/// Hides a post: whoever wrote it does, or a moderator, who says why.
pub(super) async fn delete(community: &str, (slug, post): (&str, &str), why: &str) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let why = typed.maybe_text("why", why, 1_000);
    let mut acting = Acting::begin_seeing(community, slug).await?;
    let (which, found) = acting.post(post).await?;
    if !found.own && !acting.moderates() {
        return Err(AppError::Forbidden("Who wrote this deletes it, or a moderator does.".to_owned()));
    }
    if !acting.moderates() {
        acting.is_open()?;
        if which == PostRef::Question && acting.question.answer_count > 0 {
            return Err(AppError::field("why", "Others have answered: their words would go too. Ask a moderator, or edit your question."));
        }
    }
    if !found.own && why.is_none() {
        typed.say("why", "Say why: who wrote it reads this.");
    }
    typed.done(())?;
    let done = acting.back_to(which);
    if found.deleted {
        return Ok(done);
    }
    // What its author could not delete themself a moderator does, by name.
    let answered = which == PostRef::Question && acting.question.answer_count > 0;
    let as_author = found.own && !answered && !acting.question.locked && !acting.question.deleted;
    store::delete(&mut acting.tx, acting.question.id, (which, found.id), (why.as_deref(), as_author)).await?;
    if !found.own {
        acting.tell_author(NewsKind::PostDeleted, (which, &found), why.as_deref().unwrap_or_default()).await?;
    }
    let act = if as_author { acting.act(Deed::Deleted, &found) } else { acting.act_tending(Deed::Deleted) };
    acting.tx.commit([Act { note: why, ..act }]).await?;
    Ok(done.saying("Deleted. You can bring it back."))
}

/// Brings a post back: a moderator does, or whoever wrote it, where they deleted it themselves.
pub(super) async fn undelete(community: &str, (slug, post): (&str, &str), why: &str) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let why = typed.maybe_text("why", why, 1_000);
    let mut acting = Acting::begin_seeing(community, slug).await?;
    let (which, found) = acting.post(post).await?;
    if !(acting.moderates() || (found.own && found.deleted_by_author)) {
        return Err(AppError::Forbidden("A moderator deleted this, and a moderator brings it back.".to_owned()));
    }
    typed.done(())?;
    let done = acting.back_to(which);
    if !found.deleted {
        return Ok(done);
    }
    store::undelete(&mut acting.tx, acting.question.id, (which, found.id)).await?;
    if !found.own {
        acting.tell_author(NewsKind::PostBroughtBack, (which, &found), why.as_deref().unwrap_or_default()).await?;
    }
    let as_author = found.own && found.deleted_by_author;
    let act = if as_author { acting.act(Deed::Undeleted, &found) } else { acting.act_tending(Deed::Undeleted) };
    acting.tx.commit([Act { note: why, ..act }]).await?;
    Ok(done.saying("It is there again."))
}
