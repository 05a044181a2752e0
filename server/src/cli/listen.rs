//! The address the server listens on.

use super::Failure;
use crate::config::Config;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};

/// Opens the port.
pub fn bind(config: &Config) -> Result<TcpListener, Failure> {
    TcpListener::bind(&config.listen).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program listens there. Choose another port with --listen".to_owned()
            }
            std::io::ErrorKind::PermissionDenied => {
                "this user may not. Choose a port from 1024 on with --listen".to_owned()
            }
            _ => error.to_string(),
        };
        Failure::Failed(format!("It is not possible to listen on {}: {why}.", config.listen))
    })
}

/// The address at which this machine reaches the server, without a slash at the end.
pub fn local_url(config: &Config, address: SocketAddr) -> String {
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    format!("{scheme}://{}", reachable(address))
}

/// An address that listens everywhere is reached on the loopback.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
    SocketAddr::new(ip, address.port())
}
