//! Screens of people.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{People, Profile};
use super::parts::{PersonLine, Verified};
use super::profile::{Belonging, Deed, Employer, PeopleScreen, ProfileScreen};
use crate::related::parts::{DatedEvents, QuestionLines, WritingLines};
use crate::ui::avatar::Avatar;
use crate::ui::filters::FilterForm;
use crate::ui::frame::Breadcrumbs;
use crate::ui::lists::{Empty, SectionHead, Tags, up_to};
use crate::ui::load::{Loaded, load, param, query, show, whole_query};
use crate::ui::pagination::Pagination;
use crate::ui::sheet::{Part, parts_view};
use crate::ui::text::Prose;
use crate::ui::time::Time;

/// `/people`
pub struct PeoplePage {
    screen: Loaded<PeopleScreen>,
}

impl Screen for PeoplePage {
    fn data() -> Self {
        let query = whole_query();
        Self { screen: load(move || People { query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, people_screen)
    }
}

fn people_screen(read: PeopleScreen) -> impl IntoView {
    let narrow = read.filters.narrow();
    let here = read.filters.here.clone();
    let empty = read.people.items.is_empty();
    let list = match (empty, narrow) {
        (true, true) => view! { <Empty>"Nobody matches. Names are found by how any of their words begins: try fewer letters, take a filter away, or "<a href="/people">"see everyone"</a>"."</Empty> }.into_any(),
        (true, false) => view! { <Empty>"Nobody is listed here yet: people appear when they sign up. "<a href="/sign-up">"Be the first"</a>"."</Empty> }.into_any(),
        (false, _) => view! { <ul class="people">{read.people.items.into_iter().map(|person| view! { <li><PersonLine person/></li> }).collect_view()}</ul> }.into_any(),
    };
    let number = up_to(read.count, "person", "people");
    let lede = if narrow || empty { "Who is in the communities".to_owned() } else { format!("{number} across the communities") };
    let found = (narrow && !empty).then(|| view! { <p class="found" role="status">{number}</p> });
    let form = (narrow || !empty).then(|| view! { <FilterForm filters=read.filters label="People"/> });
    view! {
        <Title text="People"/>
        <div class="wrap">
            <div class="page-head">
                <h1>"People"</h1>
                <p class="lede">{lede}": what they do, where they belong and what you can ask them about. "<a href="/organisations">"All organisations"</a></p>
            </div>
            {form}
            {found}
            {list}
            <Pagination base=here next=read.people.next later=read.people.later/>
        </div>
    }
}

/// `/people/{handle}`
pub struct ProfilePage {
    profile: Loaded<ProfileScreen>,
}

impl Screen for ProfilePage {
    fn data() -> Self {
        let (handle, show, after) = (param("handle"), query("show"), query("after"));
        Self { profile: load(move || Profile { handle: handle(), show: show(), after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.profile, profile_screen)
    }
}

fn employer(employer: Employer) -> impl IntoView {
    view! {
        <li>
            <a href=format!("/organisations/{}", employer.slug) dir="auto">{employer.name}</a>
            {employer.verified.map(|since| view! { " "<Verified since/> })}
        </li>
    }
}

fn profile_screen(read: ProfileScreen) -> impl IntoView {
    let address = format!("/people/{}", read.handle);
    let profile = address.clone();
    let nothing = (read.only.is_some()
        && read.events.is_empty()
        && read.writings.is_empty()
        && read.answered.is_empty()
        && read.questions.is_empty())
    .then(|| view! { <Empty>"There is nothing here to show. "<a href=profile>"See the whole profile"</a>"."</Empty> });
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
    let helps_with: Vec<(String, String)> =
        read.helps_with.into_iter().map(|(title, slug, n)| (format!("{title} ({n})"), format!("/topics/{slug}"))).collect();
    let (ask_about, learning) = (tags(read.ask_about), tags(read.learning));
    let listed = !read.has_account;
    let claim = format!("/report?of={address}");
    let whole = read.only.is_none();
    let more = |deed: Deed| read.more.contains(&deed).then(|| (deed.all().to_owned(), format!("{address}?show={deed}")));
    let (events, writings) = (more(Deed::Events), more(Deed::Writings));
    let (answers, questions) = (more(Deed::Answers), more(Deed::Questions));
    let pages = read.only.map(|deed| {
        view! { <Pagination base=format!("{address}?show={deed}") next=read.next.clone() later=read.later/> }
    });
    let back = (!whole).then(|| view! { <p><a href=address.clone()>"Back to the profile of "{first.clone()}</a></p> });
    view! {
        <Title text=read.name.clone()/>
        <div class="wrap">
            <Breadcrumbs steps=vec![("People".to_owned(), "/people".to_owned())]/>
            <div class="profile-head">
                <Avatar name=read.name.clone() square=!read.kind.is_person() large=true photo=read.photo/>
                <div>
                    <h1 dir="auto">{read.name.clone()}</h1>
                    {read.role.map(|role| view! { <p class="lede" dir="auto">{role}</p> })}
                    <ul class="meta">
                        {read.organisations.into_iter().map(employer).collect_view()}
                        {read.job_family.map(|family| view! { <li dir="auto">{family}</li> })}
                        {read.place.map(|place| view! { <li dir="auto">{place}</li> })}
                        {read.pronouns.map(|pronouns| view! { <li dir="auto">{pronouns}</li> })}
                        {(!read.kind.is_person()).then(|| view! { <li>"Team"</li> })}
                    </ul>
                    {read.own.then(|| view! { <p><a href="/me/profile">"Edit your profile"</a></p> })}
                    {parts_view(read.follow)}
                </div>
            </div>
            <div class="columns">
                <div class="stack">
                    {back}
                    {(whole && !read.about.trim().is_empty()).then(|| view! { <section><h2 class="visually-hidden">"About"</h2><Prose html=read.about/></section> })}
                    {(whole && quiet).then(|| view! { <Empty>{read.name.clone()}" hasn’t written or presented anything here yet. See the communities they belong to, or ask your question "<a href="/questions">"on the board"</a>"."</Empty> })}
                    {(!read.events.is_empty()).then(|| view! { <section><SectionHead title="Speaks at" more=events/><DatedEvents events=read.events/></section> })}
                    {(!read.writings.is_empty()).then(|| view! { <section><SectionHead title="Wrote" more=writings/><WritingLines writings=read.writings/></section> })}
                    {(!read.answered.is_empty()).then(|| view! { <section><SectionHead title="Answered" more=answers/><QuestionLines questions=read.answered/></section> })}
                    {(!read.questions.is_empty()).then(|| view! { <section><SectionHead title="Asked" more=questions/><QuestionLines questions=read.questions/></section> })}
                    {nothing}
                    {pages}
                </div>
                <div class="stack stack--close aside">
                    {(!ask_about.is_empty()).then(|| view! { <section><h2>{format!("Ask {first} about")}</h2><Tags tags=ask_about/></section> })}
                    {(!helps_with.is_empty()).then(|| view! { <section><h2>"Helps with"</h2><p class="hint">"How often their answers were accepted or helped somebody."</p><Tags tags=helps_with/></section> })}
                    {(!read.communities.is_empty()).then(|| view! { <section><h2>"Communities"</h2><ul class="belongings">{read.communities.into_iter().map(belonging).collect_view()}</ul></section> })}
                    {(!learning.is_empty()).then(|| view! { <section><h2>"Is learning"</h2><Tags tags=learning/></section> })}
                    {(!read.links.is_empty()).then(|| view! { <section><h2>"Elsewhere"</h2><ul class="list list--plain">{read.links.into_iter().map(|link| view! { <li><a href=link.url dir="auto">{link.title}</a></li> }).collect_view()}</ul></section> })}
                    {listed.then(|| view! { <p class="hint">"Listed here; no account yet. "<a href=claim>"Is this you?"</a></p> })}
                    {read.block.map(|block| parts_view(vec![Part::Folded("Block".to_owned(), Box::new(block))]))}
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
