//! Who has read how far: the same on all devices, forward only, and nobody else's business.

use crate::{at, bodies, id, listed, messages, office, say, topic};
use guildhall::{
    access::{Who, Work},
    comments,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn read(by: &guildhall_tests::Client, topic: &Value, seq: &Value) -> Value {
    by.put(&format!("{}/reading", at(topic)), json!({ "seq": seq })).ok()
}

#[test]
fn what_is_new_comes_first_and_goes_when_it_was_read() {
    let o = office();
    let (old, quiet) = (topic(&o.ana, &o.open, "Old"), topic(&o.ana, &o.open, "Quiet"));
    for one in [&old, &quiet] {
        o.ben.put(&format!("{}/reading", at(one)), json!({})).ok();
    }
    let first = say(&o.ana, &old, "One");
    say(&o.ana, &old, "Two");
    topic(&o.ben, &o.open, "His own");
    assert_eq!(listed(&o.ben, &o.open, ""), ["Old", "His own", "Quiet"], "something new first");
    let unread = |by: &guildhall_tests::Client| by.get(&at(&old)).ok()["unread"].clone();
    assert_eq!((unread(&o.ben), unread(&o.ana)), (json!(2), json!(0)), "one's own words are not new");
    // Up to the first message, from another device further on, and never back.
    assert_eq!(read(&o.ben, &old, &first["seq"])["unread"], 1);
    let phone = o
        .server
        .nobody()
        .post("/session", json!({"email": "ben.sol@example.com", "password": guildhall_tests::server::PASSWORD}));
    let phone = o.server.nobody().signed_in(&phone);
    assert_eq!(phone.put(&format!("{}/reading", at(&old)), json!({})).ok()["unread"], 0);
    assert_eq!(read(&o.ben, &old, &first["seq"])["unread"], 0);
    assert_eq!(read(&o.ben, &old, &json!(u64::MAX / 4))["read_to"], o.ben.get(&at(&old)).ok()["last_place"]);
    say(&o.ana, &old, "Three");
    assert_eq!(unread(&o.ben), 1, "a place beyond the end was the end of that moment");
    // Whoever says something has seen what was said before.
    say(&o.ben, &old, "Four");
    assert_eq!(unread(&o.ben), 0);
    // A muted topic is not put first, and everything in a space can be read at once.
    o.ben.put(&format!("{}/mute", at(&old)), json!({})).ok();
    say(&o.ana, &quiet, "Psst");
    say(&o.ana, &old, "Five");
    assert_eq!(listed(&o.ben, &o.open, "")[0], "Quiet");
    o.ben.put(&format!("/spaces/{}/topics/reading", o.open), json!({})).ok();
    assert_eq!(o.ben.get(&format!("/spaces/{}/topics", o.open)).ok()["unread"], 0);
    assert_eq!(o.olga.get(&format!("/spaces/{}/topics", o.open)).ok()["unread"], 6);
}

#[test]
fn how_far_somebody_has_read_is_told_to_them_alone_and_kept_once() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Talk");
    say(&o.ana, &made, "One");
    let cursor = |by: &guildhall_tests::Client| by.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    let (bens, anas) = (cursor(&o.ben), cursor(&o.ana));
    o.ben.put(&format!("{}/reading", at(&made)), json!({})).ok();
    o.ben.put(&format!("{}/mute", at(&made)), json!({})).ok();
    let told =
        |by: &guildhall_tests::Client, since: &str| by.get(&format!("/changes?since={since}")).ok()["items"].clone();
    let own: Vec<Value> = told(&o.ben, &bens).as_array().unwrap().clone();
    assert_eq!(own.len(), 1, "of reading only the last is kept: {own:?}");
    assert_eq!((&own[0]["item_type"], &own[0]["item_id"]), (&json!("reading"), &made["id"]));
    assert_eq!(told(&o.ana, &anas), json!([]));
}

