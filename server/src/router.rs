//! Every route, and what stands before all of them.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use app::error::AppError;
use app::live::Reads;
use app::notifications::model::Unread;
use app::shell::{Assets, shell};
use app::state::{AppState, Caller, SignedIn};
use app::ui::forming::{Failed, Uploads};
use app::ui::notice::Notice;
use app::wire::from_text;
use app::{accounts, communities, events, feed, live, members, memberships, notifications, pages, sitemap};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRef, MatchedPath, Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use leptos::nonce::use_nonce;
use leptos::prelude::provide_context;
use leptos::server_fn::axum::server_fn_paths;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::cache::{self, Front, Pages};
use crate::seal::seal;
use crate::{assets, cross_site, forms, health, notice, operator, redirects, sessions, unsubscribe, uploads};

/// Names the release that answered: the program that pages load.
const RELEASE: HeaderName = HeaderName::from_static("x-release");

/// What a route has to work with.
#[derive(Clone)]
pub struct Served {
    /// The site.
    pub app: AppState,
    /// What pages load.
    pub assets: Assets,
}

impl FromRef<Served> for AppState {
    fn from_ref(served: &Served) -> Self {
        served.app.clone()
    }
}

/// Builds the whole site's router, which keeps at most `kept` bytes of rendered pages.
pub fn router(app: AppState, kept: u64) -> Router {
    // The first router of the process sets it; those of other tests find it set.
    let _ = any_spawner::Executor::init_tokio();
    let served = Served { app: app.clone(), assets: assets::names() };
    let request_id = HeaderName::from_static("x-request-id");
    // Assets were compressed when they were built.
    let compressible =
        DefaultPredicate::new().and(NotForContentType::const_new("application/wasm")).and(NotForContentType::const_new("font/"));
    let site = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/do/{*function}", any(server_function))
        .route("/unsubscribe/{token}", get(page).post(unsubscribe::post))
        .merge(operator::routes())
        .merge(accounts::sso::http::routes())
        .merge(communities::http::routes())
        .merge(events::http::routes())
        .merge(memberships::http::routes())
        .merge(feed::http::routes())
        .merge(live::http::routes())
        .merge(members::http::routes())
        .merge(notifications::http::routes())
        .merge(pages::together::http::routes().layer(map_response_with_state(served.clone(), of_this_release)))
        .merge(pages::http::routes())
        .merge(pages::attached::http::routes())
        .merge(sitemap::http::routes(sitemap::http::PART))
        .fallback(page)
        .layer(
            ServiceBuilder::new()
                .layer(
                    TraceLayer::new_for_http()
                        .make_span_with(|request: &Request| {
                            let route = request.extensions().get::<MatchedPath>().map_or("page", MatchedPath::as_str);
                            let id =
                                request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
                            tracing::info_span!("request", method = %request.method(), route, id)
                        })
                        .on_response(DefaultOnResponse::new().level(Level::DEBUG)),
                )
                .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(header(REFERRER_POLICY, "strict-origin-when-cross-origin"))
                .layer(header(X_FRAME_OPTIONS, "DENY"))
                .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
                .layer(header(
                    HeaderName::from_static("permissions-policy"),
                    "camera=(), microphone=(), geolocation=(), interest-cohort=()",
                ))
                .layer(header(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
                .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Precise(4)).compress_when(compressible))
                .layer(CatchPanicLayer::custom(|_| panicked()))
                .layer(from_fn(end_in_time))
                .layer(from_fn(cross_site::refuse))
                .layer(from_fn_with_state(served.clone(), sessions::resolve))
                .layer(from_fn_with_state(served.clone(), redirects::follow)),
        )
        .with_state(served);
    Router::new()
        .fallback(cache::serve)
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(request_id.clone(), MakeRequestUuid))
                .layer(PropagateRequestIdLayer::new(request_id)),
        )
        // What loads a page's assets has the page's headers; twenty answers need not repeat them.
        .route("/pkg/{*path}", get(assets::pkg))
        .with_state(Arc::new(Front { app, pages: Pages::new(kept), site }))
}

