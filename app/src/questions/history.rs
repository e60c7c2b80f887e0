//! The screens of editing a question or an answer, and of what it said before.

use super::board::{open, standing};
use super::editing::fingerprint;
use super::editing_store as store;
use super::post::PostRef;
use super::posting::{EditAnswer, EditQuestion, Restore};
use super::posts_store::{Locked, Post};
use super::rules::{Posting, posting};
use super::sheets::{MARKDOWN, within};
use crate::activity::ObjectKind;
use crate::asked::Asked;
use crate::communities::model::CommunityHead;
use crate::error::AppError;
use crate::memberships::rules::Standing;
use crate::revisions::diff;
use crate::revisions::sheets::{Shown, sections};
use crate::revisions::store::Text;
use crate::sheets::model::SheetScreen;
use crate::state::{asked_in, signed_in_at};
use crate::topics::facets;
use crate::ui::forming::{Forming, form, typed};
use crate::ui::sheet::{Part, Sheet};

/// The post that a path ends in: none the question, "2" its second answer.
fn post_of(answer: Option<&str>) -> Result<PostRef, AppError> {
    match answer {
        None => Ok(PostRef::Question),
        Some(number) => format!("answer-{number}").parse().map_err(|()| AppError::NotFound),
    }
}

fn address(head: &CommunityHead, slug: &str) -> String {
    format!("/c/{}/questions/{slug}", head.slug)
}

/// Whether somebody who stands there may edit a post.
fn may_edit(question: &Locked, post: &Post, standing: &Standing) -> bool {
    (post.own || standing.may_moderate()) && !post.deleted && !question.deleted && (!question.locked || standing.may_moderate())
}

/// `/c/{community}/questions/{slug}/edit` and `/c/{community}/questions/{slug}/answers/{number}/edit`
pub(crate) async fn edit(community: &str, slug: &str, answer: Option<&str>) -> Result<SheetScreen, AppError> {
    let which = post_of(answer)?;
    let (app, member, head) = signed_in_at(community).await?;
    let (board, standing) = open(&app, &member, &head).await?;
    let (question, post) = store::shown(&app.db, member.viewer(), head.id, (slug, which)).await?;
    if !may_edit(&question, &post, &standing) {
        return Err(AppError::Forbidden("Who wrote this edits it, or a moderator does. Comment on it instead.".to_owned()));
    }
    let text = store::text(&app.db, &question, (which, &post)).await?;
    let fields = match which {
        PostRef::Question => question_fields(&text, facets::names(&app.db).await?),
        _ => form::<EditAnswer>("Save").with("post", which.to_string()).area("body", "The answer", 12).value(&text.body).hint(MARKDOWN),
    };
    let fields = fields
        .with("community", community)
        .with("slug", slug)
        .carrying("base", fingerprint(&text))
        .text("why", "Why you change it")
        .hint("“Said which version.” It stands in the history.")
        .optional()
        .seen_by(board.seen_by(&head.name));
    let title = if which == PostRef::Question { "Edit the question" } else { "Edit the answer" };
    let mut sheet = Sheet::new(title, "What stands there now is kept in its history.").below(&question.title, address(&head, slug));
    if let Some(parts) = meanwhile(&text) {
        sheet = sheet.section("What stands there now", parts);
    }
    let sheet = sheet.section("", [Part::Form(fields.done())]);
    Ok(within(head, sheet))
}

fn question_fields(text: &Text, topics: Vec<String>) -> Forming {
    form::<EditQuestion>("Save")
        .text("title", "The question, in a line")
        .value(text.title.as_deref().unwrap_or_default())
        .area("body", "What it takes to answer it", 12)
        .value(&text.body)
        .hint(MARKDOWN)
        .optional()
        .suggested("topics", "Topics", topics)
        .value(text.topics.as_deref().unwrap_or_default())
        .hint("At most five, with commas between them.")
        .optional()
}

/// What somebody else wrote while this was being edited, and what the edit would make of it.
fn meanwhile(now: &Text) -> Option<Vec<Part>> {
    let typed = |name| typed::<EditQuestion>(name).or_else(|| typed::<EditAnswer>(name));
    let base = typed("base")?;
    (base != fingerprint(now)).then(|| {
        let mine = typed("body").unwrap_or_default().replace("\r\n", "\n");
        let mut parts = vec![Part::Prose(diff::typed(&now.body))];
        if let Some(title) = &now.title {
            parts.insert(0, Part::Text(title.clone()));
        }
        parts.push(Part::Text("This is what your text below would make of it:".to_owned()));
        parts.push(Part::Prose(diff::words(&now.body, mine.trim())));
        parts
    })
}

/// `/c/{community}/questions/{slug}/history` and `/c/{community}/questions/{slug}/answers/{number}/history`
pub(crate) async fn history(community: &str, (slug, answer): (&str, Option<&str>), asked: &Asked) -> Result<SheetScreen, AppError> {
    let which = post_of(answer)?;
    let (app, viewer, head) = asked_in(community, &[ObjectKind::Person]).await?;
    let standing = standing(&app, viewer, &head).await?;
    let (question, post) = store::shown(&app.db, viewer, head.id, (slug, which)).await?;
    let sees_deleted = post.own || standing.as_ref().is_some_and(|standing| standing.may_moderate());
    if !head.sees.questions || (post.deleted && !sees_deleted) {
        return Err(AppError::NotFound);
    }
    let restores = posting(&head, standing.as_ref()) == Posting::Yes && may_edit(&question, &post, &standing.unwrap_or_default());
    let place = match answer {
        None => format!("{}/history", address(&head, slug)),
        Some(number) => format!("{}/answers/{number}/history", address(&head, slug)),
    };
    let restore = |number: i32| {
        let back = form::<Restore>("Bring this back").with("community", community).with("slug", slug).with("post", which.to_string());
        let back = back.with("number", number.to_string()).numbered(usize::try_from(number).unwrap_or_default());
        restores.then(|| Part::Form(back.quiet().done()))
    };
    let mut sheet = Sheet::new("History", "What it said before, the latest first: who changed it, when and why.")
        .below(&question.title, address(&head, slug));
    let shown = Shown { object: post.id, place: &place, nameless: super::parts::NAMELESS, after: asked.after() };
    sheet.sections = sections(&app.db, shown, restore).await?;
    Ok(within(head, sheet))
}
