//! The SQL of events' screens.

mod addresses;
mod agenda;
mod detail;

pub use agenda::agenda;
pub use detail::{event, meeting};

#[cfg(test)]
pub(crate) use agenda::{QUERIES as AGENDA_QUERIES, composed as composed_agendas};
#[cfg(test)]
pub(crate) use detail::QUERIES as DETAIL_QUERIES;
