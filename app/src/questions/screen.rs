//! What stands on a question's screen, for whoever looks at it.

use std::collections::HashMap;

use uuid::Uuid;

use super::acts::Desk;
use super::board::{board, standing};
use super::drafting_store;
use super::inviting;
use super::mentions;
use super::model::{Answer, Comment, Fate, Order, QuestionScreen};
use super::office;
use super::post::PostRef;
use super::rules::{Posting, posting};
use super::screen_store::{AnswerRow, CommentRow, PostRow, QuestionRow, Rows, read};
use crate::activity::ObjectKind;
use crate::asked::Asked;
use crate::communities::model::{CommunityHead, Section};
use crate::error::AppError;
use crate::notifications::following;
use crate::state::{AppState, Viewer};
use crate::{markdown, unfurling, when};

/// A question with its answers, what was said about them, and what the viewer can do.
///
/// # Errors
/// `NotFound` where there is none or none for the viewer, `Invalid` where the query asks for what is not there.
pub(super) async fn question(
    app: &AppState,
    viewer: Viewer,
    head: CommunityHead,
    (slug, asked): (&str, &Asked),
) -> Result<QuestionScreen, AppError> {
    let order: Order = asked.word("sort", "Answers can be sorted by helpful, newest or oldest.")?.unwrap_or_default();
    let standing = standing(app, viewer, &head).await?;
    let moderates = standing.as_ref().is_some_and(|standing| standing.may_moderate());
    let rows = read(&app.db, (viewer, moderates), &head, slug).await?.ok_or(AppError::NotFound)?;
    let mut desk = Desk::of(&head, slug, viewer, posting(&head, standing.as_ref()), moderates);
    if desk.posting == Posting::Yes {
        desk.board = Some(board(&app.db, head.id).await?);
        if let Some(member) = viewer.member {
            desk.draft = drafting_store::read(&app.db, member, (ObjectKind::Question, rows.question.id)).await?;
        }
    }
    let object = (ObjectKind::Question, rows.question.id);
    let deleted = rows.question.post.deleted;
    let waits = rows.question.post.own && desk.waits_for_answers(&rows.question);
    let (brought, may_bring) = (rows.question.brought, desk.may_bring(&rows.question));
    let mut screen = screen(rows, &desk, head.clone(), order);
    if !deleted {
        screen.follow = following::button(&app.db, viewer, object, &desk.address()).await?;
    }
    if let (true, Some(member), Some(board)) = (waits, viewer.member, &desk.board) {
        screen.follow.extend(inviting::suggested(app, (&head, board), (member, object.1), slug).await?);
    }
    if viewer.member.is_some() && !deleted {
        let shown = office::Shown { community: &head.slug, slug, home: head.id, may: may_bring, brought };
        screen.follow.extend(office::parts(app, viewer, shown).await?);
    }
    mentions::link(&app.db, &mut texts(&mut screen)).await?;
    unfurling::titles(app, viewer, &mut texts(&mut screen)).await?;
    Ok(screen)
}

/// Every rendered text on the screen.
fn texts(screen: &mut QuestionScreen) -> Vec<&mut String> {
    let QuestionScreen { body_html, comments, answers, .. } = screen;
    let mut texts = vec![body_html];
    texts.extend(comments.iter_mut().map(|comment| &mut comment.body_html));
    for answer in answers {
        texts.push(&mut answer.body_html);
        texts.extend(answer.comments.iter_mut().map(|comment| &mut comment.body_html));
    }
    texts
}

