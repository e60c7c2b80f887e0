//! The cookies of getting in: who is signed in, and who is on the way.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use chrono::TimeDelta;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::token::Token;
use crate::state::Site;

/// What a browser keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Who is signed in.
    Session,
    /// That it was this browser that was sent to a sign-in provider.
    Browser,
    /// The identity that waits for its owner to sign in.
    Identity,
    /// Who has typed their password, and has a passkey asked for after it.
    HalfWay,
    /// What recovery codes are made of, until they have been shown.
    Codes,
    /// A new personal token, until it has been shown.
    Token,
}

impl Kept {
    /// Behind TLS the name binds the cookie to this host and to TLS (RFC 6265bis, section 4.1.3.2).
    fn name(self, site: &Site) -> &'static str {
        match (self, site.is_secure()) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Browser, true) => "__Host-sso",
            (Self::Browser, false) => "sso",
            (Self::Identity, true) => "__Host-identity",
            (Self::Identity, false) => "identity",
            (Self::HalfWay, true) => "__Host-second",
            (Self::HalfWay, false) => "second",
            (Self::Codes, true) => "__Host-codes",
            (Self::Codes, false) => "codes",
            (Self::Token, true) => "__Host-token",
            (Self::Token, false) => "token",
        }
    }
}

/// The token of a session that a request brings.
pub fn read(headers: &HeaderMap, site: &Site) -> Option<Token> {
    read_kept(Kept::Session, headers, site)
}

/// A token that a request brings.
pub fn read_kept(kept: Kept, headers: &HeaderMap, site: &Site) -> Option<Token> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok()).flat_map(|cookies| cookies.split(';'));
    cookies
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(cookie, _)| *cookie == kept.name(site))
        .and_then(|(_, token)| Token::read(token))
}

/// Has the browser keep a session's token, inside a server function.
pub fn set(site: &Site, token: &Token, lives: TimeDelta) {
    keep(Kept::Session, site, token, lives);
}

/// Has the browser keep a token, inside a server function.
pub fn keep(what: Kept, site: &Site, token: &Token, lives: TimeDelta) {
    append(&kept(what, site, &token.text(), lives));
}

/// Has the browser forget its session's token, inside a server function, and whatever it kept besides cookies: what somebody wrote is not for the next to read (W3C Clear Site Data,
/// which browsers heed over TLS).
pub fn clear(site: &Site) {
    forget(Kept::Session, site);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"storage\""));
    }
}

/// Has the browser forget something, inside a server function.
pub fn forget(kept: Kept, site: &Site) {
    append(&gone(kept, site));
}

/// What makes a browser forget its session's token.
pub fn forgotten(site: &Site) -> String {
    gone(Kept::Session, site)
}

/// What makes a browser forget something.
pub fn gone(what: Kept, site: &Site) -> String {
    kept(what, site, "", TimeDelta::zero())
}

/// What makes a browser keep something for some time.
pub fn kept(what: Kept, site: &Site, value: &str, lives: TimeDelta) -> String {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    format!("{}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}", what.name(site), lives.num_seconds())
}

fn append(cookie: &str) {
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(SET_COOKIE, cookie);
    }
}
