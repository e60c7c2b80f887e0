//! Whether something was changed since somebody began to edit it.

use std::fmt::Debug;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Tells one state of something from another: a form carries it, and who saves says by it what they saw.
pub(crate) fn of(thing: &impl Debug) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{thing:?}")))
}
