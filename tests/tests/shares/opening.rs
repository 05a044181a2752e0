//! What opens a link is guarded.

use crate::{Link, Visitor, bring, office, share};
use guildhall_tests::office::id;
use serde_json::{Value, json};

#[test]
fn a_password_is_guarded_like_those_of_people() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let at = format!("/documents/{document}");
    o.ana.post(&format!("{at}/shares"), json!({ "mode": "read", "password": "short" })).fails(422, "invalid");
    let word = "nine kettles on a tram";
    let link = share(&o.ana, &at, json!({ "mode": "read", "password": word }));
    // To ask what it wants is no guess; whoever has not the secret guesses nothing.
    for _ in 0..7 {
        o.open(&link, None).fails(403, "share_password");
    }
    let wrong = Link { id: link.id.clone(), secret: "y".repeat(43) };
    o.open(&wrong, Some(word)).fails(410, "link_expired");
    assert_eq!(o.open(&link, Some(word)).status, 200);
    for _ in 0..5 {
        o.open(&link, Some("wrong")).fails(403, "share_password");
    }
    let waits = o.open(&link, Some(word));
    waits.clone().fails(429, "too_many_attempts");
    assert!(waits.header("retry-after").is_some());
    o.server.clock.advance(15 * 60_000);
    let token = o.open(&link, Some(word)).ok()["token"].as_str().unwrap().to_owned();
    let visitor =
        Visitor { client: o.server.nobody().with("X-Share-Token", &token), at: format!("/public/shares/{}", link.id) };
    assert_eq!(visitor.get("").status, 200);
    // Another password, and none, both end what was opened before.
    let edit = |patch: Value| o.ana.patch(&format!("/shares/{}", link.id), patch);
    assert_eq!(edit(json!({ "password": "eleven lamps by the door" })).ok()["has_password"], true);
    visitor.get("").fails(401, "not_signed_in");
    o.open(&link, Some(word)).fails(403, "share_password");
    assert_eq!(edit(json!({ "password": null })).ok()["has_password"], false);
    assert_eq!(o.open(&link, None).status, 200);
    // Nothing of it is in the file as it was typed.
    let file = std::fs::read(o.server.data()).unwrap();
    for secret in [link.secret.as_bytes(), b"eleven lamps", word.as_bytes(), token.as_bytes()] {
        assert!(!file.windows(secret.len()).any(|part| part == secret));
    }
}

#[test]
fn guessing_secrets_is_counted_by_where_it_comes_from() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let link = share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "read" }));
    let guess = Link { id: link.id.clone(), secret: "g".repeat(43) };
    for _ in 0..20 {
        o.open(&guess, None).fails(410, "link_expired");
    }
    o.open(&link, None).fails(429, "too_many_attempts");
    o.server.clock.advance(16 * 60_000);
    assert_eq!(o.open(&link, None).status, 200);
}
