//! Pieces of communities' screens.

use leptos::prelude::*;

use super::model::{CommunityHead, CommunityKind, CommunityStatus, Section};
use crate::ui::avatar::Avatar;

/// What stands over every screen of a community: its name and the way to its sections.
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
                <li>{kind_name(head.kind)}</li>
                {status_name(head.status).map(|status| view! { <li><span class="badge">{status}</span></li> })}
            </ul>
        }
    });
    let sections = Section::ALL.into_iter().filter(|section| section.is_seen(head.sees)).map(|section| {
        let current = (section == here).then_some(if inside { "true" } else { "page" });
        view! { <li><a href=section.address(&head.slug) aria-current=current>{section.title()}</a></li> }
    });
    view! {
        <div class="community-head">
            <div class="wrap">
                <div class="community-title">
                    <Avatar name=head.brief_name() square=true large=own/>
                    <div>{name} {kind}</div>
                </div>
                <nav class="community-nav" aria-label=format!("{}: sections", head.brief_name())>
                    <ul>{sections.collect_view()}</ul>
                </nav>
            </div>
        </div>
    }
}

/// What people call a kind of community.
pub fn kind_name(kind: CommunityKind) -> &'static str {
    match kind {
        CommunityKind::Practice => "Community of practice",
        CommunityKind::Interest => "Special interest group",
        CommunityKind::WorkingGroup => "Working group",
        CommunityKind::Network => "Network",
    }
}

/// What people call a status, where it is worth a word.
pub fn status_name(status: CommunityStatus) -> Option<&'static str> {
    match status {
        CommunityStatus::Active => None,
        CommunityStatus::Archived => Some("Archived"),
        CommunityStatus::Merged => Some("Merged"),
    }
}
