//! The SQL of events' screens.

mod agenda;
mod detail;

pub use agenda::{Of, agenda};
pub use detail::{event, meeting};

#[cfg(test)]
pub(crate) use agenda::QUERIES as AGENDA_QUERIES;
#[cfg(test)]
pub(crate) use detail::QUERIES as DETAIL_QUERIES;
