//! The last step of a rendered page: its scripts are named in its content security policy by what is in them, and nothing in it differs from one rendering to the next.
//!
//! Leptos marks the scripts it writes with a nonce of the rendering. Those, and no others, are hashed into the policy; then the nonce is taken out, so that the page can be
//! kept and sent again. What people wrote cannot carry the nonce: it is made after they wrote it.

use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::nonce::Nonce;
use sha2::{Digest, Sha256};

/// Seals a page that was rendered with this nonce. `reloads`: under `cargo leptos watch` the page may also talk to what reloads it.
pub async fn seal(page: Response, nonce: &Nonce, reloads: bool) -> Response {
    let (mut head, body) = page.into_parts();
    let html = match to_bytes(body, usize::MAX).await.map(|bytes| String::from_utf8(bytes.into())) {
        Ok(Ok(html)) => html,
        // The renderer gives text and reads no connection.
        _ => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let (html, hashes) = without_nonce(&html, nonce);
    if let Ok(policy) = HeaderValue::from_str(&policy(&hashes, reloads)) {
        head.headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(html))
}

fn policy(hashes: &[String], reloads: bool) -> String {
    let scripts: String = hashes.iter().map(|hash| format!(" 'sha256-{hash}'")).collect();
    let connect = if reloads { "'self' ws:" } else { "'self'" };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; img-src 'self' https: data:; font-src 'self'; \
         connect-src {connect}; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The page without its nonce, and the hashes of the scripts that carried it.
fn without_nonce(html: &str, nonce: &str) -> (String, Vec<String>) {
    let attribute = format!(" nonce=\"{nonce}\"");
    let mut sealed = String::with_capacity(html.len());
    let mut hashes: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&attribute) {
        let (before, after) = rest.split_at(at);
        sealed.push_str(before);
        rest = &after[attribute.len()..];
        let in_script = before.rfind('<').is_some_and(|open| before[open..].starts_with("<script"));
        if let Some((tag, content)) = rest.split_once('>').filter(|(tag, _)| in_script && !tag.contains(" src=")) {
            let content = content.split_once("</script>").map_or(content, |(script, _)| script);
            let hash = STANDARD.encode(Sha256::digest(content));
            if !content.is_empty() && !tag.contains("ld+json") && !hashes.contains(&hash) {
                hashes.push(hash);
            }
        }
    }
    sealed.push_str(rest);
    (sealed, hashes)
}

#[cfg(test)]
mod tests {
    use super::without_nonce;

    #[test]
    fn scripts_that_carry_the_nonce_are_hashed_and_others_are_not() {
        let page = "<script nonce=\"n0\">1</script><script>2</script><p nonce=\"n0\">3</p><script type=\"module\" nonce=\"n0\">1</script>";
        let (sealed, hashes) = without_nonce(page, "n0");
        assert_eq!(sealed, "<script>1</script><script>2</script><p>3</p><script type=\"module\">1</script>");
        // echo -n 1 | openssl dgst -sha256 -binary | base64
        assert_eq!(hashes, ["a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="]);
    }
}
