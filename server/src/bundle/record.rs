//! One thing of a site, and its canonical text.

use app::communities::record::{Charter, CommunityRecord};
use app::events::record::EventRecord;
use app::members::record::PersonRecord;
use app::organisations::record::OrganisationRecord;
use app::pages::record::PageRecord;
use app::questions::record::QuestionRecord;
use app::resources::record::ResourceRecord;
use app::topics::record::TopicRecord;
use serde::Serialize;

pub use app::activity::ObjectKind as Kind;

/// One thing of a site, as a bundle holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// `organisations/{slug}.md`.
    Organisation(OrganisationRecord),
    /// `topics/{slug}.md`.
    Topic(TopicRecord),
    /// `people/{handle}.md`.
    Person(PersonRecord),
    /// `communities/{slug}.md`.
    Community(CommunityRecord),
    /// `events/{community}/{slug}.md`.
    Event(EventRecord),
    /// `questions/{community}/{slug}.md`.
    Question(QuestionRecord),
    /// `pages/{community}/{path}.md`.
    Page(PageRecord),
    /// `resources/{community}/{slug}.md`.
    Resource(ResourceRecord),
}

impl Record {
    /// What it is of.
    pub const fn kind(&self) -> Kind {
        match self {
            Record::Organisation(_) => Kind::Organisation,
            Record::Topic(_) => Kind::Topic,
            Record::Person(_) => Kind::Person,
            Record::Community(_) => Kind::Community,
            Record::Event(_) => Kind::Event,
            Record::Question(_) => Kind::Question,
            Record::Page(_) => Kind::Page,
            Record::Resource(_) => Kind::Resource,
        }
    }

    /// The path of its file in a canonical bundle, without `.md`: `events/design/show-and-tell`.
    pub fn key(&self) -> String {
        let folder = self.kind().folder();
        match self {
            Record::Organisation(record) => format!("{folder}/{}", record.slug),
            Record::Topic(record) => format!("{folder}/{}", record.slug),
            Record::Person(record) => format!("{folder}/{}", record.handle),
            Record::Community(record) => format!("{folder}/{}", record.slug),
            Record::Event(record) => format!("{folder}/{}/{}", record.community, record.slug),
            Record::Question(record) => format!("{folder}/{}/{}", record.community, record.slug),
            Record::Page(record) => format!("{folder}/{}/{}", record.community, record.path),
            Record::Resource(record) => format!("{folder}/{}/{}", record.community, record.slug),
        }
    }

    /// The canonical text of its file: the fields in their fixed order, then the body.
    ///
    /// Equal records give equal text, so content hashes are taken of it; [`read`](super::read) gives the record back.
    pub fn render(&self) -> String {
        match self {
            Record::Organisation(record) => file_text(record, &record.body),
            Record::Topic(record) => file_text(record, &record.body),
            Record::Person(record) => file_text(record, &record.body),
            Record::Community(record) => file_text(record, &charter_text(&record.charter)),
            Record::Event(record) => file_text(record, &record.body),
            Record::Question(record) => file_text(record, &record.body),
            Record::Page(record) => file_text(record, &record.body),
            Record::Resource(record) => file_text(record, &record.body),
        }
    }

    /// The old addresses of it.
    pub(crate) fn aliases_mut(&mut self) -> &mut Vec<String> {
        match self {
            Record::Organisation(record) => &mut record.aliases,
            Record::Topic(record) => &mut record.aliases,
            Record::Person(record) => &mut record.aliases,
            Record::Community(record) => &mut record.aliases,
            Record::Event(record) => &mut record.aliases,
            Record::Question(record) => &mut record.aliases,
            Record::Page(record) => &mut record.aliases,
            Record::Resource(record) => &mut record.aliases,
        }
    }
}

/// The headings that part a charter, as they are written.
pub(super) const WHO_WE_ARE: &str = "## Who we are";
pub(super) const WHAT_WE_SHARE: &str = "## What we share";

fn charter_text(charter: &Charter) -> String {
    let mut text = tidy_body(&charter.domain);
    for (heading, part) in [(WHO_WE_ARE, &charter.community), (WHAT_WE_SHARE, &charter.practice)] {
        let part = tidy_body(part);
        if !part.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n\n" };
            text.push_str(&format!("{gap}{heading}\n\n{part}"));
        }
    }
    text
}

fn file_text<T: Serialize>(fields: &T, body: &str) -> String {
    let body = tidy_body(body);
    let front = front_matter(fields);
    let gap = if body.is_empty() { "" } else { "\n" };
    let end = if body.is_empty() { "" } else { "\n" };
    format!("---\n{front}---\n{gap}{body}{end}")
}

fn front_matter<T: Serialize>(fields: &T) -> String {
    // Folded scalars (`>`) would break long lines at an accidental column, and every edit would re-flow them.
    let options = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    let yaml = serde_saphyr::to_string_with_options(fields, options);
    // JSON is YAML: less pretty, and never refused.
    yaml.unwrap_or_else(|_| serde_json::to_string_pretty(fields).unwrap_or_default() + "\n")
}

/// Markdown as it is stored: `\n` line ends, no blank lines before it, no white space after it.
pub(super) fn tidy_body(markdown: &str) -> String {
    let text = if markdown.contains('\r') { markdown.replace("\r\n", "\n").replace('\r', "\n") } else { markdown.to_owned() };
    let text = text.trim_end();
    let first = text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len());
    let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..].to_owned()
}
