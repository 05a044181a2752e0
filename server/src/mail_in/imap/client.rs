//! As much of IMAP (RFC 9051) as reading a mailbox needs: signing in, choosing a folder, numbers of mails, one mail,
//! and the mark that it was seen.

use crate::mail::{settings::Security, trust};
use rustls::pki_types::ServerName;
use std::{io, path::Path, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest line, and most lines of one answer.
const LINE: usize = 64 << 10;
const LINES: usize = 20_000;
/// Largest piece a server may send at once; a little over the largest mail.
const LITERAL: usize = 12 << 20;

/// A stream of either kind.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// A conversation with a server of mailboxes.
pub struct Client {
    stream: Box<dyn Stream>,
    seen: Vec<u8>,
    tag: u32,
}

/// A line of an answer; pieces of bytes stand beside it.
#[derive(Debug, Default)]
pub struct Line {
    /// Its text; `{}` where a piece was.
    pub text: String,
    /// The pieces.
    pub pieces: Vec<Vec<u8>>,
}

/// How the chosen folder numbers its mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folder {
    /// The name of the numbering.
    pub validity: u32,
}

fn wrong(words: impl Into<String>) -> io::Error {
    io::Error::other(words.into())
}

fn silent() -> io::Error {
    wrong("the mailbox server does not answer")
}

fn tls(host: &str, authorities: Option<&Path>) -> io::Result<(TlsConnector, ServerName<'static>)> {
    let config = trust::client(authorities).map_err(wrong)?;
    let name = ServerName::try_from(host.to_owned()).map_err(|error| wrong(error.to_string()))?;
    Ok((TlsConnector::from(Arc::new(config)), name))
}

