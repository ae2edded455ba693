//! Where a request comes from, for counting failed sign-ins: the connection's own address, or what a configured
//! reverse proxy says. IPv6 is counted by /64, since one household has that many.

use actix_web::HttpRequest;
use std::net::{IpAddr, Ipv6Addr};

/// Reverse proxies whose `X-Forwarded-For` is believed; app data.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(pub Vec<IpAddr>);

/// The address that counts.
pub fn of(request: &HttpRequest) -> String {
    let Some(peer) = request.peer_addr().map(|address| address.ip()) else { return "unknown".into() };
    let trusted = request.app_data::<actix_web::web::Data<TrustedProxies>>();
    let believed = trusted.is_some_and(|proxies| proxies.0.contains(&peer));
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let address = match (believed, forwarded) {
        // The last entry is the one our proxy wrote; everything before it the caller may have invented.
        (true, Some(chain)) => {
            chain.rsplit(',').next().and_then(|last| last.trim().parse().ok()).unwrap_or(peer)
        }
        _ => peer,
    };
    counted(address)
}

fn counted(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let s = v6.segments();
            format!("{}/64", Ipv6Addr::new(s[0], s[1], s[2], s[3], 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_one_v6_network_count_as_one() {
        assert_eq!(
            counted("2001:db8:1:2:3::4".parse().unwrap()),
            counted("2001:db8:1:2:ffff::1".parse().unwrap())
        );
        assert_eq!(counted("::ffff:192.0.2.7".parse().unwrap()), "192.0.2.7");
    }
}
