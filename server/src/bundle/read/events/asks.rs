//! What the organisers of an event ask those who come.

use app::events::asking::rules::{LONGEST, MOST, of_line};
use app::events::record::AskRecord;

use crate::bundle::Severity;
use crate::bundle::read::source::Source;
use crate::bundle::read::yaml::Node;

/// Its questions: maps, or each a text, with a star at its end where it is needed.
pub(super) fn asks(source: &mut Source) -> Vec<AskRecord> {
    let plain = match source.fields.peek("asks") {
        Some(Node::List(items)) => items.iter().all(|item| matches!(item.value, Node::Text(_) | Node::Null)),
        Some(Node::Text(_)) => true,
        _ => false,
    };
    let written: Vec<(AskRecord, usize)> = if plain {
        source.fields.texts(&["asks"]).into_iter().map(|(text, line)| (of_line(&text), line)).collect()
    } else {
        let mut written = Vec::new();
        for (mut map, line) in source.fields.maps(&["asks"]) {
            let (question, needed) = (map.text(&["question"]), map.flag(&["needed"]));
            source.fields.close(map, "asks");
            let ask = of_line(&question.unwrap_or_default());
            written.push((AskRecord { needed: needed.unwrap_or(ask.needed), ..ask }, line));
        }
        written
    };
    let mut asks: Vec<AskRecord> = Vec::new();
    for (ask, line) in written {
        let wrong = if ask.question.is_empty() {
            "An entry of `asks` without its `question` was left out".to_owned()
        } else if ask.question.chars().count() > LONGEST {
            format!("A question of `asks` is longer than {LONGEST} characters; it was left out")
        } else if asks.iter().any(|known| known.question == ask.question) {
            "The same question of `asks` stands twice; the first counts".to_owned()
        } else if asks.len() == MOST {
            format!("An event asks at most {MOST} questions; a further one of `asks` was left out")
        } else {
            asks.push(ask);
            continue;
        };
        source.fields.say(line, Severity::LeftOut, wrong);
    }
    asks
}
