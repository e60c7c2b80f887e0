//! Getting in: accounts, and what people type to make and to open one.

#[cfg(feature = "ssr")]
pub mod email;
#[cfg(feature = "ssr")]
pub mod handle;
#[cfg(feature = "ssr")]
mod letters;
#[cfg(feature = "ssr")]
pub mod name;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
pub mod token;
