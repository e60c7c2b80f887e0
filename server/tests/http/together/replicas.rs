//! Replicas that write at once over links which lose, repeat, reorder and hold back what they carry, through the server's rooms and its store: in the end all of them, the store and whoever
//! comes later say the same.
//!
//! Each run follows from its seed, which is named where it fails.

use std::net::SocketAddr;
use std::time::Duration;

use app::db::harness::TestEngine;
use app::pages::together::document;
use futures_util::StreamExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use uuid::Uuid;
use yrs::sync::{Message, SyncMessage};
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, Transact};

use super::program::Program;
use super::{TEXT, body, editor, page_id, stage, until};
use crate::on_every_database;
use crate::site::TestSite;
use crate::visitor::Visitor;

const REPLICAS: usize = 5;
const STEPS: usize = 150;
const LETTERS: [char; 7] = ['a', 'b', 'c', ' ', 'é', '😀', '\n'];

/// Chance that follows from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// One of so many.
    fn of(&mut self, many: usize) -> usize {
        (self.next() % many as u64) as usize
    }
}

/// Somebody who writes over a bad link.
struct Replica {
    program: Program,
    cookies: String,
    /// Whether anything gets through at all.
    reached: bool,
    /// What was written and not sent.
    unsent: Vec<Vec<u8>>,
}

impl Replica {
    fn writes(&mut self, chance: &mut Chance) {
        let doc = &self.program.doc;
        let seen = doc.transact().state_vector();
        let now: Vec<char> = document::says(doc).chars().collect();
        let at = chance.of(now.len() + 1);
        let gone = chance.of(4).min(now.len() - at);
        let came: Vec<char> = (0..chance.of(5)).map(|_| LETTERS[chance.of(LETTERS.len())]).collect();
        let after: String = now[..at].iter().chain(&came).chain(&now[at + gone..]).collect();
        document::rewrite(doc, &after, "test");
        self.unsent.push(doc.transact().encode_diff_v1(&seen));
    }

    /// Sends what waits in any order, some of it twice and some of it never.
    async fn sends(&mut self, chance: &mut Chance) {
        while self.reached && !self.unsent.is_empty() {
            let change = self.unsent.swap_remove(chance.of(self.unsent.len()));
            for _ in 0..[0, 1, 1, 2][chance.of(4)] {
                self.program.says(&Message::Sync(SyncMessage::Update(change.clone()))).await;
            }
        }
    }

    /// Takes in what has arrived.
    async fn hears(&mut self) {
        while self.reached
            && let Ok(Some(Ok(frame))) = timeout(Duration::from_millis(2), self.program.socket.next()).await
        {
            let Frame::Binary(bytes) = frame else { continue };
            if let Ok(Message::Sync(SyncMessage::SyncStep2(change) | SyncMessage::Update(change))) = Message::decode_v1(&bytes) {
                document::take(&self.program.doc, &change, "socket").unwrap();
            }
        }
    }

    /// Comes back, at any node: what it was never told it asks for, and what it never sent it is asked for.
    async fn comes_back(self, (address, page): (SocketAddr, Uuid)) -> Self {
        let program = self.program.comes_back(address, page, &self.cookies).await;
        Self { program, reached: true, unsent: Vec::new(), ..self }
    }
}

/// Writes for a while over bad links to nodes, mends them, and looks whether all say the same.
async fn converge(site: &TestSite, nodes: &[SocketAddr], editors: &[Visitor<'_>], seed: u64) {
    println!("seed {seed}");
    let (page, mut chance) = (page_id(site).await, Chance(seed));
    let mut replicas = Vec::new();
    for number in 0..REPLICAS {
        let visitor = &editors[number % editors.len()];
        let program = Program::joins(nodes[number % nodes.len()], page, visitor).await;
        replicas.push(Replica { program, cookies: visitor.cookies(), reached: true, unsent: Vec::new() });
    }
    for _ in 0..STEPS {
        let who = chance.of(REPLICAS);
        match chance.of(20) {
            0..11 => replicas[who].writes(&mut chance),
            11..15 => replicas[who].sends(&mut chance).await,
            15..18 => replicas[who].hears().await,
            18 => replicas[who].reached = false,
            _ => {
                let replica = replicas.swap_remove(who);
                replicas.push(replica.comes_back((nodes[chance.of(nodes.len())], page)).await);
            }
        }
    }
    let mut mended = Vec::new();
    for replica in replicas {
        let mut replica = replica.comes_back((nodes[chance.of(nodes.len())], page)).await;
        replica.program.is_saved().await;
        mended.push(replica);
    }
    let all = document::new();
    for replica in &mended {
        document::take(&all, &document::whole(&replica.program.doc), "test").unwrap();
    }
    let said = document::says(&all);
    for replica in &mut mended {
        replica.program.hears(|program, _| document::says(&program.doc) == said).await;
    }
    until(async || body(site).await == said).await;
    for (node, replica) in nodes.iter().zip(&mended) {
        let headers = [("cookie", replica.cookies.as_str())];
        let mut late = Program::asks(*node, &format!("/live/pages/{page}"), headers).await.unwrap();
        late.begins().await;
        late.hears(|program, _| document::says(&program.doc) == said).await;
    }
}

on_every_database!(async fn replicas_converge_over_bad_links_through_a_room(site) {
    stage(site).await;
    let editors = [editor(site, "Ada").await, editor(site, "Bob").await];
    for seed in 1..=4 {
        converge(site, &[site.serves().await], &editors, seed).await;
        // The next ones read what was made one.
        until(async || site.app().rooms.open() == 0).await;
    }
    assert_ne!(body(site).await, TEXT);
});

#[tokio::test]
async fn replicas_converge_over_bad_links_through_two_nodes() {
    let site = TestSite::make(TestEngine::Postgres).await;
    stage(&site).await;
    let editors = [editor(&site, "Ada").await, editor(&site, "Bob").await];
    let (there, app) = site.serves_from_another_node().await;
    let nodes = [site.serves().await, there];
    for seed in 11..=14 {
        converge(&site, &nodes, &editors, seed).await;
        until(async || site.app().rooms.open() + app.rooms.open() == 0).await;
    }
    assert_ne!(body(&site).await, TEXT);
    site.remove().await;
}
