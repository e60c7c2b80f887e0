//! What differs between two texts, word by word.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use crate::markdown::escape;

/// How long two texts are compared; beyond it, more counts as changed than need be.
const LONGEST: Duration = Duration::from_millis(250);
/// Of what stayed the same so many characters are shown before and after a change.
const AROUND: usize = 160;

/// The second text as HTML, with what was added to the first and what was taken from it. Long stretches that stayed the same are cut.
pub fn words(before: &str, after: &str) -> String {
    let diff = TextDiff::configure().timeout(LONGEST).diff_words(before, after);
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, run)) if *tag == change.tag() => run.push_str(change.value()),
            _ => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let last = runs.len().saturating_sub(1);
    let mut html = String::from("<div class=\"diff\">");
    for (at, (tag, run)) in runs.into_iter().enumerate() {
        match tag {
            ChangeTag::Equal => html.push_str(&escape(&cut(&run, at == 0, at == last))),
            ChangeTag::Insert => html.push_str(&format!("<ins>{}</ins>", escape(&run))),
            ChangeTag::Delete => html.push_str(&format!("<del>{}</del>", escape(&run))),
        }
    }
    html.push_str("</div>");
    html
}

/// A text as it was typed, as HTML.
pub fn typed(text: &str) -> String {
    format!("<div class=\"diff\">{}</div>", escape(text))
}

fn cut(run: &str, first: bool, last: bool) -> String {
    let letters: Vec<char> = run.chars().collect();
    if letters.len() <= 2 * AROUND + 40 {
        return run.to_owned();
    }
    let head: String = if first { String::new() } else { letters[..AROUND].iter().collect() };
    let tail: String = if last { String::new() } else { letters[letters.len() - AROUND..].iter().collect() };
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_was_added_and_taken_is_marked_word_by_word() {
        assert_eq!(
            words("We met on Monday.", "We meet on Monday mornings."),
            "<div class=\"diff\">We <del>met</del><ins>meet</ins> on <del>Monday.</del><ins>Monday mornings.</ins></div>"
        );
    }

    #[test]
    fn what_people_typed_is_shown_as_text() {
        let html = words("<b>a</b>", "<script>\"x\"</script>");
        assert!(!html.contains("<b>") && !html.contains("<script>"), "{html}");
    }

    #[test]
    fn long_texts_that_differ_in_all_take_bounded_time() {
        let before: String = (0..20_000).map(|n| format!("a{n} ")).collect();
        let after: String = (0..20_000).rev().map(|n| format!("b{} ", n / 2)).collect();
        let started = std::time::Instant::now();
        assert!(words(&before, &after).contains("<ins>"));
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    }
}
