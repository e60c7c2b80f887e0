//! Passwords as NIST SP 800-63B asks: long rather than motley, none that would be guessed first, and stored as slow hashes.
//!
//! Hashing and verifying take a good part of a second of work on purpose: call them where blocking is allowed.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

/// The fewest characters of a password.
pub const MIN_CHARACTERS: usize = 12;
/// The longest password in bytes, normalised. Far beyond what anybody types; it bounds the work.
const MAX_BYTES: usize = 1_000;
/// What may arrive for such a password: wide letters take up to this much more than what they normalise to.
const MAX_TYPED_BYTES: usize = 4 * MAX_BYTES;
/// How much of a password and of its context is looked at for how easily it is guessed: that work grows faster than the length.
const LOOKED_AT: usize = 100;
/// The most memory a stored hash may ask for, in KiB; a broken one could ask for all there is.
const MAX_MEMORY_KIB: u32 = 1 << 20;

const TOO_SHORT: &str = "Use at least 12 characters. Several words together work well.";
const TOO_LONG: &str = "This is longer than a password can be. Use at most 1,000 characters, fewer where they are not plain letters.";
const ABOUT_YOU: &str = "This is mostly your name, your address or the name of this site, which is tried first. Use several words that have nothing to do with you.";
const EASILY_GUESSED: &str = "This one is among the first that would be guessed. Use several words together that do not belong together, or let a password manager make one.";

/// A password somebody chose, found good enough and normalised. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// Takes what somebody typed where it is long enough and not easily guessed. The context is what others know of them: address, name, the site's name.
    ///
    /// Errors: a sentence that says what is wrong and how to mend it.
    pub fn parse(typed: &str, context: &[&str]) -> Result<Self, String> {
        let password = normalised(typed).ok_or(TOO_LONG)?;
        if password.chars().count() < MIN_CHARACTERS {
            return Err(TOO_SHORT.to_owned());
        }
        let known = known_words(context);
        if is_mostly(&password, &known) {
            return Err(ABOUT_YOU.to_owned());
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let start: String = password.chars().take(LOOKED_AT).collect();
        // Below three: fewer than 10^8 guesses.
        if zxcvbn(&start, &known).score() < Score::Three {
            return Err(EASILY_GUESSED.to_owned());
        }
        Ok(Self(password))
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// What one hash costs: memory in KiB, passes over it, and lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self::RECOMMENDED
    }
}

impl Cost {
    /// What OWASP's Password Storage Cheat Sheet recommends for argon2id.
    pub const RECOMMENDED: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };
    /// The least argon2 can do: for tests, which sign many people in.
    pub const CHEAP: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

    fn argon2(self) -> Result<Argon2<'static>, HashError> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, None).map_err(|error| HashError(error.to_string()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Why a password was not hashed: no memory, or no random numbers. Nothing the person can mend.
#[derive(Debug, thiserror::Error)]
#[error("a password was not hashed: {0}")]
pub struct HashError(String);

