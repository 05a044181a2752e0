//! Mails: whatever the bytes are, they are a mail or none, and nothing of one is ever more than text and files.

use crate::{Target, files};
use guildhall::mail_in::reading::{Nature, quotes, read};
use guildhall_domain::{limits, reference::named};

const WORDS: &[&str] = &[
    "From: ",
    "To: ",
    "Subject: ",
    "Message-ID: <",
    "References: ",
    "=?utf-8?q?",
    "=?iso-8859-1?b?",
    "?=",
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
    "Content-Type: multipart/alternative; boundary=\"b\"\r\n",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
    "Content-Type: message/rfc822\r\n\r\n",
    "Content-Type: message/delivery-status\r\n\r\n",
    "Content-Type: text/html; charset=",
    "Content-Type: text/plain; format=flowed; delsp=yes\r\n",
    "Content-Disposition: attachment; filename=",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "--b\r\n",
    "--b--\r\n",
    "\r\n\r\n",
    "\r\n ",
    "Auto-Submitted: auto-replied\r\n",
    "Final-Recipient: rfc822; a@b.c\r\nAction: failed\r\n",
    "On Monday, Ben wrote:\r\n",
    "Am Montag schrieb Ben:\r\n",
    "-----Original Message-----\r\n",
    "-- \r\n",
    "> ",
    "Sent from my phone",
    "<script>",
    "<style>",
    "<!--",
    "-->",
    "<blockquote>",
    "</div>",
    "<div class=\"gmail_quote\">",
    "&amp;",
    "&#x5b;",
    "&#99999999;",
    "[@Ana](guildhall:person/019ab000-0000-7000-8000-00000000000a)",
    "[r]: guildhall:item/019ab000-0000-7000-8000-00000000000b",
    "<guildhall:item/019ab000-0000-7000-8000-00000000000b>",
    "../../",
    "\\",
    "`",
];

#[test]
fn a_mail_is_read_or_refused_and_is_text_and_files_only() {
    let target = Target { name: "mail", corpus: files("mail"), words: WORDS, share: 100 };
    target.run(|bytes| {
        let mail = match read(bytes) {
            Ok(mail) => mail,
            Err(why) => return (why.words().len(), 0, 0, 0),
        };
        assert_eq!(named(&mail.text), [], "it calls nobody");
        assert!(mail.text.len() <= limits::BODY);
        let lines = [&mail.subject, &mail.name, &mail.from];
        let ids = mail.references.iter().chain(&mail.message_id);
        let names = mail.attachments.iter().map(|file| &file.name);
        for line in lines.into_iter().chain(&mail.to).chain(ids).chain(names.clone()) {
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        for name in names {
            assert!(!name.is_empty() && !name.contains(['/', '\\']) && name != ".." && name.chars().count() < 200);
        }
        assert!(mail.attachments.len() <= 50 && mail.to.len() <= 100 && mail.references.len() <= 50);
        // What is new in a text is a part of it, and nothing is new in what is left.
        let text = String::from_utf8_lossy(bytes);
        let own = quotes::cut(&text);
        let mut typed = text.chars();
        assert!(own.chars().filter(|c| !c.is_whitespace()).all(|c| typed.any(|other| other == c)));
        let nature = match mail.nature {
            Nature::Written => 0,
            Nature::Automatic => 1,
            Nature::Bounce(bounced) => 2 + bounced.len().min(4),
            Nature::Loop => 7,
            Nature::Spam => 8,
            Nature::Forged => 9,
        };
        (nature, mail.attachments.len().min(4), mail.text.lines().count().min(8), own.len() * 4 / text.len().max(1))
    });
}
