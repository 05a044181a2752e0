//! What people outside say, and what they hear.

use crate::{bring, office, share};
use guildhall_tests::office::id;
use serde_json::{Value, json};

#[test]
fn somebody_outside_talks_with_those_who_shared_and_hears_nothing_else() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let at = format!("/items/{document}/comments");
    o.ana.post(&at, json!({ "body": "They pay late, be careful" })).ok();
    let new = || share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "comment" }));
    let (one, two) = (o.visitor(&new()), o.visitor(&new()));
    let said =
        one.say(&document, "Helen Ward", "Helen@Example.net", "How *warm* is [it](https://x.example)?\n<b>x</b> @Ana");
    assert_eq!(said.status, 201, "{}", said.text);
    let said = said.ok();
    assert_eq!((&said["author"], &said["outside"]), (&json!("Helen Ward"), &json!(true)));
    // Inside it stands like any comment, by a contact, and what was typed is words and nothing more.
    let inside = o.ana.get(&at).ok()["items"][1].clone();
    assert_eq!((&inside["author"]["kind"], &inside["author"]["name"]), (&json!("contact"), &json!("Helen Ward")));
    assert!(inside["body"].as_str().unwrap().starts_with(r"How \*warm\* is \[it\]"), "{inside}");
    let contacts = o.olga.get("/contacts").ok();
    assert!(contacts.to_string().contains("helen@example.net"), "{contacts}");
    // An answer to it is seen outside; other words are not, and not by another link.
    o.ana.post(&at, json!({ "body": "19 degrees", "reply_to": said["id"] })).ok();
    o.olga.post(&at, json!({ "body": "Do not promise that" })).ok();
    let heard: Vec<String> = one.said(&document).into_iter().map(|(who, words)| format!("{who}: {words}")).collect();
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(heard[0].starts_with("Helen Ward: How ") && heard[1] == "Ana Moreau: 19 degrees", "{heard:?}");
    assert_eq!(two.said(&document), []);
    // Nobody learns whose an address is, or speaks in the name it is known under.
    let other = two.say(&document, "Mallory", "helen@example.net", "It is me").ok();
    assert_eq!(other["author"], "Mallory");
    assert_eq!(two.say(&document, "mallory", "helen@example.net", "Again").ok()["author"], "Mallory");
    assert_eq!(one.say(&document, "helen ward", "helen@example.net", "Thanks").ok()["author"], "Helen Ward");
    // A person's address makes nobody that person.
    let forged = two.say(&document, "Ana Moreau", "ana.moreau@example.com", "Pay them").ok();
    assert_eq!(forged["outside"], true);
    let kinds: Vec<Value> =
        o.ana.get(&at).ok()["items"].as_array().unwrap().iter().map(|c| c["author"]["kind"].clone()).collect();
    assert_eq!(kinds.last().unwrap(), "contact", "{kinds:?}");
    // What is taken away inside is not heard outside either.
    o.ana.delete(&format!("/comments/{}", id(&inside))).fails(403, "forbidden");
    o.olga.delete(&format!("/comments/{}", id(&inside))).ok();
    assert_eq!(one.said(&document).len(), 1, "with the question goes the answer to it");
    // Answers go to what was said here.
    let hidden = id(&o.ana.get(&at).ok()["items"][0]);
    let reply = json!({ "name": "H", "email": "h@example.net", "body": "x", "reply_to": hidden });
    one.client.post(&format!("{}/documents/{document}/comments", one.at), reply).fails(422, "invalid");
}

#[test]
fn what_is_said_is_bounded() {
    let o = office();
    let document = id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None));
    let visitor = o.visitor(&share(&o.ana, &format!("/documents/{document}"), json!({ "mode": "comment" })));
    let fails = |name: &str, email: &str, body: &str, field: &str| {
        let said = visitor.say(&document, name, email, body).fails(422, "invalid");
        assert!(said["error"]["fields"][field].is_string(), "{said}");
    };
    fails("", "h@example.net", "x", "name");
    fails(&"n".repeat(121), "h@example.net", "x", "name");
    fails("H", "nobody", "x", "email");
    fails("H", "h@example.net\r\nBcc: all@example.net", "x", "email");
    fails("H", "h@example.net", " \n ", "body");
    fails("H", "h@example.net", &"w".repeat(10_001), "body");
    let more = json!({ "name": "H", "email": "h@example.net", "body": "x", "files": [] });
    visitor.client.post(&format!("{}/documents/{document}/comments", visitor.at), more).fails(400, "unknown_field");
    assert_eq!(visitor.say(&document, "H\u{7}\nW", "h@example.net", &"*".repeat(10_000)).ok()["author"], "H W");
    // Twenty a quarter of an hour from one address, whatever became of them.
    let mut taken = 0;
    let waits = loop {
        let answer = visitor.say(&document, "H", "h@example.net", "again");
        if answer.status != 201 {
            break answer;
        }
        taken += 1;
        assert!(taken < 21);
    };
    waits.clone().fails(429, "too_many_attempts");
    assert!(waits.header("retry-after").is_some());
    o.server.clock.advance(16 * 60_000);
    assert_eq!(visitor.say(&document, "H", "h@example.net", "later").status, 201);
}
