//! Pieces of questions' screens.

use leptos::prelude::*;

use super::model::{Acts, Answer, Author, Comment, Fate, QuestionSummary};
use super::since::Since;
use crate::communities::EVERYONE;
use crate::communities::model::Section;
use crate::members::parts::PersonName;
use crate::ui::avatar::Avatar;
use crate::ui::form::{Form, FormView};
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
    let list = match community {
        true => "/questions".to_owned(),
        false => Section::Questions.address(&slug),
    };
    let community = (community && slug != EVERYONE).then(|| view! { <li><a href=format!("/c/{slug}") dir="auto">{name}</a></li> });
    let asked = match question.author {
        Some(author) if author.handle.is_empty() => {
            view! { <li>"Asked by "<Person author/>" on "<Time stamp=question.asked/></li> }.into_any()
        }
        // What else they asked; the question itself leads to who they are.
        Some(Author { handle, name, .. }) => {
            let theirs = format!("{list}?author={handle}");
            view! { <li>"Asked by "<a href=theirs dir="auto">{name}</a>" on "<Time stamp=question.asked/></li> }.into_any()
        }
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

/// What stands where a post is shown without its author's name.
pub const NAMELESS: &str = "Somebody, without their name";

/// The name of whoever wrote something, leading to their profile where it may be known.
fn name(author: Option<Author>, anonymous: bool) -> AnyView {
    match author {
        Some(author) => view! { <Person author/> }.into_any(),
        None => view! { <span>{if anonymous { NAMELESS } else { "Name not shown" }}</span> }.into_any(),
    }
}

/// Who wrote something, when, and when it was last edited.
#[component]
pub fn Byline(
    /// Who; `None` where that is not known.
    author: Option<Author>,
    /// "Asked", "Answered".
    did: &'static str,
    /// When.
    at: Stamp,
    /// What became of it since.
    fate: Fate,
) -> impl IntoView {
    let photo = author.as_ref().and_then(|author| author.photo.clone());
    let letters = author.as_ref().map_or_else(|| "…".to_owned(), |author| author.name.clone());
    let edited = fate.edited.map(|at| view! { ", edited on "<Time stamp=at/> });
    view! {
        <div class="person">
            <Avatar name=letters photo/>
            <div>{name(author, fate.anonymous)} <span class="meta">{did}" on "<Time stamp=at/>{edited}</span></div>
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
    let because = answer.fate.deleted.clone();
    let deleted = because.is_some();
    let (since, anchor) = (use_context::<Since>(), answer.anchor.clone());
    let accepted = Memo::new(move |_| since.as_ref().and_then(|since| since.is_accepted(&anchor)).unwrap_or(answer.accepted));
    view! {
        <article class="answer" class:answer--accepted=move || accepted.get() class:deleted=deleted id=answer.anchor.clone() aria-label=whose>
            <header class="answer-head">
                <Byline author=answer.author did="Answered" at=answer.at fate=answer.fate/>
                {move || accepted.get().then(|| view! { <span class="badge badge--accent">"Accepted answer"</span> })}
            </header>
            <DeletedNotice what="answer" because/>
            <Prose html=answer.body_html/>
            <PostFoot anchor=answer.anchor.clone() helpful=answer.helpful acts=answer.acts comments=answer.comments/>
        </article>
    }
}

/// Says that something was deleted, to those who see it nonetheless.
#[component]
pub fn DeletedNotice(
    /// "question", "answer".
    what: &'static str,
    /// Why; `None` where it was not.
    because: Option<String>,
) -> impl IntoView {
    because.map(|because| {
        let why = (!because.is_empty()).then(|| view! { <p dir="auto">{because}</p> });
        view! {
            <div class="notice">
                <p><strong>{format!("This {what} was deleted.")}</strong>" Its author and the community’s moderators see it, nobody else."</p>
                {why}
            </div>
        }
    })
}

/// What stands below a post: whom it helped, what one can do about it, what was said about it.
#[component]
pub fn PostFoot(
    /// Whose.
    anchor: String,
    /// How many found it helpful.
    helpful: i64,
    /// What can be done about it.
    acts: Acts,
    /// What was said about it.
    comments: Vec<Comment>,
) -> impl IntoView {
    let Acts { buttons, links, folded } = acts;
    let (since, below) = (use_context::<Since>(), anchor.clone());
    let came = since.clone();
    let helpful = Memo::new(move |_| since.as_ref().and_then(|since| since.helpful(&anchor)).unwrap_or(helpful));
    let shown = move || helpful.get() > 0;
    let acts = !buttons.is_empty() || !links.is_empty();
    let links = links.into_iter().map(|(words, href)| view! { <a href=href>{words}</a> }).collect_view();
    let buttons = buttons.into_iter().map(|form| view! { <FormView form/> }).collect_view();
    let foot = view! { <div class="post-foot" hidden=move || !acts && !shown()>{move || view! { <HelpfulCount helpful=helpful.get()/> }}{buttons}{links}</div> };
    let folded = (!folded.is_empty()).then(|| view! { <div class="post-folds">{folded.into_iter().map(fold).collect_view()}</div> });
    let came = move || {
        let comments = came.as_ref().map(|came| came.comments(&below)).unwrap_or_default();
        view! { <Comments comments label="New comments"/> }
    };
    view! { {foot}<Comments comments/>{came}{folded} }
}

/// Open where a form in it came back.
fn fold((words, forms): (String, Vec<Form>)) -> impl IntoView {
    let open = forms.iter().any(|form| form.open);
    let forms = forms.into_iter().map(|form| view! { <FormView form/> }).collect_view();
    view! { <details class="fold" open=open><summary>{words}</summary>{forms}</details> }
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
    /// What they are called.
    #[prop(default = "Comments")]
    label: &'static str,
) -> impl IntoView {
    let comment = |comment: Comment| {
        let deleted = comment.fate.deleted.is_some();
        let why = comment.fate.deleted.filter(|why| !why.is_empty()).map(|why| view! { <p class="hint" dir="auto">{why}</p> });
        let folded = comment.acts.folded.into_iter().map(fold).collect_view();
        let buttons = comment.acts.buttons.into_iter().map(|form| view! { <FormView form/> }).collect_view();
        let edited = comment.fate.edited.map(|at| view! { ", edited on "<Time stamp=at/> });
        let links = comment.acts.links.into_iter().map(|(words, href)| view! { " "<a href=href>{words}</a> }).collect_view();
        view! {
            <li id=comment.anchor class:deleted=deleted>
                {deleted.then(|| view! { <p class="hint">"Deleted: its author and the community’s moderators see it, nobody else."</p> })}
                {why}
                <Prose html=comment.body_html/>
                <p class="meta">{name(comment.author, comment.fate.anonymous)}", "<Time stamp=comment.at/>{edited}{links}</p>
                {buttons}{folded}
            </li>
        }
    };
    (!comments.is_empty()).then(|| view! { <ul class="comments" aria-label=label>{comments.into_iter().map(comment).collect_view()}</ul> })
}
