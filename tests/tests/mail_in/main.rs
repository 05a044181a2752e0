//! Mail that comes in: by the port, as other mail servers bring it, and out of a mailbox.

mod answering;
mod approving;
mod contacts;
mod kept;
mod mailbox;
mod port;
mod spaces;

use guildhall::{
    config::Config,
    inbox::Keeper,
    mail::{Answers, Mailer, Outbox},
    mail_in::{Post, record::State, store},
};
pub use guildhall_tests::until;
use guildhall_tests::{Client, Server, smtp::Smtp};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

pub const DOOR: &str = "work.example.org";

/// Olga and Ana in a space, mail that leaves by a real server and comes in by the port.
pub struct Office {
    pub server: Server,
    pub smtp: Smtp,
    pub olga: Client,
    pub ana: Client,
    pub space: String,
}

pub fn office() -> Office {
    office_with(|_| {})
}

pub fn office_with(set: impl FnOnce(&mut Config)) -> Office {
    let smtp = Smtp::start();
    let server = Server::start_with(|config| {
        config.public_url = Some("https://work.example.org".into());
        config.mail_listen = Some("127.0.0.1:0".into());
        set(config);
    });
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Duarte", "member");
    let space = olga.space("Service", "open");
    let port = smtp.port.to_string();
    let out = json!({ "host": "127.0.0.1", "port": port, "security": "none", "from": "guild@example.org" });
    olga.put("/admin/mail", out).ok();
    olga.put("/admin/mail/incoming", json!({ "address": DOOR })).ok();
    start(&server);
    Office { server, smtp, olga, ana, space }
}

pub fn start(server: &Server) {
    Keeper::start(&server.app).unwrap();
    Mailer::start(&server.app).unwrap();
    Outbox::start::<Answers>(&server.app).unwrap();
    Post::start(&server.app, None).unwrap();
    // What is told from now on is mailed.
    let snapshot = || server.app.store().snapshot().unwrap();
    until(|| guildhall::mail::store::progress(&snapshot()).unwrap(), Option::is_some);
    until(|| snapshot().read().get(&guildhall::mail::answers::store::CURSOR, &()).unwrap(), Option::is_some);
}

/// Another mail server, as far as it brings mail.
#[derive(Debug)]
pub struct Peer {
    out: TcpStream,
    lines: BufReader<TcpStream>,
}

impl Peer {
    pub fn connect(server: &Server) -> Peer {
        let mut peer = Peer::silent(server);
        assert!(peer.answer().starts_with("220"));
        assert!(peer.ask("EHLO mx.example.net").starts_with("250"));
        peer
    }

    /// None while it is not let in.
    pub fn admitted(server: &Server) -> Option<Peer> {
        let mut peer = Peer::silent(server);
        (peer.answer().starts_with("220") && peer.ask("EHLO mx.example.net").starts_with("250")).then_some(peer)
    }

    pub fn silent(server: &Server) -> Peer {
        let address = server.app.parts().mail_in.get().unwrap().status().listens.unwrap();
        let out = TcpStream::connect(address).unwrap();
        out.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let lines = BufReader::new(out.try_clone().unwrap());
        Peer { out, lines }
    }

    /// The last line of an answer; empty when the connection ended.
    pub fn answer(&mut self) -> String {
        loop {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line);
            if read.is_err() || line.is_empty() {
                return String::new();
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }

    pub fn ask(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n").as_bytes());
        self.answer()
    }

    pub fn send(&mut self, bytes: &[u8]) {
        let _ = self.out.write_all(bytes);
    }

    /// Brings a mail; the first answer that is no yes, or the last.
    pub fn bring(&mut self, from: &str, to: &str, mail: &str) -> String {
        for line in [format!("MAIL FROM:<{from}>"), format!("RCPT TO:<{to}>"), "DATA".into()] {
            let answer = self.ask(&line);
            if !answer.starts_with(['2', '3']) {
                self.ask("RSET");
                return answer;
            }
        }
        let mail = mail.replace("\r\n", "\n").replace('\n', "\r\n").replace("\r\n.", "\r\n..");
        self.send(format!("{mail}\r\n.\r\n").as_bytes());
        self.answer()
    }
}

/// A mail as somebody writes it.
pub fn mail(from: &str, subject: &str, id: &str, body: &str) -> String {
    format!("From: {from}\nTo: <x@{DOOR}>\nSubject: {subject}\nMessage-ID: <{id}@mail.example.net>\n\n{body}\n")
}

impl Office {
    /// Brings a mail and waits until it was worked off. Answers what the server said.
    #[track_caller]
    pub fn bring(&self, to: &str, mail: &str) -> String {
        let said = Peer::connect(&self.server).bring("somebody@example.net", to, mail);
        self.worked_off();
        said
    }

    /// The same of a mail that is taken.
    #[track_caller]
    pub fn taken(&self, to: &str, mail: &str) {
        let said = self.bring(to, mail);
        assert!(said.starts_with("250"), "{said}");
    }

    pub fn worked_off(&self) {
        let waiting = || {
            let snapshot = self.server.app.store().snapshot().unwrap();
            store::in_state(snapshot.read(), State::Waiting, false, 100).unwrap()
        };
        until(waiting, Vec::is_empty);
    }

    /// What can be undone is over: the mails that are due leave, `count` in all by then.
    #[track_caller]
    pub fn mails(&self, count: usize) -> Vec<guildhall_tests::smtp::Mail> {
        self.server.settled();
        let begun = Instant::now();
        while self.smtp.mails().len() < count {
            assert!(begun.elapsed() < Duration::from_secs(30), "{:#?}", self.smtp.mails());
            if self.waits() {
                self.server.clock.advance(16_000);
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
        self.smtp.mails()
    }

    fn waits(&self) -> bool {
        let snapshot = self.server.app.store().snapshot().unwrap();
        guildhall::mail::store::waiting(&snapshot).unwrap() > 0
            || guildhall::mail::answers::store::waiting(&snapshot).unwrap() > 0
    }

    /// Gives the space an address.
    pub fn open(&self, name: &str) -> String {
        let shape = self.olga.put(&format!("/spaces/{}/mail", self.space), json!({ "on": true, "name": name })).ok();
        shape["address"].as_str().unwrap().to_owned()
    }

    pub fn said(&self, item: &str) -> Vec<Value> {
        self.olga.get(&format!("/items/{item}/comments")).ok()["items"].as_array().unwrap().clone()
    }

    pub fn topics(&self) -> Vec<Value> {
        self.olga.get(&format!("/spaces/{}/topics", self.space)).ok()["items"].as_array().unwrap().clone()
    }

    pub fn kept(&self) -> Vec<Value> {
        self.olga.get("/admin/mail/kept").ok()["items"].as_array().unwrap().clone()
    }

    /// A task for Ana, and the address by which she answers the mail about it.
    #[track_caller]
    pub fn given(&self, title: &str) -> (String, String) {
        let task = json!({ "title": title, "assignee_id": self.ana.me() });
        let made = self.olga.post(&format!("/spaces/{}/tasks", self.space), task).ok();
        let mails = self.mails(self.smtp.mails().len() + 1);
        let mail = mails.iter().rev().find(|mail| mail.text().contains(title)).unwrap();
        (made["id"].as_str().unwrap().to_owned(), reply_to(mail))
    }
}

/// The bare address in Reply-To.
#[track_caller]
pub fn reply_to(mail: &guildhall_tests::smtp::Mail) -> String {
    let header = mail.header("Reply-To").unwrap_or_else(|| panic!("{}", mail.data));
    header.rsplit('<').next().unwrap().trim_end_matches('>').to_owned()
}

pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}