/// Text in quotes; none when it cannot stand in them.
fn quoted(text: &str) -> io::Result<String> {
    if text.chars().any(char::is_control) {
        return Err(wrong("a name or password has characters that cannot be sent"));
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

impl Client {
    /// Connects, encrypted as it was asked for; `authorities` are believed beside those of the system.
    pub async fn connect(host: &str, port: u16, security: Security, authorities: Option<&Path>) -> io::Result<Client> {
        let plain = timeout(PATIENCE, TcpStream::connect((host, port))).await.map_err(|_| silent())??;
        match security {
            Security::Plain => Client::greeted(Box::new(plain)).await,
            Security::Tls => {
                let (connector, name) = tls(host, authorities)?;
                let stream = timeout(PATIENCE, connector.connect(name, plain)).await.map_err(|_| silent())??;
                Client::greeted(Box::new(stream)).await
            }
            Security::StartTls => {
                let mut first = Opening { stream: plain };
                first.line().await?;
                first.stream.write_all(b"a0 STARTTLS\r\n").await?;
                while !first.line().await?.starts_with("a0 OK") {}
                let (connector, name) = tls(host, authorities)?;
                let stream = timeout(PATIENCE, connector.connect(name, first.stream)).await.map_err(|_| silent())??;
                Ok(Client { stream: Box::new(stream), seen: Vec::new(), tag: 0 })
            }
        }
    }

    async fn greeted(stream: Box<dyn Stream>) -> io::Result<Client> {
        let mut client = Client { stream, seen: Vec::new(), tag: 0 };
        let greeting = client.line().await?;
        if greeting.text.starts_with("* OK") { Ok(client) } else { Err(wrong(greeting.text)) }
    }

    /// Signs in.
    pub async fn login(&mut self, user: &str, password: &str) -> io::Result<()> {
        let command = format!("LOGIN {} {}", quoted(user)?, quoted(password)?);
        self.ask(&command).await.map(drop)
    }

    /// Chooses a folder.
    pub async fn select(&mut self, folder: &str) -> io::Result<Folder> {
        let lines = self.ask(&format!("SELECT {}", quoted(folder)?)).await?;
        let validity = lines.iter().find_map(|line| {
            let (_, rest) = line.text.split_once("[UIDVALIDITY ")?;
            rest.split(']').next()?.trim().parse().ok()
        });
        validity.map(|validity| Folder { validity }).ok_or_else(|| wrong("the folder does not number its mails"))
    }

    /// The numbers of mails that match, the smallest first.
    pub async fn search(&mut self, what: &str) -> io::Result<Vec<u32>> {
        let lines = self.ask(&format!("UID SEARCH {what}")).await?;
        let found = lines.iter().filter_map(|line| line.text.strip_prefix("* SEARCH"));
        let mut uids: Vec<u32> = found.flat_map(str::split_whitespace).filter_map(|uid| uid.parse().ok()).collect();
        uids.sort_unstable();
        uids.dedup();
        Ok(uids)
    }

    /// How large a mail is; none when it is gone.
    pub async fn size(&mut self, uid: u32) -> io::Result<Option<usize>> {
        let lines = self.ask(&format!("UID FETCH {uid} (RFC822.SIZE)")).await?;
        Ok(lines.iter().find_map(|line| {
            let (_, rest) = line.text.split_once("RFC822.SIZE ")?;
            rest.split([' ', ')']).next()?.parse().ok()
        }))
    }

    /// A mail, or its head, without marking it; none when it is gone.
    pub async fn fetch(&mut self, uid: u32, head_only: bool) -> io::Result<Option<Vec<u8>>> {
        let part = if head_only { "HEADER" } else { "" };
        let lines = self.ask(&format!("UID FETCH {uid} (BODY.PEEK[{part}])")).await?;
        let mut pieces = lines.into_iter().filter(|line| line.text.contains("FETCH")).flat_map(|line| line.pieces);
        Ok(pieces.next())
    }

    /// Marks a mail as seen.
    pub async fn seen(&mut self, uid: u32) -> io::Result<()> {
        self.ask(&format!("UID STORE {uid} +FLAGS.SILENT (\\Seen)")).await.map(drop)
    }

    /// Ends the conversation.
    pub async fn logout(&mut self) {
        let _ = self.ask("LOGOUT").await;
    }

    /// Sends a command and answers the lines that belong to it.
    async fn ask(&mut self, command: &str) -> io::Result<Vec<Line>> {
        self.tag += 1;
        let tag = format!("a{}", self.tag);
        let sent = async {
            self.stream.write_all(format!("{tag} {command}\r\n").as_bytes()).await?;
            self.stream.flush().await
        };
        timeout(PATIENCE, sent).await.map_err(|_| silent())??;
        let mut lines = Vec::new();
        loop {
            let line = self.line().await?;
            if let Some(rest) = line.text.strip_prefix(&tag).and_then(|rest| rest.strip_prefix(' ')) {
                let words = rest.split_once(' ').map_or(rest, |(_, words)| words);
                return if rest.starts_with("OK") { Ok(lines) } else { Err(wrong(words)) };
            }
            if line.text.starts_with("* BYE") && !command.starts_with("LOGOUT") {
                return Err(wrong(line.text));
            }
            lines.push(line);
            if lines.len() > LINES {
                return Err(wrong("the mailbox server answers without end"));
            }
        }
    }

    /// A line with the pieces in it.
    async fn line(&mut self) -> io::Result<Line> {
        let mut line = Line::default();
        loop {
            let text = self.bare_line().await?;
            let piece = text.strip_suffix('}').and_then(|text| text.rsplit_once('{'));
            let length = piece.and_then(|(_, length)| length.trim_end_matches('+').parse::<usize>().ok());
            let (Some((before, _)), Some(length)) = (piece, length) else {
                line.text.push_str(&text);
                return Ok(line);
            };
            if length > LITERAL {
                return Err(wrong("the mailbox server sends more than is taken"));
            }
            line.text.push_str(before);
            line.text.push_str("{}");
            while self.seen.len() < length {
                self.more().await?;
            }
            line.pieces.push(self.seen.drain(..length).collect());
        }
    }

    async fn bare_line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.seen.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.seen.drain(..=end).collect();
                return Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned());
            }
            if self.seen.len() > LINE {
                return Err(wrong("the mailbox server sends a line without end"));
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        let mut piece = vec![0; LINE];
        let count = timeout(PATIENCE, self.stream.read(&mut piece)).await.map_err(|_| silent())??;
        self.seen.extend_from_slice(piece.get(..count).unwrap_or_default());
        if count == 0 { Err(wrong("the mailbox server hung up")) } else { Ok(()) }
    }
}

/// The lines before encryption, read one byte at a time so that none of what follows is taken along.
struct Opening {
    stream: TcpStream,
}

impl Opening {
    async fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        while line.last() != Some(&b'\n') {
            let byte = timeout(PATIENCE, self.stream.read_u8()).await.map_err(|_| silent())??;
            line.push(byte);
            if line.len() > 8_192 {
                return Err(wrong("the mailbox server sends a line without end"));
            }
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        let refused = line.starts_with("a0 NO") || line.starts_with("a0 BAD") || line.starts_with("* BYE");
        if refused { Err(wrong(line)) } else { Ok(line) }
    }
}
