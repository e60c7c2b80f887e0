//! A sentence that a form leaves for the page it leads to, in a cookie that lives until it has been shown.

use app::state::Site;
use app::ui::notice::Notice;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The cookie. Pages are not kept for whoever has it.
pub const COOKIE_NAME: &str = "notice";

/// The longest sentence, encoded: browsers keep 4,096 bytes of a cookie.
const LONGEST: usize = 3_500;

/// Leaves a sentence.
pub fn leave(says: &str, site: &Site) -> HeaderValue {
    cookie(&encoded(says), 60, site)
}

/// Encodes a sentence, and ends it where browsers would no longer keep the cookie.
fn encoded(says: &str) -> String {
    let mut text = String::with_capacity(says.len());
    for c in says.chars() {
        let encoded: String = form_urlencoded::byte_serialize(c.encode_utf8(&mut [0; 4]).as_bytes()).collect();
        if text.len() + encoded.len() > LONGEST {
            text.extend(form_urlencoded::byte_serialize("…".as_bytes()));
            break;
        }
        text.push_str(&encoded);
    }
    text
}

/// Takes away what was shown.
pub fn clear(site: &Site) -> HeaderValue {
    cookie("", 0, site)
}

/// The sentence that was left.
pub fn read(headers: &HeaderMap) -> Option<Notice> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok()).flat_map(|cookies| cookies.split(';'));
    let left = cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(name, _)| *name == COOKIE_NAME)?.1;
    let text = form_urlencoded::parse(format!("n={left}").as_bytes()).next().map(|(_, text)| text.into_owned())?;
    (!text.is_empty()).then_some(Notice(text))
}

fn cookie(value: &str, seconds: u32, site: &Site) -> HeaderValue {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{COOKIE_NAME}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    // What was written is ASCII.
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static("notice=; Path=/; Max-Age=0"))
}
