//! Finds out once a request who is asking and from where.

use std::net::{IpAddr, SocketAddr};

use app::accounts::{cookie, session_store};
use app::state::Caller;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HeaderName, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::router::Served;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Puts who is signed in, and where the request came from, beside the request. Forgets a cookie that signs nobody in.
pub async fn resolve(State(served): State<Served>, mut request: Request, next: Next) -> Response {
    let caller = caller(&request, &served.app.site.trusted_proxies);
    request.extensions_mut().insert(caller);
    let app = &served.app;
    let Some(token) = cookie::read(request.headers(), &app.site) else { return next.run(request).await };
    match session_store::resolve(&app.db, &token, app.clock.now()).await {
        Ok(Some(member)) => {
            request.extensions_mut().insert(member);
            next.run(request).await
        }
        Ok(None) => {
            let mut response = next.run(request).await;
            // What signs in anew says so itself.
            if !response.headers().contains_key(SET_COOKIE)
                && let Ok(forgotten) = HeaderValue::from_str(&cookie::forgotten(&app.site))
            {
                response.headers_mut().append(SET_COOKIE, forgotten);
            }
            response
        }
        Err(error) => {
            tracing::error!(%error, "a session could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The address as far as it can be trusted: the last one that no proxy of ours added.
fn caller(request: &Request, proxies: &[IpAddr]) -> Caller {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let text =
        |name: &HeaderName, headers: &HeaderMap| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let mut address = peer.map(|peer| peer.to_canonical());
    let forwarded = text(&FORWARDED_FOR, request.headers());
    for hop in forwarded.rsplit(',') {
        if !address.is_some_and(|address| proxies.contains(&address)) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(hop) => address = Some(hop.to_canonical()),
            Err(_) => break,
        }
    }
    Caller { address: address.map(network).unwrap_or_default(), device: text(&USER_AGENT, request.headers()) }
}

/// What tries are counted by: an IPv4 address, or the /64 that somebody with IPv6 has to themselves.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn from(peer: &str, forwarded: &str) -> String {
        let mut request = Request::get("/").header("x-forwarded-for", forwarded).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        caller(&request, &["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()]).address
    }

    #[test]
    fn only_trusted_proxies_say_for_whom_they_ask() {
        assert_eq!(from("192.0.2.7", "198.51.100.1"), "192.0.2.7");
        assert_eq!(from("10.0.0.1", "203.0.113.9, 198.51.100.1"), "198.51.100.1");
        assert_eq!(from("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(from("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(from("::ffff:192.0.2.7", ""), "192.0.2.7");
        assert_eq!(from("2001:db8:1:2:3::4", ""), "2001:db8:1:2::/64");
    }
}
