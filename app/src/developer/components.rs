//! Every component in every state. A new one gets its place here.

use leptos::prelude::*;

use super::examples::{self, FORM, PROSE};
use super::forms;
use super::model::ComponentsScreen;
use crate::communities::about_parts::{self, CharterParts, HowToJoin, Leads, Standing};
use crate::communities::model::Section;
use crate::communities::parts::{CommunityCards, CommunityHeader, CommunityLines};
use crate::events::model::EventStatus;
use crate::events::parts::{self as event_parts, Links, Meetings, Months, StatusNotice, WhenAndWhere};
use crate::markdown;
use crate::members::parts::PersonLine;
use crate::pages::contents::headings;
use crate::pages::parts::{Contents, PageNeighbours, SideTree, WholeTree};
use crate::questions::parts::{AnswerArticle, Questions};
use crate::related::parts::{EventLines, QuestionLines, StatusBadge, WritingLines};
use crate::resources::page::Resources;
use crate::search::parts::{Hits, Kinds};
use crate::ui::avatar::Avatar;
use crate::ui::filters::FilterForm;
use crate::ui::frame::Breadcrumbs;
use crate::ui::lists::{Empty, SectionHead, Tags};
use crate::ui::pagination::Pagination;
use crate::ui::switch::Switch;
use crate::ui::text::{Linked, Prose};
use crate::ui::time::Time;

/// A component, and each of its states: what it is, and how that looks.
pub(super) type Part = (&'static str, Vec<(&'static str, AnyView)>);

/// Renders all of it.
pub fn screen() -> ComponentsScreen {
    let html = Owner::new().with(|| {
        let parts: Vec<Part> = [basics(), forms::forms(), forms::sheets(), lists(), communities(), events(), knowledge(), text()]
            .into_iter()
            .flatten()
            .collect();
        let index = parts.iter().map(|(title, _)| view! { <li><a href=format!("#{}", id(title))>{*title}</a></li> }).collect_view();
        view! {
            <div class="wrap screen components">
                <div class="page-head">
                    <h1>"Components"</h1>
                    <p class="lede">"Every piece that screens are made of, in every state, with data that was made up."</p>
                </div>
                <ul class="tags">{index}</ul>
                {parts.into_iter().map(part).collect_view()}
            </div>
        }
        .to_html()
    });
    // Without the marks for a browser that would take over each component.
    ComponentsScreen { html: html.replace("<!>", "") }
}

