//! Texts: entities, odd spaces, names made of slugs.

use pulldown_cmark::{Event, Parser};

/// Decodes HTML entities: `A&#47;B &amp; C` becomes `A/B & C`.
pub(super) fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#').map(|end| end + 1);
        match end.filter(|end| rest[*end..].starts_with(';') && *end > 1).and_then(|end| Some((end, entity(&rest[..=end])?))) {
            Some((end, meant)) => {
                decoded.push_str(&meant);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded + rest
}

/// What one entity stands for. The Markdown parser knows HTML's table.
fn entity(written: &str) -> Option<String> {
    let meant: String = Parser::new(written)
        .filter_map(|event| match event {
            Event::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    (meant != written && !meant.is_empty()).then_some(meant)
}

/// No-break and other odd spaces as spaces, invisible marks gone.
pub(super) fn plain_spaces(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}'))
        .map(|c| if matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}') { ' ' } else { c })
        .collect()
}

/// A one-line text of somebody else's site: entities decoded, spaces single and plain.
pub(super) fn tidy(text: &str) -> String {
    plain_spaces(&decode_entities(text)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A one-line text of a bundle: as it stands, on one line.
pub(super) fn one_line(text: &str) -> String {
    let text = text.trim();
    if text.contains(['\n', '\r']) {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// `social-media` as "Social media".
pub(super) fn sentence_of(slug: &str) -> String {
    let words = words_of(slug);
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `ada-okafor` as "Ada Okafor".
pub(super) fn name_of(slug: &str) -> String {
    words_of(slug).split(' ').map(sentence_of).collect::<Vec<_>>().join(" ")
}

fn words_of(slug: &str) -> String {
    slug.split(['-', '_', '/', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a text may stand as a slug: lower-case letters, digits and single hyphens.
pub(super) fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// A text as a slug: itself where it is one.
pub(super) fn slug_of(text: &str) -> String {
    if is_slug(text) { text.to_owned() } else { app::names::slug(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded() {
        assert_eq!(decode_entities("A&#47;B &amp; &eacute;&#x2019;&mdash;&quot;"), "A/B & é’—\"");
        assert_eq!(decode_entities("R&D & AT&T; &nosuch; &#; 1 &"), "R&D & AT&T; &nosuch; &#; 1 &");
    }

    #[test]
    fn odd_spaces_become_spaces() {
        assert_eq!(tidy("  No\u{a0}break &nbsp; W\u{feff}orking\n Groups"), "No break Working Groups");
    }

    #[test]
    fn slugs_are_read_as_names() {
        assert_eq!(sentence_of("policies-and regulations"), "Policies and regulations");
        assert_eq!(name_of("ada-okafor"), "Ada Okafor");
    }

    #[test]
    fn good_slugs_are_kept() {
        assert_eq!(slug_of("a-b-2"), "a-b-2");
        assert_eq!(slug_of("A_B’s Name"), "a-bs-name");
        assert!(!is_slug("a--b") && !is_slug("-a") && !is_slug(""));
    }
}
