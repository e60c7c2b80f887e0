//! Editing questions and answers. Of two who edit one text at once, the second is shown both.

use sha2::{Digest, Sha256};

use super::acting::Acting;
use super::answering::REMARK;
use super::asking::{BODY, known, make_topics, makes_topics, read_title, read_topics};
use super::asking_store::{self as asking, Topic};
use super::editing_store as store;
use super::post::PostRef;
use super::posts_store::Post;
use super::telling::Posted;
use crate::accounts::attempts::{EDIT, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::db::Tx;
use crate::error::AppError;
use crate::notifications::reworded;
use crate::plain;
use crate::revisions::store::{Text, TextKind, Written, keep, one};
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;

/// The longest reason, in characters.
pub(super) const WHY: usize = 300;

/// Tells texts apart: an edit says of which it is.
pub(crate) fn fingerprint(text: &Text) -> String {
    let mut hash = Sha256::new();
    for part in [text.title.as_deref(), text.topics.as_deref(), Some(text.body.as_str())] {
        hash.update(part.unwrap_or_default());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is said to who may not edit a post.
pub(super) const NOT_YOURS: &str = "Who wrote this edits it, or a moderator does. Suggest a change, or comment on it instead.";

/// What an edit changes, and why.
struct Change {
    text: Text,
    topics: Option<Vec<Topic>>,
    why: Option<String>,
    /// Of which text it is an edit; `None`: of whatever stands there.
    base: Option<String>,
}

/// Counts an edit.
async fn counted(community: &str) -> Result<(), AppError> {
    let (app, member, _) = signed_in_at(community).await?;
    spend(&app.db, EDIT, &member.member.to_string()).await
}

/// Edits a question. `readers`: who would read it, as the form showed.
pub(super) async fn question(
    community: &str,
    slug: &str,
    ([title, body, topics], [why, base, readers]): ([&str; 3], [&str; 3]),
) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(community).await?;
    let (board, standing) = super::board::open(&app, &member, &head).await?;
    let mut typed = Typed::default();
    let title = read_title(&mut typed, title);
    let body = typed.text("body", body, BODY);
    let why = typed.maybe_line("why", why, WHY);
    let known = read_topics(&app, &mut typed, topics, makes_topics(&head, &standing)).await?;
    typed.done(())?;
    board.is_read_as_shown(readers)?;
    counted(community).await?;
    let text = Text { title: Some(title), topics: Some(String::new()), body };
    let change = Change { text, topics: Some(known), why, base: Some(base.to_owned()) };
    save(community, (slug, "question"), change).await
}

/// Edits an answer or a comment. `readers`: who would read it, as the form showed.
pub(super) async fn below(
    community: &str,
    (slug, post): (&str, &str),
    (body, [why, base, readers]): (&str, [&str; 3]),
) -> Result<Done, AppError> {
    let mut typed = Typed::default();
    let most = match post.parse() {
        Ok(PostRef::Answer(_)) => BODY,
        Ok(PostRef::Comment(_)) => REMARK,
        _ => return Err(AppError::NotFound),
    };
    let body = typed.text("body", body, most);
    if body.is_empty() {
        typed.say("body", "Write something first; or delete it.");
    }
    let why = typed.maybe_line("why", why, WHY);
    let (app, member, head) = signed_in_at(community).await?;
    let (board, _) = super::board::open(&app, &member, &head).await?;
    typed.done(())?;
    board.is_read_as_shown(readers)?;
    counted(community).await?;
    let change = Change { text: Text { title: None, topics: None, body }, topics: None, why, base: Some(base.to_owned()) };
    save(community, (slug, post), change).await
}

/// Brings back what a revision says. Topics that are gone stay gone.
pub(super) async fn restore(community: &str, (slug, post): (&str, &str), number: &str) -> Result<Done, AppError> {
    counted(community).await?;
    let number: i32 = number.parse().map_err(|_| AppError::NotFound)?;
    let mut acting = Acting::begin(community, slug).await?;
    let (which, found) = editable(&mut acting, post).await?;
    let text = one(&mut acting.tx, found.id, number).await?.ok_or(AppError::NotFound)?;
    let mut topics = None;
    if which == PostRef::Question {
        let mut there = Vec::new();
        let names: Vec<&str> = text.topics.as_deref().unwrap_or_default().split(", ").filter(|name| !name.is_empty()).collect();
        let mut rest = &names[..];
        while !rest.is_empty() {
            let found = known(&acting.app.db, rest).await?;
            rest = &rest[found.map_or(1, |(_, parts)| parts)..];
            there.extend(found.map(|(id, _)| Topic::There(id)));
        }
        topics = Some(there);
    }
    let change = Change { text, topics, why: Some(format!("Brought back revision {number}")), base: None };
    write(acting, (which, found), change).await
}

/// A post that whoever acts may edit.
pub(super) async fn editable(acting: &mut Acting, post: &str) -> Result<(PostRef, Post), AppError> {
    let (which, found) = acting.post(post).await?;
    if found.deleted {
        return Err(AppError::NotFound);
    }
    if !found.own && !acting.moderates() {
        return Err(AppError::Forbidden(NOT_YOURS.to_owned()));
    }
    acting.is_open()?;
    Ok((which, found))
}

async fn save(community: &str, (slug, post): (&str, &str), change: Change) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    let found = editable(&mut acting, post).await?;
    write(acting, found, change).await
}

async fn write(mut acting: Acting, (which, post): (PostRef, Post), mut change: Change) -> Result<Done, AppError> {
    let before = store::text_now(&mut acting.tx, &acting.question, (which, &post)).await?;
    if change.base.is_some_and(|base| base != fingerprint(&before)) {
        return Err(AppError::field("body", "Somebody changed this while you wrote. Bring both texts together, then save again."));
    }
    let hidden = acting.is_hidden(&post);
    let (id, me) = (post.id, (!hidden).then_some(acting.by.member));
    let mut acts: Vec<Act> = Vec::new();
    if let Some(topics) = change.topics.take() {
        if hidden && topics.iter().any(|topic| matches!(topic, Topic::New { .. })) {
            let says = "A new topic would tell that who asked leads here. Choose among those under Topics.";
            return Err(AppError::field("topics", says));
        }
        let topics = make_topics(&mut acting.tx, &mut acts, me, topics).await?;
        asking::set_topics(&mut acting.tx, id, &topics).await?;
        let named = Post { id, ..post.clone() };
        change.text.topics = store::text_now(&mut acting.tx, &acting.question, (which, &named)).await?.topics;
    }
    let done = acting.back_to(which);
    if change.text == before {
        return Ok(done.saying("Nothing was changed."));
    }
    let now = Written { text: change.text, author: me, anonymous: hidden, because: change.why.clone(), at: acting.tx.now() };
    let (was, by) = (before.body.clone(), acting.by(&post));
    let html = put(&mut acting.tx, (which, &post), before, &now).await?;
    let title = now.text.title.clone().unwrap_or_else(|| acting.question.title.clone());
    let (address, question, community) = (acting.address(), acting.question.id, acting.head.id);
    let edited = Posted { by, question, title: &title, address: &address, community, place: which, post: id, html: &html };
    edited.named_anew(&mut acting.tx, &was).await?;
    let act = acting.act(Deed::Edited, &post);
    acts.push(Act { note: change.why, ..act });
    acting.tx.commit(acts).await?;
    Ok(done.saying("Saved. What stood there before is in its history."))
}

/// Writes what a post says from now on, and keeps what it said before. Gives it as HTML.
pub(super) async fn put(tx: &mut Tx, (which, post): (PostRef, &Post), before: Text, now: &Written) -> Result<String, sqlx::Error> {
    let (author, at) = store::written(tx, which, post.id).await?;
    let was = Written { text: before, author, anonymous: post.anonymous, because: None, at };
    let kind = match which {
        PostRef::Question => TextKind::Object(ObjectKind::Question),
        PostRef::Answer(_) => TextKind::Answer,
        PostRef::Comment(_) => TextKind::Comment,
    };
    keep(tx, (kind, post.id), &was, now).await?;
    let html = store::save(tx, (which, post.id), &now.text).await?;
    reworded(tx, post.id, &plain::text(&html)).await?;
    Ok(html)
}
