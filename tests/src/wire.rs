//! A connection spoken to by hand, for what a well-behaved client does not do.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// Longest wait for anything.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// One connection over anything that carries bytes.
pub struct Wire<S = TcpStream> {
    /// What carries it.
    pub stream: S,
    seen: Vec<u8>,
}

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct RawAnswer {
    /// HTTP status.
    pub status: u16,
    /// The head, in small letters.
    pub head: String,
    /// The session it began, as a cookie to send.
    pub cookie: Option<String>,
    /// The body.
    pub body: String,
}

impl Wire {
    /// A connection to a server, `http://127.0.0.1:1`.
    pub fn to(url: &str) -> Wire {
        let stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Wire::over(stream)
    }

    /// Sends `piece` again and again, every `pause`, until the server says or does something. Answers how long that
    /// took.
    pub fn trickle(&mut self, piece: &[u8], pause: Duration) -> Duration {
        let begun = Instant::now();
        self.stream.set_read_timeout(Some(pause)).unwrap();
        let mut byte = [0];
        while begun.elapsed() < PATIENCE {
            match self.stream.read(&mut byte) {
                Ok(0) => break,
                Ok(_) => {
                    self.seen.extend(byte);
                    break;
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(_) => break,
            }
            if self.stream.write_all(piece).is_err() {
                break;
            }
        }
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        begun.elapsed()
    }
}

impl<S: Read + Write> Wire<S> {
    /// Speaks over a stream.
    pub fn over(stream: S) -> Wire<S> {
        Wire { stream, seen: Vec::new() }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
        self.stream.flush().unwrap();
    }

    /// Asks for an address and answers what comes.
    pub fn get(&mut self, path: &str) -> RawAnswer {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        self.answer().unwrap_or_else(|| panic!("no answer to GET {path}"))
    }

    /// Sends JSON and answers what comes.
    pub fn post(&mut self, path: &str, cookie: &str, json: &serde_json::Value) -> RawAnswer {
        let body = json.to_string();
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Type: application/json");
        self.send(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        self.answer().unwrap_or_else(|| panic!("no answer to POST {path}"))
    }

    /// The next answer; none when the connection ended instead.
    pub fn answer(&mut self) -> Option<RawAnswer> {
        while end_of_head(&self.seen).is_none() {
            if self.more() == 0 {
                return None;
            }
        }
        let at = end_of_head(&self.seen)?;
        let head = String::from_utf8_lossy(&self.seen[..at]).into_owned();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().ok())?
        });
        let end = at + 4 + length.unwrap_or(0);
        while self.seen.len() < end && self.more() > 0 {}
        let body = String::from_utf8_lossy(&self.seen[at + 4..end.min(self.seen.len())]).into_owned();
        self.seen.drain(..end.min(self.seen.len()));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let cookie = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or_default().to_owned())
        });
        Some(RawAnswer { status, head: head.to_lowercase(), cookie, body })
    }

    /// Whether the server has ended the connection, waiting for it.
    pub fn is_closed(&mut self) -> bool {
        while self.more() > 0 {}
        self.stream.read(&mut [0]).is_ok_and(|read| read == 0) || self.stream.write_all(b"x").is_err()
    }

    /// Reads to the end of the connection and answers how many bytes came.
    pub fn rest(&mut self) -> usize {
        let mut bytes = self.seen.len();
        self.seen.clear();
        loop {
            match self.more() {
                0 => return bytes,
                read => bytes += read,
            }
            self.seen.clear();
        }
    }

    fn more(&mut self) -> usize {
        let mut buffer = [0; 16 * 1024];
        let read = self.stream.read(&mut buffer).unwrap_or(0);
        self.seen.extend(&buffer[..read]);
        read
    }
}

impl RawAnswer {
    /// The stable code of an error.
    pub fn code(&self) -> String {
        let json: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_default();
        json["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

fn end_of_head(seen: &[u8]) -> Option<usize> {
    seen.windows(4).position(|four| four == b"\r\n\r\n")
}
