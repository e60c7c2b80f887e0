//! Hearing at once of what is woken.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use tokio::sync::Notify;

use super::{Channel, Hub, Slot};

/// Listens to channels, from when it is made.
#[derive(Debug)]
pub struct Ear {
    hub: Hub,
    bell: Arc<Notify>,
    /// Each with when it was last heard.
    channels: Vec<(Channel, Arc<Slot>, u64)>,
    all: u64,
}

impl Hub {
    /// Listens to these channels from now on.
    pub fn listen(&self, channels: impl IntoIterator<Item = Channel>) -> Ear {
        let all = self.0.all.load(Ordering::Acquire);
        let mut ear = Ear { hub: self.clone(), bell: Arc::new(Notify::new()), channels: Vec::new(), all };
        channels.into_iter().for_each(|channel| ear.also(channel));
        ear
    }
}

impl Ear {
    /// Listens to one more channel from now on.
    pub fn also(&mut self, channel: Channel) {
        if self.channels.iter().any(|(known, ..)| *known == channel) {
            return;
        }
        let slot = self.hub.of(channel);
        slot.bells.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&self.bell));
        let woken = slot.woken.load(Ordering::Acquire);
        self.channels.push((channel, slot, woken));
    }

    /// Waits until something it listens to is woken, and gives what; `None` once the site ends. What is woken between two calls is not missed.
    pub async fn hears(&mut self) -> Option<Vec<Channel>> {
        loop {
            if self.hub.0.ended.load(Ordering::Acquire) {
                return None;
            }
            let heard = self.heard();
            if !heard.is_empty() {
                return Some(heard);
            }
            self.bell.notified().await;
        }
    }

    fn heard(&mut self) -> Vec<Channel> {
        let all = self.hub.0.all.load(Ordering::Acquire);
        let every = std::mem::replace(&mut self.all, all) != all;
        let mut heard = Vec::new();
        for (channel, slot, before) in &mut self.channels {
            let woken = slot.woken.load(Ordering::Acquire);
            if std::mem::replace(before, woken) != woken || every {
                heard.push(*channel);
            }
        }
        heard
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;

    const ONE: Channel = Channel::Question(Uuid::from_u128(1));
    const OTHER: Channel = Channel::Question(Uuid::from_u128(2));

    async fn soon(ear: &mut Ear) -> Option<Option<Vec<Channel>>> {
        tokio::time::timeout(Duration::from_millis(20), ear.hears()).await.ok()
    }

    #[tokio::test]
    async fn what_it_listens_to_is_heard_once_and_nothing_else_is() {
        let hub = Hub::default();
        hub.wake([ONE]);
        let mut ear = hub.listen([ONE]);
        assert_eq!(soon(&mut ear).await, None, "that was before");
        hub.wake([OTHER]);
        assert_eq!(soon(&mut ear).await, None);
        hub.wake([OTHER, ONE]);
        assert_eq!(soon(&mut ear).await, Some(Some(vec![ONE])));
        assert_eq!(soon(&mut ear).await, None);
        hub.wake_all();
        assert_eq!(soon(&mut ear).await, Some(Some(vec![ONE])));
        ear.also(OTHER);
        ear.also(OTHER);
        assert_eq!(soon(&mut ear).await, None, "that was before too");
        hub.wake([OTHER]);
        assert_eq!(soon(&mut ear).await, Some(Some(vec![OTHER])));
    }

    #[tokio::test]
    async fn all_stop_listening_when_the_site_ends() {
        let hub = Hub::default();
        let mut ear = hub.listen([ONE]);
        let ending = hub.clone();
        tokio::spawn(async move { ending.end() });
        assert_eq!(ear.hears().await, None);
    }
}
