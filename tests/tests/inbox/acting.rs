//! What people do with entries.

use crate::{at, office};
use guildhall_tests::{Live, live};
use serde_json::json;

#[test]
fn what_is_cleared_is_gone_until_something_new_comes_and_can_be_taken_back() {
    let o = &office();
    let valve = o.task(&o.olga, json!({ "title": "Valve", "assignee_id": o.ana.me() }));
    o.server.settled();
    let path = format!("/inbox/{valve}");
    let cleared = o.ana.put(&format!("{path}/clearance"), json!({}));
    let command = cleared.command();
    assert_eq!(cleared.ok()["shelf"], "cleared");
    assert_eq!((o.shelf(&o.ana, "needs"), o.shelf(&o.ana, "cleared")), (vec![], vec!["Valve: assigned".to_owned()]));
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.shelf(&o.ana, "needs"), ["Valve: assigned"]);
    o.ana.put(&format!("{path}/clearance"), json!({})).ok();
    o.ana.delete(&format!("{path}/clearance")).ok();
    assert_eq!(o.shelf(&o.ana, "needs"), ["Valve: assigned"]);
    o.ana.put(&format!("{path}/clearance"), json!({})).ok();
    o.say(&o.olga, &valve, "And?");
    assert_eq!(o.shelf(&o.ana, "needs"), ["Valve: replied"], "something new");
    // It is nobody else's.
    o.bo.put(&format!("{path}/clearance"), json!({})).fails(409, "conflict");
    o.bo.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    o.ana.put("/inbox/nonsense/clearance", json!({})).fails(404, "not_found");
}

#[test]
fn reading_takes_the_dot_and_reading_it_there_meets_what_only_had_to_be_read() {
    let o = &office();
    let valve = o.task(&o.olga, json!({ "title": "Valve", "assignee_id": o.ana.me() }));
    let pump = o.task(&o.olga, json!({ "title": "Pump" }));
    o.say(&o.olga, &pump, &at(&o.ana));
    o.server.settled();
    for item in [&valve, &pump] {
        assert_eq!(o.ana.put(&format!("/inbox/{item}/read"), json!({})).ok()["unread"], false);
    }
    assert_eq!(o.shelf(&o.ana, "needs").len(), 2);
    assert_eq!(o.ana.delete(&format!("/inbox/{pump}/read")).ok()["unread"], true);
    for item in [&valve, &pump] {
        o.ana.put(&format!("/inbox/{item}/read"), json!({ "there": true })).ok();
    }
    assert_eq!(o.shelf(&o.ana, "needs"), ["Valve: assigned"], "work is not done by looking at it");
    // To look at what nobody was told of is no fault.
    assert_eq!(o.bo.put(&format!("/inbox/{pump}/read"), json!({ "there": true })).status, 204);
}

#[test]
fn what_is_put_off_comes_back_in_its_time() {
    let o = &office();
    let valve = o.task(&o.olga, json!({ "title": "Valve", "assignee_id": o.ana.me() }));
    let pump = o.task(&o.olga, json!({ "title": "Pump", "assignee_id": o.ana.me() }));
    o.server.settled();
    let later = |item: &str, until: &str| o.ana.put(&format!("/inbox/{item}/later"), json!({ "until": until }));
    // It is Monday, nine o'clock.
    later(&valve, "2026-11-23T12:00:00Z").ok();
    later(&pump, "2026-11-23T11:00:00Z").ok();
    assert_eq!(o.shelf(&o.ana, "needs"), [] as [String; 0]);
    assert_eq!(o.shelf(&o.ana, "later"), ["Pump: assigned", "Valve: assigned"], "in the order they come back");
    assert_eq!(o.ana.get("/inbox/counts").ok(), json!({ "needs": 0, "following": 0, "later": 2 }));
    o.server.clock.advance(2 * 3_600_000);
    o.until(|| o.shelf(&o.ana, "needs"), |needs| needs == &["Pump: assigned"]);
    assert_eq!(o.entry(&o.ana, "needs", &pump)["unread"], true, "as new");
    o.server.clock.advance(60_000);
    o.say(&o.olga, &valve, &at(&o.ana));
    assert_eq!(o.shelf(&o.ana, "needs"), ["Valve: mentioned", "Pump: assigned"], "a need does not wait");
    let command = later(&valve, "2026-11-24T08:00:00Z").command();
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.shelf(&o.ana, "later"), [] as [String; 0]);
    later(&valve, "2026-11-24T08:00:00Z").ok();
    o.ana.delete(&format!("/inbox/{valve}/later")).ok();
    assert_eq!(o.shelf(&o.ana, "later"), [] as [String; 0]);
    for wrong in ["2026-11-23T08:00:00Z", "2036-11-23T08:00:00Z"] {
        later(&valve, wrong).fails(422, "invalid");
    }
    later(&valve, "tomorrow").fails(400, "bad_json");
}

