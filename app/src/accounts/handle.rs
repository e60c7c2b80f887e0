//! Handles: the name in a person's address, `/people/{handle}`.

use crate::names::slug;

/// The fewest and the most characters of a handle.
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=40;
/// What stands for a name that makes no handle.
const NOBODY: &str = "member";

/// Handles that would pass for the site itself, or for one of its addresses. What looks like one of them is reserved as well.
const RESERVED: [&str; 50] = [
    "about",
    "account",
    "accounts",
    "admin",
    "administrator",
    "all",
    "anonymous",
    "anybody",
    "api",
    "assets",
    "channel",
    "contact",
    "delete",
    "deleted",
    "edit",
    "everybody",
    "everyone",
    "feed",
    "guildhall",
    "help",
    "here",
    "history",
    "info",
    "join",
    "login",
    "logout",
    "mail",
    "me",
    "mod",
    "moderator",
    "new",
    "nobody",
    "null",
    "official",
    "operator",
    "owner",
    "postmaster",
    "register",
    "root",
    "security",
    "settings",
    "sign-in",
    "sign-out",
    "sign-up",
    "staff",
    "support",
    "system",
    "team",
    "undefined",
    "webmaster",
];

const LENGTH: &str = "A handle has 2 to 40 characters.";
const ALPHABET: &str = "A handle is made of the letters a to z, digits and hyphens. Leave out accents, spaces and other signs.";
const HYPHENS: &str = "Hyphens stand one at a time between letters or digits, not at the start or the end of a handle.";
const TAKEN_BY_SITE: &str = "This handle looks like one the site keeps for itself. Choose another.";

/// A person's handle: 2–40 of a–z and 0–9, with single hyphens inside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handle(String);

impl Handle {
    /// Takes what somebody typed, in any case and with or without an @ before it. Whether somebody has it already is for the store.
    ///
    /// Errors: a sentence that says what is wrong and how to mend it.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let typed = typed.trim();
        let handle = typed.strip_prefix('@').unwrap_or(typed).to_ascii_lowercase();
        if !handle.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            return Err(ALPHABET.to_owned());
        }
        if !CHARACTERS.contains(&handle.len()) {
            return Err(LENGTH.to_owned());
        }
        if handle.split('-').any(str::is_empty) {
            return Err(HYPHENS.to_owned());
        }
        if is_reserved(&handle) {
            return Err(TAKEN_BY_SITE.to_owned());
        }
        Ok(Self(handle))
    }

    /// A handle for somebody of this name, of any script; `member` where the name makes none.
    ///
    /// `suggest("Zoë Ångström")` gives `zoe-angstrom`.
    pub fn suggest(name: &str) -> Self {
        // Twice the longest is enough: a name may be long, and letters can be dropped.
        let start: String = name.chars().take(2 * CHARACTERS.end()).collect();
        Self::parse(shortened(&slug(&start), *CHARACTERS.end())).unwrap_or_else(|_| Self(NOBODY.to_owned()))
    }

    /// The same handle with a number, where others have it without: `ada-okafor-2`.
    pub fn numbered(&self, number: u32) -> Self {
        let with = |handle: &str| {
            let number = number.to_string();
            format!("{}-{number}", shortened(handle, CHARACTERS.end() - number.len() - 1))
        };
        Self::parse(&with(&self.0)).unwrap_or_else(|_| Self(with(NOBODY)))
    }

    /// The handle.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What handles that look alike share. Stored beside the handle and unique.
    pub fn skeleton(&self) -> String {
        skeleton(&self.0)
    }
}

/// What lower-case ASCII that looks alike shares: without hyphens, o for 0, l for 1 and i, and wide letters as the two narrow ones they look like.
/// Unicode's table of confusables has nothing to add where there are no capitals and no other script.
pub fn skeleton(handle: &str) -> String {
    let mut skeleton = String::with_capacity(handle.len() + 4);
    for letter in handle.chars().filter(|c| *c != '-') {
        match letter {
            '0' => skeleton.push('o'),
            '1' | 'i' => skeleton.push('l'),
            'm' => skeleton.push_str("rn"),
            'w' => skeleton.push_str("vv"),
            letter => skeleton.push(letter),
        }
    }
    skeleton
}

fn is_reserved(handle: &str) -> bool {
    let looks = skeleton(handle);
    RESERVED.iter().any(|reserved| skeleton(reserved) == looks)
}

