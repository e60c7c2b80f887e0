//! People who are named with @ and their handle: their names lead to their profiles.
//!
//! Texts are stored as they were rendered, and people come, go and are renamed: who is meant is found whenever a text is shown.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::db::statement::{Statement, ask, ask_in};
use crate::db::{Db, Tx};
use crate::rendered;

/// The longest handle.
const LONGEST: usize = 40;
/// How many are looked up at once.
const MOST: usize = 200;
/// How many one post calls.
const NAMED: usize = 20;

const IDS: &str = "select m.id from member m where m.standing = 'active'";
const PEOPLE: &str = "select m.handle from member m where m.standing <> 'former'";

fn people(handles: &BTreeSet<String>) -> Statement {
    Statement::new(PEOPLE, []).with_list(" and m.handle in", handles.iter().map(|handle| handle.as_str().into()))
}

fn ids(handles: &BTreeSet<String>) -> Statement {
    Statement::new(IDS, []).with_list(" and m.handle in", handles.iter().map(|handle| handle.as_str().into()))
}

/// What is composed here, for the test that prepares every statement.
#[cfg(test)]
pub(crate) fn composed() -> Vec<Statement> {
    let two = BTreeSet::from(["ada".to_owned(), "bob".to_owned()]);
    vec![people(&two), ids(&two)]
}

/// Has the handles in some rendered texts lead to the profiles of who is there.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn link(db: &Db, texts: &mut [&mut String]) -> Result<(), sqlx::Error> {
    let named: BTreeSet<String> = texts.iter().flat_map(|text| named(text)).take(MOST).collect();
    if named.is_empty() {
        return Ok(());
    }
    let there: Vec<String> = ask!(db, query_scalar, people(&named), fetch_all)?;
    let there: BTreeSet<String> = there.into_iter().collect();
    for text in texts.iter_mut().filter(|text| text.contains('@')) {
        **text = linked(text, &there);
    }
    Ok(())
}

/// Who is named in a rendered text, and is there.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn people_named(tx: &mut Tx, html: &str) -> Result<Vec<Uuid>, sqlx::Error> {
    let named: BTreeSet<String> = named(html).into_iter().take(NAMED).collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    ask_in!(tx, query_scalar, ids(&named), fetch_all)
}

/// The handles that a rendered text names.
fn named(html: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    pieces(html, |piece| {
        if let Piece::Named(handle) = piece {
            named.insert(handle.to_lowercase());
        }
    });
    named
}

fn linked(html: &str, there: &BTreeSet<String>) -> String {
    let mut linked = String::with_capacity(html.len() + 64);
    pieces(html, |piece| match piece {
        Piece::Named(handle) if there.contains(&handle.to_lowercase()) => {
            linked.push_str(&format!("<a class=\"mention\" href=\"/people/{}\">@{handle}</a>", handle.to_lowercase()));
        }
        Piece::Named(handle) => {
            linked.push('@');
            linked.push_str(handle);
        }
        Piece::Other(text) => linked.push_str(text),
    });
    linked
}

enum Piece<'h> {
    /// A handle, without its @.
    Named(&'h str),
    /// Whatever else, tags included.
    Other(&'h str),
}

/// Cuts a rendered text at the handles in it. What stands in a link or in code names nobody.
fn pieces<'h>(html: &'h str, mut piece: impl FnMut(Piece<'h>)) {
    rendered::pieces(html, |part| match part {
        rendered::Piece::Text(text) => cut(text, &mut piece),
        rendered::Piece::Other(other) => piece(Piece::Other(other)),
    });
}

/// Cuts a text without tags.
fn cut<'h>(text: &'h str, piece: &mut impl FnMut(Piece<'h>)) {
    let (mut from, mut looked) = (0, 0);
    while let Some(found) = text[looked..].find('@') {
        let at = looked + found;
        looked = at + 1;
        // An e-mail address names nobody.
        let begins = !text[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '.' | '-' | '_' | '+' | '/' | '@'));
        let end = text[looked..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(text.len(), |end| looked + end);
        let handle = text[looked..end].trim_end_matches('-');
        if begins && (2..=LONGEST).contains(&handle.len()) {
            piece(Piece::Other(&text[from..at]));
            piece(Piece::Named(handle));
            looked += handle.len();
            from = looked;
        }
    }
    piece(Piece::Other(&text[from..]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    fn shown(markdown: &str) -> String {
        linked(&markdown::render(markdown), &BTreeSet::from(["ada".to_owned(), "bob-lee".to_owned()]))
    }

    #[test]
    fn who_is_there_is_linked_and_who_is_not_stays_text() {
        assert_eq!(
            shown("Ask @ada, @Bob-Lee and @nobody."),
            "<p>Ask <a class=\"mention\" href=\"/people/ada\">@ada</a>, <a class=\"mention\" href=\"/people/bob-lee\">@Bob-Lee</a> and @nobody.</p>\n"
        );
    }

    #[test]
    fn addresses_links_and_code_name_nobody() {
        for text in ["ada@ada.example", "`@ada`", "    @ada", "[@ada](https://a.example)", "https://a.example/@ada", "@@ada", "@a"] {
            assert!(!shown(text).contains("mention"), "{text}: {}", shown(text));
        }
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for text in
            ["@", "a @ b", "@ada@ada", "<b>@ada</b> é@ada", "&lt;@ada&gt;", "@ada--", "x".repeat(50).as_str(), "@".repeat(5_000).as_str()]
        {
            let html = markdown::render(text);
            let mut whole = String::new();
            pieces(&html, |piece| match piece {
                Piece::Named(handle) => {
                    whole.push('@');
                    whole.push_str(handle);
                }
                Piece::Other(text) => whole.push_str(text),
            });
            assert_eq!(whole, html);
        }
    }
}
