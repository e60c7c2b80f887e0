//! What stands around every screen: header, footer, breadcrumbs, the pages that say no.

use crate::ui::title::Title;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::error::AppError;
use crate::response::{set_status, site_name};
use crate::ui::notice::{account, notice};
use crate::ui::operator::{footer_links, mark};
use crate::ui::pagination::encode;

/// The site's header.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="site-header">
            <div class="wrap">
                <a class="site-name" href="/"><span class="site-mark" inner_html=mark()></span>{site_name()}</a>
                <nav aria-label="Site">
                    <ul>
                        <li><A href="/communities">"Communities"</A></li>
                        <li><A href="/events">"Events"</A></li>
                        <li><A href="/questions">"Questions"</A></li>
                        <li><A href="/resources">"Resources"</A></li>
                        <li><A href="/people">"People"</A></li>
                    </ul>
                </nav>
                <form class="site-search" method="get" action="/search" role="search" aria-label="This site">
                    <label class="visually-hidden" for="site-search">"Search"</label>
                    <input id="site-search" name="q" type="search" placeholder="Search" autocomplete="off" dir="auto" enterkeyhint="search"/>
                    <button type="submit" aria-label="Search"><Lens/></button>
                </form>
                <a class="site-search-link" href="/search"><Lens/><span class="visually-hidden">"Search"</span></a>
                <div class="account" inner_html=account()></div>
            </div>
        </header>
    }
}

/// What the page says of what was just done; gone on the next one.
#[component]
pub fn Notices() -> impl IntoView {
    let path = use_location().pathname;
    let first = path.get_untracked();
    view! { <div class="wrap notices" hidden=move || path.get() != first inner_html=notice()></div> }
}

/// A magnifying glass.
#[component]
fn Lens() -> impl IntoView {
    view! { <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M10.5 4a6.5 6.5 0 1 0 .1 0M15.5 15.5l5 5"/></svg> }
}

/// The site's footer.
#[component]
pub fn Footer() -> impl IntoView {
    let path = use_location().pathname;
    let report = move || format!("/report?of={}", path.get());
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <p>{site_name()} ": where communities of practice meet, ask and write down what they learn."</p>
                <nav aria-label="More">
                    <ul>
                        <li><a href="/topics">"Topics"</a></li>
                        <li><a href="/organisations">"Organisations"</a></li>
                        <li><a href="/c/everyone">"For everyone"</a></li>
                        <li><a href="/feed.atom" rel="external" type="application/atom+xml">"Feed"</a></li>
                    </ul>
                    <ul inner_html=footer_links()></ul>
                    <ul hidden=move || !can_be_reported(&path.get())><li><a href=report rel="nofollow">"Report this page"</a></li></ul>
                </nav>
            </div>
        </footer>
    }
}

/// Whether what is at a path is somebody's doing, that somebody else may find wrong.
fn can_be_reported(path: &str) -> bool {
    let inside = path.strip_prefix("/c/").and_then(|inside| inside.split('/').nth(1));
    let does = matches!(path.rsplit('/').next(), Some("edit" | "invite" | "people"));
    path.starts_with("/people/")
        || (path.starts_with("/c/") && !does && !matches!(inside, Some("settings" | "members" | "ask" | "new-event")))
}

/// The way from the top to this screen. The last one is the screen itself.
#[component]
pub fn Breadcrumbs(
    /// Title and address of each step above this screen.
    steps: Vec<(String, String)>,
) -> impl IntoView {
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumbs">
            <ol>{steps.into_iter().map(|(title, href)| view! { <li><a href=href>{title}</a></li> }).collect_view()}</ol>
        </nav>
    }
}

/// What an address asks for, as it ends it.
fn asked(search: &str) -> String {
    match search.trim_start_matches('?') {
        "" => String::new(),
        search => format!("?{search}"),
    }
}

/// What an address that leads nowhere shows.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Sorry error=AppError::NotFound/> }
}

/// A screen that says why it can't show what was asked for, and where to go.
#[component]
pub fn Sorry(
    /// Why.
    error: AppError,
) -> impl IntoView {
    set_status(error.status());
    let title = match &error {
        AppError::NotFound => "Page not found",
        AppError::Invalid(_) | AppError::Fields(_) => "That doesn’t work",
        AppError::SignIn => "Please sign in",
        AppError::Forbidden(_) => "This is not yours to do",
        AppError::TooMany(_) => "Too many tries",
        AppError::Internal { .. } => "Sorry, something went wrong",
        AppError::Unreachable => "No connection",
    };
    let here = use_location();
    let sign_in = format!("/sign-in?to={}", encode(&format!("{}{}", here.pathname.get_untracked(), asked(&here.search.get_untracked()))));
    view! {
        <Title text=title/>
        <div class="wrap sorry">
            <h1>{title}</h1>
            <p>{error.to_string()}</p>
            // Who is signed in is not known here, so these words stand for everybody.
            {(error == AppError::NotFound).then(|| view! { <p>"It may be for members: "<a href=sign_in.clone()>"sign in"</a>" if you have not."</p> })}
            {(error == AppError::SignIn).then(|| view! { <p><a class="button" href=sign_in>"Sign in"</a></p> })}
            <p>"You can go to the "<a href="/">"front page"</a>", or look through the "<a href="/communities">"communities"</a>"."</p>
        </div>
    }
}
