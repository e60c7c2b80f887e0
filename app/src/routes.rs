//! The table of contents: one line a page.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, path};

use crate::communities::page::{CommunitiesPage, CommunityMembersPage, CommunityPage};
use crate::events::page::{AgendaPage, CommunityAgendaPage, EventPage, MeetingPage};
use crate::home::page::FrontPage;
use crate::members::page::{PeoplePage, ProfilePage};
use crate::organisations::page::OrganisationPage;
use crate::pages::page::{PagePage, PagesPage};
use crate::questions::page::{CommunityQuestionsPage, QuestionPage, QuestionsPage};
use crate::resources::page::{CommunityResourcesPage, ResourcePage, ResourcesPage};
use crate::topics::page::{TopicPage, TopicsPage};
use crate::ui::frame::{Footer, Header, NotFound};

/// The whole site, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Effects run in the browser only: tests and the impatient can tell a page that is alive from one that is still text.
    Effect::new(|_| {
        if let Some(body) = document().body() {
            // Setting an attribute of a name that is valid cannot fail.
            drop(body.set_attribute("data-hydrated", "true"));
        }
    });
    view! {
        <Router>
            <a class="skip" href="#main">"Skip to the content"</a>
            <Header/>
            <main id="main" tabindex="-1">
                <Routes fallback=NotFound>
                    <Route path=path!("/") view={Lazy::<FrontPage>::new()}/>
                    <Route path=path!("/communities") view={Lazy::<CommunitiesPage>::new()}/>
                    <Route path=path!("/c/:community") view={Lazy::<CommunityPage>::new()}/>
                    <Route path=path!("/c/:community/members") view={Lazy::<CommunityMembersPage>::new()}/>
                    <Route path=path!("/people") view={Lazy::<PeoplePage>::new()}/>
                    <Route path=path!("/people/:handle") view={Lazy::<ProfilePage>::new()}/>
                    <Route path=path!("/organisations/:slug") view={Lazy::<OrganisationPage>::new()}/>
                    <Route path=path!("/topics") view={Lazy::<TopicsPage>::new()}/>
                    <Route path=path!("/topics/:topic") view={Lazy::<TopicPage>::new()}/>
                    <Route path=path!("/events") view={Lazy::<AgendaPage>::new()}/>
                    <Route path=path!("/c/:community/events") view={Lazy::<CommunityAgendaPage>::new()}/>
                    <Route path=path!("/c/:community/events/:slug") view={Lazy::<EventPage>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/:date") view={Lazy::<MeetingPage>::new()}/>
                    <Route path=path!("/questions") view={Lazy::<QuestionsPage>::new()}/>
                    <Route path=path!("/c/:community/questions") view={Lazy::<CommunityQuestionsPage>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug") view={Lazy::<QuestionPage>::new()}/>
                    <Route path=path!("/c/:community/pages") view={Lazy::<PagesPage>::new()}/>
                    <Route path=path!("/c/:community/pages/*path") view={Lazy::<PagePage>::new()}/>
                    <Route path=path!("/resources") view={Lazy::<ResourcesPage>::new()}/>
                    <Route path=path!("/c/:community/resources") view={Lazy::<CommunityResourcesPage>::new()}/>
                    <Route path=path!("/c/:community/resources/:slug") view={Lazy::<ResourcePage>::new()}/>
                </Routes>
            </main>
            <Footer/>
        </Router>
    }
}
