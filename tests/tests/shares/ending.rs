//! When a link ends, it ends for whoever has it open too.

use crate::{DAY, Link, Visitor, bring, office, share};
use guildhall_tests::office::id;
use serde_json::json;

#[test]
fn whatever_ends_a_link_ends_it_at_once_and_says_the_same() {
    let o = office();
    let big = vec![7u8; 6 << 20];
    let document = id(&bring(&o.ana, &o.space, "big.bin", &big, None));
    let at = format!("/documents/{document}");
    let new = || share(&o.ana, &at, json!({ "mode": "comment" }));
    let unknown = Link { id: "0193a5b2-0000-7000-8000-000000000000".into(), secret: "x".repeat(43) };
    let dead = o.open(&unknown, None).fails(410, "link_expired");
    let gone = |link: &Link, visitor: &Visitor| {
        assert_eq!(o.open(link, None).fails(410, "link_expired"), dead);
        for path in ["".to_owned(), at.clone(), format!("{at}/file"), format!("{at}/comments"), format!("{at}/picture")]
        {
            assert_eq!(visitor.get(&path).fails(410, "link_expired"), dead, "{path}");
        }
        assert_eq!(visitor.say(&document, "Helen", "h@example.net", "x").fails(410, "link_expired"), dead);
    };
    // A wrong secret is no other answer.
    let link = new();
    let wrong = Link { secret: unknown.secret.clone(), ..link };
    assert_eq!(o.open(&wrong, None).fails(410, "link_expired"), dead);
    // Ended.
    let link = new();
    let visitor = o.visitor(&link);
    assert_eq!(visitor.get("").status, 200);
    assert_eq!(o.olga.delete(&format!("/shares/{}", link.id)).status, 204);
    gone(&link, &visitor);
    assert_eq!(o.olga.delete(&format!("/shares/{}", link.id)).status, 204, "ended again");
    // Thrown away, and back.
    let link = new();
    let visitor = o.visitor(&link);
    o.ana.delete(&at).ok();
    gone(&link, &visitor);
    o.ana.post(&format!("{at}/restore"), json!({})).ok();
    assert_eq!(visitor.get("").status, 200);
    // With its space.
    let deleted = o.olga.delete(&format!("/spaces/{}", o.space));
    gone(&link, &visitor);
    o.olga.post("/undo", json!({ "command": deleted.command() })).ok();
    assert_eq!(visitor.get("").status, 200);
    // An archived space is read, and nothing is said there.
    o.olga.put(&format!("/spaces/{}/archive", o.space), json!({})).ok();
    assert_eq!(visitor.get("").ok()["can_comment"], false);
    visitor.say(&document, "Helen", "h@example.net", "x").fails(403, "forbidden");
    o.olga.delete(&format!("/spaces/{}/archive", o.space)).ok();
    // Its time is over.
    let short = share(&o.ana, &at, json!({ "mode": "read", "expires_at": "2026-11-23T10:00:00Z" }));
    let visitor = o.visitor(&short);
    o.server.clock.advance(3_600_000);
    gone(&short, &visitor);
    // Somebody who is in has to open it again after half a day.
    let visitor = o.visitor(&link);
    o.server.clock.advance(DAY / 2);
    visitor.get("").fails(401, "not_signed_in");
}

#[test]
fn a_download_under_way_ends_with_its_link() {
    use std::io::{Read, Write};
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "big.bin", &vec![7u8; 48 << 20], None));
    let link = share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "read" }));
    let token = o.open(&link, None).ok()["token"].as_str().unwrap().to_owned();
    let address = o.server.url.strip_prefix("http://").unwrap();
    let mut wire = std::net::TcpStream::connect(address).unwrap();
    let path = format!("/api/v1/public/shares/{}/documents/{document}/file", link.id);
    write!(wire, "GET {path} HTTP/1.1\r\nHost: {address}\r\nX-Share-Token: {token}\r\n\r\n").unwrap();
    let mut begin = vec![0; 1 << 20];
    wire.read_exact(&mut begin).unwrap();
    assert!(begin.starts_with(b"HTTP/1.1 200"));
    o.ana.delete(&format!("/shares/{}", link.id));
    let mut rest = Vec::new();
    let _broken = wire.read_to_end(&mut rest);
    assert!(begin.len() + rest.len() < 40 << 20, "{} more bytes came", rest.len());
}
