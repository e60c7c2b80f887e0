//! Screens of resources.

use crate::chunks::Screen;
use crate::members::parts::PersonName;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{ReadCommunityResources, ReadResource, ReadResources};
use super::model::{ResourceKind, ResourceList, ResourceScreen, ResourceSummary};
use crate::communities::EVERYONE;
use crate::communities::model::Section;
use crate::communities::parts::CommunityHeader;
use crate::link::host;
use crate::ui::filters::FilterForm;
use crate::ui::lists::{Empty, Tags};
use crate::ui::load::{Loaded, load, param, show, whole_query};
use crate::ui::pagination::Pagination;
use crate::ui::text::Prose;
use crate::ui::time::Time;

/// `/resources`
pub struct ResourcesPage {
    list: Loaded<ResourceList>,
}

impl Screen for ResourcesPage {
    fn data() -> Self {
        let query = whole_query();
        Self { list: load(move || ReadResources { query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.list, list_screen)
    }
}

/// `/c/{community}/resources`
pub struct CommunityResourcesPage {
    list: Loaded<ResourceList>,
}

impl Screen for CommunityResourcesPage {
    fn data() -> Self {
        let (community, query) = (param("community"), whole_query());
        Self { list: load(move || ReadCommunityResources { community: community(), query: query() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.list, list_screen)
    }
}

fn list_screen(screen: ResourceList) -> impl IntoView {
    let ResourceList { head, filters, list } = screen;
    let (here, clear) = (filters.here.clone(), filters.clear.clone());
    let title = head.as_ref().map_or_else(|| "Resources".to_owned(), |head| format!("Resources of {}", head.brief_name()));
    let communities = head.is_none();
    let empty = list.items.is_empty().then(|| {
        if filters.narrow() {
            view! { <Empty>"No resource matches. Take a filter away, or "<a href=clear>"see them all"</a>"."</Empty> }.into_any()
        } else if communities {
            view! { <Empty>"Nothing has been collected yet. What the communities wrote themselves stands on their pages: start from the "<a href="/communities">"communities"</a>"."</Empty> }.into_any()
        } else {
            view! { <Empty>"This community has not collected anything yet. Look through the "<a href="/resources">"resources of all communities"</a>"."</Empty> }.into_any()
        }
    });
    let lede = communities
        .then(|| view! { <p class="lede">"Links, articles, files and recordings that the communities found worth keeping."</p> });
    let form = (filters.narrow() || !list.items.is_empty()).then(|| view! { <FilterForm filters label="Resources"/> });
    view! {
        <Title text=title/>
        {head.map(|head| view! { <CommunityHeader head here=Section::Resources/> })}
        <div class="wrap screen">
            <div class="page-head">
                <h1>"Resources"</h1>
                {lede}
            </div>
            {form}
            {empty}
            {(!list.items.is_empty()).then(|| view! { <Resources resources=list.items communities/> })}
            <Pagination base=here next=list.next later=list.later/>
        </div>
    }
}

/// Resources of a list.
#[component]
pub fn Resources(
    /// Which.
    resources: Vec<ResourceSummary>,
    /// Whether to name each resource's community.
    communities: bool,
) -> impl IntoView {
    let row = move |resource: ResourceSummary| {
        let (slug, name) = resource.community;
        let community = (communities && slug != EVERYONE).then(|| view! { <li><a href=format!("/c/{slug}") dir="auto">{name}</a></li> });
        view! {
            <li class="resource">
                <p class="resource-kind">{resource.kind.title()}</p>
                <div>
                    <h2 class="list-title">
                        <a href=resource.href dir="auto">{resource.title}</a>
                        {resource.archived.then(|| view! { " "<span class="badge">"Archived"</span> })}
                    </h2>
                    {(!resource.summary.is_empty()).then(|| view! { <p dir="auto">{resource.summary}</p> })}
                    <ul class="meta">
                        {community}
                        {resource.source.map(|source| view! { <li dir="auto">{source}</li> })}
                        {resource.url.map(|url| view! { <li>{host(&url).to_owned()}</li> })}
                    </ul>
                </div>
            </li>
        }
    };
    view! { <ul class="list resources">{resources.into_iter().map(row).collect_view()}</ul> }
}

/// `/c/{community}/resources/{slug}`
pub struct ResourcePage {
    resource: Loaded<ResourceScreen>,
}

impl Screen for ResourcePage {
    fn data() -> Self {
        let (community, slug) = (param("community"), param("slug"));
        Self { resource: load(move || ReadResource { community: community(), slug: slug() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.resource, resource_screen)
    }
}

fn resource_screen(screen: ResourceScreen) -> impl IntoView {
    let ResourceScreen { head, resource, body_html, published, authors, topics } = screen;
    let open = resource.url.clone().map(|url| {
        let place = host(&url).to_owned();
        let act = match resource.kind {
            ResourceKind::File => "Get the file from",
            ResourceKind::Recording => "Watch or listen at",
            ResourceKind::Link | ResourceKind::Article => "Read it at",
        };
        view! { <p class="actions"><a class="button" href=url>{format!("{act} {place}")}</a></p> }
    });
    let authors = (!authors.is_empty()).then(|| {
        let names = authors.into_iter().map(|(handle, name)| view! { <dd><PersonName handle name/></dd> });
        view! { <div><dt>"By"</dt>{names.collect_view()}</div> }
    });
    view! {
        <Title text=resource.title.clone()/>
        <CommunityHeader head here=Section::Resources inside=true/>
        <article class="wrap screen columns columns--head">
            <header class="page-head">
                <p class="meta">{resource.kind.title()}</p>
                <h1 dir="auto">{resource.title}</h1>
                {(!resource.summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{resource.summary}</p> })}
                {resource.archived.then(|| view! { <div class="notice"><p><strong>"This resource is archived."</strong>" It is kept to be read, and may be out of date."</p></div> })}
                {open}
            </header>
            {(!body_html.is_empty()).then(|| view! { <Prose html=body_html/> })}
                <aside class="stack stack--close" aria-label="About this resource">
                    <dl class="facts">
                        {resource.source.map(|source| view! { <div><dt>"Made by"</dt><dd dir="auto">{source}</dd></div> })}
                        {authors}
                        {published.map(|stamp| view! { <div><dt>"Published"</dt><dd><Time stamp/></dd></div> })}
                    </dl>
                    {(!topics.is_empty()).then(|| view! {
                        <div>
                            <h2>"Topics"</h2>
                            <Tags tags=topics.into_iter().map(|(slug, title)| (title, format!("/topics/{slug}"))).collect()/>
                        </div>
                    })}
                </aside>
        </article>
    }
}
