//! The screens of editing a question or an answer, and of what it said before.

use super::board::{open, standing};
use super::editing::{NOT_YOURS, fingerprint};
use super::editing_store as store;
use super::post::PostRef;
use super::posting::{EditAnswer, EditComment, EditQuestion, Restore};
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

/// The post that a path ends in: nothing the question, "answers/2" its second answer, "comments/1" its first comment.
pub(super) fn post_of(path: &[&str]) -> Result<PostRef, AppError> {
    let anchor = match path {
        [] => return Ok(PostRef::Question),
        ["answers", number] => format!("answer-{number}"),
        ["comments", number] => format!("comment-{number}"),
        _ => return Err(AppError::NotFound),
    };
    anchor.parse().map_err(|()| AppError::NotFound)
}

/// Where a post's further screens are.
pub(super) fn screens_of(head: &CommunityHead, slug: &str, which: PostRef) -> String {
    let question = address(head, slug);
    match which {
        PostRef::Question => question,
        PostRef::Answer(position) => format!("{question}/answers/{}", position + 1),
        PostRef::Comment(position) => format!("{question}/comments/{position}"),
    }
}

pub(super) fn address(head: &CommunityHead, slug: &str) -> String {
    format!("/c/{}/questions/{slug}", head.slug)
}

/// Whether somebody who stands there may edit a post.
pub(super) fn may_edit(question: &Locked, post: &Post, standing: &Standing) -> bool {
    (post.own || standing.may_moderate()) && !post.deleted && !question.deleted && (!question.locked || standing.may_moderate())
}

/// `/c/{community}/questions/{slug}/edit`, and the same of its answers and comments.
pub(crate) async fn edit(community: &str, slug: &str, post: &[&str]) -> Result<SheetScreen, AppError> {
    let which = post_of(post)?;
    let (app, member, head) = signed_in_at(community).await?;
    let (board, standing) = open(&app, &member, &head).await?;
    let (question, post) = store::shown(&app.db, member.viewer(), head.id, (slug, which)).await?;
    if !may_edit(&question, &post, &standing) {
        return Err(AppError::Forbidden(NOT_YOURS.to_owned()));
    }
    let text = store::text(&app.db, &question, (which, &post)).await?;
    let fields = match which {
        PostRef::Question => question_fields(&text, facets::names(&app.db, member.viewer()).await?),
        PostRef::Answer(_) => form::<EditAnswer>("Save").with("post", which.to_string()).markdown("body", "The answer", 12),
        PostRef::Comment(_) => form::<EditComment>("Save").with("post", which.to_string()).area("body", "The comment", 5),
    };
    let fields = match which {
        PostRef::Question => fields,
        _ => fields.value(&text.body).hint(MARKDOWN),
    };
    let fields = fields
        .with("community", community)
        .with("slug", slug)
        .carrying("base", fingerprint(&text))
        .carrying("readers", board.readers.word())
        .text("why", "Why you change it")
        .hint("“Said which version.” It stands in the history.")
        .optional()
        .seen_by(board.seen_by(&head.name));
    let title = match which {
        PostRef::Question => "Edit the question",
        PostRef::Answer(_) => "Edit the answer",
        PostRef::Comment(_) => "Edit the comment",
    };
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
        .markdown("body", "What it takes to answer it", 12)
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
    let typed = |name| typed::<EditQuestion>(name).or_else(|| typed::<EditAnswer>(name)).or_else(|| typed::<EditComment>(name));
    let base = typed("base")?;
    (base != fingerprint(now)).then(|| {
        let mine = typed("body").unwrap_or_default().replace("\r\n", "\n");
        let mut parts = vec![Part::Prose(diff::typed(&now.body))];
        if let Some(title) = &now.title {
            parts.insert(0, Part::Text(title.clone()));
        }
        if let Some(topics) = &now.topics {
            parts.push(Part::Text(if topics.is_empty() { "No topics.".to_owned() } else { format!("Topics: {topics}.") }));
        }
        parts.push(Part::Text("This is what your text below would make of it:".to_owned()));
        for (there, name) in [(&now.title, "title"), (&now.topics, "topics")] {
            let mine = typed(name).unwrap_or_default();
            parts.extend(
                there.as_ref().filter(|there| there.trim() != mine.trim()).map(|there| Part::Prose(diff::words(there, mine.trim()))),
            );
        }
        parts.push(Part::Prose(diff::words(&now.body, mine.trim())));
        parts
    })
}

/// `/c/{community}/questions/{slug}/history`, and the same of its answers and comments.
pub(crate) async fn history(community: &str, (slug, post): (&str, &[&str]), asked: &Asked) -> Result<SheetScreen, AppError> {
    let which = post_of(post)?;
    let (app, viewer, head) = asked_in(community, &[ObjectKind::Person]).await?;
    let standing = standing(&app, viewer, &head).await?;
    let (question, post) = store::shown(&app.db, viewer, head.id, (slug, which)).await?;
    let sees_deleted = post.own || standing.as_ref().is_some_and(|standing| standing.may_moderate());
    if !head.sees.questions || (post.deleted && !sees_deleted) {
        return Err(AppError::NotFound);
    }
    let restores = posting(&head, standing.as_ref()) == Posting::Yes && may_edit(&question, &post, &standing.unwrap_or_default());
    let place = format!("{}/history", screens_of(&head, slug, which));
    let restore = |number: i32| {
        let back = form::<Restore>("Bring this back").with("community", community).with("slug", slug).with("post", which.to_string());
        let back = back.with("number", number.to_string()).numbered(usize::try_from(number).unwrap_or_default());
        restores.then(|| Part::Form(back.quiet().done()))
    };
    let mut sheet = Sheet::new("History", "What it said before, the latest first: who changed it, when and why.")
        .below(&question.title, address(&head, slug));
    let shown =
        Shown { object: post.id, place: &place, nameless: super::parts::NAMELESS, after: asked.after(), beside: Shown::is_beside(asked) };
    sheet.sections = sections(&app.db, shown, restore).await?;
    Ok(within(head, sheet))
}
