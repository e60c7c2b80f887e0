//! The only place that asks for the time. Tests set it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SubsecRound, Utc};

/// Gives the current instant, UTC, in microseconds (what PostgreSQL can store).
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still at `instant` until [`Clock::set`] moves it.
    pub fn standing_at(instant: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(instant))))
    }

    /// Moves a standing clock; the system's clock stays as it is.
    pub fn set(&self, instant: DateTime<Utc>) {
        if let Some(standing) = &self.0 {
            *standing.lock().unwrap_or_else(PoisonError::into_inner) = instant;
        }
    }

    /// The current instant.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Some(standing) => *standing.lock().unwrap_or_else(PoisonError::into_inner),
            #[allow(clippy::disallowed_methods)]
            None => Utc::now().trunc_subsecs(6),
        }
    }
}