/// Ends what takes too long. A file may come over a slow connection.
async fn end_in_time(request: Request, next: Next) -> Response {
    let patience = if uploads::may_take_long(request.headers()) { Duration::from_secs(180) } else { Duration::from_secs(30) };
    tokio::time::timeout(patience, next.run(request)).await.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// Every address that is no route of its own: a file of `public/`, a page, or a form that was posted to its page.
async fn page(State(served): State<Served>, request: Request) -> Response {
    if *request.method() == Method::POST {
        return forms::post(served, request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD, POST")]).into_response();
    }
    match assets::public(request.uri().path(), request.headers()) {
        Some(file) => file,
        None => render(served, request).await,
    }
}

/// What a request tells the screens and server functions that answer it.
#[derive(Clone)]
struct Asked {
    reads: Option<Reads>,
    signed_in: Option<SignedIn>,
    caller: Caller,
    failed: Option<Failed>,
    uploads: Option<Uploads>,
    notice: Option<Notice>,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let extensions = request.extensions();
        Self {
            reads: extensions.get().cloned(),
            signed_in: extensions.get().cloned(),
            caller: extensions.get().cloned().unwrap_or_default(),
            failed: extensions.get().cloned(),
            uploads: extensions.get().cloned(),
            notice: notice::read(request.headers()),
        }
    }

    fn provide(&self, app: &AppState) {
        provide_context(app.clone());
        provide_context(self.caller.clone());
        provide(&self.reads);
        provide(&self.signed_in);
        provide(&self.failed);
        provide(&self.uploads);
        provide(&self.notice);
    }
}

/// Provides what is there.
fn provide<T: Clone + Send + Sync + 'static>(what: &Option<T>) {
    if let Some(what) = what {
        provide_context(what.clone());
    }
}

/// Renders a page.
pub async fn render(served: Served, request: Request) -> Response {
    let Served { app, assets, .. } = served;
    let asked = Asked::of(&request);
    let (noticed, private) = (asked.notice.is_some(), asked.signed_in.is_some() || asked.failed.is_some());
    let site = Arc::clone(&app.site);
    let reloads = assets.reload.is_some();
    let nonce = Arc::new(OnceLock::new());
    let rendering = Arc::clone(&nonce);
    let unread = unread(&app, asked.signed_in.as_ref()).await;
    let context = move || {
        asked.provide(&app);
        provide_context(unread);
    };
    let document = move || {
        if let Some(nonce) = use_nonce() {
            // One rendering has one nonce.
            let _ = rendering.set(nonce);
        }
        shell(assets.clone())
    };
    let mut response = leptos_axum::render_app_async_with_context(context, document)(request).await;
    let kept = if private { "private, no-cache" } else { "no-cache" };
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(kept));
    if noticed {
        response.headers_mut().append(SET_COOKIE, notice::clear(&site));
    }
    match nonce.get() {
        Some(nonce) => seal(response, nonce, reloads).await,
        None => response,
    }
}

/// How many notifications wait for whoever is signed in. A page is shown without the number rather than not at all.
async fn unread(app: &AppState, member: Option<&SignedIn>) -> Unread {
    let Some(member) = member else { return Unread::default() };
    match notifications::store::unread(&app.db, member.member).await {
        Ok(count) => Unread(count),
        Err(error) => {
            tracing::error!(%error, "notifications could not be counted");
            Unread::default()
        }
    }
}

async fn server_function(State(served): State<Served>, request: Request) -> Response {
    if !server_fn_paths().any(|(path, method)| path == request.uri().path() && method == *request.method()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = refused(call(served.clone(), request).await).await;
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    of_this_release(State(served), response).await
}

/// Names the release: a page of another one learns that it must be loaded anew.
async fn of_this_release(State(served): State<Served>, mut response: Response) -> Response {
    if let Ok(release) = HeaderValue::from_str(&served.assets.js) {
        response.headers_mut().insert(RELEASE, release);
    }
    response
}

/// Gives a refusal the status of its reason; leptos answers 500 to them all.
async fn refused(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if let Some(error) = std::str::from_utf8(&body).ok().and_then(|text| from_text::<AppError>(text).ok()) {
        head.status = StatusCode::from_u16(error.status()).unwrap_or(head.status);
    }
    Response::from_parts(head, Body::from(body))
}

/// Has a server function answer.
pub async fn call(served: Served, request: Request) -> Response {
    let asked = Asked::of(&request);
    leptos_axum::handle_server_fns_with_context(move || asked.provide(&served.app), request).await.into_response()
}

/// What a fault of the program answers, where no page can be rendered any more.
fn panicked() -> Response {
    let assets = assets::names();
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Sorry, something went wrong</title><link rel=\"stylesheet\" href=\"{}\"></head><body><main id=\"main\"><div class=\"wrap sorry\">\
         <h1>Sorry, something went wrong</h1><p>The fault is ours and has been noted. Please try again in a moment.</p>\
         <p><a href=\"/\">Go to the front page</a></p></div></main></body></html>",
        assets.css
    );
    let policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";
    (StatusCode::INTERNAL_SERVER_ERROR, [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, policy)], Body::from(page))
        .into_response()
}
