//! A titled address: a profile's links, an event's recordings and materials, a topic's further reading.

use serde::{Deserialize, Serialize};

/// A titled address. The address is `http`, `https` or `mailto`; [`Link::is_safe`] says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What people read and click.
    pub title: String,
    /// Where it goes.
    pub url: String,
    /// One sentence on what is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

impl Link {
    /// Whether the address is of a scheme that a page may link to.
    pub fn is_safe(&self) -> bool {
        is_safe_address(&self.url)
    }
}

/// Whether it is a path of this site, and no other site's address in disguise.
pub fn is_ours(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t'])
}

/// Whether an address may stand in a link of a page: `http`, `https`, `mailto`, or a path or fragment of this site.
pub fn is_safe_address(address: &str) -> bool {
    // Browsers drop tabs and line breaks inside a scheme and white space before it: "java\nscript:" runs.
    if address.chars().any(|c| c.is_control() || c == '\\') {
        return false;
    }
    let address = address.trim();
    match address.find([':', '/', '?', '#']) {
        Some(end) if address[end..].starts_with(':') => {
            matches!(address[..end].to_ascii_lowercase().as_str(), "http" | "https" | "mailto")
        }
        // "//host/path" leaves the site by the page's own scheme: as good as https.
        _ => true,
    }
}

/// Where an address leads, in a word: "video.example" of "https://www.video.example/watch?v=1"; an address without a host as it is.
pub fn host(address: &str) -> &str {
    let Some((_, rest)) = address.split_once("//") else { return address.strip_prefix("mailto:").unwrap_or(address) };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::{host, is_ours, is_safe_address};

    #[test]
    fn a_host_is_what_people_know_a_place_by() {
        assert_eq!(host("https://www.video.example/watch?v=1"), "video.example");
        assert_eq!(host("https://user@video.example:8080#x"), "video.example:8080");
        assert_eq!(host("mailto:ada@design.example"), "ada@design.example");
        assert_eq!(host("/c/design"), "/c/design");
    }

    #[test]
    fn only_paths_of_this_site_are_ours() {
        assert!(is_ours("/me") && is_ours("/c/design?past"));
        for other in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nb"] {
            assert!(!is_ours(other), "{other}");
        }
    }

    #[test]
    fn only_web_and_mail_addresses_are_safe() {
        for safe in ["https://a.example/b?c#d", "HTTP://a", "mailto:a@b.example", "/c/design", "#top", "?page=2", "guide/part:two", ""] {
            assert!(is_safe_address(safe), "{safe:?}");
        }
        for unsafe_ in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "\u{1}javascript:x",
            "file:///etc",
            "\\\\host",
        ] {
            assert!(!is_safe_address(unsafe_), "{unsafe_:?}");
        }
    }
}
