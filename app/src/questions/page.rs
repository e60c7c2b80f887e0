//! Screens of questions.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{ReadCommunityQuestions, ReadQuestion, ReadQuestions};
use super::model::{COUNTED, ClosedBecause, QuestionList, QuestionScreen, Show};
use super::parts::{AnswerArticle, Byline, DeletedNotice, PostFoot, Questions};
use super::since::{QUESTION, Since};
use crate::communities::model::Section;
use crate::communities::parts::CommunityHeader;
use crate::ui::filters::FilterForm;
use crate::ui::lists::{Empty, Tags, count, grouped};
use crate::ui::live;
use crate::ui::load::{Loaded, load, param, show, whole_query};
use crate::ui::pagination::Pagination;
use crate::ui::sheet::{Part, parts_view};
use crate::ui::switch::Switch;
use crate::ui::text::Prose;

/// `/questions`
pub struct QuestionsPage {
    list: Loaded<QuestionList>,
}

impl Screen for QuestionsPage {
    fn data() -> Self {
        let query = whole_query();
        Self { list: load(move || ReadQuestions { query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.list, list_screen)
    }
}

/// `/c/{community}/questions`
pub struct CommunityQuestionsPage {
    list: Loaded<QuestionList>,
}

impl Screen for CommunityQuestionsPage {
    fn data() -> Self {
        let (community, query) = (param("community"), whole_query());
        Self { list: load(move || ReadCommunityQuestions { community: community(), query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.list, list_screen)
    }
}

/// "12", "1,000+".
fn counted(n: i64) -> String {
    if n > COUNTED { format!("{}+", grouped(COUNTED)) } else { grouped(n) }
}

fn list_screen(screen: QuestionList) -> impl IntoView {
    let QuestionList { head, ask, show, filters, views, drafts, list } = screen;
    let of = head.as_ref().map(|head| format!(" of {}", head.brief_name())).unwrap_or_default();
    let heading = match show {
        Show::All => "Questions",
        Show::Unanswered => "Unanswered questions",
        Show::Mine => "Your questions",
        Show::Followed => "Questions you follow",
    };
    let title = format!("{heading}{of}");
    let (here, clear) = (filters.here.clone(), filters.clear.clone());
    let (everything, all) = views.first().map(|view| (view.href.clone(), view.count)).unwrap_or_default();
    let views = views.into_iter().map(|view| (format!("{} ({})", view.show.title(), counted(view.count)), view.href, view.show == show));
    let views: Vec<_> = views.collect();
    let communities = head.is_none();
    let events = head.as_ref().map_or_else(|| "/events".to_owned(), |head| Section::Events.address(&head.slug));
    let empty = list.items.is_empty().then(|| match (show, all > 0, filters.narrow()) {
        (Show::Mine, _, false) => view! { <Empty>"You have asked nothing here yet. Whatever you don’t know, somebody else doesn’t either."</Empty> }.into_any(),
        (Show::Followed, _, false) => view! { <Empty>"You follow no question here yet. Each has a button for it: what is new below it then reaches you."</Empty> }.into_any(),
        (Show::Unanswered, true, _) => {
            view! { <Empty>"Every question has an answer. Read "<a href=everything>"all questions"</a>": another view may still help."</Empty> }
                .into_any()
        }
        (_, _, true) => {
            view! { <Empty>"No question about this has been asked yet. "<a href=clear>"Clear the filter"</a>" to see the others."</Empty> }
                .into_any()
        }
        (_, _, false) => {
            let ask = ask.clone().map(|(words, href)| view! { <a href=href>{words}</a>": yours would be the first. Or come" });
            let ask = ask.map_or_else(|| "Come".into_any(), IntoAny::into_any);
            view! { <Empty>"Nothing has been asked yet. "{ask}" to an "<a href=events>"event"</a>" and bring your question along."</Empty> }
                .into_any()
        }
    });
    let lede = communities.then(|| view! { <p class="lede">"What people ask their communities, and what they learn from the answers. The most recently active come first."</p> });
    let form = (!filters.fields.is_empty() && (all > 0 || filters.narrow())).then(|| view! { <FilterForm filters label="Questions"/> });
    view! {
        <Title text=title/>
        {head.map(|head| view! { <CommunityHeader head here=Section::Questions/> })}
        <div class="wrap screen">
            <div class="page-head">
                <h1>{heading}</h1>
                {lede}
                {ask.map(|(words, href)| view! { <p><a class="button" href=href>{words}</a></p> })}
                <Switch label="Which questions" views/>
            </div>
            {(!drafts.is_empty()).then(|| view! { <section><h2>"Drafts"</h2>{parts_view(drafts)}</section> })}
            {form}
            {empty}
            {(!list.items.is_empty()).then(|| view! { <Questions questions=list.items communities/> })}
            <Pagination base=here next=list.next later=list.later/>
        </div>
    }
}

/// `/c/{community}/questions/{slug}`
pub struct QuestionPage {
    question: Loaded<QuestionScreen>,
}

impl Screen for QuestionPage {
    fn data() -> Self {
        let (community, slug, query) = (param("community"), param("slug"), whole_query());
        Self { question: load(move || ReadQuestion { community: community(), slug: slug(), query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        let (community, slug, query) = (param("community"), param("slug"), whole_query());
        show(this.question, move |screen| {
            let (community, slug, query) = untrack(|| (community(), slug(), query()));
            let at = format!("{community}/{slug}");
            let since = Since::of(&screen, live::since("question", at, ReadQuestion { community, slug, query }));
            question_screen(screen, since)
        })
    }
}

/// How many answers there are, with those that came since.
fn answers_title(first: usize, since: &Since) -> String {
    match i64::try_from(first + since.answers().len()) {
        Ok(0) | Err(_) => "No answer yet".to_owned(),
        Ok(n) => count(n, "answer", "answers"),
    }
}

/// Says that something is new, and shows it once the reader wants it.
#[component]
fn News(since: Since) -> impl IntoView {
    let button = move || {
        let since = since.clone();
        since.waiting().map(|words| view! { <button class="button" type="button" on:click=move |_| since.show()>{words}</button> })
    };
    view! { <div class="question-news" role="status">{button}</div> }
}

fn question_screen(screen: QuestionScreen, since: Since) -> impl IntoView {
    provide_context(since.clone());
    let (first, counted, nobody, came) = (screen.answers.len(), since.clone(), since.clone(), since.clone());
    let answers = move || answers_title(first, &counted);
    let closed = screen.closed.is_some();
    let none = move || {
        (first == 0 && nobody.answers().is_empty()).then(|| {
            if closed {
                view! { <Empty>"This question was closed before anybody answered it."</Empty> }.into_any()
            } else {
                view! { <Empty>"Nobody has answered yet. If you know somebody who could, send them this page."</Empty> }.into_any()
            }
        })
    };
    let orders = (!screen.orders.is_empty()).then(|| view! { <Switch label="Order of the answers" views=screen.orders/> });
    let answering = (!screen.answering.is_empty()).then(|| {
        let form = screen.answering.iter().any(|part| matches!(part, Part::Form(_)));
        let heading = form.then(|| view! { <h2>"Your answer"</h2> });
        view! { <section class="answering" id="answering">{heading}{parts_view(screen.answering)}</section> }
    });
    let deleted = screen.fate.deleted.clone();
    let topics: Vec<_> = screen.topics.into_iter().map(|(slug, title)| (title, format!("/topics/{slug}"))).collect();
    let all = if screen.head.is_everyone() {
        view! { <a href="/questions">"All questions"</a> }.into_any()
    } else {
        let name = screen.head.brief_name().to_owned();
        view! { <a href=Section::Questions.address(&screen.head.slug)>"All questions of "<span dir="auto">{name}</span></a> }.into_any()
    };
    view! {
        <Title text=screen.title.clone()/>
        <CommunityHeader head=screen.head here=Section::Questions inside=true/>
        <div class="wrap screen columns columns--head question-screen">
            <article class="asked">
                <header class="page-head">
                    <h1 class="question-title" dir="auto">{screen.title}</h1>
                    <Byline author=screen.author did="Asked" at=screen.asked fate=screen.fate/>
                </header>
                <DeletedNotice what="question" because=deleted/>
                {screen.closed.map(|(because, note)| view! { <ClosedNotice because note repeats=screen.repeats/> })}
                {screen.locked.then(|| view! { <p class="notice">"This question is locked: only the community’s moderators write to it."</p> })}
                <Prose html=screen.body_html/>
                <PostFoot anchor=QUESTION.to_owned() helpful=screen.helpful acts=screen.acts comments=screen.comments/>
            </article>
            <section class="answers">
                <div class="answers-head"><h2 id="answers">{answers}</h2>{orders}</div>
                {none}
                {screen.answers.into_iter().map(|answer| view! { <AnswerArticle answer/> }).collect_view()}
                <For each=move || came.answers() key=|answer| answer.anchor.clone() children=|answer| view! { <AnswerArticle answer/> }/>
                <News since/>
                {answering}
            </section>
            <aside class="stack stack--close" aria-label="Around this question">
                {(!topics.is_empty()).then(|| view! { <div><h2>"Topics"</h2><Tags tags=topics/></div> })}
                {parts_view(screen.follow)}
                <p>{all}</p>
            </aside>
        </div>
    }
}

#[component]
fn ClosedNotice(because: Option<ClosedBecause>, note: Option<String>, repeats: Option<(String, String)>) -> impl IntoView {
    let closed = because.map_or_else(|| "Closed.".to_owned(), |because| format!("Closed because {}.", because.reason()));
    view! {
        <div class="notice">
            <p><strong>{closed}</strong>" It takes no more answers."</p>
            {repeats.map(|(title, href)| view! { <p>"It was asked as "<a href=href dir="auto">{title}</a>"."</p> })}
            {note.map(|note| view! { <p dir="auto">{note}</p> })}
        </div>
    }
}
