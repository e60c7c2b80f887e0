//! A page's table of contents, read from the HTML that `markdown` wrote.

use super::model::Heading;
use crate::plain::unescape;

/// The `h2` and `h3` of a page with their anchors.
pub fn headings(html: &str) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut rest = html;
    while let Some((start, lower)) = next(rest) {
        rest = &rest[start + "<h2 id=\"".len()..];
        let close = if lower { "</h3>" } else { "</h2>" };
        let Some((id, after)) = rest.split_once("\">") else { break };
        let Some((inner, after)) = after.split_once(close) else { break };
        headings.push(Heading { id: unescape(id), text: unescape(&without_tags(inner)), lower });
        rest = after;
    }
    headings
}

fn next(html: &str) -> Option<(usize, bool)> {
    // Text has its "<" escaped, so what looks like a heading is one.
    let (h2, h3) = (html.find("<h2 id=\""), html.find("<h3 id=\""));
    match (h2, h3) {
        (Some(h2), Some(h3)) if h3 < h2 => Some((h3, true)),
        (Some(h2), _) => Some((h2, false)),
        (None, h3) => h3.map(|h3| (h3, true)),
    }
}

fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    #[test]
    fn headings_keep_their_order_level_and_text() {
        let html = markdown::render("# One & *two*\n\n`<h2 id=\"x\">no</h2>`\n\n## `a < b`\n\n### Deep\n\n# Last");
        let found: Vec<_> = headings(&html).into_iter().map(|h| (h.id, h.text, h.lower)).collect();
        assert_eq!(
            found,
            [
                ("one-two".to_owned(), "One & two".to_owned(), false),
                ("a-b".to_owned(), "a < b".to_owned(), true),
                ("last".to_owned(), "Last".to_owned(), false)
            ]
        );
        assert!(headings("<p>none</p>").is_empty());
    }
}
