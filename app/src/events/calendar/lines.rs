//! The lines of a calendar: escaped, and folded where they are long (RFC 5545, 3.1 and 3.3.11).

use crate::plain::printable;

/// The longest line, in octets.
pub(crate) const LINE: usize = 75;

/// Lines, one after another.
#[derive(Debug, Default)]
pub(crate) struct Lines(String);

impl Lines {
    /// A line whose value stands as it is: dates, numbers, words of the format. `name` may carry parameters.
    pub(crate) fn put(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let (mut rest, mut room) = (line.as_str(), LINE);
        while rest.len() > room {
            let (here, after) = rest.split_at(rest.floor_char_boundary(room));
            self.0.extend([here, "\r\n "]);
            (rest, room) = (after, LINE - 1);
        }
        self.0.extend([rest, "\r\n"]);
    }

    /// A line whose value is a text.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.put(name, &escaped(value));
    }

    /// A line whose value is a list of texts.
    pub(crate) fn texts(&mut self, name: &str, values: &[String]) {
        self.put(name, &values.iter().map(|value| escaped(value)).collect::<Vec<_>>().join(","));
    }

    /// All of them.
    pub(crate) fn done(self) -> String {
        self.0
    }
}

fn escaped(text: &str) -> String {
    let text = printable(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            ';' | ',' | '\\' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A parameter's value in quotes; what can't stand in one is left out.
pub(crate) fn quoted(text: &str) -> String {
    let text: String = printable(text).chars().filter(|c| *c != '"').map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    format!("\"{text}\"")
}
