//! A thin HTTP client that keeps its connection: what the bench itself costs must not count.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

/// One connection.
pub struct Wire {
    reader: BufReader<TcpStream>,
    head: String,
}

impl Wire {
    /// Connects; `cookie` signs in.
    pub fn connect(url: &str, cookie: &str) -> Wire {
        let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let stream = TcpStream::connect(&address).expect("the server listens");
        stream.set_nodelay(true).expect("sockets can be set up");
        Wire { reader: BufReader::new(stream), head: format!("Host: {address}\r\nCookie: {cookie}\r\n") }
    }

    /// Sends a header with every request from now.
    pub fn with(mut self, header: &str) -> Wire {
        self.head.push_str(header);
        self.head.push_str("\r\n");
        self
    }

    /// Sends a request and answers status and body.
    pub fn send(&mut self, method: &str, path: &str, body: &str) -> (u16, Vec<u8>) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.head,
            body.len()
        );
        self.reader.get_mut().write_all(request.as_bytes()).expect("the server reads");
        let (mut status, mut length, mut line) = (0, 0, String::new());
        loop {
            line.clear();
            self.reader.read_line(&mut line).expect("the server answers");
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
                status = rest.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
            } else if let Some((name, value)) = text.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body).expect("the answer is complete");
        (status, body)
    }
}