/// Hashes a password with a salt of its own, into a PHC string (`$argon2id$v=19$…`).
pub fn hash(password: &NewPassword, cost: Cost) -> Result<String, HashError> {
    let hash: PasswordHash = cost.argon2()?.hash_password(password.0.as_bytes()).map_err(|error| HashError(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether what somebody typed is the password of this hash, whatever the hash cost. A hash that can't be read fits nothing.
pub fn verify(typed: &str, hash: &str) -> bool {
    let (Some(password), Ok(hash)) = (normalised(typed), PasswordHash::new(hash)) else { return false };
    let affordable = Params::try_from(&hash).is_ok_and(|params| params.m_cost() <= MAX_MEMORY_KIB);
    affordable && Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

/// Takes the time of a [`verify`] where there is no account or it has no password, so that nobody learns which addresses have one. Always false.
pub fn verify_nobody(typed: &str, cost: Cost) -> bool {
    if let (Some(password), Ok(argon2)) = (normalised(typed), cost.argon2()) {
        let hash: Result<PasswordHash, _> = argon2.hash_password_with_salt(password.as_bytes(), b"nobody has salt.");
        std::hint::black_box(hash.is_ok());
    }
    false
}

/// Whether a hash was made otherwise than hashes are made now, and should be made anew at the next sign-in. One that can't be read is.
pub fn is_outdated(hash: &str, cost: Cost) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return true };
    let Ok(params) = Params::try_from(&hash) else { return true };
    let made = Cost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
    hash.algorithm != ARGON2ID_IDENT || hash.version != Some(Version::V0x13.into()) || made != cost
}

/// One form for all ways to type the same text; none where it is longer than a password can be.
fn normalised(typed: &str) -> Option<String> {
    if typed.len() > MAX_TYPED_BYTES {
        return None;
    }
    Some(typed.nfkc().collect::<String>()).filter(|password| password.len() <= MAX_BYTES)
}

/// What is known of somebody, lower-cased: each text as a whole, and its words of three letters and more.
fn known_words(context: &[&str]) -> Vec<String> {
    let mut known = Vec::new();
    for text in context {
        let text: String = text.nfkc().take(LOOKED_AT).collect::<String>().to_lowercase();
        known.extend(text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        known.push(text.split_once('@').map_or("", |(local, _)| local).to_owned());
        known.push(text);
    }
    known.retain(|word| word.chars().count() >= 3);
    known.sort();
    known.dedup();
    // The longest first: an address is taken out as a whole before its words are.
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    known
}

/// Whether less than half of a password's letters and digits is left without the words that are known.
fn is_mostly(password: &str, known: &[String]) -> bool {
    let lower = password.to_lowercase();
    let rest = known.iter().fold(lower.clone(), |rest, word| rest.replace(word.as_str(), " "));
    let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    rest != lower && count(&rest) * 2 < count(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ADA: [&str; 3] = ["ada.okafor@example.org", "Ada Okafor", "Guildhall"];

    fn parse(typed: &str) -> Result<NewPassword, String> {
        NewPassword::parse(typed, &ADA)
    }

    #[test]
    fn a_password_has_twelve_characters_of_any_kind() {
        assert_eq!(parse("tr0ub4dor&3").unwrap_err(), TOO_SHORT);
        assert!(parse("plover tundra gasket").is_ok());
        assert!(parse("северный ветер и камень").is_ok());
        // Eleven letters in more than twelve bytes.
        assert_eq!(parse("жгшщцюэъыфя").unwrap_err(), TOO_SHORT);
    }

    #[test]
    fn a_password_has_at_most_a_thousand_bytes() {
        let long: String = "plover tundra gasket ".chars().cycle().take(1_000).collect();
        assert!(parse(&long).is_ok());
        assert_eq!(parse(&format!("{long}!")).unwrap_err(), TOO_LONG);
        assert_eq!(parse(&"\u{fdfa}".repeat(100)).unwrap_err(), TOO_LONG);
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for easy in
            ["password1234", "qwertyuiop[]", "aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "123456789012345", "P@ssw0rd2024", "            "]
        {
            assert_eq!(parse(easy).unwrap_err(), EASILY_GUESSED, "{easy}");
        }
    }

    #[test]
    fn three_everyday_words_are_enough() {
        for words in ["table garden window", "blue house river", "I like my morning tea", "summer-bicycle-bread", "x8Kq!v2mPz7w"] {
            assert!(parse(words).is_ok(), "{words}");
        }
    }

    #[test]
    fn what_others_know_of_a_person_is_no_password() {
        for known in ["ada.okafor@example.org", "AdaOkafor2024!", "guildhallguildhall", "Okafor-2024!!", "ada okafor guildhall"] {
            assert_eq!(parse(known).unwrap_err(), ABOUT_YOU, "{known}");
        }
        assert!(parse("okafor plover tundra gasket").is_ok());
    }

    #[test]
    fn a_hash_fits_its_password_alone() {
        let stored = hash(&parse("plover tundra gasket").unwrap(), Cost::CHEAP).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        assert!(verify("plover tundra gasket", &stored));
        assert!(!verify("plover tundra gaskeT", &stored));
        assert!(!verify("", &stored));
        assert!(!verify_nobody("plover tundra gasket", Cost::CHEAP));
    }

    #[test]
    fn a_password_may_be_typed_composed_or_decomposed() {
        let stored = hash(&parse("Größe und Übermaß").unwrap(), Cost::CHEAP).unwrap();
        assert!(verify("Gro\u{308}ße und U\u{308}bermaß", &stored));
    }

    #[test]
    fn each_hash_has_its_own_salt() {
        let password = parse("plover tundra gasket").unwrap();
        assert_ne!(hash(&password, Cost::CHEAP).unwrap(), hash(&password, Cost::CHEAP).unwrap());
    }

    #[test]
    fn a_broken_hash_fits_nothing_and_is_outdated() {
        let whole = hash(&parse("plover tundra gasket").unwrap(), Cost::CHEAP).unwrap();
        let greedy = whole.replace("m=8", "m=4294967295");
        for broken in ["", "$", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$", "$argon2id$v=19$m=0,t=0,p=0$c2FsdHNhbHQ$aGFzaA", &whole[..40]]
        {
            assert!(!verify("plover tundra gasket", broken), "{broken}");
            assert!(is_outdated(broken, Cost::CHEAP), "{broken}");
        }
        assert!(!verify("plover tundra gasket", &greedy));
    }

    #[test]
    fn a_hash_of_another_cost_is_outdated() {
        let stored = hash(&parse("plover tundra gasket").unwrap(), Cost::CHEAP).unwrap();
        assert!(!is_outdated(&stored, Cost::CHEAP));
        assert!(is_outdated(&stored, Cost::RECOMMENDED));
        assert!(is_outdated(&stored.replace("argon2id", "argon2i"), Cost::CHEAP));
    }

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(format!("{:?}", parse("plover tundra gasket").unwrap()), "NewPassword(…)");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_text_is_a_password_or_refused_with_a_sentence(typed in "\\PC{0,40}", known in "\\PC{0,20}") {
            match NewPassword::parse(&typed, &[&known]) {
                Ok(password) => prop_assert_eq!(NewPassword::parse(&password.0, &[&known]), Ok(password)),
                Err(why) => prop_assert!(why.ends_with('.')),
            }
        }

        #[test]
        fn no_text_is_a_hash_that_panics(typed in any::<String>(), hash in any::<String>()) {
            prop_assert!(!verify(&typed, &hash));
        }
    }
}
