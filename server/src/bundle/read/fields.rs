//! The fields of one file, or of one map in it. Each is taken by the name it goes by; what is left at the end had no taker.

use std::str::FromStr;

use app::communities::accent::Colour;
use app::link::{Link, is_safe_address};
use app::words::UnknownWord;
use chrono::NaiveDate;

use super::text;
use super::time::Moment;
use super::yaml::{Entry, Node};
use crate::bundle::Severity;
use crate::bundle::record::tidy_body;

/// Something to tell about a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub line: usize,
    pub severity: Severity,
    pub message: String,
}

/// Named values, taken one by one.
#[derive(Debug)]
pub(super) struct Fields {
    entries: Vec<Entry>,
    /// Whether they follow another site's habits: its texts hold entities and no-break spaces.
    pub foreign: bool,
    pub problems: Vec<Problem>,
    /// Fields of maps in it that have no place, with their lines.
    pub unplaced: Vec<(String, usize)>,
}

impl Fields {
    /// Fields as they were written. Of a repeated one the last counts.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut fields = Self { entries: Vec::new(), foreign: false, problems: Vec::new(), unplaced: Vec::new() };
        for entry in entries {
            let key = entry.key.trim().to_lowercase().replace('-', "_");
            let entry = Entry { key, ..entry };
            match fields.entries.iter().position(|earlier| earlier.key == entry.key) {
                Some(earlier) => {
                    let before = std::mem::replace(&mut fields.entries[earlier], entry);
                    let line = fields.entries[earlier].line;
                    let message = format!("The field `{}` stands twice (first on line {}); the last one counts", before.key, before.line);
                    fields.say(line, Severity::Changed, message);
                }
                None => fields.entries.push(entry),
            }
        }
        fields
    }

    /// A field's value, left where it is.
    pub fn peek(&self, name: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == name).map(|entry| &entry.value)
    }

    /// The names of all fields that are left.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.key.as_str())
    }

    /// The fields nobody took and that say something: names and lines.
    pub fn left(&self) -> impl Iterator<Item = (&str, usize)> {
        self.entries.iter().filter(|entry| !entry.value.is_empty()).map(|entry| (entry.key.as_str(), entry.line))
    }

    /// Notes something about a line.
    pub fn say(&mut self, line: usize, severity: Severity, message: impl Into<String>) {
        self.problems.push(Problem { line, severity, message: message.into() });
    }

    fn leave_out(&mut self, line: usize, message: impl Into<String>) {
        self.say(line, Severity::LeftOut, message);
    }

    /// The first field of these names that says something. Empty ones of the names are gone, too.
    pub fn take(&mut self, names: &[&str]) -> Option<Entry> {
        self.entries.retain(|entry| !(names.contains(&entry.key.as_str()) && entry.value.is_empty()));
        let at = names.iter().find_map(|name| self.entries.iter().position(|entry| entry.key == *name))?;
        Some(self.entries.remove(at))
    }

    /// A field's value as text, as it was written.
    fn take_raw(&mut self, names: &[&str]) -> Option<(String, usize, String)> {
        let entry = self.take(names)?;
        match entry.value {
            Node::Text(text) => Some((entry.key, entry.line, text)),
            Node::List(items) if items.iter().all(|item| matches!(item.value, Node::Text(_) | Node::Null)) => {
                let texts = items.into_iter().filter_map(|item| if let Node::Text(text) = item.value { Some(text) } else { None });
                Some((entry.key, entry.line, texts.collect::<Vec<_>>().join(", ")))
            }
            _ => {
                self.leave_out(entry.line, format!("`{}` should be text; it was left out", entry.key));
                None
            }
        }
    }

    fn tidy(&self, text: &str) -> String {
        if self.foreign { text::tidy(text) } else { text::one_line(text) }
    }

    /// One line of text.
    pub fn text(&mut self, names: &[&str]) -> Option<String> {
        let (_, _, text) = self.take_raw(names)?;
        Some(self.tidy(&text)).filter(|text| !text.is_empty())
    }

    /// One line of text, and the line it stands on.
    pub fn text_at(&mut self, names: &[&str]) -> Option<(String, usize)> {
        let (_, line, text) = self.take_raw(names)?;
        Some((self.tidy(&text), line)).filter(|(text, _)| !text.is_empty())
    }

    /// Markdown that may run over lines.
    pub fn markdown(&mut self, names: &[&str]) -> Option<String> {
        let (_, _, text) = self.take_raw(names)?;
        Some(tidy_body(&text)).filter(|text| !text.is_empty())
    }

    /// A list of texts with the lines they stand on; one text counts as a list. Without repetitions.
    pub fn texts(&mut self, names: &[&str]) -> Vec<(String, usize)> {
        let Some(entry) = self.take(names) else { return Vec::new() };
        let values = match entry.value {
            Node::List(items) => items.into_iter().map(|item| (item.value, item.line)).collect(),
            value => vec![(value, entry.line)],
        };
        let mut texts: Vec<(String, usize)> = Vec::new();
        for (value, line) in values {
            match value {
                Node::Text(text) => {
                    let text = self.tidy(&text);
                    if !text.is_empty() && !texts.iter().any(|(earlier, _)| *earlier == text) {
                        texts.push((text, line));
                    }
                }
                Node::Null => {}
                Node::List(_) | Node::Map(_) => {
                    self.leave_out(line, format!("An entry of `{}` should be text; it was left out", entry.key))
                }
            }
        }
        texts
    }

    /// A list of maps; one map counts as a list.
    pub fn maps(&mut self, names: &[&str]) -> Vec<(Fields, usize)> {
        let Some(entry) = self.take(names) else { return Vec::new() };
        let values = match entry.value {
            Node::List(items) => items.into_iter().map(|item| (item.value, item.line)).collect(),
            value => vec![(value, entry.line)],
        };
        let mut maps = Vec::new();
        for (value, line) in values {
            match value {
                Node::Map(entries) => {
                    let mut map = Fields::new(entries);
                    map.foreign = self.foreign;
                    maps.push((map, line));
                }
                value if value.is_empty() => {}
                _ => self.leave_out(line, format!("An entry of `{}` should have fields of its own; it was left out", entry.key)),
            }
        }
        maps
    }

    /// Takes over what a map of these fields had to tell, its leftovers included.
    pub fn close(&mut self, map: Fields, of: &str) {
        self.unplaced.extend(map.left().map(|(name, line)| (format!("`{name}` of `{of}`"), line)));
        self.unplaced.extend(map.unplaced);
        self.problems.extend(map.problems);
    }

    /// A word of a closed set. Hyphens, spaces and capitals don't matter.
    pub fn word<W: FromStr<Err = UnknownWord>>(&mut self, names: &[&str]) -> Option<W> {
        let (key, line, text) = self.take_raw(names)?;
        let word = text.trim().to_lowercase().replace([' ', '-'], "_");
        match word.parse() {
            Ok(word) => Some(word),
            Err(unknown) => {
                self.leave_out(line, format!("`{key}` was left out: {unknown}"));
                None
            }
        }
    }

    /// A colour.
    pub fn colour(&mut self, names: &[&str]) -> Option<Colour> {
        let (key, line, text) = self.take_raw(names)?;
        let colour = text.parse().ok();
        if colour.is_none() {
            self.leave_out(line, format!("`{key}` should be a colour like \"#0e5a4e\", not “{}”; it was left out", self.tidy(&text)));
        }
        colour
    }

    /// A truth value.
    pub fn flag(&mut self, names: &[&str]) -> Option<bool> {
        let (key, line, text) = self.take_raw(names)?;
        match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "1" => Some(true),
            "false" | "no" | "off" | "n" | "0" => Some(false),
            _ => {
                self.leave_out(line, format!("`{key}` should be true or false, not “{text}”; it was left out"));
                None
            }
        }
    }

    /// A number: `3144`, `3,144` or `3 144`.
    pub fn number<N: FromStr>(&mut self, names: &[&str]) -> Option<N> {
        let (key, line, text) = self.take_raw(names)?;
        let digits: String = text.chars().filter(|c| !matches!(c, ',' | '_') && !c.is_whitespace()).collect();
        let number = digits.parse().ok();
        if number.is_none() {
            self.leave_out(line, format!("`{key}` should be a whole number, not “{text}”; it was left out"));
        }
        number
    }

    /// A date, perhaps with a time, and the line it stands on.
    pub fn moment(&mut self, names: &[&str]) -> Option<(Moment, usize)> {
        let (key, line, text) = self.take_raw(names)?;
        let moment = Moment::parse(&text);
        if moment.is_none() {
            self.leave_out(line, format!("`{key}` is no date that can be read: “{text}”; write it as 2026-03-01 or 2026-03-01T13:00"));
        }
        moment.map(|moment| (moment, line))
    }

    /// A date.
    pub fn date(&mut self, names: &[&str]) -> Option<NaiveDate> {
        self.moment(names).map(|(moment, _)| moment.wall.date())
    }

    /// An address a page may link to.
    pub fn address(&mut self, names: &[&str]) -> Option<String> {
        let (key, line, text) = self.take_raw(names)?;
        let address = text.trim().to_owned();
        if address.is_empty() {
            return None;
        }
        if is_safe_address(&address) && !address.contains(char::is_whitespace) {
            return Some(address);
        }
        self.leave_out(line, format!("`{key}` is no web address: “{}”; it was left out", self.tidy(&text)));
        None
    }

    /// A list of links: maps of title, address and summary, or bare addresses.
    pub fn links(&mut self, names: &[&str]) -> Vec<Link> {
        let Some(entry) = self.take(names) else { return Vec::new() };
        let values = match entry.value {
            Node::List(items) => items.into_iter().map(|item| (item.value, item.line)).collect(),
            value => vec![(value, entry.line)],
        };
        let mut links: Vec<Link> = Vec::new();
        for (value, line) in values {
            let entries = match value {
                Node::Map(entries) => entries,
                Node::Text(url) => vec![Entry { key: "url".to_owned(), line, value: Node::Text(url) }],
                _ => continue,
            };
            let mut map = Fields::new(entries);
            map.foreign = self.foreign;
            let url = map.address(&["url", "href", "link"]);
            let title = map.text(&["title", "name", "text", "label"]);
            let summary = map.text(&["summary", "description"]);
            if let Some(url) = url {
                let link = Link { title: title.unwrap_or_else(|| url.clone()), url, summary };
                if !links.contains(&link) {
                    links.push(link);
                }
            } else if map.problems.is_empty() {
                self.leave_out(line, format!("A link of `{}` has no address (`url`); it was left out", entry.key));
            }
            self.close(map, &entry.key);
        }
        links
    }
}
