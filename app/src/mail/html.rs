//! A mail as HTML: one column, in the reader's own colours but for buttons, without pictures and without anything that is fetched.

use super::message::{Letterhead, footer, lines, one_line};
use super::{Mail, Part};
use crate::ui::html::escape;

/// The body's style. No colours are set: what shows mail has its own, light or dark.
const BODY: &str = "margin:0;padding:0;font:16px/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const COLUMN: &str = "max-width:560px;margin:0 auto;padding:24px 16px";
const PARAGRAPH: &str = "margin:0 0 16px;overflow-wrap:anywhere";
const SMALL: &str = "margin:0 0 16px;font-size:14px;overflow-wrap:anywhere";
const QUOTE: &str = "margin:0 0 16px;padding:4px 0 4px 16px;border-left:3px solid #878174";
const LINK: &str = "margin:0 0 4px;font-weight:600;overflow-wrap:anywhere";
/// White on the site's green, 8.1 : 1, in the light and in the dark.
const BUTTON: &str =
    "display:inline-block;padding:10px 20px;border-radius:8px;background:#0e5a4e;color:#ffffff;font-weight:600;text-decoration:none";
const FOOTER: &str = "margin-top:32px;padding-top:16px;border-top:1px solid #878174";

pub(super) fn html(mail: &Mail, letterhead: &Letterhead) -> String {
    let parts: String = mail.body.iter().map(part).collect();
    let footer: String = footer(mail, letterhead).iter().map(|line| paragraphs(line, SMALL)).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n</head>\n\
         <body style=\"{BODY}\">\n<div style=\"{COLUMN}\">\n{parts}<div style=\"{FOOTER}\">\n{footer}</div>\n</div>\n</body>\n</html>\n",
        escape(&one_line(&mail.subject))
    )
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => paragraphs(text, PARAGRAPH),
        Part::Small(text) => paragraphs(text, SMALL),
        Part::Quote(text) => format!("<blockquote style=\"{QUOTE}\">\n{}</blockquote>\n", paragraphs(text, PARAGRAPH)),
        Part::Link { label, url } => {
            format!("<p dir=\"auto\" style=\"{LINK}\"><a href=\"{}\">{}</a></p>\n", escape(url), escape(&one_line(label)))
        }
        Part::Button { label, url } => {
            format!("<p style=\"{PARAGRAPH}\"><a href=\"{}\" style=\"{BUTTON}\">{}</a></p>\n", escape(url), escape(&one_line(label)))
        }
    }
}

/// The text's paragraphs, which empty lines part.
fn paragraphs(text: &str, style: &str) -> String {
    let lines: Vec<String> = lines(text).collect();
    lines
        .split(|line| line.trim().is_empty())
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| {
            let lines: Vec<String> = paragraph.iter().map(|line| escape(line)).collect();
            format!("<p dir=\"auto\" style=\"{style}\">{}</p>\n", lines.join("<br>\n"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::message::tests::{letterhead, mail};
    use super::*;

    #[test]
    fn what_people_wrote_is_text_wherever_it_stands() {
        let evil = "</p><script>alert('x')</script>\" onclick=\"y";
        let mut mail = mail(&[
            Part::Text(evil.to_owned()),
            Part::Quote(evil.to_owned()),
            Part::Small(evil.to_owned()),
            Part::Button { label: evil.to_owned(), url: format!("https://site.example/{evil}") },
        ]);
        (mail.subject, mail.because) = (evil.to_owned(), evil.to_owned());
        let html = html(&mail, &Letterhead { site: evil.to_owned(), ..letterhead() });
        assert!(!html.contains("<script") && !html.contains("\" onclick"), "{html}");
        assert_eq!(html.matches("&lt;script&gt;alert('x')&lt;/script&gt;&quot; onclick=&quot;y").count(), 8, "{html}");
    }

    #[test]
    fn an_empty_line_begins_a_paragraph_and_a_break_stays_one() {
        assert_eq!(paragraphs("\na\r\nb\n \n\nc\n", "s"), "<p dir=\"auto\" style=\"s\">a<br>\nb</p>\n<p dir=\"auto\" style=\"s\">c</p>\n");
    }

    #[test]
    fn nothing_is_fetched_when_a_mail_is_read() {
        let html = html(&mail(&[Part::Button { label: "Go".to_owned(), url: "https://site.example/go".to_owned() }]), &letterhead());
        for fetched in ["src=", "url(", "<link", "<img", "@import", "background=\""] {
            assert!(!html.contains(fetched), "{fetched}: {html}");
        }
        assert!(html.contains("<a href=\"https://site.example/go\" style=\"display:inline-block;"), "{html}");
        assert!(
            html.contains(">Guild &amp; Hall, https://site.example</p>") && html.contains(">You get this because somebody asked.</p>"),
            "{html}"
        );
    }
}
