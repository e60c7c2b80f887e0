//! Events: one home community, any number of co-hosts; what takes place is an occurrence.

pub mod api;
pub mod grid;
pub mod model;
pub mod page;
pub mod parts;

#[cfg(feature = "ssr")]
pub mod attendance;
#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
mod described;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod importing;
#[cfg(feature = "ssr")]
pub mod invitations;
#[cfg(feature = "ssr")]
pub(crate) mod invitations_store;
#[cfg(feature = "ssr")]
pub mod organising;
#[cfg(feature = "ssr")]
pub mod own_calendar;
#[cfg(feature = "ssr")]
pub(crate) mod own_calendar_store;
#[cfg(feature = "ssr")]
pub mod record;
#[cfg(feature = "ssr")]
pub mod record_meetings_store;
#[cfg(feature = "ssr")]
pub mod record_store;
#[cfg(feature = "ssr")]
pub mod recurring;
#[cfg(feature = "ssr")]
pub mod reminders;
#[cfg(feature = "ssr")]
pub(crate) mod reminders_store;
#[cfg(feature = "ssr")]
pub mod repeats;
#[cfg(feature = "ssr")]
pub mod rsvp;
#[cfg(feature = "ssr")]
pub mod schedule;
#[cfg(feature = "ssr")]
pub mod store;
