//! Mails as programs write them, made up.

use super::{Nature, Unreadable, quotes::cut, read};

fn mail(head: &str, body: &str) -> super::Mail {
    let text = format!("From: Ana Duarte <Ana@Example.com>\nTo: guild@example.org\nSubject: Re: Valve\n{head}\n{body}");
    read(text.replace('\n', "\r\n").as_bytes()).unwrap()
}

#[test]
fn what_is_quoted_and_signed_is_not_said_again() {
    let cases = [
        ("Yes.\n\nOn Mon, 2 Mar 2026 at 10:00, Guild <g@x.org>\nwrote:\n\n> Shall we?\n> Really?\n", "Yes."),
        ("Yes.\n\nOn Mon, Ben wrote:\nShall we?\n", "Yes."),
        ("Ja.\n\nAm 02.03.2026 um 10:00 schrieb Gilde:\n> Sollen wir?\n", "Ja."),
        ("Oui.\n\nLe lun. 2 mars 2026 à 10:00, Guilde <g@x.org> a écrit :\n> On y va ?\n", "Oui."),
        (
            "Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Gilde\nGesendet: Montag\nAn: Ana\nBetreff: Ventil\n\nSollen wir?",
            "Ja.",
        ),
        (
            "Yes.\n\n________________________________\nFrom: Guild\nSent: Monday\nTo: Ana\nSubject: Valve\n\nShall we?",
            "Yes.",
        ),
        ("Oui.\n\nDe : Guilde\nEnvoyé : lundi\nÀ : Ana\nObjet : Vanne\n\nOn y va ?", "Oui."),
        ("Yes.\n-- \nAna Duarte\nNorthfold\n", "Yes."),
        ("Yes.\n\nSent from my iPhone\n", "Yes."),
        ("Ja.\n\nVon meinem iPhone gesendet\n\nAm 02.03.2026 schrieb Gilde:\n> Sollen wir?", "Ja."),
        ("Oui.\n\nEnvoyé de mon téléphone", "Oui."),
        ("> Shall we?\n\nYes.", "> Shall we?\n\nYes."),
        ("On Mon, Ben wrote:\n> Shall we?\n\nYes, below.", "Yes, below."),
        ("On Mon, Ben wrote:\n> One?\n\nYes.\n> Two?\n\nNo.", "> One?\n\nYes.\n> Two?\n\nNo."),
        ("On the roof the valve leaks.\nCome soon.", "On the roof the valve leaks.\nCome soon."),
        ("Am Montag: die Heizung.\nBitte kommen.", "Am Montag: die Heizung.\nBitte kommen."),
        ("From: the left one.\nTo: the right one.", "From: the left one.\nTo: the right one."),
    ];
    for (text, own) in cases {
        assert_eq!(cut(text), own, "{text}");
    }
}

#[test]
fn the_plain_part_is_preferred_and_html_becomes_words() {
    let both = "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n";
    let body = "--b\nContent-Type: text/plain; charset=utf-8\n\nPlain words\n--b\nContent-Type: text/html\n\n<b>Other</b>\n--b--\n";
    assert_eq!(mail(both, body).text, "Plain words");
    let html = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n";
    let body = "<html><head><title>t</title><style>p{}</style></head><body><p>Good &amp; warm &lt;b&gt;</p>\
        <script>alert(1)</script><p onclick=x>A<br>B</p><ul><li>one</li></ul>\
        <div class=\"gmail_quote\">On Monday, Ben wrote:<blockquote>Old</blockquote></div></body></html>";
    let read = mail(html, body);
    assert_eq!(read.text, "Good & warm \\<b>\n\nA\nB\n\n- one");
    assert_eq!(mail(html, "<p>Only <a href='javascript:x()'>this</a>").text, "Only this");
}

#[test]
fn nothing_in_a_mail_is_more_than_text() {
    let named =
        "[@Ana](guildhall:person/019ab000-0000-7000-8000-00000000000a) <script>x</script> `[a](b)` ![p](http://x)\n";
    let read = mail("", &named.repeat(1_000));
    assert_eq!(guildhall_domain::reference::named(&read.text), []);
    assert!(!read.text.contains("\n<script"), "{}", &read.text[..200]);
    let reference = mail("", "[r]: guildhall:person/019ab000-0000-7000-8000-00000000000a\n\n[r]\n    [r]\n");
    assert_eq!(guildhall_domain::reference::named(&reference.text), []);
}

