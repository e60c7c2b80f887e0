//! The lines of a calendar file (RFC 5545, 3.1), each with the number it begins at. What is no such line is listed and passed over.

use icalendar::Property;

use super::report::Report;

/// How deep entries lie in each other; RFC 5545 has three levels.
const DEEPEST: usize = 16;

/// A line: `DTSTART;TZID=Europe/London:20260310T130000`.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Where it stands in the file, from 1.
    pub(super) number: usize,
    /// In capitals.
    pub(super) name: String,
    /// Its value; of a text, as it is meant.
    pub(super) value: String,
    parameters: Vec<(String, String)>,
}

impl Line {
    /// A parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The lines of a file; what was folded is in one.
pub(super) fn lines(file: &[u8], report: &mut Report) -> Vec<Line> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut unfolded: Vec<(usize, Vec<u8>)> = Vec::new();
    for (text, number) in file.split(|byte| *byte == b'\n').zip(1..) {
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        match (text.first(), unfolded.last_mut()) {
            (Some(b' ' | b'\t'), Some((_, before))) => before.extend_from_slice(&text[1..]),
            _ => unfolded.push((number, text.to_vec())),
        }
    }
    unfolded.into_iter().filter_map(|(number, text)| read(number, &text, report)).collect()
}

fn read(number: usize, text: &[u8], report: &mut Report) -> Option<Line> {
    let text = String::from_utf8_lossy(text);
    if text.trim().is_empty() {
        return None;
    }
    let end = text.find([':', ';']);
    let name = end
        .map(|end| text[..end].trim())
        .filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')));
    let read = name.zip(end).and_then(|(name, end)| {
        let name = name.to_ascii_uppercase();
        // To the parser these two are no properties.
        if matches!(name.as_str(), "BEGIN" | "END") {
            return Some(Line { number, name, value: text[end + 1..].to_owned(), parameters: Vec::new() });
        }
        let property: Property = format!("{name}{}", &text[end..]).parse().ok()?;
        let parameters = property.params().iter().map(|(key, of)| (key.clone(), of.value().to_owned())).collect();
        Some(Line { number, name, value: property.value().to_owned(), parameters })
    });
    if read.is_none() {
        report.left(number, "it is no line of a calendar, which begins with a name and a colon");
    }
    read
}

/// An entry of a calendar: the lines of a VEVENT.
#[derive(Debug)]
pub(super) struct Component {
    /// Where it begins.
    pub(super) number: usize,
    pub(super) lines: Vec<Line>,
}

impl Component {
    /// The first line of a name.
    pub(super) fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// What the first line of a name says, if it says anything.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.line(name).map(|line| line.value.trim()).filter(|text| !text.is_empty())
    }

    /// All lines of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Components {
    /// Whether it is a calendar at all.
    pub(super) is_calendar: bool,
    /// What is said of the calendar itself.
    pub(super) head: Vec<Line>,
    pub(super) events: Vec<Component>,
    /// The zones it describes.
    pub(super) zones: Vec<Component>,
}

impl Components {
    /// Sorts lines into what they belong to. What is not ended ends where the next begins.
    pub(super) fn of(lines: Vec<Line>, report: &mut Report) -> Self {
        let mut found = Self::default();
        // The names of what is open, the innermost last.
        let mut open: Vec<String> = Vec::new();
        for line in lines {
            let name = line.value.trim().to_ascii_uppercase();
            match line.name.as_str() {
                "BEGIN" => found.begin(name, line.number, &mut open, report),
                "END" => match open.iter().rposition(|known| *known == name) {
                    Some(at) => open.truncate(at),
                    None => report.left(line.number, format!("it ends a {name} that did not begin")),
                },
                _ => found.keep(line, &open),
            }
        }
        if open.iter().any(|name| name == "VEVENT") {
            let number = found.events.last().map_or(1, |event| event.number);
            report.left(number, "the file breaks off within this entry; what stands there was read");
        }
        found
    }

    fn begin(&mut self, name: String, number: usize, open: &mut Vec<String>, report: &mut Report) {
        if matches!(name.as_str(), "VEVENT" | "VTIMEZONE" | "VCALENDAR")
            && let Some(at) = open.iter().position(|known| known == "VEVENT")
        {
            report.left(number, "an entry begins before the one above it has ended");
            open.truncate(at);
        }
        match name.as_str() {
            "VCALENDAR" => self.is_calendar = true,
            "VEVENT" => self.events.push(Component { number, lines: Vec::new() }),
            "VTIMEZONE" => self.zones.push(Component { number, lines: Vec::new() }),
            _ => {}
        }
        if open.len() < DEEPEST {
            open.push(name);
        }
    }

    fn keep(&mut self, line: Line, open: &[String]) {
        match open.last().map(String::as_str) {
            Some("VCALENDAR") => self.head.push(line),
            Some("VEVENT") => self.events.last_mut().into_iter().for_each(|event| event.lines.push(line.clone())),
            Some("VTIMEZONE") => self.zones.last_mut().into_iter().for_each(|zone| zone.lines.push(line.clone())),
            // Alarms, and what the zones are made of.
            _ => {}
        }
    }
}
