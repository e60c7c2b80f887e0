//! Against a server on this machine, which stands for any.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::{Body as Sent, Bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use futures_util::stream;

use super::*;

async fn serves(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn bounds() -> Bounds {
    Bounds { heaviest: 1_000, patience: Duration::from_millis(1_500), ..Bounds::of("https://guild.example", true) }
}

async fn of(path: &str, handler: axum::routing::MethodRouter) -> Result<Fetched, Failure> {
    let address = serves(Router::new().route(path, handler)).await;
    fetch(&format!("http://{address}{path}"), &Known::default(), &bounds()).await
}

fn in_pieces(pieces: usize, size: usize, pause: Duration) -> Response {
    let stream = stream::unfold(0, move |at| async move {
        tokio::time::sleep(pause).await;
        (at < pieces).then(|| (Ok::<_, Infallible>(Bytes::from(vec![b'x'; size])), at + 1))
    });
    Sent::from_stream(stream).into_response()
}

#[tokio::test]
async fn what_is_there_comes_with_how_its_version_is_known_and_the_same_version_does_not_come_again() {
    let handler = get(|headers: HeaderMap| async move {
        let known = headers.get("if-none-match").is_some_and(|mark| mark == "\"1\"") && headers.contains_key("if-modified-since");
        let marks = [("etag", "\"1\""), ("last-modified", "Mon, 02 Mar 2026 12:00:00 GMT")];
        if known { StatusCode::NOT_MODIFIED.into_response() } else { (marks, "It").into_response() }
    });
    let address = serves(Router::new().route("/a", handler)).await;
    let address = format!("http://{address}/a?key=1");
    let Ok(Fetched::Whole(body)) = fetch(&address, &Known::default(), &bounds()).await else { panic!("it is there") };
    assert_eq!((body.bytes.as_slice(), body.known.etag.as_deref()), (b"It".as_slice(), Some("\"1\"")));
    assert!(matches!(fetch(&address, &body.known, &bounds()).await, Ok(Fetched::Same)));
}

#[tokio::test]
async fn five_redirects_are_followed_and_no_sixth_and_nothing_is_kept_on_the_way() {
    let hop = |headers: HeaderMap, uri: axum::http::Uri| async move {
        assert!(!headers.contains_key("cookie") && !headers.contains_key("referer") && !headers.contains_key("authorization"));
        let left: u32 = uri.path().trim_start_matches('/').parse().unwrap();
        if left == 0 {
            "It".into_response()
        } else {
            ([("set-cookie", "a=b")], Redirect::temporary(&format!("/{}", left - 1))).into_response()
        }
    };
    let address = serves(Router::new().route("/{left}", get(hop))).await;
    assert!(matches!(fetch(&format!("http://{address}/5"), &Known::default(), &bounds()).await, Ok(Fetched::Whole(_))));
    assert_eq!(fetch(&format!("http://{address}/6"), &Known::default(), &bounds()).await.err(), Some(Failure::Circles));
}

#[tokio::test]
async fn nobody_is_sent_on_to_what_may_not_be_asked() {
    for (location, why) in [
        ("http://169.254.169.254/latest/meta-data", Refusal::NotPublic),
        ("file:///etc/passwd", Refusal::Scheme),
        ("http://ada:word@calendar.example/", Refusal::Password),
        ("https://guild.example/c/design/calendar.ics", Refusal::Ourselves),
    ] {
        let sent = of("/a", get(move || async move { Redirect::permanent(location) })).await;
        assert_eq!(sent.err(), Some(Failure::SentOn(why)), "{location}");
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_found_out_when_it_is_resolved() {
    let usual = Bounds::of("https://guild.example", false);
    for inside in ["http://localhost/team.ics", "http://localhost./", "https://LOCALHOST/"] {
        let refused = fetch(inside, &Known::default(), &usual).await;
        assert_eq!(refused.err(), Some(Failure::Refused(Refusal::NotPublic)), "{inside}");
    }
}

#[tokio::test]
async fn what_is_too_heavy_is_not_read_to_its_end() {
    assert_eq!(of("/a", get(|| async { "x".repeat(1_001) })).await.err(), Some(Failure::TooHeavy), "it says so");
    let endless = of("/a", get(|| async { in_pieces(usize::MAX, 400, Duration::ZERO) })).await;
    assert_eq!(endless.err(), Some(Failure::TooHeavy), "it does not say so");
    assert!(matches!(of("/a", get(|| async { "x".repeat(1_000) })).await, Ok(Fetched::Whole(_))));
}

#[tokio::test]
async fn what_takes_too_long_is_given_up_wherever_it_stands() {
    let slow_head = of("/a", get(|| async { tokio::time::sleep(Duration::from_secs(60)).await })).await;
    assert_eq!(slow_head.err(), Some(Failure::TooSlow));
    let slow_body = of("/a", get(|| async { in_pieces(100, 1, Duration::from_millis(200)) })).await;
    assert_eq!(slow_body.err(), Some(Failure::TooSlow));
}

#[tokio::test]
async fn what_is_answered_instead_is_said_in_plain_words() {
    for (status, why) in [
        (StatusCode::UNAUTHORIZED, Failure::SignIn),
        (StatusCode::FORBIDDEN, Failure::SignIn),
        (StatusCode::NOT_FOUND, Failure::Nothing),
        (StatusCode::GONE, Failure::Nothing),
        (StatusCode::SERVICE_UNAVAILABLE, Failure::Trouble(503)),
        (StatusCode::NO_CONTENT, Failure::Trouble(204)),
        // Nobody asked whether it is as it was; and to nowhere nobody goes.
        (StatusCode::NOT_MODIFIED, Failure::Trouble(304)),
        (StatusCode::FOUND, Failure::Trouble(302)),
    ] {
        assert_eq!(of("/a", get(move || async move { status })).await.err(), Some(why), "{status}");
    }
    let compressed = of("/a", get(|| async { ([("content-encoding", "gzip")], "x") })).await;
    assert_eq!(compressed.err(), Some(Failure::Compressed));
}

#[tokio::test]
async fn where_nobody_answers_the_log_learns_why_and_not_the_address() {
    let free = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap().local_addr().unwrap();
    let nobody = fetch(&format!("http://{free}/a?key=secret"), &Known::default(), &bounds()).await;
    let Err(Failure::Unreachable(why)) = nobody else { panic!("{nobody:?}") };
    assert!(!why.is_empty() && !why.contains("secret"), "{why}");
}
