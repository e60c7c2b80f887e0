//! Which questions an organiser may ask, and what is an answer to them. Pure.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::events::record::AskRecord;
use crate::typed::Typed;

/// The most questions of an event.
pub const MOST: usize = 5;

/// The longest question, in characters.
pub const LONGEST: usize = 200;

/// The longest answer, in characters.
const REPLY: usize = 500;

/// The field of an event's form that holds its questions.
pub(super) const FIELD: &str = "asks";

/// A question as it stands in a line: a star at its end makes it needed.
pub fn of_line(line: &str) -> AskRecord {
    let line = line.trim();
    let question = line.trim_end_matches(|c: char| c == '*' || c.is_whitespace());
    AskRecord { question: question.to_owned(), needed: question.len() < line.len() }
}

/// Questions as lines of a form.
pub(super) fn lines(asks: &[AskRecord]) -> String {
    let line = |ask: &AskRecord| format!("{}{}", ask.question, if ask.needed { " *" } else { "" });
    asks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The questions that an organiser wrote, one a line.
pub(in crate::events) fn read(typed: &mut Typed, text: &str) -> Vec<AskRecord> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST {
        typed.say(FIELD, format!("There are {} questions here, one a line; at most {MOST} fit. Leave some out.", lines.len()));
        return Vec::new();
    }
    let mut asks: Vec<AskRecord> = Vec::new();
    for (n, line) in lines.into_iter().enumerate() {
        let AskRecord { question, needed } = of_line(line);
        let length = question.chars().count();
        if question.is_empty() {
            typed.say(FIELD, "There is a * without a question. Write the question before it.");
            continue;
        }
        if length > LONGEST {
            typed.say(FIELD, format!("Question {} is {length} characters long; at most {LONGEST} fit. Shorten it.", n + 1));
            continue;
        }
        let question = typed.line(FIELD, &question, LONGEST);
        if asks.iter().any(|known| known.question == question) {
            typed.say(FIELD, format!("“{question}” stands here twice. Leave one out."));
            continue;
        }
        asks.push(AskRecord { question, needed });
    }
    asks
}

/// The questions that are asked no more, whose answers go with them.
pub(super) fn gone<'a>(before: &'a [AskRecord], now: &[AskRecord]) -> Vec<&'a str> {
    let stays = |ask: &&AskRecord| now.iter().any(|one| one.question == ask.question);
    before.iter().filter(|ask| !stays(ask)).map(|ask| ask.question.as_str()).collect()
}

/// What tells a question from others by its words: a form that was open while the questions changed gives no answer to another.
fn key(question: &str) -> String {
    // A letter first: what begins with a digit is read as a place in a list.
    let digest: String = Sha256::digest(question.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("q{digest}")
}

/// The field in which a question is answered.
pub(super) fn field(question: &str) -> String {
    format!("replies[{}]", key(question))
}

/// What somebody answers to each question: what they typed or, where the form they sent does not ask it, what they had answered. Who `comes` leaves none open that is needed.
pub(super) fn replies(
    typed: &mut Typed,
    asks: &[AskRecord],
    (said, before): (&BTreeMap<String, String>, &[(String, String)]),
    comes: bool,
) -> Vec<(String, String)> {
    let mut replies = Vec::new();
    for ask in asks {
        let field = field(&ask.question);
        let reply = match said.get(&key(&ask.question)) {
            Some(text) => typed.maybe_text(&field, text, REPLY),
            None => before.iter().find(|(question, _)| *question == ask.question).map(|(_, reply)| reply.clone()),
        };
        match reply {
            Some(reply) => replies.push((ask.question.clone(), reply)),
            None if ask.needed && comes => typed.say(&field, "Whoever comes has to answer this. Write a few words."),
            None => {}
        }
    }
    replies
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(question: &str, needed: bool) -> AskRecord {
        AskRecord { question: question.to_owned(), needed }
    }

    fn wrong(text: &str) -> Vec<String> {
        let mut typed = Typed::default();
        read(&mut typed, text);
        typed.wrong.into_iter().map(|wrong| wrong.says).collect()
    }

    #[test]
    fn a_question_stands_on_a_line_and_a_star_makes_it_needed() {
        let mut typed = Typed::default();
        let asks = read(&mut typed, "What do  you eat? *\r\n\r\n  Do you bring a laptop?\nWhy**\n");
        assert_eq!(asks, [ask("What do you eat?", true), ask("Do you bring a laptop?", false), ask("Why", true)]);
        assert_eq!(read(&mut typed, &lines(&asks)), asks);
        assert!(typed.wrong.is_empty() && read(&mut typed, " \n").is_empty());
    }

    #[test]
    fn what_is_no_question_is_said() {
        assert_eq!(wrong("a\nb\nc\nd\ne\nf"), ["There are 6 questions here, one a line; at most 5 fit. Leave some out."]);
        assert_eq!(
            wrong(&format!("Why?\n{} *", "x".repeat(10_000))),
            ["Question 2 is 10000 characters long; at most 200 fit. Shorten it."]
        );
        assert_eq!(wrong("Why?\nWhy? *"), ["“Why?” stands here twice. Leave one out."]);
        assert_eq!(wrong("*"), ["There is a * without a question. Write the question before it."]);
        assert!(wrong("a\u{202E}b")[0].contains("a character in it that nobody sees"));
    }

    #[test]
    fn a_question_is_gone_when_its_words_are() {
        let before = [ask("Why?", true), ask("How?", false)];
        assert_eq!(gone(&before, &[ask("How?", true), ask("Why so?", true)]), ["Why?"]);
        assert!(gone(&before, &before).is_empty());
    }

    #[test]
    fn who_comes_leaves_no_needed_question_open() {
        let asks = [ask("Why?", true), ask("How?", true), ask("When?", false)];
        let said = BTreeMap::from([(key("Why?"), " \n".to_owned()), (key("When?"), "x".repeat(501)), (key("Who?"), "Me".to_owned())]);
        let before = [("How?".to_owned(), "So".to_owned()), ("Why?".to_owned(), "Before".to_owned())];
        let mut typed = Typed::default();
        let replies = super::replies(&mut typed, &asks, (&said, &before), true);
        assert_eq!(replies[0], before[0]);
        let fields: Vec<&str> = typed.wrong.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(fields, [field("Why?"), field("When?")]);
        let mut typed = Typed::default();
        super::replies(&mut typed, &asks[..1], (&said, &before), false);
        assert!(typed.wrong.is_empty());
    }
}
