//! Screens of communities.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

use super::api::communities;
use super::model::CommunityList;
use crate::ui::load::{Loaded, load, query, show};
use crate::ui::pagination::Pagination;

/// `/communities`
pub struct CommunitiesPage {
    list: Loaded<CommunityList>,
}

#[lazy_route]
impl LazyRoute for CommunitiesPage {
    fn data() -> Self {
        let after = query("after");
        Self { list: load(after, communities) }
    }

    fn view(this: Self) -> AnyView {
        show(this.list, |list| {
            view! {
                <Title text="Communities"/>
                <div class="wrap">
                    <h1>"Communities"</h1>
                    <ul class="cards">
                        {list.items.into_iter().map(|c| view! { <li><a href=format!("/c/{}", c.slug)>{c.name}</a><p>{c.summary}</p></li> }).collect_view()}
                    </ul>
                    <Pagination base="/communities".to_owned() next=list.next later=list.later/>
                </div>
            }
        })
    }
}
