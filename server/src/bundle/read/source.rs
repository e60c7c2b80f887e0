//! A file on its way to a record, and the desk it is worked on at.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use app::topics::record::TopicRecord;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::fields::{Fields, Problem};
use super::files::{self, Unplaced};
use super::index::{EVERYONE, Index};
use super::{Sourced, body, document, repair, text, yaml};
use crate::bundle::note::{Notes, Tally};
use crate::bundle::record::tidy_body;
use crate::bundle::{Kind, Record, Severity};

/// A file whose front matter has been read.
pub(super) struct Source {
    pub file: PathBuf,
    /// Where its front matter begins.
    pub line: usize,
    pub kind: Kind,
    pub folder: String,
    pub segments: Vec<String>,
    /// Whether it follows another site's habits: its texts are decoded, its body turned into plain Markdown, its address there kept.
    pub foreign: bool,
    pub fields: Fields,
    pub body: String,
    pub body_line: usize,
    /// The community it belongs to, where its kind has one.
    pub community: String,
    /// Its slug, handle or path here.
    pub slug: String,
    /// Its addresses on the source.
    pub permalinks: Vec<String>,
}

impl Source {
    /// The old addresses: those of the source itself, then those its `aliases` list.
    pub fn aliases(&mut self) -> Vec<String> {
        let mut aliases = std::mem::take(&mut self.permalinks);
        for (alias, _) in self.fields.texts(&["aliases", "alias", "redirect_from"]) {
            let path = alias.split_once("://").map_or(alias.as_str(), |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            let bare = path.trim_end_matches('/');
            if !bare.is_empty() && !aliases.iter().any(|known| known.trim_end_matches('/') == bare) {
                aliases.push(path);
            }
        }
        aliases
    }

    /// Title or name, by its fields, the first heading of the body, or the file's name.
    pub fn title(&mut self, names: &[&str], desk: &mut Desk) -> String {
        if let Some(title) = self.fields.text(names) {
            return title;
        }
        let heading = self.body.lines().find_map(|line| line.strip_prefix("# ")).map(text::tidy).filter(|heading| !heading.is_empty());
        let title = heading.unwrap_or_else(|| text::sentence_of(self.slug.rsplit('/').next().unwrap_or_default()));
        let message = format!("It has no `{}`; “{title}” stands in for it", names.first().unwrap_or(&"title"));
        desk.notes.say(&self.file, self.line, Severity::Changed, message);
        title
    }

    /// One sentence. A `deck` is one where there is no `summary`, and goes where there is.
    pub fn summary(&mut self) -> String {
        match self.fields.text(&["summary", "description", "excerpt"]) {
            Some(summary) => summary,
            None => self.fields.text(&["deck", "subtitle"]).unwrap_or_default(),
        }
    }

    /// The body as Markdown that this site shows.
    pub fn markdown(&mut self, desk: &mut Desk) -> String {
        let written = std::mem::take(&mut self.body);
        if !self.foreign {
            return tidy_body(&written);
        }
        let plain = body::to_markdown(&written, &desk.index);
        for (line, severity, message) in plain.remarks {
            desk.notes.say(&self.file, self.body_line + line, severity, message);
        }
        for tally in plain.tallies {
            desk.notes.tally(&self.file, None, tally);
        }
        tidy_body(&plain.markdown)
    }

    /// An instant, as the site's clocks or `--timezone` mean it.
    pub fn instant(&mut self, names: &[&str], desk: &Desk) -> Option<DateTime<Utc>> {
        self.fields.moment(names).map(|(moment, _)| moment.instant(desk.timezone, self.foreign))
    }

    /// Whether its `expirydate` is past.
    pub fn is_expired(&mut self, desk: &Desk) -> bool {
        self.fields.date(&["expirydate", "expiry_date", "expires"]).is_some_and(|date| date < desk.today)
    }
}

/// Reads and parts one file, or says why it can't be.
pub(super) fn open(file: &Path, read: &dyn Fn(&Path) -> io::Result<Vec<u8>>, notes: &mut Notes) -> Option<Source> {
    let place = match files::place(file) {
        Ok(place) => place,
        Err(Unplaced::Alone(message)) => {
            notes.say(file, None, Severity::Skipped, message);
            return None;
        }
        Err(Unplaced::Along(tally)) => {
            notes.tally(file, None, tally);
            return None;
        }
    };
    let mut skip = |line: Option<usize>, message: String| {
        notes.say(file, line, Severity::Skipped, message);
        None
    };
    let bytes = match read(file) {
        Ok(bytes) => bytes,
        Err(error) => return skip(None, format!("The file can't be read: {error}")),
    };
    let text = match document::decode(bytes) {
        Ok(text) => text,
        Err(error) => return skip(Some(error.line), error.message),
    };
    let document = match document::part(&text) {
        Ok(document) => document,
        Err(error) => return skip(Some(error.line), error.message),
    };
    if document.front.is_empty() && document.body.trim().is_empty() {
        return skip(None, "The file is empty".to_owned());
    }
    let (entries, repairs) = match entries(document.front, document.front_line) {
        Ok(read) => read,
        Err(error) => {
            return skip(Some(error.line), format!("The front matter is no YAML: {}; mend the line and import again", error.message));
        }
    };
    for (line, message) in repairs {
        notes.say(file, document.front_line + line, Severity::Changed, message);
    }
    Some(Source {
        file: file.to_owned(),
        line: document.front_line,
        kind: place.kind,
        folder: place.folder,
        segments: place.segments,
        foreign: place.foreign,
        fields: Fields::new(entries),
        body: document.body.to_owned(),
        body_line: document.body_line,
        community: EVERYONE.to_owned(),
        slug: String::new(),
        permalinks: Vec::new(),
    })
}

type Entries = (Vec<yaml::Entry>, Vec<repair::Repair>);

fn entries(front: &str, line: usize) -> Result<Entries, yaml::YamlError> {
    let closed = repair::close_quotes(front);
    let (front, mut repairs) = closed.as_ref().map_or((front, Vec::new()), |(front, repairs)| (front.as_str(), repairs.clone()));
    let error = match yaml::parse(front, line) {
        Ok(entries) => return Ok((entries, repairs)),
        Err(error) => error,
    };
    if let Ok(entries) = yaml::parse(&repair::indent_quoted(front), line) {
        return Ok((entries, repairs));
    }
    let (mended, more) = repair::quote_texts(front);
    let entries = yaml::parse(&mended, line).map_err(|_| error)?;
    repairs.extend(more);
    Ok((entries, repairs))
}

/// What all files of a bundle are worked on with.
pub(super) struct Desk {
    pub timezone: Option<Tz>,
    pub today: NaiveDate,
    pub notes: Notes,
    pub index: Index,
    /// Records of what files only mention: topics, organisations.
    pub made: Vec<Sourced>,
    /// The addresses that things have on the source, without the last slash, and their files.
    pub permalinks: BTreeMap<String, PathBuf>,
}

impl Desk {
    /// The topics a file names. One that is not there yet is made.
    pub fn topics(&mut self, source: &mut Source, names: &[&str]) -> Vec<String> {
        let mut topics = Vec::new();
        for (word, line) in source.fields.texts(names) {
            let Some(slug) = self.index.topic(&word).or_else(|| self.make_topic(source, &word, line)) else { continue };
            if !topics.contains(&slug) {
                topics.push(slug);
            }
        }
        topics
    }

