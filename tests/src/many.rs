//! Many readers of the live stream at once, for the test of many and for the bench: each is a connection that does
//! nothing but read.

use crate::{
    Server,
    live::{handshake, masked, unframe},
};
use guildhall::{
    access::Who,
    people::commands::{NewPerson, create_person},
    session::tokens::{self, ScopeShape, TokenInput},
};
use guildhall_domain::person::{PersonState, Role};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    sync::mpsc,
};

/// Most connections of a person.
pub const EACH: usize = 20;

/// Lets this process have as many open files as it may.
pub fn allow_files() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let _kept = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    getrlimit(Resource::Nofile).current.map_or(usize::MAX, |files| files as usize)
}

/// Makes members without passwords and answers a token of each.
pub fn members(server: &Server, count: usize) -> Vec<String> {
    let made: Vec<String> = (0..count).map(|_| tokens::secret()).collect();
    for (batch, secrets) in made.chunks(100).enumerate() {
        let secrets = secrets.to_vec();
        let done = server.app.run_blocking(Who::system(), move |work| {
            for (at, secret) in secrets.iter().enumerate() {
                let person = create_person(
                    work,
                    NewPerson {
                        name: format!("Reader {batch} {at}"),
                        email: format!("reader.{batch}.{at}@example.com"),
                        role: Role::Member,
                        state: PersonState::Active,
                        time_zone: "Europe/Berlin".parse().unwrap(),
                        language: "en".into(),
                    },
                )?;
                let input = TokenInput { name: "Live".into(), scopes: vec![ScopeShape::Read], expires_in_days: None };
                tokens::create(work, person.id, &input, &guildhall::secrets::hash(secret), "")?;
            }
            Ok(())
        });
        done.unwrap();
    }
    made
}

/// What a reader saw: the frame that was waited for, and when.
pub type Seen = Instant;

/// Readers that report when a text they look for comes by.
pub struct Many {
    /// How many came in.
    pub count: usize,
    seen: mpsc::UnboundedReceiver<Seen>,
}

/// Opens one connection and reads its first frame.
pub async fn connect(address: &str, path: &str, token: &str, window: Option<u32>) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    if let Some(window) = window {
        socket.set_recv_buffer_size(window)?;
    }
    let mut stream = socket.connect(address.parse().map_err(io::Error::other)?).await?;
    let headers = [("Authorization".to_owned(), format!("Bearer {token}"))];
    stream.write_all(handshake(address, path, &headers).as_bytes()).await?;
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).await?;
        head.push(byte[0]);
    }
    match head.starts_with(b"HTTP/1.1 101") {
        true => Ok(stream),
        false => Err(io::Error::other(String::from_utf8_lossy(&head).into_owned())),
    }
}

/// Reads for ever and reports every frame that holds the mark.
async fn read(mut stream: TcpStream, mark: &'static str, report: mpsc::UnboundedSender<Seen>, ready: Arc<AtomicUsize>) {
    let (mut bytes, mut part, mut fresh) = (Vec::new(), vec![0; 4096], true);
    loop {
        match stream.read(&mut part).await {
            Ok(length) if length > 0 => bytes.extend_from_slice(&part[..length]),
            _ => return,
        }
        let mut used = 0;
        while let Some((kind, payload, length)) = unframe(&bytes[used..]) {
            if kind == 9 {
                let _sent = stream.write_all(&masked(10, payload)).await;
            }
            if std::mem::take(&mut fresh) {
                ready.fetch_add(1, Ordering::Relaxed);
            }
            if payload.windows(mark.len()).any(|part| part == mark.as_bytes()) {
                let _sent = report.send(Instant::now());
            }
            used += length;
        }
        bytes.drain(..used);
        if bytes.is_empty() {
            // Ten thousand of these are in one process.
            bytes = Vec::new();
        }
    }
}

impl Many {
    /// Opens so many connections, of as many people as there are tokens. They report frames that hold `mark`.
    pub async fn open(address: &str, path: &'static str, tokens: &[String], count: usize, mark: &'static str) -> Many {
        let (report, seen) = mpsc::unbounded_channel();
        let ready = Arc::new(AtomicUsize::new(0));
        for at in 0..count {
            let token = tokens.get(at * tokens.len() / count.max(1)).cloned().unwrap_or_default();
            let stream = connect(address, path, &token, None).await.unwrap_or_else(|error| panic!("{at}: {error}"));
            tokio::spawn(read(stream, mark, report.clone(), ready.clone()));
        }
        let begun = Instant::now();
        while ready.load(Ordering::Relaxed) < count {
            assert!(begun.elapsed() < Duration::from_secs(60), "{} of {count}", ready.load(Ordering::Relaxed));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Many { count, seen }
    }

    /// Waits until everybody has seen it and answers how long each took.
    pub async fn all_saw(&mut self, since: Instant) -> Vec<Duration> {
        let mut times = Vec::with_capacity(self.count);
        while times.len() < self.count {
            let next = tokio::time::timeout(Duration::from_secs(60), self.seen.recv()).await;
            match next {
                Ok(Some(at)) => times.push(at.saturating_duration_since(since)),
                _ => panic!("{} of {} saw it", times.len(), self.count),
            }
        }
        times
    }
}
