//! What Markdown's signs do to a text: they stand around the words that are marked, or before their lines.

/// A sign of Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Strong words.
    Bold,
    /// Stressed words.
    Italic,
    /// A heading.
    Heading,
    /// A list.
    List,
    /// A quote.
    Quote,
    /// Code.
    Code,
    /// A link.
    Link,
}

/// The tools, with what each is called and the keys that do the same.
pub const TOOLS: [(Mark, &str, &str); 7] = [
    (Mark::Bold, "Bold", "Ctrl+B"),
    (Mark::Italic, "Italic", "Ctrl+I"),
    (Mark::Heading, "Heading", "Ctrl+Shift+H"),
    (Mark::List, "List", "Ctrl+Shift+8"),
    (Mark::Quote, "Quote", "Ctrl+Shift+9"),
    (Mark::Code, "Code", "Ctrl+E"),
    (Mark::Link, "Link", "Ctrl+K"),
];

/// What the end of a text turns into.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// How much stays as it is before it, in bytes.
    pub stays: usize,
    /// What stands instead of the rest, up to the end of the marked words.
    pub with: String,
    /// What is marked then: first and last place in `with`, in bytes.
    pub marked: (usize, usize),
}

impl Mark {
    /// The mark that keys stand for, with Ctrl or ⌘ held: whether Shift is too, the key, and the place of the key on the board.
    pub fn of_keys(shift: bool, key: &str, code: &str) -> Option<Self> {
        match (shift, key.to_lowercase().as_str(), code) {
            (false, "b", _) => Some(Self::Bold),
            (false, "i", _) => Some(Self::Italic),
            (false, "e", _) => Some(Self::Code),
            (false, "k", _) => Some(Self::Link),
            (true, "h", _) => Some(Self::Heading),
            (true, _, "Digit8") => Some(Self::List),
            (true, _, "Digit9") => Some(Self::Quote),
            _ => None,
        }
    }

    /// Marks words, with `head` before them.
    pub fn of(self, head: &str, words: &str) -> Change {
        match self {
            Self::Bold => around(head, words, ["**", "**"]),
            Self::Italic => around(head, words, ["*", "*"]),
            Self::Code => around(head, words, ["`", "`"]),
            Self::Link => around(head, words, ["[", "](https://)"]),
            Self::Heading => before(head, words, "## "),
            Self::List => before(head, words, "- "),
            Self::Quote => before(head, words, "> "),
        }
    }
}

fn around(head: &str, words: &str, [open, close]: [&str; 2]) -> Change {
    Change { stays: head.len(), with: format!("{open}{words}{close}"), marked: (open.len(), open.len() + words.len()) }
}

/// Lines that have the sign keep it.
fn before(head: &str, words: &str, sign: &str) -> Change {
    let stays = head.rfind('\n').map_or(0, |end| end + 1);
    let lines = format!("{}{words}", &head[stays..]);
    let signed = lines.split('\n').map(|line| if line.starts_with(sign) { line.to_owned() } else { format!("{sign}{line}") });
    let with = signed.collect::<Vec<_>>().join("\n");
    let end = with.len();
    Change { stays, with, marked: (end, end) }
}

#[cfg(test)]
mod tests {
    use super::{Change, Mark};

    #[test]
    fn signs_stand_around_words_and_the_words_stay_marked() {
        let change = Change { stays: 4, with: "**hier**".to_owned(), marked: (2, 6) };
        assert_eq!(Mark::Bold.of("Oh, ", "hier"), change);
        assert_eq!(Mark::Link.of("", ""), Change { stays: 0, with: "[](https://)".to_owned(), marked: (1, 1) });
    }

    #[test]
    fn signs_stand_once_before_every_line() {
        let change = Change { stays: 6, with: "- one two\n- three".to_owned(), marked: (17, 17) };
        assert_eq!(Mark::List.of("Über:\none ", "two\n- three"), Change { stays: 7, ..change });
        assert_eq!(Mark::Quote.of("> said", "").with, "> said");
    }
}