fn screen(mut rows: Rows, desk: &Desk<'_>, head: CommunityHead, order: Order) -> QuestionScreen {
    let q = rows.question;
    let accepted = q.accepted_answer_id;
    // An order by numbers would tell those that the community does not show.
    let order = if order == Order::Helpful && !q.shows_numbers { Order::Oldest } else { order };
    // The oldest first, as they were read.
    match order {
        Order::Oldest => {}
        Order::Newest => rows.answers.reverse(),
        Order::Helpful => rows.answers.sort_by_key(|answer| -answer.helpful),
    }
    rows.answers.sort_by_key(|answer| Some(answer.id) != accepted);
    let mut comments = comments(rows.comments, desk, &q);
    let orders = if rows.answers.len() > 1 { orders(desk, order, q.shows_numbers) } else { Vec::new() };
    let answers = rows.answers.into_iter().map(|row| {
        let comments = comments.remove(&Some(row.id)).unwrap_or_default();
        answer(row, desk, (&q, comments))
    });
    let answers: Vec<Answer> = answers.collect();
    QuestionScreen {
        answers,
        orders,
        comments: comments.remove(&None).unwrap_or_default(),
        author: q.post.author(),
        asked: when::stamp(q.at),
        closed: q.closed.then(|| (q.closed_because.as_deref().and_then(|word| word.parse().ok()), q.closed_note.clone())),
        helpful: if q.shows_numbers { q.helpful } else { 0 },
        locked: q.locked,
        repeats: rows.repeats,
        acts: desk.about_question(&q),
        follow: Vec::new(),
        answering: desk.answering(&q, &head),
        fate: Fate { edited: q.edited_at.map(when::stamp), ..fate(&q.post) },
        topics: rows.topics,
        title: q.title,
        body_html: q.post.body_html,
        head,
    }
}

fn orders(desk: &Desk<'_>, chosen: Order, by_numbers: bool) -> Vec<(String, String, bool)> {
    let address = |order: &Order| match order {
        Order::Helpful => desk.address(),
        order => format!("{}?sort={order}", desk.address()),
    };
    let offered = Order::ALL.iter().filter(|order| by_numbers || **order != Order::Helpful);
    offered.map(|order| (order.title().to_owned(), address(order), *order == chosen)).collect()
}

fn fate(post: &PostRow) -> Fate {
    let deleted = post.deleted.then(|| post.deleted_because.clone().unwrap_or_default());
    Fate { anonymous: post.anonymous, edited: None, deleted }
}

fn answer(row: AnswerRow, desk: &Desk<'_>, (question, comments): (&QuestionRow, Vec<Comment>)) -> Answer {
    Answer {
        anchor: PostRef::Answer(row.position).to_string(),
        author: row.post.author(),
        at: when::stamp(row.at),
        accepted: Some(row.id) == question.accepted_answer_id,
        helpful: if question.shows_numbers { row.helpful } else { 0 },
        comments,
        fate: Fate { edited: row.edited_at.map(when::stamp), ..fate(&row.post) },
        acts: desk.about_answer(&row, question),
        body_html: markdown::lowered(&row.post.body_html),
    }
}

/// Comments, by the answer they are below.
fn comments(rows: Vec<CommentRow>, desk: &Desk<'_>, question: &QuestionRow) -> HashMap<Option<Uuid>, Vec<Comment>> {
    let mut comments: HashMap<Option<Uuid>, Vec<Comment>> = HashMap::new();
    for row in rows {
        let comment = Comment {
            anchor: PostRef::Comment(row.position).to_string(),
            author: row.post.author(),
            at: when::stamp(row.at),
            fate: Fate { edited: row.edited_at.map(when::stamp), ..fate(&row.post) },
            acts: desk.about_comment(&row, question),
            body_html: markdown::lowered(&row.post.body_html),
        };
        comments.entry(row.answer_id).or_default().push(comment);
    }
    comments
}

impl Desk<'_> {
    /// Whether somebody can still help with a question: it takes answers, and none was accepted.
    fn waits_for_answers(&self, q: &QuestionRow) -> bool {
        self.posting == Posting::Yes && !q.closed && !q.locked && !q.post.deleted && q.accepted_answer_id.is_none()
    }

    /// Whether the viewer may take a question to office hours: they asked it or tend it, and it takes answers.
    fn may_bring(&self, q: &QuestionRow) -> bool {
        (q.post.own || self.moderates) && self.writes(q) && !q.closed && q.accepted_answer_id.is_none()
    }

    /// The question's address.
    pub(super) fn address(&self) -> String {
        format!("{}/{}", Section::Questions.address(self.community), self.slug)
    }
}
