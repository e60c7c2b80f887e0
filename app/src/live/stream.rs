//! The signals that one open page gets.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::Event;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::Channel;
use super::ear::Ear;
use super::store::{Watched, channels};
use crate::accounts::session_store;
use crate::accounts::token::Token;
use crate::error::AppError;
use crate::notifications::store::unread;
use crate::state::{AppState, SignedIn, Viewer};

/// How long a stream lives. The browser asks for the next one by itself, and who asks is looked at as closely as at first.
const LIFE: Duration = Duration::from_secs(600);

/// A page that listens.
pub(super) struct Listener {
    app: AppState,
    token: Option<Token>,
    viewer: Viewer,
    watched: Vec<(Watched, String)>,
    /// The channel of each of them.
    own: Vec<Channel>,
    ear: Ear,
    waiting: VecDeque<Event>,
    until: Instant,
}

impl Listener {
    /// Begins to listen for whoever may see what is watched.
    ///
    /// # Errors
    /// `NotFound` for everybody else.
    pub(super) async fn begin(
        app: AppState,
        (token, member): (Option<Token>, Option<SignedIn>),
        watched: Vec<(Watched, String)>,
    ) -> Result<Self, AppError> {
        let viewer = member.map_or(Viewer::ANONYMOUS, |member| member.viewer());
        let mut own = Vec::new();
        let mut heard: Vec<Channel> = viewer.member.into_iter().map(Channel::Member).collect();
        for (what, at) in &watched {
            let [itself, community] = channels(&app.db, viewer, (*what, at)).await?;
            own.push(itself);
            heard.extend([itself, community]);
        }
        let ear = app.db.hub().listen(heard);
        let waiting = VecDeque::from([Event::default().retry(pause())]);
        let mut listener = Self { app, token, viewer, watched, own, ear, waiting, until: Instant::now() + LIFE };
        if let Some(member) = viewer.member {
            listener.count(member).await?;
        }
        Ok(listener)
    }

    /// How many notifications wait.
    async fn count(&mut self, member: Uuid) -> Result<(), AppError> {
        let count = unread(&self.app.db, member).await?;
        self.waiting.push_back(Event::default().event("bell").data(count.to_string()));
        Ok(())
    }

    /// Waits for the next signal; `None` where there is none any more.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let heard = timeout_at(self.until, self.ear.hears()).await.ok()??;
            // What can't be checked is not told; the browser asks anew.
            self.weigh(&heard).await.ok()?;
        }
    }

    /// Turns what was heard into signals. What changes who may see what is checked first: memberships and audiences change with their community, accounts with their member.
    async fn weigh(&mut self, heard: &[Channel]) -> Result<(), AppError> {
        if heard.iter().any(|channel| !self.own.contains(channel)) {
            self.may_still_see().await?;
        }
        for (channel, (what, _)) in self.own.iter().zip(&self.watched) {
            if heard.contains(channel) {
                self.waiting.push_back(Event::default().event("changed").data(what.as_str()));
            }
        }
        match self.viewer.member {
            Some(member) if heard.contains(&Channel::Member(member)) => self.count(member).await,
            _ => Ok(()),
        }
    }

    async fn may_still_see(&self) -> Result<(), AppError> {
        if let Some(token) = &self.token {
            let now = session_store::resolve(&self.app.db, token, self.app.clock.now()).await?;
            if now.map(|member| member.viewer()) != Some(self.viewer) {
                return Err(AppError::SignIn);
            }
        }
        for ((what, at), itself) in self.watched.iter().zip(&self.own) {
            if channels(&self.app.db, self.viewer, (*what, at)).await?[0] != *itself {
                return Err(AppError::NotFound);
            }
        }
        Ok(())
    }
}

/// How long a browser waits before it asks again: each a little different, or all would come at once after a restart.
fn pause() -> Duration {
    let [.., chance] = *Uuid::now_v7().as_bytes();
    Duration::from_millis(1_500 + 12 * u64::from(chance))
}

/// The signals, one after another, until the listener's time is over, the site ends, or they may no longer see what they watch.
pub(super) fn signals(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(listener, |mut listener| async move { listener.next().await.map(|event| (Ok(event), listener)) })
}
