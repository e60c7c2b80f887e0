//! What the operator set, read and checked at start: a mistake is a sentence on the console, not a page without its footer.

use std::path::Path;

use anyhow::{Context, anyhow, bail, ensure};
use app::accounts::email::domain_key;
use app::accounts::model::Registration;
use app::accounts::password::Cost;
use app::accounts::sso::provider::Provider;
use app::communities::commitment::Calendar;
use app::link::{Link, is_safe_address};
use app::state::{AppState, Logo, Site};
use app::statement::model::StatementScreen;
use app::ui::text::address_of;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::router::Served;

/// The largest logo: it comes with every first visit.
const LARGEST: usize = 200_000;

/// Reads what the settings name.
///
/// # Errors
/// With a sentence for the console.
pub fn site(config: &Config, base_url: &str) -> anyhow::Result<Site> {
    let set = |path: &Option<std::path::PathBuf>| path.clone().filter(|path| !path.as_os_str().is_empty());
    let contact = config.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty());
    ensure!(
        contact.is_none_or(|contact| address_of(contact).is_some()),
        "CONTACT should be an e-mail address, or a web address that begins with https://"
    );
    let statement = match set(&config.accessibility_statement) {
        Some(path) => StatementScreen::written(
            &std::fs::read_to_string(&path).with_context(|| format!("ACCESSIBILITY_STATEMENT: {} can’t be read", path.display()))?,
        ),
        None => StatementScreen::built_in(contact),
    };
    Ok(Site {
        name: config.site_name.clone(),
        base_url: base_url.trim_end_matches('/').to_owned(),
        logo: set(&config.site_logo).map(|path| read_logo(&path)).transpose()?,
        footer: footer_links(config.footer_links.as_deref().unwrap_or_default())?,
        statement,
        developer: config.developer,
        registration: config.registration,
        registration_domains: registration_domains(config)?,
        founding: config.founding,
        year: Calendar::new(&config.terms, config.year_begins).map_err(|error| anyhow!("TERMS and YEAR_BEGINS: {error}"))?,
        providers: providers(config)?,
        provider_proof_days: config.provider_proof_days,
        password_cost: Cost::RECOMMENDED,
        trusted_proxies: config.trusted_proxies.clone(),
        private_calendars: config.calendars_from_private_addresses,
    })
}

/// The domains whose addresses may sign up.
fn registration_domains(config: &Config) -> anyhow::Result<Vec<String>> {
    let read =
        |domain: &String| domain_key(domain).with_context(|| format!("REGISTRATION_DOMAINS: “{domain}” is no domain; write example.org"));
    let domains = config.registration_domains.iter().map(read).collect::<anyhow::Result<Vec<String>>>()?;
    ensure!(
        config.registration != Registration::Domains || !domains.is_empty(),
        "REGISTRATION=domains needs REGISTRATION_DOMAINS, for example example.org,example.com"
    );
    Ok(domains)
}

/// The sign-in providers.
fn providers(config: &Config) -> anyhow::Result<Vec<Provider>> {
    let providers = Provider::parse_all(config.oidc_providers.as_deref().unwrap_or_default())
        .map_err(|sentence| anyhow!("OIDC_PROVIDERS: {sentence}"))?;
    ensure!(
        config.registration != Registration::SingleSignOn || !providers.is_empty(),
        "REGISTRATION=single-sign-on needs OIDC_PROVIDERS, for example work;Example Office;https://id.example.org;guildhall;SECRET"
    );
    Ok(providers)
}

/// Reads `Privacy=https://… | Contact=mailto:…`.
fn footer_links(text: &str) -> anyhow::Result<Vec<Link>> {
    let mut links = Vec::new();
    for part in text.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let Some((title, url)) = part.split_once('=') else {
            bail!("FOOTER_LINKS: “{part}” has no address; write it as Privacy=https://example.org/privacy, with | between links");
        };
        let (title, url) = (title.trim(), url.trim());
        ensure!(!title.is_empty(), "FOOTER_LINKS: {url} has no name; write it as Privacy={url}");
        let absolute = ["https://", "http://", "mailto:", "/"].iter().any(|start| url.starts_with(start));
        ensure!(
            absolute && is_safe_address(url) && !url.contains(char::is_whitespace),
            "FOOTER_LINKS: “{title}” leads to “{url}”; an address begins with https://, http://, mailto: or /"
        );
        links.push(Link { title: title.to_owned(), url: url.to_owned(), summary: None });
    }
    Ok(links)
}

