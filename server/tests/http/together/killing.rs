//! The program itself, killed while people type: nothing that was acknowledged is lost, and its editors go on elsewhere.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use app::clock::Clock;
use app::db::harness::TestEngine;
use app::pages::together::document::{self, SAVED};
use app::run;
use chrono::TimeDelta;
use futures_util::StreamExt;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message as Frame;
use uuid::Uuid;
use yrs::sync::{Message, SyncMessage};
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, Transact};

use super::program::Program;
use super::{TEXT, body, editor, page_id, stage, until};
use crate::site::TestSite;

/// The node is killed once so many words of each are acknowledged, while more are on their way.
const ENOUGH: usize = 30;
/// So many words wait for their acknowledgement while the next are typed.
const AHEAD: usize = 8;

/// A process of `guildhall serve`, killed where a test ends before it does.
struct Node {
    child: Child,
    folder: PathBuf,
    address: SocketAddr,
}

impl Node {
    /// Starts one on a site's database, and waits until it serves.
    async fn starts(site: &TestSite) -> Self {
        let folder = std::env::temp_dir().join(format!("guildhall_node_{}", Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_guildhall"))
            .arg("serve")
            // Not where a `.env` may lie.
            .current_dir(&folder)
            .env("DATABASE_URL", site.url())
            .env("DATA_DIR", &folder)
            .env("ADDRESS", "127.0.0.1:0")
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready =
            move || lines.find_map(|line| line.unwrap().split_once("ready on http://").map(|(_, address)| address.parse().unwrap()));
        let address = tokio::task::spawn_blocking(ready).await.unwrap().expect("it says where it serves");
        Self { child, folder, address }
    }

    /// SIGKILL: it is told nothing, and finishes nothing.
    fn is_killed(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // One that was killed before is dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An editor who types one word after the other and notes which are acknowledged, until the node is gone.
async fn types(mut program: Program, name: &'static str, counts: watch::Sender<usize>) -> (Program, Vec<String>, usize) {
    let (mut typed, mut kept) = (0, Vec::new());
    loop {
        while typed < kept.len() + AHEAD {
            let seen = program.doc.transact().state_vector();
            let now = format!("{}\n{name}{typed}.", document::says(&program.doc));
            document::rewrite(&program.doc, &now, "test");
            let change = program.doc.transact().encode_diff_v1(&seen);
            let said = [Message::Sync(SyncMessage::Update(change)), Message::Custom(SAVED, format!("{name}{typed}.").into_bytes())];
            typed += 1;
            for message in said {
                if program.tries_to_say(&message).await.is_err() {
                    return (program, kept, typed);
                }
            }
        }
        match program.socket.next().await {
            Some(Ok(Frame::Binary(bytes))) => match Message::decode_v1(&bytes).unwrap() {
                Message::Sync(SyncMessage::SyncStep2(change) | SyncMessage::Update(change)) => {
                    document::take(&program.doc, &change, "socket").unwrap()
                }
                Message::Custom(SAVED, word) => {
                    kept.push(String::from_utf8(word).unwrap());
                    // The count is looked at until the node is killed.
                    let _ = counts.send(kept.len());
                }
                _ => {}
            },
            Some(Ok(Frame::Close(why))) => panic!("closed: {why:?}"),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return (program, kept, typed),
        }
    }
}

/// Has two editors type at a node, kills it in the midst, and has them go on at another.
async fn nothing_is_lost(site: &TestSite, mut dying: Node, other: Option<Node>) {
    let (ada, bob) = (editor(site, "Ada").await, editor(site, "Bob").await);
    signed_in_by_the_real_clock(site).await;
    let page = page_id(site).await;
    let (mut typing, mut counted) = (Vec::new(), Vec::new());
    for (visitor, name) in [(&ada, "ada"), (&bob, "bob")] {
        let mut program = Program::joins(dying.address, page, visitor).await;
        program.reads(TEXT).await;
        let (counts, count) = watch::channel(0);
        typing.push((tokio::spawn(types(program, name, counts)), visitor.cookies()));
        counted.push(count);
    }
    for mut count in counted {
        count.wait_for(|words| *words >= ENOUGH).await.unwrap();
    }
    dying.is_killed();
    let mut left = Vec::new();
    for (typed, cookies) in typing {
        left.push((typed.await.unwrap(), cookies));
    }

    let node = match other {
        Some(node) => node,
        None => Node::starts(site).await,
    };
    // Somebody who has nothing of their own: it is there, and not in the editors’ memory alone.
    let mut reader = Program::joins(node.address, page, &ada).await;
    reader.reads(TEXT).await;
    reader.is_saved().await;
    let says = document::says(&reader.doc);
    for ((_, kept, _), _) in &left {
        assert!(kept.len() >= ENOUGH, "{kept:?}");
        for word in kept {
            assert_eq!(says.matches(&format!("\n{word}")).count(), 1, "{word} in {says}");
        }
    }

    // They come with what was not acknowledged, and type on.
    for (((program, _, typed), cookies), name) in left.into_iter().zip(["ada", "bob"]) {
        let mut program = program.comes_back(node.address, page, &cookies).await;
        program.writes(|text| format!("{text}\n{name} is back.")).await;
        program.is_saved().await;
        reader.reads(&format!("{name} is back.")).await;
        let says = document::says(&reader.doc);
        for word in (0..typed).map(|word| format!("\n{name}{word}.")) {
            assert_eq!(says.matches(&word).count(), 1, "{word} in {says}");
        }
    }
    let says = document::says(&reader.doc);
    until(async || body(site).await == says).await;
}

/// The program asks the real clock, which the site of a test does not.
async fn signed_in_by_the_real_clock(site: &TestSite) {
    let now = Clock::system().now();
    let mut tx = site.db().begin().await.unwrap();
    run!(tx, sqlx::query("update session set seen_at = $1, expires_at = $2").bind(now).bind(now + TimeDelta::days(1))).unwrap();
    tx.commit([]).await.unwrap();
}

#[tokio::test]
async fn of_two_nodes_one_is_killed_and_its_editors_go_on_at_the_other() {
    let site = TestSite::make(TestEngine::Postgres).await;
    stage(&site).await;
    let (dying, other) = tokio::join!(Node::starts(&site), Node::starts(&site));
    nothing_is_lost(&site, dying, Some(other)).await;
    site.remove().await;
}

#[tokio::test]
async fn the_only_node_is_killed_and_started_again() {
    let site = TestSite::make(TestEngine::Sqlite).await;
    stage(&site).await;
    let node = Node::starts(&site).await;
    nothing_is_lost(&site, node, None).await;
    site.remove().await;
}
