//! The SQL of events' screens.

mod addresses;
mod agenda;
mod calendar;
mod detail;
mod turn;

pub use addresses::gone_on;
pub(crate) use addresses::meeting_href;
pub(super) use addresses::recurrences_on;
pub(crate) use agenda::LONGEST;
pub use agenda::agenda;
pub use calendar::{Whose, entries, listed};
pub use detail::{event, meeting};
pub use turn::next_turn;

#[cfg(test)]
pub(crate) use addresses::QUERIES as ADDRESSES_QUERIES;
#[cfg(test)]
pub(crate) use agenda::{QUERIES as AGENDA_QUERIES, composed as composed_agendas};
#[cfg(test)]
pub(crate) use calendar::QUERIES as CALENDAR_QUERIES;
#[cfg(test)]
pub(crate) use detail::{ABOUT_QUERIES, QUERIES as DETAIL_QUERIES};
#[cfg(test)]
pub(crate) use turn::QUERIES as TURN_QUERIES;
