//! The front page.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::Front;
use super::model::FrontScreen;
use crate::communities::parts::CommunityCards;
use crate::related::parts::{EventLines, QuestionLines};
use crate::ui::lists::{Empty, SectionHead, Tags, grouped};
use crate::ui::load::{Loaded, load, show};

/// `/`
pub struct FrontPage {
    front: Loaded<FrontScreen>,
}

impl Screen for FrontPage {
    fn data() -> Self {
        Self { front: load(|| Front {}) }
    }

    fn view(this: Self) -> AnyView {
        show(this.front, front_screen)
    }
}

/// The arcade under a guildhall. A picture for the eye alone.
#[component]
fn Arcade() -> impl IntoView {
    view! {
        <svg class="arcade" viewBox="0 0 320 200" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
            <path d="M6 84 160 10l154 74zM22 84v14h276V84M4 196h312M14 190h292"/>
            <path d="M28 190v-54a24 24 0 0 1 48 0v54m6 0v-54a24 24 0 0 1 48 0v54m6 0v-54a24 24 0 0 1 48 0v54m6 0v-54a24 24 0 0 1 48 0v54m6 0v-54a24 24 0 0 1 48 0v54"/>
            <path d="M160 38a13 13 0 1 0 .1 0M160 44v7l5 4"/>
        </svg>
    }
}

/// What the site is, in two sentences.
pub const WHAT: &str =
    "Find the people who do what you do. Meet them, ask them, and keep what you learn together where the next person can find it.";

fn front_screen(read: FrontScreen) -> impl IntoView {
    let more = |text: String, href: &str| Some((text, href.to_owned()));
    let communities = if read.communities.is_empty() {
        view! { <Empty>"There is no community here yet. "<a href="/communities/new">"Found the first"</a>": it takes some minutes, and one person who goes ahead."</Empty> }
            .into_any()
    } else {
        view! { <CommunityCards communities=read.communities/> }.into_any()
    };
    let events = if read.events.is_empty() {
        view! { <Empty>"Nothing is planned at the moment. "<a href="/events">"Look at past events and their recordings"</a>"."</Empty> }
            .into_any()
    } else {
        view! { <EventLines events=read.events/> }.into_any()
    };
    let questions = if read.questions.is_empty() {
        view! { <Empty>"Nobody has asked anything yet. Find the "<a href="/communities">"community"</a>" your question belongs to."</Empty> }.into_any()
    } else {
        view! { <QuestionLines questions=read.questions/> }.into_any()
    };
    let tags: Vec<(String, String)> = read.topics.into_iter().map(|(title, slug)| (title, format!("/topics/{slug}"))).collect();
    let all = (read.community_count > 0).then(|| (format!("All {} communities", grouped(read.community_count)), "/communities".to_owned()));
    view! {
        <Title text=read.site/>
        <div class="hero">
            <div class="wrap">
                <Arcade/>
                <h1>"You’re not the only one doing this work"</h1>
                <p class="lede">{WHAT}</p>
                <p class="actions"><a class="button" href="/communities">"Find your community"</a><a class="button button--quiet" href="/events">"See what’s on"</a></p>
            </div>
        </div>
        <div class="wrap">
            <div class="stack">
                <section><SectionHead title="Communities to explore" more=all/>{communities}</section>
                <div class="halves">
                    <section><SectionHead title="On soon" more=more("All events".to_owned(), "/events")/>{events}</section>
                    <section><SectionHead title="Recent questions" more=more("All questions".to_owned(), "/questions")/>{questions}</section>
                </div>
                {(!tags.is_empty()).then(|| view! { <section><SectionHead title="By topic" more=more("All topics".to_owned(), "/topics")/><Tags tags/></section> })}
            </div>
        </div>
    }
}
