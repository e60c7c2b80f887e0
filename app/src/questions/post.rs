//! Which post of a question is meant: people never see an id.

use std::fmt;
use std::str::FromStr;

/// The question, or something below it by its place. Written as its anchor: "question", "answer-1", "comment-2".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostRef {
    /// The question itself.
    Question,
    /// The answer at a place, counted from nought; people count from one.
    Answer(i32),
    /// The comment at a place.
    Comment(i32),
}

impl PostRef {
    /// What the anchors inside its text begin with.
    pub fn anchors(self) -> String {
        match self {
            Self::Question => "q-".to_owned(),
            Self::Answer(position) => format!("a{}-", position + 1),
            Self::Comment(position) => format!("c{position}-"),
        }
    }
}

impl fmt::Display for PostRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question => f.write_str("question"),
            Self::Answer(position) => write!(f, "answer-{}", position + 1),
            Self::Comment(position) => write!(f, "comment-{position}"),
        }
    }
}

impl FromStr for PostRef {
    type Err = ();

    fn from_str(anchor: &str) -> Result<Self, ()> {
        let place = |number: &str| number.parse::<i32>().ok().filter(|number| *number >= 0);
        match anchor.split_once('-') {
            None if anchor == "question" => Ok(Self::Question),
            Some(("answer", number)) => place(number).and_then(|number| number.checked_sub(1)).map(Self::Answer).ok_or(()),
            Some(("comment", number)) => place(number).map(Self::Comment).ok_or(()),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PostRef;

    #[test]
    fn a_post_is_named_by_its_anchor() {
        for post in [PostRef::Question, PostRef::Answer(0), PostRef::Answer(11), PostRef::Comment(3)] {
            assert_eq!(post.to_string().parse(), Ok(post));
        }
        assert_eq!(PostRef::Answer(1).to_string(), "answer-2");
        for nothing in ["", "answer", "answer-", "answer-x", "answer--1", "comment-99999999999", "question-1"] {
            assert_eq!(nothing.parse::<PostRef>(), Err(()), "{nothing}");
        }
    }
}
