//! Rendered pages of readers who are not signed in, and the calendars that they subscribe to, kept compressed until something they show has changed.
//!
//! Stands before everything else, so that a page that is kept costs little more than its bytes. An entry is good while no [channel](app::live) it read was woken since its
//! rendering began, and until the next instant its content changes by itself: a meeting begins or ends, a day ends. Requests that wait for the same page share one rendering.

use std::sync::{Arc, Mutex, PoisonError};

use app::activity::ObjectKind;
use app::documents::holds;
use app::events::store::next_turn;
use app::live::{Channel, Moment, Reads, Watch};
use app::routes::QUERY;
use app::state::AppState;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, ETAG, HeaderName, IF_NONE_MATCH, RANGE, SET_COOKIE, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Days, NaiveTime, Utc};
use moka::future::Cache;
use sha2::{Digest, Sha256};

use crate::redirects::answered;

/// The cookies of somebody who is signed in, or half way in, or is to be told something.
const OWN: [&str; 3] = ["session=", "notice=", "second="];

/// What is no page: these are made anew at every request, and know by themselves who has them.
const DOCUMENTS: [&str; 8] = [".atom", ".css", "/event.ics", ".ico", ".png", ".svg", ".txt", ".xml"];

/// A request's own id is not kept with a page.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The pages that are kept.
#[derive(Clone)]
pub struct Pages {
    kept: Cache<String, Arc<Page>>,
    /// The next instant at which pages change by themselves, and what would move it.
    turn: Arc<Mutex<Option<Good>>>,
}

/// Until when something is good, and what tells whether it still is.
type Good = (DateTime<Utc>, Watch);

/// A page as it is sent.
struct Page {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// When its rendering began.
    began: Moment,
    /// What tells whether it is still good; `None` for what is not kept.
    good: Option<Good>,
}

