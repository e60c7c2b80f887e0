//! Tags in the midst of Markdown text: each becomes the mark that means the same.

use super::super::text;

/// The tags that are open, with what their end becomes.
#[derive(Default)]
pub(super) struct Open(Vec<(String, String)>);

impl Open {
    /// Adds what a tag means to the text before it; `rest` is what follows.
    pub fn push(&mut self, text: &mut String, tag: &str, in_table: bool, rest: &str) {
        let (name, closing) = name_of(tag);
        if closing {
            let Some(at) = self.0.iter().rposition(|(open, _)| *open == name) else { return };
            let (_, end) = self.0.remove(at);
            // "**word **" is no emphasis: the space goes behind the mark.
            let trimmed = text.trim_end_matches(' ').len();
            let space = if end.is_empty() { String::new() } else { text.split_off(trimmed) };
            text.push_str(&end);
            text.push_str(&space);
            return;
        }
        match name.as_str() {
            "br" if in_table => text.push_str(if text.ends_with(' ') { "" } else { " " }),
            "br" if rest.starts_with('\n') => text.push_str("  "),
            "br" if rest.trim_start_matches(' ').is_empty() || text.ends_with('\n') => {}
            "br" => text.push_str("  \n"),
            "hr" => text.push_str("\n\n---\n\n"),
            "img" => text.push_str(&format!("![{}]({})", label(attribute(tag, "alt")), address(attribute(tag, "src")))),
            "a" => match attribute(tag, "href") {
                Some(href) => self.mark(text, name, "[", format!("]({})", address(Some(href)))),
                None => self.mark(text, name, "", String::new()),
            },
            "strong" | "b" => self.mark(text, name, "**", "**".to_owned()),
            "em" | "i" => self.mark(text, name, "*", "*".to_owned()),
            "s" | "del" | "strike" => self.mark(text, name, "~~", "~~".to_owned()),
            "iframe" => {
                let source = attribute(tag, "src").unwrap_or_default();
                let title = label(attribute(tag, "title").or(Some(source.clone())));
                text.push_str(&format!("[{title}]({})", address(Some(source))));
            }
            _ => self.mark(text, name, "", String::new()),
        }
    }

    fn mark(&mut self, text: &mut String, name: String, begin: &str, end: String) {
        text.push_str(begin);
        self.0.push((name, end));
    }
}

/// A tag's name, and whether it is an end.
fn name_of(tag: &str) -> (String, bool) {
    let inside = tag.trim_start_matches('<');
    let closing = inside.starts_with('/');
    let name = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
    (name.to_lowercase(), closing)
}

/// An attribute's value.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name).map(|at| from + at) {
        let before = tag[..at].ends_with(char::is_whitespace);
        let after = tag[at + name.len()..].trim_start();
        if before && let Some(value) = after.strip_prefix('=').map(str::trim_start) {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = match quote {
                Some(quote) => value[1..].split(quote).next(),
                None => value.split([' ', '>', '\n']).next(),
            };
            return value.map(text::decode_entities);
        }
        from = at + name.len();
    }
    None
}

fn label(text: Option<String>) -> String {
    text::tidy(&text.unwrap_or_default()).replace('[', "\\[").replace(']', "\\]")
}

fn address(address: Option<String>) -> String {
    let address = address.unwrap_or_default();
    let address = address.trim();
    let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    if address.contains([' ', '(', ')']) { format!("<{address}>") } else { address }
}
