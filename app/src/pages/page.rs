//! Screens of pages.

use crate::chunks::Screen;
use crate::members::parts::PersonName;
use crate::ui::title::Title;
use leptos::prelude::*;

use super::api::{ReadPage, ReadTree};
use super::attached::model::Attached;
use super::model::{PageAudience, PageLink, PageScreen, TreeScreen};
use super::parts::{Contents, PageNeighbours, SideTree, WholeTree};
use super::reading;
use crate::communities::model::Section;
use crate::communities::parts::CommunityHeader;
use crate::ui::frame::Breadcrumbs;
use crate::ui::lists::{Empty, Tags};
use crate::ui::live;
use crate::ui::load::{Loaded, load, param, show};
use crate::ui::sheet::parts_view;
use crate::ui::time::{Stamp, Time};

/// `/c/{community}/pages`
pub struct PagesPage {
    tree: Loaded<TreeScreen>,
}

impl Screen for PagesPage {
    fn data() -> Self {
        let community = param("community");
        Self { tree: load(move || ReadTree { community: community() }) }
    }

    fn view(this: Self) -> AnyView {
        show(this.tree, tree_screen)
    }
}

fn tree_screen(screen: TreeScreen) -> impl IntoView {
    let slug = screen.head.slug.clone();
    let title = format!("Pages of {}", screen.head.brief_name());
    let whole = format!("/c/{slug}/pages.html");
    let file = (!screen.tree.is_empty()).then(|| format!("/c/{slug}/pages.md"));
    let (edits, resources) = (screen.head.edits, Section::Resources.address(&slug));
    let first = format!("/c/{slug}/new-page");
    let tree = if screen.tree.is_empty() && edits {
        view! { <Empty>"Nothing is written down here yet. Begin with what people ask you most: "<a href=first>"make the first page"</a>"."</Empty> }.into_any()
    } else if screen.tree.is_empty() {
        view! { <Empty>"This community has not written anything down here yet. Its "<a href=resources>"resources"</a>" may help."</Empty> }
            .into_any()
    } else {
        view! { <WholeTree tree=screen.tree/> }.into_any()
    };
    let tools = edits.then(|| {
        vec![
            ("New page", format!("/c/{slug}/new-page")),
            ("Put in order", format!("/c/{slug}/arrange-pages")),
            ("Drafts and settings", format!("/c/{slug}/settings/pages")),
        ]
    });
    view! {
        <Title text=title/>
        <CommunityHeader head=screen.head here=Section::Pages/>
        <div class="wrap screen">
            <div class="page-head">
                <h1>"Pages"</h1>
                <p class="lede">"What this community has learned and written down."</p>
                <Tools tools=tools.unwrap_or_default()/>
            </div>
            {tree}
            <Drafts drafts=screen.drafts/>
            {file.map(|file| view! { <p class="hint"><a href=file rel="external">"Download all of it as Markdown"</a>", or "<a href=whole rel="external">"as HTML"</a>": one file, pictures and all."</p> })}
        </div>
    }
}

/// `/c/{community}/pages/{path}`
pub struct PagePage {
    page: Loaded<PageScreen>,
}

impl Screen for PagePage {
    fn data() -> Self {
        let (community, path) = (param("community"), param("path"));
        Self { page: load(move || ReadPage { community: community(), path: path() }) }
    }

    fn view(this: Self) -> AnyView {
        let (community, path) = (param("community"), param("path"));
        show(this.page, move |page| {
            let (community, path) = untrack(|| (community(), path()));
            let at = format!("{community}/{}", path.trim_end_matches('/'));
            page_screen(page, live::since("page", at, ReadPage { community, path }))
        })
    }
}

