//! Markdown to safe HTML: CommonMark with tables, task lists, footnotes and heading anchors.
//!
//! Done once, when a text is written. Raw HTML is shown as the text it is, links and pictures keep only safe addresses, headings never skip a level and start below the page's own
//! (WCAG 2.2, 1.3.1), wide tables and code scroll by keyboard (2.1.1).

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::link::is_safe_address;
use crate::names;
use crate::ui::html::escape;

/// The version of the rendering; stored beside what it wrote, so that a later one knows what to write anew.
pub const VERSION: i32 = 2;

const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_TASKLISTS).union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Renders a text that stands alone on its page.
pub fn render(markdown: &str) -> String {
    render_with_anchors(markdown, "")
}

/// Renders a text of which a page holds several: every anchor begins with `anchors`, so that no two are alike.
pub fn render_with_anchors(markdown: &str, anchors: &str) -> String {
    let mut writer =
        Writer { anchors, taken: HashMap::new(), levels: Vec::new(), open_links: Vec::new(), depth: 0, code: 0, out: Vec::new() };
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, OPTIONS).collect();
    for (index, event) in events.iter().enumerate() {
        writer.event(event.clone(), &events[index..]);
    }
    let mut rendered = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut rendered, writer.out.into_iter());
    if rendered.contains("<table>") { aligned(rendered) } else { rendered }
}

/// Columns are set by a class: the site's policy takes no style from a page. Text has its "<" escaped, so what looks like a cell is one.
fn aligned(rendered: String) -> String {
    let cells = ["th", "td"].into_iter().flat_map(|cell| ["left", "center", "right"].map(|side| (cell, side)));
    cells.fold(rendered, |html, (cell, side)| {
        html.replace(&format!("<{cell} style=\"text-align: {side}\">"), &format!("<{cell} class=\"{side}\">"))
    })
}

/// What a text says, without its markup: a block a line.
pub fn plain(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => plain.push(' '),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {}
            Event::End(_) if !plain.is_empty() && !plain.ends_with('\n') => plain.push('\n'),
            _ => {}
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// What [`render`] wrote, every heading a level lower: where the text stands below a heading of its section.
///
/// Stored HTML knows nothing of where it is shown. Only headings begin with `<h` and a digit: what people typed is escaped.
pub fn lowered(html: &str) -> String {
    let mut lowered = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('h') {
        let (before, from) = rest.split_at(at + 1);
        lowered.push_str(before);
        let opens = before.ends_with("<h") || before.ends_with("</h");
        match from.as_bytes().first() {
            Some(level @ b'2'..=b'5') if opens && from[1..].starts_with([' ', '>']) => {
                lowered.push(char::from(level + 1));
                rest = &from[1..];
            }
            _ => rest = from,
        }
    }
    lowered.push_str(rest);
    lowered
}

struct Writer<'a> {
    anchors: &'a str,
    taken: HashMap<String, usize>,
    /// The levels of the headings above, as written; a heading's own level is how many there are.
    levels: Vec<HeadingLevel>,
    /// Whether each open link was kept.
    open_links: Vec<bool>,
    /// How many lists and quotes are open.
    depth: usize,
    code: usize,
    out: Vec<Event<'a>>,
}

/// Lists and quotes within each other.
const DEEPEST: usize = 30;

const LEVELS: [HeadingLevel; 5] = [HeadingLevel::H2, HeadingLevel::H3, HeadingLevel::H4, HeadingLevel::H5, HeadingLevel::H6];

