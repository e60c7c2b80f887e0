//! What a community has, listed within a page: a paragraph that says `[[upcoming events]]` and nothing else becomes the list of them, for whoever may see them.
//!
//! Such a paragraph is marked before links are found ([`marked`]), and its mark becomes the list once it is known who reads ([`lists`]).

use chrono::{DateTime, Utc};

use super::{cards, embedding_store as store};
use crate::activity::ObjectKind;
use crate::communities::model::CommunityHead;
use crate::db::Db;
use crate::error::AppError;
use crate::state::{AppState, Viewer};
use crate::ui::html::escape;

/// What can be listed, by the words that ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listed {
    Upcoming,
    Past,
    Latest,
    Unanswered,
    Leads,
}

/// The words, in small letters.
const WORDS: [(&str, Listed); 5] = [
    ("upcoming events", Listed::Upcoming),
    ("past events", Listed::Past),
    ("latest questions", Listed::Latest),
    ("unanswered questions", Listed::Unanswered),
    ("leads", Listed::Leads),
];

/// How to ask for each list, for who edits: a name and what is written.
pub(super) const OFFERED: [(&str, &str); 5] = [
    ("Upcoming events", "[[upcoming events]]\n"),
    ("Past events", "[[past events]]\n"),
    ("Latest questions", "[[latest questions]]\n"),
    ("Unanswered questions", "[[unanswered questions]]\n"),
    ("Leads", "[[leads]]\n"),
];

/// The longest words that are looked at, in letters.
const LONGEST: usize = 200;

/// An entry of a list: what it is called, where it leads, and what is to be known of it.
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) note: String,
}

impl Listed {
    /// What it lists.
    fn kind(self) -> ObjectKind {
        match self {
            Self::Upcoming | Self::Past => ObjectKind::Event,
            Self::Latest | Self::Unanswered => ObjectKind::Question,
            Self::Leads => ObjectKind::Person,
        }
    }

    /// Whether the viewer sees things of this kind there.
    fn is_seen(self, head: &CommunityHead) -> bool {
        match self {
            Self::Upcoming | Self::Past => head.sees.events,
            Self::Latest | Self::Unanswered => head.sees.questions,
            Self::Leads => head.sees.about,
        }
    }

    /// What is said where there is nothing to list.
    fn none(self) -> &'static str {
        match self {
            Self::Upcoming => "No event is announced.",
            Self::Past => "There was no event yet.",
            Self::Latest => "Nothing was asked yet.",
            Self::Unanswered => "No question waits for an answer.",
            Self::Leads => "Nobody leads at the moment.",
        }
    }

    /// What stands for a list in a rendered text. Nobody can type it: what people type is escaped.
    fn mark(self) -> String {
        format!("<!--{self:?}-->")
    }
}

/// Whether words, in small letters, ask for a list or a card where no page is called so.
pub(super) fn asks(words: &str) -> bool {
    listed(words).is_some() || cards::asks(words)
}

/// What words, in small letters, have listed.
fn listed(words: &str) -> Option<Listed> {
    WORDS.iter().find(|(known, _)| *known == words).map(|(_, listed)| *listed)
}

/// A rendered text with a mark for each paragraph that asks for a list or a card. Words by which a page is known lead to the page.
pub(super) fn marked(html: &str, is_page: impl Fn(&str) -> bool) -> String {
    with(html, is_page, |words| listed(words).map(Listed::mark).or_else(|| cards::mark(words)))
}

/// A rendered text in which a sentence says what will be listed or shown there.
pub(super) fn described(html: &str, is_page: impl Fn(&str) -> bool) -> String {
    let list =
        |words: &str| format!("<p class=\"embedded-none\">The {words} of the community are listed here, for those who may see them.</p>");
    with(html, is_page, |words| listed(words).map(|_| list(words)).or_else(|| cards::described(words)))
}

/// Writes lists and cards where they are marked, on a screen.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn shown(app: &AppState, viewer: Viewer, head: &CommunityHead, html: &mut String) -> Result<(), AppError> {
    let lists = WORDS.into_iter().filter(|(_, listed)| html.contains(&listed.mark()) && listed.is_seen(head));
    let mut kinds: Vec<ObjectKind> = lists.map(|(_, listed)| listed.kind()).collect();
    let cards = cards::kinds(html);
    if !cards.is_empty() {
        // Who sees a card depends on the community it is of.
        kinds.push(ObjectKind::Community);
    }
    kinds.extend(cards);
    if !kinds.is_empty() {
        // What is shown depends on them now.
        crate::state::asked(&kinds)?;
    }
    fill(app, viewer, head, &mut [html]).await
}

