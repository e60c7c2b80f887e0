//! What the browser loads when: screens that are visited together share a chunk of WebAssembly, loaded with the first of them.
//!
//! One chunk a screen would cut the program into a piece for every set of screens that share some code, and each piece is a request, and work for the browser besides: with nine chunks of screens a page
//! took 97 requests, with five it takes 31.

use leptos::prelude::{AnyView, IntoAny};
use leptos_router::ChooseView;

use crate::ahead::Ahead;
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
#[cfg(target_arch = "wasm32")]
use crate::ui::{load::arrived, pause::breathe};

/// A screen: what it reads, and how that looks. Both are in its chunk: what reads is most of a screen's code, and on a first visit the page has brought what it reads with it.
pub trait Screen: Sized {
    /// Starts reading.
    fn data() -> Self;

    /// Shows what was read.
    fn view(this: Self) -> AnyView;
}

/// Makes chunks of screens: of each a lazily loaded function that shows any of them.
macro_rules! chunks {
    ($($(#[$meta:meta])* $chunk:ident, $preload:ident: $($screen:ident),+;)+) => {
        /// A screen's place in the table of routes, by its name: all that the program that every visit loads knows of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(clippy::enum_variant_names, missing_docs, reason = "each is named after its screen")]
        pub enum Place { $($($screen),+),+ }

        $(
            $(#[$meta])*
            #[leptos::lazy]
            fn $chunk(place: Place) -> AnyView {
                match place {
                    $(Place::$screen => <$screen as Screen>::view(<$screen as Screen>::data()),)+
                    // Those of other chunks are asked there.
                    _ => ().into_any(),
                }
            }
        )+

        // One type for all screens, and not one for each: the router is compiled once for every type.
        impl ChooseView for Place {
            async fn choose(self) -> AnyView {
                let view = match self {
                    $($(Place::$screen)|+ => $chunk(self).await,)+
                };
                // The server waits where the screen is rendered: here it would change threads, which the router does not stand.
                #[cfg(target_arch = "wasm32")]
                arrived().await;
                view
            }

            /// Loads the chunk, if it is not there yet.
            async fn preload(&self) {
                #[cfg(target_arch = "wasm32")]
                {
                    // To ask for all its pieces is work by itself, and so is to show it. Here alone: a page that comes to life expects of `choose` that it waits for nothing.
                    breathe().await;
                    match self {
                        $($(Place::$screen)|+ => $preload().await,)+
                    }
                    breathe().await;
                }
            }
        }
    };
}

chunks! {
    /// Where one arrives.
    front, __preload_front: FrontPage;
    /// Finding communities.
    directory, __preload_directory: CommunitiesPage;
    /// Getting in, one's own things, settings and administration.
    sheets, __preload_sheets: SheetPage;
    /// Communities and all that is in them: who meets, when, and what is asked and written down.
    reading, __preload_reading: CommunityPage, CommunityMembersPage, PeoplePage, ProfilePage, OrganisationsPage, OrganisationPage, TopicsPage, TopicPage, AgendaPage, CommunityAgendaPage, EventPage, MeetingPage, QuestionsPage, CommunityQuestionsPage, QuestionPage, PagesPage, PagePage, ArrangePages, ResourcesPage, CommunityResourcesPage, ResourcePage, SearchPage, StatementPage, Ahead;
    /// Editing a page, together; and what developers alone see.
    together, __preload_together: EditPage, ComponentsPage;
}