#[test]
fn who_comes_later_finds_nothing_new_in_what_was_said_before() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Long ago");
    say(&o.ana, &made, "One");
    o.server.clock.advance(86_400_000);
    let new = o.server.join(&o.olga, "Nia New", "member");
    assert_eq!(new.get(&at(&made)).ok()["unread"], 0);
    o.server.clock.advance(1_000);
    say(&o.ana, &made, "Two");
    assert_eq!(new.get(&format!("/spaces/{}/topics", o.open)).ok()["unread"], 1);
    assert_eq!(bodies(&messages(&new, &made, "")), ["One", "Two"]);
}

#[test]
fn pages_lead_both_ways_from_where_one_has_stopped() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Long");
    let said: Vec<Value> = (1..=30).map(|n| say(&o.ana, &made, &format!("{n}"))).collect();
    read(&o.ben, &made, &said[19]["seq"]);
    let page = messages(&o.ben, &made, "?limit=15");
    assert_eq!((bodies(&page)[0].as_str(), bodies(&page).len()), ("11", 15), "ten before the line, new ones after it");
    assert_eq!(page["read_to"], said[19]["seq"]);
    let before = messages(&o.ben, &made, &format!("?limit=4&before={}", page["before"].as_str().unwrap()));
    assert_eq!(bodies(&before), ["7", "8", "9", "10"]);
    let after = messages(&o.ben, &made, &format!("?limit=50&after={}", page["after"].as_str().unwrap()));
    assert_eq!(
        (bodies(&after), &after["after"]),
        (vec!["26".into(), "27".into(), "28".into(), "29".into(), "30".into()], &Value::Null)
    );
    // Nothing new: the end. A link: that message.
    assert_eq!(bodies(&messages(&o.ana, &made, "?limit=2")), ["29", "30"]);
    assert_eq!(bodies(&messages(&o.ana, &made, &format!("?limit=20&at={}", id(&said[4]))))[4], "5");
    assert_eq!(messages(&o.ana, &made, "?at=newest&limit=30")["before"], Value::Null);
    let other = say(&o.ana, &topic(&o.ana, &o.open, "Other"), "Elsewhere");
    o.ana.get(&format!("{}/messages?at={}", at(&made), id(&other))).fails(404, "not_found");
    for wrong in ["?at=unread&before=00", "?before=zz", "?before=00", "?limit=0", "?after=00&before=00"] {
        o.ana.get(&format!("{}/messages{wrong}", at(&made))).fails(400, "bad_query");
    }
}

/// Five thousand messages, and the reader has stopped at two thousand.
#[test]
fn a_topic_of_five_thousand_messages_opens_at_the_unread_line_at_once() {
    const MOST: Duration = Duration::from_millis(200);
    let o = office();
    let made = topic(&o.ana, &o.open, "Years");
    let (item, ana) = (id(&made).parse().unwrap(), o.ana.me().parse().unwrap());
    for hundred in 0..50 {
        let write = move |work: &mut Work<'_, '_>| {
            for n in 0..100 {
                let body = format!("Message {}", hundred * 100 + n);
                let new = comments::commands::New { id: None, body, reply_to: None, files: Vec::new() };
                comments::commands::write(work, item, &new)?;
            }
            Ok(())
        };
        o.server.app.run_blocking(Who::person(ana), write).unwrap();
    }
    let middle = messages(&o.ben, &made, "?at=newest&limit=1");
    let seq = middle["items"][0]["seq"].as_u64().unwrap();
    // Every message is a change of the topic and one of the author's reading.
    read(&o.ben, &made, &json!(seq - 2 * 3_000));
    let mut times: Vec<Duration> = (0..9)
        .map(|_| {
            let begun = Instant::now();
            let page = messages(&o.ben, &made, "");
            o.ben.get(&at(&made)).ok();
            assert_eq!(bodies(&page).len(), 50);
            assert_eq!(bodies(&page)[10], "Message 2000");
            begun.elapsed()
        })
        .collect();
    times.sort();
    assert!(times[4] <= MOST, "{times:?}");
    let begun = Instant::now();
    assert_eq!(o.ben.get(&format!("/spaces/{}/topics", o.open)).ok()["unread"], 100);
    assert!(begun.elapsed() <= MOST, "{:?}", begun.elapsed());
}