impl Page {
    fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.good.as_ref().is_some_and(|(until, watch)| now < *until && watch.is_quiet())
    }

    /// The answer to a request with these headers.
    fn answer(&self, asked: &HeaderMap) -> Response {
        let known =
            asked.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).zip(self.headers.get(ETAG).and_then(|tag| tag.to_str().ok()));
        if self.good.is_some() && known.is_some_and(|(tags, tag)| holds(tags, tag)) {
            let mut headers = self.headers.clone();
            headers.remove(CONTENT_TYPE);
            headers.remove(CONTENT_LENGTH);
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

impl Pages {
    /// Keeps at most `capacity` bytes.
    pub fn new(capacity: u64) -> Self {
        let weight = |key: &String, page: &Arc<Page>| u32::try_from(key.len() + page.body.len() + 1_500).unwrap_or(u32::MAX);
        Self { kept: Cache::builder().max_capacity(capacity).weigher(weight).build(), turn: Arc::default() }
    }

    /// The next instant at which what pages show changes by itself: a meeting begins or ends, or the day does.
    async fn turn(&self, app: &AppState, now: DateTime<Utc>) -> Result<DateTime<Utc>, sqlx::Error> {
        let known = self.turn.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((turn, _)) = known.filter(|(turn, watch)| now < *turn && watch.is_quiet()) {
            return Ok(turn);
        }
        let began = app.db.hub().moment();
        let midnight = (now + Days::new(1)).date_naive().and_time(NaiveTime::MIN).and_utc();
        let turn = next_turn(&app.db, now).await?.map_or(midnight, |turn| turn.min(midnight));
        let reads = [Channel::Kind(ObjectKind::Event)].into();
        let watch = app.db.hub().watch(began, &reads);
        *self.turn.lock().unwrap_or_else(PoisonError::into_inner) = Some((turn, watch));
        Ok(turn)
    }
}

/// What stands before the site, shared: each request takes a handle of it.
pub struct Front {
    /// The site's state.
    pub app: AppState,
    /// The pages that are kept.
    pub pages: Pages,
    /// What answers all else. It is a router of its own, as handing a request to one costs more than a page that is kept.
    pub site: Router,
}

/// Answers from what is kept, or has it rendered and keeps it.
pub async fn serve(State(front): State<Arc<Front>>, request: Request) -> Response {
    let Front { app, pages, site } = &*front;
    let Some(key) = key(&request) else { return answered(site.clone(), request).await };
    let now = app.clock.now();
    if let Some(page) = pages.kept.get(&key).await.filter(|page| page.is_good(now)) {
        return page.answer(request.headers());
    }
    let arrived = app.db.hub().moment();
    let (asked, _) = request.into_parts();
    loop {
        let render = async { Arc::new(pages.render(app, plain(&asked, &key), site.clone()).await) };
        let page = pages.kept.entry_by_ref(&key).or_insert_with_if(render, |page| !page.is_good(now)).await.into_value();
        let good = page.is_good(now);
        if !good {
            pages.kept.invalidate(&key).await;
        }
        // Otherwise it was rendered for somebody who asked before, and before a change that this reader may know of.
        if good || page.began >= arrived {
            return page.answer(&asked.headers);
        }
    }
}

/// The key of what may be kept: encoding, path and the parts of the query that pages know, in one order.
fn key(request: &Request) -> Option<String> {
    let headers = request.headers();
    let signed_in =
        headers.get_all(COOKIE).iter().any(|cookies| cookies.to_str().map_or(true, |cookies| OWN.iter().any(|own| cookies.contains(own))));
    let path = request.uri().path();
    // A member's own calendar is nobody else's.
    let elsewhere = ["/pkg/", "/do/", "/live", "/calendar/", "/photos/", "/files/", "/sign-in/with/", "/healthz", "/readyz"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
        || DOCUMENTS.iter().any(|ending| path.ends_with(ending));
    if *request.method() != Method::GET || signed_in || elsewhere || headers.contains_key(RANGE) {
        return None;
    }
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts = |encoding: &str| accepts.split(',').any(|accepted| accepted.trim() == encoding);
    let encoding = ["br", "gzip"].into_iter().find(|encoding| accepts(encoding)).unwrap_or("identity");
    let query = request.uri().query().unwrap_or_default();
    if query.is_empty() {
        return Some(format!("{encoding} {path}"));
    }
    let name = |part: &str| part.split('=').next().unwrap_or_default().to_owned();
    let mut known: Vec<&str> = query.split('&').filter(|part| QUERY.contains(&name(part).as_str())).collect();
    known.sort_by_key(|part| name(part));
    let mark = if known.is_empty() { "" } else { "?" };
    Some(format!("{encoding} {path}{mark}{}", known.join("&")))
}

/// The request that a key stands for: the same for all who share it.
fn plain(asked: &Parts, key: &str) -> Request {
    let mut request = Request::from_parts(asked.clone(), Body::empty());
    let (encoding, address) = key.split_once(' ').unwrap_or_default();
    request.headers_mut().remove(IF_NONE_MATCH);
    if let Ok(encoding) = HeaderValue::from_str(encoding) {
        request.headers_mut().insert(ACCEPT_ENCODING, encoding);
    }
    if let Ok(uri) = address.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request
}

impl Pages {
    async fn render(&self, app: &AppState, mut request: Request, site: Router) -> Page {
        let hub = app.db.hub();
        let began = hub.moment();
        let reads = Reads::default();
        request.extensions_mut().insert(reads.clone());
        let turn = self.turn(app, app.clock.now()).await;
        let (mut head, body) = answered(site, request).await.into_parts();
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            // What was rendered is in memory: reading it does not fail.
            return Page { status: StatusCode::INTERNAL_SERVER_ERROR, headers: HeaderMap::new(), body: Bytes::new(), began, good: None };
        };
        let channels = reads.channels();
        let keeps = head.status == StatusCode::OK && !channels.is_empty() && !head.headers.contains_key(SET_COOKIE);
        let good = turn.ok().filter(|_| keeps).map(|turn| (turn, hub.watch(began, &channels)));
        head.headers.remove(REQUEST_ID);
        head.headers.insert(CONTENT_LENGTH, body.len().into());
        if good.is_some() {
            head.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            head.headers.insert(VARY, HeaderValue::from_static("accept-encoding, cookie"));
            if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]))) {
                head.headers.insert(ETAG, tag);
            }
        }
        Page { status: head.status, headers: head.headers, body, began, good }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(address: &str, headers: &[(&str, &str)]) -> Option<String> {
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        key(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn a_page_is_kept_under_its_path_and_the_query_it_knows() {
        assert_eq!(key_of("/events", &[]).unwrap(), "identity /events");
        assert_eq!(key_of("/events?utm_source=mail&past&after=x", &[]).unwrap(), "identity /events?after=x&past");
        assert_eq!(key_of("/events?utm_source=mail", &[("accept-encoding", "gzip, br")]).unwrap(), "br /events");
    }

    #[test]
    fn nothing_is_kept_for_somebody_signed_in_or_half_way_in() {
        assert_eq!(key_of("/sign-in/second", &[("cookie", "__Host-second=c")]), None);
        assert_eq!(key_of("/events", &[("cookie", "a=b; session=c")]), None);
    }

    #[test]
    fn assets_documents_and_server_functions_are_not_kept() {
        assert_eq!(key_of("/pkg/guildhall.js", &[]), None);
        assert_eq!(key_of("/do/app/home/front", &[]), None);
        assert_eq!(key_of("/feed.atom", &[]), None);
        assert_eq!(key_of("/calendar/0f3c.ics", &[]), None, "a member’s own");
        assert_eq!(key_of("/c/design/events/talk/event.ics", &[]), None);
        assert_eq!(key_of("/c/design/calendar.ics", &[]).unwrap(), "identity /c/design/calendar.ics");
        assert_eq!(key_of("/live?question=design/names", &[]), None);
        assert_eq!(key_of("/photos/01997f6e-96", &[]), None);
        assert_eq!(key_of("/files/01997f6e/plan.pdf", &[]), None);
        assert_eq!(key_of("/sign-in/with/work?to=/", &[]), None, "each answer is one browser’s");
    }
}