fn id(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

fn part((title, states): Part) -> impl IntoView {
    let state = |(state, view): (&'static str, AnyView)| view! { <div class="specimen"><p class="specimen-state">{state}</p>{view}</div> };
    view! { <section class="component"><SectionHead title=title id=id(title)/>{states.into_iter().map(state).collect_view()}</section> }
}

fn basics() -> Vec<Part> {
    let buttons = view! {
        <p class="actions">
            <a class="button" href="#buttons">"A link"</a><button class="button" type="button">"A button"</button>
            <a class="button button--quiet" href="#buttons">"A quiet link"</a><button class="button button--quiet" type="button">"A quiet button"</button>
        </p>
    };
    let badges = view! {
        <p class="actions"><span class="badge">"Archived"</span><span class="badge badge--accent">"Accepted answer"</span><span class="badge badge--warn">"Cancelled"</span></p>
    };
    let avatars = |square: bool, large: bool| {
        let all = examples::NAMES.map(|name| view! { <Avatar name square large/> }.into_any());
        view! { <p class="actions">{all.into_iter().collect_view()}</p> }.into_any()
    };
    let meta = view! { <ul class="meta"><li>"Community of practice"</li><li><a href="#small-print">"A link"</a></li><li>"On "<Time stamp=examples::stamp(3)/></li></ul> };
    let facts = view! {
        <dl class="facts"><div><dt>"Place"</dt><dd>"Room 3, Haldon"</dd></div><div><dt>"Whom to write to"</dt><dd><Linked text="Ada (ada@design.example), or see https://design.example/contact."/></dd></div></dl>
    };
    let folded = view! { <details><summary>"What we keep to"</summary><p>"Ask before you suggest."</p></details> };
    vec![
        ("Buttons", vec![("Links and buttons, to act and to do something beside", buttons.into_any())]),
        ("Badges", vec![("A state, a distinction, a warning", badges.into_any())]),
        (
            "Notices",
            vec![
                ("To be known", view! { <div class="notice"><p><strong>"This resource is archived."</strong>" It is kept to be "<a href="#notices">"read"</a>"."</p></div> }.into_any()),
                ("To be heeded", view! { <div class="notice notice--warn"><p><strong>"This meeting is cancelled."</strong>" The room is "<a href="#notices">"flooded"</a>"."</p></div> }.into_any()),
            ],
        ),
        ("Avatars", vec![("People, in each colour", avatars(false, false)), ("What is not one person", avatars(true, false)), ("At the head of a screen", avatars(true, true))]),
        (
            "Tags",
            vec![("Topics", view! { <Tags tags=examples::tags()/> }.into_any())],
        ),
        ("Small print", vec![("Parted by dots, over as many lines as it takes", meta.into_any())]),
        ("Facts", vec![("Terms, with addresses in their text", facts.into_any())]),
        ("Folded", vec![("Opens", folded.into_any())]),
        ("Breadcrumbs", vec![("The way to a page", view! { <Breadcrumbs steps=examples::steps()/> }.into_any())]),
    ]
}

fn lists() -> Vec<Part> {
    let views = |shown: usize| {
        let views = ["Upcoming", "Past"].into_iter().enumerate();
        views.map(|(at, name)| (name.to_owned(), "#switches".to_owned(), at == shown)).collect()
    };
    let page = view! { <Pagination base=FORM.to_owned() next=Some("x".to_owned()) later=true/> };
    let found = examples::found();
    vec![
        (
            "Headings of sections",
            vec![
                ("Alone", view! { <SectionHead title="Coming up"/> }.into_any()),
                (
                    "With the way to all",
                    view! { <SectionHead title="Coming up" more=Some(("All events".to_owned(), "/events".to_owned()))/> }.into_any(),
                ),
            ],
        ),
        (
            "Empty lists",
            vec![(
                "Says what to do",
                view! { <Empty>"Nothing is planned. "<a href="/events">"Look at past events"</a>"."</Empty> }.into_any(),
            )],
        ),
        (
            "Switches",
            vec![
                ("The first is shown", view! { <Switch label="Upcoming or past" views=views(0)/> }.into_any()),
                ("The second is shown", view! { <Switch label="Upcoming or past, again" views=views(1)/> }.into_any()),
                ("Beside a heading", view! { <Switch label="How to look at them" views=views(0) looks=true/> }.into_any()),
            ],
        ),
        (
            "Filters",
            vec![
                ("Nothing is chosen", view! { <FilterForm filters=examples::filters("", false) label="Components"/> }.into_any()),
                (
                    "Something is",
                    view! { <FilterForm filters=examples::filters("tea & talk", true) label="Chosen components"/> }.into_any(),
                ),
            ],
        ),
        ("Pagination", vec![("In the middle of a list; the first page has no way back, the last none on", page.into_any())]),
        (
            "Results of a search",
            vec![
                ("Kinds", view! { <Kinds read=found.clone()/> }.into_any()),
                ("What was found", view! { <Hits hits=found.groups.into_iter().flat_map(|group| group.hits).collect()/> }.into_any()),
            ],
        ),
    ]
}

fn communities() -> Vec<Part> {
    let head = |inside: bool| view! { <CommunityHeader head=examples::head(inside) here=Section::Events inside/> }.into_any();
    let standing = |(head, about)| view! { <Standing head about/> }.into_any();
    let (full, bare) = (examples::about(true), examples::about(false));
    let people = |people: Vec<_>| view! { <ul class="people">{people.into_iter().map(|(person, note)| view! { <li><PersonLine person note/></li> }).collect_view()}</ul> };
    vec![
        (
            "Heads of communities",
            vec![("Over a section", head(false)), ("Over something of it, where the reader may not see all", head(true))],
        ),
        (
            "Cards of communities",
            vec![("Of each kind and standing", view! { <CommunityCards communities=examples::communities()/> }.into_any())],
        ),
        (
            "Lines of communities",
            vec![("With and without a summary", view! { <CommunityLines communities=examples::ended()/> }.into_any())],
        ),
        ("Standing of a community", examples::standings().into_iter().map(|(state, pair)| (state, standing(pair))).collect()),
        (
            "How to join",
            vec![("All there can be to say", view! { <HowToJoin join=full.join.clone() commitment=full.commitment.clone() meets=full.meets.clone() yours=vec![crate::ui::sheet::Part::Text("You belong to this community.".to_owned())]/> }.into_any())],
        ),
        ("Charter", vec![("Two of its three parts", view! { <CharterParts charter=full.charter.clone()/> }.into_any())]),
        ("People", vec![("A person, a team, and what to say of them", people(examples::people()).into_any())]),
        ("Leads of a community", vec![("With a title and without", view! { <Leads leads=examples::leads()/> }.into_any())]),
        (
            "Facts of a community",
            vec![
                ("All there can be", view! { <about_parts::Facts head=examples::head(false) about=full/> }.into_any()),
                ("None: nothing is shown", view! { <about_parts::Facts head=examples::head(false) about=bare/> }.into_any()),
            ],
        ),
    ]
}

fn events() -> Vec<Part> {
    let notice = |status, because| view! { <StatusNotice status because what="This meeting"/> }.into_any();
    let badge = |status: &EventStatus| view! { <p>{status.as_str()}<StatusBadge status=*status/></p> };
    let facts = view! { <event_parts::Facts event=examples::event() home=String::new()/> };
    vec![
        ("Badges of events", vec![("Every status", EventStatus::ALL.iter().map(badge).collect_view().into_any())]),
        (
            "Notices of events",
            vec![
                ("Cancelled, and why", notice(EventStatus::Cancelled, Some("The room is flooded.".to_owned()))),
                ("Cancelled", notice(EventStatus::Cancelled, None)),
                ("Tentative", notice(EventStatus::Tentative, None)),
            ],
        ),
        ("Lines of events", vec![("In every state", view! { <EventLines events=examples::event_lines()/> }.into_any()), ("On their community’s own screen", view! { <EventLines events=examples::event_lines() at_home=true/> }.into_any())]),
        ("Agenda", vec![("By month and day", view! { <Months months=examples::months() at_home=false/> }.into_any())]),
        (
            "When",
            vec![
                ("A meeting", view! { <WhenAndWhere when=Some(examples::when(3, false)) event=examples::event()/> }.into_any()),
                ("The next of a series", view! { <WhenAndWhere when=Some(examples::when(10, false)) event=examples::event() repeats=Some("Every second Tuesday of the month".to_owned()) label=Some("Next meeting")/> }.into_any()),
                ("Whole days", view! { <WhenAndWhere when=Some(examples::when(17, true)) event=examples::event()/> }.into_any()),
            ],
        ),
        ("Meetings of a series", vec![("In every state", view! { <Meetings meetings=examples::meetings()/> }.into_any())]),
        ("Facts of an event", vec![("All there can be", facts.into_any())]),
        ("Links", vec![("With a summary and without", view! { <Links title="Recordings" links=examples::links()/> }.into_any())]),
    ]
}

fn knowledge() -> Vec<Part> {
    let answers = examples::answers().into_iter().map(|answer| view! { <AnswerArticle answer/> }).collect_view();
    let (previous, next) = examples::neighbours();
    vec![
        ("Questions", vec![("In every state", view! { <Questions questions=examples::questions() communities=true/> }.into_any())]),
        (
            "Lines of questions",
            vec![("Where they stand among other things", view! { <QuestionLines questions=examples::question_lines()/> }.into_any())],
        ),
        ("Answers", vec![("Accepted, with comments; and plain, by somebody not shown", answers.into_any())]),
        ("Resources", vec![("Of each kind", view! { <Resources resources=examples::resources() communities=true/> }.into_any())]),
        ("Lines of writings", vec![("Pages and resources", view! { <WritingLines writings=examples::writings()/> }.into_any())]),
        (
            "Tree of pages",
            vec![
                ("All of it", view! { <WholeTree tree=examples::tree()/> }.into_any()),
                ("Beside a page", view! { <SideTree tree=examples::tree()/> }.into_any()),
            ],
        ),
        ("Neighbours of a page", vec![("Both", view! { <PageNeighbours previous next/> }.into_any())]),
    ]
}

fn text() -> Vec<Part> {
    let prose = markdown::render_with_anchors(PROSE, "prose-");
    vec![
        ("Contents of a page", vec![("Two levels", view! { <Contents headings=headings(&prose)/> }.into_any())]),
        ("Prose", vec![("Everything that Markdown has here", view! { <Prose html=prose/> }.into_any())]),
    ]
}
