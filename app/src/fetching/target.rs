//! What may be asked for: an address that is checked before anything is asked, and every name once it is resolved. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;

use super::client::Bounds;
use super::reach::{Reach, reach};

/// The longest address, in bytes.
const LONGEST: usize = 2_000;

/// Why nothing is asked at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is none.
    #[error("This is no whole address. Copy the one that the calendar is published under; it begins with https:// or webcal://.")]
    NoAddress,
    /// It is none of the web.
    #[error("Only addresses that begin with https://, http:// or webcal:// can be read.")]
    Scheme,
    /// It holds a name and a password.
    #[error(
        "Leave out the name and the password before the @: what needs them can’t be read. Use the address under which the calendar is published."
    )]
    Password,
    /// It leads to another port.
    #[error(
        "It names a port, and only the usual ones, 80 and 443, can be read. Leave the port out, or use the address under which the calendar is published."
    )]
    Port,
    /// It leads into a network.
    #[error(
        "It leads into a private network, and this site only reads what is on the public internet. Use the address under which the calendar is published for everybody."
    )]
    NotPublic,
    /// It leads here.
    #[error(
        "It leads to this site itself. To have an event of another community in this one’s calendar, have this community hold it along."
    )]
    Ourselves,
}

/// An address that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(pub(super) Url);

