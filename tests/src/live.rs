//! Somebody at the live stream: a WebSocket of its own, on a plain connection, sharing no code with the server.

use crate::{Client, Server};
use guildhall::live::Hub;
use serde_json::Value;
use std::{
    collections::VecDeque,
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// What waits longest in a test before it is a fault.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// One connection.
pub struct Live {
    stream: TcpStream,
    bytes: Vec<u8>,
    frames: VecDeque<Value>,
    pongs: VecDeque<Vec<u8>>,
    /// Frames of pages, as they came.
    pub pages: VecDeque<Vec<u8>>,
    /// The code it was closed with; 0 when the connection just ended.
    pub closed: Option<u16>,
    /// The newest cursor.
    pub cursor: Option<String>,
    fences: u64,
}

/// Starts telling in a server of a test. What happens from now on is told; what was before is told to be loaded.
pub fn start(server: &Server) {
    Hub::start(&server.app).unwrap();
    told(server);
}

/// A handshake without its end.
pub fn handshake(address: &str, path: &str, headers: &[(String, String)]) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!(
        "GET /api/v1{path} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    )
}

/// A frame as a client sends it: masked, here with zeros.
pub fn masked(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x80 | kind];
    match payload.len() {
        length @ 0..126 => bytes.push(0x80 | length as u8),
        length @ 126..65_536 => {
            bytes.push(0x80 | 126);
            bytes.extend((length as u16).to_be_bytes());
        }
        length => {
            bytes.push(0x80 | 127);
            bytes.extend((length as u64).to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}

/// The first frame in some bytes: its kind, its payload, and its length with the head.
pub fn unframe(bytes: &[u8]) -> Option<(u8, &[u8], usize)> {
    let (kind, short) = (bytes.first()? & 0x0f, *bytes.get(1)? as usize & 0x7f);
    let (head, length) = match short {
        126 => (4, u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?) as usize),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?) as usize),
        length => (2, length),
    };
    Some((kind, bytes.get(head..head + length)?, head + length))
}

impl Live {
    /// Connects, from now or from a cursor, and reads the hello.
    #[track_caller]
    pub fn open(client: &Client, since: Option<&str>) -> Live {
        let path = since.map_or("/live".to_owned(), |since| format!("/live?since={since}"));
        let mut live = Live::attempt(client, &path).unwrap_or_else(|status| panic!("{status}"));
        let hello = live.hear().unwrap_or_else(|| panic!("closed with {:?}", live.closed));
        assert_eq!(hello["type"], "hello", "{hello}");
        live.frames.push_front(hello);
        live
    }

    /// Connects, or answers the status it was refused with.
    pub fn attempt(client: &Client, path: &str) -> Result<Live, u16> {
        let address = client.url().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.write_all(handshake(&address, path, client.headers()).as_bytes()).unwrap();
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let text = String::from_utf8_lossy(&head).into_owned();
        match text.get(9..12).and_then(|status| status.parse().ok()) {
            Some(101) => Ok(Live {
                stream,
                bytes: Vec::new(),
                frames: VecDeque::new(),
                pongs: VecDeque::new(),
                pages: VecDeque::new(),
                closed: None,
                cursor: None,
                fences: 0,
            }),
            status => Err(status.unwrap_or(0)),
        }
    }

    /// Reads what is there or comes; false at the end and when nothing came in time.
    fn read(&mut self) -> bool {
        let mut part = [0; 64 * 1024];
        match self.stream.read(&mut part) {
            Ok(0) | Err(_) => {
                self.closed.get_or_insert(0);
                return false;
            }
            Ok(length) => self.bytes.extend(&part[..length]),
        }
        while let Some((kind, payload, length)) = unframe(&self.bytes) {
            match kind {
                2 => self.pages.push_back(payload.to_vec()),
                1 => self.frames.push_back(serde_json::from_slice(payload).unwrap()),
                8 => {
                    let code = payload.get(..2).map_or(0, |code| u16::from_be_bytes(code.try_into().unwrap()));
                    self.closed.get_or_insert(code);
                }
                10 => self.pongs.push_back(payload.to_vec()),
                _ => {}
            }
            self.bytes.drain(..length);
        }
        true
    }

    /// The next frame; none at the end.
    pub fn hear(&mut self) -> Option<Value> {
        while self.frames.is_empty() && self.closed.is_none() && self.read() {}
        let frame = self.frames.pop_front()?;
        if let Some(cursor) = frame["cursor"].as_str() {
            self.cursor = Some(cursor.to_owned());
        }
        Some(frame)
    }

    /// The next frame of a kind that something holds for; the ones before it are let go.
    #[track_caller]
    pub fn until(&mut self, kind: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let mut seen = Vec::new();
        while let Some(frame) = self.hear() {
            if frame["type"] == kind && holds(&frame) {
                return frame;
            }
            seen.push(frame.to_string());
        }
        panic!("no such {kind}; closed with {:?} after {seen:#?}", self.closed)
    }

    /// Everything that was sent before now: a ping is answered behind it.
    pub fn drain(&mut self) -> Vec<Value> {
        self.fences += 1;
        let mark = self.fences.to_be_bytes().to_vec();
        self.send(9, &mark);
        while !self.pongs.contains(&mark) && self.closed.is_none() && self.read() {}
        self.pongs.clear();
        let mut all = Vec::new();
        while !self.frames.is_empty() {
            all.extend(self.hear());
        }
        all
    }

    /// Waits for the end and answers its code.
    pub fn end(&mut self) -> u16 {
        while self.closed.is_none() && self.read() {}
        self.closed.unwrap_or_default()
    }

    /// The next frame of a page; none at the end.
    pub fn hear_page(&mut self) -> Option<Vec<u8>> {
        while self.pages.is_empty() && self.closed.is_none() && self.read() {}
        self.pages.pop_front()
    }

    /// Sends a frame of any kind.
    pub fn send(&mut self, kind: u8, payload: &[u8]) {
        // A connection that was ended meanwhile is seen when it is read.
        let _sent = self.stream.write_all(&masked(kind, payload));
    }

    /// Says something.
    pub fn say(&mut self, what: Value) {
        self.send(1, what.to_string().as_bytes());
    }

    /// Comes to an item and answers it whole.
    #[track_caller]
    pub fn look(&mut self, item: &str) -> Value {
        self.say(serde_json::json!({"type": "look", "item_id": item}));
        let frame = self.until("state", |frame| frame["objects"]["opened"][0]["id"] == item);
        frame["objects"]["opened"][0].clone()
    }

    /// The connection itself, for tests of those who do not read.
    pub fn stream(&self) -> &TcpStream {
        &self.stream
    }
}

/// Waits until everybody was told of everything.
#[track_caller]
pub fn told(server: &Server) {
    let (head, begun) = (*server.app.store().watch().borrow(), Instant::now());
    let hub = server.app.parts().live.get().unwrap();
    while hub.told() < head {
        assert!(begun.elapsed() < PATIENCE, "told {} of {head}", hub.told());
        std::thread::yield_now();
    }
}