#[test]
fn headers_are_one_line_and_addresses_are_small() {
    let read = mail(
        "Message-ID: <One@Example.com>\nIn-Reply-To: <a@x>\nReferences: <b@x> <a@x>\nCc: Two <TWO@example.org>\n",
        "Yes.",
    );
    assert_eq!((read.from.as_str(), read.name.as_str()), ("ana@example.com", "Ana Duarte"));
    assert_eq!(read.to, ["guild@example.org", "two@example.org"]);
    assert_eq!(read.message_id.as_deref(), Some("One@Example.com"));
    assert_eq!(read.references, ["a@x", "b@x"]);
    let bent = b"From: =?utf-8?q?Eve=0D=0ABcc:_x=40y.z?= <eve@example.com>\r\nSubject: =?utf-8?q?One=0D=0ABcc:_x=40y.z?=\r\n\r\nHi\r\n";
    let bent = read_ok(bent);
    assert_eq!((bent.subject.as_str(), bent.name.as_str()), ("One Bcc: x@y.z", "Eve Bcc: x@y.z"));
}

fn read_ok(bytes: &[u8]) -> super::Mail {
    read(bytes).unwrap()
}

#[test]
fn machines_are_told_from_people() {
    let nature = |head: &str| mail(head, "Words.").nature;
    assert_eq!(nature(""), Nature::Written);
    assert_eq!(nature("Auto-Submitted: no\n"), Nature::Written);
    for head in [
        "Auto-Submitted: auto-replied\n",
        "Precedence: bulk\n",
        "X-Auto-Response-Suppress: All\n",
        "X-Autoreply: yes\n",
        "Return-Path: <>\n",
    ] {
        assert_eq!(nature(head), Nature::Automatic, "{head}");
    }
    assert_eq!(nature("X-Spam-Flag: YES\n"), Nature::Spam);
    assert_eq!(nature("X-Spam-Status: No, score=0.1\n"), Nature::Written);
    assert_eq!(nature("X-Guildhall: mail\n"), Nature::Loop);
    assert_eq!(nature("Authentication-Results: mx; spf=fail; dmarc=fail\n"), Nature::Forged);
    assert_eq!(nature("Authentication-Results: mx; spf=fail; dkim=pass\n"), Nature::Written);
}

#[test]
fn what_came_back_names_who_was_not_reached() {
    let head = "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n";
    let body = "--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n\
        Final-Recipient: rfc822; Gone@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such\n user\n\n\
        Final-Recipient: rfc822; full@example.com\nAction: delayed\nStatus: 4.2.2\n\n--b--\n";
    let Nature::Bounce(bounced) = mail(head, body).nature else { panic!("no bounce") };
    assert_eq!(bounced.len(), 2);
    assert_eq!((bounced[0].address.as_str(), bounced[0].for_good), ("gone@example.com", true));
    assert_eq!(bounced[0].words, "550 no such user");
    assert!(!bounced[1].for_good);
}

#[test]
fn files_come_with_names_that_are_safe() {
    let head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";
    let body = "--b\nContent-Type: text/plain\n\nSee.\n--b\nContent-Type: application/pdf; name=\"../../plan.pdf\"\n\
        Content-Disposition: attachment; filename=\"../../plan.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERg==\n\
        --b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw==\n--b\nContent-Type: message/rfc822\n\n\
        From: a@b.c\nSubject: Inner\n\nOld words\n--b--\n";
    let read = mail(head, body);
    assert_eq!(read.text, "See.");
    let names: Vec<&str> = read.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["plan.pdf", "Picture 2.png", "Inner.eml"]);
    assert_eq!(read.attachments[0].bytes, b"%PDF");
    assert!(read.attachments[2].bytes.starts_with(b"From: a@b.c"));
}

#[test]
fn what_is_no_mail_says_why() {
    assert_eq!(read(b""), Err(Unreadable::NoMail));
    assert_eq!(read(b"Subject: x\r\n\r\ny"), Err(Unreadable::NoSender));
    assert_eq!(read(b"From: nobody\r\n\r\ny"), Err(Unreadable::NoSender));
    assert!(read(&[0xff; 4096]).is_err());
}
