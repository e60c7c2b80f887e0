//! Secrets that let somebody in: long random ones in cookies and links, and codes to write down. Only their hashes are stored.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// How long a token is as text.
const TOKEN_CHARACTERS: usize = 43;
/// Crockford's base 32: without the letters that look like digits, and without u.
const CODE_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// How long a recovery code is without its hyphens: 16 of 5 bits.
const CODE_CHARACTERS: usize = 16;

/// A secret of 256 random bits. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// Makes a token nobody has seen.
    ///
    /// Panics where the operating system has no random numbers to give.
    pub fn make() -> Self {
        Self(random())
    }

    /// Reads what [`Token::text`] gave; none for anything else.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() != TOKEN_CHARACTERS {
            return None;
        }
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The secret as text for a cookie or a link: 43 letters, digits, hyphens and underscores.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored and looked up in its stead: its SHA-256, 43 characters as well.
    pub fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.0))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A code of 80 random bits that somebody writes down, to get in without the rest. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// The code of that number that is made of a token: who has the token needs nothing else to tell it.
    pub fn of(token: &Token, number: u8) -> Self {
        let digest = Sha256::new().chain_update(b"recovery code").chain_update(token.0).chain_update([number]).finalize();
        Self(digest.iter().take(CODE_CHARACTERS).map(|byte| char::from(CODE_ALPHABET[usize::from(byte % 32)])).collect())
    }

    /// Reads what somebody typed from paper, in any case, with any hyphens and spaces, and with o for 0 or i and l for 1; none where it is no code.
    pub fn read(typed: &str) -> Option<Self> {
        let mut code = String::with_capacity(CODE_CHARACTERS);
        for letter in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')) {
            let letter = match letter.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                letter => letter,
            };
            if code.len() == CODE_CHARACTERS || !CODE_ALPHABET.iter().any(|known| char::from(*known) == letter) {
                return None;
            }
            code.push(letter);
        }
        (code.len() == CODE_CHARACTERS).then_some(Self(code))
    }

    /// The code as it is shown, in fours: `k7mq-2fxd-90tb-w3he`.
    pub fn text(&self) -> String {
        let fours: Vec<&str> = (0..CODE_CHARACTERS).step_by(4).filter_map(|at| self.0.get(at..at + 4)).collect();
        fours.join("-")
    }

    /// What is stored in its stead: its SHA-256, 43 characters.
    pub fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.0))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// Random bytes fit for secrets. There is nothing to go on with where there are none.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        panic!("the operating system gives no random numbers: {error}");
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_token_is_read_back_from_its_text() {
        let token = Token::make();
        assert_eq!(token.text().len(), TOKEN_CHARACTERS);
        assert_eq!(Token::read(&token.text()), Some(token.clone()));
        assert_ne!(Token::make(), token);
    }

    #[test]
    fn one_token_has_one_text() {
        let text = Token([0; 32]).text();
        assert_eq!(text, "A".repeat(43));
        // The last character carries four bits: another with the same four is not taken for it.
        assert_eq!(Token::read(&format!("{}B", &text[1..])), None);
        for other in [format!("{text}="), format!("{text}A"), text[1..].to_owned(), format!(" {}", &text[1..]), format!("+{}", &text[1..])]
        {
            assert_eq!(Token::read(&other), None, "{other}");
        }
    }

    #[test]
    fn the_hash_of_a_token_is_not_its_text() {
        let token = Token([0; 32]);
        assert_eq!(token.hash(), "Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU");
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let code = RecoveryCode::of(&Token::make(), 0);
        let text = code.text();
        assert_eq!(text.len(), 19);
        for typed in [
            text.clone(),
            text.to_uppercase(),
            text.replace('-', ""),
            format!("  {} ", text.replace('-', " – ")),
            text.replace('0', "o").replace('1', "L"),
        ] {
            assert_eq!(RecoveryCode::read(&typed), Some(code.clone()), "{typed}");
            assert_eq!(RecoveryCode::read(&typed).unwrap().hash(), code.hash());
        }
    }

    #[test]
    fn codes_of_one_token_are_the_same_each_time_and_all_different() {
        let token = Token([7; 32]);
        let codes: std::collections::BTreeSet<String> = (0..100).map(|number| RecoveryCode::of(&token, number).text()).collect();
        assert_eq!(codes.len(), 100);
        assert_eq!(RecoveryCode::of(&token, 3), RecoveryCode::of(&token, 3));
        assert_ne!(RecoveryCode::of(&token, 3), RecoveryCode::of(&Token([8; 32]), 3));
    }

    #[test]
    fn what_is_no_recovery_code_is_not_read() {
        for typed in ["", "----", "k7mq-2fxd-90tb-w3h", "k7mq-2fxd-90tb-w3hee", "k7mq-2fxd-90tb-w3hu", "k7mq-2fxd-90tb-w3hé"] {
            assert_eq!(RecoveryCode::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn secrets_are_never_printed() {
        let token = Token::make();
        assert_eq!(format!("{:?} {:?}", token, RecoveryCode::of(&token, 0)), "Token(…) RecoveryCode(…)");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not_without_a_panic(text in any::<String>()) {
            prop_assert!(Token::read(&text).is_none_or(|token| token.text() == text));
            if let Some(code) = RecoveryCode::read(&text) {
                prop_assert_eq!(RecoveryCode::read(&code.text()), Some(code));
            }
        }
    }
}
