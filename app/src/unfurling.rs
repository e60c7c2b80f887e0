//! Addresses of this site's questions and pages that are written out in a text: they read as the title of what is there, to whoever may see it. Texts are stored as they were
//! rendered, and titles and rights change: what stands there is found whenever a text is shown.

use std::collections::{BTreeSet, HashMap};

use crate::activity::ObjectKind;
use crate::db::Db;
use crate::db::statement::{Statement, ask};
use crate::error::AppError;
use crate::state::{AppState, Viewer};
use crate::ui::html::escape;
use crate::{visible, visible_page};

/// How many are looked up at once.
const MOST: usize = 50;

const QUESTIONS: &str = concat!(
    "select '/c/' || c.slug || '/questions/' || q.slug, q.title from question q join community c on c.id = q.community_id where q.deleted_at is null and ",
    visible!("questions")
);
const PAGES: &str = concat!(
    "select '/c/' || c.slug || '/pages/' || p.path, p.title from page p join community c on c.id = p.community_id where p.status <> 'draft' and ",
    visible_page!("p")
);

/// What stands at paths of a section: communities and the ends of addresses.
fn there(section: &'static str, viewer: Viewer, places: &[&Place]) -> Statement {
    let (begun, ends) = if section == "questions" { (QUESTIONS, " and q.slug in") } else { (PAGES, " and p.path in") };
    let communities: BTreeSet<&str> = places.iter().map(|place| place.community.as_str()).collect();
    let begun = Statement::new(begun, [viewer.member.into()]).with_list(" and c.slug in", communities.into_iter().map(Into::into));
    begun.with_list(ends, places.iter().map(|place| place.end.as_str().into()))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let place = Place { community: "design".to_owned(), section: "pages", end: "a/b".to_owned() };
    ["questions", "pages"].into_iter().map(|section| there(section, Viewer::ANONYMOUS, &[&place, &place])).collect()
}

/// What an address of this site leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    community: String,
    section: &'static str,
    /// A slug, or a path.
    end: String,
}

impl Place {
    /// Of an address as it was written; `None` where it leads to neither a question nor a page.
    fn of(href: &str, base_url: &str) -> Option<Self> {
        let path = href.strip_prefix(base_url)?.strip_prefix("/c/")?.split(['?', '#']).next()?;
        let (community, rest) = path.split_once('/')?;
        let (section, end) = rest.split_once('/')?;
        let section = ["questions", "pages"].into_iter().find(|known| *known == section)?;
        let known = !end.is_empty() && (section == "pages" || !end.contains('/'));
        known.then(|| Self { community: community.to_owned(), section, end: end.to_owned() })
    }

    fn path(&self) -> String {
        format!("/c/{}/{}/{}", self.community, self.section, self.end)
    }
}

/// Has addresses of questions and pages that are written out in rendered texts read as titles.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn titles(app: &AppState, viewer: Viewer, texts: &mut [&mut String]) -> Result<(), AppError> {
    let base_url = app.site.base_url.as_str();
    let mut places = BTreeSet::new();
    for text in texts.iter() {
        pieces(text, |piece| {
            if let Piece::Address(href) = piece {
                places.extend(Place::of(href, base_url));
            }
        });
    }
    if places.is_empty() {
        return Ok(());
    }
    // What is shown depends on them now.
    crate::state::asked(&[ObjectKind::Community, ObjectKind::Question, ObjectKind::Page])?;
    let places: Vec<Place> = places.into_iter().take(MOST).collect();
    let known = read(&app.db, viewer, &places).await?;
    for text in texts.iter_mut() {
        **text = titled(text, |href| known.get(&Place::of(href, base_url)?.path()).map(String::as_str));
    }
    Ok(())
}

/// The titles there are, by path.
async fn read(db: &Db, viewer: Viewer, places: &[Place]) -> Result<HashMap<String, String>, sqlx::Error> {
    let mut known = HashMap::new();
    for section in ["questions", "pages"] {
        let of: Vec<&Place> = places.iter().filter(|place| place.section == section).collect();
        if !of.is_empty() {
            let rows: Vec<(String, String)> = ask!(db, query_as, there(section, viewer, &of), fetch_all)?;
            known.extend(rows);
        }
    }
    Ok(known)
}

enum Piece<'h> {
    /// An address that is a link to itself.
    Address(&'h str),
    /// Whatever else.
    Other(&'h str),
}

/// Cuts a rendered text at the addresses that are written out in it.
fn pieces<'h>(html: &'h str, mut piece: impl FnMut(Piece<'h>)) {
    const OPEN: &str = "<a href=\"";
    let (mut from, mut looked) = (0, 0);
    while let Some(found) = html[looked..].find(OPEN) {
        let at = looked + found;
        looked = at + OPEN.len();
        let Some((href, after)) = html[looked..].split_once('"') else { break };
        let text = after.strip_prefix('>').and_then(|after| after.strip_prefix(href)).filter(|after| after.starts_with("</a>"));
        if let Some(after) = text {
            piece(Piece::Other(&html[from..at]));
            piece(Piece::Address(href));
            from = html.len() - after.len() + "</a>".len();
            looked = from;
        }
    }
    piece(Piece::Other(&html[from..]));
}

fn titled<'t>(html: &str, title: impl Fn(&str) -> Option<&'t str>) -> String {
    let mut whole = String::with_capacity(html.len() + 64);
    pieces(html, |piece| match piece {
        Piece::Address(href) => {
            let words = title(href).map_or_else(|| href.to_owned(), escape);
            whole.push_str(&format!("<a href=\"{href}\">{words}</a>"));
        }
        Piece::Other(text) => whole.push_str(text),
    });
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::render;

    const BASE: &str = "https://g.example";

    #[test]
    fn an_address_that_is_written_out_reads_as_a_title() {
        let title = |href: &str| (href == "https://g.example/c/design/questions/how").then_some("How <b>?");
        let html = render("See https://g.example/c/design/questions/how, and [this](https://g.example/c/design/questions/how).");
        assert_eq!(
            titled(&html, title),
            "<p>See <a href=\"https://g.example/c/design/questions/how\">How &lt;b&gt;?</a>, and <a href=\"https://g.example/c/design/questions/how\">this</a>.</p>\n"
        );
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for text in
            ["", "<https://a.example>", "[a](https://a.example) https://a.example/é?a=1&b=2 `https://a.example`", "a \"b\" <a href=\"x"]
        {
            let html = render(text);
            assert_eq!(titled(&html, |_| None), html);
        }
    }

    #[test]
    fn questions_and_pages_of_this_site_are_known_by_their_addresses() {
        let of = |href: &str| Place::of(href, BASE).map(|place| place.path());
        assert_eq!(of("https://g.example/c/design/questions/how?sort=newest#answer-2").as_deref(), Some("/c/design/questions/how"));
        assert_eq!(of("https://g.example/c/design/pages/a/b").as_deref(), Some("/c/design/pages/a/b"));
        for other in [
            "https://h.example/c/design/questions/how",
            "https://g.example/c/design/questions/how/edit",
            "https://g.example/c/design/events/e",
            "https://g.example/c/design/questions/",
            "/c/design/questions/how",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
