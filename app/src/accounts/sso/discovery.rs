//! What a provider says of itself: its addresses and keys. Asked for when it is first needed, kept for some hours, and asked for again where a key is unknown.

use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::IssuerUrl;
use openidconnect::core::CoreProviderMetadata;

/// How long what it said is taken for true.
const KEPT: TimeDelta = TimeDelta::hours(6);
/// How long an unknown key is no reason to ask again: forged tokens are answered by nobody else's server.
const AT_MOST_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How long an answer of a provider may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is known of a provider.
#[derive(Default)]
pub struct Discovery(RwLock<Option<Known>>);

impl fmt::Debug for Discovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Discovery(…)")
    }
}

#[derive(Clone)]
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    at: DateTime<Utc>,
}

/// Why a provider said nothing.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(String);

impl Discovery {
    /// What the provider said, if need be by asking it. Where it can't be asked again, what it said before still counts.
    pub(super) async fn get(&self, issuer: &IssuerUrl, now: DateTime<Utc>) -> Result<Arc<CoreProviderMetadata>, Unreachable> {
        let known = self.known();
        if let Some(known) = known.as_ref().filter(|known| now - known.at < KEPT) {
            return Ok(Arc::clone(&known.metadata));
        }
        match (self.ask(issuer, now).await, known) {
            (Err(error), Some(known)) => {
                tracing::warn!(issuer = issuer.as_str(), %error, "a sign-in provider can’t be asked for its keys; the ones of before are used");
                Ok(known.metadata)
            }
            (asked, _) => asked,
        }
    }

    /// What the provider says now; `None` where it was asked a moment ago.
    pub(super) async fn again(&self, issuer: &IssuerUrl, now: DateTime<Utc>) -> Result<Option<Arc<CoreProviderMetadata>>, Unreachable> {
        if self.known().is_some_and(|known| now - known.at < AT_MOST_EVERY) {
            return Ok(None);
        }
        self.ask(issuer, now).await.map(Some)
    }

    async fn ask(&self, issuer: &IssuerUrl, now: DateTime<Utc>) -> Result<Arc<CoreProviderMetadata>, Unreachable> {
        let asked = CoreProviderMetadata::discover_async(issuer.clone(), client()?).await;
        let metadata = asked.map(Arc::new).map_err(|error| Unreachable(causes(&error)))?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Known { metadata: Arc::clone(&metadata), at: now });
        Ok(metadata)
    }

    fn known(&self) -> Option<Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What providers are asked with. Follows no redirects: a provider's answer sends us nowhere.
pub(super) fn client() -> Result<&'static reqwest::Client, Unreachable> {
    static CLIENT: OnceLock<Result<reqwest::Client, String>> = OnceLock::new();
    let made = CLIENT.get_or_init(|| {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).user_agent("Guildhall");
        client.build().map_err(|error| causes(&error))
    });
    made.as_ref().map_err(|error| Unreachable(error.clone()))
}

/// An error with what caused it, for the log.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
