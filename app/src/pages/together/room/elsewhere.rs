//! The editors of the page on other nodes: how many they are, and where their carets are.
//!
//! Every node whispers who is there with it as it changes, at most five times a second, and all of it again every ten seconds and to whoever asks. A node that says nothing for 30 seconds, as
//! clients of Yjs have it, is gone, and so are the carets it told of. Names come from the node that somebody is signed in at.
//!
//! A hundred edit a page on all nodes together. Each lets nobody in beyond what it knows of the others. Where two let somebody in at once, who came last is told that the page is full: of the
//! nodes the one that has the latest guest closes as many of its latest as are too many.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;
use uuid::Uuid;

use super::super::document::closing;
use super::super::rooms::{FULL, MOST};
use super::Room;
use super::guests::{Caret, Guests, News, Teller};
use super::word::{Told, Verb, Word, whispers};
use crate::live::whisper::{LONGEST, Whisper};

/// How often the other nodes are told something at the most.
const OFTEN: Duration = Duration::from_millis(200);
/// How often they are told everything.
const AGAIN: Duration = Duration::from_secs(10);
/// How long a node may be silent.
const SILENT: Duration = Duration::from_secs(30);
/// So many whispers at once.
const AT_ONCE: usize = 8;
/// The first line of a whisper is shorter.
const HEAD: usize = 80;
/// So many carets of other nodes are known at the most.
const CARETS: usize = 400;

/// The other nodes on which the page is open.
#[derive(Default)]
pub(super) struct Nodes {
    others: HashMap<String, Other>,
    /// Somebody waits to be told everything.
    due: bool,
    told: Option<Instant>,
    told_all: Option<Instant>,
    counted: (usize, Uuid),
}

/// What is known of another node.
struct Other {
    guests: usize,
    latest: Uuid,
    heard: Instant,
}

impl Nodes {
    /// How many edit the page on other nodes.
    pub(super) fn guests(&self) -> usize {
        self.others.values().map(|other| other.guests).sum()
    }
}

impl Guests {
    /// What other nodes have not been told, as far as it goes into so many bytes.
    fn lines(&mut self, bytes: usize) -> Vec<String> {
        let mut lines: Vec<String> = self.news_for_nodes.gone.drain().map(|(id, clock)| format!("{} {clock}", id.get())).collect();
        let mut left = bytes.saturating_sub(lines.iter().map(|line| line.len() + 1).sum());
        while let Some(id) = self.news_for_nodes.moved.pop_first() {
            let Some(Caret { teller: Teller::Here(_), member, clock, json }) = self.carets.get(&id) else { continue };
            let line = format!("{} {clock} {member} {json}", id.get());
            // Somebody who says this much is seen on their own node alone.
            if line.len() + HEAD > LONGEST {
                continue;
            }
            if line.len() >= left {
                self.news_for_nodes.moved.insert(id);
                break;
            }
            left -= line.len() + 1;
            lines.push(line);
        }
        lines
    }

    /// Has all who are here told of again.
    fn renew(&mut self) {
        let here = self.carets.iter().filter(|(_, caret)| matches!(caret.teller, Teller::Here(_))).map(|(id, _)| *id);
        self.news_for_nodes.moved.extend(here);
    }

    /// Another node says where carets are. Nobody speaks for somebody else’s.
    fn are_there(&mut self, node: &str, carets: Vec<Told>, now: Instant) {
        for (id, clock, there) in carets {
            let is_room = self.carets.len() < CARETS;
            let known = self.carets.get_mut(&id);
            match (there, known) {
                (Some((member, json)), None) if is_room => {
                    self.carets.insert(id, Caret { teller: Teller::There(node.to_owned(), now), member, clock, json });
                    self.news.moved.insert(id);
                }
                (Some((member, json)), Some(caret)) if caret.member == member && caret.clock < clock => {
                    *caret = Caret { teller: Teller::There(node.to_owned(), now), member, clock, json };
                    self.news.moved.insert(id);
                }
                (Some(_), Some(Caret { teller: Teller::There(who, heard), clock: known, .. })) if who == node && *known == clock => {
                    *heard = now
                }
                (None, Some(Caret { teller: Teller::There(who, _), .. })) if who == node => {
                    self.carets.remove(&id);
                    self.news.goes(id, clock);
                }
                _ => {}
            }
        }
    }

