//! Screens of people.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{People, Profile};
use super::parts::PersonLine;
use super::profile::{Belonging, PeopleScreen, ProfileScreen};
use crate::related::parts::{EventLines, QuestionLines, WritingLines};
use crate::ui::avatar::Avatar;
use crate::ui::frame::Breadcrumbs;
use crate::ui::lists::{Empty, Tags, up_to};
use crate::ui::load::{Loaded, load, param, query, show};
use crate::ui::pagination::{Pagination, encode};
use crate::ui::text::Prose;
use crate::ui::time::Time;

/// `/people`
pub struct PeoplePage {
    screen: Loaded<PeopleScreen>,
}

impl Screen for PeoplePage {
    fn data() -> Self {
        let (q, organisation, after) = (query("q"), query("organisation"), query("after"));
        Self { screen: load(move || People { query: q(), organisation: organisation(), after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, people_screen)
    }
}

fn people_screen(read: PeopleScreen) -> impl IntoView {
    let filtered = !read.query.is_empty() || !read.organisation.is_empty();
    let base = match (read.query.is_empty(), read.organisation.is_empty()) {
        (true, true) => "/people".to_owned(),
        (false, true) => format!("/people?q={}", encode(&read.query)),
        (true, false) => format!("/people?organisation={}", encode(&read.organisation)),
        (false, false) => format!("/people?q={}&organisation={}", encode(&read.query), encode(&read.organisation)),
    };
    let chosen = read.organisation;
    let option = |(slug, name): (String, String)| {
        let selected = slug == chosen;
        view! { <option value=slug selected=selected>{name}</option> }
    };
    let options = read.organisations.into_iter().map(option).collect_view();
    let list = if read.people.items.is_empty() {
        if filtered {
            view! { <Empty>"Nobody found. Names are matched from the beginning of the first or last name; try fewer letters, or "<a href="/people">"see everyone"</a>"."</Empty> }.into_any()
        } else {
            view! { <Empty>"Nobody is listed here yet. People appear when they join, or when a site is brought in with “guildhall import”."</Empty> }.into_any()
        }
    } else {
        view! { <ul class="people">{read.people.items.into_iter().map(|person| view! { <li><PersonLine person/></li> }).collect_view()}</ul> }.into_any()
    };
    view! {
        <Title text="People"/>
        <div class="wrap">
            <div class="page-head">
                <h1>"People"</h1>
                <p class="lede">{format!("{} across the communities: what they do, where they belong and what you can ask them about.", up_to(read.count, "person", "people"))}</p>
            </div>
            <form class="filters" method="get" action="/people" role="search" aria-label="People">
                <div class="field">
                    <label for="q">"Name"</label>
                    <input id="q" name="q" type="search" value=read.query autocomplete="off" dir="auto"/>
                </div>
                <div class="field">
                    <label for="organisation">"Organisation"</label>
                    <select id="organisation" name="organisation"><option value="">"All organisations"</option>{options}</select>
                </div>
                <button class="button" type="submit">"Find people"</button>
                {filtered.then(|| view! { <a class="button button--quiet" href="/people">"Show everyone"</a> })}
            </form>
            {list}
            <Pagination base next=read.people.next later=read.people.later/>
        </div>
    }
}

/// `/people/{handle}`
pub struct ProfilePage {
    profile: Loaded<ProfileScreen>,
}

impl Screen for ProfilePage {
    fn data() -> Self {
        let handle = param("handle");
        Self { profile: load(move || Profile { handle: handle() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.profile, profile_screen)
    }
}

fn profile_screen(read: ProfileScreen) -> impl IntoView {
    let quiet = read.about.trim().is_empty()
        && read.events.is_empty()
        && read.questions.is_empty()
        && read.answered.is_empty()
        && read.writings.is_empty();
    let first = read.name.split_whitespace().next().unwrap_or_default().to_owned();
    let first = if read.kind.is_person() { first } else { read.name.clone() };
    let tags = |topics: Vec<(String, String)>| -> Vec<(String, String)> {
        topics.into_iter().map(|(title, slug)| (title, format!("/topics/{slug}"))).collect()
    };
    let (ask_about, learning) = (tags(read.ask_about), tags(read.learning));
    let listed = !read.has_account;
    view! {
        <Title text=read.name.clone()/>
        <div class="wrap">
            <Breadcrumbs steps=vec![("People".to_owned(), "/people".to_owned())]/>
            <div class="profile-head">
                <Avatar name=read.name.clone() square=!read.kind.is_person() large=true/>
                <div>
                    <h1 dir="auto">{read.name.clone()}</h1>
                    {read.role.map(|role| view! { <p class="lede" dir="auto">{role}</p> })}
                    <ul class="meta">
                        {read.organisations.into_iter().map(|(slug, name)| view! { <li><a href=format!("/organisations/{slug}") dir="auto">{name}</a></li> }).collect_view()}
                        {read.place.map(|place| view! { <li dir="auto">{place}</li> })}
                        {read.pronouns.map(|pronouns| view! { <li dir="auto">{pronouns}</li> })}
                        {(!read.kind.is_person()).then(|| view! { <li>"Team"</li> })}
                    </ul>
                </div>
            </div>
            <div class="columns">
                <div class="stack">
                    {(!read.about.trim().is_empty()).then(|| view! { <section><h2 class="visually-hidden">"About"</h2><Prose html=read.about/></section> })}
                    {quiet.then(|| view! { <Empty>{read.name.clone()}" hasn’t written or presented anything here yet. See the communities they belong to, or ask your question "<a href="/questions">"on the board"</a>"."</Empty> })}
                    {(!read.events.is_empty()).then(|| view! { <section><h2>"Speaks at"</h2><EventLines events=read.events/></section> })}
                    {(!read.writings.is_empty()).then(|| view! { <section><h2>"Wrote"</h2><WritingLines writings=read.writings/></section> })}
                    {(!read.answered.is_empty()).then(|| view! { <section><h2>"Answered"</h2><QuestionLines questions=read.answered/></section> })}
                    {(!read.questions.is_empty()).then(|| view! { <section><h2>"Asked"</h2><QuestionLines questions=read.questions/></section> })}
                </div>
                <div class="stack stack--close aside">
                    {(!ask_about.is_empty()).then(|| view! { <section><h2>{format!("Ask {first} about")}</h2><Tags tags=ask_about/></section> })}
                    {(!read.communities.is_empty()).then(|| view! { <section><h2>"Communities"</h2><ul class="belongings">{read.communities.into_iter().map(belonging).collect_view()}</ul></section> })}
                    {(!learning.is_empty()).then(|| view! { <section><h2>"Is learning"</h2><Tags tags=learning/></section> })}
                    {(!read.links.is_empty()).then(|| view! { <section><h2>"Elsewhere"</h2><ul class="list list--plain">{read.links.into_iter().map(|link| view! { <li><a href=link.url dir="auto">{link.title}</a></li> }).collect_view()}</ul></section> })}
                    {listed.then(|| view! { <p class="hint">"Listed here; no account yet."</p> })}
                </div>
            </div>
        </div>
    }
}

fn belonging(b: Belonging) -> impl IntoView {
    let roles = (!b.roles.is_empty()).then(|| b.roles.join(", "));
    let past = (!b.past_roles.is_empty()).then(|| format!("Formerly: {}", b.past_roles.join(", ")));
    view! {
        <li>
            <a href=format!("/c/{}", b.slug) dir="auto">{b.name}</a>
            {roles.map(|roles| view! { <span dir="auto">{roles}</span> })}
            {past.map(|past| view! { <span class="meta" dir="auto">{past}</span> })}
            {b.since.map(|stamp| view! { <span class="meta">"Since "<Time stamp/></span> })}
        </li>
    }
}
