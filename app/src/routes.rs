//! The table of contents: one line a page.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, path};

use crate::chunks::{Lazily, preload};
use crate::communities::page::{CommunitiesPage, CommunityMembersPage, CommunityPage};
use crate::developer::page::ComponentsPage;
use crate::events::agenda_page::{AgendaPage, CommunityAgendaPage};
use crate::events::page::{EventPage, MeetingPage};
use crate::home::page::FrontPage;
use crate::members::page::{PeoplePage, ProfilePage};
use crate::organisations::page::{OrganisationPage, OrganisationsPage};
use crate::pages::addresses::Ending;
use crate::pages::arranging::page::ArrangePages;
use crate::pages::page::{PagePage, PagesPage};
use crate::pages::together::page::EditPage;
use crate::questions::page::{CommunityQuestionsPage, QuestionPage, QuestionsPage};
use crate::questions::writing;
use crate::resources::page::{CommunityResourcesPage, ResourcePage, ResourcesPage};
use crate::search::page::SearchPage;
use crate::sheets::page::SheetPage;
use crate::statement::page::StatementPage;
use crate::topics::page::{TopicPage, TopicsPage};
use crate::ui::frame::{Footer, Header, NotFound, Notices};
use crate::ui::live;

/// The parts of a query that some page reads. Others, `utm_source` and its like, change no page.
pub const QUERY: &[&str] = &[
    "after",
    "author",
    "community",
    "deed",
    "format",
    "from",
    "job_family",
    "kind",
    "member",
    "of",
    "on",
    "organisation",
    "past",
    "place",
    "problem",
    "q",
    "show",
    "sort",
    "stage",
    "state",
    "template",
    "title",
    "to",
    "topic",
    "under",
    "view",
    "waiting",
];

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
        preload_what_is_pointed_at();
        live::begin();
        writing::begin();
    });
    view! {
        <Router>
            <a class="skip" href="#main" rel="external">"Skip to the content"</a>
            <Header/>
            <main id="main" tabindex="-1">
                <Notices/>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view={Lazy::<Lazily<FrontPage>>::new()}/>
                    <Route path=path!("/communities") view={Lazy::<Lazily<CommunitiesPage>>::new()}/>
                    <Route path=path!("/communities/new") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/settings") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/settings/*rest") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community") view={Lazy::<Lazily<CommunityPage>>::new()}/>
                    <Route path=path!("/c/:community/members") view={Lazy::<Lazily<CommunityMembersPage>>::new()}/>
                    <Route path=path!("/people") view={Lazy::<Lazily<PeoplePage>>::new()}/>
                    <Route path=path!("/people/:handle") view={Lazy::<Lazily<ProfilePage>>::new()}/>
                    <Route path=path!("/organisations") view={Lazy::<Lazily<OrganisationsPage>>::new()}/>
                    <Route path=path!("/organisations/:slug") view={Lazy::<Lazily<OrganisationPage>>::new()}/>
                    <Route path=path!("/topics") view={Lazy::<Lazily<TopicsPage>>::new()}/>
                    <Route path=path!("/topics/:topic") view={Lazy::<Lazily<TopicPage>>::new()}/>
                    <Route path=path!("/events") view={Lazy::<Lazily<AgendaPage>>::new()}/>
                    <Route path=path!("/c/:community/events") view={Lazy::<Lazily<CommunityAgendaPage>>::new()}/>
                    <Route path=path!("/c/:community/new-event") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/edit") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/hosting") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/hosts") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/answer") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/people") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/:date/edit") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/:date/people") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug") view={Lazy::<Lazily<EventPage>>::new()}/>
                    <Route path=path!("/c/:community/events/:slug/:date") view={Lazy::<Lazily<MeetingPage>>::new()}/>
                    <Route path=path!("/questions") view={Lazy::<Lazily<QuestionsPage>>::new()}/>
                    <Route path=path!("/ask") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/ask") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions") view={Lazy::<Lazily<CommunityQuestionsPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug") view={Lazy::<Lazily<QuestionPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/edit") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/invite") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/history") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/answers/:answer/edit") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/answers/:answer/history") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/suggest") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/suggestions") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/answers/:answer/suggest") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/answers/:answer/suggestions") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/comments/:comment/edit") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/questions/:slug/comments/:comment/history") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/pages") view={Lazy::<Lazily<PagesPage>>::new()}/>
                    <Route path=path!("/c/:community/arrange-pages") view={Lazy::<Lazily<ArrangePages>>::new()}/>
                    <Route path=path!("/c/:community/new-page") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=(path!("/c/:community/pages"), Ending("path", &["edit"])) view={Lazy::<Lazily<EditPage>>::new()}/>
                    <Route path=(path!("/c/:community/pages"), Ending("path", &["files", "history", "settings", "suggest"])) view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/c/:community/pages/*path") view={Lazy::<Lazily<PagePage>>::new()}/>
                    <Route path=path!("/resources") view={Lazy::<Lazily<ResourcesPage>>::new()}/>
                    <Route path=path!("/c/:community/resources") view={Lazy::<Lazily<CommunityResourcesPage>>::new()}/>
                    <Route path=path!("/c/:community/resources/:slug") view={Lazy::<Lazily<ResourcePage>>::new()}/>
                    <Route path=path!("/search") view={Lazy::<Lazily<SearchPage>>::new()}/>
                    <Route path=path!("/accessibility") view={Lazy::<Lazily<StatementPage>>::new()}/>
                    <Route path=path!("/report") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/sign-in") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/sign-in/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/sign-up") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/sign-up/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/set-up/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/password") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/password/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/invited/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/guest/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/claim/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/unsubscribe/:token") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/me") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/me/*rest") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/admin") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/admin/*rest") view={Lazy::<Lazily<SheetPage>>::new()}/>
                    <Route path=path!("/developer/components") view={Lazy::<Lazily<ComponentsPage>>::new()}/>
                </Routes>
            </main>
            <Footer/>
        </Router>
    }
}

/// Loads what a link needs as soon as somebody points at it or reaches it by keyboard: by the click it is there.
fn preload_what_is_pointed_at() {
    for event in ["pointerover", "focusin"] {
        // It listens for as long as the page lives.
        drop(window_event_listener_untyped(event, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = target.and_then(|target| target.closest("a[href^='/']").ok().flatten());
            if let Some(address) = link.and_then(|link| link.get_attribute("href")) {
                preload(&address);
            }
        }));
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::QUERY;

    /// A part of a query that is not in the list would never reach the page that reads it: the page is kept, and sent, without.
    #[test]
    fn every_part_of_a_query_that_a_screen_reads_is_in_the_list() {
        for (path, text) in crate::db::queries_tests::sources()
            .into_iter()
            .filter(|(path, _)| !path.ends_with("asked.rs") && !path.to_string_lossy().contains("src/db/"))
        {
            for call in ["query(\"", "asked.text(\"", "asked.has(\"", "asked.word(\""] {
                for name in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    let word = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                    assert!(!word || QUERY.contains(&name), "{}: {name}", path.display());
                }
            }
        }
    }
}