#[test]
fn many_are_cleared_at_once() {
    let o = &office();
    let text: Vec<String> = (0..120).map(|n| format!("Line {n}")).collect();
    let made = o.olga.post(&format!("/spaces/{}/tasks/paste", o.space), json!({ "text": text.join("\n") })).ok();
    let ids: Vec<_> = made["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    o.olga.post("/tasks/bulk", json!({ "ids": ids, "set": { "assignee_id": o.ana.me() } })).ok();
    o.server.settled();
    o.ana.put(&format!("/inbox/{}/read", ids[3].as_str().unwrap()), json!({})).ok();
    let cleared = o.ana.put("/inbox/clearance", json!({ "shelf": "needs", "only_read": true })).ok();
    assert_eq!(cleared, json!({ "count": 1, "more": false }));
    let three = &ids[10..13];
    assert_eq!(o.ana.put("/inbox/clearance", json!({ "item_ids": three })).ok()["count"], 3);
    let all = o.ana.put("/inbox/clearance", json!({ "shelf": "needs" }));
    let command = all.command();
    assert_eq!(all.ok()["count"], 116);
    assert_eq!(o.ana.get("/inbox/counts").ok()["needs"], 0);
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get("/inbox/counts").ok()["needs"], 116);
    o.ana.put("/inbox/clearance", json!({})).fails(422, "invalid");
    o.ana.put("/inbox/clearance", json!({ "shelf": "needs", "item_ids": three })).fails(422, "invalid");
    let many: Vec<_> = (0..501).map(|_| ids[0].clone()).collect();
    o.ana.put("/inbox/clearance", json!({ "item_ids": many })).fails(422, "too_many");
}

#[test]
fn a_muted_item_says_only_what_needs_one() {
    let o = &office();
    let valve = o.task(&o.olga, json!({ "title": "Valve", "follower_ids": [o.ana.me()] }));
    o.server.settled();
    o.ana.put(&format!("/inbox/{valve}/mute"), json!({})).ok();
    o.say(&o.olga, &valve, "Hm");
    assert_eq!(o.shelf(&o.ana, "following"), [] as [String; 0]);
    o.say(&o.olga, &valve, &at(&o.ana));
    assert_eq!(o.shelf(&o.ana, "needs"), ["Valve: mentioned"]);
    o.ana.delete(&format!("/inbox/{valve}/mute")).ok();
    o.ana.put(&format!("/inbox/{valve}/clearance"), json!({})).ok();
    o.say(&o.bo, &valve, "Hm, hm");
    assert_eq!(o.shelf(&o.ana, "following"), ["Valve: commented"]);
}

#[test]
fn the_badge_follows_wherever_one_is() {
    let o = &office();
    live::start(&o.server);
    let mut hers = Live::open(&o.ana, None);
    let mut his = Live::open(&o.bo, None);
    let valve = o.task(&o.olga, json!({ "title": "Valve", "assignee_id": o.ana.me() }));
    let frame = hers.until("state", |frame| frame["objects"]["inbox"]["needs"] == 1);
    assert!(frame["cursor"].is_string());
    o.ana.put(&format!("/inbox/{valve}/clearance"), json!({})).ok();
    hers.until("state", |frame| frame["objects"]["inbox"]["needs"] == 0);
    // Nobody hears of what is in the inbox of somebody else, neither in the stream nor in the changes.
    let before = o.bo.get("/changes").ok();
    let pump = o.task(&o.olga, json!({ "title": "Pump", "assignee_id": o.ana.me() }));
    o.server.settled();
    let changes = |who: &guildhall_tests::Client| {
        let since = before["next"].as_str().unwrap();
        let changes = who.get(&format!("/changes?since={since}")).ok();
        let types = changes["items"].as_array().unwrap().iter().map(|change| change["item_type"].clone());
        types.filter(|kind| kind == "inbox").count()
    };
    assert_eq!((changes(&o.ana), changes(&o.bo)), (1, 0));
    let frame = his.until("state", |frame| frame["objects"]["tasks"][0]["id"] == json!(pump));
    assert_eq!(frame["objects"]["inbox"], json!(null));
}
