//! What stands in a box to write in, as HTML: leptos escapes nothing there, and a text could end the box and go on as markup. The browser's side is `area_in_browser.rs`.

/// The source of a text. HTML drops a line break right behind `<textarea>`: one that was typed is doubled.
pub(super) fn content(text: String) -> String {
    let first = if text.starts_with('\n') { "\n" } else { "" };
    format!("{first}{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn no_text_ends_the_box_it_stands_in() {
        assert_eq!(content("\n</textarea><b> &lt;".to_owned()), "\n\n&lt;/textarea>&lt;b> &amp;lt;");
    }
}
