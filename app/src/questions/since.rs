//! What has come to a question since its screen was rendered: numbers change in place, and what is new waits until the reader asks for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::model::{Answer, Comment, QuestionScreen};
use crate::ui::lists::count;

/// The question's own anchor.
pub const QUESTION: &str = "question";

/// What has come since.
#[derive(Clone)]
pub struct Since {
    /// What stood there at first: anchors.
    first: Arc<BTreeSet<String>>,
    /// The screen as it is now; `None` as long as nothing is known to have changed.
    now: RwSignal<Option<QuestionScreen>>,
    /// The screen as it was when the reader last asked for what is new.
    asked: RwSignal<Option<QuestionScreen>>,
}

impl Since {
    /// Of a screen, and what becomes of it.
    pub fn of(screen: &QuestionScreen, now: RwSignal<Option<QuestionScreen>>) -> Self {
        Self { first: Arc::new(anchors(posts(screen))), now, asked: RwSignal::new(None) }
    }

    /// How many a post helps by now.
    pub fn helpful(&self, anchor: &str) -> Option<i64> {
        self.now.with(|now| now.as_ref().and_then(|now| helpful(now, anchor)))
    }

    /// Whether an answer is accepted by now.
    pub fn is_accepted(&self, anchor: &str) -> Option<bool> {
        self.now.with(|now| now.as_ref().and_then(|now| find(now, anchor).map(|answer| answer.accepted)))
    }

    /// The answers that the reader asked for.
    pub fn answers(&self) -> Vec<Answer> {
        let asked = |asked: &QuestionScreen| asked.answers.iter().filter(|answer| !self.first.contains(&answer.anchor)).cloned().collect();
        self.asked.with(|screen| screen.as_ref().map(asked).unwrap_or_default())
    }

    /// The comments below a post that the reader asked for.
    pub fn comments(&self, anchor: &str) -> Vec<Comment> {
        let new = |asked: &QuestionScreen| {
            // An answer that is new itself brings its own.
            let known = anchor == QUESTION || self.first.contains(anchor);
            let below = comments(asked, anchor).iter().filter(|comment| known && !self.first.contains(&comment.anchor));
            below.cloned().collect()
        };
        self.asked.with(|asked| asked.as_ref().map(new).unwrap_or_default())
    }

    /// What is new and not shown yet, in words.
    pub fn waiting(&self) -> Option<String> {
        let shown = self.asked.with(|asked| asked.as_ref().map(|asked| anchors(posts(asked)))).unwrap_or_default();
        self.now.with(|now| now.as_ref().and_then(|now| news(posts(now), &self.first, &shown)))
    }

    /// Shows what is new.
    pub fn show(&self) {
        self.asked.set(self.now.get_untracked());
    }
}

fn find<'a>(screen: &'a QuestionScreen, anchor: &str) -> Option<&'a Answer> {
    screen.answers.iter().find(|answer| answer.anchor == anchor)
}

fn helpful(screen: &QuestionScreen, anchor: &str) -> Option<i64> {
    if anchor == QUESTION { Some(screen.helpful) } else { find(screen, anchor).map(|answer| answer.helpful) }
}

fn comments<'a>(screen: &'a QuestionScreen, anchor: &str) -> &'a [Comment] {
    if anchor == QUESTION { &screen.comments } else { find(screen, anchor).map(|answer| &answer.comments[..]).unwrap_or_default() }
}

/// The answers to a question, and what was said about it.
type Posts<'a> = (&'a [Answer], &'a [Comment]);

fn posts(screen: &QuestionScreen) -> Posts<'_> {
    (&screen.answers, &screen.comments)
}

fn anchors((answers, comments): Posts<'_>) -> BTreeSet<String> {
    let comments = answers.iter().flat_map(|answer| &answer.comments).chain(comments).map(|comment| comment.anchor.clone());
    answers.iter().map(|answer| answer.anchor.clone()).chain(comments).collect()
}

/// "2 new answers", "1 new answer and 1 new comment". Comments on an answer that is new itself come with it.
fn news((answers, comments): Posts<'_>, first: &BTreeSet<String>, shown: &BTreeSet<String>) -> Option<String> {
    let is_new = |anchor: &String| !first.contains(anchor) && !shown.contains(anchor);
    let (new, known): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| is_new(&answer.anchor));
    let remarks = known.iter().flat_map(|answer| &answer.comments).chain(comments).filter(|comment| is_new(&comment.anchor)).count();
    let say = |n: usize, one, many| (n > 0).then(|| count(i64::try_from(n).unwrap_or_default(), one, many));
    match (say(new.len(), "new answer", "new answers"), say(remarks, "new comment", "new comments")) {
        (Some(answers), Some(comments)) => Some(format!("{answers} and {comments}")),
        (answers, comments) => answers.or(comments),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::developer::examples;

    #[test]
    fn what_is_new_is_counted_and_what_was_shown_is_not() {
        let (now, none) = (examples::answers(), BTreeSet::new());
        let (before, all) = (anchors((&now[1..], &[])), anchors((&now, &[])));
        assert_eq!(news((&now[1..], &[]), &before, &none), None);
        assert_eq!(news((&now, &[]), &before, &none).as_deref(), Some("1 new answer"), "its comments come with it");
        assert_eq!(news((&now, &[]), &before, &all), None);
    }

    #[test]
    fn a_comment_below_what_is_known_is_new_by_itself() {
        let (now, none) = (examples::answers(), BTreeSet::new());
        let (first, comments) = (anchors((&now[1..], &[])), &now[0].comments);
        assert_eq!(news((&now[1..], comments), &first, &none).as_deref(), Some("2 new comments"));
        let known = BTreeSet::from(["answer-1".to_owned()]);
        assert_eq!(news((&now, &[]), &known, &none).as_deref(), Some("1 new answer and 2 new comments"));
    }
}
