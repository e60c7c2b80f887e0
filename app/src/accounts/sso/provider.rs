//! A sign-in provider, as the operator sets it.

use std::fmt;
use std::sync::Arc;

use openidconnect::IssuerUrl;

use super::discovery::Discovery;

const FORM: &str = "write it as slug;Name;https://issuer;client-id;client-secret";

/// A sign-in provider: what the operator set, and what the provider said of itself.
#[derive(Clone)]
pub struct Provider {
    /// Its part of addresses, and what identities are linked by.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Who it says it is.
    pub issuer: IssuerUrl,
    /// What it calls us.
    pub client_id: String,
    pub(super) client_secret: String,
    pub(super) discovery: Arc<Discovery>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("slug", &self.slug).field("issuer", &self.issuer.as_str()).finish_non_exhaustive()
    }
}

impl Provider {
    /// Reads the setting: providers with | or line breaks between them, `slug;Name;https://issuer;client-id;client-secret` each. All behind the fourth semicolon is the secret.
    ///
    /// # Errors
    /// With a sentence that says what is wrong with which, and never a secret.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, String> {
        let mut providers: Vec<Self> = Vec::new();
        for part in text.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let provider = Self::parse(part)?;
            if providers.iter().any(|other| other.slug == provider.slug) {
                return Err(format!("two providers are called “{}”; give each a slug of its own", provider.slug));
            }
            providers.push(provider);
        }
        Ok(providers)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut fields = text.splitn(5, ';').map(str::trim);
        let mut field = || fields.next().unwrap_or_default();
        let [slug, name, issuer, client_id, client_secret] = [field(), field(), field(), field(), field()];
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if slug.is_empty() || slug.len() > 40 || !slug.chars().all(plain) {
            // What stands there may be another field: it is not repeated.
            return Err(format!("a provider’s slug has to be at most 40 lower-case letters, digits and hyphens; {FORM}"));
        }
        if name.is_empty() {
            // What stands alone may be what is left of a secret.
            return Err(format!("a provider has no name; {FORM}"));
        }
        for (what, is) in [("issuer", issuer), ("client id", client_id), ("client secret", client_secret)] {
            if is.is_empty() {
                return Err(format!("“{slug}” has no {what}; {FORM}"));
            }
        }
        let issuer = IssuerUrl::new(issuer.to_owned()).ok().filter(is_safe).ok_or_else(|| {
            format!(
                "the issuer of “{slug}” has to be an address that begins with https://, as its /.well-known/openid-configuration names it"
            )
        })?;
        Ok(Self {
            slug: slug.to_owned(),
            name: name.to_owned(),
            issuer,
            client_id: client_id.to_owned(),
            client_secret: client_secret.to_owned(),
            discovery: Arc::default(),
        })
    }
}

/// Whether what is sent there is read by nobody on the way: TLS, or this machine.
fn is_safe(issuer: &IssuerUrl) -> bool {
    let url = issuer.url();
    match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Provider::parse_all(text).unwrap_err()
    }

    #[test]
    fn providers_stand_on_lines_or_between_bars_and_a_secret_may_hold_semicolons() {
        let text = "work; Our Office ;https://id.example.org/realms/work;guildhall;s;e;cret=\n|home;Home;http://localhost:4000;g;x\n";
        let providers = Provider::parse_all(text).unwrap();
        let read: Vec<_> =
            providers.iter().map(|p| (p.slug.as_str(), p.name.as_str(), p.issuer.as_str(), p.client_secret.as_str())).collect();
        assert_eq!(
            read,
            [("work", "Our Office", "https://id.example.org/realms/work", "s;e;cret="), ("home", "Home", "http://localhost:4000", "x")]
        );
        assert!(Provider::parse_all(" \n").unwrap().is_empty());
    }

    #[test]
    fn a_mistake_is_a_sentence_that_keeps_the_secret() {
        assert!(refused("work;Work;https://id.example.org;guildhall").contains("“work” has no client secret"));
        assert!(refused("work;Work;http://id.example.org;g;hush").contains("https://"));
        assert!(refused("work;Work;nonsense;g;hush").contains("issuer of “work”"));
        assert!(refused("work;A;https://a.example;g;x|work;B;https://b.example;g;x").contains("two providers"));
        for text in ["Our Work;W;https://a.example;g;hush", "hush", "work;;https://a.example;g;hush", "work;Work;ftp://a.example;g;hush"] {
            assert!(!refused(text).contains("hush"), "{text}");
        }
        assert!(!format!("{:?}", Provider::parse_all("work;W;https://a.example;g;hush")).contains("hush"));
    }
}
