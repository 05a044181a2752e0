//! A program that signs in with a name and a password, as those for network folders and calendars do. It speaks for itself,
//! because a client made for an API knows none of their methods.

use crate::{Client, Server, base64};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

/// An app password of somebody for a scope: `files`, `calendars`.
pub fn app_password(of: &Client, scope: &str) -> String {
    let made = of.post("/me/tokens", json!({"name": "Laptop", "scopes": [scope]})).ok();
    made["secret"].as_str().unwrap().to_owned()
}

/// See the module.
#[derive(Clone)]
pub struct Program {
    /// The address of the server.
    pub url: String,
    headers: Vec<(String, String)>,
}

/// What it was answered.
#[derive(Debug)]
pub struct Said {
    /// HTTP status.
    pub status: u16,
    /// The status line and all headers.
    pub head: String,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Said {
    /// A header by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(head, _)| head.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| Some(line.split_once(':')?.1.trim()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What stands between two words, each time.
    pub fn all(&self, begin: &str, end: &str) -> Vec<String> {
        let text = self.text();
        text.split(begin).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.to_owned())).collect()
    }

    fn read(raw: &[u8]) -> Said {
        let end = raw.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&raw[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let said = Said { status, head, bytes: raw[end + 4..].to_vec() };
        let chunked = said.header("transfer-encoding").is_some_and(|how| how.contains("chunked"));
        if chunked { Said { bytes: unchunked(&said.bytes), ..said } } else { said }
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap().trim(), 16).unwrap();
        if length == 0 {
            break;
        }
        all.extend(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 4 + length..];
    }
    all
}

impl Program {
    /// One with an app password. The name it signs in with means nothing.
    pub fn with(server: &Server, password: &str) -> Program {
        let basic = format!("Basic {}", base64(&format!("x:{password}")));
        Program::nobody(server).header("Authorization", &basic)
    }

    /// One that does not sign in.
    pub fn nobody(server: &Server) -> Program {
        Program { url: server.url.clone(), headers: Vec::new() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(&self, name: &str, value: &str) -> Program {
        let mut other = self.clone();
        other.headers.push((name.into(), value.into()));
        other
    }

    /// Asks something, in chunks where a header says so.
    pub fn ask(&self, method: &str, path: &str, body: &[u8]) -> Said {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        self.headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        let chunked = self.headers.iter().any(|(name, _)| name == "Transfer-Encoding");
        let mut sent = match chunked {
            true => format!("{head}\r\n{:x}\r\n", body.len()).into_bytes(),
            false => format!("{head}Content-Length: {}\r\n\r\n", body.len()).into_bytes(),
        };
        sent.extend(body);
        if chunked {
            sent.extend(b"\r\n0\r\n\r\n");
        }
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        // Who is refused may be told before all was sent.
        let _cut = stream.write_all(&sent);
        let mut raw = Vec::new();
        let _cut = stream.read_to_end(&mut raw);
        Said::read(&raw)
    }
}
