//! How many guests may be brought, and what they may be called. Pure.

use sha2::{Digest, Sha256};

use crate::typed::Typed;

/// The most guests that one member brings to one meeting.
pub const MOST: i32 = 5;

/// The longest name, in characters.
const NAME: usize = 80;

/// How many guests each may bring, as an organiser typed it; none where nothing stands there.
pub(in crate::events) fn each(typed: &mut Typed, text: &str) -> i32 {
    let text = text.trim();
    if text.is_empty() {
        return 0;
    }
    let read = text.parse().ok().filter(|guests| (0..=MOST).contains(guests));
    read.unwrap_or_else(|| {
        typed.say("guests", format!("Write a number from 1 to {MOST}, or leave it empty: then nobody brings guests."));
        0
    })
}

/// The name of a guest. It stands in a mail to somebody who did not ask for it: what looks like an address is none.
pub(super) fn name(typed: &mut Typed, text: &str) -> String {
    let name = typed.line("name", text, NAME);
    let lower = name.to_lowercase();
    if lower.contains("://") || lower.contains("www.") || lower.contains('@') {
        typed.say("name", "Write their name, without an address.");
    }
    name
}

/// What is said to who brings as many as they may.
pub(super) fn at_most(allowed: i32) -> String {
    if allowed == 1 {
        "Each who comes brings one guest, and you do already.".to_owned()
    } else {
        format!("Each who comes brings at most {allowed} guests, and you do already.")
    }
}

/// By what an address is known where it need not be read.
pub(in crate::events) fn hash(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organiser_allows_one_to_five_guests_or_none() {
        let mut typed = Typed::default();
        assert_eq!(["", " ", "0", "1", " 5 "].map(|text| each(&mut typed, text)), [0, 0, 0, 1, 5]);
        assert!(typed.wrong.is_empty());
        for wrong in ["6", "-1", "two", "1.5", "99999999999"] {
            let mut typed = Typed::default();
            assert_eq!((each(&mut typed, wrong), typed.wrong.len()), (0, 1), "{wrong}");
        }
    }

    #[test]
    fn a_guest_has_a_name_and_no_advertisement() {
        let mut typed = Typed::default();
        assert_eq!(name(&mut typed, "  Dr.  Zoë O’Hara-Łuczak "), "Dr. Zoë O’Hara-Łuczak");
        assert!(typed.wrong.is_empty());
        for wrong in ["", "Buy at https://example.org", "WWW.example.org", "x@example.org", &"x".repeat(81)] {
            let mut typed = Typed::default();
            name(&mut typed, wrong);
            assert!(!typed.wrong.is_empty(), "{wrong}");
        }
    }

    #[test]
    fn what_is_kept_of_an_address_does_not_tell_it() {
        assert_eq!(hash("a@example.org").len(), 64);
        assert_ne!(hash("a@example.org"), hash("b@example.org"));
    }
}
