//! Suggested edits, by members who may not edit a question or an answer: its author or a moderator takes one, or declines it with a note, and who suggested it is told.
//!
//! Who wrote without their name settles without it: nothing keeps that it was they.

use uuid::Uuid;

use super::acting::Acting;
use super::asking::{BODY, TITLE, read_title};
use super::board::open;
use super::editing::{NOT_YOURS, WHY, editable, fingerprint, put};
use super::editing_store as texts;
use super::history::{address, may_edit, post_of, screens_of};
use super::post::PostRef;
use super::posting::{SettleEdit, SuggestEdit};
use super::posts_store::{Locked, Post};
use super::sheets::{MARKDOWN, within};
use super::suggesting_store::{self as store, Suggestion};
use super::telling;
use crate::accounts::attempts::{EDIT, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::error::AppError;
use crate::memberships::rules::Standing;
use crate::notifications::By;
use crate::pages::together::merge::merge;
use crate::revisions::store::{Text, Written};
use crate::revisions::suggested::{Suggested, is_taken, section, settling};
use crate::sheets::model::SheetScreen;
use crate::state::signed_in_at;
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::ui::forming::form;
use crate::ui::sheet::{Part, Sheet};

/// The most suggestions of a member that wait in a community at once.
const WAITING: i64 = 20;

/// Said of what no longer fits.
const OUTDATED: &str =
    "It was changed since, so this no longer fits as it is. Copy what you want of it into the text, then decline it with a word of thanks.";

/// Refuses who may not suggest: those who may edit do so.
fn may_suggest(question: &Locked, post: &Post, standing: &Standing) -> Result<(), AppError> {
    if post.deleted || question.deleted {
        return Err(AppError::NotFound);
    }
    if post.own || standing.may_moderate() {
        return Err(AppError::Forbidden("You may edit this yourself: no need to suggest it.".to_owned()));
    }
    if question.locked {
        return Err(AppError::Forbidden("This question is locked: only the community’s moderators write to it.".to_owned()));
    }
    Ok(())
}

/// The question or the answer that is meant: comments are too short to suggest anything for.
fn text_of(which: Result<PostRef, AppError>) -> Result<PostRef, AppError> {
    which.and_then(|which| if matches!(which, PostRef::Comment(_)) { Err(AppError::NotFound) } else { Ok(which) })
}

/// `/c/{community}/questions/{slug}/suggest`, and the same of its answers.
pub(crate) async fn sheet(community: &str, slug: &str, post: &[&str]) -> Result<SheetScreen, AppError> {
    let which = text_of(post_of(post))?;
    let (app, member, head) = signed_in_at(community).await?;
    let (board, standing) = open(&app, &member, &head).await?;
    let (question, post) = texts::shown(&app.db, member.viewer(), head.id, (slug, which)).await?;
    may_suggest(&question, &post, &standing)?;
    let text = texts::text(&app.db, &question, (which, &post)).await?;
    let fields = form::<SuggestEdit>("Send the suggestion").with("community", community).with("slug", slug).with("post", which.to_string());
    let fields = fields.carrying("base", fingerprint(&text));
    let fields = match &text.title {
        Some(title) => fields
            .text("title", "The question, in a line")
            .value(title)
            .hint(&format!("At most {TITLE} characters."))
            .markdown("body", "What it takes to answer it", 12)
            .value(&text.body)
            .optional(),
        None => fields.markdown("body", "What the answer should say", 12).value(&text.body),
    };
    let fields = fields.hint(MARKDOWN).text("why", "Why").hint("“Said which version.”").optional();
    let seen_by = format!("Seen, with your name, by who wrote it and by those who tend the questions of {}.", head.name);
    let seen_by = format!("{seen_by} Once it is taken: {}", lowered(&board.seen_by(&head.name)));
    let lede = "Change the text as you would have it. Who wrote it looks at it, or a moderator, and you hear what became of it.";
    let sheet = Sheet::new("Suggest a change", lede).below(&question.title, address(&head, slug));
    let sheet = sheet.section("", [Part::Form(fields.seen_by(seen_by).done())]);
    Ok(within(head, sheet))
}

/// A sentence as it goes on after a colon.
fn lowered(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Keeps a suggestion, and tells who may take it.
pub(super) async fn suggest(
    community: &str,
    (slug, post): (&str, &str),
    ([title, body], [why, base]): ([&str; 2], [&str; 2]),
) -> Result<Done, AppError> {
    let which = text_of(post.parse().map_err(|()| AppError::NotFound))?;
    let (app, member, head) = signed_in_at(community).await?;
    let (_, standing) = open(&app, &member, &head).await?;
    let (question, post) = texts::shown(&app.db, member.viewer(), head.id, (slug, which)).await?;
    may_suggest(&question, &post, &standing)?;
    let mut typed = Typed::default();
    let title = (which == PostRef::Question).then(|| read_title(&mut typed, title));
    let body = typed.text("body", body, BODY);
    let why = typed.maybe_line("why", why, WHY);
    let now = texts::text(&app.db, &question, (which, &post)).await?;
    let text = Text { title, topics: now.topics.clone(), body };
    if which != PostRef::Question && text.body.is_empty() {
        typed.say("body", "Write what it should say. If it should go, report it.");
    }
    if base != fingerprint(&now) && !base.is_empty() {
        typed.say(
            "body",
            "Somebody changed this while you wrote. Open it in another window, bring both texts together here, and send it again.",
        );
    }
    if text.body == now.body.trim() && text.title == now.title {
        typed.say("body", "This is what it says already. Change it first.");
    }
    if store::waiting_of(&app.db, head.id, member.member).await? >= WAITING {
        typed.say("body", "So many suggestions of yours wait already. Give people time to look at them.");
    }
    typed.done(())?;
    spend(&app.db, EDIT, &member.member.to_string()).await?;
    let mut tx = app.db.begin().await?;
    let id = store::keep(&mut tx, (question.id, post.id, member.member), (&now, &text), why.as_deref()).await?;
    let href = format!("{}/suggestions", screens_of(&head, slug, which));
    let told = telling::Settled { by: By::Member(member.member), question: &question, community: head.id, id, href: &href };
    told.suggested(&mut tx, (which, post.id), why.as_deref().unwrap_or_default()).await?;
    tx.commit([Act::by(member.member, Deed::Suggested, ObjectKind::Question, question.id).in_community(head.id)]).await?;
    let place = if which == PostRef::Question { address(&head, slug) } else { format!("{}#{which}", address(&head, slug)) };
    Ok(Done::at(place).saying("Thank you. Who wrote it looks at it, or a moderator."))
}

/// `/c/{community}/questions/{slug}/suggestions`, and the same of its answers: what waits there, for who may take it.
pub(crate) async fn waiting(community: &str, slug: &str, post: &[&str]) -> Result<SheetScreen, AppError> {
    let which = text_of(post_of(post))?;
    let (app, member, head) = signed_in_at(community).await?;
    let (_, standing) = open(&app, &member, &head).await?;
    let (question, post) = texts::shown(&app.db, member.viewer(), head.id, (slug, which)).await?;
    if !may_edit(&question, &post, &standing) {
        return Err(AppError::Forbidden(NOT_YOURS.to_owned()));
    }
    let now = texts::text(&app.db, &question, (which, &post)).await?;
    let found = store::waiting(&app.db, post.id).await?;
    let lede = "What others would have it say. What you take stands there at once, and in the history by the name of who suggested it.";
    let mut sheet = Sheet::new("Suggested edits", lede).below(&question.title, address(&head, slug));
    if found.is_empty() {
        sheet =
            sheet.section("", [Part::Empty("Nothing waits here. Whoever suggests a change is shown here until it is settled.".to_owned())]);
    }
    for (number, one) in found.iter().enumerate() {
        let base = (one.base_title.as_deref().unwrap_or_default(), one.base.as_str());
        let wanted = (one.title.as_deref().unwrap_or_default(), one.body.as_str());
        let shown = Suggested {
            title: &question.title,
            by: one.name.as_deref(),
            at: one.made_at,
            why: one.why.as_deref(),
            changes: &[(base.0, wanted.0), (base.1, wanted.1)],
            outdated: fitted(one, &now).is_none().then_some(OUTDATED),
        };
        let about = |form: crate::ui::forming::Forming| {
            form.with("community", community).with("slug", slug).with("post", which.to_string()).with("id", one.id.to_string())
        };
        sheet.sections.push(section(&shown, settling::<SettleEdit>(number, about)));
    }
    Ok(within(head, sheet))
}

/// What a suggestion makes of a text that may have changed since; `None` where it no longer fits.
fn fitted(one: &Suggestion, now: &Text) -> Option<Text> {
    let title = match (&one.base_title, &one.title, &now.title) {
        (Some(base), Some(title), Some(now)) => Some(merge(base, title, now)?),
        _ => now.title.clone(),
    };
    Some(Text { title, topics: now.topics.clone(), body: merge(&one.base, &one.body, &now.body)? })
}

/// Takes a suggestion or declines it.
pub(super) async fn settle(community: &str, (slug, post): (&str, &str), (id, word, note): (&str, &str, &str)) -> Result<Done, AppError> {
    let mut acting = Acting::begin(community, slug).await?;
    let (which, found) = editable(&mut acting, post).await?;
    let mut typed = Typed::default();
    let note = typed.maybe_line("note", note, WHY);
    let (id, taken): (Uuid, bool) = (id.parse().map_err(|_| AppError::NotFound)?, is_taken(word)?);
    typed.done(())?;
    let by = acting.by(&found);
    let settled_by = (!acting.is_hidden(&found)).then_some(acting.by.member);
    let one = store::settle(&mut acting.tx, (found.id, id), (settled_by, taken, note.as_deref())).await?;
    let one = one.ok_or_else(|| AppError::form("Somebody has settled this already."))?;
    let mut acts = Vec::new();
    if taken {
        acts.push(take(&mut acting, (which, &found), &one).await?);
    }
    let href = if which == PostRef::Question { acting.address() } else { format!("{}#{which}", acting.address()) };
    let told = telling::Settled { by, question: &acting.question, community: acting.head.id, id, href: &href };
    told.settled(&mut acting.tx, (one.member_id, taken), note.as_deref().unwrap_or_default()).await?;
    let list = format!("{}/suggestions", screens_of(&acting.head, &acting.question.slug, which));
    acting.tx.commit(acts).await?;
    let says = if taken { "Taken: it says so now. Who suggested it is told." } else { "Declined. Who suggested it is told." };
    Ok(Done::at(list).saying(says))
}

/// Has a post say what was suggested: in the history it is by who suggested it.
async fn take(acting: &mut Acting, (which, post): (PostRef, &Post), one: &Suggestion) -> Result<Act, AppError> {
    let before = texts::text_now(&mut acting.tx, &acting.question, (which, post)).await?;
    let text = fitted(one, &before).ok_or_else(|| AppError::form(OUTDATED))?;
    let because = one.why.as_ref().map_or_else(|| "Suggested".to_owned(), |why| format!("Suggested: {why}"));
    if text != before {
        let (because, at) = (Some(because.clone()), acting.tx.now());
        let now = Written { text, author: Some(one.member_id), anonymous: false, because, at };
        let was = before.body.clone();
        let html = put(&mut acting.tx, (which, post), before, &now).await?;
        let title = now.text.title.clone().unwrap_or_else(|| acting.question.title.clone());
        let (by, address, question, community) = (acting.by(post), acting.address(), acting.question.id, acting.head.id);
        let edited =
            telling::Posted { by, question, title: &title, address: &address, community, place: which, post: post.id, html: &html };
        edited.named_anew(&mut acting.tx, &was).await?;
    }
    Ok(acting.act(Deed::Edited, post).noting(because))
}
