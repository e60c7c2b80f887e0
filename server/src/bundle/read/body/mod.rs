//! Bodies of other sites as plain Markdown: shortcodes, then raw HTML, then odd spaces. Code stays as it is.

pub(crate) mod html;
mod inline;
mod meaning;
mod shortcodes;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::index::Index;
use super::text;
use crate::bundle::Severity;
use crate::bundle::note::Tally;

/// A body as plain Markdown, and what is to be told about it.
#[derive(Default)]
pub(super) struct Plain {
    pub markdown: String,
    /// By line of the body, from 0.
    pub remarks: Vec<(usize, Severity, String)>,
    pub tallies: Vec<Tally>,
}

/// Turns a body into plain Markdown.
pub(super) fn to_markdown(body: &str, index: &Index) -> Plain {
    let mut plain = Plain::default();
    let mut kept = Kept::default();
    let pieces = shortcodes::parse(body);
    let written = meaning::render(&pieces, index, &mut kept, &mut plain);
    let written = kept.restore(&html::to_markdown(&written));
    plain.markdown = outside_code(&written, |prose| single_gaps(&text::plain_spaces(prose)));
    plain
}

/// Finished Markdown, set aside under a mark that neither HTML nor Markdown takes for its own.
#[derive(Default)]
pub(super) struct Kept(Vec<String>);

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

impl Kept {
    /// Sets Markdown aside; gives the mark that stands for it.
    fn keep(&mut self, markdown: String) -> String {
        self.0.push(markdown);
        format!("{OPEN}{}{CLOSE}", self.0.len() - 1)
    }

    /// Puts everything back in place of the marks.
    fn restore(&self, text: &str) -> String {
        let mut restored = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find(OPEN) {
            let Some(close) = rest[open..].find(CLOSE).map(|close| open + close) else { break };
            restored.push_str(&rest[..open]);
            let kept = rest[open + OPEN.len_utf8()..close].parse::<usize>().ok().and_then(|at| self.0.get(at));
            // What runs over lines takes the margin it stands at, as in a list or a quotation.
            let margin = margin(restored.rsplit('\n').next().unwrap_or_default());
            let kept = kept.map(|markdown| self.restore(markdown)).unwrap_or_default();
            restored.push_str(&kept.replace('\n', &format!("\n{margin}")));
            rest = &rest[close + CLOSE.len_utf8()..];
        }
        restored + rest
    }
}

/// The margin of the lines that go on what a line begins: the marks of quotations, and room under those of a list.
fn margin(line: &str) -> String {
    let inner = line.trim_start_matches([' ', '>']);
    let outer = &line[..line.len() - inner.len()];
    let marker = inner.find(' ').map_or("", |end| &inner[..=end]);
    let is_list = matches!(marker, "- " | "* " | "+ ") || marker.trim_end_matches(['.', ')', ' ']).parse::<u16>().is_ok();
    format!("{outer}{}", if is_list { " ".repeat(marker.len()) } else { String::new() })
}

/// No more than one blank line at a time.
fn single_gaps(markdown: &str) -> String {
    let mut text = markdown.to_owned();
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text
}

/// The Markdown that the site's own renderer reads.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES
}

/// Where code stands.
fn code(markdown: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(markdown, options()).into_offset_iter();
    events.filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)))).map(|(_, range)| range).collect()
}

/// Changes all that is not code.
fn outside_code(markdown: &str, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(markdown.len());
    let mut at = 0;
    for range in code(markdown) {
        if range.start >= at {
            changed.push_str(&change(&markdown[at..range.start]));
            changed.push_str(&markdown[range.clone()]);
            at = range.end;
        }
    }
    changed + &change(&markdown[at..])
}

#[cfg(test)]
mod tests;
