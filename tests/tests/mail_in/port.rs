//! The port other mail servers speak to.

use crate::{DOOR, Peer, mail, office, office_with, text, until};
use guildhall::mail_in::{Post, smtp};
use guildhall_tests::{Server, tls::Identity};
use serde_json::json;
use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const ANA: &str = "Ana Duarte <ana.duarte@example.com>";

#[test]
fn mail_is_taken_for_addresses_that_are_known_and_for_no_other() {
    let o = office();
    let to = o.open("service");
    let mut peer = Peer::connect(&o.server);
    assert!(peer.ask(&format!("RCPT TO:<{to}>")).starts_with("503"), "first of whom");
    assert!(peer.ask("MAIL FROM:<a@example.net> SIZE=99999999").starts_with("552"));
    assert!(peer.ask("MAIL FROM:<>").starts_with("250"));
    assert!(peer.ask("DATA").starts_with("503"), "first for whom");
    for stranger in ["x@example.com", &format!("nobody@{DOOR}"), &format!("r-aaaaaaaaaaaaaaaaaaaaaaaaaa@{DOOR}")] {
        assert!(peer.ask(&format!("RCPT TO:<{stranger}>")).starts_with("550"), "{stranger}");
    }
    assert!(peer.ask(&format!("RCPT TO:<{}>", to.to_uppercase())).starts_with("250"));
    assert!(peer.ask("AUTH PLAIN AGEAYg==").starts_with("502"));
    assert!(peer.ask("RSET").starts_with("250"));
    assert!(peer.ask("QUIT").starts_with("221"));
    // One that only guesses is sent away.
    let mut guesser = Peer::connect(&o.server);
    guesser.ask("MAIL FROM:<a@example.net>");
    let answers: Vec<String> = (0..25).map(|n| guesser.ask(&format!("RCPT TO:<n{n}@{DOOR}>"))).collect();
    assert!(answers.iter().any(|answer| answer.starts_with("421")) && answers.last().unwrap().is_empty());
}

#[test]
fn ten_megabytes_are_taken_and_no_more() {
    let o = office();
    let to = o.open("service");
    let line = "All work and no play makes a long mail, again and again.\n";
    let large = mail(ANA, "Long", "a", &line.repeat((10 << 20) / line.len() + 10));
    assert!(Peer::connect(&o.server).bring("a@example.net", &to, &large).starts_with("552"));
    let nearly = mail(ANA, "Nearly", "b", &line.repeat((9 << 20) / line.len()));
    o.taken(&to, &nearly);
    assert_eq!(text(&o.topics()[0], "title"), "Nearly");
    let long_line = mail(ANA, "Line", "c", &"x".repeat(2 << 20));
    o.taken(&to, &long_line);
    assert_eq!(o.topics().len(), 2, "{:?}", o.kept());
}

#[test]
fn what_was_taken_survives_the_end_of_the_server() {
    let o = office();
    let to = o.open("service");
    let crate::Office { server, smtp, olga, ana, space } = o;
    // Nobody works it off here: the port alone is served.
    let port = smtp::bind("127.0.0.1:0").unwrap();
    let address = port.address;
    let (weak, limits) = (server.app.downgrade(), server.app.config().limits);
    server.app.parts().mail_in.get().unwrap().stop();
    let alone =
        guildhall::background::Background::start("port", move |stop| smtp::serve(weak, limits, port, None, stop))
            .unwrap();
    let mut talk = std::net::TcpStream::connect(address).unwrap();
    let said = format!(
        "EHLO x\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<{to}>\r\nDATA\r\n{}\r\n.\r\nQUIT\r\n",
        mail(ANA, "Kept", "k", "Words.").replace('\n', "\r\n")
    );
    std::io::Write::write_all(&mut talk, said.as_bytes()).unwrap();
    let mut heard = String::new();
    std::io::Read::read_to_string(&mut talk, &mut heard).unwrap();
    assert!(heard.contains("250 2.0.0 Taken"), "{heard}");
    assert_eq!(olga.get("/admin/mail/incoming").ok()["waiting"], 1);
    alone.stop();
    server.app.parts().mail.get().unwrap().stop();
    server.app.parts().answers.get().unwrap().stop();
    server.app.parts().inbox.get().unwrap().stop();
    let clock = server.clock.clone();
    let (data, _folder) = server.stop();
    drop((ana, smtp));
    let again = Server::open(&data, clock);
    Post::start(&again.app, None).unwrap();
    let olga = olga.at(&again.url);
    until(|| olga.get(&format!("/spaces/{space}/topics")).ok()["items"].clone(), |items| items[0]["title"] == "Kept");
}

