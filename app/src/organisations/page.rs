//! Screens of organisations.

use crate::chunks::Screen;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{Organisation, Organisations};
use super::model::{Colleague, OrganisationList, OrganisationScreen, OrganisationSummary};
use crate::members::model::PersonSummary;
use crate::members::parts::{PersonLine, Verified};
use crate::ui::frame::Breadcrumbs;
use crate::ui::lists::{Empty, SectionHead, count, up_to};
use crate::ui::load::{Loaded, load, param, query, show};
use crate::ui::pagination::Pagination;
use crate::ui::text::Prose;

/// `/organisations`
pub struct OrganisationsPage {
    list: Loaded<OrganisationList>,
}

impl Screen for OrganisationsPage {
    fn data() -> Self {
        let after = query("after");
        Self { list: load(move || Organisations { after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.list, organisations_screen)
    }
}

fn organisations_screen(read: OrganisationList) -> impl IntoView {
    let line = |o: OrganisationSummary| {
        view! {
            <li>
                <h2 class="list-title"><a href=format!("/organisations/{}", o.slug) dir="auto">{o.name}</a></h2>
                <ul class="meta">
                    {o.short_name.map(|short| view! { <li dir="auto">{short}</li> })}
                    {(o.people > 0).then(|| view! { <li>{up_to(o.people, "person", "people")}</li> })}
                </ul>
            </li>
        }
    };
    let list = if read.items.is_empty() {
        view! { <Empty>"No organisation is listed here yet. They come with their people: "<a href="/people">"see who is here"</a>"."</Empty> }.into_any()
    } else {
        view! { <ul class="topics">{read.items.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <Title text="Organisations"/>
        <div class="wrap">
            <Breadcrumbs steps=vec![("People".to_owned(), "/people".to_owned())]/>
            <div class="page-head">
                <h1>"Organisations"</h1>
                <p class="lede">"Where the people in the communities work."</p>
            </div>
            {list}
            <Pagination base="/organisations".to_owned() next=read.next later=read.later/>
        </div>
    }
}

/// `/organisations/{slug}`
pub struct OrganisationPage {
    screen: Loaded<OrganisationScreen>,
}

impl Screen for OrganisationPage {
    fn data() -> Self {
        let (slug, after) = (param("slug"), query("after"));
        Self { screen: load(move || Organisation { slug: slug(), after: after() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.screen, organisation_screen)
    }
}

fn colleague(colleague: Colleague) -> impl IntoView {
    let person = PersonSummary { organisation: None, ..colleague.person };
    view! { <li><PersonLine person/>{colleague.verified.map(|since| view! { <Verified since/> })}</li> }
}

fn organisation_screen(read: OrganisationScreen) -> impl IntoView {
    let people = if read.people.items.is_empty() {
        view! { <Empty>"Nobody from here is listed yet. "<a href="/people">"See everyone who is"</a>"."</Empty> }.into_any()
    } else {
        view! { <ul class="people">{read.people.items.into_iter().map(colleague).collect_view()}</ul> }.into_any()
    };
    let title = if read.count > 0 { up_to(read.count, "person", "people") } else { "People".to_owned() };
    let find = Some(("Find someone by name".to_owned(), format!("/people?organisation={}", read.slug)));
    view! {
        <Title text=read.name.clone()/>
        <div class="wrap">
            <Breadcrumbs steps=vec![("People".to_owned(), "/people".to_owned()), ("Organisations".to_owned(), "/organisations".to_owned())]/>
            <div class="page-head">
                <h1 dir="auto">{read.name.clone()}</h1>
                <ul class="meta">
                    <li>"Organisation"</li>
                    {read.short_name.map(|short| view! { <li dir="auto">{short}</li> })}
                    {read.website.map(|address| view! { <li><a href=address>"Its website"</a></li> })}
                </ul>
            </div>
            <div class="columns">
                <div class="stack">
                    {(!read.people.later && !read.body.trim().is_empty()).then(|| view! { <Prose html=read.body/> })}
                    <section>
                        <SectionHead title more=find/>
                        {people}
                        <Pagination base=format!("/organisations/{}", read.slug) next=read.people.next later=read.people.later/>
                    </section>
                </div>
                {(!read.communities.is_empty()).then(|| view! {
                    <section class="aside">
                        <h2>"Where its people belong"</h2>
                        <ul class="belongings">
                            {read.communities.into_iter().map(|(slug, name, n)| view! { <li><a href=format!("/c/{slug}") dir="auto">{name}</a><span class="meta">{count(n, "person", "people")}</span></li> }).collect_view()}
                        </ul>
                    </section>
                })}
            </div>
        </div>
    }
}