    fn make_topic(&mut self, source: &Source, word: &str, line: usize) -> Option<String> {
        let slug = text::slug_of(word);
        if slug.is_empty() {
            self.notes.say(
                &source.file,
                line,
                Severity::LeftOut,
                format!("The topic “{word}” has no letters to make an address of; it was left out"),
            );
            return None;
        }
        let title = text::sentence_of(word);
        let message = format!("The topic `{word}` has no file; it was made with the title “{title}”. Add `topics/{slug}.md` to say more");
        self.notes.say(&source.file, line, Severity::Changed, message);
        let record = TopicRecord { slug: slug.clone(), title, summary: String::new(), links: vec![], aliases: vec![], body: String::new() };
        self.index.add_topic(&slug, []);
        self.made.push(Sourced { record: Record::Topic(record), file: source.file.clone(), line });
        Some(slug)
    }

    /// The people a file names, by handle; who is not known is left out, and the report says so.
    pub fn people(&mut self, source: &mut Source, names: &[&str]) -> Vec<String> {
        let mut people = Vec::new();
        for (word, line) in source.fields.texts(names) {
            if let Some(handle) = self.person(&source.file, line, &word)
                && !people.contains(&handle)
            {
                people.push(handle);
            }
        }
        people
    }

    /// The person a word names.
    pub fn person(&mut self, file: &Path, line: usize, word: &str) -> Option<String> {
        let found = self.index.person(word);
        if found.is_none() {
            self.notes.say(
                file,
                line,
                Severity::LeftOut,
                format!("Nobody here is `{word}`; the name was left out. Add `people/{}.md`", text::slug_of(word)),
            );
        }
        found
    }

    /// Notes what the file's fields had to tell, and the fields nobody took.
    pub fn close(&mut self, source: Source) {
        let mut left: Vec<(String, usize)> = source.fields.left().map(|(name, line)| (format!("`{name}`"), line)).collect();
        left.extend(source.fields.unplaced.iter().map(|(name, line)| (name.clone(), *line)));
        for (field, line) in left {
            let tally = Tally {
                severity: Severity::LeftOut,
                before: format!("The field {field}, found in"),
                counted: (source.kind.as_str(), source.kind.folder()),
                after: ("has no place here and was left out", "has no place here and was left out"),
            };
            self.notes.tally(&source.file, line, tally);
        }
        for Problem { line, severity, message } in source.fields.problems {
            self.notes.say(&source.file, line, severity, message);
        }
    }
}
