//! Pieces of pages' screens.

use leptos::prelude::*;

use super::model::{Branch, Heading, PageLink};

/// A tree of pages with their summaries: the table of contents of all a community wrote.
#[component]
pub fn WholeTree(
    /// The roots.
    tree: Vec<Branch>,
) -> impl IntoView {
    let root = |branch: Branch| {
        view! {
            <li>
                <h2 class="list-title"><a href=branch.href dir="auto">{branch.title}</a></h2>
                {(!branch.summary.is_empty()).then(|| view! { <p dir="auto">{branch.summary}</p> })}
                {(!branch.children.is_empty()).then(|| lower(branch.children))}
            </li>
        }
    };
    view! { <ul class="list pages">{tree.into_iter().map(root).collect_view()}</ul> }
}

fn lower(branches: Vec<Branch>) -> AnyView {
    let leaf = |branch: Branch| {
        let more = (branch.children.is_empty() && branch.below > 0).then(|| format!(" ({} more below)", branch.below));
        view! {
            <li>
                <a href=branch.href dir="auto">{branch.title}</a>
                {(!branch.summary.is_empty()).then(|| view! { <span class="meta" dir="auto">{branch.summary}</span> })}
                {more.map(|more| view! { <span class="meta">{more}</span> })}
                {(!branch.children.is_empty()).then(|| lower(branch.children))}
            </li>
        }
    };
    view! { <ul>{branches.into_iter().map(leaf).collect_view()}</ul> }.into_any()
}

/// The tree beside a page, opened where the page lies. Where there is no room beside, the way up leads to the whole of it.
#[component]
pub fn SideTree(
    /// The roots.
    tree: Vec<Branch>,
) -> impl IntoView {
    view! { <nav class="side-tree" aria-label="Pages of this community">{titles(tree)}</nav> }
}

fn titles(branches: Vec<Branch>) -> AnyView {
    let leaf = |branch: Branch| {
        view! {
            <li>
                <a href=branch.href aria-current=branch.here.then_some("page") dir="auto">{branch.title}</a>
                {(!branch.children.is_empty()).then(|| titles(branch.children))}
            </li>
        }
    };
    view! { <ul>{branches.into_iter().map(leaf).collect_view()}</ul> }.into_any()
}

/// A page's headings.
#[component]
pub fn Contents(
    /// In their order.
    headings: Vec<Heading>,
) -> impl IntoView {
    // One heading is no table.
    (headings.len() > 1).then(|| {
        let items = headings.into_iter().map(|heading| view! { <li class:lower=heading.lower><a href=format!("#{}", heading.id) dir="auto">{heading.text}</a></li> });
        view! { <nav class="contents" aria-labelledby="contents-title"><h2 id="contents-title">"On this page"</h2><ul>{items.collect_view()}</ul></nav> }
    })
}

/// The pages before and after one.
#[component]
pub fn PageNeighbours(
    /// Before.
    #[prop(optional_no_strip)]
    previous: Option<PageLink>,
    /// After.
    #[prop(optional_no_strip)]
    next: Option<PageLink>,
) -> impl IntoView {
    let beside = |page: Option<PageLink>, rel: &'static str, what: &'static str| {
        page.map(|page| view! { <a class=rel href=page.href rel=rel><span class="meta">{what}</span>" "<span dir="auto">{page.title}</span></a> })
    };
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="neighbours" aria-label="Previous and next page">
                {beside(previous, "prev", "Previous")}
                {beside(next, "next", "Next")}
            </nav>
        }
    })
}