/// Writes lists and cards where they are marked in texts of a community.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn fill(app: &AppState, viewer: Viewer, head: &CommunityHead, texts: &mut [&mut String]) -> Result<(), AppError> {
    for (_, listed) in WORDS {
        let mark = listed.mark();
        if texts.iter().all(|text| !text.contains(&mark)) {
            continue;
        }
        let list = if listed.is_seen(head) {
            let entries = entries(&app.db, viewer, head, listed, app.clock.now()).await?;
            if entries.is_empty() { format!("<p class=\"embedded-none\">{}</p>", listed.none()) } else { written(&entries) }
        } else {
            String::new()
        };
        for text in texts.iter_mut() {
            // Each once: a second one would say nothing new.
            **text = text.replacen(&mark, &list, 1).replace(&mark, "");
        }
    }
    cards::fill(&app.db, viewer, &head.slug, texts).await
}

async fn entries(db: &Db, viewer: Viewer, head: &CommunityHead, listed: Listed, now: DateTime<Utc>) -> Result<Vec<Entry>, AppError> {
    match listed {
        Listed::Upcoming | Listed::Past => store::events(db, viewer, &head.slug, now, listed == Listed::Past).await,
        Listed::Latest | Listed::Unanswered => Ok(store::questions(db, viewer, &head.slug, listed == Listed::Unanswered).await?),
        Listed::Leads => Ok(store::leads(db, viewer, &head.slug, now.date_naive()).await?),
    }
}

/// A list in HTML.
pub(super) fn written(entries: &[Entry]) -> String {
    let entry = |entry: &Entry| {
        let note = if entry.note.is_empty() { String::new() } else { format!(" <span>{}</span>", escape(&entry.note)) };
        format!("<li><a href=\"{}\" dir=\"auto\">{}</a>{note}</li>", escape(&entry.href), escape(&entry.title))
    };
    format!("<ul class=\"embedded\">{}</ul>", entries.iter().map(entry).collect::<String>())
}

/// Writes something in place of each paragraph that asks for something.
fn with(html: &str, is_page: impl Fn(&str) -> bool, put: impl Fn(&str) -> Option<String>) -> String {
    const OPEN: &str = "<p>[[";
    const CLOSE: &str = "]]</p>";
    let mut whole = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, opened)) = rest.split_once(OPEN) {
        whole.push_str(before);
        // No further than the words are long: a page may be full of brackets.
        let words = opened.char_indices().take(LONGEST).find(|(_, c)| *c == ']').map(|(end, _)| &opened[..end]);
        let asked = words.filter(|words| opened[words.len()..].starts_with(CLOSE)).and_then(|words| {
            let asked = words.trim().to_lowercase();
            let put = put(&asked).filter(|_| !is_page(&asked))?;
            Some((put, &opened[words.len() + CLOSE.len()..]))
        });
        match asked {
            Some((put, after)) => {
                whole.push_str(&put);
                rest = after;
            }
            None => {
                whole.push_str(OPEN);
                rest = opened;
            }
        }
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::render;

    #[test]
    fn only_a_paragraph_of_its_own_asks_for_a_list() {
        let html = render(
            "[[Upcoming Events]]\n\nSee [[upcoming events]].\n\n- [[leads]]\n\n`[[leads]]`\n\n[[leads]]\n\n[[leads\n\n[[past events]] ]]",
        );
        let shown = marked(&html, |_| false);
        assert!(shown.starts_with("<!--Upcoming-->\n<p>See [[upcoming events]].</p>"), "{shown}");
        assert_eq!(shown.matches("<!--").count(), 2, "{shown}");
        assert!(!marked(&html, |words| words == "leads").contains(&Listed::Leads.mark()), "a page of that title is meant");
        let other = render("<!--Leads-->\n\n[[leaders]]");
        assert_eq!(marked(&other, |_| false), other);
        assert!(!other.contains(&Listed::Leads.mark()), "{other}");
    }

    #[test]
    fn what_is_offered_is_what_is_understood() {
        for (_, says) in OFFERED.into_iter().chain(cards::OFFERED) {
            assert!(!marked(&render(says), |_| false).contains("[["), "{says}");
            let described = described(&render(says), |_| false);
            assert!(described.contains("are listed here") || described.contains("is shown here"), "{says}");
        }
    }

    #[test]
    fn what_people_typed_stays_text() {
        let entry = Entry { title: "<b>".to_owned(), href: "/c/a?\"".to_owned(), note: "&".to_owned() };
        let list = written(&[entry]);
        assert_eq!(list, "<ul class=\"embedded\"><li><a href=\"/c/a?&quot;\" dir=\"auto\">&lt;b&gt;</a> <span>&amp;</span></li></ul>");
    }
}
