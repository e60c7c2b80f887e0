//! Pieces of questions' screens.

use leptos::prelude::*;

use super::model::{Answer, Author, Comment, QuestionSummary};
use crate::communities::EVERYONE;
use crate::members::parts::PersonName;
use crate::ui::avatar::Avatar;
use crate::ui::lists::count;
use crate::ui::text::Prose;
use crate::ui::time::{Stamp, Time};

/// Questions of a list.
#[component]
pub fn Questions(
    /// Which.
    questions: Vec<QuestionSummary>,
    /// Whether to name each question's community.
    communities: bool,
) -> impl IntoView {
    view! { <ul class="list questions">{questions.into_iter().map(|question| view! { <QuestionRow question community=communities/> }).collect_view()}</ul> }
}

/// A question in a list: an `li`.
#[component]
pub fn QuestionRow(
    /// The question.
    question: QuestionSummary,
    /// Whether to name its community.
    community: bool,
) -> impl IntoView {
    let (slug, name) = question.community;
    let community = (community && slug != EVERYONE).then(|| view! { <li><a href=format!("/c/{slug}") dir="auto">{name}</a></li> });
    let asked = match question.author {
        Some(author) => view! { <li>"Asked by "<Person author/>" on "<Time stamp=question.asked/></li> }.into_any(),
        None => view! { <li>"Asked on "<Time stamp=question.asked/></li> }.into_any(),
    };
    let answers = match question.answers {
        0 if question.closed => "Closed".to_owned(),
        0 => "No answer yet".to_owned(),
        n => count(i64::from(n), "answer", "answers"),
    };
    view! {
        <li class="question" class:question--open=question.answers == 0 && !question.closed class:question--solved=question.accepted>
            <p class="question-state">
                {answers}
                {question.accepted.then(|| view! { " "<span class="question-accepted">"accepted"</span> })}
            </p>
            <div>
                <h2 class="list-title"><a href=question.href dir="auto">{question.title}</a></h2>
                <ul class="meta">
                    {community}
                    {asked}
                    {question.active.map(|active| view! { <li>"Active "<Time stamp=active/></li> })}
                </ul>
            </div>
        </li>
    }
}

/// Somebody's name, leading to their profile.
#[component]
pub fn Person(
    /// Who.
    author: Author,
) -> impl IntoView {
    view! { <PersonName handle=author.handle name=author.name/> }
}

/// Who wrote something, and when.
#[component]
pub fn Byline(
    /// Who; `None` where that is not known.
    author: Option<Author>,
    /// "Asked", "Answered".
    did: &'static str,
    /// When.
    at: Stamp,
) -> impl IntoView {
    let (letters, name) = match author {
        Some(author) => (author.name.clone(), view! { <Person author/> }.into_any()),
        None => ("…".to_owned(), view! { <span>"Name not shown"</span> }.into_any()),
    };
    view! {
        <div class="person">
            <Avatar name=letters/>
            <div>{name} <span class="meta">{did}" on "<Time stamp=at/></span></div>
        </div>
    }
}

/// An answer with what was said about it.
#[component]
pub fn AnswerArticle(
    /// The answer.
    answer: Answer,
) -> impl IntoView {
    let whose = answer.author.as_ref().map_or_else(|| "Answer".to_owned(), |author| format!("Answer by {}", author.name));
    view! {
        <article class="answer" class:answer--accepted=answer.accepted id=answer.anchor.clone() aria-label=whose>
            <header class="answer-head">
                <Byline author=answer.author did="Answered" at=answer.at/>
                {answer.accepted.then(|| view! { <span class="badge badge--accent">"Accepted answer"</span> })}
            </header>
            <Prose html=answer.body_html/>
            <HelpfulCount helpful=answer.helpful/>
            <Comments comments=answer.comments/>
        </article>
    }
}

/// How many found a post helpful.
#[component]
pub fn HelpfulCount(
    /// How many; none shows nothing.
    helpful: i64,
) -> impl IntoView {
    (helpful > 0).then(|| view! { <p class="helpful">{count(helpful, "person", "people")}" found this helpful"</p> })
}

/// What was said about a post.
#[component]
pub fn Comments(
    /// Oldest first.
    comments: Vec<Comment>,
) -> impl IntoView {
    let comment = |comment: Comment| {
        let author = match comment.author {
            Some(author) => view! { <Person author/> }.into_any(),
            None => view! { <span>"Name not shown"</span> }.into_any(),
        };
        view! {
            <li>
                <Prose html=comment.body_html/>
                <p class="meta">{author}", "<Time stamp=comment.at/></p>
            </li>
        }
    };
    (!comments.is_empty())
        .then(|| view! { <ul class="comments" aria-label="Comments">{comments.into_iter().map(comment).collect_view()}</ul> })
}
