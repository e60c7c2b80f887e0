//! How what screens read is written on its way to the browser: JSON in which everything stands in its place and nothing has a name.
//!
//! A structure is the array of its fields, an enum the number of its variant or the array of that and what it holds, `None` is `null`. Both sides are of one release, or the page
//! is loaded anew (see [`crate::ui::load`]). Names may come in any order, and what reads them is generated for each type: together with a client for each server function that was
//! a third of the code that browsers download, before compression.

mod read;
#[cfg(feature = "ssr")]
mod write;

use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use read::from_text;
#[cfg(feature = "ssr")]
pub use write::to_text;

/// What is there is not what this release writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was sent is not of this release")]
pub struct Garbled;

impl serde::de::Error for Garbled {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::ser::Error for Garbled {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Writes what server functions give.
pub struct Wire;

/// What a server function that reads gives: `#[server(input = GetUrl, output = Read)]`.
pub type Read = Post<Wire>;

impl ContentType for Wire {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Wire {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Wire {
    type Error = Garbled;

    fn encode(output: &T) -> Result<Bytes, Garbled> {
        write(output)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Wire {
    type Error = Garbled;

    fn decode(bytes: Bytes) -> Result<T, Garbled> {
        from_text(std::str::from_utf8(&bytes).map_err(|_| Garbled)?)
    }
}

#[cfg(feature = "ssr")]
fn write<T: Serialize>(output: &T) -> Result<Bytes, Garbled> {
    to_text(output).map(Bytes::from)
}

/// Browsers only read.
#[cfg(not(feature = "ssr"))]
fn write<T>(_: &T) -> Result<Bytes, Garbled> {
    Err(Garbled)
}
