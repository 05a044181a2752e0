//! Announcements: told to everybody who reads the space, met by reading, and who has read them for those who announced.

use crate::{Office, PATIENCE, at, id, office};
use guildhall::{access::Who, mail::Mailer};
use guildhall_tests::{Client, many};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const NONE: [&str; 0] = [];

fn announce(by: &Client, space: &str, title: &str) -> String {
    let input = json!({ "title": title, "body": "We close at **noon** on Friday." });
    id(&by.post(&format!("/spaces/{space}/announcements"), input).ok())
}

/// A closed space that Olga leads and Ana and Bo are in.
fn closed(o: &Office) -> String {
    let space = o.olga.space("Kitchen", "closed");
    for one in [&o.ana, &o.bo] {
        o.olga.put(&format!("/spaces/{space}/members/{}", one.me()), json!({ "role": "member" })).ok();
    }
    space
}

fn counted(by: &Client, topic: &str) -> (Value, Value) {
    let receipts = by.get(&format!("/topics/{topic}/receipts")).ok();
    (receipts["read_count"].clone(), receipts["count"].clone())
}

#[test]
fn it_needs_everybody_who_reads_it_until_they_have_read_it() {
    let o = &office();
    let space = closed(o);
    let guest = o.server.join(&o.olga, "Gil Guest", "guest");
    o.olga.put(&format!("/spaces/{space}/members/{}", guest.me()), json!({ "role": "guest" })).ok();
    let outside = o.server.join(&o.olga, "Ode Out", "member");
    let topic = announce(&o.olga, &space, "Closing early");
    for one in [&o.ana, &o.bo, &guest] {
        let entry = o.entry(one, "needs", &topic);
        assert_eq!((&entry["reason"], &entry["unread"]), (&json!("announced"), &json!(true)), "{entry}");
        assert_eq!(entry["excerpt"], "We close at noon on Friday.");
    }
    assert_eq!((o.shelf(&outside, "needs"), o.shelf(&o.olga, "needs")), (vec![], vec![]));
    assert_eq!(counted(&o.olga, &topic), (json!(0), json!(3)));
    // Marking the whole space as read is not reading it; opening it is.
    o.ana.put(&format!("/spaces/{space}/topics/reading"), json!({})).ok();
    assert_eq!(o.shelf(&o.ana, "needs"), ["Closing early: announced"]);
    o.server.clock.advance(60_000);
    o.ana.put(&format!("/topics/{topic}/reading"), json!({})).ok();
    assert_eq!((o.shelf(&o.ana, "needs"), o.shelf(&o.bo, "needs").len()), (vec![], 1));
    let receipts = o.olga.get(&format!("/topics/{topic}/receipts")).ok();
    assert_eq!((&receipts["read_count"], &receipts["count"]), (&json!(1), &json!(3)));
    let items = receipts["items"].as_array().unwrap();
    assert_eq!(
        (&items[0]["person_id"], &items[0]["read_at"]),
        (&json!(o.ana.me()), &json!("2026-11-23T09:01:00.000Z"))
    );
    assert_eq!((&items[1]["person_id"], &items[2]["person_id"]), (&json!(o.bo.me()), &json!(guest.me())), "by name");
    assert!(items[1]["read_at"].is_null() && items[2]["read_at"].is_null());
    // Reading on later does not change when it was first read.
    o.say(&o.olga, &topic, "And on Saturday");
    o.server.clock.advance(60_000);
    o.ana.put(&format!("/topics/{topic}/reading"), json!({})).ok();
    assert_eq!(o.olga.get(&format!("/topics/{topic}/receipts")).ok()["items"][0], items[0]);
    // Clearing it in the inbox is not reading it.
    o.bo.put(&format!("/inbox/{topic}/clearance"), json!({})).ok();
    assert_eq!(counted(&o.olga, &topic), (json!(1), json!(3)));
}

