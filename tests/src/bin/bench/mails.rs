//! The mails of one announcement, to a mail server that takes a while for each: as they leave, beside the same bytes handed
//! to the same server one after the other.

use super::table::{Row, Table};
use guildhall::{inbox::Keeper, mail};
use guildhall_tests::{Server, many, until};
use serde_json::json;
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

const PEOPLE: usize = 200;
/// What the mail server takes for a mail.
const EACH: Duration = Duration::from_millis(20);

type Mails = Arc<Mutex<Vec<Vec<u8>>>>;

/// A line as the protocol has it; nothing at the end of the conversation.
fn line(from: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line).ok().filter(|length| *length > 0).map(|_| line)
}

/// Takes every mail it is given.
#[allow(clippy::disallowed_methods)]
fn take(stream: TcpStream, mails: &Mails) -> Option<()> {
    let mut answers = stream.try_clone().ok()?;
    let mut said = BufReader::new(stream);
    answers.write_all(b"220 here\r\n").ok()?;
    loop {
        let word = line(&mut said)?.get(..4)?.to_ascii_uppercase();
        if word == b"DATA" {
            answers.write_all(b"354 go on\r\n").ok()?;
            let mut mail = Vec::new();
            while !mail.ends_with(b"\r\n.\r\n") {
                mail.extend(line(&mut said)?);
            }
            std::thread::sleep(EACH);
            mails.lock().ok()?.push(mail);
        }
        answers.write_all(if word == b"QUIT" { b"221 bye\r\n" } else { b"250 good\r\n" }).ok()?;
    }
}

/// A mail server, by its port.
fn sink() -> (u16, Mails) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let (port, mails) = (listener.local_addr().expect("an address").port(), Mails::default());
    let kept = mails.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mails = kept.clone();
            std::thread::spawn(move || take(stream, &mails));
        }
    });
    (port, mails)
}

/// From the announcement's time to the last mail.
fn ours(port: u16, mails: &Mails) -> Duration {
    let server = Server::start_with(|config| config.public_url = Some("https://work.example.org".into()));
    let owner = server.owner();
    many::members(&server, PEOPLE);
    let settings =
        json!({"host": "127.0.0.1", "port": port.to_string(), "security": "none", "from": "guild@example.org"});
    owner.put("/admin/mail", settings).ok();
    Keeper::start(&server.app).expect("the inboxes are kept");
    mail::Mailer::start(&server.app).expect("mail is sent");
    let snapshot = || server.app.store().snapshot().expect("a snapshot");
    until(|| mail::store::progress(&snapshot()).expect("a row"), Option::is_some);
    let said = json!({"title": "Closed on Friday", "body": "We **close** at noon."});
    owner.post(&format!("/spaces/{}/announcements", owner.space("News", "open")), said).ok();
    server.past_undo(|| owner.get("/admin/mail").ok()["waiting"].as_u64().unwrap_or(0) as usize);
    let begun = Instant::now();
    until(|| mails.lock().expect("a list").len(), |count| *count == PEOPLE);
    begun.elapsed()
}

/// The same bytes by one connection.
fn bare(port: u16, mails: &[Vec<u8>]) -> Duration {
    let begun = Instant::now();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the mail server listens");
    let mut answers = BufReader::new(stream.try_clone().expect("a stream"));
    let mut say = |what: &[u8]| {
        stream.write_all(what).expect("the mail server reads");
        line(&mut answers).expect("the mail server answers");
    };
    say(b"EHLO here\r\n");
    for mail in mails {
        for what in [b"MAIL FROM:<guild@example.org>\r\n", &b"RCPT TO:<x@example.com>\r\n"[..], b"DATA\r\n", mail] {
            say(what);
        }
    }
    begun.elapsed()
}

/// Measures one announcement.
pub fn measure(table: &mut Table) {
    let (port, mails) = sink();
    let ours = ours(port, &mails);
    let sent = std::mem::take(&mut *mails.lock().expect("a list"));
    let limit = bare(port, &sent);
    let pace = |took: Duration| PEOPLE as f64 / took.as_secs_f64();
    table.add(Row {
        work: format!("{PEOPLE} mails of one announcement, to a mail server that takes 20 ms for each"),
        items: PEOPLE,
        guildhall: format!("{:.0} a second", pace(ours)),
        limit: format!("{:.0} a second handed over as they are", pace(limit)),
        ratio: Some(pace(ours) / pace(limit)),
        reach: "≥ 0.5".into(),
        held: Some(pace(ours) >= 0.5 * pace(limit)),
        ..Row::default()
    });
}
