//! What members type in lines: names of organisations and topics, and links.

use crate::link::{Link, host, is_safe_address};
use crate::{names, plain};

/// The most of each list.
pub const MOST: usize = 10;

const LINK_CHARACTERS: usize = 500;
const TITLE_CHARACTERS: usize = 100;

/// Something that can be named in a line: its slug, and what it is called.
pub struct Known {
    /// Its slug.
    pub slug: String,
    /// Its titles and short names.
    pub names: Vec<String>,
}

impl Known {
    fn is_called(&self, folded: &str) -> bool {
        self.slug == folded || self.names.iter().any(|name| names::fold(name) == folded)
    }
}

/// The slugs of what is named in a text, one a line or several between commas. `what` is the word for many of it.
///
/// Errors: a sentence that names what is not there.
pub fn named(typed: &str, known: &[Known], what: &str) -> Result<Vec<String>, String> {
    let find = |name: &str| {
        let folded = names::fold(&plain::line(name));
        known.iter().find(|one| one.is_called(&folded)).map(|one| one.slug.clone())
    };
    let (mut slugs, mut unknown) = (Vec::new(), Vec::new());
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        // A name may hold a comma itself.
        if let Some(slug) = find(line) {
            slugs.push(slug);
            continue;
        }
        for name in line.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match find(name) {
                Some(slug) => slugs.push(slug),
                None => unknown.push(format!("“{}”", plain::cut(&plain::line(name), 80))),
            }
        }
    }
    if !unknown.is_empty() {
        unknown.truncate(MOST);
        return Err(format!("Not known here: {}. Write {what} as this site names them, or leave it out.", unknown.join(", ")));
    }
    let mut seen = std::collections::BTreeSet::new();
    slugs.retain(|slug| seen.insert(slug.clone()));
    if slugs.len() > MOST {
        return Err(format!("These are {} {what}: choose at most {MOST}.", slugs.len()));
    }
    Ok(slugs)
}

/// The links of a text: one a line, the address last.
///
/// Errors: a sentence that quotes the line that is no link.
pub fn links(typed: &str, before: &[Link]) -> Result<Vec<Link>, String> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST {
        return Err(format!("These are {} links: keep at most {MOST}.", lines.len()));
    }
    lines.into_iter().map(|line| link(line, before)).collect()
}

fn link(line: &str, before: &[Link]) -> Result<Link, String> {
    let (title, address) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
    let quoted = plain::cut(&plain::line(line), 60);
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase()).unwrap_or_default();
    let whole = match scheme.as_str() {
        "http" | "https" => address.split_once("://").is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('/')),
        "mailto" => address.contains('@'),
        _ => false,
    };
    if !whole || !is_safe_address(address) {
        return Err(format!(
            "“{quoted}” does not end in a link. Write a title and then an address that begins with https://, http:// or mailto:."
        ));
    }
    if address.chars().count() > LINK_CHARACTERS || title.chars().count() > TITLE_CHARACTERS {
        return Err(format!("“{quoted}” is too long: a title has at most {TITLE_CHARACTERS} characters, an address {LINK_CHARACTERS}."));
    }
    let title = plain::line(title);
    let title = if title.is_empty() { host(address).to_owned() } else { title };
    let summary = before.iter().find(|link| link.url == address).and_then(|link| link.summary.clone());
    Ok(Link { title, url: address.to_owned(), summary })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Known> {
        let one =
            |slug: &str, names: &[&str]| Known { slug: slug.to_owned(), names: names.iter().map(|name| (*name).to_owned()).collect() };
        vec![one("forms", &["Forms"]), one("opw", &["Department for Roads, Bridges and Öfen", "DRB"])]
    }

    #[test]
    fn things_are_named_by_slug_title_or_short_name_in_lines_or_between_commas() {
        assert_eq!(named("FORMS, drb\nforms", &known(), "topics").unwrap(), ["forms", "opw"]);
        assert_eq!(named("department for roads, bridges and Ofen", &known(), "organisations").unwrap(), ["opw"]);
        assert!(named("forms, cats, dogs", &known(), "topics").unwrap_err().contains("“cats”, “dogs”"));
    }

    #[test]
    fn a_link_ends_in_an_address_of_the_web_or_of_mail() {
        let read = links("My  site https://a.example/b\nmailto:ada@a.example\nhttps://www.c.example/x", &[]).unwrap();
        let titles: Vec<&str> = read.iter().map(|link| link.title.as_str()).collect();
        assert_eq!(titles, ["My site", "ada@a.example", "c.example"]);
        for wrong in [
            "My site",
            "x javascript:alert(1)",
            "x https://",
            "x https:///a",
            "x /people/ada",
            "x //a.example",
            "x data:text/html,y",
            "x mailto:nobody",
        ] {
            assert!(links(wrong, &[]).unwrap_err().contains(wrong), "{wrong}");
        }
    }
}
