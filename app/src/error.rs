//! The one error that crosses the wire. What went wrong inside is logged under an id; people see a sentence and that id.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::wire::Wire;

/// Why something a person asked for did not happen, as a sentence they can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// Nothing there, or nothing this viewer may know of: the two read the same.
    #[error("There is no such page. It may have moved, or the address may be mistyped.")]
    NotFound,
    /// The address asks for something that makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// Our fault.
    #[error("Something went wrong on our side. It has been noted under {id}; please try again in a moment.")]
    Internal {
        /// What the log holds it under.
        id: String,
    },
    /// The browser got no answer.
    #[error("The site could not be reached. Check your connection and try again.")]
    Unreachable,
}

impl AppError {
    /// The HTTP status a page that shows this error has.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Invalid(_) => 400,
            Self::Internal { .. } => 500,
            Self::Unreachable => 503,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = Wire;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) | ServerFnErrorErr::Deserialization(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Invalid("The address is incomplete. Go back and follow the link again.".to_owned())
            }
            _ => Self::Unreachable,
        }
    }
}
