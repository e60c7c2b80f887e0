//! Pieces of communities' screens.

use leptos::prelude::*;

use super::directory::CommunitySummary;
use super::model::{CommunityHead, Section};
use crate::ui::avatar::Avatar;
use crate::ui::lists::{grouped, up_to};
use crate::ui::time::Time;

/// What stands over every screen of a community: its name and the way to its sections; on its own screen also what it is.
///
/// Stands outside `.wrap`, before it. On the community's own screen the name is the `h1`; on the others it is a link and the screen has its own `h1`.
#[component]
pub fn CommunityHeader(
    /// The community.
    head: CommunityHead,
    /// The section this screen is in.
    here: Section,
    /// Whether the screen is something of the section, one event, and not the section's own list.
    #[prop(optional)]
    inside: bool,
) -> impl IntoView {
    let own = here == Section::About && !inside;
    let name = if own {
        view! { <h1 dir="auto">{head.name.clone()}</h1> }.into_any()
    } else {
        view! { <p class="community-name" dir="auto"><a href=format!("/c/{}", head.slug)>{head.name.clone()}</a></p> }.into_any()
    };
    let kind = (own && !head.is_everyone()).then(|| {
        view! {
            <ul class="meta">
                <li>{head.kind.title()}</li>
                {head.status.badge().map(|status| view! { <li><span class="badge">{status}</span></li> })}
            </ul>
        }
    });
    let summary = (own && !head.summary.is_empty()).then(|| view! { <p class="lede" dir="auto">{head.summary.clone()}</p> });
    let sections = Section::ALL
        .into_iter()
        .filter(|section| section.is_seen(head.sees) && !(head.is_everyone() && *section == Section::Members))
        .map(|section| {
            let current = (section == here).then_some(if inside { "true" } else { "page" });
            view! { <li><a href=section.address(&head.slug) aria-current=current>{section.title()}</a></li> }
        });
    let settings = head.tends.then(|| {
        let current = (here == Section::Settings).then_some("true");
        view! { <li class="community-nav-end"><a href=Section::Settings.address(&head.slug) aria-current=current>"Settings"</a></li> }
    });
    // Its accent holds for as long as its header stands.
    let accent = head.accent.clone().map(|stylesheet| view! { <link rel="stylesheet" href=stylesheet/> });
    view! {
        {accent}
        <div class="community-head">
            <div class="wrap">
                <div class="community-title">
                    <Avatar name=head.brief_name() square=true large=own/>
                    <div>{name} {kind}</div>
                </div>
                {summary}
                <nav class="community-nav" aria-label=format!("{}: sections", head.brief_name())>
                    <ul>{sections.collect_view()}{settings}</ul>
                </nav>
            </div>
        </div>
    }
}

/// Communities as cards.
#[component]
pub fn CommunityCards(
    /// Which.
    communities: Vec<CommunitySummary>,
) -> impl IntoView {
    view! { <ul class="cards">{communities.into_iter().map(card).collect_view()}</ul> }
}

fn card(c: CommunitySummary) -> impl IntoView {
    let brief = c.short_name.unwrap_or_else(|| c.name.clone());
    let members = c.members.unwrap_or_default();
    // Those who are listed here, unless the mailing list reaches more.
    let belonging = match c.reach {
        Some((n, kind)) if n > members => Some(view! { <li>{format!("{} {}", grouped(n), kind.of())}</li> }.into_any()),
        _ => (members > 0).then(|| view! { <li>{up_to(members, "member", "members")}</li> }.into_any()),
    };
    view! {
        <li class="card community-card">
            <div class="community-card-head">
                <Avatar name=brief square=true/>
                <div>
                    <h3 class="list-title"><a href=format!("/c/{}", c.slug) dir="auto">{c.name}</a></h3>
                    <p class="kind">{c.kind.title()}{c.status.badge().map(|badge| view! { " "<span class="badge">{badge}</span> })}</p>
                </div>
            </div>
            <p dir="auto">{c.summary}</p>
            <ul class="meta">
                {c.external.then(|| view! { <li>"On its own website"</li> })}
                {belonging}
                {c.next.map(|next| view! { <li>"Next meets "<Time stamp=next/></li> })}
            </ul>
        </li>
    }
}

/// Communities as lines: those that no longer live by themselves.
#[component]
pub fn CommunityLines(
    /// Which.
    communities: Vec<CommunitySummary>,
) -> impl IntoView {
    let line = |c: CommunitySummary| {
        view! {
            <li>
                <h3 class="list-title"><a href=format!("/c/{}", c.slug) dir="auto">{c.name}</a>" "{c.status.badge().map(|badge| view! { <span class="badge">{badge}</span> })}</h3>
                {(!c.summary.is_empty()).then(|| view! { <p dir="auto">{c.summary}</p> })}
            </li>
        }
    };
    view! { <ul class="list">{communities.into_iter().map(line).collect_view()}</ul> }
}
