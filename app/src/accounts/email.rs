//! E-mail addresses: what mail is sent to, and the one form by which two spellings are the same account.

use lettre::Address;
use unicode_normalization::UnicodeNormalization;

use super::letters::is_unseen;

/// The longest address mail can be sent to, in bytes (RFC 5321).
const MAX_BYTES: usize = 254;

const UNSEEN: &str = "This address holds a character that is not seen. Type it instead of pasting it.";
const BLANK: &str = "An e-mail address has no spaces in it.";
const ONE_AT: &str = "An e-mail address has one @, with something before and after it, such as name@example.org.";
const NO_DOMAIN: &str = "What stands after the @ is not the name of a mail domain, such as example.org. Check its spelling.";
const TOO_LONG: &str = "This e-mail address is longer than mail can be sent to. Use one of at most 254 characters.";
const NOT_SENT_TO: &str =
    "Mail can’t be sent to this address. Check what stands before the @: letters, digits, dots, hyphens and underscores are safe.";

/// An address mail can be sent to. Whether somebody reads it is for a mail to find out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    local: String,
    domain: String,
}

impl Email {
    /// Takes what somebody typed.
    ///
    /// Errors: a sentence that says what is wrong and how to mend it.
    pub fn parse(typed: &str) -> Result<Self, String> {
        // Before anything is done with it: wide letters take three bytes for one.
        if typed.len() > 4 * MAX_BYTES {
            return Err(TOO_LONG.to_owned());
        }
        let typed: String = typed.trim().nfkc().collect();
        let typed = typed.trim();
        if typed.chars().any(char::is_whitespace) {
            return Err(BLANK.to_owned());
        }
        if typed.chars().any(is_unseen) {
            return Err(UNSEEN.to_owned());
        }
        if typed.len() > MAX_BYTES {
            return Err(TOO_LONG.to_owned());
        }
        let (local, domain) = typed.split_once('@').filter(|(local, domain)| !local.is_empty() && !domain.is_empty()).ok_or(ONE_AT)?;
        if domain.contains('@') {
            return Err(ONE_AT.to_owned());
        }
        let email = Self { local: local.to_owned(), domain: domain_key(domain).ok_or(NO_DOMAIN)? };
        if email.address().len() > MAX_BYTES || email.key().len() > MAX_BYTES {
            return Err(TOO_LONG.to_owned());
        }
        Address::new(&email.local, &email.domain).map_err(|_| NOT_SENT_TO)?;
        Ok(email)
    }

    /// The address mail is sent to: what stands before the @ as it was typed, the domain in ASCII.
    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// What two spellings of one address share: in lower case. Stored beside the address and unique.
    pub fn key(&self) -> String {
        format!("{}@{}", self.local.to_lowercase().nfkc(), self.domain)
    }

    /// The domain in lower case and in ASCII, as [`domain_key`] gives it.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

/// The one form of a mail domain, for addresses and for what an administrator lists: lower case, in ASCII (`xn--…`). None where it is none: no dot, an IP address, or a name DNS can't hold.
pub fn domain_key(typed: &str) -> Option<String> {
    let domain = idna::domain_to_ascii_strict(typed.trim()).ok()?;
    let (_, top) = domain.rsplit_once('.')?;
    // A name's last part is never a number; an IP address' is.
    let named = top.starts_with(|c: char| c.is_ascii_alphabetic());
    (named && !domain.split('.').any(str::is_empty)).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(typed: &str) -> Email {
        Email::parse(typed).unwrap()
    }

    fn refused(typed: &str) -> String {
        Email::parse(typed).unwrap_err()
    }

    #[test]
    fn spellings_of_one_address_share_a_key() {
        assert_eq!(parse("  Ada.Okafor@Example.ORG ").key(), "ada.okafor@example.org");
        assert_eq!(parse("ａｄａ＠example.org").key(), parse("ADA@example.org").key());
        assert_eq!(parse("ada@Bücher.example").key(), parse("ada@xn--bcher-kva.example").key());
        assert_eq!(parse("ju\u{308}rgen@example.org").key(), parse("JÜRGEN@example.org").key());
        assert_ne!(parse("ada+news@example.org").key(), parse("ada@example.org").key());
    }

    #[test]
    fn mail_goes_to_the_address_as_it_was_typed_with_its_domain_in_ascii() {
        assert_eq!(parse(" Ada.Okafor@Bücher.Example").address(), "Ada.Okafor@xn--bcher-kva.example");
        assert_eq!(parse("ada@Mail.Example.org").domain(), "mail.example.org");
    }

    #[test]
    fn an_address_has_one_at_and_a_domain_with_a_dot() {
        for typed in ["", "ada", "@", "ada@", "@example.org", "ada@okafor@example.org", "ada＠okafor@example.org"] {
            assert_eq!(refused(typed), ONE_AT, "{typed}");
        }
        for typed in [
            "ada@localhost",
            "ada@example..org",
            "ada@.org",
            "ada@example.",
            "ada@example.org.",
            "ada@-example.org",
            "ada@127.0.0.1",
            "ada@[::1]",
            "ada@exa_mple.org",
        ] {
            assert_eq!(refused(typed), NO_DOMAIN, "{typed}");
        }
    }

    #[test]
    fn an_address_holds_nothing_that_is_not_seen() {
        assert_eq!(refused("ada\r\nBcc: bob@example.org"), BLANK);
        assert_eq!(refused("ada okafor@example.org"), BLANK);
        for typed in
            ["ada\0@example.org", "ada\u{200b}@example.org", "\u{202e}ada@example.org", "ada@exam\u{ad}ple.org", "\u{feff}ada@example.org"]
        {
            assert_eq!(refused(typed), UNSEEN, "{typed:?}");
        }
        for typed in ["a,b@example.org", "<ada@example.org", "ada;@example.org", ".ada@example.org", "a..b@example.org"] {
            assert_eq!(refused(typed), NOT_SENT_TO, "{typed}");
        }
    }

    #[test]
    fn an_address_is_no_longer_than_mail_allows() {
        assert_eq!(refused(&format!("ada@{}org", "example.".repeat(32))), TOO_LONG);
        assert_eq!(refused(&"a@b.example ".repeat(1_000)), TOO_LONG);
        assert!(Email::parse(&format!("ada@{}org", "example.".repeat(30))).is_ok());
    }

    #[test]
    fn a_listed_domain_is_compared_in_the_form_of_an_address() {
        assert_eq!(domain_key(" BÜCHER.example ").as_deref(), Some(parse("ada@bücher.example").domain()));
        assert_eq!(domain_key("localhost"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_or_refused_with_a_sentence(typed in any::<String>()) {
            prop_assert!(Email::parse(&typed).is_ok_and(|email| email.address().len() <= MAX_BYTES) || refused(&typed).ends_with('.'));
        }

        #[test]
        fn an_address_and_its_key_parse_to_the_same_account(local in "[\\PC]{1,6}", domain in "[a-zA-Zäß\\PC]{1,4}") {
            if let Ok(email) = Email::parse(&format!("{local}@{domain}.example")) {
                prop_assert_eq!(&parse(&email.address()), &email);
                prop_assert_eq!(parse(&email.key()).key(), email.key());
            }
        }
    }
}
