//! Opening a page that was edited live a hundred thousand times: its screen, and all of its document at the socket.

use std::fmt::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use app::clock::Clock;
use app::db::Db;
use app::pages::together::{document, text};
use app::run;
use futures_util::StreamExt;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message as Frame;
use uuid::Uuid;
use yrs::sync::{Message, SyncMessage};
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, Text, Transact};

use crate::client::get;
use crate::editors::joins;
use crate::servers::{Server, Site};

/// Changes, each one key; so many by each editor, and so many in a row before the caret is put elsewhere.
const UPDATES: i64 = 100_000;
const EDITOR: i64 = 1_000;
const RUN: i64 = 20;

/// Rooms make all but the last of them one: so many are left at the most.
const LOOSE: i64 = 499;

/// How often the page is opened.
const TIMES: usize = 9;

const WROTE: &str = "update page set seq = $2, shown = $2, body = $3, written = $4 where id = $1";
const CHANGE: &str = "insert into page_update (page_id, seq, bytes, authors) values ($1, $2, $3, '')";
const WHOLE: &str = "insert into page_snapshot (page_id, seq, bytes) values ($1, $2, $3)";

/// Writes so many changes to a page that nobody has edited yet, kept as the server keeps them; gives what it says then.
pub fn fill(site: &Site, page: &str) -> anyhow::Result<String> {
    let page: Uuid = page.parse()?;
    let (mut whole, mut loose, mut random, mut caret) = (Vec::new(), Vec::new(), 7_u32, 0);
    let mut doc = document::new();
    for n in 0..UPDATES {
        if n % EDITOR == 0 {
            // Somebody else sits down, and has what the others wrote.
            let known = document::whole(&doc);
            doc = document::new();
            document::take(&doc, &known, "bench").map_err(anyhow::Error::msg)?;
        }
        let written = document::text(&doc);
        let length = written.len(&doc.transact());
        if n % RUN == 0 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            caret = random.checked_rem(length + 1).unwrap_or_default();
        }
        let seen = doc.transact().state_vector();
        written.insert(
            &mut doc.transact_mut(),
            caret,
            match n % 101 {
                0 => "\n",
                k if k % 7 == 0 => " ",
                _ => "e",
            },
        );
        caret += 1;
        if n + 1 == UPDATES - LOOSE {
            whole = document::whole(&doc);
        } else if n + 1 > UPDATES - LOOSE {
            loose.push((n + 1, doc.transact().encode_diff_v1(&seen)));
        }
    }
    let body = document::says(&doc);
    tokio::runtime::Runtime::new()?.block_on(async {
        let db = Db::open(&site.url(), Clock::system()).await?;
        let mut tx = db.begin().await?;
        run!(tx, sqlx::query(WHOLE).bind(page).bind(UPDATES - LOOSE).bind(whole.as_slice()))?;
        for (seq, change) in &loose {
            run!(tx, sqlx::query(CHANGE).bind(page).bind(*seq).bind(change.as_slice()))?;
        }
        run!(tx, sqlx::query(WROTE).bind(page).bind(UPDATES).bind(&body).bind(text::fingerprint(&body)))?;
        tx.commit([]).await?;
        db.close().await;
        anyhow::Ok(())
    })?;
    Ok(body)
}

/// Measures how long it takes until an editor has all of the page, each time from a room that nobody is in.
pub fn measure(report: &mut String, server: &Server, (page, body): (&str, &str), session: &str) -> anyhow::Result<()> {
    let screen = "/c/bench/pages/opened?edit";
    let runtime = tokio::runtime::Runtime::new()?;
    let mut waits = Vec::new();
    for _ in 0..TIMES {
        let from = Instant::now();
        get(&server.address, screen, session)?;
        let shown = from.elapsed();
        let whole = runtime.block_on(opens(&server.address, page, session, body))?;
        waits.push((shown + whole).as_secs_f64() * 1000.0);
    }
    waits.sort_by(f64::total_cmp);
    let (middle, most) = (waits.get(TIMES / 2).context("no times")?, waits.last().context("no times")?);
    writeln!(
        report,
        "Opening a page that was changed {UPDATES} times: {middle:.0} ms in the middle, {most:.0} ms at most, of {TIMES} (wanted: ≤ 150 ms).\n"
    )?;
    Ok(())
}

/// How long it takes until all of the document has come.
async fn opens(address: &str, page: &str, session: &str, body: &str) -> anyhow::Result<Duration> {
    let from = Instant::now();
    let mut socket = joins(address, page, session).await?;
    let doc = document::new();
    let waited = loop {
        let frame = timeout(Duration::from_secs(30), socket.next()).await?.context("the socket was closed")??;
        let waited = from.elapsed();
        let Frame::Binary(bytes) = frame else { continue };
        if let Ok(Message::Sync(SyncMessage::SyncStep2(change) | SyncMessage::Update(change))) = Message::decode_v1(&bytes) {
            document::take(&doc, &change, "bench").map_err(anyhow::Error::msg)?;
            if document::says(&doc).len() >= body.len() {
                break waited;
            }
        }
    };
    ensure!(document::says(&doc) == body, "{page}: what came is not what was written");
    drop(socket);
    // The room ends with the last who leaves: the next one opens it anew.
    sleep(Duration::from_millis(1500)).await;
    Ok(waited)
}
