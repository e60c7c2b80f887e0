//! What is new, for feed readers: Atom feeds of the site and of each community.

mod atom;
pub mod http;
pub mod store;
