//! What the browser loads when: screens that are visited together share a chunk of WebAssembly, loaded with the first of them.
//!
//! One chunk a screen would cut the program into a piece for every set of screens that share some code, and each piece is a request, and work for the browser besides: with nine chunks of screens a page
//! took 97 requests, with five it takes 31.

use std::marker::PhantomData;

use leptos::prelude::AnyView;
use leptos::task::spawn_local;
use leptos_router::LazyRoute;

use crate::communities::page::{CommunitiesPage, CommunityMembersPage, CommunityPage};
use crate::developer::page::ComponentsPage;
use crate::events::agenda_page::{AgendaPage, CommunityAgendaPage};
use crate::events::page::{EventPage, MeetingPage};
use crate::home::page::FrontPage;
use crate::members::page::{PeoplePage, ProfilePage};
use crate::organisations::page::{OrganisationPage, OrganisationsPage};
use crate::pages::arranging::page::ArrangePages;
use crate::pages::page::{PagePage, PagesPage};
use crate::pages::together::page::EditPage;
use crate::questions::page::{CommunityQuestionsPage, QuestionPage, QuestionsPage};
use crate::resources::page::{CommunityResourcesPage, ResourcePage, ResourcesPage};
use crate::search::page::SearchPage;
use crate::sheets::page::SheetPage;
use crate::statement::page::StatementPage;
use crate::topics::page::{TopicPage, TopicsPage};

/// A screen: what it reads, and how that looks. Both are in its chunk: what reads is most of a screen's code, and on a first visit the page has brought what it reads with it.
pub trait Screen: Sized {
    /// Starts reading.
    fn data() -> Self;

    /// Shows what was read.
    fn view(this: Self) -> AnyView;
}

/// A screen's place in the table of routes: all that the program that every visit loads knows of it.
pub struct Lazily<S>(PhantomData<fn() -> S>);

/// Makes a chunk of screens: a lazily loaded function that shows any of them, which is what each screen's route calls.
macro_rules! chunk {
    ($(#[$meta:meta])* $chunk:ident, $preload:ident: $($page:ident),+ $(,)?) => {
        $(#[$meta])*
        mod $chunk {
            use super::*;

            #[allow(clippy::enum_variant_names, reason = "each is named after its screen")]
            enum Which { $($page),+ }

            #[leptos::lazy]
            fn $chunk(screen: Which) -> AnyView {
                match screen { $(Which::$page => <$page as Screen>::view(<$page as Screen>::data())),+ }
            }

            $(impl LazyRoute for Lazily<$page> {
                fn data() -> Self {
                    Self(PhantomData)
                }

                async fn view(_this: Self) -> AnyView {
                    let view = $chunk(Which::$page).await;
                    // The server waits where the screen is rendered: here it would change threads, which the router does not stand.
                    #[cfg(target_arch = "wasm32")]
                    crate::ui::load::arrived().await;
                    view
                }

                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    $preload().await;
                }
            })+
        }
    };
}

chunk!(
    /// Where one arrives.
    front, __preload_front: FrontPage
);
chunk!(
    /// Finding communities.
    directory, __preload_directory: CommunitiesPage
);
chunk!(
    /// Getting in, one's own things, settings and administration.
    sheets, __preload_sheets: SheetPage
);
chunk!(
    /// Communities and all that is in them: who meets, when, and what is asked and written down.
    reading, __preload_reading: CommunityPage, CommunityMembersPage, PeoplePage, ProfilePage, OrganisationsPage, OrganisationPage, TopicsPage, TopicPage,
    AgendaPage, CommunityAgendaPage, EventPage, MeetingPage, QuestionsPage, CommunityQuestionsPage, QuestionPage, PagesPage, PagePage, ArrangePages,
    ResourcesPage, CommunityResourcesPage, ResourcePage, SearchPage, StatementPage
);
chunk!(
    /// Editing a page, together; and what developers alone see.
    together, __preload_together: EditPage, ComponentsPage
);

/// Loads the chunk of the screen at a path, if it is not there yet.
pub fn preload(address: &str) {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    if path.contains("/pages/") && path.ends_with("/edit") {
        return spawn_local(Lazily::<EditPage>::preload());
    }
    let mut parts = path.split('/').skip(1);
    let section = match parts.next() {
        Some("c") => parts.nth(1).unwrap_or("c"),
        Some("ask" | "sign-in" | "sign-up" | "set-up" | "password") => "me",
        first => first.unwrap_or_default(),
    };
    match section {
        "" => spawn_local(Lazily::<FrontPage>::preload()),
        "communities" => spawn_local(Lazily::<CommunitiesPage>::preload()),
        "c" | "members" | "people" | "organisations" | "topics" | "events" | "questions" | "pages" | "arrange-pages" | "resources"
        | "search" | "accessibility" => {
            spawn_local(Lazily::<CommunityPage>::preload());
        }
        "me" | "ask" => spawn_local(Lazily::<SheetPage>::preload()),
        _ => {}
    }
}
