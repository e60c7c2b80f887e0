//! A thousand who read a page while it is edited: each has a stream of signals open, as browsers have.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{timeout, timeout_at};

/// How many read.
pub const READERS: usize = 1_000;
/// What a stream says once the page has changed.
const SIGNAL: &[u8] = b"event: changed";
/// How long a signal may take to all of them.
const PATIENCE: Duration = Duration::from_secs(5);
/// After so long without a signal nothing is on its way any more.
const QUIET: Duration = Duration::from_secs(1);

/// Readers of a page.
pub struct Readers {
    // Dropped, they go.
    _streams: JoinSet<()>,
    heard: UnboundedReceiver<Instant>,
}

impl Readers {
    /// Has them open a page: `page={community}/{path}`.
    pub async fn open(address: &str, watches: &str) -> anyhow::Result<Self> {
        let (tell, heard) = unbounded_channel();
        let mut streams = JoinSet::new();
        for _ in 0..READERS {
            let mut stream = TcpStream::connect(address).await?;
            let asks = format!("GET /live?{watches} HTTP/1.1\r\nhost: {address}\r\naccept: text/event-stream\r\n\r\n");
            stream.write_all(asks.as_bytes()).await?;
            streams.spawn(listens(stream, tell.clone()));
        }
        Ok(Self { _streams: streams, heard })
    }

    /// How many signals came, until no more come.
    pub async fn signals(&mut self) -> usize {
        let mut signals = 0;
        while let Ok(Some(_)) = timeout(QUIET, self.heard.recv()).await {
            signals += 1;
        }
        signals
    }

    /// How long the next signal takes to each of them from an instant on, in milliseconds, from the shortest.
    pub async fn next(&mut self, from: Instant) -> anyhow::Result<Vec<f64>> {
        let mut waits = Vec::new();
        while waits.len() < READERS {
            let heard = timeout_at((from + PATIENCE).into(), self.heard.recv()).await.ok().flatten();
            let Some(heard) = heard else { anyhow::bail!("of {READERS} readers {} heard of a change", waits.len()) };
            waits.push(heard.saturating_duration_since(from).as_secs_f64() * 1000.0);
        }
        waits.sort_by(f64::total_cmp);
        Ok(waits)
    }
}

async fn listens(mut stream: TcpStream, tell: UnboundedSender<Instant>) {
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut buffer).await {
        for _ in buffer[..read].windows(SIGNAL.len()).filter(|window| *window == SIGNAL) {
            // Nobody asks any more.
            if tell.send(Instant::now()).is_err() {
                return;
            }
        }
    }
}
