//! A file's text, parted into front matter and body.

/// The parts of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Document<'t> {
    /// The YAML between the `---` lines; empty where there is none.
    pub front: &'t str,
    /// The line the YAML begins on, from 1.
    pub front_line: usize,
    /// What follows.
    pub body: &'t str,
    /// The line the body begins on, from 1.
    pub body_line: usize,
}

/// Why a file's text can't be parted, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub line: usize,
    pub message: String,
}

/// A file's bytes as text with `\n` line ends and without a byte order mark.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Unreadable> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        Unreadable { line, message: "The text is not UTF-8; save the file as UTF-8 and import again".to_owned() }
    })?;
    // PostgreSQL stores no NUL, and nobody means one.
    let text = if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

/// Parts a file's text. A file without front matter is all body.
pub(super) fn part(text: &str) -> Result<Document<'_>, Unreadable> {
    let lines = Lines::of(text);
    let Some((opening, start)) = lines.clone().find(|(_, line)| !line.text.trim().is_empty()).map(|(n, line)| (n, line.end)) else {
        return Ok(Document { front: "", front_line: 1, body: "", body_line: 1 });
    };
    let fence = lines.clone().nth(opening - 1).map_or("", |(_, line)| line.text.trim_end());
    match fence {
        "---" => {}
        "+++" => {
            let message = "The front matter is TOML (between `+++` lines); write it as YAML between `---` lines".to_owned();
            return Err(Unreadable { line: opening, message });
        }
        _ => return Ok(Document { front: "", front_line: 1, body: text, body_line: 1 }),
    }
    for (number, line) in lines.skip(opening) {
        if matches!(line.text.trim_end(), "---" | "...") {
            let body = &text[line.end..];
            return Ok(Document { front: &text[start..line.start], front_line: opening + 1, body, body_line: number + 1 });
        }
    }
    Err(Unreadable { line: opening, message: "The front matter is never closed; put a line of `---` after its last field".to_owned() })
}

#[derive(Clone)]
struct Lines<'t> {
    text: &'t str,
    at: usize,
    number: usize,
}

struct Line<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, at: 0, number: 0 }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = (usize, Line<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let end = self.text[start..].find('\n').map_or(self.text.len(), |newline| start + newline + 1);
        self.at = end;
        self.number += 1;
        Some((self.number, Line { text: self.text[start..end].trim_end_matches('\n'), start, end }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_any_line_end_are_read() {
        assert_eq!(decode(b"\xef\xbb\xbf---\r\na: 1\r\n---\rbody".to_vec()), Ok("---\na: 1\n---\nbody".to_owned()));
    }

    #[test]
    fn text_that_is_not_utf8_names_its_line() {
        assert_eq!(decode(b"a\nb\xff".to_vec()).map_err(|e| e.line), Err(2));
    }

    #[test]
    fn blank_lines_may_stand_before_the_front_matter() {
        let document = part("\n\n---\na: 1\n---\n\nbody\n---\nmore").unwrap();
        assert_eq!(document, Document { front: "a: 1\n", front_line: 4, body: "\nbody\n---\nmore", body_line: 6 });
    }

    #[test]
    fn a_file_may_have_no_front_matter_or_nothing_but() {
        assert_eq!(part("# Title").unwrap().body, "# Title");
        assert_eq!(part("---\na: 1\n---").unwrap().front, "a: 1\n");
        assert_eq!(part(" \n").unwrap().body, "");
    }

    #[test]
    fn front_matter_that_never_ends_is_refused() {
        assert_eq!(part("\n---\na: 1\n").unwrap_err().line, 2);
    }
}
