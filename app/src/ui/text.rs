//! Text that people wrote.

use leptos::prelude::*;

/// Rendered Markdown, as the server stored it.
#[component]
pub fn Prose(
    /// Safe HTML of `markdown::render`.
    html: String,
) -> impl IntoView {
    view! { <div class="prose" dir="auto" inner_html=html></div> }
}

/// An address that is broken, where it is longer than its line, behind its joints and not within a word.
pub fn breakable(address: &str) -> impl IntoView + use<> {
    let mut pieces: Vec<_> = joints(address).into_iter().map(|piece| (piece.to_owned(), Some(view! { <wbr/> }))).collect();
    if let Some((_, last)) = pieces.last_mut() {
        *last = None;
    }
    pieces
}

/// An address from each joint to the next: `ada@`, `lists.`, `design.`, `example`. The slashes behind a scheme stay together.
fn joints(address: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, joint) in address.match_indices(['@', '/', '.']) {
        let end = at + joint.len();
        if !address[end..].starts_with('/') && end < address.len() {
            pieces.push(&address[from..end]);
            from = end;
        }
    }
    pieces.push(&address[from..]);
    pieces
}

/// A sentence in which web and e-mail addresses can be clicked.
#[component]
pub fn Linked(
    /// The sentence, as written.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let address = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
        match (address_of(address), word.split_once(address)) {
            (Some(href), Some((before, after))) => {
                view! { {before.to_owned()}<a href=href>{breakable(address)}</a>{after.to_owned()} }.into_any()
            }
            _ => word.to_owned().into_any(),
        }
    });
    view! { <span dir="auto">{words.collect_view()}</span> }
}

/// Where a word leads that is a web or an e-mail address.
pub fn address_of(word: &str) -> Option<String> {
    if word.starts_with("https://") || word.starts_with("http://") || word.starts_with("mailto:") {
        return Some(word.to_owned());
    }
    let (name, host) = word.split_once('@')?;
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
    (plain(name) && plain(host) && host.contains('.')).then(|| format!("mailto:{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_address_is_broken_at_its_joints() {
        assert_eq!(joints("ada@lists.design.example"), ["ada@", "lists.", "design.", "example"]);
        assert_eq!(joints("https://a.example/b/c?d=e."), ["https://", "a.", "example/", "b/", "c?d=e."]);
        assert_eq!(joints(""), [""]);
    }

    #[test]
    fn addresses_of_the_web_and_of_mail_lead_somewhere() {
        assert_eq!(address_of("ada@design.example").as_deref(), Some("mailto:ada@design.example"));
        assert_eq!(address_of("https://a.example/b").as_deref(), Some("https://a.example/b"));
        assert_eq!(address_of("@design"), None);
        assert_eq!(address_of("javascript:alert(1)@x.y"), None);
    }
}
