//! What a link leads to, asked while somebody points at it: by the click the answer is there, or on its way.
//!
//! What a screen asks it says itself, by the address at which it stands (`Screen::data`). Here screens are given the address of the link instead, and what they ask is kept for the click.

#[cfg(not(feature = "ssr"))]
pub mod pointing;

use leptos::prelude::*;
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

use crate::chunks::{Place, Screen};
use crate::communities::page::{CommunityMembersPage, CommunityPage};
use crate::events::agenda_page::{AgendaPage, CommunityAgendaPage};
use crate::events::page::{EventPage, MeetingPage};
use crate::members::page::{PeoplePage, ProfilePage};
use crate::organisations::page::{OrganisationPage, OrganisationsPage};
use crate::pages::page::{PagePage, PagesPage};
use crate::questions::page::{CommunityQuestionsPage, QuestionPage, QuestionsPage};
use crate::resources::page::{CommunityResourcesPage, ResourcePage, ResourcesPage};
use crate::topics::page::{TopicPage, TopicsPage};

macro_rules! readable {
    ($($screen:ident)+) => {
        impl Place {
            /// Whether a screen is asked ahead. Reading has no consequences; forms are left alone.
            pub fn is_readable(self) -> bool {
                matches!(self, $(Self::$screen)|+)
            }
        }

        fn ask(place: Place) {
            match place {
                $(Place::$screen => {
                    <$screen as Screen>::data();
                })+
                _ => {}
            }
        }
    };
}

readable! {
    CommunityPage CommunityMembersPage PeoplePage ProfilePage OrganisationsPage OrganisationPage TopicsPage TopicPage AgendaPage CommunityAgendaPage EventPage MeetingPage QuestionsPage CommunityQuestionsPage QuestionPage PagesPage PagePage ResourcesPage CommunityResourcesPage ResourcePage
}

/// Where somebody points: the address, the screen there, and the parameters in its path.
#[derive(Clone)]
pub struct Pointed(pub Url, pub Place, pub ParamsMap);

/// Shows nothing: has the screen at [`Pointed`] ask what it will show.
pub struct Ahead;

impl Screen for Ahead {
    fn data() -> Self {
        if let Some(Pointed(url, place, params)) = use_context() {
            // What the router tells a screen.
            provide_context(ArcMemo::new(move |_| params.clone()));
            provide_context(ArcRwSignal::new(url));
            ask(place);
        }
        Self
    }

    fn view(_this: Self) -> AnyView {
        ().into_any()
    }
}
