//! What a dump holds, as far as it is taken.

use app::names;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::xml::Row;

/// A question or an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Post {
    pub(super) id: i64,
    /// The question that it answers; `None` of a question.
    pub(super) parent: Option<i64>,
    pub(super) at: DateTime<Utc>,
    pub(super) author: Author,
    pub(super) title: String,
    /// HTML.
    pub(super) body: String,
    pub(super) tags: Vec<String>,
    pub(super) score: i64,
    pub(super) accepted: Option<i64>,
    pub(super) closed: Option<DateTime<Utc>>,
    /// A community wiki.
    pub(super) wiki: bool,
}

/// Who wrote something: by id, by a name alone, or nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Author {
    pub(super) id: Option<i64>,
    pub(super) name: Option<String>,
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Comment {
    pub(super) id: i64,
    pub(super) post: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) author: Author,
    pub(super) text: String,
}

/// The description of a tag: its opening, or the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TagWiki {
    pub(super) id: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) title: Option<String>,
    pub(super) body: String,
    pub(super) is_excerpt: bool,
}

/// What a row of Posts.xml is.
pub(super) enum OfPosts {
    Post(Post),
    TagWiki(TagWiki),
    /// Elections, privileges and the like.
    Other,
    /// A post without what every post has.
    Broken,
}

impl Author {
    fn of(row: &mut Row, (id, name): (&str, &str)) -> Self {
        // Below zero are the site's own robots.
        Self { id: row.number(id).filter(|id| *id > 0), name: row.text(name) }
    }
}

impl OfPosts {
    /// Reads a row.
    pub(super) fn of(mut row: Row) -> Self {
        let kind = row.number("PostTypeId").unwrap_or_default();
        let (Some(id), Some(at)) = (row.number("Id"), row.instant("CreationDate")) else { return Self::Broken };
        let body = row.text("Body").unwrap_or_default();
        if matches!(kind, 4 | 5) {
            return Self::TagWiki(TagWiki { id, at, title: row.text("Title"), body, is_excerpt: kind == 4 });
        }
        let parent = row.number("ParentId");
        if !matches!(kind, 1 | 2) {
            return Self::Other;
        }
        if (kind == 2) != parent.is_some() || body.is_empty() && kind == 2 {
            return Self::Broken;
        }
        Self::Post(Post {
            id,
            parent,
            at,
            author: Author::of(&mut row, ("OwnerUserId", "OwnerDisplayName")),
            title: row.text("Title").unwrap_or_default(),
            body,
            tags: row.text("Tags").map(|tags| self::tags(&tags)).unwrap_or_default(),
            score: row.number("Score").unwrap_or_default(),
            accepted: row.number("AcceptedAnswerId"),
            closed: row.instant("ClosedDate"),
            wiki: row.has("CommunityOwnedDate"),
        })
    }
}

impl Comment {
    /// Reads a row of Comments.xml.
    pub(super) fn of(mut row: Row) -> Option<Self> {
        Some(Self {
            id: row.number("Id")?,
            post: row.number("PostId")?,
            at: row.instant("CreationDate")?,
            author: Author::of(&mut row, ("UserId", "UserDisplayName")),
            text: row.text("Text")?,
        })
    }
}

/// The tags of a post, as newer dumps write them, `|a|b|`, and as older ones, `<a><b>`.
fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(['|', '<', '>']).map(str::trim).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// The slug of a tag's topic: `c++` and `c#` are other things than `c`.
pub(super) fn topic_slug(tag: &str) -> String {
    let spoken = tag.replace('+', " plus ").replace('#', " sharp ");
    let spoken = if spoken.starts_with('.') { spoken.replacen('.', "dot ", 1) } else { spoken };
    names::slug(&spoken)
}

/// What a tag's topic is called: `feature-request` as "Feature request".
pub(super) fn topic_title(tag: &str) -> String {
    let words = tag.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_old_and_new_dumps_write_them() {
        assert_eq!(tags("|feature-request|c++|"), ["feature-request", "c++"]);
        assert_eq!(tags("<feature-request><c++><c++>"), ["feature-request", "c++"]);
        assert_eq!(tags(""), [""; 0]);
    }

    #[test]
    fn tags_that_differ_by_a_sign_are_topics_of_their_own() {
        assert_eq!(["c", "c++", "c#", ".net", "node.js"].map(topic_slug), ["c", "c-plus-plus", "c-sharp", "dot-net", "node-js"]);
        assert_eq!(topic_title("feature-request"), "Feature request");
    }
}
