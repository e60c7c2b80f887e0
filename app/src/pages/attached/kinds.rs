//! What files a page may have: by the end of their name, and by how they begin. Pure.

use crate::names;

/// The longest part of an address that a file's name makes.
const LONGEST: usize = 80;

/// How a file of a kind begins.
#[derive(Clone, Copy)]
enum Begins {
    /// With these letters.
    With(&'static [u8]),
    /// It is text.
    AsText,
}

use Begins::{AsText, With};

/// What holds documents of today's offices.
const ZIP: Begins = With(b"PK\x03\x04");

/// The kinds besides pictures: the end of the name, what browsers know it by, and how it begins. None of them is shown by a browser as a page of this site.
const KINDS: [(&str, &str, Begins); 11] = [
    ("pdf", "application/pdf", With(b"%PDF-")),
    ("txt", "text/plain; charset=utf-8", AsText),
    ("csv", "text/csv; charset=utf-8", AsText),
    ("md", "text/markdown; charset=utf-8", AsText),
    ("ics", "text/calendar; charset=utf-8", AsText),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ZIP),
    ("odt", "application/vnd.oasis.opendocument.text", ZIP),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", ZIP),
    ("odp", "application/vnd.oasis.opendocument.presentation", ZIP),
];

/// What the kinds are, in words.
pub(super) const WORDS: &str =
    "Pictures (JPEG, PNG, WebP, GIF), PDF, text, CSV, Markdown, calendars (ICS), and documents of Word, Excel, PowerPoint and LibreOffice";

/// A file's name without its end, and the end in small letters.
pub(super) fn parts(name: &str) -> (&str, String) {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() => (stem, end.to_lowercase()),
        _ => (name, String::new()),
    }
}

/// The end of an address for a file of that name and kind.
pub(super) fn address(stem: &str, end: &str) -> String {
    let slug: String = names::slug(stem).chars().take(LONGEST).collect();
    let slug = slug.trim_matches('-');
    format!("{}.{end}", if slug.is_empty() { "file" } else { slug })
}

/// What a browser is told that a file is, by the end of its name.
pub(super) fn content_type(name: &str) -> &'static str {
    match parts(name).1.as_str() {
        "jpg" => "image/jpeg",
        "png" => "image/png",
        end => KINDS.iter().find(|(known, ..)| *known == end).map_or("application/octet-stream", |(_, kind, _)| kind),
    }
}

/// Whether a browser shows it by itself.
pub(super) fn is_picture(name: &str) -> bool {
    content_type(name).starts_with("image/")
}

/// Takes a file that is no picture by the end of its name, once it begins as it says. Gives the end.
///
/// # Errors
/// With a sentence that says what to bring instead.
pub(super) fn take(end: &str, bytes: &[u8]) -> Result<&'static str, String> {
    let Some((known, _, begins)) = KINDS.iter().find(|(known, ..)| *known == end) else {
        return Err(format!("Files of this kind can’t be kept here. {WORDS} can. Save it as one of these, as PDF for example."));
    };
    let fits = match begins {
        With(letters) => bytes.starts_with(letters),
        AsText => !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok(),
    };
    if !fits && matches!(begins, AsText) {
        return Err("This is no text in UTF-8, whatever its name says. Open it, save it as UTF-8, and bring that.".to_owned());
    }
    if !fits {
        return Err(format!(
            "This is no {} file, whatever its name says. Open it, save it as what it is, and bring that.",
            end.to_uppercase()
        ));
    }
    Ok(known)
}

/// A size as people read it.
pub(super) fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Kind and size: "PDF, 1.2 MB".
pub(super) fn says(name: &str, bytes: i64) -> String {
    format!("{}, {}", parts(name).1.to_uppercase(), size(bytes))
}

/// The Markdown that shows it, or leads there.
pub(super) fn markdown(title: &str, href: &str) -> String {
    // Brackets would end its words.
    let title = title.replace('[', "(").replace(']', ")");
    format!("{}[{title}]({href})", if is_picture(href) { "!" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::attached::model::ACCEPT;

    #[test]
    fn a_name_makes_the_end_of_an_address_whatever_it_is() {
        let made = |name: &str| {
            let (stem, end) = parts(name);
            address(stem, &end)
        };
        assert_eq!(made("Our Plan (v2).PDF"), "our-plan-v2.pdf");
        assert_eq!(made("C:\\Users\\ada\\Größe.txt"), "grosse.txt");
        assert_eq!(made("../../etc/passwd.md"), "passwd.md");
        assert_eq!(made("\"; filename=\"x.csv"), "filename-x.csv");
        assert_eq!(made("….pdf"), "file.pdf");
        assert!(made(&format!("{}.pdf", "a".repeat(500))).len() < 100);
    }

    #[test]
    fn what_a_browser_could_run_or_what_is_not_what_it_says_is_refused() {
        for (end, bytes) in [
            ("svg", &b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..]),
            ("html", b"<script>alert(1)</script>"),
            ("htm", b"x"),
            ("js", b"x"),
            ("exe", b"MZ"),
            ("zip", b"PK\x03\x04"),
            ("", b"x"),
            ("pdf", b"<html>"),
            ("docx", b"%PDF-1.7"),
            ("txt", b"a\0b"),
            ("csv", b"\xff\xfe"),
        ] {
            assert!(take(end, bytes).is_err(), "{end}");
        }
        for (end, bytes) in [("pdf", &b"%PDF-1.7"[..]), ("odt", b"PK\x03\x04.."), ("csv", "a;ä".as_bytes()), ("md", b"")] {
            assert_eq!(take(end, bytes), Ok(end));
        }
        // What was kept once is never sent as something that runs.
        for end in ["html", "svg", "xml", "", "js"] {
            assert_eq!(content_type(&format!("a.{end}")), "application/octet-stream");
        }
    }

    #[test]
    fn all_that_may_be_brought_is_offered() {
        for (end, ..) in KINDS {
            assert!(ACCEPT.split(',').any(|offered| offered.trim_start_matches('.') == end), "{end}");
        }
    }

    #[test]
    fn sizes_and_markdown_read_well() {
        assert_eq!([size(999), size(1_499), size(1_250_000)], ["999 bytes", "1 KB", "1.2 MB"]);
        assert_eq!(markdown("A [plan]", "/files/1/plan.pdf"), "[A (plan)](/files/1/plan.pdf)");
        assert_eq!(markdown("A wall", "/files/1/wall.png"), "![A wall](/files/1/wall.png)");
    }
}