impl Target {
    /// Reads what somebody typed, and checks all that can be without asking anybody. `webcal:` is what calendar programs write for `https:`.
    ///
    /// # Errors
    /// Why it may not be asked.
    pub fn read(typed: &str, bounds: &Bounds) -> Result<Self, Refusal> {
        let typed = typed.trim();
        let rest = ["webcal://", "webcals://"].iter().find_map(|scheme| {
            let (start, rest) = typed.split_at_checked(scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then_some(rest)
        });
        let address = rest.map_or_else(|| typed.to_owned(), |rest| format!("https://{rest}"));
        Self::checked(Url::parse(&address).map_err(|_| Refusal::NoAddress)?, bounds)
    }

    /// Where an answer from here sends one on to.
    ///
    /// # Errors
    /// Why it may not be asked.
    pub(super) fn onward(&self, location: &str, bounds: &Bounds) -> Result<Self, Refusal> {
        Self::checked(self.0.join(location).map_err(|_| Refusal::NoAddress)?, bounds)
    }

    fn checked(mut url: Url, bounds: &Bounds) -> Result<Self, Refusal> {
        if !matches!(url.scheme(), "https" | "http") {
            return Err(Refusal::Scheme);
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(Refusal::NoAddress)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Password);
        }
        // One name, one spelling.
        if let Some(bare) = host.strip_suffix('.').map(str::to_owned) {
            url.set_host(Some(&bare)).map_err(|_| Refusal::NoAddress)?;
        }
        let host = url.host_str().unwrap_or_default();
        // The parser has made dotted decimals of every other spelling: 2130706433, 0x7f.1, 0177.0.0.1.
        if let Some(address) = literal(host)
            && !bounds.allow(address)
        {
            return Err(Refusal::NotPublic);
        }
        if !bounds.private && !matches!(url.port(), None | Some(80 | 443)) {
            return Err(Refusal::Port);
        }
        if bounds.ours(&url) {
            return Err(Refusal::Ourselves);
        }
        url.set_fragment(None);
        if url.as_str().len() > LONGEST {
            return Err(Refusal::NoAddress);
        }
        Ok(Self(url))
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The address that stands in place of a name.
fn literal(host: &str) -> Option<IpAddr> {
    if let Some(inner) = host.strip_prefix('[') {
        return inner.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    host.trim_end_matches('.').parse::<Ipv4Addr>().ok().map(IpAddr::V4)
}

impl Bounds {
    /// Whether anything may be asked there.
    pub(super) fn allow(&self, address: IpAddr) -> bool {
        match reach(address) {
            Reach::Public => true,
            Reach::Private => self.private,
            Reach::Never => false,
        }
    }

    /// The addresses of a name, where all of them may be asked: one that leads inside as well is not to be had by asking again.
    ///
    /// # Errors
    /// Where any of them may not.
    pub(super) fn allow_all(&self, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Refusal> {
        if found.iter().all(|address| self.allow(address.ip())) { Ok(found) } else { Err(Refusal::NotPublic) }
    }

    /// Whether it is an address of this site, whichever of the two usual ports it names.
    fn ours(&self, url: &Url) -> bool {
        let usual = |url: &Url| url.port_or_known_default().filter(|port| !matches!(port, 80 | 443));
        let name = |url: &Url| url.host_str().map(|host| host.trim_end_matches('.').to_owned());
        Url::parse(&self.site).is_ok_and(|site| name(&site) == name(url) && usual(&site) == usual(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(private: bool) -> Bounds {
        Bounds::of("https://guild.example", private)
    }

    fn refused(address: &str) -> Option<Refusal> {
        Target::read(address, &bounds(false)).err()
    }

    #[test]
    fn addresses_of_the_web_are_read_and_webcal_is_https() {
        for (typed, kept) in [
            ("https://calendar.example/team.ics?key=1", "https://calendar.example/team.ics?key=1"),
            (" http://calendar.example:80/a#b ", "http://calendar.example/a"),
            ("webcal://calendar.example/a", "https://calendar.example/a"),
            ("WEBCAL://Calendar.Example/a", "https://calendar.example/a"),
            ("https://1.1.1.1/", "https://1.1.1.1/"),
            ("https://calendar.example./a", "https://calendar.example/a"),
            ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ] {
            assert_eq!(Target::read(typed, &bounds(false)).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused() {
        for none in [
            "",
            "calendar",
            "calendar.example/team.ics",
            "https://",
            "webcal://",
            "https:///",
            "https://a b/",
            "https://[::1",
            "https://300.1.1.1/",
            "ü",
        ] {
            assert_eq!(refused(none), Some(Refusal::NoAddress), "{none}");
        }
        for other in [
            "file:///etc/passwd",
            "ftp://calendar.example/",
            "javascript:alert(1)",
            "data:text/calendar,x",
            "gopher://127.0.0.1:70/",
            "unix:/run/x",
        ] {
            assert!(matches!(refused(other), Some(Refusal::Scheme | Refusal::NoAddress)), "{other}");
        }
        assert_eq!(refused(&format!("https://calendar.example/{}", "a".repeat(2_000))), Some(Refusal::NoAddress));
    }

    #[test]
    fn however_an_inner_address_is_spelt_it_is_refused() {
        for inner in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0x7f.1",
            "127.0.0.1.",
            "１２７.0.0.1",
            "127。0。0。1",
            "%31%32%37.0.0.1",
            "10.0.0.8",
            "192.168.1.1",
            "172.16.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[fe80::1]",
            "[fd00::1]",
            "[64:ff9b::10.0.0.1]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[fec0::1]",
        ] {
            assert_eq!(refused(&format!("http://{inner}/team.ics")), Some(Refusal::NotPublic), "{inner}");
            assert_eq!(refused(&format!("webcal://{inner}:443")), Some(Refusal::NotPublic), "{inner}");
        }
    }

    #[test]
    fn other_ports_and_passwords_are_refused() {
        for port in ["https://calendar.example:8443/", "http://calendar.example:22/", "http://calendar.example:6379/"] {
            assert_eq!(refused(port), Some(Refusal::Port), "{port}");
        }
        for secret in [
            "https://ada:word@calendar.example/",
            "https://ada@calendar.example/",
            "https://calendar.example@127.0.0.1/",
            "https://:word@calendar.example/",
        ] {
            assert_eq!(refused(secret), Some(Refusal::Password), "{secret}");
        }
    }

    #[test]
    fn where_the_operator_allows_a_private_network_it_is_read_and_nothing_beyond() {
        for inner in ["http://127.0.0.1:8080/", "https://10.0.0.8/", "http://[::1]:3000/", "http://intranet:8080/"] {
            assert!(Target::read(inner, &bounds(true)).is_ok(), "{inner}");
        }
        for never in ["http://169.254.169.254/", "http://0.0.0.0/", "http://[fe80::1]/", "http://224.0.0.1/"] {
            assert_eq!(Target::read(never, &bounds(true)).err(), Some(Refusal::NotPublic), "{never}");
        }
    }

    #[test]
    fn a_site_does_not_read_itself() {
        for own in ["https://guild.example/c/design/calendar.ics", "http://GUILD.example./", "webcal://guild.example:443/x"] {
            assert_eq!(refused(own), Some(Refusal::Ourselves), "{own}");
        }
        assert_eq!(refused("https://other.guild.example/"), None);
    }

    #[test]
    fn where_an_answer_sends_one_is_checked_as_the_first_address_was() {
        let from = Target::read("https://calendar.example/a/b.ics?key=1", &bounds(false)).unwrap();
        assert_eq!(from.onward("../c.ics", &bounds(false)).unwrap().as_str(), "https://calendar.example/c.ics");
        for (location, why) in [
            ("http://127.0.0.1/", Refusal::NotPublic),
            ("//169.254.169.254/latest", Refusal::NotPublic),
            ("file:///etc/passwd", Refusal::Scheme),
            ("https://calendar.example:8080/", Refusal::Port),
            ("https://a:b@calendar.example/", Refusal::Password),
        ] {
            assert_eq!(from.onward(location, &bounds(false)).err(), Some(why), "{location}");
        }
    }

    #[test]
    fn a_name_with_one_inner_address_among_its_own_is_refused() {
        let at = |texts: &[&str]| texts.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect::<Vec<_>>();
        assert_eq!(bounds(false).allow_all(at(&["1.1.1.1", "2606:4700::1"])).map(|found| found.len()), Ok(2));
        assert_eq!(bounds(false).allow_all(at(&["1.1.1.1", "10.0.0.1"])), Err(Refusal::NotPublic));
        assert_eq!(bounds(true).allow_all(at(&["10.0.0.1", "169.254.169.254"])), Err(Refusal::NotPublic));
    }
}
