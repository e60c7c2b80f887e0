//! `/robots.txt`, `/sitemap.xml` and its parts.

use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use chrono::SecondsFormat;
use quick_xml::escape::escape;

use super::store::{counts, part};
use super::{Kind, LISTS};
use crate::documents::document;
use crate::error::AppError;
use crate::state::{AppState, Viewer};

/// Addresses in a part. The format allows 50,000; smaller parts are quicker to make, and fewer change.
pub const PART: i64 = 10_000;

const XML: &str = "application/xml; charset=utf-8";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The routes, with parts of at most `size` addresses.
pub fn routes<S>(size: i64) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AppState: FromRef<S>,
{
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(move |state, headers| index(size, state, headers)))
        .route("/sitemap/{part}", get(move |state, path, headers| one_part(size, state, path, headers)))
}

async fn robots(State(app): State<AppState>, headers: HeaderMap) -> Response {
    // There is no end to what can be searched for.
    let rules = "User-agent: *\nDisallow: /do/\nDisallow: /search\n";
    document(&headers, "text/plain; charset=utf-8", format!("{rules}\nSitemap: {}/sitemap.xml\n", app.site.base_url))
}

async fn index(size: i64, State(app): State<AppState>, headers: HeaderMap) -> Result<Response, AppError> {
    let mut xml = opening("sitemapindex");
    let counted = counts(&app.db, Viewer::ANONYMOUS).await?;
    for (kind, count) in std::iter::once((Kind::Site, 1)).chain(counted) {
        for number in 1..=(count + size - 1) / size {
            xml.push_str(&format!("<sitemap><loc>{}/sitemap/{kind}-{number}.xml</loc></sitemap>\n", escape(&app.site.base_url)));
        }
    }
    xml.push_str("</sitemapindex>\n");
    Ok(document(&headers, XML, xml))
}

async fn one_part(size: i64, State(app): State<AppState>, Path(name): Path<String>, headers: HeaderMap) -> Result<Response, AppError> {
    let (kind, number) = parse(&name).ok_or(AppError::NotFound)?;
    let mut xml = opening("urlset");
    let empty = xml.len();
    let base = escape(&app.site.base_url);
    if kind == Kind::Site && number == 1 {
        LISTS.iter().for_each(|path| xml.push_str(&format!("<url><loc>{base}{path}</loc></url>\n")));
    }
    let skipped = (number - 1).checked_mul(size).ok_or(AppError::NotFound)?;
    part(&app.db, Viewer::ANONYMOUS, kind, (skipped, size), |listed| {
        let modified = listed.modified.to_rfc3339_opts(SecondsFormat::Secs, true);
        xml.push_str(&format!("<url><loc>{base}{}</loc><lastmod>{modified}</lastmod></url>\n", escape(&listed.path)));
    })
    .await?;
    if xml.len() == empty {
        return Err(AppError::NotFound);
    }
    xml.push_str("</urlset>\n");
    Ok(document(&headers, XML, xml))
}

fn opening(element: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{element} xmlns=\"{NAMESPACE}\">\n")
}

/// `questions-2.xml`
fn parse(name: &str) -> Option<(Kind, i64)> {
    let (kind, number) = name.strip_suffix(".xml")?.split_once('-')?;
    let number: i64 = number.parse().ok().filter(|n| *n >= 1)?;
    // One address a part.
    (name == format!("{kind}-{number}.xml")).then_some((kind.parse().ok()?, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_one_name() {
        assert_eq!(parse("questions-2.xml"), Some((Kind::Questions, 2)));
        for name in ["questions-0.xml", "questions-02.xml", "questions-+2.xml", "questions-2", "secrets-1.xml", "questions--1.xml"] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
