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
    /// Somebody has to be signed in for this.
    #[error("Sign in to go on.")]
    SignIn,
    /// Not for this person: says why, and what to do instead.
    #[error("{0}")]
    Forbidden(String),
    /// What was typed can't be taken: says what is wrong with which field. A field without a name is the whole form.
    #[error("{}", sentences(.0))]
    Fields(Vec<FieldError>),
    /// Tried too often.
    #[error("{0}")]
    TooMany(String),
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

/// What is wrong with a field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name; empty for the form as a whole.
    pub field: String,
    /// A sentence that says how to mend it.
    pub says: String,
}

fn sentences(errors: &[FieldError]) -> String {
    errors.iter().map(|error| error.says.as_str()).collect::<Vec<_>>().join(" ")
}

impl AppError {
    /// What is wrong with one field.
    pub fn field(field: impl Into<String>, says: impl Into<String>) -> Self {
        Self::Fields(vec![FieldError { field: field.into(), says: says.into() }])
    }

    /// What is wrong with a form as a whole.
    pub fn form(says: impl Into<String>) -> Self {
        Self::field("", says)
    }

    /// Nothing is wrong: the form comes back with what was typed, and with what was asked for on the way.
    pub fn nothing_yet() -> Self {
        Self::Fields(Vec::new())
    }

    /// The HTTP status a page that shows this error has.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Invalid(_) => 400,
            Self::SignIn => 401,
            Self::Forbidden(_) => 403,
            Self::Fields(wrong) if wrong.is_empty() => 200,
            Self::Fields(_) => 422,
            Self::TooMany(_) => 429,
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
