//! Which addresses are public (RFC 6890 and the registries of IANA that follow it). Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// From where an address is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// From everywhere.
    Public,
    /// Within a network, or on one machine: an intranet may have calendars there.
    Private,
    /// Nothing is ever asked there: links between neighbours, where clouds keep their secrets, groups, what is reserved, and detours to other addresses.
    Never,
}

/// From where an address is reached.
pub fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) => reach_v4(address),
        IpAddr::V6(address) => reach_v6(address),
    }
}

fn reach_v4(address: Ipv4Addr) -> Reach {
    match address.octets() {
        // Where one cloud keeps the secrets of a machine.
        [100, 100, 100, 200] => Reach::Never,
        // Private, shared by a provider's customers (CGNAT), this machine.
        [10, ..] | [100, 64..=127, ..] | [127, ..] | [172, 16..=31, ..] | [192, 168, ..] => Reach::Private,
        // This network, link-local, protocols, 6to4 relays.
        [0, ..] | [169, 254, ..] | [192, 0, 0, _] | [192, 88, 99, _] => Reach::Never,
        // Documentation and benchmarks.
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [198, 18..=19, ..] => Reach::Never,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => Reach::Never,
        _ => Reach::Public,
    }
}

fn reach_v6(address: Ipv6Addr) -> Reach {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        reach_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Reach::Private,
        // Mapped IPv4, and NAT64: the connection ends at the address within.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        // 6to4: a detour that nobody needs where it leads inside.
        [0x2002, high, low, ..] if embedded(high, low) == Reach::Public => Reach::Public,
        [0x2002, ..] => Reach::Never,
        // Protocols, among them Teredo, benchmarks and ORCHID; documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Reach::Never,
        // Where clouds keep the secrets of a machine.
        [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254] | [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254] => Reach::Never,
        [0xfc00..=0xfdff, ..] => Reach::Private,
        [0x2000..=0x3fff, ..] => Reach::Public,
        // Unspecified, compatible with IPv4, discarded, local NAT64, link-local, site-local, multicast, and what is not given out.
        _ => Reach::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Reach {
        reach(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_the_internet_are_public() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.1.1",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
        ] {
            assert_eq!(of(public), Reach::Public, "{public}");
        }
        for public in [
            "2606:4700:4700::1111",
            "2a00:1450:4001:81b::200e",
            "2001:200::1",
            "2001:4860:4860::8888",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert_eq!(of(public), Reach::Public, "{public}");
        }
    }

    #[test]
    fn networks_of_ones_own_are_private() {
        for private in [
            "10.0.0.1",
            "10.255.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "100.64.0.1",
            "100.127.255.255",
        ] {
            assert_eq!(of(private), Reach::Private, "{private}");
        }
        for private in [
            "::1",
            "fc00::1",
            "fd12:3456::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b::10.1.2.3",
        ] {
            assert_eq!(of(private), Reach::Private, "{private}");
        }
    }

    #[test]
    fn nothing_is_ever_asked_of_what_is_no_host() {
        for never in [
            "0.0.0.0",
            "0.1.2.3",
            "169.254.169.254",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            assert_eq!(of(never), Reach::Never, "{never}");
        }
        for never in [
            "::",
            "::2",
            "::127.0.0.1",
            "::8.8.8.8",
            "100::1",
            "64:ff9b:1::1",
            "64:ff9b::169.254.169.254",
            "::ffff:169.254.169.254",
            "::ffff:0.0.0.0",
            "2001::1",
            "2001:0:7f00:1::",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "3fff::1",
            "5f00::1",
            "2002:7f00:1::1",
            "2002:a00:1::1",
            "2002:a9fe:a9fe::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert_eq!(of(never), Reach::Never, "{never}");
        }
    }
}
