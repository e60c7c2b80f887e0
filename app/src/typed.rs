//! What people type into forms, checked: length, and characters that nobody sees.

use crate::error::FieldError;

/// Reads the fields of a form, and gathers what is wrong with them.
#[derive(Debug, Default)]
pub struct Typed {
    /// What is wrong so far.
    pub wrong: Vec<FieldError>,
}

impl Typed {
    /// Says what is wrong with a field.
    pub fn say(&mut self, field: &str, says: impl Into<String>) {
        self.wrong.push(FieldError { field: field.to_owned(), says: says.into() });
    }

    /// A line that must be there, of at most so many characters.
    pub fn line(&mut self, field: &str, typed: &str, most: usize) -> String {
        let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            self.say(field, "Fill this in.");
        }
        self.checked(field, line, most)
    }

    /// A line that may be missing.
    pub fn maybe_line(&mut self, field: &str, typed: &str, most: usize) -> Option<String> {
        let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then(|| self.checked(field, line, most))
    }

    /// Text of any number of lines, which may be missing.
    pub fn text(&mut self, field: &str, typed: &str, most: usize) -> String {
        let text = typed.replace("\r\n", "\n").trim().to_owned();
        self.checked(field, text, most)
    }

    /// Text that is kept to the last space.
    pub fn text_as_it_is(&mut self, field: &str, typed: String) -> String {
        self.checked(field, typed, usize::MAX)
    }

    /// Text that may be missing.
    pub fn maybe_text(&mut self, field: &str, typed: &str, most: usize) -> Option<String> {
        Some(self.text(field, typed, most)).filter(|text| !text.is_empty())
    }

    /// A word of a closed set.
    pub fn word<W: std::str::FromStr + Default>(&mut self, field: &str, typed: &str) -> W {
        typed.parse().unwrap_or_else(|_| {
            self.say(field, "Choose one of these.");
            W::default()
        })
    }

    fn checked(&mut self, field: &str, text: String, most: usize) -> String {
        let length = text.chars().count();
        if length > most {
            self.say(field, format!("This is {length} characters long; at most {most} fit. Shorten it."));
        }
        if let Some(unseen) = text.chars().find(|c| is_unseen(*c)) {
            self.say(
                field,
                format!("There is a character in it that nobody sees (U+{:04X}). Type it again instead of pasting it.", u32::from(unseen)),
            );
        }
        text
    }

    /// What was read, where nothing is wrong.
    ///
    /// # Errors
    /// With all that is wrong.
    pub fn done<T>(self, read: T) -> Result<T, crate::error::AppError> {
        if self.wrong.is_empty() { Ok(read) } else { Err(crate::error::AppError::Fields(self.wrong)) }
    }
}

/// Controls, blanks of no width, and what turns the direction of the text around it. Joiners stay: scripts and emoji need them.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let mut typed = Typed::default();
        assert_eq!(typed.line("name", "  Ada   Okafor ", 20), "Ada Okafor");
        typed.line("empty", " ", 20);
        typed.line("long", &"x".repeat(21), 20);
        typed.text("turned", "a\u{202E}b", 20);
        let fields: Vec<&str> = typed.wrong.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(fields, ["empty", "long", "turned"]);
        assert!(typed.done(()).is_err());
    }

    #[test]
    fn what_may_be_missing_may_be_missing() {
        let mut typed = Typed::default();
        assert_eq!((typed.maybe_line("a", " ", 5), typed.maybe_text("b", "\r\n", 5)), (None, None));
        assert_eq!(typed.maybe_text("c", "a\r\nb", 5).as_deref(), Some("a\nb"));
        assert!(typed.done(()).is_ok());
    }
}
