//! Answering, commenting, finding helpful, accepting.

use uuid::Uuid;

use super::acting::Acting;
use super::asking::{BODY, check_anonymous};
use super::board::open;
use super::drafting_store;
use super::post::PostRef;
use super::posts_store::{self as store, NewPost};
use super::telling::Posted;
use crate::accounts::attempts::{ANSWER, COMMENT, Limit, spend};
use crate::activity::{Deed, ObjectKind};
use crate::error::AppError;
use crate::notifications::By;
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;

/// The longest comment, in characters.
pub(super) const REMARK: usize = 5_000;

/// What somebody writes below a question.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) body: &'a str,
    /// Whether they leave out their name.
    pub(super) anonymous: bool,
    /// Who would read it, as the form showed.
    pub(super) readers: &'a str,
}

/// Reads what somebody writes below a question, and counts it.
async fn written(community: &str, said: Said<'_>, (most, limit): (usize, Limit)) -> Result<String, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let (board, _) = open(&app, &member, &head).await?;
    let mut typed = Typed::default();
    let body = typed.text("body", said.body, most);
    if body.is_empty() {
        typed.say("body", "Write something first.");
    }
    check_anonymous(&mut typed, &board, said.anonymous);
    typed.done(())?;
    board.is_read_as_shown(said.readers)?;
    spend(&app.db, limit, &member.member.to_string()).await?;
    Ok(body)
}

/// Who does something, by their name or without it.
fn by(member: Uuid, unnamed: bool) -> By {
    if unnamed { By::Unnamed(member) } else { By::Member(member) }
}

/// Answers.
pub(super) async fn answer(community: &str, slug: &str, said: Said<'_>) -> Result<Done, AppError> {
    let (body, anonymous) = (written(community, said, (BODY, ANSWER)).await?, said.anonymous);
    let mut acting = Acting::begin(community, slug).await?;
    acting.is_open()?;
    acting.may_be_unnamed(anonymous)?;
    if acting.question.closed {
        return Err(AppError::form(
            "This question was closed while you wrote. What you typed stands in a comment below the question: post it as that.",
        ));
    }
    let (id, author) = (Uuid::now_v7(), (!anonymous).then_some(acting.by.member));
    let post = NewPost { id, question: acting.question.id, body: &body, author };
    let (place, html) = store::answer(&mut acting.tx, &post).await?;
    if anonymous {
        store::remember_author(&mut acting.tx, (id, acting.question.id), acting.by.member).await?;
    }
    let address = acting.address();
    let by = by(acting.by.member, anonymous);
    Posted::below(&acting.question, acting.head.id, (by, &address), (place, id, &html)).answered(&mut acting.tx).await?;
    drafting_store::forget(&mut acting.tx, acting.by.member, (ObjectKind::Question, acting.question.id)).await?;
    let (done, act) = (acting.back_to(place), acting.act_by(author, Deed::Answered));
    acting.tx.commit([act]).await?;
    Ok(done.saying("Your answer is there. Thank you."))
}

/// Comments.
pub(super) async fn comment(community: &str, (slug, post): (&str, &str), said: Said<'_>) -> Result<Done, AppError> {
    let (body, anonymous) = (written(community, said, (REMARK, COMMENT)).await?, said.anonymous);
    let mut acting = Acting::begin(community, slug).await?;
    acting.is_open()?;
    acting.may_be_unnamed(anonymous)?;
    let (which, below) = acting.post(post).await?;
    let answer = match which {
        PostRef::Question => None,
        PostRef::Answer(_) if !below.deleted => Some(below.id),
        _ => return Err(AppError::NotFound),
    };
    let (id, author) = (Uuid::now_v7(), (!anonymous).then_some(acting.by.member));
    let (place, html) = store::comment(&mut acting.tx, &NewPost { id, question: acting.question.id, body: &body, author }, answer).await?;
    if anonymous {
        store::remember_author(&mut acting.tx, (id, acting.question.id), acting.by.member).await?;
    }
    let address = acting.address();
    let by = by(acting.by.member, anonymous);
    Posted::below(&acting.question, acting.head.id, (by, &address), (place, id, &html)).commented(&mut acting.tx, answer).await?;
    let (done, act) = (acting.back_to(place), acting.act_by(author, Deed::Commented));
    acting.tx.commit([act]).await?;
    Ok(done)
}

/// Accepts an answer, in place of the one that was; or none any more.
pub(super) async fn accept(community: &str, (slug, post): (&str, &str), yes: bool) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    if !acting.question.own && !acting.moderates() {
        return Err(AppError::Forbidden("Who asked accepts an answer, or a moderator does.".to_owned()));
    }
    acting.is_open()?;
    let (which, answer) = acting.post(post).await?;
    if answer.deleted || !matches!(which, PostRef::Answer(_)) {
        return Err(AppError::NotFound);
    }
    let was = acting.question.accepted_answer_id;
    let (now, deed) = match yes {
        true => (Some(answer.id), Deed::Accepted),
        false => (was.filter(|was| *was != answer.id), Deed::Unaccepted),
    };
    let done = acting.back_to(which);
    if now == was {
        return Ok(done);
    }
    store::accept(&mut acting.tx, acting.question.id, now).await?;
    if yes {
        let (address, by) = (acting.address(), acting.by(&acting.question.post()));
        Posted::below(&acting.question, acting.head.id, (by, &address), (which, answer.id, "")).accepted(&mut acting.tx).await?;
    }
    let act = acting.act(deed, &acting.question.post());
    acting.tx.commit([act]).await?;
    Ok(done)
}
