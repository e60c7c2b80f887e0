//! What one node says to the others of a page, as text: a line on its guests, and a line for every caret that moved or went.

use std::sync::Arc;

use uuid::Uuid;
use yrs::block::ClientID;

use crate::live::whisper::LONGEST;

/// Where a caret is, by its clock: whose, and what they say of themselves; `None` where it is gone.
pub(super) type Told = (ClientID, u32, Option<(Uuid, Arc<str>)>);

/// What a whisper is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// To say who is there.
    Says,
    /// To ask the others for the same.
    Asks,
    /// To say that nobody edits there, and somebody watches.
    Stays,
}

impl Verb {
    const fn word(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Asks => "asks",
            Self::Stays => "stays",
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Self::Says, Self::Asks, Self::Stays].into_iter().find(|verb| verb.word() == word)
    }
}

/// What a node says of the page: how many edit there and the latest of them, what for, and where carets are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) guests: usize,
    pub(super) latest: Uuid,
    pub(super) verb: Verb,
    pub(super) carets: Vec<Told>,
}

impl Word {
    /// Reads a whisper; `None` where it is none of this release.
    pub(super) fn read(says: &str) -> Option<Self> {
        let mut lines = says.lines();
        let mut head = lines.next()?.split(' ');
        let (guests, latest, verb) = (head.next()?.parse().ok()?, head.next()?.parse().ok()?, Verb::read(head.next()?)?);
        let caret = |line: &str| {
            let mut words = line.splitn(4, ' ');
            // Clients are numbered by 53 bits.
            let id: u64 = words.next()?.parse().ok().filter(|id| *id < 1 << 53)?;
            let clock = words.next()?.parse().ok()?;
            let there = match words.next() {
                Some(member) => Some((member.parse().ok()?, words.next()?.into())),
                None => None,
            };
            Some((ClientID::new(id), clock, there))
        };
        let carets = lines.map(caret).collect::<Option<_>>()?;
        Some(Self { guests, latest, verb, carets })
    }
}

/// Whispers with these lines in them, one at least.
pub(super) fn whispers((guests, latest): (usize, Uuid), verb: Verb, lines: &[String]) -> Vec<String> {
    let head = format!("{guests} {latest} {}", verb.word());
    let mut whispers = vec![head.clone()];
    for line in lines {
        if whispers.last().is_none_or(|last| last.len() + 1 + line.len() > LONGEST) {
            whispers.push(head.clone());
        }
        if let Some(last) = whispers.last_mut() {
            last.push('\n');
            last.push_str(line);
        }
    }
    whispers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whispered_is_read_back_in_parts_none_of_which_is_too_long() {
        let lines: Vec<String> =
            (0..200).map(|n| format!("{n} 3 {} {{\"user\":{{\"name\":\"Ada Ö\"}},\"x\":\"{}\"}}", Uuid::nil(), "y".repeat(200))).collect();
        let whispers = whispers((200, Uuid::max()), Verb::Says, &[lines, vec!["7 4".to_owned()]].concat());
        assert!(whispers.len() > 4 && whispers.iter().all(|whisper| whisper.len() <= LONGEST));
        let words: Vec<Word> = whispers.iter().map(|whisper| Word::read(whisper).unwrap()).collect();
        assert!(words.iter().all(|word| word.guests == 200 && word.latest == Uuid::max() && word.verb == Verb::Says));
        let carets: Vec<_> = words.into_iter().flat_map(|word| word.carets).collect();
        assert_eq!((carets.len(), carets[200].clone()), (201, (ClientID::new(7), 4, None)));
        for other in [
            "",
            "x",
            "1 2 3",
            "1 00000000-0000-0000-0000-000000000001 says\nx",
            "1 00000000-0000-0000-0000-000000000001 says\n99999999999999999 1",
        ] {
            assert_eq!(Word::read(other), None, "{other}");
        }
    }
}
