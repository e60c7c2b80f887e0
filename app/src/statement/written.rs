//! How the statement comes to be.

use super::model::StatementScreen;
use crate::markdown;
use crate::ui::text::address_of;

const BUILT_IN: &str = include_str!("statement.md");

impl StatementScreen {
    /// The operator's own, of Markdown. Its first line is the title, if that is a heading.
    pub fn written(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        match first.strip_prefix("# ").map(|title| markdown::plain(title.trim())) {
            Some(title) if !title.is_empty() => Self { title, html: markdown::render(rest) },
            _ => Self { title: "Accessibility".to_owned(), html: markdown::render(text) },
        }
    }

    /// What can be said of the software; `contact` is a web or e-mail address.
    pub fn built_in(contact: Option<&str>) -> Self {
        let address = contact.and_then(|contact| Some((contact, address_of(contact)?)));
        let whom = match address {
            Some((contact, address)) => format!("tell us: [{}](<{address}>).", contact.trim_start_matches("mailto:")),
            None => "tell whoever runs this site, or a lead of the community you were in.".to_owned(),
        };
        let ask = "Say which page it was, what you wanted to do, and what you use: it helps to find the fault.";
        Self::written(&format!("# Accessibility\n{BUILT_IN}\nIf something here keeps you out, {whom} {ask}\n"))
    }
}

impl Default for StatementScreen {
    fn default() -> Self {
        Self::built_in(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operators_heading_is_the_title() {
        let own = StatementScreen::written("\u{feff}# Our *statement*\n\nIt stands.\n\n## Contact\n");
        assert_eq!(own.title, "Our statement");
        assert!(own.html.contains("<p>It stands.</p>") && own.html.contains("<h2 id=\"contact\">"), "{}", own.html);
        assert_eq!(StatementScreen::written("It stands.").title, "Accessibility");
        assert_eq!(StatementScreen::written("").html, "");
    }

    #[test]
    fn the_built_in_statement_says_whom_to_tell() {
        assert!(StatementScreen::default().html.contains("tell whoever runs this site"));
        let html = StatementScreen::built_in(Some("help@site.example")).html;
        assert!(html.contains("<a href=\"mailto:help@site.example\">help@site.example</a>"), "{html}");
    }
}
