//! A mail as it travels: headers, and the same words as text and as HTML.

use chrono::{DateTime, Utc};
use lettre::address::AddressError;
use lettre::message::header::{ContentType, ContentTypeErr, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use uuid::Uuid;

use super::{Mail, ORGANISER, Part, html, text};
use crate::events::calendar::lines::Lines;

/// Who writes: what all mails of a site have in common.
#[derive(Clone, Debug)]
pub struct Letterhead {
    /// The site's name.
    pub site: String,
    /// Its address, without a slash at the end.
    pub base_url: String,
    /// The sender.
    pub from: Mailbox,
}

/// Why a mail can never be sent.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    /// Nobody can be reached at its address.
    #[error("its address is none: {0}")]
    Address(#[from] AddressError),
    /// A button would be no link.
    #[error("a button of it doesn’t lead to a web address")]
    Button,
    /// What it does to a calendar has no name.
    #[error("its method is none")]
    Method(#[from] ContentTypeErr),
    /// The builder refused.
    #[error("it can’t be written as a message: {0}")]
    Message(#[from] lettre::error::Error),
}

impl Mail {
    /// The message, under an id that a second copy shares.
    ///
    /// # Errors
    /// When its address is none or a button leads nowhere.
    pub fn message(&self, letterhead: &Letterhead, id: Uuid, at: DateTime<Utc>) -> Result<Message, Unsendable> {
        if self.stop.as_deref().is_some_and(|url| !is_web_address(url))
            || self.body.iter().any(|part| matches!(part, Part::Button { url, .. } | Part::Link { url, .. } if !is_web_address(url)))
        {
            return Err(Unsendable::Button);
        }
        let to: Address = self.to.trim().parse()?;
        let name = self.to_name.as_deref().map(one_line).filter(|name| !name.is_empty());
        let mut builder = Message::builder()
            .message_id(Some(format!("<{}@{}>", id.simple(), letterhead.from.email.domain())))
            .date(at.into())
            .from(letterhead.from.clone())
            .to(Mailbox::new(name, to))
            .subject(one_line(&self.subject))
            // Asks answering machines not to (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(stop) = &self.stop {
            builder = builder.raw_header(header("List-Unsubscribe", &format!("<{stop}>")));
            // Mail programs may stop it without asking us for a page, where nobody listens in (RFC 8058).
            if stop.starts_with("https://") {
                builder = builder.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
            }
        }
        let mut parts = MultiPart::alternative_plain_html(text::text(self, letterhead), html::html(self, letterhead));
        if let Some(calendar) = &self.calendar {
            let kind = format!("text/calendar; charset=utf-8; method={}", calendar.method);
            let text = with_organiser(&calendar.text, letterhead.from.email.as_ref());
            parts = parts.singlepart(SinglePart::builder().header(ContentType::parse(&kind)?).body(text));
        }
        Ok(builder.multipart(parts)?)
    }
}

/// A calendar with the sender for organiser, its lines folded anew.
fn with_organiser(calendar: &str, from: &str) -> String {
    let mut lines = Lines::default();
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let line = line.replace(ORGANISER, &format!("mailto:{from}"));
        if let Some((name, value)) = line.split_once(':') {
            lines.put(name, value);
        }
    }
    lines.done()
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn is_web_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// A text on one line: what would break one, or steer a terminal, is a space.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The lines of a text without what is no character to read.
pub(super) fn lines(text: &str) -> impl Iterator<Item = String> {
    text.trim().lines().map(|line| line.trim_end().replace(|c: char| c.is_control(), " "))
}

/// The last lines of every mail: who writes, and why.
pub(super) fn footer(mail: &Mail, letterhead: &Letterhead) -> [String; 2] {
    [format!("{}, {}", one_line(&letterhead.site), letterhead.base_url), format!("You get this because {}", one_line(&mail.because))]
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn letterhead() -> Letterhead {
        Letterhead {
            site: "Guild & Hall".to_owned(),
            base_url: "https://site.example".to_owned(),
            from: "Guildhall <guildhall@site.example>".parse().unwrap(),
        }
    }

    pub(crate) fn mail(body: &[Part]) -> Mail {
        Mail {
            to: "ada@design.example".to_owned(),
            to_name: Some("Ada Marsh".to_owned()),
            subject: "Hello".to_owned(),
            body: body.to_vec(),
            because: "somebody asked.".to_owned(),
            stop: None,
            calendar: None,
        }
    }

    /// The headers of the message, each on one line, and what comes after them.
    fn written(mail: &Mail) -> (Vec<String>, String) {
        let bytes = mail.message(&letterhead(), Uuid::from_u128(7), "2026-03-02T12:00:00Z".parse().unwrap()).unwrap().formatted();
        let text = String::from_utf8(bytes).unwrap();
        let (headers, body) = text.split_once("\r\n\r\n").unwrap();
        (headers.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect(), body.to_owned())
    }

    #[test]
    fn a_message_says_who_writes_to_whom_when_and_that_a_program_does() {
        let (headers, body) = written(&mail(&[Part::Text("Good day.".to_owned())]));
        for header in [
            "Message-ID: <00000000000000000000000000000007@site.example>",
            "Date: Mon, 02 Mar 2026 12:00:00 +0000",
            "From: Guildhall <guildhall@site.example>",
            "To: \"Ada Marsh\" <ada@design.example>",
            "Subject: Hello",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ] {
            assert!(headers.iter().any(|line| line == header), "{header}: {headers:#?}");
        }
        assert!(headers.iter().any(|line| line.starts_with("Content-Type: multipart/alternative;")), "{headers:#?}");
        let (plain, html) = (body.find("text/plain").unwrap(), body.find("text/html").unwrap());
        assert!(plain < html, "the last one is shown where it can be");
    }

    #[test]
    fn nothing_in_a_mail_can_add_a_header() {
        let mut mail = mail(&[]);
        mail.subject = "Hi\r\nBcc: eve@evil.example\n\nbody\u{2028}more\u{0}".to_owned();
        mail.to_name = Some("Ada\r\nBcc: <eve@evil.example>, \"x".to_owned());
        mail.because = "of\r\nBcc: eve@evil.example".to_owned();
        let (headers, _) = written(&mail);
        assert!(headers.contains(&"Subject: Hi Bcc: eve@evil.example body more".to_owned()), "{headers:#?}");
        assert!(!headers.iter().any(|line| line.starts_with("Bcc")), "{headers:#?}");
        let message = mail.message(&letterhead(), Uuid::nil(), DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(message.envelope().to(), &["ada@design.example".parse::<Address>().unwrap()]);
        for to in ["ada@design.example\r\nBcc: eve@evil.example", "ada@design.example, eve@evil.example", "Ada <ada@design.example>", ""] {
            mail.to = to.to_owned();
            assert!(matches!(mail.message(&letterhead(), Uuid::nil(), DateTime::UNIX_EPOCH), Err(Unsendable::Address(_))), "{to}");
        }
    }

    #[test]
    fn a_subject_in_any_script_is_encoded_and_lines_stay_short() {
        let mut mail = mail(&[Part::Text("Größe ".repeat(400)), Part::Text("x".repeat(3000))]);
        mail.subject = "Łódź — 次の会合 ".repeat(12);
        let bytes = mail.message(&letterhead(), Uuid::nil(), DateTime::UNIX_EPOCH).unwrap().formatted();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.is_ascii());
        assert!(text.contains("Subject: =?utf-8?b?"), "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= 78 && !line.contains('\n')), "{text}");
    }

    #[test]
    fn a_mail_that_may_be_stopped_says_how_and_by_one_click_where_nobody_listens_in() {
        let stopping = |stop: Option<&str>| {
            let (headers, _) = written(&Mail { stop: stop.map(str::to_owned), ..mail(&[]) });
            headers.into_iter().filter(|line| line.starts_with("List-")).collect::<Vec<_>>()
        };
        assert_eq!(stopping(None), [""; 0]);
        let token = "x".repeat(43);
        let secure = stopping(Some(&format!("https://site.example/unsubscribe/{token}")));
        assert_eq!(
            secure,
            [
                format!("List-Unsubscribe: <https://site.example/unsubscribe/{token}>"),
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click".to_owned()
            ]
        );
        assert_eq!(stopping(Some("http://127.0.0.1:3000/unsubscribe/x")), ["List-Unsubscribe: <http://127.0.0.1:3000/unsubscribe/x>"]);
    }

    #[test]
    fn a_button_leads_to_a_web_address() {
        for url in ["javascript:alert(1)", "/c/design", "https://site.example/a b", "https://site.example/\nx"] {
            let mail = mail(&[Part::Button { label: "Go".to_owned(), url: url.to_owned() }]);
            let message = mail.message(&letterhead(), Uuid::nil(), DateTime::UNIX_EPOCH);
            assert!(matches!(message, Err(Unsendable::Button)), "{url}");
        }
    }
}
