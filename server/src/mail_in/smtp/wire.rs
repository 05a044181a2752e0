//! Lines over a connection, each with a deadline and none without end.

use std::{
    io::{Error, ErrorKind},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::timeout,
};

/// Longest line of a command.
const LINE: usize = 4_096;
const PIECE: usize = 64 << 10;

/// A connection.
pub struct Wire<S> {
    stream: S,
    seen: Vec<u8>,
    silence: Duration,
}

/// A mail as it came, or that it was too large.
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// More than is taken; it was listened to and forgotten.
    TooLarge,
}

fn silent() -> Error {
    Error::from(ErrorKind::TimedOut)
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// Over a stream whose other end may be silent for so long.
    pub fn new(stream: S, silence: Duration) -> Self {
        Wire { stream, seen: Vec::new(), silence }
    }

    /// The stream alone; whatever was read ahead is dropped.
    pub fn into_stream(self) -> S {
        self.stream
    }

    /// Says lines.
    pub async fn say(&mut self, lines: &str) -> Result<(), Error> {
        let bytes = format!("{lines}\r\n");
        let said = async {
            self.stream.write_all(bytes.as_bytes()).await?;
            self.stream.flush().await
        };
        timeout(self.silence, said).await.map_err(|_| silent())?
    }

    async fn more(&mut self) -> Result<usize, Error> {
        let mut piece = vec![0; PIECE];
        let count = timeout(self.silence, self.stream.read(&mut piece)).await.map_err(|_| silent())??;
        self.seen.extend_from_slice(piece.get(..count).unwrap_or_default());
        Ok(count)
    }

    /// The next line with its end; none when the connection ended, an empty one for a line that is too long.
    pub async fn line(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut too_long = false;
        loop {
            if let Some(end) = self.seen.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.seen.drain(..=end).collect();
                return Ok(Some(if too_long || line.len() > LINE { Vec::new() } else { line }));
            }
            if self.seen.len() > LINE {
                too_long = true;
                self.seen.clear();
            }
            if self.more().await? == 0 {
                return Ok(None);
            }
        }
    }

    /// A mail up to the line with the dot, with the dots that were put before others taken away. Only a line that ends
    /// in CR LF is one here, so that no two servers disagree about where a mail ends.
    pub async fn body(&mut self, most: usize, whole: Duration) -> Result<Option<Body>, Error> {
        timeout(whole, self.body_in_time(most)).await.map_err(|_| silent())?
    }

    async fn body_in_time(&mut self, most: usize) -> Result<Option<Body>, Error> {
        let (mut mail, mut too_large, mut begins) = (Vec::new(), false, true);
        loop {
            // What was read is passed over once, however many lines it has.
            let mut at = 0;
            while let Some(rest) = self.seen.get(at..)
                && let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n")
            {
                let line = rest.get(..end + 2).unwrap_or_default();
                at += line.len();
                if begins && line == b".\r\n" {
                    self.seen.drain(..at);
                    return Ok(Some(if too_large { Body::TooLarge } else { Body::Whole(mail) }));
                }
                let line = if begins { line.strip_prefix(b".").unwrap_or(line) } else { line };
                too_large = too_large || mail.len() + line.len() > most;
                if too_large {
                    mail.clear();
                } else {
                    mail.extend_from_slice(line);
                }
                begins = true;
            }
            self.seen.drain(..at);
            // A line longer than what is kept at once is taken in pieces; its last byte may be half of an end.
            if self.seen.len() > PIECE {
                let keep = self.seen.len() - 1;
                let piece: Vec<u8> = self.seen.drain(..keep).collect();
                let piece = if begins { piece.strip_prefix(b".").unwrap_or(&piece) } else { &piece };
                too_large = too_large || mail.len() + piece.len() > most;
                if !too_large {
                    mail.extend_from_slice(piece);
                }
                begins = false;
            }
            if self.more().await? == 0 {
                return Ok(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn body(bytes: &[u8], most: usize) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
        let mut wire = Wire::new(std::io::Cursor::new(bytes.to_vec()), Duration::from_secs(5));
        let body = wire.body(most, Duration::from_secs(5)).await.unwrap();
        let mail = match body {
            Some(Body::Whole(mail)) => Some(mail),
            _ => None,
        };
        (mail, wire.line().await.unwrap())
    }

    #[tokio::test]
    async fn a_mail_ends_at_its_dot_and_nowhere_else() {
        let text = b"One\r\n..two\r\n.\n.\r\nthree\n.\nfour\r\n.\r\nQUIT\r\n";
        let (mail, next) = body(text, 1_000).await;
        // A dot at the start of a line was put there, whatever follows it.
        assert_eq!(mail.unwrap(), b"One\r\n.two\r\n\n.\r\nthree\n.\nfour\r\n");
        assert_eq!(next.unwrap(), b"QUIT\r\n");
        assert_eq!(body(b".\r\n", 10).await.0.unwrap(), b"");
        assert!(body(b"One\r\n", 10).await.0.is_none(), "cut off");
    }

    #[tokio::test]
    async fn what_is_too_large_is_listened_to_and_forgotten() {
        let long = [b"x".repeat(300_000), b"\r\n.\r\nNOOP\r\n".to_vec()].concat();
        let (mail, next) = body(&long, 200_000).await;
        assert_eq!((mail, next.unwrap()), (None, b"NOOP\r\n".to_vec()));
        let (mail, _) = body(&long, 400_000).await;
        assert_eq!(mail.unwrap().len(), 300_002);
    }
}
