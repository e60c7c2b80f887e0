//! Asking other sites for what people name by its address: the one way out, and so the place where what is asked for is held in bounds.
//!
//! Whoever names an address could name one of this server's own network. So names are resolved here, and where any of their addresses is not public nothing is asked; the connection goes to what
//! was checked, and every redirect is checked as the first address was. How long an answer may take and how much of it is read is bounded.

mod client;
mod reach;
mod target;

#[cfg(test)]
mod tests;

pub use client::{Body, Bounds, Failure, Fetched, HEAVIEST, Known, fetch};
pub use reach::{Reach, reach};
pub use target::{Refusal, Target};
