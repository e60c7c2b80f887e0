//! Asking a question.

use uuid::Uuid;

use super::asking_store::{self as store, NewQuestion, Topic};
use super::board::{Board, open};
use super::drafting_store;
use super::post::PostRef;
use super::posts_store::remember_author;
use super::telling::Posted;
use crate::accounts::attempts::{ASK, spend};
use crate::activity::{Act, Deed, ObjectKind};
use crate::communities::model::CommunityHead;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::memberships::rules::Standing;
use crate::notifications::By;
use crate::state::{AppState, signed_in_at};
use crate::typed::Typed;
use crate::ui::form::Done;
use crate::{markdown, names};

/// The longest title, in characters.
pub(super) const TITLE: usize = 150;
/// The longest question or answer, in characters.
pub(super) const BODY: usize = 50_000;
/// The most topics of a question.
pub(super) const TOPICS: usize = 5;

/// Asks; `readers`: who would read it, as the form showed.
pub(super) async fn ask(slug: &str, [title, body, topics]: [&str; 3], (anonymous, readers): (bool, &str)) -> Result<Done, AppError> {
    let (app, member, head) = signed_in_at(slug).await?;
    let (board, standing) = open(&app, &member, &head).await?;
    let mut typed = Typed::default();
    let title = read_title(&mut typed, title);
    let body = typed.text("body", body, BODY);
    let topics = read_topics(&app, &mut typed, topics, makes_topics(&head, &standing) && !anonymous).await?;
    check_anonymous(&mut typed, &board, anonymous);
    typed.done(())?;
    board.is_read_as_shown(readers)?;
    spend(&app.db, ASK, &member.member.to_string()).await?;
    let body_html = markdown::render_with_anchors(&body, "q-");
    let mut tx = app.db.begin().await?;
    let id = Uuid::now_v7();
    let mut acts = Vec::new();
    let author = (!anonymous).then_some(member.member);
    let topics = make_topics(&mut tx, &mut acts, author, topics).await?;
    let question = NewQuestion { id, community: head.id, title: &title, body: &body, body_html: &body_html, author };
    let address = store::ask(&mut tx, &question, slug).await?;
    store::set_topics(&mut tx, id, &topics).await?;
    if anonymous {
        remember_author(&mut tx, (id, id), member.member).await?;
    }
    let by = if anonymous { By::Unnamed(member.member) } else { By::Member(member.member) };
    let posted = Posted {
        by,
        question: id,
        title: &title,
        address: &address,
        community: head.id,
        place: PostRef::Question,
        post: id,
        html: &body_html,
    };
    posted.asked(&mut tx).await?;
    drafting_store::forget(&mut tx, member.member, (ObjectKind::Community, head.id)).await?;
    acts.push(act(author, Deed::Made, id).in_community(head.id));
    tx.commit(acts).await?;
    Ok(Done::at(address).saying("Your question is asked. You are told when somebody answers."))
}

/// An act about a question: who writes without their name does nothing by it.
pub(super) fn act(author: Option<Uuid>, deed: Deed, question: Uuid) -> Act {
    Act { actor: author, ..Act::of(deed, ObjectKind::Question, question) }
}

/// A question's title.
pub(super) fn read_title(typed: &mut Typed, title: &str) -> String {
    let title = typed.line("title", title, TITLE);
    if !title.is_empty() && !title.chars().any(char::is_alphanumeric) {
        typed.say("title", "Ask in words: “How do we find people to talk to?”");
    }
    title
}

/// Says where nobody may write without their name.
pub(super) fn check_anonymous(typed: &mut Typed, board: &Board, anonymous: bool) {
    if anonymous && !board.allows_anonymous {
        typed.say("anonymous", "This community wants names. Untick the box, or don’t post.");
    }
}

/// Whether somebody may make topics by asking: who leads. Everybody reads a topic's name, so that nobody makes one in a community that is hidden.
pub(super) fn makes_topics(head: &CommunityHead, standing: &Standing) -> bool {
    standing.may_lead() && head.listed
}

/// The topics of a question by their names. Those that are not there yet are made where that is allowed: not by who leaves out their name, as it would tell that they lead.
pub(super) async fn read_topics(app: &AppState, typed: &mut Typed, text: &str, makes: bool) -> Result<Vec<Topic>, AppError> {
    let mut found: Vec<Topic> = Vec::new();
    let typed_names: Vec<&str> = text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()).take(3 * TOPICS).collect();
    let mut rest = &typed_names[..];
    while let Some(name) = rest.first() {
        let there = known(&app.db, rest).await?;
        rest = &rest[there.map_or(1, |(_, parts)| parts)..];
        match there {
            Some((id, _)) if found.contains(&Topic::There(id)) => {}
            Some((id, _)) => found.push(Topic::There(id)),
            None if makes => found.extend(new_topic(typed, name).filter(|new| !found.iter().any(|known| known.is_called_like(new)))),
            None => typed.say("topics", format!("There is no topic “{name}” yet. Choose among those under Topics, or leave it out.")),
        }
    }
    if found.len() > TOPICS || typed_names.len() == 3 * TOPICS {
        typed.say("topics", format!("At most {TOPICS} topics: those that say best what it is about."));
        found.clear();
    }
    Ok(found)
}

/// The topic that a list of names begins with, and how many of them are its name: it may hold commas itself.
pub(super) async fn known(db: &Db, names: &[&str]) -> Result<Option<(Uuid, usize)>, sqlx::Error> {
    for parts in (2..=names.len().min(3)).rev() {
        if let Some(id) = store::titled(db, &names[..parts].join(", ")).await? {
            return Ok(Some((id, parts)));
        }
    }
    let Some(name) = names.first() else { return Ok(None) };
    Ok(store::topic(db, name).await?.map(|id| (id, 1)))
}

fn new_topic(typed: &mut Typed, name: &str) -> Option<Topic> {
    let title = typed.line("topics", name, 60);
    let slug = names::slug(&title);
    if slug.is_empty() {
        typed.say("topics", format!("“{title}” makes no topic: use at least one letter or digit."));
        return None;
    }
    Some(Topic::New { slug, title })
}

/// Makes the topics that are not there yet.
pub(super) async fn make_topics(tx: &mut Tx, acts: &mut Vec<Act>, by: Option<Uuid>, topics: Vec<Topic>) -> Result<Vec<Uuid>, AppError> {
    let mut ids = Vec::new();
    for topic in topics {
        let id = match topic {
            Topic::There(id) => id,
            Topic::New { slug, title } => {
                let id = Uuid::now_v7();
                if store::make_topic(tx, id, (&slug, &title)).await? {
                    acts.push(Act { actor: by, ..Act::of(Deed::Made, ObjectKind::Topic, id) });
                    id
                } else {
                    // Somebody made it in the meantime.
                    store::topic_now(tx, &slug)
                        .await?
                        .ok_or_else(|| AppError::field("topics", "One of these topics has just changed. Try again."))?
                }
            }
        };
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}