#[test]
fn only_who_leads_announces_and_sees_receipts_and_changes_it() {
    let o = &office();
    let space = closed(o);
    let input = json!({ "title": "Mine" });
    o.ana.post(&format!("/spaces/{space}/announcements"), input.clone()).fails(403, "forbidden");
    assert_eq!(o.ana.get(&format!("/spaces/{space}")).ok()["can"]["announce"], false);
    assert_eq!(o.shelf(&o.bo, "needs"), NONE, "a refused one tells nobody");
    let topic = announce(&o.olga, &space, "Closing early");
    let whole = o.ana.get(&format!("/topics/{topic}")).ok();
    assert_eq!(
        (&whole["announcement"], &whole["can"]["edit"], &whole["can"]["receipts"]),
        (&json!(true), &json!(false), &json!(false))
    );
    o.ana.get(&format!("/topics/{topic}/receipts")).fails(403, "forbidden");
    o.ana.patch(&format!("/topics/{topic}"), json!({ "body": "We do not close" })).fails(403, "forbidden");
    o.ana.delete(&format!("/topics/{topic}")).fails(403, "forbidden");
    o.say(&o.ana, &topic, "Thanks");
    o.olga.patch(&format!("/topics/{topic}"), json!({ "body": "At one" })).ok();
    // A topic like others has no receipts, and is none because somebody says so.
    let plain = id(&o.ana.post(&format!("/spaces/{space}/topics"), json!({ "title": "Plain" })).ok());
    assert_eq!(o.ana.get(&format!("/topics/{plain}/receipts")).ok()["items"], json!([]));
    let said = json!({ "title": "No", "announcement": true });
    o.ana.post(&format!("/spaces/{space}/topics"), said).fails(400, "unknown_field");
    o.olga.post(&format!("/spaces/{space}/announcements"), json!({ "title": "" })).fails(422, "invalid");
    o.olga.post(&format!("/spaces/{space}/announcements"), json!({ "title": 7 })).fails(400, "bad_json");
    // The same id again answers the same, and is no other kind of topic.
    let given = "019ab000-0000-7000-8000-00000000000a";
    let again = json!({ "id": given, "title": "Once" });
    o.olga.post(&format!("/spaces/{space}/announcements"), again.clone()).ok();
    o.olga.post(&format!("/spaces/{space}/announcements"), again.clone()).ok();
    o.olga.post(&format!("/spaces/{space}/topics"), again).fails(409, "id_taken");
}

#[test]
fn in_a_space_that_everybody_joins_an_admin_speaks_to_the_organization() {
    let o = &office();
    let adam = o.server.join(&o.olga, "Adam Admin", "admin");
    let news = o.ana.space("Company news", "private");
    adam.post(&format!("/spaces/{news}/announcements"), json!({ "title": "No" })).fails(403, "forbidden");
    o.ana.patch(&format!("/spaces/{news}"), json!({ "everyone_joins": true })).ok();
    let guest = o.server.join(&o.olga, "Gil Guest", "guest");
    let topic = announce(&adam, &news, "We are moving");
    for one in [&o.olga, &o.ana, &o.bo] {
        assert_eq!(o.shelf(one, "needs"), ["We are moving: announced"]);
    }
    assert_eq!(o.shelf(&guest, "needs"), NONE, "people from outside do not join");
    assert_eq!(counted(&o.ana, &topic), (json!(0), json!(3)), "the lead sees it as well");
    o.bo.get(&format!("/topics/{topic}/receipts")).fails(403, "forbidden");
    adam.patch(&format!("/topics/{topic}"), json!({ "title": "We are moving in May" })).ok();
}

#[test]
fn a_thousand_people_are_told_by_one_group_commit() {
    let o = &office();
    many::members(&o.server, 1_000);
    let space = o.olga.space("Company news", "open");
    Mailer::start(&o.server.app).unwrap();
    o.server.settled();
    let before = o.server.app.store().stats().unwrap().commits;
    let topic = announce(&o.olga, &space, "Closing early");
    o.server.settled();
    let commits = o.server.app.store().stats().unwrap().commits - before;
    // The announcement itself, all inboxes together, and where mail would be planned, that of all together.
    assert!((2..=3).contains(&commits), "{commits} commits");
    assert_eq!(counted(&o.olga, &topic), (json!(0), json!(1_002)));
    let view = o.server.app.view(Who::system()).unwrap();
    let people: Vec<_> = guildhall::access::Scope::directory(&view).people().map(|person| person.audience).collect();
    let item = topic.parse().unwrap();
    let read = guildhall::access::Scope::read(&view);
    let told = people.iter().filter(|person| guildhall::inbox::store::get(read, item, **person).unwrap().is_some());
    assert_eq!(told.count(), 1_002);
}

