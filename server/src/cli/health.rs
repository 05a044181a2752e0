//! `guildhall healthcheck`: one plain request to `/healthz`, for containers and scripts. It only ever
//! goes to the address it is told, usually this machine.

use super::Failure;
use serde_json::Value;
use std::{
    io::{Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

const WITHIN: Duration = Duration::from_secs(3);

/// What the server at an address says of itself; an error when it does not answer with 200.
pub fn ask(url: &str) -> Result<Value, Failure> {
    let host = url
        .strip_prefix("http://")
        .ok_or_else(|| Failure::Usage(format!("“{url}” cannot be asked; write it as http://127.0.0.1:8080.")))?;
    let (host, base) = host.split_once('/').unwrap_or((host, ""));
    let failed = |why: String| Failure::Failed(format!("No answer from {url}: {why}."));
    let reply = request(host, base.trim_end_matches('/')).map_err(|error| failed(error.to_string()))?;
    let (head, body) = reply.split_once("\r\n\r\n").ok_or_else(|| failed("it is no web server".into()))?;
    if !head.lines().next().is_some_and(|line| line.contains(" 200 ")) {
        return Err(failed(head.lines().next().unwrap_or_default().to_owned()));
    }
    serde_json::from_str(body.trim()).map_err(|_| failed("it is another program".into()))
}

fn request(host: &str, base: &str) -> std::io::Result<String> {
    let with_port = if host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    // A server that listens everywhere is asked on the loopback.
    let with_port = with_port.replace("0.0.0.0:", "127.0.0.1:").replace("[::]:", "[::1]:");
    let address = with_port.to_socket_addrs()?.next().ok_or_else(|| std::io::Error::other("there is no such host"))?;
    let mut stream = TcpStream::connect_timeout(&address, WITHIN)?;
    stream.set_read_timeout(Some(WITHIN))?;
    let base = if base.is_empty() { String::new() } else { format!("/{base}") };
    write!(stream, "GET {base}/healthz HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut reply = String::new();
    stream.take(64 * 1024).read_to_string(&mut reply)?;
    Ok(reply)
}
