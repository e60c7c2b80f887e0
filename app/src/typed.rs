//! What people type into forms, checked: length, and characters that nobody sees.

use crate::accounts::letters::{is_blank, is_shaping, is_unseen};
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
        let line = self.checked(field, line, most);
        // Of nothing but joiners it would be a link that nobody sees.
        if is_blank(&line) && self.wrong.iter().all(|wrong| wrong.field != field) {
            self.say(field, "There is nothing to see in it. Write a letter or a digit.");
        }
        line
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
        if let Some(unseen) = text.chars().find(|letter| is_out_of_place(*letter)) {
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

/// What has no place in a text: letters that nobody sees, but for line breaks and what shapes the letters beside it.
fn is_out_of_place(letter: char) -> bool {
    is_unseen(letter) && !is_shaping(letter) && !matches!(letter, '\n' | '\t')
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
        typed.line("filler", "\u{3164}", 20);
        typed.line("joiner", "\u{200D}", 20);
        assert_eq!(typed.line("emoji", "👩\u{200D}🚀 ❤\u{FE0F}", 20), "👩\u{200D}🚀 ❤\u{FE0F}");
        let fields: Vec<&str> = typed.wrong.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(fields, ["empty", "long", "turned", "filler", "joiner"]);
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
