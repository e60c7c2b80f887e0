//! HTML that is written, and not built of elements: where there is so much of one kind that building it takes most of a screen's time.

/// A text as HTML that says just that, between tags and in attributes in double quotes.
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push(&mut html, text);
    html
}

/// Adds [`escape`] of a text.
pub fn push(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        let (plain, special) = rest.split_at(at);
        html.push_str(plain);
        html.push_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = special.get(1..).unwrap_or_default();
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_itself_and_nothing_else() {
        assert_eq!(escape("<b a=\"1\">Süß & 'so'</b>"), "&lt;b a=&quot;1&quot;&gt;Süß &amp; 'so'&lt;/b&gt;");
        assert_eq!(escape("&&"), "&amp;&amp;");
        assert_eq!((escape(""), escape("é\"")), (String::new(), "é&quot;".to_owned()));
    }
}
