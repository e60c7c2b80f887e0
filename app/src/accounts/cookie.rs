//! The cookie that says who is signed in.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use chrono::TimeDelta;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::token::Token;
use crate::state::Site;

/// Behind TLS the name binds the cookie to this host and to TLS (RFC 6265bis, section 4.1.3.2).
fn name(site: &Site) -> &'static str {
    if site.is_secure() { "__Host-session" } else { "session" }
}

/// The token a request brings.
pub fn read(headers: &HeaderMap, site: &Site) -> Option<Token> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok()).flat_map(|cookies| cookies.split(';'));
    cookies
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(cookie, _)| *cookie == name(site))
        .and_then(|(_, token)| Token::read(token))
}

/// Has the browser keep a token, inside a server function.
pub fn set(site: &Site, token: &Token, lives: TimeDelta) {
    append(&cookie(site, &token.text(), lives.num_seconds()));
}

/// Has the browser forget its token, inside a server function.
pub fn clear(site: &Site) {
    append(&forgotten(site));
}

/// What makes a browser forget its token.
pub fn forgotten(site: &Site) -> String {
    cookie(site, "", 0)
}

fn cookie(site: &Site, value: &str, seconds: i64) -> String {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(site))
}

fn append(cookie: &str) {
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(SET_COOKIE, cookie);
    }
}
