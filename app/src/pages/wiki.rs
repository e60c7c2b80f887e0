//! Links to pages by their title, `[[Page title]]`, or by their path, `[[path|words]]`.
//!
//! Texts are stored as they were rendered, brackets and all: pages come, go and are hidden, so what is meant is found whenever a text is shown, for whoever it is shown to.

use std::collections::{BTreeSet, HashMap};

use openidconnect::url::form_urlencoded::byte_serialize;
use uuid::Uuid;

use crate::db::bulk::Rows;
use crate::db::{Db, Tx};
use crate::plain::unescape;
use crate::state::Viewer;
use crate::ui::html::escape;
use crate::{names, on, queries, rendered, run, visible_page};

queries! {
    KNOWN = concat!(
        "select p.path, p.title from page p join community c on c.id = p.community_id where c.slug = $2 and p.deleted_at is null and (p.status <> 'draft' or $3) and ",
        visible_page!("p"),
        " order by p.path"
    );
    LEADS_TO = "select target from page_link where page_id = $1";
    FORGET = "delete from page_link where page_id = $1";
}

/// The longest title or path.
const LONGEST: usize = 400;
/// The most links of a page that are kept.
const MOST: usize = 500;

/// What a title or a path is found by.
pub(crate) fn key(target: &str) -> String {
    names::fold(target.trim().trim_matches('/'))
}

/// The addresses of a community's pages by what they are found by; drafts only for those who edit them.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn known(db: &Db, viewer: Viewer, (community, edits): (&str, bool)) -> Result<HashMap<String, String>, sqlx::Error> {
    let rows: Vec<(String, String)> =
        on!(db.reader(), c => sqlx::query_as(KNOWN).bind(viewer.member).bind(community).bind(edits).fetch_all(c))?;
    let mut known = HashMap::new();
    for (path, title) in rows {
        let href = format!("/c/{community}/pages/{path}");
        known.entry(key(&title)).or_insert_with(|| href.clone());
        known.insert(path, href);
    }
    Ok(known)
}

/// A rendered text with its links leading where they mean. What is not there, or not for the reader, is plain text; where `new` says how a page is made, it leads there.
pub(super) fn linked(html: &str, known: &HashMap<String, String>, new: Option<&str>) -> String {
    let mut linked = String::with_capacity(html.len() + 64);
    pieces(html, |piece| match piece {
        Piece::Other(text) => linked.push_str(text),
        Piece::Link { target, words } => match (known.get(&key(&unescape(target))), new) {
            (Some(href), _) => linked.push_str(&format!("<a href=\"{}\">{words}</a>", escape(href))),
            (None, Some(new)) => {
                let asked: String = byte_serialize(unescape(target).as_bytes()).collect();
                linked.push_str(&format!("<a class=\"wanted\" href=\"{}?title={asked}\">{words}</a>", escape(new)));
            }
            (None, None) => linked.push_str(words),
        },
    });
    linked
}

/// A rendered text with its links as words, for where they can't lead anywhere.
pub(crate) fn worded(html: &str) -> String {
    linked(html, &HashMap::new(), None)
}

/// The words of a text that is not rendered, without the signs of links.
pub(crate) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    cut(text, &mut |piece| {
        words.push_str(match piece {
            Piece::Link { words, .. } => words,
            Piece::Other(other) => other,
        });
    });
    words
}

/// Keeps which pages a page leads to, in the transaction that writes it; `true` where they are others than before.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn keep(tx: &mut Tx, page: Uuid, html: &str) -> Result<bool, sqlx::Error> {
    let mut targets: Vec<(String, String)> = Vec::new();
    pieces(html, |piece| {
        if let Piece::Link { target, .. } = piece {
            let words = unescape(target);
            let key = key(&words);
            if targets.len() < MOST && !targets.iter().any(|(known, _)| *known == key) {
                targets.push((key, words));
            }
        }
    });
    let before: Vec<String> = on!(tx.conn(), c => sqlx::query_scalar(LEADS_TO).bind(page).fetch_all(c))?;
    let now: BTreeSet<&str> = targets.iter().map(|(key, _)| key.as_str()).collect();
    let others = now != before.iter().map(String::as_str).collect();
    run!(tx, sqlx::query(FORGET).bind(page))?;
    let mut rows = Rows::new("page_link", &["page_id", "target", "words"]);
    for (key, words) in targets {
        rows.push([page.into(), key.into(), words.into()]);
    }
    rows.insert(tx).await?;
    Ok(others)
}

enum Piece<'h> {
    Link {
        target: &'h str,
        words: &'h str,
    },
    /// Whatever else, tags included.
    Other(&'h str),
}

/// Cuts a rendered text at its links. What stands in another link or in code leads nowhere.
fn pieces<'h>(html: &'h str, mut piece: impl FnMut(Piece<'h>)) {
    rendered::pieces(html, |part| match part {
        rendered::Piece::Text(text) => cut(text, &mut piece),
        rendered::Piece::Other(other) => piece(Piece::Other(other)),
    });
}

fn cut<'h>(text: &'h str, piece: &mut impl FnMut(Piece<'h>)) {
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once("[[") {
        let Some((inner, after)) = opened.split_once("]]") else { break };
        let (target, words) = inner.split_once('|').unwrap_or((inner, inner));
        let (target, words) = (target.trim(), words.trim());
        let link = !key(&unescape(target)).is_empty() && !words.is_empty() && inner.len() <= LONGEST && !inner.contains(['[', ']', '\n']);
        piece(Piece::Other(before));
        if link {
            piece(Piece::Link { target, words });
        } else {
            piece(Piece::Other(&rest[before.len()..rest.len() - after.len()]));
        }
        rest = after;
    }
    piece(Piece::Other(rest));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::render;

    fn known() -> HashMap<String, String> {
        let page = |key: &str, href: &str| (key.to_owned(), href.to_owned());
        HashMap::from([page("playbook", "/c/design/pages/playbook"), page("q&a", "/c/design/pages/q-a")])
    }

    #[test]
    fn a_title_or_a_path_leads_to_its_page() {
        let html = render("See [[Playbook]], [[playbook|how we work]] and [[Q&A]].");
        let shown = linked(&html, &known(), None);
        assert!(shown.contains("<a href=\"/c/design/pages/playbook\">Playbook</a>") && shown.contains(">how we work</a>"), "{shown}");
        assert!(shown.contains("<a href=\"/c/design/pages/q-a\">Q&amp;A</a>"), "{shown}");
    }

    #[test]
    fn what_is_not_there_is_plain_text_and_a_way_to_make_it_for_those_who_can() {
        let html = render("See [[Not yet|this one]].");
        assert_eq!(linked(&html, &known(), None), "<p>See this one.</p>\n");
        let shown = linked(&html, &known(), Some("/c/design/new-page"));
        assert!(shown.contains("<a class=\"wanted\" href=\"/c/design/new-page?title=Not+yet\">this one</a>"), "{shown}");
    }

    #[test]
    fn brackets_in_code_in_links_and_alone_stay_what_they_are() {
        for text in ["`[[Playbook]]`", "    [[Playbook]]", "a [[ b", "[[]]", "[[ | x]]"] {
            let html = render(text);
            assert_eq!(linked(&html, &known(), Some("/new")), html, "{text}");
        }
    }

    #[test]
    fn what_people_type_never_becomes_markup() {
        let shown = linked(&render("[[x\"><script>|<b>w</b>]]"), &known(), Some("/new"));
        assert!(!shown.contains("<script") && !shown.contains("<b>"), "{shown}");
    }
}