    fn forget_node(&mut self, node: &str) {
        self.forget(|caret| matches!(&caret.teller, Teller::There(who, _) if who == node));
    }

    /// Forgets carets that nobody has told of for long.
    fn forget_silent(&mut self, now: Instant) {
        self.forget(|caret| matches!(caret.teller, Teller::There(_, heard) if now.duration_since(heard) > SILENT));
    }
}

impl Room {
    /// Another node says who is there.
    pub(super) fn overhears(&mut self, whisper: &Whisper) {
        // What cannot be read comes from another release: its editors are not seen until both are of one.
        let Some(word) = Word::read(&whisper.says) else { return };
        let now = Instant::now();
        if word.guests == 0 && word.verb == Verb::Says {
            self.nodes.others.remove(&whisper.node);
            self.guests.forget_node(&whisper.node);
            return;
        }
        let other = Other { guests: word.guests, latest: word.latest, heard: now };
        let is_new = self.nodes.others.insert(whisper.node.clone(), other).is_none();
        self.nodes.due |= is_new || word.verb == Verb::Asks;
        self.guests.are_there(&whisper.node, word.carets, now);
        let too_many = (self.guests.count().0 + self.nodes.guests()).saturating_sub(MOST);
        let latest = self.nodes.others.values().map(|other| other.latest).max().unwrap_or_default();
        for socket in self.guests.later_than(latest).into_iter().take(too_many) {
            self.guests.close(socket, closing::FULL, FULL);
        }
    }

    /// Tells the other nodes who came, moved and went.
    pub(super) async fn tell_other_nodes(&mut self) {
        if !self.app.db.has_other_nodes() {
            self.guests.news_for_nodes = News::default();
            return;
        }
        let now = Instant::now();
        if self.nodes.told.is_some_and(|told| now.duration_since(told) < OFTEN) {
            return;
        }
        self.nodes.others.retain(|_, other| now.duration_since(other.heard) <= SILENT);
        self.guests.forget_silent(now);
        let everything = self.nodes.due || self.nodes.told_all.is_none_or(|told| now.duration_since(told) >= AGAIN);
        let alone = self.nodes.others.is_empty();
        let lines = if alone {
            // Whoever opens the page elsewhere asks, and is told everything.
            self.guests.news_for_nodes = News::default();
            Vec::new()
        } else {
            if everything {
                self.guests.renew();
            }
            self.guests.lines(AT_ONCE * (LONGEST - HEAD) / 2)
        };
        let count = self.guests.count();
        if !everything && (alone || (lines.is_empty() && count == self.nodes.counted)) {
            return;
        }
        self.nodes.told = Some(now);
        self.nodes.counted = count;
        if everything {
            self.nodes.told_all = Some(now);
            self.nodes.due = false;
        }
        let verb = match (alone, count.0) {
            (true, _) => Verb::Asks,
            (false, 0) => Verb::Stays,
            (false, _) => Verb::Says,
        };
        self.whisper(&whispers(count, verb, &lines)).await;
    }

    /// Tells the other nodes that nobody is here any more.
    pub(super) async fn say_goodbye(&mut self) {
        if !self.nodes.others.is_empty() {
            self.whisper(&whispers((0, Uuid::nil()), Verb::Says, &[])).await;
        }
    }

