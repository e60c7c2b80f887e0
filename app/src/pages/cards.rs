//! One event, question or person, shown within a page: a paragraph that says `[[event: slug]]`, `[[question: slug]]` or `[[person: handle]]` and nothing else becomes a small card, for whoever may
//! see it. Of another community it is `[[event: community/slug]]`. What is not there, or not for the reader, is not shown.

use std::collections::{BTreeSet, HashMap};

use super::cards_store as store;
use super::embedding::{Entry, written};
use crate::activity::ObjectKind;
use crate::db::Db;
use crate::error::AppError;
use crate::state::Viewer;

/// So many are looked up for each text, and at once.
const MOST: usize = 50;

/// What a mark begins and ends with. Nobody can type it: what people type is escaped.
const OPEN: &str = "<!--card ";
const CLOSE: &str = "-->";

/// How to ask for each, for who edits: a name and what is written.
pub(super) const OFFERED: [(&str, &str); 3] =
    [("An event", "[[event: its-address]]\n"), ("A question", "[[question: its-address]]\n"), ("A person", "[[person: handle]]\n")];

/// What has cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Event,
    Question,
    Person,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Event, Self::Question, Self::Person];

    fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Question => "question",
            Self::Person => "person",
        }
    }

    fn object(self) -> ObjectKind {
        match self {
            Self::Event => ObjectKind::Event,
            Self::Question => ObjectKind::Question,
            Self::Person => ObjectKind::Person,
        }
    }
}

/// What a card is of: an event or a question by community and slug, a person by their handle. Where no community is written, the page's is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Card {
    pub(super) community: String,
    pub(super) name: String,
}

/// What words ask for, in small letters: a kind, and what it is called.
fn read(words: &str) -> Option<(Kind, &str)> {
    let (kind, name) = words.split_once(':')?;
    let kind = Kind::ALL.into_iter().find(|known| known.word() == kind.trim())?;
    let name = name.trim().trim_start_matches('@');
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let parts = name.split('/').count();
    let fits = name.split('/').all(plain) && (parts == 1 || (parts == 2 && kind != Kind::Person));
    fits.then_some((kind, name))
}

/// Whether words, in small letters, ask for a card.
pub(super) fn asks(words: &str) -> bool {
    read(words).is_some()
}

/// What stands for a card in a rendered text; `None` where the words ask for none.
pub(super) fn mark(words: &str) -> Option<String> {
    read(words).map(|(kind, name)| format!("{OPEN}{}:{name}{CLOSE}", kind.word()))
}

/// A sentence that says what will be shown there; `None` where the words ask for no card.
pub(super) fn described(words: &str) -> Option<String> {
    let (kind, name) = read(words)?;
    Some(format!("<p class=\"embedded-none\">The {} “{name}” is shown here, for those who may see it.</p>", kind.word()))
}

/// What there are cards of in a rendered text.
pub(super) fn kinds(html: &str) -> Vec<ObjectKind> {
    let mut found = BTreeSet::new();
    replaced(html, |kind, _| {
        found.insert(kind);
        String::new()
    });
    found.into_iter().map(Kind::object).collect()
}

/// Writes cards where they are marked in texts of a community.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn fill(db: &Db, viewer: Viewer, community: &str, texts: &mut [&mut String]) -> Result<(), AppError> {
    let mut wanted: BTreeSet<(Kind, Card)> = BTreeSet::new();
    for text in texts.iter() {
        replaced(text, |kind, name| {
            wanted.insert((kind, of(kind, community, name)));
            String::new()
        });
    }
    let wanted: Vec<(Kind, Card)> = wanted.into_iter().take(MOST * texts.len()).collect();
    let mut known: HashMap<(Kind, Card), Entry> = HashMap::new();
    for kind in Kind::ALL {
        let cards: Vec<&Card> = wanted.iter().filter(|(of, _)| *of == kind).map(|(_, card)| card).collect();
        for cards in cards.chunks(MOST) {
            known.extend(store::entries(db, viewer, kind, cards).await?.into_iter().map(|(card, entry)| ((kind, card), entry)));
        }
    }
    for text in texts.iter_mut().filter(|text| text.contains(OPEN)) {
        **text = replaced(text, |kind, name| {
            known.get(&(kind, of(kind, community, name))).map(|entry| written(std::slice::from_ref(entry))).unwrap_or_default()
        });
    }
    Ok(())
}

fn of(kind: Kind, community: &str, name: &str) -> Card {
    let (community, name) = match (kind, name.split_once('/')) {
        (Kind::Person, _) => ("", name),
        (_, Some(both)) => both,
        (_, None) => (community, name),
    };
    Card { community: community.to_owned(), name: name.to_owned() }
}

/// A rendered text with something in place of each mark.
fn replaced(html: &str, mut card: impl FnMut(Kind, &str) -> String) -> String {
    let mut whole = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, marked)) = rest.split_once(OPEN) {
        let (words, after) = marked.split_once(CLOSE).unwrap_or((marked, ""));
        whole.push_str(before);
        if let Some((kind, name)) = read(words) {
            whole.push_str(&card(kind, name));
        }
        rest = after;
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_asked_for_by_what_its_address_ends_with() {
        assert_eq!(read("event: talk"), Some((Kind::Event, "talk")));
        assert_eq!(read("question:design/how-do-we"), Some((Kind::Question, "design/how-do-we")));
        assert_eq!(read("person: @ada-okafor"), Some((Kind::Person, "ada-okafor")));
        for other in [
            "event",
            "event:",
            "event: a b",
            "event: a/b/c",
            "person: a/b",
            "page: a",
            "event: <b>",
            "event: a--><b",
            "event: /a",
            "note: x",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_mark_is_found_again_and_nothing_else_is() {
        let html = format!("<p>a</p>{}<p>{}b</p>", mark("event: talk").unwrap(), mark("person: ada").unwrap());
        assert_eq!(kinds(&html), [ObjectKind::Event, ObjectKind::Person]);
        assert_eq!(replaced(&html, |kind, name| format!("({kind:?} {name})")), "<p>a</p>(Event talk)<p>(Person ada)b</p>");
        let typed = crate::markdown::render("<!--card event:talk-->");
        assert_eq!(replaced(&typed, |_, _| "!".to_owned()), typed);
    }

    #[test]
    fn without_a_community_the_pages_own_is_meant() {
        let card = |community: &str, name: &str| Card { community: community.to_owned(), name: name.to_owned() };
        assert_eq!(of(Kind::Event, "design", "talk"), card("design", "talk"));
        assert_eq!(of(Kind::Question, "design", "data/how"), card("data", "how"));
        assert_eq!(of(Kind::Person, "design", "ada"), card("", "ada"));
    }
}
