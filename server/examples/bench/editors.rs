//! A hundred people who edit one page: how long a key takes to every other of them, and what that costs the server.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use app::pages::together::document;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};
use yrs::sync::awareness::{AwarenessUpdate, AwarenessUpdateEntry};
use yrs::sync::{Message, SyncMessage};
use yrs::updates::encoder::Encode;
use yrs::{Doc, ReadTxn, Text, Transact};

use crate::readers::Readers;
use crate::servers::Server;

/// As many as a page has room for.
const EDITORS: usize = 100;
/// How long they type.
const TYPING: Duration = Duration::from_secs(10);
/// How long somebody rests between two keys.
const KEY: Duration = Duration::from_millis(500);
/// What a key types: when that was, in microseconds, between signs that stand nowhere else.
const SIGN: u8 = b'@';
const DIGITS: usize = 9;

type Socket = WebSocketStream<TcpStream>;

/// What was measured.
pub struct Measured {
    /// From a key to every other editor, in milliseconds, from the shortest.
    pub waits: Vec<f64>,
    /// Keys that were pressed.
    pub keys: usize,
    /// Processors the server kept busy.
    pub cores: f64,
    /// Signals that readers heard meanwhile.
    pub signals: usize,
    /// From a key to every reader's signal, in milliseconds, from the shortest.
    pub told: Vec<f64>,
}

/// So many of a hundred waited no longer than this, in milliseconds.
pub fn percentile(waits: &[f64], percent: usize) -> f64 {
    waits.get(waits.len().saturating_sub(1) * percent / 100).copied().unwrap_or(f64::NAN)
}

/// Has a hundred edit a page together for a while, and a thousand read it who watch `watched`. `session` is the header that signs the editors in.
#[tokio::main]
pub async fn edit_together(server: &Server, page: &str, session: &str, watched: Option<&str>) -> anyhow::Result<Measured> {
    let mut readers = match watched {
        Some(watched) => Some(Readers::open(&server.address, watched).await?),
        None => None,
    };
    let began = Instant::now();
    let mut editors = Vec::new();
    for _ in 0..EDITORS {
        editors.push(joins(&server.address, page, session).await?);
    }
    // Whoever has just come is told who is there.
    sleep(Duration::from_secs(1)).await;
    let (busy, from) = (server.busy()?, Instant::now());
    let page: Arc<str> = page.into();
    let mut typing = Vec::new();
    for (number, (send, receive)) in editors.into_iter().map(StreamExt::split).enumerate() {
        typing.push((tokio::spawn(types(send, began, number)), tokio::spawn(listens(receive, began))));
    }
    let (mut waits, mut keys) = (Vec::new(), 0);
    for (types, listens) in typing {
        keys += types.await??;
        waits.extend(listens.await??);
    }
    let cores = (server.busy()? - busy).as_secs_f64() / from.elapsed().as_secs_f64();
    anyhow::ensure!(waits.len() == keys * (EDITORS - 1), "{page}: of {keys} keys {} were heard", waits.len());
    waits.sort_by(f64::total_cmp);
    let (mut signals, mut told) = (0, Vec::new());
    if let Some(readers) = &mut readers {
        let mut socket = joins(&server.address, &page, session).await?;
        signals = readers.signals().await;
        let (doc, from) = (document::new(), Instant::now());
        document::text(&doc).insert(&mut doc.transact_mut(), 0, "x");
        let key = Message::Sync(SyncMessage::Update(document::whole(&doc)));
        socket.send(Frame::Binary(key.encode_v1().into())).await?;
        told = readers.next(from).await?;
    }
    Ok(Measured { waits, keys, cores, signals, told })
}

pub async fn joins(address: &str, page: &str, session: &str) -> anyhow::Result<Socket> {
    let mut request = format!("ws://{address}/live/pages/{page}").into_client_request()?;
    let cookie = session.trim().strip_prefix("cookie: ").context("no cookie")?;
    request.headers_mut().insert("cookie", cookie.parse()?);
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut socket, _) = client_async(request, stream).await?;
    let nothing = Message::Sync(SyncMessage::SyncStep1(yrs::StateVector::default()));
    socket.send(Frame::Binary(nothing.encode_v1().into())).await?;
    Ok(socket)
}

/// Types, and says where the caret is, as our own editor does. Returns how many keys that were.
async fn types(mut send: SplitSink<Socket, Frame>, began: Instant, number: usize) -> anyhow::Result<usize> {
    let doc: Doc = document::new();
    let text = document::text(&doc);
    // They do not type in step.
    sleep(KEY.mul_f64(number as f64 / EDITORS as f64)).await;
    let mut beat = interval(KEY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let (from, mut keys, mut length) = (Instant::now(), 0, 0);
    while from.elapsed() < TYPING {
        beat.tick().await;
        let seen = doc.transact().state_vector();
        let word = format!("{}{:0DIGITS$}", SIGN as char, began.elapsed().as_micros());
        text.insert(&mut doc.transact_mut(), length, &word);
        length += document::units(&word);
        keys += 1;
        let change = Message::Sync(SyncMessage::Update(doc.transact().encode_diff_v1(&seen)));
        let caret = format!(
            "{{\"user\":{{}},\"line\":1,\"cursor\":{{\"head\":{{\"item\":{{\"client\":{},\"clock\":{length}}}}}}}}}",
            doc.client_id()
        );
        let entry = AwarenessUpdateEntry { clock: u32::try_from(keys)?, json: caret.into() };
        let place = Message::Awareness(AwarenessUpdate { clients: [(doc.client_id(), entry)].into() });
        for message in [change, place] {
            send.send(Frame::Binary(message.encode_v1().into())).await?;
        }
    }
    // What was typed last is still on its way to others: the socket stays open.
    sleep(Duration::from_secs(3)).await;
    Ok(keys)
}

/// How long ago each key was pressed that is heard of, in milliseconds.
async fn listens(mut receive: SplitStream<Socket>, began: Instant) -> anyhow::Result<Vec<f64>> {
    let mut waits = Vec::new();
    while let Ok(Some(frame)) = timeout(Duration::from_secs(3), receive.next()).await {
        let Frame::Binary(bytes) = frame? else { continue };
        let now = began.elapsed();
        for at in bytes.iter().enumerate().filter(|(_, byte)| **byte == SIGN).map(|(at, _)| at) {
            let typed = bytes.get(at + 1..at + 1 + DIGITS).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
            if let Some(typed) = typed {
                waits.push(now.saturating_sub(Duration::from_micros(typed)).as_secs_f64() * 1000.0);
            }
        }
    }
    Ok(waits)
}

impl Server {
    /// How long its processors have worked for it.
    fn busy(&self) -> anyhow::Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id()))?;
        // Behind the name, which may hold anything: the 12th and 13th are ticks in the program and in the kernel, a hundred a second (proc(5)).
        let ticks = stat.rsplit_once(')').context("no name")?.1.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
        Ok(Duration::from_millis(ticks.sum::<Result<u64, _>>()? * 10))
    }
}