fn page_screen(page: PageScreen, now: RwSignal<Option<PageScreen>>) -> impl IntoView {
    // What has not changed of the text stays as it is, and with it what is selected in it and the place of who reads it.
    let (text, first) = (NodeRef::<leptos::html::Div>::new(), page.body_html.clone());
    let shown = StoredValue::new(first.clone());
    Effect::new(move |_| {
        now.with(|now| {
            if let (Some(now), Some(text)) = (now, text.get_untracked()) {
                shown.update_value(|shown| {
                    reading::follow(&text, shown, &now.body_html);
                    shown.clone_from(&now.body_html);
                });
            }
        });
    });
    let pages = Section::Pages.address(&page.head.slug);
    let steps = std::iter::once(("Pages".to_owned(), pages)).chain(page.above.into_iter().map(|above| (above.title, above.href)));
    // Somebody may be about to write it.
    let (blank, leaf, edits) = (page.body_html.trim().is_empty(), page.children.is_empty(), page.head.edits);
    let is_blank = move || now.with(|now| now.as_ref().map_or(blank, |now| now.body_html.trim().is_empty()));
    let nothing = move || {
        let says = if edits { "Nothing is written here yet: edit the page to begin." } else { "Nothing is written here yet." };
        (leaf && is_blank()).then(|| view! { <Empty>{says}</Empty> })
    };
    let tools = page.head.edits.then(|| {
        let under = format!("/c/{}/new-page?under={}", page.head.slug, page.href.split("/pages/").nth(1).unwrap_or_default());
        let edit = (!page.archived).then(|| ("Edit", format!("{}/edit", page.href)));
        let files = (!page.archived).then(|| ("Files", format!("{}/files", page.href)));
        let others =
            [("Settings", format!("{}/settings", page.href)), ("History", format!("{}/history", page.href)), ("New page below it", under)];
        edit.into_iter().chain(files).chain(others).collect::<Vec<_>>()
    });
    let under = page.href.split("/pages/").nth(1).unwrap_or_default();
    let file = |end: &str| format!("/c/{}/pages.{end}?under={under}", page.head.slug);
    let download = (!page.draft && !page.archived).then(|| [file("md"), file("html")]);
    let suggest = page.suggests.then(|| vec![("Suggest a change", format!("{}/suggest", page.href))]);
    let topics = page.topics.into_iter().map(|(slug, title)| (title, format!("/topics/{slug}"))).collect();
    view! {
        <Title text=page.title.clone()/>
        <CommunityHeader head=page.head here=Section::Pages inside=true/>
        <div class="wrap screen page-screen">
            <SideTree tree=page.tree/>
            <article>
                <header class="page-head">
                    <Breadcrumbs steps=steps.collect()/>
                    <h1 dir="auto">{page.title}</h1>
                    {(!page.summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{page.summary}</p> })}
                    <Written authors=page.authors published=page.published/>
                    {page.draft.then(|| view! { <div class="notice"><p><strong>"This page is a draft."</strong>" Only those who edit pages see it. Publish it in its settings."</p></div> })}
                    {for_whom(page.audience).map(|who| view! { <p class="hint">{who}</p> })}
                    {page.outdated.then(|| view! { <div class="notice"><p><strong>"This page is out of date."</strong>" Ask somebody before you rely on it."</p></div> })}
                    {page.archived.then(|| view! { <div class="notice"><p><strong>"This page is archived."</strong>" It is kept to be read, and no longer tended."</p></div> })}
                    <Tools tools=tools.or(suggest).unwrap_or_default()/>
                </header>
                <div class="page-body">
                    <Contents headings=page.contents/>
                    <div class="stack stack--close">
                        <div class="prose" dir="auto" hidden=is_blank node_ref=text inner_html=first></div>
                        {nothing}
                        <Children children=page.children/>
                        <Files files=page.files/>
                        <LinkedFrom pages=page.linked_from/>
                        <Tags tags=topics/>
                        {parts_view(page.follow)}
                        {download.map(|[text, html]| view! { <p class="hint page-download">"Download this page, and what lies below it, "<a href=text rel="external">"as Markdown"</a>" or "<a href=html rel="external">"as HTML"</a>"."</p> })}
                        <PageNeighbours previous=page.previous next=page.next/>
                    </div>
                </div>
            </article>
        </div>
    }
}

/// Who may read a page that is not for all who see the others.
fn for_whom(audience: PageAudience) -> Option<&'static str> {
    match audience {
        PageAudience::Community => None,
        PageAudience::Members => Some("Only members of this community may read this page."),
        PageAudience::Editors => Some("Only leads and those who edit pages may read this page."),
    }
}

#[component]
fn Written(authors: Vec<(String, String)>, published: Option<Stamp>) -> impl IntoView {
    let last = authors.len().saturating_sub(1);
    let names: Vec<_> = authors
        .into_iter()
        .enumerate()
        .map(|(index, (handle, name))| {
            let joint = if index == 0 {
                ""
            } else if index == last {
                " and "
            } else {
                ", "
            };
            view! { {joint}<PersonName handle name/> }
        })
        .collect();
    view! {
        <ul class="meta">
            {(!names.is_empty()).then(|| view! { <li>"By "{names}</li> })}
            {published.map(|stamp| view! { <li>"Published on "<Time stamp/></li> })}
        </ul>
    }
}

/// What those who edit pages can do from here.
#[component]
fn Tools(tools: Vec<(&'static str, String)>) -> impl IntoView {
    let tool = |(title, href): (&'static str, String)| view! { <li><a class="button button--quiet" href=href>{title}</a></li> };
    (!tools.is_empty()).then(|| view! { <ul class="buttons page-tools">{tools.into_iter().map(tool).collect_view()}</ul> })
}

#[component]
fn Drafts(drafts: Vec<PageLink>) -> impl IntoView {
    let draft = |page: PageLink| view! { <li><a href=page.href dir="auto">{page.title}</a></li> };
    (!drafts.is_empty()).then(|| {
        view! { <section><h2>"Drafts"</h2><p>"Only those who edit pages see these."</p><ul>{drafts.into_iter().map(draft).collect_view()}</ul></section> }
    })
}

#[component]
fn Files(files: Vec<Attached>) -> impl IntoView {
    let file = |file: Attached| view! { <li><a href=file.href rel="external" dir="auto">{file.title}</a>" "<span class="meta">{file.says}</span></li> };
    (!files.is_empty()).then(|| {
        view! { <section class="linked-from"><h2 class="children-title">"Files"</h2><ul>{files.into_iter().map(file).collect_view()}</ul></section> }
    })
}

#[component]
fn LinkedFrom(pages: Vec<PageLink>) -> impl IntoView {
    let page = |page: PageLink| view! { <li><a href=page.href dir="auto">{page.title}</a></li> };
    (!pages.is_empty()).then(|| {
        view! { <section class="linked-from"><h2 class="children-title">"Linked from"</h2><ul>{pages.into_iter().map(page).collect_view()}</ul></section> }
    })
}

#[component]
fn Children(children: Vec<PageLink>) -> impl IntoView {
    let child = |page: PageLink| {
        view! {
            <li>
                <h3 class="list-title"><a href=page.href dir="auto">{page.title}</a></h3>
                {(!page.summary.is_empty()).then(|| view! { <p dir="auto">{page.summary}</p> })}
            </li>
        }
    };
    (!children.is_empty()).then(|| {
        view! { <section><h2 class="children-title">"In this section"</h2><ul class="list">{children.into_iter().map(child).collect_view()}</ul></section> }
    })
}