    async fn whisper(&self, whispers: &[String]) {
        for says in whispers {
            if let Err(error) = self.app.db.whisper(self.page, says).await {
                // It is said again.
                tracing::debug!(%error, "other nodes could not be told who edits a page");
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{Receiver, channel};
    use yrs::block::ClientID;
    use yrs::sync::AwarenessUpdate;
    use yrs::sync::awareness::AwarenessUpdateEntry;

    use super::super::super::rooms::{As, Guest, Out, Seat};
    use super::*;

    const ADA: Uuid = Uuid::from_u128(1);
    const BOB: Uuid = Uuid::from_u128(2);
    const ID: ClientID = ClientID::new(77);

    /// Has somebody enter, who listens for as long as what is given is there.
    fn enters(guests: &mut Guests, (socket, member): (u128, Uuid), elsewhere: usize) -> Option<Receiver<Out>> {
        comes(guests, (socket, member, As::Editor), elsewhere)
    }

    fn comes(guests: &mut Guests, (socket, member, is): (u128, Uuid, As), elsewhere: usize) -> Option<Receiver<Out>> {
        let (out, tell) = channel(64);
        let seat = Seat { socket: Uuid::from_u128(socket), member, session: Uuid::nil(), is };
        guests.enter(Guest { seat, name: format!("N{socket}"), out }, elsewhere).then_some(tell)
    }

    fn says(clock: u32, json: &str) -> AwarenessUpdate {
        AwarenessUpdate { clients: [(ID, AwarenessUpdateEntry { clock, json: json.into() })].into() }
    }

    #[test]
    fn a_caret_of_another_node_is_seen_until_that_node_is_silent() {
        let (mut here, mut there) = (Guests::default(), Guests::default());
        let now = Instant::now();
        let _listens = enters(&mut there, (1, ADA), 0).unwrap();
        there.is(Uuid::from_u128(1), says(1, "{\"user\":{\"name\":\"Mallory\"}}"));
        let word = Word::read(&whispers(there.count(), Verb::Says, &there.lines(5_000))[0]).unwrap();
        here.are_there("b", word.carets, now);
        assert!(here.carets[&ID].json.contains("N1") && !here.carets[&ID].json.contains("Mallory"));
        here.forget_silent(now + SILENT);
        assert_eq!(here.carets.len(), 1);
        // Said again, it stays.
        there.renew();
        let word = Word::read(&whispers(there.count(), Verb::Says, &there.lines(5_000))[0]).unwrap();
        here.are_there("b", word.carets, now + AGAIN);
        here.forget_silent(now + SILENT + AGAIN);
        assert_eq!(here.carets.len(), 1);
        here.forget_silent(now + SILENT + AGAIN + AGAIN);
        assert!(here.carets.is_empty() && here.news.gone.contains_key(&ID));
    }

    #[test]
    fn who_comes_over_from_a_dead_node_is_there_and_nobody_takes_their_caret() {
        let mut here = Guests::default();
        let now = Instant::now();
        here.are_there("b", vec![(ID, 5, Some((ADA, "{}".into())))], now);
        let _bob = enters(&mut here, (2, BOB), 0).unwrap();
        here.is(Uuid::from_u128(2), says(9, "{}"));
        assert!(matches!(here.carets[&ID].teller, Teller::There(..)));
        let _ada = enters(&mut here, (1, ADA), 0).unwrap();
        here.is(Uuid::from_u128(1), says(5, "{}"));
        here.forget_node("b");
        assert!(here.carets[&ID].teller == Teller::Here(Uuid::from_u128(1)));
        here.leave(Uuid::from_u128(1));
        assert_eq!(here.lines(5_000), ["77 6"]);
    }

    #[test]
    fn there_is_room_for_a_hundred_on_all_nodes_together() {
        let mut here = Guests::default();
        let _listen = [(1, ADA), (2, BOB)].map(|who| enters(&mut here, who, 98).unwrap());
        assert!(enters(&mut here, (3, BOB), 98).is_none());
        assert_eq!(here.later_than(Uuid::from_u128(1)), [Uuid::from_u128(2)]);
    }

    #[test]
    fn who_watches_takes_no_room_from_those_who_edit() {
        let mut here = Guests::default();
        let watch: Vec<_> = (1..=200).map(|socket| comes(&mut here, (socket, ADA, As::Watcher), 100).unwrap()).collect();
        assert_eq!((here.count(), watch.len()), ((0, Uuid::nil()), 200));
        assert!(comes(&mut here, (201, BOB, As::Watcher), 0).is_none());
        let _bob = enters(&mut here, (7_000, BOB), 99).unwrap();
        assert_eq!((here.count(), here.later_than(Uuid::nil())), ((1, Uuid::from_u128(7_000)), vec![Uuid::from_u128(7_000)]));
        assert!(enters(&mut here, (7_001, BOB), 99).is_none());
    }
}