#[test]
fn a_real_client_turns_to_encryption_and_nothing_said_before_counts() {
    let identity = Identity::new();
    let o = plain_office();
    Post::start(&o.server.app, Some(identity.server())).unwrap();
    let to = o.open("service");
    let mut peer = Peer::silent(&o.server);
    peer.answer();
    peer.send(b"EHLO x\r\n");
    assert!(peer.answer().starts_with("250 SIZE"));
    // Commands smuggled in behind the turn are not listened to: the handshake fails instead.
    peer.send(b"STARTTLS\r\nMAIL FROM:<eve@example.net>\r\n");
    assert!(peer.answer().starts_with("220"));
    let folder = tempfile::tempdir().unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    identity.write(&cert, &key);
    let script = "import smtplib, ssl, sys\n\
        context = ssl.create_default_context(cafile=sys.argv[2])\n\
        with smtplib.SMTP('localhost', int(sys.argv[1])) as smtp:\n\
        \x20   smtp.starttls(context=context)\n\
        \x20   smtp.sendmail('ana.duarte@example.com', [sys.argv[3]], sys.stdin.buffer.read())\n";
    let port = o.server.app.parts().mail_in.get().unwrap().status().listens.unwrap().port();
    let python = guildhall_tests::smtp::python();
    let mut child = Command::new(python)
        .args(["-c", script, &port.to_string()])
        .arg(&cert)
        .arg(&to)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let whole = mail(ANA, "Encrypted", "tls", "Nobody reads this on the way.\n.\n..two dots");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), whole.replace('\n', "\r\n").as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    o.worked_off();
    let topic = o.olga.get(&format!("/topics/{}", text(&o.topics()[0], "id"))).ok();
    assert_eq!(text(&topic, "body"), "Nobody reads this on the way.\n.\n..two dots");
}

/// An office whose port is not served yet.
fn plain_office() -> crate::Office {
    let smtp = guildhall_tests::smtp::Smtp::start();
    let server = Server::start_with(|config| {
        config.public_url = Some("https://work.example.org".into());
        config.mail_listen = Some("127.0.0.1:0".into());
    });
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Duarte", "member");
    let space = olga.space("Service", "open");
    olga.put("/admin/mail/incoming", json!({ "address": DOOR })).ok();
    crate::Office { server, smtp, olga, ana, space }
}

#[test]
fn one_address_holds_so_many_connections_and_silence_ends_them() {
    let o = office_with(|config| {
        config.limits.mail_connections = (100, 3);
        config.limits.mail_silence = Duration::from_millis(400);
        config.limits.mail_rate = 2;
    });
    let to = o.open("service");
    let mut held: Vec<Peer> = (0..3).map(|_| Peer::connect(&o.server)).collect();
    assert!(Peer::silent(&o.server).answer().starts_with("421"));
    // Whoever says nothing is let go of, also in the middle of a mail.
    let begun = Instant::now();
    assert_eq!(held[0].answer(), "");
    assert!(begun.elapsed() < Duration::from_secs(20));
    drop(held);
    let peer = || until(|| Peer::admitted(&o.server), Option::is_some).unwrap();
    let mut slow = peer();
    for line in ["MAIL FROM:<a@example.net>".to_owned(), format!("RCPT TO:<{to}>"), "DATA".to_owned()] {
        assert!(slow.ask(&line).starts_with(['2', '3']));
    }
    slow.send(b"From: a@example.net\r\n\r\nhalf");
    assert_eq!(slow.answer(), "");
    assert_eq!(o.olga.get("/admin/mail/incoming").ok()["waiting"], 0);
    assert_eq!((o.topics().len(), o.kept().len()), (0, 0));
    let mut peer = peer();
    assert!(peer.bring("a@example.net", &to, &mail(ANA, "Two", "b", "Two.")).starts_with("250"));
    assert!(peer.ask("MAIL FROM:<a@example.net>").starts_with("421"), "the third within a minute");
}
