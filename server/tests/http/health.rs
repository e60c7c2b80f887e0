//! `/healthz`, `/readyz`, and what every answer carries.

use axum::http::{Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::on_every_database;

on_every_database!(async fn a_migrated_site_is_alive_and_ready(site) {
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(site.get("/readyz").await.status, StatusCode::OK);
});

on_every_database!(async fn every_answer_carries_the_headers_that_protect_it(site) {
    for path in ["/communities", "/healthz", "/nowhere", "/do/nothing"] {
        let answer = site.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
});

on_every_database!(async fn the_policy_names_every_script_of_the_page_by_its_hash(site) {
    for path in ["/communities", "/nowhere"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("nonce"), "{policy}");
        assert!(!answer.body.contains("nonce") && !answer.body.contains(" style=\""), "{}", answer.body);
        for script in answer.body.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').unwrap();
            let hash = STANDARD.encode(Sha256::digest(rest.split_once("</script>").unwrap().0));
            assert!(tag.contains("src=") || policy.contains(&format!("'sha256-{hash}'")), "{path}: {script}");
        }
    }
});

on_every_database!(async fn what_is_not_there_is_a_page_of_the_site_that_says_so(site) {
    for path in ["/nowhere", "/c/nothing", "/people/nobody", "/organisations/none", "/topics/none", "/c/everyone/pages/a/b", "/pkg/../Cargo.toml", "/%00", "/c/%F0%9F%98%80"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(site.get("/nowhere").await.text().contains("Page not found"));
});

on_every_database!(async fn a_request_that_would_change_something_is_refused_when_another_site_sent_it(site) {
    for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
        let answer = site.sends(Request::post("/communities").header("host", "site.example").header(name, value)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let own = site.sends(Request::post("/communities").header("host", "site.example").header("sec-fetch-site", "same-origin")).await;
    assert_eq!(own.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
});
