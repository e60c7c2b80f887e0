//! The table of contents: one line a page.

use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Router, Routes};
use leptos_router::params::ParamsMap;
use leptos_router::{MatchNestedRoutes, NestedRoute, PossibleRouteMatch};

use crate::addresses::{At, at};
use crate::chunks::Place;
use crate::questions::writing;
use crate::ui::frame::{Footer, Header, NotFound, Notices};
use crate::ui::live;

/// The screen at each address.
const ROUTES: &[(At, Place)] = &[
    (at("/"), Place::FrontPage),
    (at("/communities"), Place::CommunitiesPage),
    (at("/communities/new"), Place::SheetPage),
    (at("/c/:community/settings"), Place::SheetPage),
    (at("/c/:community/settings/*rest"), Place::SheetPage),
    (at("/c/:community"), Place::CommunityPage),
    (at("/c/:community/members"), Place::CommunityMembersPage),
    (at("/people"), Place::PeoplePage),
    (at("/people/:handle"), Place::ProfilePage),
    (at("/organisations"), Place::OrganisationsPage),
    (at("/organisations/:slug"), Place::OrganisationPage),
    (at("/topics"), Place::TopicsPage),
    (at("/topics/:topic"), Place::TopicPage),
    (at("/events"), Place::AgendaPage),
    (at("/c/:community/events"), Place::CommunityAgendaPage),
    (at("/c/:community/new-event"), Place::SheetPage),
    (at("/c/:community/events/:slug/edit"), Place::SheetPage),
    (at("/c/:community/hosting"), Place::SheetPage),
    (at("/c/:community/events/:slug/hosts"), Place::SheetPage),
    (at("/c/:community/events/:slug/answer"), Place::SheetPage),
    (at("/c/:community/events/:slug/people"), Place::SheetPage),
    (at("/c/:community/events/:slug/:date/edit"), Place::SheetPage),
    (at("/c/:community/events/:slug/:date/people"), Place::SheetPage),
    (at("/c/:community/events/:slug"), Place::EventPage),
    (at("/c/:community/events/:slug/:date"), Place::MeetingPage),
    (at("/questions"), Place::QuestionsPage),
    (at("/ask"), Place::SheetPage),
    (at("/c/:community/ask"), Place::SheetPage),
    (at("/c/:community/questions"), Place::CommunityQuestionsPage),
    (at("/c/:community/questions/:slug"), Place::QuestionPage),
    (at("/c/:community/questions/:slug/edit"), Place::SheetPage),
    (at("/c/:community/questions/:slug/invite"), Place::SheetPage),
    (at("/c/:community/questions/:slug/history"), Place::SheetPage),
    (at("/c/:community/questions/:slug/answers/:answer/edit"), Place::SheetPage),
    (at("/c/:community/questions/:slug/answers/:answer/history"), Place::SheetPage),
    (at("/c/:community/questions/:slug/suggest"), Place::SheetPage),
    (at("/c/:community/questions/:slug/suggestions"), Place::SheetPage),
    (at("/c/:community/questions/:slug/answers/:answer/suggest"), Place::SheetPage),
    (at("/c/:community/questions/:slug/answers/:answer/suggestions"), Place::SheetPage),
    (at("/c/:community/questions/:slug/comments/:comment/edit"), Place::SheetPage),
    (at("/c/:community/questions/:slug/comments/:comment/history"), Place::SheetPage),
    (at("/c/:community/pages"), Place::PagesPage),
    (at("/c/:community/arrange-pages"), Place::ArrangePages),
    (at("/c/:community/new-page"), Place::SheetPage),
    (at("/c/:community/pages/*path").ending(&["edit"]), Place::EditPage),
    (at("/c/:community/pages/*path").ending(&["files", "history", "settings", "suggest"]), Place::SheetPage),
    (at("/c/:community/pages/*path"), Place::PagePage),
    (at("/resources"), Place::ResourcesPage),
    (at("/c/:community/resources"), Place::CommunityResourcesPage),
    (at("/c/:community/resources/:slug"), Place::ResourcePage),
    (at("/search"), Place::SearchPage),
    (at("/accessibility"), Place::StatementPage),
    (at("/report"), Place::SheetPage),
    (at("/sign-in"), Place::SheetPage),
    (at("/sign-in/:token"), Place::SheetPage),
    (at("/sign-up"), Place::SheetPage),
    (at("/sign-up/:token"), Place::SheetPage),
    (at("/set-up/:token"), Place::SheetPage),
    (at("/password"), Place::SheetPage),
    (at("/password/:token"), Place::SheetPage),
    (at("/invited/:token"), Place::SheetPage),
    (at("/guest/:token"), Place::SheetPage),
    (at("/claim/:token"), Place::SheetPage),
    (at("/unsubscribe/:token"), Place::SheetPage),
    (at("/me"), Place::SheetPage),
    (at("/me/*rest"), Place::SheetPage),
    (at("/admin"), Place::SheetPage),
    (at("/admin/*rest"), Place::SheetPage),
    (at("/developer/components"), Place::ComponentsPage),
];

/// The screen to which a path leads, and the parameters in it.
pub fn screen_at(path: &str) -> Option<(Place, ParamsMap)> {
    ROUTES.iter().find_map(|(at, place)| Some((*place, at.test(path)?.params().iter().cloned().collect())))
}

fn routes() -> StaticVec<impl MatchNestedRoutes + Clone + Send + 'static> {
    ROUTES.iter().map(|(at, place)| NestedRoute::new(*at, *place)).collect::<Vec<_>>().into()
}

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
        #[cfg(not(feature = "ssr"))]
        crate::ahead::pointing::begin();
        live::begin();
        writing::begin();
    });
    view! {
        <Router>
            <a class="skip" href="#main" rel="external">"Skip to the content"</a>
            <Header/>
            <main id="main" tabindex="-1">
                <Notices/>
                <Routes fallback=NotFound children=ToChildren::to_children(routes)/>
            </main>
            <Footer/>
        </Router>
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
