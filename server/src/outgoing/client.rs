//! The one client with which this server asks others. An address somebody wrote down may lead anywhere, so it has to be
//! encrypted and public, and that is asked of the address that is connected to, after the name was looked up: a name can
//! point to another place the next time. No redirect is followed and no proxy of the environment is used.

use rustls::crypto::ring;
use std::{
    io::{ErrorKind, Read},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::Duration,
};
use ureq::{
    Agent, Error,
    config::Config,
    http::Uri,
    tls::{Certificate, RootCerts, TlsConfig},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

/// How long a request may take unless told.
const PATIENCE: Duration = Duration::from_secs(5);

/// See the module.
#[derive(Debug, Clone)]
pub struct Client {
    agent: Agent,
    open: bool,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Seconds after which to ask again, when it says so.
    pub retry_after: Option<u64>,
    /// How it begins, as far as it was read.
    pub body: Vec<u8>,
}

/// Why nothing did.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Such an address is never asked.
    #[error("The address is not a public one with https.")]
    Private,
    /// The connection, in words.
    #[error("{0}")]
    Connection(String),
}

impl Client {
    /// One; `open` lets it ask this machine and the network it stands in as well, also without encryption.
    pub fn new(open: bool) -> Client {
        Client::patient(open, PATIENCE)
    }

    /// The same with a patience of its own.
    pub fn patient(open: bool, patience: Duration) -> Client {
        let found = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<Certificate<'static>> = found.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(roots)))
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .build();
        let config = Config::builder()
            .tls_config(tls)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(patience))
            .user_agent("Guildhall")
            .build();
        let resolver = Public { inner: DefaultResolver::default(), open };
        Client { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), open }
    }

    /// Whether an address may be asked at all, as far as it says itself.
    pub fn may_ask(&self, url: &str) -> bool {
        address(url, self.open).is_some()
    }

    /// Posts bytes. What is answered beside the head is not read.
    pub fn post(&self, url: &str, headers: &[(&str, String)], body: &[u8]) -> Result<Answer, Trouble> {
        self.post_and_read(url, headers, body, 0)
    }

    /// Posts bytes, and reads at most so many of the answer. One that breaks off is there as far as it came.
    pub fn post_and_read(
        &self,
        url: &str,
        headers: &[(&str, String)],
        body: &[u8],
        most: u64,
    ) -> Result<Answer, Trouble> {
        if !self.may_ask(url) {
            return Err(Trouble::Private);
        }
        let mut request = self.agent.post(url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let mut answer = request.send(body).map_err(|error| match error {
            Error::BadUri(_) => Trouble::Private,
            other => Trouble::Connection(words(&other)),
        })?;
        let after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let retry_after = after.and_then(|text| text.trim().parse().ok());
        let mut begin = Vec::new();
        if most > 0 {
            // The head has said what became of it.
            let _ = answer.body_mut().as_reader().take(most).read_to_end(&mut begin);
        }
        Ok(Answer { status: answer.status().as_u16(), retry_after, body: begin })
    }
}

/// Why nothing came back, for people.
fn words(error: &Error) -> String {
    match error {
        Error::Timeout(_) => "It did not answer in time.".into(),
        Error::HostNotFound => "Nothing is known under this name.".into(),
        Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused => "Nothing answers at this address.".into(),
            ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof => "The connection was broken off.".into(),
            _ => format!("It could not be reached: {error}."),
        },
        Error::Rustls(_) | Error::Tls(_) => format!("The encrypted connection failed: {error}."),
        other => format!("It could not be reached: {other}."),
    }
}

/// Scheme and host with port of an address that may be asked.
pub fn address(url: &str, open: bool) -> Option<(String, String)> {
    let uri: Uri = url.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let plain = scheme == "http" && open;
    let named = host.parse::<IpAddr>().map_or(!host.is_empty(), |address| may_reach(address, plain, open));
    // What stands before an @ is a sign-in, and nobody's here.
    let fits = (scheme == "https" || plain) && named && !authority.as_str().contains('@') && url.len() <= 2_000;
    fits.then(|| (scheme.to_owned(), authority.as_str().to_owned()))
}

/// Answers public addresses only.
#[derive(Debug)]
struct Public {
    inner: DefaultResolver,
    open: bool,
}

impl Resolver for Public {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        let plain = uri.scheme_str() != Some("https");
        for address in found.iter().filter(|address| may_reach(address.ip(), plain, self.open)) {
            kept.push(*address);
        }
        if kept.is_empty() { Err(Error::BadUri("it leads to a private address".into())) } else { Ok(kept) }
    }
}

/// What is not encrypted goes no further than the own network.
fn may_reach(address: IpAddr, plain: bool, open: bool) -> bool {
    (is_public(address) && !plain) || (is_near(address) && open)
}

/// Whether an address is of this machine or of the network it stands in. Where machines tell about themselves
/// (169.254.0.0/16) is neither.
fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            address.is_loopback() || address.is_private() || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(inside) => is_near(IpAddr::V4(inside)),
            None => address.is_loopback() || address.is_unique_local(),
        },
    }
}

/// Whether an address is of the open internet: not of this machine, this network, or any that is set apart.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let apart = match (a, b, c) {
        (0 | 10 | 127, ..) | (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) => true,
        (192, 0, 0 | 2) | (192, 88, 99) | (192, 168, _) | (198, 18 | 19, _) => true,
        (198, 51, 100) | (203, 0, 113) => true,
        _ => a >= 224,
    };
    !apart
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inside) = address.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    let [a, b, ..] = address.segments();
    // Only 2000::/3 is handed out; of it, what is for documents, tunnels and trials leads elsewhere.
    let apart = matches!((a, b), (0x2001, 0x0db8 | 0..=0x01ff)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    a & 0xe000 == 0x2000 && !apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_public_addresses_are_asked() {
        for good in [
            "https://push.example.com/a?b",
            "https://1.1.1.1/x",
            "https://[2606:4700::1111]/",
            "https://a.example:8443/",
        ] {
            assert!(address(good, false).is_some(), "{good}");
        }
        for bad in [
            "http://push.example.com/",
            "https://127.0.0.1/",
            "https://10.1.2.3/",
            "https://192.168.1.1:443/",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/",
            "https://[::1]/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "https://[2002:a00:1::]/",
            "https://push.example.com@127.0.0.1/",
            "https:///x",
            "file:///etc/passwd",
            "push.example.com",
            "",
        ] {
            assert!(address(bad, false).is_none(), "{bad}");
        }
        for near in
            ["http://127.0.0.1:9/", "https://192.168.1.9/x", "http://[fd00::1]/", "https://1.1.1.1/", "http://nas.lan/"]
        {
            assert!(address(near, true).is_some(), "{near}");
        }
        for bad in [
            "ftp://127.0.0.1/",
            "http://1.1.1.1/",
            "http://169.254.169.254/latest",
            "https://[fe80::1]/",
            "http://0.0.0.0/",
        ] {
            assert!(address(bad, true).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_name_that_leads_to_this_machine_is_not_asked() {
        let client = Client::new(false);
        assert_eq!(client.post("https://localhost:9/", &[], b""), Err(Trouble::Private));
    }
}