#[test]
fn taken_back_or_removed_it_is_in_no_inbox() {
    let o = &office();
    let space = closed(o);
    let made = o.olga.post(&format!("/spaces/{space}/announcements"), json!({ "title": "Wrong" }));
    let command = made.command();
    made.ok();
    assert_eq!(o.shelf(&o.ana, "needs").len(), 1);
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.shelf(&o.ana, "needs"), NONE);
    let topic = announce(&o.olga, &space, "Right");
    assert_eq!(o.shelf(&o.bo, "needs").len(), 1);
    let begun = Instant::now();
    o.olga.delete(&format!("/spaces/{space}/members/{}", o.bo.me())).ok();
    assert_eq!(o.bo.get("/inbox?shelf=needs").ok()["items"], json!([]), "with the next request");
    o.bo.get(&format!("/topics/{topic}")).fails(404, "not_found");
    assert!(begun.elapsed() < Duration::from_secs(1).min(PATIENCE));
    assert_eq!(counted(&o.olga, &topic), (json!(0), json!(1)));
    // A thousand names in it are no thousand mentions, and those who cannot read it hear nothing.
    let crowd: String =
        (0..1_000).map(|n| format!("[@x](guildhall:person/019ab000-0000-7000-8000-{n:012}) ")).collect();
    let body = format!("{crowd} {}", at(&o.bo));
    o.olga.post(&format!("/spaces/{space}/announcements"), json!({ "title": "Crowd", "body": body })).ok();
    assert_eq!(o.shelf(&o.bo, "needs"), NONE);
}

#[test]
fn there_is_one_mute_wherever_it_is_pressed() {
    let o = &office();
    let talk = id(&o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Talk" })).ok());
    o.olga.put(&format!("/topics/{talk}/followers/{}", o.ana.me()), json!({})).ok();
    o.say(&o.olga, &talk, "One");
    assert_eq!(o.entry(&o.ana, "following", &talk)["muted"], false);
    // In the inbox: the topic is muted, and what was told is gone.
    let muted = o.ana.put(&format!("/inbox/{talk}/mute"), json!({}));
    let command = muted.command();
    muted.ok();
    assert_eq!(
        (o.ana.get(&format!("/topics/{talk}")).ok()["muted"].clone(), o.shelf(&o.ana, "following")),
        (json!(true), vec![])
    );
    o.say(&o.olga, &talk, "Two");
    assert_eq!(o.shelf(&o.ana, "following"), NONE);
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get(&format!("/topics/{talk}")).ok()["muted"], false);
    o.say(&o.olga, &talk, "Three");
    assert_eq!(o.shelf(&o.ana, "following"), ["Talk: commented"]);
    // At the topic: the entry goes, and a mention comes with the word that it is muted.
    o.ana.put(&format!("/topics/{talk}/mute"), json!({})).ok();
    assert_eq!(o.shelf(&o.ana, "following"), NONE);
    o.say(&o.olga, &talk, &at(&o.ana));
    assert_eq!(o.entry(&o.ana, "needs", &talk)["muted"], true);
    o.ana.delete(&format!("/inbox/{talk}/mute")).ok();
    let quiet = id(&o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Quiet" })).ok());
    for method in ["PUT", "DELETE"] {
        assert_eq!(
            o.ana.send(method, &format!("/inbox/{quiet}/mute"), Some(&json!({}))).status,
            200,
            "nothing was told yet"
        );
        assert_eq!(o.ana.get(&format!("/topics/{quiet}")).ok()["muted"], method == "PUT");
    }
    assert_eq!(o.ana.get(&format!("/topics/{talk}")).ok()["muted"], false);
}

#[test]
fn those_who_follow_a_topic_hear_of_a_decision_as_long_as_it_is_one() {
    let o = &office();
    let talk = id(&o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Valves" })).ok());
    o.olga.put(&format!("/topics/{talk}/followers/{}", o.ana.me()), json!({})).ok();
    let said = o.say(&o.bo, &talk, "We take **brass**");
    o.server.settled();
    o.ana.put(&format!("/topics/{talk}/reading"), json!({})).ok();
    o.ana.put(&format!("/inbox/{talk}/clearance"), json!({})).ok();
    o.olga.put(&format!("/topics/{talk}/decisions/{said}"), json!({})).ok();
    let entry = o.entry(&o.ana, "following", &talk);
    assert_eq!((&entry["reason"], &entry["comment_id"]), (&json!("decided"), &json!(said)), "{entry}");
    assert_eq!((&entry["excerpt"], &entry["more"]), (&json!("We take brass"), &json!(0)), "told once");
    assert_eq!(o.shelf(&o.olga, "following"), NONE, "not who did it");
    o.olga.delete(&format!("/topics/{talk}/decisions/{said}")).ok();
    assert_ne!(o.entry(&o.ana, "following", &talk)["reason"], "decided");
}
