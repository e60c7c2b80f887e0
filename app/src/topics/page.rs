//! Screens of topics.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{Topic, Topics};
use super::model::{TopicList, TopicScreen, TopicSummary};
use crate::communities::parts::CommunityCards;
use crate::members::parts::PersonLine;
use crate::related::parts::{DatedEvents, EventLines, QuestionLines, WritingLines};
use crate::ui::frame::Breadcrumbs;
use crate::ui::lists::{Empty, SectionHead, count};
use crate::ui::load::{Loaded, load, param, query, show};
use crate::ui::pagination::Pagination;
use crate::ui::sheet::parts_view;
use crate::ui::text::Prose;

/// `/topics`
pub struct TopicsPage {
    list: Loaded<TopicList>,
}

impl Screen for TopicsPage {
    fn data() -> Self {
        let after = query("after");
        Self { list: load(move || Topics { after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.list, topics_screen)
    }
}

fn topics_screen(read: TopicList) -> impl IntoView {
    let line = |t: TopicSummary| {
        view! {
            <li>
                <h2 class="list-title"><a href=format!("/topics/{}", t.slug) dir="auto">{t.title}</a></h2>
                {(!t.summary.is_empty()).then(|| view! { <p dir="auto">{t.summary}</p> })}
                <ul class="meta">
                    {(t.communities > 0).then(|| view! { <li>{count(t.communities, "community", "communities")}</li> })}
                    {(t.questions > 0).then(|| view! { <li>{count(t.questions, "question", "questions")}</li> })}
                </ul>
            </li>
        }
    };
    let list = if read.items.is_empty() {
        view! { <Empty>"There is no topic yet. Topics come with what is tagged with them; start from the "<a href="/communities">"communities"</a>"."</Empty> }.into_any()
    } else {
        view! { <ul class="topics">{read.items.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <Title text="Topics"/>
        <div class="wrap">
            <div class="page-head">
                <h1>"Topics"</h1>
                <p class="lede">"What communities care about. Each topic gathers the people, meetings, questions and pages that are about it, wherever they are."</p>
            </div>
            {list}
            <Pagination base="/topics".to_owned() next=read.next later=read.later/>
        </div>
    }
}

/// `/topics/{topic}`
pub struct TopicPage {
    screen: Loaded<TopicScreen>,
}

impl Screen for TopicPage {
    fn data() -> Self {
        let (slug, show, after) = (param("topic"), query("show"), query("after"));
        Self { screen: load(move || Topic { slug: slug(), show: show(), after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, topic_screen)
    }
}

fn topic_screen(read: TopicScreen) -> impl IntoView {
    let empty = read.communities.is_empty()
        && read.coming.is_empty()
        && read.past.is_empty()
        && read.questions.is_empty()
        && read.writings.is_empty();
    let (slug, more) = (read.slug.clone(), read.more);
    let all = |more: bool, text: &str, list: &str| more.then(|| (text.to_owned(), format!("{list}topic={slug}")));
    let communities = all(more.communities, "All communities", "/communities?");
    let (coming, past) = (all(more.coming, "All to come", "/events?"), all(more.past, "All past events", "/events?past&"));
    let questions = all(more.questions, "All questions", "/questions?");
    let everybody = all(more.people, "Everybody", "/people?");
    let address = format!("/topics/{slug}");
    let shown = format!("{address}?show=writings");
    let writings = (more.writings && !read.only_writings).then(|| ("All of them".to_owned(), shown.clone()));
    let pages = read.only_writings.then(|| {
        view! {
            <Pagination base=shown next=read.next.clone() later=read.later/>
            <p><a href=address>"See everything about this topic"</a></p>
        }
    });
    let aside = !read.people.is_empty() || !read.links.is_empty();
    let people = (!read.people.is_empty()).then(|| {
        view! {
            <section>
                <SectionHead title="People to ask" more=everybody/>
                <ul class="stack stack--people">{read.people.into_iter().map(|person| view! { <li><PersonLine person/></li> }).collect_view()}</ul>
            </section>
        }
    });
    let links = (!read.links.is_empty()).then(|| {
        let line = |link: crate::link::Link| {
            view! { <li><a href=link.url dir="auto">{link.title}</a>{link.summary.map(|summary| view! { <p class="hint" dir="auto">{summary}</p> })}</li> }
        };
        view! { <section><h2>"Read on"</h2><ul class="list list--plain">{read.links.into_iter().map(line).collect_view()}</ul></section> }
    });
    view! {
        <Title text=read.title.clone()/>
        <div class="wrap">
            <Breadcrumbs steps=vec![("Topics".to_owned(), "/topics".to_owned())]/>
            <div class="page-head">
                <h1 dir="auto">{read.title.clone()}</h1>
                {(!read.summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{read.summary}</p> })}
                {parts_view(read.follow)}
            </div>
            <div class=if aside { "columns" } else { "" }>
                <div class="stack">
                    {(!read.only_writings && !read.body.trim().is_empty()).then(|| view! { <Prose html=read.body/> })}
                    {empty.then(|| view! { <Empty>"Nothing is tagged with this topic yet. Look at the "<a href="/topics">"other topics"</a>", or through the "<a href="/communities">"communities"</a>"."</Empty> })}
                    {(!read.communities.is_empty()).then(|| view! { <section><SectionHead title="Communities" more=communities/><CommunityCards communities=read.communities/></section> })}
                    {(!read.coming.is_empty()).then(|| view! { <section><SectionHead title="Coming up" more=coming/><EventLines events=read.coming/></section> })}
                    {(!read.questions.is_empty()).then(|| view! { <section><SectionHead title="Questions" more=questions/><QuestionLines questions=read.questions/></section> })}
                    {(!read.writings.is_empty()).then(|| view! { <section><SectionHead title="Pages and resources" more=writings/><WritingLines writings=read.writings/></section> })}
                    {(!read.past.is_empty()).then(|| view! { <section><SectionHead title="Past events" more=past/><DatedEvents events=read.past/></section> })}
                    {pages}
                </div>
                {aside.then(|| view! { <div class="stack stack--close aside">{people}{links}</div> })}
            </div>
        </div>
    }
}
