//! What becomes of a question: closed, opened again, locked, moved, deleted, brought back.

use super::acting::Acting;
use super::board::board;
use super::lifecycle_store::{self as store, Closing};
use super::model::ClosedBecause;
use super::post::PostRef;
use super::rules::{Stays, may_move, to_moderate, to_post};
use super::telling::Settled;
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::CommunityHead;
use crate::error::AppError;
use crate::memberships::store as memberships;
use crate::notifications::{By, NewsKind};
use crate::redirects::store as redirects;
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

/// Takes a question to another community, where nobody may read it who can't here; its old address leads there, and who asked is told.
pub(super) async fn move_to(community: &str, slug: &str, into: &str) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    to_moderate(&acting.standing)?;
    acting.is_open()?;
    let wrong = |says: String| AppError::field("into", says);
    let other = into.trim().trim_start_matches("/c/").trim_matches('/');
    let target = crate::communities::store::head(&acting.app.db, acting.by.viewer(), other).await;
    let target = target.ok().filter(|target| target.sees.questions && target.id != acting.head.id);
    let target = target.ok_or_else(|| wrong("There is no such other community. Write the end of its address: “design”.".to_owned()))?;
    let standing = memberships::standing_now(&mut acting.tx, target.id, acting.by.member).await?;
    to_post(&target, Some(&standing)).map_err(|refused| wrong(refused.to_string()))?;
    let (here, there) = (board(&acting.app.db, acting.head.id).await?, board(&acting.app.db, target.id).await?);
    let asker = store::asker(&mut acting.tx, acting.question.id, target.id).await?;
    may_move((here.readers, there.readers), asker).map_err(|stays| wrong(stay(stays, &acting.head.name, &target.name)))?;
    let (id, old) = (acting.question.id, acting.address());
    let slug = free_slug(&mut acting, &target).await?;
    store::move_to(&mut acting.tx, id, (target.id, &slug)).await?;
    redirects::lead(&mut acting.tx, &old, ObjectKind::Question, id).await?;
    let href = format!("/c/{}/questions/{slug}", target.slug);
    let by = By::Member(acting.by.member);
    let told = Settled { by, question: &acting.question, community: target.id, id: uuid::Uuid::now_v7(), href: &href };
    told.tended(&mut acting.tx, NewsKind::QuestionMoved, (PostRef::Question, id), &format!("It is in {} now.", target.name)).await?;
    let act = |place: &CommunityHead, other: &CommunityHead| {
        let act = Act::by(acting.by.member, Deed::Moved, ObjectKind::Question, id).in_community(place.id);
        // Those who lead here are not to learn that there is a hidden one there.
        if other.listed { act.noting(format!("{community} → {}", target.slug)) } else { act }
    };
    let acts = [act(&target, &acting.head), act(&acting.head, &target)];
    acting.tx.commit(acts).await?;
    Ok(Done::at(href).saying(format!("The question is in {} now. Its old address leads here, and who asked is told.", target.name)))
}

/// Why a question stays where it is, in words.
fn stay(stays: Stays, here: &str, there: &str) -> String {
    match stays {
        Stays::ForThoseHere => {
            format!(
                "People would read it in {there} who can’t read it in {here}, and it wasn’t written for them. Who asked may ask it there."
            )
        }
        Stays::ForItsAsker => format!("Who asked could not read their own question in {there}. They may join it first, or ask there."),
        Stays::Nameless => format!(
            "It was asked without a name, and not everybody who is signed in reads the questions of {there}: whether its asker does would tell who that is."
        ),
    }
}

/// A slug that no question of the community has or had.
async fn free_slug(acting: &mut Acting, target: &CommunityHead) -> Result<String, AppError> {
    let (id, wanted) = (acting.question.id, acting.question.slug.clone());
    let mut slug = wanted.clone();
    for number in 2.. {
        let path = format!("/c/{}/questions/{slug}", target.slug);
        let free = redirects::take_back(&mut acting.tx, &path, id).await?;
        if free && !store::is_taken(&mut acting.tx, (target.id, &slug), id).await? {
            break;
        }
        slug = format!("{wanted}-{number}");
    }
    Ok(slug)
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