fn read_logo(path: &Path) -> anyhow::Result<Logo> {
    let bytes = std::fs::read(path).with_context(|| format!("SITE_LOGO: {} can’t be read", path.display()))?;
    ensure!(bytes.len() <= LARGEST, "SITE_LOGO: {} has {} KB; at most {} are shown", path.display(), bytes.len() / 1000, LARGEST / 1000);
    let (name, kind) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        ("/logo.png", "image/png")
    } else if std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) {
        ("/logo.svg", "image/svg+xml")
    } else {
        bail!("SITE_LOGO: {} is neither an SVG nor a PNG file", path.display());
    };
    let version: String = Sha256::digest(&bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Ok(Logo { address: format!("{name}?v={version}"), kind, bytes: bytes.into() })
}

/// `/logo.svg` or `/logo.png`.
pub fn routes() -> Router<Served> {
    Router::new().route("/logo.svg", get(logo)).route("/logo.png", get(logo))
}

async fn logo(State(app): State<AppState>, uri: Uri) -> Response {
    match &app.site.logo {
        Some(logo) if logo.address.split('?').next() == Some(uri.path()) => {
            // Opened by itself, an SVG is a document: it may not run anything.
            let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
            let headers = [(CONTENT_TYPE, logo.kind), (CONTENT_SECURITY_POLICY, policy), (CACHE_CONTROL, "public, max-age=86400")];
            (headers, logo.bytes.clone()).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;

    fn read(settings: &[&str]) -> Result<Site, String> {
        let config = Cli::parse_from(["guildhall", "serve"].iter().chain(settings)).config;
        site(&config, "https://site.example/").map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn footer_links_are_names_and_addresses() {
        let site =
            read(&["--footer-links", " Privacy=https://a.example/p?x=1 | Contact = mailto:a@b.example|Rules=/c/everyone/pages/rules | "]);
        let links: Vec<_> = site.unwrap().footer.into_iter().map(|link| (link.title, link.url)).collect();
        let expected = [("Privacy", "https://a.example/p?x=1"), ("Contact", "mailto:a@b.example"), ("Rules", "/c/everyone/pages/rules")];
        assert_eq!(links, expected.map(|(title, url)| (title.to_owned(), url.to_owned())));
        assert!(read(&["--footer-links", ""]).unwrap().footer.is_empty());
    }

    #[test]
    fn a_mistake_in_a_sign_in_provider_is_a_sentence_at_start() {
        let site = read(&["--oidc-providers", "work;Work;https://id.example.org;guildhall;x"]).unwrap();
        assert_eq!(site.provider("work").map(|provider| provider.name.as_str()), Some("Work"));
        for (settings, sentence) in [
            (["--oidc-providers", "work;Work;https://id.example.org;guildhall"], "OIDC_PROVIDERS: “work” has no client secret"),
            (["--registration", "single-sign-on"], "REGISTRATION=single-sign-on needs OIDC_PROVIDERS"),
        ] {
            let said = read(&settings).unwrap_err();
            assert!(said.contains(sentence), "{said}");
        }
    }

    #[test]
    fn a_footer_link_that_leads_nowhere_safe_is_a_sentence_at_start() {
        for (links, sentence) in [
            ("Privacy", "“Privacy” has no address"),
            ("=https://a.example", "https://a.example has no name"),
            ("X=javascript:alert(1)", "“X” leads to “javascript:alert(1)”"),
            ("X=example.org", "begins with https://"),
            ("X=", "begins with https://"),
        ] {
            let error = read(&["--footer-links", links]).unwrap_err();
            assert!(error.starts_with("FOOTER_LINKS: ") && error.contains(sentence), "{error}");
        }
    }

    #[test]
    fn files_that_cannot_be_used_are_a_sentence_at_start() {
        let folder = std::env::temp_dir().join(format!("guildhall-operator-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).unwrap();
            path.display().to_string()
        };
        let logo = |path: &str| read(&["--site-logo", path]);
        assert!(logo("/nowhere/logo.svg").unwrap_err().starts_with("SITE_LOGO: /nowhere/logo.svg can’t be read"));
        assert!(logo(&file("text.svg", b"hello")).unwrap_err().ends_with("is neither an SVG nor a PNG file"));
        assert!(logo(&file("big.svg", &[b' '; LARGEST + 1])).unwrap_err().ends_with("has 200 KB; at most 200 are shown"));
        let svg = logo(&file("logo", b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>")).unwrap().logo.unwrap();
        assert!(svg.address.starts_with("/logo.svg?v=") && svg.kind == "image/svg+xml");
        assert_eq!(logo(&file("logo", b"\x89PNG\r\n\x1a\n.")).unwrap().logo.unwrap().kind, "image/png");
        assert!(
            read(&["--accessibility-statement", "/nowhere/a.md"])
                .unwrap_err()
                .starts_with("ACCESSIBILITY_STATEMENT: /nowhere/a.md can’t be read")
        );
        assert_eq!(read(&["--accessibility-statement", &file("a.md", b"# Ours\n")]).unwrap().statement.title, "Ours");
        assert!(read(&["--contact", "Ada"]).unwrap_err().starts_with("CONTACT should be"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
