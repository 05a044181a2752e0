//! Too many answers: from one network, and of one form.

use crate::{HOUR, MINUTE, broken, office_on, visit};
use guildhall::{
    access::{Who, Work},
    forms::{self, start::Keys},
    requests::{commands::coming, input::AnswersInput},
};
use guildhall_domain::Id;
use guildhall_tests::Server;
use serde_json::json;
use std::time::{Duration, Instant};

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

#[test]
fn ten_thousand_in_an_hour_are_taken_and_sorted_as_fast_as_ever_and_the_next_one_waits() {
    let o = office_on(Server::start_with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]));
    let mut asks = visit();
    asks["hourly"] = json!(10_001);
    o.olga.post(&format!("/spaces/{}/forms", o.space), asks.clone()).fails(422, "invalid");
    asks["hourly"] = json!(10_000);
    let form = o.public(asks);
    o.server.clock.advance(HOUR - o.server.clock.now_ms().rem_euclid(HOUR));
    // All but ten by the command behind the address, many at once: over HTTP they take longer than a test should.
    let (id, ben): (Id, Id) = (form.id.parse().unwrap(), o.ben.me().parse().unwrap());
    let keys = Keys::load(&o.server.app).unwrap();
    for _ in 0..111 {
        let take = move |work: &mut Work<'_, '_>| {
            let (form, _) = forms::queries::answerable(work, id)?;
            for _ in 0..90 {
                let start = keys.start(work, &form, None);
                let answers = serde_json::from_value(broken()).unwrap();
                coming::answer_form(work, &keys, id, &AnswersInput { start, answers })?;
            }
            Ok(())
        };
        o.server.app.run_blocking(Who::person(ben), take).unwrap();
    }
    let send = |from: &str| {
        let start = o.open(&form).ok()["start"].clone();
        o.server.clock.advance(3_000);
        let who = o.server.nobody().with("X-Forwarded-For", from);
        let sent = json!({ "start": start, "answers": broken(), "name": "Rose" });
        who.post(&format!("/public/forms/{}/answers", form.id), sent)
    };
    for n in 1..=10 {
        assert_eq!(send(&format!("192.0.2.{n}")).status, 201, "{n}");
    }
    send("198.51.100.7").fails(429, "too_many_attempts");
    let begun = Instant::now();
    let count = o.ana.get(&format!("/spaces/{}/requests/count", o.space)).ok();
    let (rows, took) = (o.requests().len(), begun.elapsed());
    println!("the first page and the count of 10,000 requests in {took:?}");
    // More than two thousand are not counted: nobody sorts by that number any more.
    assert_eq!((&count["new"], rows), (&json!(2_000), 50));
    assert!(took < Duration::from_secs(2), "{took:?}");
}
