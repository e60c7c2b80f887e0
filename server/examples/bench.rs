//! `make bench`: how many pages a second a site serves, beside a bare axum handler that sends the same bytes.
//!
//! Three processes: this one loads, `guildhall serve` and `bench bare` answer. Both are loaded in turn, and the medians of the rounds are compared, so that a machine whose speed drifts
//! changes both alike.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;

/// How long each round takes.
const ROUND: Duration = Duration::from_millis(1500);

/// Rounds for each server, page and number of connections.
const ROUNDS: usize = 3;

/// Connections at a time.
const CONNECTIONS: [usize; 2] = [1, 32];

/// A server in a process of its own, ended with this one.
struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    /// Starts a program that prints "… http://ADDRESS" when it is ready.
    fn start(command: &mut Command) -> anyhow::Result<Self> {
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no standard output")?).read_line(&mut line)?;
        let address = line.trim().rsplit_once("http://").map(|(_, address)| address.to_owned());
        Ok(Self { process, address: address.context("the server did not start")? })
    }

    /// Memory in use, in megabytes.
    fn memory(&self) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let kilobytes = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
        Ok(kilobytes.context("no VmRSS")? / 1024.0)
    }
}

/// What a round measured.
#[derive(Default)]
struct Round {
    latencies: Vec<Duration>,
    seconds: f64,
}

impl Round {
    fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.seconds
    }

    fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() * percent / 100).map_or(f64::NAN, |latency| latency.as_secs_f64() * 1000.0)
    }
}

fn main() -> anyhow::Result<()> {
    let mut args = env::args().skip(1);
    match args.next().as_deref() {
        Some("bare") => bare(Path::new(&args.next().context("bench bare FILE")?)),
        _ => compare(),
    }
}

/// A bare handler: one file's bytes for every address.
#[tokio::main]
async fn bare(file: &Path) -> anyhow::Result<()> {
    use axum::serve::ListenerExt;
    let page = Bytes::from(fs::read(file)?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("bare on http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().fallback(move || async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], page) })).await?;
    Ok(())
}

fn compare() -> anyhow::Result<()> {
    let guildhall = PathBuf::from("target/release/guildhall");
    ensure!(guildhall.exists(), "build the release first: make bench does");
    let folder = env::temp_dir().join(format!("guildhall-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let measured = measure(&guildhall, &folder);
    fs::remove_dir_all(&folder)?;
    measured
}

fn measure(guildhall: &Path, folder: &Path) -> anyhow::Result<()> {
    let mut command = Command::new(guildhall);
    command
        .args(["serve", "--sample-if-empty"])
        .env("DATA_DIR", folder)
        .env("ADDRESS", "127.0.0.1:0")
        .env("RUST_LOG", "warn")
        .env_remove("DATABASE_URL");
    let site = Server::start(&mut command)?;
    println!("Memory after start: {:.1} MB\n", site.memory()?);
    println!("| page | bytes | connections | pages/s | p50 ms | p99 ms | bare pages/s | ratio |\n|---|--:|--:|--:|--:|--:|--:|--:|");
    let (_, events) = get(&site.address, "/events")?;
    let (_, questions) = get(&site.address, "/questions")?;
    let event = link(&events, "/events/").context("no event to open")?;
    let question = link(&questions, "/questions/").context("no question to open")?;
    for path in ["/", "/communities", "/c/design", "/events", &event, &question] {
        let (status, page) = get(&site.address, path)?;
        ensure!(status == 200, "{path} answered {status}");
        let file = folder.join("page.html");
        fs::write(&file, &page)?;
        let bare = Server::start(Command::new(env::current_exe()?).arg("bare").arg(&file))?;
        for connections in CONNECTIONS {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                ours.push(load(&site.address, path, connections)?);
                theirs.push(load(&bare.address, path, connections)?);
            }
            let (ours, theirs) = (median(ours)?, median(theirs)?);
            println!(
                "| {path} | {} | {connections} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} |",
                page.len(),
                ours.per_second(),
                ours.percentile(50),
                ours.percentile(99),
                theirs.per_second(),
                ours.per_second() / theirs.per_second()
            );
        }
    }
    println!("\nMemory after the load: {:.1} MB", site.memory()?);
    Ok(())
}

fn median(mut rounds: Vec<Round>) -> anyhow::Result<Round> {
    rounds.sort_by(|a, b| a.per_second().total_cmp(&b.per_second()));
    let middle = rounds.len() / 2;
    rounds.into_iter().nth(middle).context("no rounds")
}

/// The first link of a page to something of a community's section: "/c/…/events/…".
fn link(page: &str, section: &str) -> Option<String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.starts_with("/c/") && href.contains(section))
        .map(str::to_owned)
}

fn get(address: &str, path: &str) -> anyhow::Result<(u16, String)> {
    let mut connection = Connection::open(address)?;
    let status = connection.fetch(path)?;
    Ok((status, String::from_utf8_lossy(&connection.body).into_owned()))
}

/// A kept-alive HTTP/1.1 connection. Enough of a client to load with, and cheap, so that it takes little from the servers beside it.
struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    body: Vec<u8>,
}

impl Connection {
    fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(1 << 16, stream), host: address.to_owned(), body: Vec::new() })
    }

    /// Asks for a page and reads it to its end into `body`.
    fn fetch(&mut self, path: &str) -> anyhow::Result<u16> {
        self.stream.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nhost: {}\r\n\r\n", self.host).as_bytes())?;
        let status = self.line()?.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let (mut length, mut chunked) = (None, false);
        loop {
            let header = self.line()?.to_ascii_lowercase();
            match header.split_once(": ") {
                None => break,
                Some(("content-length", value)) => length = Some(value.parse()?),
                Some(("transfer-encoding", value)) => chunked = value == "chunked",
                Some(_) => {}
            }
        }
        self.body.clear();
        if chunked {
            loop {
                let size = usize::from_str_radix(&self.line()?, 16)?;
                self.read(size)?;
                self.line()?;
                if size == 0 {
                    break;
                }
            }
        } else {
            self.read(length.context("neither a length nor chunks")?)?;
        }
        Ok(status)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the server closed the connection");
        Ok(line.trim_end().to_owned())
    }

    fn read(&mut self, size: usize) -> anyhow::Result<()> {
        let start = self.body.len();
        self.body.resize(start + size, 0);
        Ok(self.stream.read_exact(&mut self.body[start..])?)
    }
}

fn load(address: &str, path: &str, connections: usize) -> anyhow::Result<Round> {
    let started = Instant::now();
    let one = || -> anyhow::Result<Vec<Duration>> {
        let mut connection = Connection::open(address)?;
        let mut latencies = Vec::new();
        while started.elapsed() < ROUND {
            let sent = Instant::now();
            let status = connection.fetch(path)?;
            ensure!(status == 200, "{path} answered {status} under load");
            latencies.push(sent.elapsed());
        }
        Ok(latencies)
    };
    let mut round = Round::default();
    std::thread::scope(|threads| {
        let loading: Vec<_> = (0..connections).map(|_| threads.spawn(one)).collect();
        for thread in loading {
            round.latencies.extend(thread.join().map_err(|_| anyhow::anyhow!("a loading thread panicked"))??);
        }
        anyhow::Ok(())
    })?;
    round.seconds = started.elapsed().as_secs_f64();
    Ok(round)
}
