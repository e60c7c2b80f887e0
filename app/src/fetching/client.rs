//! Asking: within bounds of time and size, from one redirect to the next.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, Response};

use super::target::{Refusal, Target};
use crate::accounts::sso::discovery::causes;

/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long it may take in all.
const PATIENCE: Duration = Duration::from_secs(30);

/// The most that is read, in bytes.
pub const HEAVIEST: usize = 5 * 1024 * 1024;

/// The longest mark of a version that is kept.
const MARK: usize = 500;

/// What asking is held in.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Whether addresses of private networks may be asked, and other ports than the usual.
    pub private: bool,
    /// The address of this site, which asks nothing of itself.
    pub site: String,
    /// The most that is read, in bytes.
    pub heaviest: usize,
    /// How long it may take in all.
    pub patience: Duration,
}

impl Bounds {
    /// The usual ones, of the site at an address.
    pub fn of(site: &str, private: bool) -> Self {
        Self { private, site: site.to_owned(), heaviest: HEAVIEST, patience: PATIENCE }
    }
}

/// What is known of the version one has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
}

/// What was answered.
#[derive(Debug)]
pub enum Fetched {
    /// It is as it was.
    Same,
    /// It, and how its version is known.
    Whole(Body),
}

/// What was sent.
#[derive(Debug)]
pub struct Body {
    /// It.
    pub bytes: Vec<u8>,
    /// How its version is known.
    pub known: Known,
}

/// Why nothing came, in a sentence for who named the address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may not be asked.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// It sends on to what may not be asked.
    #[error("The server there sends on to another address. {0}")]
    SentOn(Refusal),
    /// It can't be reached: why is for the log.
    #[error("The server there can’t be reached. Check the address; where it is right, the server may be down for the moment.")]
    Unreachable(String),
    /// It takes too long.
    #[error("The server there takes too long to answer. Try again later; where it stays so, ask whoever keeps the calendar.")]
    TooSlow,
    /// It sends too much.
    #[error("It is heavier than 5 MB. Export a shorter time there, or one calendar at a time.")]
    TooHeavy,
    /// It sends on and on.
    #[error("The server there sends on from one address to the next. Open the address in a browser, and copy the one it ends at.")]
    Circles,
    /// It wants to know who asks.
    #[error(
        "The server there wants somebody to sign in. Publish the calendar, and use the address that is made for those who subscribe to it."
    )]
    SignIn,
    /// Nothing is there.
    #[error("There is nothing at this address (any longer). Look up where the calendar is published now.")]
    Nothing,
    /// It is busy, or broken.
    #[error("The server there answers with an error ({0}). Try again later; where it stays so, ask whoever keeps the calendar.")]
    Trouble(u16),
    /// It sends what can't be read.
    #[error("The server there sends it compressed, though it is asked not to, and it can’t be read so. Ask whoever keeps the calendar.")]
    Compressed,
}

/// Asks for what is at an address, unless it is as it was.
///
/// # Errors
/// Why it can't be had.
pub async fn fetch(address: &str, known: &Known, bounds: &Bounds) -> Result<Fetched, Failure> {
    let asked = follow(Target::read(address, bounds)?, known, bounds);
    tokio::time::timeout(bounds.patience, asked).await.unwrap_or(Err(Failure::TooSlow))
}

async fn follow(mut target: Target, known: &Known, bounds: &Bounds) -> Result<Fetched, Failure> {
    let client = client(bounds.private)?;
    for _ in 0..=REDIRECTS {
        let mut request = client.get(target.0.clone()).header(ACCEPT, "text/calendar, */*;q=0.1").header(ACCEPT_ENCODING, "identity");
        for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.send().await.map_err(|error| failure(&error))?;
        match response.status() {
            StatusCode::OK => return body(response, bounds.heaviest).await.map(Fetched::Whole),
            StatusCode::NOT_MODIFIED if *known != Known::default() => return Ok(Fetched::Same),
            status if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) => {
                let location = text(response.headers(), &LOCATION).ok_or(Failure::Trouble(status.as_u16()))?;
                target = target.onward(&location, bounds).map_err(Failure::SentOn)?;
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::PROXY_AUTHENTICATION_REQUIRED => return Err(Failure::SignIn),
            StatusCode::NOT_FOUND | StatusCode::GONE => return Err(Failure::Nothing),
            other => return Err(Failure::Trouble(other.as_u16())),
        }
    }
    Err(Failure::Circles)
}

async fn body(mut response: Response, heaviest: usize) -> Result<Body, Failure> {
    if text(response.headers(), &CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(Failure::Compressed);
    }
    if response.content_length().is_some_and(|length| length > heaviest as u64) {
        return Err(Failure::TooHeavy);
    }
    let mark = |name| text(response.headers(), &name).filter(|mark| mark.len() <= MARK);
    let known = Known { etag: mark(ETAG), modified: mark(LAST_MODIFIED) };
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        if bytes.len() + chunk.len() > heaviest {
            return Err(Failure::TooHeavy);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Body { bytes, known })
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// What went wrong: a refusal of the resolver's stands among the causes.
fn failure(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::TooSlow;
    }
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(one) = cause {
        if let Some(refusal) = one.downcast_ref::<Refusal>() {
            return Failure::Refused(*refusal);
        }
        cause = one.source();
    }
    // Without the address: it may hold a secret.
    Failure::Unreachable(error.source().map(causes).unwrap_or_default())
}

/// Resolves names to what may be asked.
struct Resolver(Bounds);

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolver(…)")
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let bounds = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed = bounds.allow_all(found)?;
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// What asks: it knows no cookies, no proxies of the environment and no redirects, says nothing of where it comes from, and keeps no connection.
fn client(private: bool) -> Result<&'static Client, Failure> {
    static CLIENTS: [OnceLock<Result<Client, String>>; 2] = [OnceLock::new(), OnceLock::new()];
    let made = CLIENTS[usize::from(private)].get_or_init(|| {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Arc::new(Resolver(Bounds::of("", private))))
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT)
            .timeout(PATIENCE)
            .user_agent("Guildhall");
        client.build().map_err(|error| causes(&error))
    });
    made.as_ref().map_err(|error| Failure::Unreachable(error.clone()))
}
