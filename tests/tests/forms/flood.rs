//! Too many answers: from one network, and of one form.

use crate::{HOUR, MINUTE, broken, office_on, visit};
use guildhall_tests::Server;
use serde_json::json;

#[test]
fn a_network_sends_twenty_in_a_quarter_of_an_hour_and_a_form_takes_what_it_may() {
    let o = office_on(Server::start_with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]));
    let mut asks = visit();
    asks["hourly"] = json!(30);
    let form = o.public(asks);
    let send = |from: &str| {
        let start = o.open(&form).ok()["start"].clone();
        o.server.clock.advance(3_000);
        let who = o.server.nobody().with("X-Forwarded-For", from);
        let sent = json!({ "start": start, "answers": broken(), "name": "Rose" });
        who.post(&format!("/public/forms/{}/answers", form.id), sent)
    };
    // The hour of the form begins anew here, so that this test does not stand across one.
    o.server.clock.advance(HOUR - o.server.clock.now_ms().rem_euclid(HOUR));
    for n in 0..20 {
        assert_eq!(send("192.0.2.1").status, 201, "{n}");
    }
    let refused = send("192.0.2.1");
    let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=15 * 60).contains(&wait), "{wait}");
    refused.fails(429, "too_many_attempts");
    // Somebody else is not kept out by them, until the form has had enough.
    for n in 0..10 {
        assert_eq!(send(&format!("192.0.2.{}", n + 2)).status, 201, "{n}");
    }
    let full = send("198.51.100.7");
    let wait: i64 = full.header("retry-after").unwrap().parse().unwrap();
    assert!((30 * 60..=3_600).contains(&wait), "{wait}");
    let words = full.fails(429, "too_many_attempts")["error"].clone();
    assert!(words["message"].as_str().unwrap().contains("what you wrote stays"), "{words}");
    assert_eq!(o.requests().len(), 30);
    // What was sent is answered again, also when it is full; and the next hour is another one.
    o.server.clock.advance(wait * 1_000);
    assert_eq!(send("198.51.100.7").status, 201);
    o.server.clock.advance(15 * MINUTE);
    assert_eq!(send("192.0.2.1").status, 201);
}
