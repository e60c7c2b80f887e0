//! The screen of a search.

use leptos::prelude::*;

use super::api::Search;
use super::model::{FoundKind, MOST_SHOWN, MOST_WORDS, SearchScreen};
use super::parts::{Hits, Kinds, address};
use crate::chunks::Screen;
use crate::ui::lists::{Empty, SectionHead, up_to};
use crate::ui::load::{Loaded, load, query, show};
use crate::ui::title::Title;

/// `/search`
pub struct SearchPage {
    screen: Loaded<SearchScreen>,
}

impl Screen for SearchPage {
    fn data() -> Self {
        let (q, kind) = (query("q"), query("kind"));
        Self { screen: load(move || Search { query: q(), kind: kind() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, search_screen)
    }
}

fn search_screen(read: SearchScreen) -> impl IntoView {
    let asked = read.asked;
    let title = if asked { format!("{} – search", read.query) } else { "Search".to_owned() };
    let shortened = read.shortened.then(|| view! { <p class="hint">{format!("Only the first {MOST_WORDS} words were looked for.")}</p> });
    let results = match (asked, read.groups.is_empty()) {
        (false, _) => nothing_asked(read.query.trim().is_empty()).into_any(),
        (true, true) => nothing_found(read.query.clone(), read.kind).into_any(),
        (true, false) => found(read.clone()).into_any(),
    };
    view! {
        <Title text=title/>
        <div class="wrap search-screen">
            <div class="page-head">
                <h1>"Search"</h1>
                <form class="search-form" method="get" action="/search" role="search" aria-label="Everything here">
                    <label class="visually-hidden" for="q">"What are you looking for?"</label>
                    <input id="q" name="q" type="search" value=read.query autofocus=!asked autocomplete="off" dir="auto" enterkeyhint="search"/>
                    {read.kind.map(|kind| view! { <input type="hidden" name="kind" value=kind.as_str()/> })}
                    <button class="button" type="submit">"Search"</button>
                </form>
                {shortened}
            </div>
            {results}
        </div>
    }
}

fn nothing_asked(empty: bool) -> impl IntoView {
    let what = if empty {
        "Look for communities, people, events, questions and their answers, pages, resources and topics."
    } else {
        "There is no word in that to look for. Type at least one letter or digit."
    };
    view! {
        <div class="prose">
            <p>{what}</p>
            <p>"All the words you type must be there, in any form and with any accents: “design” also finds “designing”, and “resume” finds “résumé”. Put quotes around words that belong together: \"screen reader\"."</p>
        </div>
    }
}

fn nothing_found(query: String, kind: Option<FoundKind>) -> impl IntoView {
    let what = kind.map_or("Nothing", |kind| match kind {
        FoundKind::Person => "Nobody",
        _ => "Nothing of this kind",
    });
    let everything = kind.map(|_| view! { <a href=address(&query, None)>"search everything"</a>", " });
    view! {
        <Empty>
            {what}" was found for “"<bdi>{query}</bdi>"”. Try fewer words or another spelling, "{everything}
            "or look through the "<a href="/communities">"communities"</a>", the "<a href="/topics">"topics"</a>", the "<a href="/questions">"questions"</a>" and the "<a href="/people">"people"</a>"."
        </Empty>
    }
}

fn found(read: SearchScreen) -> impl IntoView {
    let narrowed = read.kind.is_some();
    let back = narrowed.then(|| view! { <p class="search-back"><a href=address(&read.query, None)>"All results"</a></p> });
    let kinds = (!narrowed && read.groups.len() > 1).then(|| view! { <Kinds read=read.clone()/> });
    let query = read.query;
    let groups = read.groups.into_iter().map(|group| {
        let (one, many) = group.kind.names();
        let total = up_to(group.total, one, many);
        let all = group.total <= group.hits.len() as i64;
        let rest = if group.total > MOST_SHOWN as i64 { format!("More {many}") } else { format!("All {total}") };
        let more = (!all && !narrowed).then(|| (rest, address(&query, Some(group.kind))));
        let title = if narrowed { total.clone() } else { group.kind.title().to_owned() };
        let best = (narrowed && !all).then(
            || view! { <p class="hint">{format!("The {MOST_SHOWN} best of {total}. Add a word to find what is not among them.")}</p> },
        );
        view! { <section><SectionHead title more/>{best}<Hits hits=group.hits/></section> }
    });
    view! {
        {back}
        {kinds}
        <div class="stack stack--close">{groups.collect_view()}</div>
    }
}
