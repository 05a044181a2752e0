//! Where a request comes from and how people reach this server. Forwarded headers count only when the
//! connection itself comes from a proxy named in the settings; by default there is none.

use crate::config::Config;
use actix_web::{HttpRequest, http::header::HeaderName};
use std::net::{IpAddr, Ipv6Addr};

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The address, for the audit and the list of sessions; empty when there is none.
    pub address: String,
    /// What attempts are counted by: the address, or the network an IPv6 address is from, because one
    /// customer has 2⁶⁴ of those.
    pub network: String,
}

/// The client behind a request.
pub fn client(config: &Config, request: &HttpRequest) -> Client {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    let behind = trusted(config, request).then(|| forwarded_for(config, request)).flatten();
    match behind.or(peer) {
        Some(address) => Client { address: address.to_string(), network: network(address) },
        None => Client { address: String::new(), network: String::new() },
    }
}

/// Whether the browser is connected by an encrypted connection.
pub fn is_secure(config: &Config, request: &HttpRequest) -> bool {
    config.secure
        || (trusted(config, request) && proto(request).is_some_and(|proto| proto.eq_ignore_ascii_case("https")))
}

/// The address people use, without a slash at the end: the configured one, else the one asked for.
pub fn origin(config: &Config, request: &HttpRequest) -> String {
    if let Some(url) = &config.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let asked = request.headers().get("host").and_then(|host| host.to_str().ok());
    let forwarded = trusted(config, request).then(|| header(request, "x-forwarded-host")).flatten();
    // HTTP/2 names the host in the address and not in a header.
    let host = forwarded
        .or(asked)
        .or(request.uri().authority().map(|host| host.as_str()))
        .filter(|host| is_host(host))
        .unwrap_or("localhost");
    format!("{}://{host}", if is_secure(config, request) { "https" } else { "http" })
}

/// Only what can stand in an address: a link is copied by people and must not carry anything else.
fn is_host(host: &str) -> bool {
    !host.is_empty() && host.len() <= 255 && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b))
}

fn trusted(config: &Config, request: &HttpRequest) -> bool {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    peer.is_some_and(|peer| config.trusted_proxies.iter().any(|proxy| proxy.to_canonical() == peer))
}

fn header<'r>(request: &'r HttpRequest, name: &'static str) -> Option<&'r str> {
    request.headers().get(HeaderName::from_static(name)).and_then(|value| value.to_str().ok()).map(str::trim)
}

/// The nearest address that is no proxy of ours: what stands before it was written by the client.
fn forwarded_for(config: &Config, request: &HttpRequest) -> Option<IpAddr> {
    let named = |name| request.headers().get_all(HeaderName::from_static(name)).filter_map(|value| value.to_str().ok());
    let plain = named("x-forwarded-for").flat_map(|list| list.split(',')).map(str::to_owned);
    let mut hops: Vec<String> = plain.collect();
    if hops.is_empty() {
        let elements = named("forwarded").flat_map(|list| list.split(','));
        hops = elements.filter_map(|element| parameter(element, "for")).collect();
    }
    let ours = |address: &IpAddr| config.trusted_proxies.iter().any(|proxy| proxy.to_canonical() == *address);
    for hop in hops.iter().rev() {
        // An unreadable hop ends the chain of trust: nothing before it can be believed.
        let address = read_address(hop)?;
        if !ours(&address) {
            return Some(address);
        }
    }
    None
}

fn proto(request: &HttpRequest) -> Option<String> {
    let plain =
        header(request, "x-forwarded-proto").map(|list| list.split(',').next_back().unwrap_or(list).trim().to_owned());
    plain.or_else(|| header(request, "forwarded").and_then(|list| parameter(list.split(',').next_back()?, "proto")))
}

/// A parameter of one element of `Forwarded`.
fn parameter(element: &str, name: &str) -> Option<String> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value);
    values.next().map(|value| value.trim().trim_matches('"').to_owned())
}

/// `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`.
fn read_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(address, _)| address);
    let read = bare.unwrap_or(text).parse::<IpAddr>().ok();
    read.or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
        .map(|address| address.to_canonical())
}

fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(_) => address.to_string(),
        IpAddr::V6(long) => format!("{}/64", Ipv6Addr::from(u128::from(long) & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn ask(proxy: bool, headers: &[(&'static str, &'static str)]) -> (Config, HttpRequest) {
        let mut config = Config::for_data("guild.redb".into());
        config.trusted_proxies = if proxy { vec!["10.0.0.1".parse().unwrap()] } else { Vec::new() };
        let request = TestRequest::default().peer_addr("10.0.0.1:9000".parse().unwrap());
        (config, headers.iter().fold(request, |request, header| request.append_header(*header)).to_http_request())
    }

    #[test]
    fn forwarded_headers_count_only_from_a_trusted_proxy() {
        let headers = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "https"), ("host", "guild.example")];
        let (config, request) = ask(false, &headers);
        assert_eq!(client(&config, &request).address, "10.0.0.1");
        assert_eq!(origin(&config, &request), "http://guild.example");
        let (config, request) = ask(true, &headers);
        assert_eq!(client(&config, &request).address, "203.0.113.9");
        assert_eq!(origin(&config, &request), "https://guild.example");
    }

    #[test]
    fn what_a_client_writes_before_the_proxy_is_not_believed() {
        let (config, request) = ask(true, &[("x-forwarded-for", "1.2.3.4, 203.0.113.9, 10.0.0.1")]);
        assert_eq!(client(&config, &request).address, "203.0.113.9");
        let (config, request) = ask(true, &[("forwarded", "for=1.2.3.4, for=\"[2001:db8::7]:443\";proto=https")]);
        let from = client(&config, &request);
        assert_eq!((from.address.as_str(), from.network.as_str()), ("2001:db8::7", "2001:db8::/64"));
        assert!(is_secure(&config, &request));
        let (config, request) = ask(true, &[("x-forwarded-for", "203.0.113.9, unknown")]);
        assert_eq!(client(&config, &request).address, "10.0.0.1");
    }

    #[test]
    fn a_link_never_carries_a_strange_host() {
        let (mut config, request) = ask(false, &[("host", "a\"><b")]);
        assert_eq!(origin(&config, &request), "http://localhost");
        config.public_url = Some("https://guild.example/work/".into());
        assert_eq!(origin(&config, &request), "https://guild.example/work");
    }
}
