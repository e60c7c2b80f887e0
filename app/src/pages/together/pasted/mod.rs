//! What is pasted from other programs, as Markdown: headings, lists, tables, links and emphasis stay, looks and scripts do not.

mod blocks;
mod words;

use self::blocks::{blocks, holds_blocks};
use self::words::mark;

/// A piece of what was pasted, as the browser reads it.
#[derive(Clone, Debug)]
pub enum Pasted {
    /// Words.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element of HTML, with what Markdown can say of it.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// Where it leads, or where its picture lies.
    pub address: String,
    /// What stands for its picture.
    pub alt: String,
    /// Whether its words are bold, or are not though its name says so.
    pub bold: Option<bool>,
    /// Whether its words are in italics, or are not though its name says so.
    pub italic: Option<bool>,
    /// What is in it.
    pub children: Vec<Pasted>,
}

/// What an element's `style` says of its words, as far as Markdown can say it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Whether they are bold.
    pub bold: Option<bool>,
    /// Whether they are in italics.
    pub italic: Option<bool>,
}

impl Looks {
    /// Reads the attribute; of two that say the same thing otherwise, the last counts.
    pub fn of(style: &str) -> Self {
        let style = style.to_ascii_lowercase();
        let mut looks = Self::default();
        for (name, value) in style.split(';').filter_map(|one| one.split_once(':')) {
            let value = value.trim().trim_end_matches("!important").trim_end();
            match name.trim() {
                "font-weight" if !value.is_empty() => {
                    looks.bold = Some(value.starts_with("bold") || value.parse::<u16>().is_ok_and(|weight| weight >= 600));
                }
                "font-style" if !value.is_empty() => looks.italic = Some(value == "italic" || value.starts_with("oblique")),
                _ => {}
            }
        }
        looks
    }
}

/// The Markdown of what was pasted, and whether it stands on lines of its own; `None` where it is nothing but words, which the browser pastes better.
pub fn markdown(pasted: &[Pasted]) -> Option<(String, bool)> {
    let block = pasted.iter().any(|piece| matches!(piece, Pasted::Element(element) if holds_blocks(element)));
    pasted.iter().any(says_more).then(|| (blocks(pasted).join("\n\n"), block))
}

/// What an element is to Markdown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Heading(usize),
    Quote,
    List,
    Code,
    Table,
    Rule,
    /// A paragraph, or what holds some.
    Block,
    Inline,
}

fn kind(name: &str) -> Kind {
    match name {
        "script" | "style" | "head" | "title" | "meta" | "link" | "noscript" | "template" | "iframe" | "object" | "svg" | "math"
        | "button" | "input" | "select" | "textarea" | "audio" | "video" | "canvas" => Kind::Nothing,
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "blockquote" => Kind::Quote,
        "ul" | "ol" | "menu" => Kind::List,
        "pre" => Kind::Code,
        "table" => Kind::Table,
        "hr" => Kind::Rule,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "aside" | "body" | "html" | "center" | "figure"
        | "figcaption" | "address" | "dl" | "dt" | "dd" | "li" | "form" | "fieldset" | "details" | "summary" | "tbody" | "thead"
        | "tfoot" | "tr" | "td" | "th" | "caption" => Kind::Block,
        _ => Kind::Inline,
    }
}

/// Whether there is something that words alone do not say.
fn says_more(piece: &Pasted) -> bool {
    let Pasted::Element(element) = piece else { return false };
    match kind(&element.name) {
        Kind::Nothing => false,
        Kind::Block | Kind::Inline => {
            mark(element).is_some()
                || matches!(element.name.as_str(), "code" | "kbd" | "samp" | "tt")
                || (matches!(element.name.as_str(), "a" | "img") && leads_out(&element.address))
                || element.children.iter().any(says_more)
        }
        Kind::Heading(_) | Kind::Quote | Kind::List | Kind::Code | Kind::Table | Kind::Rule => true,
    }
}

/// Addresses that mean the same wherever they stand.
fn leads_out(address: &str) -> bool {
    let plain = !address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'));
    plain
        && ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// What is written in pieces, as it stands.
fn text_of(pieces: &[Pasted]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Pasted::Text(text) => text.clone(),
            Pasted::Element(element) if kind(&element.name) == Kind::Nothing => String::new(),
            Pasted::Element(element) if element.name == "br" => "\n".to_owned(),
            Pasted::Element(element) => {
                let inner = text_of(&element.children);
                // Lines of code are often elements of their own.
                if kind(&element.name) == Kind::Block && !inner.ends_with('\n') { format!("{inner}\n") } else { inner }
            }
        })
        .collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
