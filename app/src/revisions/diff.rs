//! What differs between two texts, word by word.

use std::time::{Duration, Instant};

use similar::{ChangeTag, TextDiff};

use crate::ui::html::escape;

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

/// Both texts as HTML, beside each other: line by line what was and what is, and within lines that changed the words that did. Where there is no room for two, the one stands
/// below the other.
pub fn beside(before: &str, after: &str) -> String {
    let diff = TextDiff::configure().timeout(LONGEST).diff_lines(before, after);
    let began = Instant::now();
    let mut html = String::from("<div class=\"beside\">");
    let (mut same, mut was, mut is) = (String::new(), String::new(), String::new());
    let mut first = true;
    for change in diff.iter_all_changes() {
        if change.tag() == ChangeTag::Equal {
            html.push_str(&changed(&mut was, &mut is, began));
        } else if !same.is_empty() {
            html.push_str(&unchanged(&mut same, first, false));
        }
        match change.tag() {
            ChangeTag::Equal => same.push_str(change.value()),
            ChangeTag::Delete => was.push_str(change.value()),
            ChangeTag::Insert => is.push_str(change.value()),
        }
        first &= change.tag() == ChangeTag::Equal;
    }
    html.push_str(&changed(&mut was, &mut is, began));
    html.push_str(&unchanged(&mut same, first, true));
    html.push_str("</div>");
    html
}

/// Lines that changed: on the one side what was taken, on the other what came.
fn changed(was: &mut String, is: &mut String, began: Instant) -> String {
    let (was, is) = (std::mem::take(was), std::mem::take(is));
    if was.is_empty() && is.is_empty() {
        return String::new();
    }
    // However many places changed, all of them together take so long at most.
    let diff = TextDiff::configure().timeout(LONGEST.saturating_sub(began.elapsed())).diff_words(was.as_str(), is.as_str());
    let (mut left, mut right) = (String::new(), String::new());
    for change in diff.iter_all_changes() {
        let words = escape(change.value());
        match change.tag() {
            ChangeTag::Equal => {
                left.push_str(&words);
                right.push_str(&words);
            }
            ChangeTag::Delete => left.push_str(&format!("<del>{words}</del>")),
            ChangeTag::Insert => right.push_str(&format!("<ins>{words}</ins>")),
        }
    }
    let (left, right) = (left.replace("</del><del>", ""), right.replace("</ins><ins>", ""));
    let side = |what: &str, text: String| {
        if text.is_empty() {
            return "<div></div>".to_owned();
        }
        format!("<div class=\"diff\" dir=\"auto\"><span class=\"beside-what\">{what}</span>{text}</div>")
    };
    format!("<div class=\"beside-row\">{}{}</div>", side("Before", left), side("After", right))
}

/// Lines that stayed the same: once to listen to and where there is no room, on both sides to look at.
fn unchanged(same: &mut String, first: bool, last: bool) -> String {
    let same = escape(&cut(&std::mem::take(same), first, last));
    if same.trim().is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"beside-row beside-row--same\"><div class=\"diff\" dir=\"auto\">{same}</div><div class=\"diff\" dir=\"auto\" aria-hidden=\"true\">{same}</div></div>"
    )
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
    use super::{beside, words};

    #[test]
    fn what_was_added_and_taken_is_marked_word_by_word() {
        assert_eq!(
            words("We met on Monday.", "We meet on Monday mornings."),
            "<div class=\"diff\">We <del>met</del><ins>meet</ins> on <del>Monday.</del><ins>Monday mornings.</ins></div>"
        );
    }

    #[test]
    fn beside_each_other_stand_the_lines_that_changed_with_the_words_that_did() {
        let html = beside("# Title\n\nWe met on Monday.\nBye.\n", "# Title\n\nWe meet on Monday.\nBye.\nAnd <more>.\n");
        assert_eq!(
            html,
            "<div class=\"beside\">\
             <div class=\"beside-row beside-row--same\"><div class=\"diff\" dir=\"auto\"># Title\n\n</div><div class=\"diff\" dir=\"auto\" aria-hidden=\"true\"># Title\n\n</div></div>\
             <div class=\"beside-row\"><div class=\"diff\" dir=\"auto\"><span class=\"beside-what\">Before</span>We <del>met</del> on Monday.\n</div>\
             <div class=\"diff\" dir=\"auto\"><span class=\"beside-what\">After</span>We <ins>meet</ins> on Monday.\n</div></div>\
             <div class=\"beside-row beside-row--same\"><div class=\"diff\" dir=\"auto\">Bye.\n</div><div class=\"diff\" dir=\"auto\" aria-hidden=\"true\">Bye.\n</div></div>\
             <div class=\"beside-row\"><div></div><div class=\"diff\" dir=\"auto\"><span class=\"beside-what\">After</span><ins>And &lt;more&gt;.\n</ins></div></div></div>"
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
        let lines = |text: &str| text.replace(' ', "\n");
        assert!(beside(&lines(&before), &lines(&after)).contains("<ins>"));
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    }
}
