//! Network folders: real programs read and write them, saving keeps a document what it is, and nobody reaches more by
//! them than by the page.

mod keeping;
mod programs;
mod rights;

pub use guildhall_tests::papers::{Office, office};
use guildhall_tests::{Client, Server, base64};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
};

/// An app password of somebody.
pub fn app_password(of: &Client) -> String {
    let made = of.post("/me/tokens", json!({"name": "Laptop", "scopes": ["files"]})).ok();
    made["secret"].as_str().unwrap().to_owned()
}

/// A program that signs in with a name and a password. It speaks for itself, because a client made for an API knows
/// none of its methods.
#[derive(Clone)]
pub struct Program {
    url: String,
    headers: Vec<(String, String)>,
}

/// What it was answered.
#[derive(Debug)]
pub struct Said {
    pub status: u16,
    pub head: String,
    pub bytes: Vec<u8>,
}

impl Said {
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(head, _)| head.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| Some(line.split_once(':')?.1.trim()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
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
    /// A program of somebody.
    pub fn of(server: &Server, person: &Client) -> Program {
        Program::with(server, &app_password(person))
    }

    pub fn with(server: &Server, password: &str) -> Program {
        let basic = format!("Basic {}", base64(&format!("x:{password}")));
        Program { url: server.url.clone(), headers: vec![("Authorization".into(), basic)] }
    }

    pub fn nobody(server: &Server) -> Program {
        Program { url: server.url.clone(), headers: Vec::new() }
    }

    pub fn header(&self, name: &str, value: &str) -> Program {
        let mut other = self.clone();
        other.headers.push((name.into(), value.into()));
        other
    }

    pub fn ask(&self, method: &str, path: &str, body: Option<&[u8]>) -> Said {
        self.ask_at(method, &format!("/dav/files{path}"), body)
    }

    pub fn ask_at(&self, method: &str, path: &str, body: Option<&[u8]>) -> Said {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        self.headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        let chunked = self.headers.iter().any(|(name, _)| name == "Transfer-Encoding");
        let body = body.unwrap_or_default();
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

    pub fn put(&self, path: &str, bytes: &[u8]) -> u16 {
        self.ask("PUT", path, Some(bytes)).status
    }

    pub fn get(&self, path: &str) -> Vec<u8> {
        let answer = self.ask("GET", path, None);
        assert_eq!(answer.status, 200, "{path}");
        answer.bytes
    }

    pub fn rename(&self, from: &str, to: &str) -> u16 {
        let to = format!("{}/dav/files{to}", self.url);
        self.header("Destination", &to).ask("MOVE", from, None).status
    }

    /// The names a folder shows.
    pub fn names(&self, path: &str) -> Vec<String> {
        let answer = self.header("Depth", "1").ask("PROPFIND", path, None);
        assert_eq!(answer.status, 207, "{path}");
        let text = answer.text();
        let hrefs = text.split("<D:href>").skip(1).filter_map(|rest| rest.split("</D:href>").next());
        let mut names: Vec<String> =
            hrefs.map(|href| href.trim_end_matches('/').rsplit('/').next().unwrap().to_owned()).skip(1).collect();
        names.sort();
        names
    }
}

/// What the page shows of a space.
pub fn shown(by: &Client, space: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let mut page = by.get(&format!("/spaces/{space}/documents?sort=name&limit=200{cursor}")).ok();
        all.append(page["items"].as_array_mut().unwrap());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

pub fn versions(by: &Client, document: &Value) -> usize {
    let id = document["id"].as_str().unwrap();
    by.get(&format!("/documents/{id}/versions?limit=200")).ok()["items"].as_array().unwrap().len()
}
