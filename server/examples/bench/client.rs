//! The client: enough of HTTP/1.1 to load with, and cheap, so that it takes little from the servers beside it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

/// How long each round takes.
const ROUND: Duration = Duration::from_millis(1000);

/// What a round measured.
#[derive(Default)]
pub struct Round {
    latencies: Vec<Duration>,
    seconds: f64,
}

impl Round {
    /// Answers a second.
    pub fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.seconds
    }

    /// The latency in milliseconds that so many percent stay below.
    pub fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() * percent / 100).map_or(f64::NAN, |latency| latency.as_secs_f64() * 1000.0)
    }
}

/// The round of the middle.
pub fn median(mut rounds: Vec<Round>) -> anyhow::Result<Round> {
    rounds.sort_by(|a, b| a.per_second().total_cmp(&b.per_second()));
    let middle = rounds.len() / 2;
    rounds.into_iter().nth(middle).context("no rounds")
}

/// Loads an address for one round.
pub fn load(address: &str, path: &str, headers: &str, connections: usize) -> anyhow::Result<Round> {
    answered(address, path, headers, (connections, 200))
}

/// Asks for one round for what the asker has in its present version already: nothing is sent again.
pub fn unchanged(address: &str, path: &str, headers: &str, connections: usize) -> anyhow::Result<Round> {
    let mut connection = Connection::open(address)?;
    let status = connection.fetch(path, headers)?;
    ensure!(status == 200, "{path} answered {status}");
    let known = format!("{headers}if-none-match: {}\r\n", connection.etag.as_deref().context("no ETag")?);
    answered(address, path, &known, (connections, 304))
}

fn answered(address: &str, path: &str, headers: &str, (connections, wanted): (usize, u16)) -> anyhow::Result<Round> {
    let ask = |connection: &mut Connection, _: usize| -> anyhow::Result<()> {
        let status = connection.fetch(path, headers)?;
        ensure!(status == wanted, "{path} answered {status} under load, and not {wanted}");
        Ok(())
    };
    round(address, connections, ask)
}

/// Posts forms to a page for one round, one after the other on each connection.
pub fn click(address: &str, path: &str, sessions: &[String], (connections, forms): (usize, &[String])) -> anyhow::Result<Round> {
    let post = |connection: &mut Connection, n: usize| -> anyhow::Result<()> {
        let form = forms.get(n % forms.len()).context("no forms")?;
        let headers = sessions.get(n / forms.len() % sessions.len()).context("nobody clicks")?;
        let status = connection.post(path, headers, form)?;
        ensure!(status == 303, "{path} answered {status} to a form");
        Ok(())
    };
    round(address, connections, post)
}

/// Has every connection ask again and again, for one round.
fn round(
    address: &str,
    connections: usize,
    ask: impl Fn(&mut Connection, usize) -> anyhow::Result<()> + Copy + Send + Sync,
) -> anyhow::Result<Round> {
    let started = Instant::now();
    let one = || -> anyhow::Result<Vec<Duration>> {
        let mut connection = Connection::open(address)?;
        let mut latencies = Vec::new();
        while started.elapsed() < ROUND {
            let sent = Instant::now();
            ask(&mut connection, latencies.len())?;
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

/// A page's bytes.
pub fn get(address: &str, path: &str, headers: &str) -> anyhow::Result<Vec<u8>> {
    let mut connection = Connection::open(address)?;
    let status = connection.fetch(path, headers)?;
    ensure!(status == 200, "{path} answered {status}");
    Ok(connection.body)
}

/// A kept-alive connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    /// What the last answer held.
    pub body: Vec<u8>,
    /// The version of it.
    pub etag: Option<String>,
}

impl Connection {
    pub fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(1 << 16, stream), host: address.to_owned(), body: Vec::new(), etag: None })
    }

    /// Asks for a page with these headers, one `name: value` a line, and reads it to its end into `body`. Gives the status.
    pub fn fetch(&mut self, path: &str, headers: &str) -> anyhow::Result<u16> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{headers}\r\n", self.host))
    }

    /// Posts a form to a page, as its own browser would. Gives the status.
    pub fn post(&mut self, path: &str, headers: &str, form: &str) -> anyhow::Result<u16> {
        let host = &self.host;
        let kind = format!("content-type: application/x-www-form-urlencoded\r\ncontent-length: {}", form.len());
        self.ask(&format!("POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n{headers}{kind}\r\n\r\n{form}"))
    }

    fn ask(&mut self, request: &str) -> anyhow::Result<u16> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let (mut length, mut chunked) = (None, false);
        self.etag = None;
        loop {
            let header = self.line()?;
            let (name, value) = header.split_once(": ").unwrap_or_default();
            match (name.to_ascii_lowercase().as_str(), value) {
                ("", _) => break,
                ("etag", tag) => self.etag = Some(tag.to_owned()),
                ("content-length", value) => length = Some(value.parse()?),
                ("transfer-encoding", value) => chunked = value.eq_ignore_ascii_case("chunked"),
                _ => {}
            }
        }
        self.body.clear();
        // An answer that nothing has changed has no body, whatever it says of its length (RFC 9110, 15.4.5).
        if status == 304 {
            return Ok(status);
        }
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
