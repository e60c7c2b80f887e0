//! The only place that asks for the time. Tests set it.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// Gives the current instant, UTC, in microseconds (what PostgreSQL can store).
#[derive(Clone, Debug)]
pub struct Clock(Time);

#[derive(Clone, Debug)]
enum Time {
    /// The system’s, and so much more.
    Running(TimeDelta),
    Standing(Arc<Mutex<DateTime<Utc>>>),
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::ahead_by(TimeDelta::zero())
    }

    /// A clock that is ahead of the system's, for who wants to see what comes later.
    pub fn ahead_by(time: TimeDelta) -> Self {
        Self(Time::Running(time))
    }

    /// A clock that stands still at `instant` until [`Clock::set`] moves it.
    pub fn standing_at(instant: DateTime<Utc>) -> Self {
        Self(Time::Standing(Arc::new(Mutex::new(instant))))
    }

    /// Moves a standing clock; one that runs goes on as it did.
    pub fn set(&self, instant: DateTime<Utc>) {
        if let Time::Standing(standing) = &self.0 {
            *standing.lock().unwrap_or_else(PoisonError::into_inner) = instant;
        }
    }

    /// The current instant.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Time::Standing(standing) => *standing.lock().unwrap_or_else(PoisonError::into_inner),
            #[allow(clippy::disallowed_methods)]
            Time::Running(ahead) => Utc::now().trunc_subsecs(6) + *ahead,
        }
    }
}
