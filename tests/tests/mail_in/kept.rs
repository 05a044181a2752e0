//! What came in and did nothing: machines, spam, what came back, and what cannot be read.

use crate::{DOOR, mail, office, text};
use serde_json::json;
use std::path::PathBuf;

#[test]
fn machines_and_spam_are_kept_with_a_reason_and_do_nothing() {
    let o = office();
    let (task, reply) = o.given("Valve");
    let from = "Ana Duarte <ana.duarte@example.com>";
    let with = |head: &str, id: &str| format!("{head}\n{}", mail(from, "Re: Valve", id, "I am away."));
    for (head, reason) in [
        ("Auto-Submitted: auto-replied", "by itself"),
        ("Precedence: bulk", "by itself"),
        ("X-Spam-Flag: YES", "spam"),
        ("X-Guildhall: notice", "come back"),
        ("Authentication-Results: mx.example.org; dmarc=fail", "not from whom"),
    ] {
        o.taken(&reply, &with(head, head));
        let kept = o.kept();
        assert_eq!(kept.len(), 1, "{head}: {kept:?}");
        assert!(text(&kept[0], "reason").contains(reason), "{kept:?}");
        o.olga.delete(&format!("/admin/mail/kept/{}", text(&kept[0], "id"))).ok();
    }
    o.taken(&reply, &mail(from, "Re: Valve", "empty", "> only\n> quoted"));
    assert_eq!((o.said(&task).len(), o.kept().len()), (1, 0), "better too much than nothing");
    o.taken(&reply, "no header at all");
    o.taken(&reply, "Subject: no sender\n\nwords");
    let kept = o.kept();
    assert_eq!((kept.len(), &kept[0]["can_accept"]), (2, &json!(false)), "{kept:?}");
    // What is kept goes after its time, with its bytes.
    o.server.clock.advance(31 * 24 * 3_600_000);
    o.server.app.run_blocking(guildhall::access::Who::system(), guildhall::mail_in::store::tidy).unwrap();
    assert_eq!(o.kept().len(), 0);
}

#[test]
fn a_mail_that_came_back_ends_mail_to_its_address_and_to_no_other() {
    let o = office();
    let (_, _) = o.given("Valve");
    let id = o.smtp.mails()[0].header("Message-ID").unwrap();
    let bounce = |address: &str, id: &str| {
        format!(
            "From: MAILER-DAEMON@mx.example.net\nTo: guild@example.org\nSubject: Undelivered\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {address}\n\
             Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n--b\n\
             Content-Type: text/rfc822-headers\n\nMessage-ID: {id}\n\n--b--\n"
        )
    };
    let refusal = || o.ana.get("/me/mail").ok()["refusal"].clone();
    // Nobody silences somebody else: without one of our mails, or with that of another address.
    o.taken("guild@example.org", &bounce("ana.duarte@example.com", &format!("<made.up@{DOOR}>")));
    o.taken("guild@example.org", &bounce("olga@example.com", &id));
    assert_eq!((refusal(), o.kept().len()), (json!(null), 2));
    assert_eq!(o.olga.get("/me/mail").ok()["refusal"], json!(null));
    o.taken("guild@example.org", &bounce("Ana.Duarte@example.com", &id));
    assert_eq!(refusal(), "550 no such user");
    assert_eq!(o.kept().len(), 2);
}

#[test]
fn an_admin_sees_nothing_of_what_they_may_not_read() {
    let o = office();
    let ben = o.server.join(&o.olga, "Ben Acker", "member");
    let direct = o.ana.post("/topics", json!({ "person_ids": [ben.me()] })).ok();
    ben.post(&format!("/items/{}/comments", text(&direct, "id")), json!({ "body": "Between us" })).ok();
    let reply = crate::reply_to(o.mails(1).last().unwrap());
    o.taken(&reply, &mail("eve@example.net", "Re: Between us", "a", "Secret words"));
    let kept = o.kept();
    assert_eq!((text(&kept[0], "subject"), &kept[0]["item"]), ("", &json!(null)), "{kept:?}");
    assert!(!kept[0].to_string().contains("Secret"));
}

/// Mails of other programs, where a folder of them is at hand: each is read, or refused with a reason.
#[test]
fn mails_of_other_programs_are_read_or_say_why_not() {
    let Some(samples) = std::env::var_os("GUILDHALL_SAMPLES").map(PathBuf::from) else {
        println!("GUILDHALL_SAMPLES is not set: no sample mails were tried");
        return;
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(samples.join("emails")).unwrap().flatten().map(|file| file.path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(!files.is_empty());
    let o = office();
    let to = o.open("service");
    let mut names = std::collections::BTreeSet::new();
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        let read = guildhall::mail_in::reading::read(&bytes);
        let before = (o.topics().len(), o.kept().len());
        let mut peer = crate::Peer::connect(&o.server);
        for line in ["MAIL FROM:<a@example.net>".to_owned(), format!("RCPT TO:<{to}>"), "DATA".to_owned()] {
            assert!(peer.ask(&line).starts_with(['2', '3']));
        }
        let lines = bytes.split(|byte| *byte == b'\n').flat_map(|line| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let dot: &[u8] = if line.starts_with(b".") { b"." } else { b"" };
            [dot, line, b"\r\n"].concat()
        });
        peer.send(&lines.collect::<Vec<u8>>());
        peer.send(b".\r\n");
        assert!(peer.answer().starts_with("250"));
        o.worked_off();
        let after = (o.topics().len(), o.kept().len());
        // One more topic, or one more that is kept; nothing more where the name of the mail was seen before.
        let name = read.as_ref().ok().and_then(|mail| mail.message_id.clone());
        let again = name.is_some_and(|name| !names.insert(name));
        assert_eq!(after.0 + after.1, before.0 + before.1 + usize::from(!again), "{}", path.display());
        let reason = o.kept().first().map(|kept| text(kept, "reason").to_owned()).filter(|_| after.1 > before.1);
        let short = read.map(|mail| {
            let text: String = mail.text.chars().take(50).collect();
            format!("{:30} {:3} files {text:?}", mail.from, mail.attachments.len())
        });
        println!("{:45} {short:?} {reason:?}", path.file_name().unwrap().to_string_lossy());
        o.server.clock.advance(3_600_000);
    }
}
