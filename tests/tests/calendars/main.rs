//! Tasks and events in calendar programs: real ones read and write them, what they cannot say stays, and nobody reaches more by
//! them than by the page.

mod feeds;
mod hostile;
mod programs;
mod rights;
mod syncing;
mod writing;

use guildhall_tests::{Client, Server, base64};
pub use guildhall_tests::{
    id,
    papers::{Office, office},
};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

/// An app password of somebody.
pub fn app_password(of: &Client) -> String {
    let made = of.post("/me/tokens", json!({"name": "Phone", "scopes": ["calendars"]})).ok();
    made["secret"].as_str().unwrap().to_owned()
}

/// A calendar program of somebody. It speaks for itself, because a client made for an API knows none of its methods.
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
    pub text: String,
}

impl Said {
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(head, _)| head.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| Some(line.split_once(':')?.1.trim()))
    }

    /// What stands between two words, each time.
    pub fn all(&self, begin: &str, end: &str) -> Vec<String> {
        self.text.split(begin).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.to_owned())).collect()
    }

    pub fn hrefs(&self) -> Vec<String> {
        self.all("<D:response><D:href>", "</D:href>")
    }

    pub fn token(&self) -> String {
        self.all("<D:sync-token>", "</D:sync-token>").pop().unwrap()
    }
}

impl Program {
    /// A program of somebody.
    pub fn of(server: &Server, person: &Client) -> Program {
        Program::with(server, &app_password(person))
    }

    pub fn with(server: &Server, password: &str) -> Program {
        let basic = format!("Basic {}", base64(&format!("ana@example.org:{password}")));
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

    pub fn ask(&self, method: &str, path: &str, body: &[u8]) -> Said {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        self.headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        let mut sent = format!("{head}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        sent.extend(body);
        let mut stream = TcpStream::connect(self.url.trim_start_matches("http://")).unwrap();
        // Who is refused may be told before all was sent.
        let _cut = stream.write_all(&sent);
        let mut raw = Vec::new();
        let _cut = stream.read_to_end(&mut raw);
        let text = String::from_utf8_lossy(&raw).into_owned();
        let (head, text) = text.split_once("\r\n\r\n").unwrap();
        Said { status: head.split(' ').nth(1).unwrap().parse().unwrap(), head: head.into(), text: text.into() }
    }

    /// Writes an entry, as it is seen by now.
    pub fn put(&self, path: &str, part: &str) -> Said {
        self.ask("PUT", path, calendar(part).as_bytes())
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Said {
        let said = self.ask("GET", path, b"");
        assert_eq!(said.status, 200, "{path}: {}", said.text);
        said
    }

    #[track_caller]
    pub fn list(&self, path: &str) -> Said {
        let said = self.header("Depth", "1").ask("PROPFIND", path, b"");
        assert_eq!(said.status, 207, "{path}: {}", said.text);
        said
    }

    /// Asks what changed since a token; all of it without one.
    pub fn sync(&self, path: &str, token: &str) -> Said {
        let question = format!(
            "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>\
             <D:prop><D:getetag/></D:prop></D:sync-collection>"
        );
        self.ask("REPORT", path, question.as_bytes())
    }
}

/// A part as a whole calendar.
pub fn calendar(part: &str) -> String {
    let lines: Vec<&str> = part.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{}\r\nEND:VCALENDAR\r\n", lines.join("\r\n"))
}

pub fn todo(uid: &str, lines: &str) -> String {
    format!("BEGIN:VTODO\nUID:{uid}\nDTSTAMP:20261101T080000Z\n{lines}\nEND:VTODO")
}

pub fn event(uid: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261101T080000Z\n{lines}\nEND:VEVENT")
}

/// The address of a space as a calendar.
pub fn of_space(space: &str) -> String {
    format!("/dav/calendars/{space}/")
}