/// The start of a slug within so many bytes: cut between words where the first of them fits.
fn shortened(slug: &str, bytes: usize) -> &str {
    if slug.len() <= bytes {
        return slug;
    }
    let start = slug.get(..bytes).unwrap_or_default();
    if slug.as_bytes().get(bytes) == Some(&b'-') {
        return start;
    }
    start.rsplit_once('-').map_or(start, |(words, _)| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn suggest(name: &str) -> String {
        Handle::suggest(name).0
    }

    #[test]
    fn a_handle_is_lower_case_letters_digits_and_single_hyphens() {
        assert_eq!(Handle::parse(" @Ada-Okafor2 ").unwrap().as_str(), "ada-okafor2");
        for (typed, why) in [
            ("", LENGTH),
            ("a", LENGTH),
            ("ada_okafor", ALPHABET),
            ("zoë", ALPHABET),
            ("ada okafor", ALPHABET),
            ("аda", ALPHABET),
            ("\u{212a}ai", ALPHABET),
            ("@@ada", ALPHABET),
            ("-ada", HYPHENS),
            ("ada-", HYPHENS),
            ("ada--okafor", HYPHENS),
            ("--", HYPHENS),
        ] {
            assert_eq!(Handle::parse(typed).unwrap_err(), why, "{typed}");
        }
        assert!(Handle::parse(&"a".repeat(40)).is_ok());
        assert_eq!(Handle::parse(&"a".repeat(41)).unwrap_err(), LENGTH);
    }

    #[test]
    fn what_looks_like_the_site_is_reserved() {
        for typed in
            ["admin", "Admin", "adm1n", "ad-min", "adrnin", "r00t", "nevv", "me", "he1p", "gui1dhall", "signin", "everyone", "support"]
        {
            assert_eq!(Handle::parse(typed).unwrap_err(), TAKEN_BY_SITE, "{typed}");
        }
        assert!(Handle::parse("administra").is_ok());
    }

    #[test]
    fn handles_that_look_alike_share_a_skeleton() {
        let skeleton = |handle: &str| Handle::parse(handle).unwrap().skeleton();
        for (one, other) in [
            ("okafor", "0kaf0r"),
            ("lila", "1i1a"),
            ("marn", "rnam"),
            ("vvim", "wirn"),
            ("ada-okafor", "adaokafor"),
            ("bar-no", "bamo"),
            ("vvvo", "vwo"),
        ] {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        assert_ne!(skeleton("ada"), skeleton("ida"));
    }

    #[test]
    fn names_of_any_script_suggest_a_handle() {
        assert_eq!(suggest("Zoë Ångström"), "zoe-angstrom");
        assert_eq!(suggest("Микола Шевченко"), "mikola-shevchenko");
        assert_eq!(suggest("北京"), "bei-jing");
        assert_eq!(suggest("Seán O’Connor"), "sean-oconnor");
        for name in ["", "!!!", "A", "Admin"] {
            assert_eq!(suggest(name), NOBODY, "{name}");
        }
    }

    #[test]
    fn a_suggestion_is_cut_at_a_word() {
        assert_eq!(suggest("Wolfeschlegelstein Hausenbergerdorff Senior"), "wolfeschlegelstein-hausenbergerdorff");
        assert_eq!(suggest(&"a".repeat(90)).len(), 40);
    }

    #[test]
    fn a_number_makes_room_for_itself() {
        assert_eq!(Handle::suggest("Ada Okafor").numbered(2).as_str(), "ada-okafor-2");
        assert_eq!(Handle::suggest(&"a".repeat(40)).numbered(u32::MAX).as_str().len(), 40);
        assert_eq!(Handle::suggest("nul").numbered(1).as_str(), "member-1");
    }

    proptest! {
        #[test]
        fn any_text_is_a_handle_or_refused_with_a_sentence(typed in any::<String>()) {
            match Handle::parse(&typed) {
                Ok(handle) => prop_assert_eq!(Handle::parse(handle.as_str()), Ok(handle)),
                Err(why) => prop_assert!(why.ends_with('.')),
            }
        }

        #[test]
        fn any_name_suggests_a_handle_with_and_without_a_number(name in any::<String>(), number in any::<u32>()) {
            let handle = Handle::suggest(&name);
            prop_assert_eq!(Handle::parse(&handle.0), Ok(handle.clone()));
            let numbered = handle.numbered(number);
            prop_assert_eq!(Handle::parse(&numbered.0), Ok(numbered));
        }
    }
}
