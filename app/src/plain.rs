//! Plain text of what [`crate::markdown`] rendered: for descriptions, calendars, feeds and whoever reads data.

/// The text of rendered Markdown: a line a paragraph, a dash before the items of a list.
pub fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        // Text has its "<" escaped, so what looks like a tag is one.
        let Some(close) = rest[open..].find('>') else {
            rest = "";
            break;
        };
        let tag = &rest[open + 1..open + close];
        rest = &rest[open + close + 1..];
        match tag.split([' ', '/']).find(|name| !name.is_empty()).unwrap_or_default() {
            "li" if !tag.starts_with('/') => text.push_str("\n- "),
            // A paragraph that begins an item goes on in its line.
            "p" if text.trim_end().ends_with("\n-") => {
                text.truncate(text.trim_end().len());
                text.push(' ');
            }
            "p" | "li" | "br" | "tr" | "div" | "pre" | "blockquote" | "ul" | "ol" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" => {
                text.push('\n')
            }
            "td" | "th" => text.push(' '),
            _ => {}
        }
    }
    text.push_str(rest);
    let lines = text.lines().map(line).filter(|line| !line.is_empty() && line != "-");
    unescape(&lines.collect::<Vec<_>>().join("\n"))
}

/// The first sentences of rendered Markdown, headings left out, in one line of at most `most` characters.
pub fn opening(html: &str, most: usize) -> String {
    // Every character of text is at most six of HTML, and links are longer than what they say.
    let enough = html.char_indices().nth(most * 12).map_or(html, |(end, _)| &html[..end]);
    let mut prose = String::with_capacity(enough.len());
    let mut rest = enough;
    while let Some((start, level)) = (2..=6).filter_map(|level| Some((rest.find(&format!("<h{level} "))?, level))).min() {
        prose.push_str(&rest[..start]);
        rest = rest[start..].split_once(&format!("</h{level}>")).map_or("", |(_, after)| after);
    }
    prose.push_str(rest);
    cut(&line(&text(&prose)), most)
}

/// A text in one line.
pub fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of at most `most` characters: cut behind a sentence where one ends in its second half, else behind a word.
pub fn cut(line: &str, most: usize) -> String {
    let Some((end, _)) = line.char_indices().nth(most) else { return line.to_owned() };
    let sentence = [". ", "? ", "! "].iter().filter_map(|stop| line[..end].rfind(stop)).max();
    if let Some(stop) = sentence.filter(|stop| stop * 2 >= end) {
        return line[..=stop].to_owned();
    }
    // The dots take a character too.
    let room = line[..end].char_indices().next_back().map_or(0, |(last, _)| last);
    let word = line[..room].rfind(' ').filter(|word| word * 2 >= room).unwrap_or(room);
    format!("{}…", line[..word].trim_end_matches([' ', ',', ';', ':', '–', '-']))
}

/// A text without the characters that neither XML nor a calendar can hold.
pub fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

/// Text of rendered HTML as it was before it was escaped.
pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::render;

    #[test]
    fn rendered_markdown_reads_as_plain_text() {
        let html =
            render("# Head\n\nA *b* `<c>` & [d](https://d.example).\n\n- one\n- two\n\n1. a\n\n   b\n\n| x | y |\n|---|---|\n| 1 | 2 |");
        assert_eq!(text(&html), "Head\nA b <c> & d.\n- one\n- two\n- a\nb\nx y\n1 2");
    }

    #[test]
    fn an_opening_has_no_heading_and_ends_behind_a_sentence_or_a_word() {
        assert_eq!(opening(&render("# Head\n\nShort.\n\n## More\n\nText."), 160), "Short. Text.");
        assert_eq!(cut("One two three. Four five six.", 20), "One two three.");
        assert_eq!(cut("One two three four five six seven", 20), "One two three four…");
        assert_eq!(cut(&"x".repeat(30), 20), format!("{}…", "x".repeat(19)));
        assert_eq!(cut(&"ü".repeat(30), 20).chars().count(), 20);
        assert_eq!(opening(&render(&"Größe ".repeat(2_000)), 160).chars().count(), 156);
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(printable("a\u{0}b\u{1b}c\nd\u{ffff}"), "abc\nd");
    }
}