impl<'a> Writer<'a> {
    fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    /// Whether lists and quotes are open within each other as deep as anybody reads: those within are left out, and what they say is not.
    fn is_too_deep(&mut self, event: &Event<'a>) -> bool {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => self.depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth >= DEEPEST;
            }
            Event::Start(Tag::Item) | Event::End(TagEnd::Item) => {}
            _ => return false,
        }
        self.depth > DEEPEST
    }

    fn event(&mut self, event: Event<'a>, ahead: &[Event<'a>]) {
        if self.is_too_deep(&event) {
            return;
        }
        match event {
            Event::Html(raw) | Event::InlineHtml(raw) => self.out.push(Event::Text(raw)),
            Event::Start(Tag::HtmlBlock) => self.out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => self.out.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Heading { level, .. }) => {
                while self.levels.last().is_some_and(|above| *above >= level) {
                    self.levels.pop();
                }
                self.levels.push(level);
                let id = self.anchor(&text_until_heading_ends(ahead));
                self.out.push(Event::Start(Tag::Heading {
                    level: self.shown_level(),
                    id: Some(id.into()),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::End(TagEnd::Heading(_)) => self.out.push(Event::End(TagEnd::Heading(self.shown_level()))),
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let safe = is_safe_address(dest_url);
                self.open_links.push(safe);
                if safe && dest_url.starts_with("/files/") {
                    // A file is no screen of this program: the browser fetches it.
                    self.html(format!("<a href=\"{}\" rel=\"external\">", escape(dest_url)));
                } else if safe {
                    self.out.push(event);
                }
            }
            Event::End(TagEnd::Link) => {
                if self.open_links.pop().unwrap_or_default() {
                    self.out.push(event);
                }
            }
            Event::Start(Tag::Image { ref dest_url, .. }) if !is_safe_address(dest_url) => {
                self.open_links.push(false);
            }
            Event::Start(Tag::Image { .. }) => {
                self.open_links.push(true);
                self.out.push(event);
            }
            Event::End(TagEnd::Image) => {
                if self.open_links.pop().unwrap_or_default() {
                    self.out.push(event);
                }
            }
            Event::Start(Tag::Table(_)) => {
                self.html("<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">");
                self.out.push(event);
            }
            Event::End(TagEnd::Table) => {
                self.out.push(event);
                self.html("</div>\n");
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.code += 1;
                self.html("<div class=\"scroll\" role=\"group\" aria-label=\"Code\" tabindex=\"0\">");
                self.out.push(event);
            }
            Event::End(TagEnd::CodeBlock) => {
                self.code -= 1;
                self.out.push(event);
                self.html("</div>\n");
            }
            Event::TaskListMarker(done) => self.html(if done {
                "<span class=\"task\" role=\"img\" aria-label=\"Done\">☑</span> "
            } else {
                "<span class=\"task\" role=\"img\" aria-label=\"To do\">☐</span> "
            }),
            Event::FootnoteReference(name) => {
                let anchor = format!("{}fn-{}", self.anchors, names::slug(&name));
                self.html(format!("<sup class=\"footnote\"><a href=\"#{anchor}\">{}</a></sup>", escape(&name)));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let anchor = format!("{}fn-{}", self.anchors, names::slug(&name));
                self.html(format!("<div class=\"footnote\" id=\"{anchor}\"><span class=\"footnote-name\">{}</span>", escape(&name)));
            }
            Event::End(TagEnd::FootnoteDefinition) => self.html("</div>\n"),
            Event::Text(text) if self.code == 0 && self.open_links.is_empty() => self.text(&text),
            event => self.out.push(event),
        }
    }

    /// Text outside links and code: bare web addresses become links.
    fn text(&mut self, text: &str) {
        for (plain, address) in bare_addresses(text) {
            if !plain.is_empty() {
                self.out.push(Event::Text(plain.to_owned().into()));
            }
            if let Some(address) = address {
                self.html(format!("<a href=\"{0}\">{0}</a>", escape(address)));
            }
        }
    }

    fn shown_level(&self) -> HeadingLevel {
        LEVELS[self.levels.len().clamp(1, LEVELS.len()) - 1]
    }

    fn anchor(&mut self, title: &str) -> String {
        let slug = names::slug(title);
        let base = if slug.is_empty() { "section".to_owned() } else { slug };
        let taken = self.taken.entry(base.clone()).or_default();
        *taken += 1;
        match *taken {
            1 => format!("{}{base}", self.anchors),
            n => format!("{}{base}-{n}", self.anchors),
        }
    }
}

/// What a heading says, without its markup.
fn text_until_heading_ends(events: &[Event<'_>]) -> String {
    let mut title = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => title.push_str(text),
            Event::SoftBreak | Event::HardBreak => title.push(' '),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    title
}

/// Splits a text into plain pieces, each with the web address that follows it.
fn bare_addresses(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(found) = rest[from..].find("http") {
        let start = from + found;
        let at_word = !rest[..start].ends_with(|c: char| c.is_alphanumeric());
        let scheme = ["https://", "http://"].into_iter().find(|scheme| rest[start..].starts_with(scheme));
        if let (true, Some(scheme)) = (at_word, scheme) {
            let end =
                rest[start..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`')).map_or(rest.len(), |end| start + end);
            let mut address = rest[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '”', '’']);
            if address.ends_with(')') && !address.contains('(') {
                address = address.trim_end_matches(')').trim_end_matches(['.', ',']);
            }
            if address.len() > scheme.len() {
                pieces.push((&rest[..start], Some(address)));
                rest = &rest[start + address.len()..];
                from = 0;
                continue;
            }
        }
        from = start + "http".len();
    }
    pieces.push((rest, None));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_quotes_end_where_nobody_reads_them() {
        for (deep, opens) in [(">".repeat(40_000) + " the end", "<blockquote>"), ("1. ".repeat(16_000) + "the end", "<ol>")] {
            let html = render(&deep);
            assert_eq!(html.matches(opens).count(), DEEPEST, "{opens}");
            assert!(
                html.len() < 10_000 && html.contains("the end") && html.matches("<li>").count() == html.matches("</li>").count(),
                "{opens}: {}",
                html.len()
            );
            assert_eq!(html.matches(opens).count(), html.matches(&opens.replace('<', "</")).count());
        }
    }

    #[test]
    fn columns_are_set_without_a_style() {
        let html = render("| a | b | c |\n|:--|:-:|--:|\n| 1 | `<td style=\"text-align: right\">` | 3 |\n");
        assert!(html.contains("<th class=\"left\">a</th><th class=\"center\">b</th><th class=\"right\">c</th>"), "{html}");
        assert!(html.contains("<td class=\"right\">3</td>") && html.contains("&lt;td style=") && !html.contains("<td style="), "{html}");
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let html = render("before <b onclick=\"x()\">bold</b>\n\n<script>alert(1)</script>\n\nafter");
        assert!(!html.contains("<b") && !html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn only_safe_addresses_are_linked() {
        let html = render("[a](javascript:alert(1)) ![p](data:text/html,x) [b](https://b.example) <javascript:alert(1)>");
        assert!(!html.contains("href=\"javascript") && !html.contains("data:"), "{html}");
        assert!(html.contains("<a href=\"https://b.example\">b</a>"), "{html}");
    }

    #[test]
    fn files_are_fetched_by_the_browser() {
        let html = render("[The *plan*](/files/01/plan.pdf) and [a page](/c/design/pages/files).");
        assert!(html.contains("<a href=\"/files/01/plan.pdf\" rel=\"external\">The <em>plan</em></a>"), "{html}");
        assert!(html.contains("<a href=\"/c/design/pages/files\">a page</a>"), "{html}");
    }

    #[test]
    fn headings_start_at_two_never_skip_and_have_anchors_of_their_own() {
        let html = render_with_anchors("# Top\n\n#### Deep\n\n## Top\n\n# Top", "a1-");
        assert_eq!(
            html,
            "<h2 id=\"a1-top\">Top</h2>\n<h3 id=\"a1-deep\">Deep</h3>\n<h3 id=\"a1-top-2\">Top</h3>\n<h2 id=\"a1-top-3\">Top</h2>\n"
        );
    }

    #[test]
    fn below_a_heading_of_its_section_every_heading_is_lower() {
        let html = render("# One\n\n<h2>typed</h2> h2 `<h3 x>`\n\n## Two\n\n### 3\n\n#### 4\n\n##### 5");
        let lowered = lowered(&html);
        for (level, title) in [(3, "one"), (4, "two"), (5, "3"), (6, "4"), (6, "5")] {
            assert!(lowered.contains(&format!("<h{level} id=\"{title}\">")), "{lowered}");
        }
        assert!(lowered.contains("&lt;h2&gt;typed&lt;/h2&gt; h2 `&lt;h3 x&gt;`") && !lowered.contains("</h2>"), "{lowered}");
    }

    #[test]
    fn tables_tasks_and_footnotes_render() {
        let html = render("| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\nNote[^n]\n\n[^n]: what");
        for part in ["<table>", "aria-label=\"Done\"", "aria-label=\"To do\"", "href=\"#fn-n\"", "id=\"fn-n\""] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn bare_addresses_become_links_without_the_full_stop() {
        assert_eq!(
            render("See https://a.example/b, (http://c.example)."),
            "<p>See <a href=\"https://a.example/b\">https://a.example/b</a>, (<a href=\"http://c.example\">http://c.example</a>).</p>\n"
        );
        assert_eq!(render("`https://a.example`"), "<p><code>https://a.example</code></p>\n");
    }

    #[test]
    fn what_a_text_says_is_told_without_its_markup() {
        assert_eq!(
            plain("# A *title*\n\nSee [the **form**](https://a.example)\nand `code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
            "A title\nSee the form and code.\none\ntwo\na b \n1 2"
        );
    }

    #[test]
    fn hostile_nesting_takes_bounded_time() {
        let started = std::time::Instant::now();
        for bomb in [
            "> ".repeat(20_000),
            "[".repeat(50_000),
            "[a](b ".repeat(20_000),
            "*a ".repeat(50_000),
            "http".repeat(50_000),
            "<".repeat(50_000),
        ] {
            render(&bomb);
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
