//! Topics over the live stream: new messages to those who may read them, one's own reading to one's own devices,
//! who is writing, and nothing any more to who was removed.

use crate::{at, id, office, say, topic};
use guildhall_tests::{Live, live};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn row<'f>(frame: &'f Value, topic: &Value) -> Option<&'f Value> {
    frame["objects"]["topics"].as_array()?.iter().find(|row| row["id"] == topic["id"])
}

#[test]
fn what_is_said_is_told_as_each_may_see_it() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.closed, "Payroll");
    let (mut olga, mut ben) = (Live::open(&o.olga, None), Live::open(&o.ben, None));
    olga.say(json!({"type": "look", "item_id": made["id"]}));
    olga.until("state", |frame| frame["objects"]["opened_topics"][0]["id"] == made["id"]);
    let named = format!("Ask [@Ben Sol](guildhall:person/{})", o.ben.me());
    let said = say(&o.ana, &made, &named);
    let frame = olga.until("state", |frame| row(frame, &made).is_some_and(|row| row["unread"] == 1));
    assert_eq!(row(&frame, &made).unwrap()["last"]["author"]["id"], o.ana.me().as_str());
    let whole = olga.until("state", |frame| frame["objects"]["comments"][0]["id"] == said["id"]);
    assert_eq!(whole["objects"]["comments"][0]["unreached_ids"], json!([]), "that is the author's to know");
    live::told(&o.server);
    assert!(
        ben.drain().iter().all(|frame| !frame.to_string().contains(&id(&made))),
        "nothing of it to who cannot read it"
    );
}

#[test]
fn reading_on_one_device_is_told_to_the_others_of_the_same_person() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.open, "Talk");
    say(&o.ana, &made, "One");
    let (mut phone, mut ana) = (Live::open(&o.ben, None), Live::open(&o.ana, None));
    o.ben.put(&format!("{}/reading", at(&made)), json!({})).ok();
    phone.until("state", |frame| row(frame, &made).is_some_and(|row| row["unread"] == 0));
    live::told(&o.server);
    assert!(ana.drain().iter().all(|frame| row(frame, &made).is_none()), "how far somebody reads is theirs");
}

#[test]
fn who_is_removed_hears_nothing_more_within_a_second() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.closed, "Payroll");
    let bens = format!("/spaces/{}/members/{}", o.closed, o.ben.me());
    o.olga.put(&bens, json!({"role": "member"})).ok();
    let (mut ben, mut ana) = (Live::open(&o.ben, None), Live::open(&o.ana, None));
    for one in [&mut ben, &mut ana] {
        one.say(json!({"type": "look", "item_id": made["id"], "field": "comment"}));
    }
    ana.until("presence", |frame| {
        frame["people"][0]["id"] == o.ben.me().as_str() && frame["people"][0]["field"] == "comment"
    });
    let begun = Instant::now();
    o.olga.delete(&bens).ok();
    // Neither there for the others any more, nor told of what is said from now on.
    ana.until("presence", |frame| frame["people"] == json!([]));
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    ben.drain();
    let said = say(&o.ana, &made, "Only us now");
    live::told(&o.server);
    let heard = ben.drain();
    assert!(
        heard.iter().all(|frame| !frame.to_string().contains(&id(&said)) && row(frame, &made).is_none()),
        "{heard:?}"
    );
}

#[test]
fn what_moves_out_of_sight_is_named_gone_and_what_was_missed_is_caught_up() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.open, "Budget");
    let mut ben = Live::open(&o.ben, None);
    ben.drain();
    let cursor = o.ben.get("/session").ok()["cursor"].as_str().unwrap().to_owned();
    o.ana.put(&format!("{}/home", at(&made)), json!({"space_id": o.closed})).ok();
    ben.until("gone", |frame| frame["ids"].as_array().unwrap().contains(&made["id"]));
    let second = topic(&o.ana, &o.open, "Second");
    say(&o.ana, &second, "Missed");
    let mut late = Live::open(&o.ben, Some(&cursor));
    let mut seen = String::new();
    while let Some(frame) = late.hear() {
        seen.push_str(&frame.to_string());
        if frame["cursor"].is_string() {
            break;
        }
    }
    assert!(seen.contains("\"gone\"") && seen.contains("Missed"), "{seen}");
    assert!(!seen.contains("Budget"), "{seen}");
}

#[test]
fn a_task_made_from_a_message_shows_in_it_at_once() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.open, "Valves");
    let message = say(&o.ana, &made, "Ask Hollis");
    let mut ben = Live::open(&o.ben, None);
    ben.say(json!({"type": "look", "item_id": made["id"]}));
    ben.until("state", |frame| frame["objects"]["opened_topics"][0]["id"] == made["id"]);
    let task = o.olga.post(&format!("/comments/{}/tasks", id(&message)), json!({})).ok();
    ben.until("state", |frame| frame["objects"]["comments"][0]["tasks"][0]["id"] == task["id"]);
}
