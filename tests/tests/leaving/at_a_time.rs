//! Leaving at a day and time that was set.

use crate::{HOUR, office};
use guildhall_tests::until;
use serde_json::json;

#[test]
fn somebody_leaves_when_their_time_comes_and_not_before() {
    let o = office();
    let (path, me) = (o.of_ana("departure"), o.ana.me());
    let at = chrono::DateTime::from_timestamp_millis(o.server.clock.now_ms() + 5 * HOUR).unwrap().to_rfc3339();
    let planned = o.olga.put(&path, json!({ "at": at, "taker_id": o.cleo.me() })).ok();
    assert_eq!(planned["planned"]["taker_id"], json!(o.cleo.me()), "{planned}");
    let coming = o.olga.get("/departures").ok();
    assert_eq!(coming["items"][0]["person_id"], json!(me));
    o.cleo.get("/departures").fails(403, "forbidden");
    // Called off, it does not happen; what is called off twice is called off.
    o.olga.delete(&path).ok();
    o.olga.delete(&path).ok();
    o.server.clock.advance(6 * HOUR);
    assert_eq!(o.olga.get("/departures").ok()["items"], json!([]));
    // What is given to her after it was set goes along.
    let at = chrono::DateTime::from_timestamp_millis(o.server.clock.now_ms() + 5 * HOUR).unwrap().to_rfc3339();
    o.olga.put(&path, json!({ "at": at, "taker_id": o.cleo.me() })).ok();
    let task = o.task("Given later", json!({ "assignee_id": me }));
    o.server.clock.advance(4 * HOUR);
    o.ana.get("/me").ok();
    o.server.clock.advance(2 * HOUR);
    until(|| o.olga.get(&format!("/people/{me}")).ok()["state"].clone(), |state| state == "deactivated");
    o.nothing_left();
    assert_eq!(o.olga.get(&format!("/tasks/{task}")).ok()["assignee_id"], json!(o.cleo.me()));
    assert_eq!(o.olga.get("/departures").ok()["items"], json!([]));
    let audit = o.olga.get("/admin/audit").ok().to_string();
    assert!(audit.contains("departure_set") && audit.contains("departure_cancelled"), "{audit}");
}

#[test]
fn who_cannot_leave_when_their_time_comes_stays_and_the_reason_is_shown() {
    let o = office();
    o.olga.patch(&format!("/people/{}", o.tom.me()), json!({ "role": "owner" })).ok();
    let at = chrono::DateTime::from_timestamp_millis(o.server.clock.now_ms() + HOUR).unwrap().to_rfc3339();
    o.olga.put(&format!("/people/{}/departure", o.tom.me()), json!({ "at": at })).ok();
    o.olga.put(&format!("/people/{}/departure", o.olga.me()), json!({ "at": at })).ok();
    o.server.clock.advance(2 * HOUR);
    let refused = || {
        let coming = o.server.app.view(guildhall::access::Who::system()).unwrap();
        let all = guildhall::departures::store::all(guildhall::access::Scope::read(&coming)).unwrap();
        all.into_iter().filter_map(|record| record.refused).collect::<Vec<_>>()
    };
    let why = until(refused, |why| why.len() == 1);
    assert!(why[0].contains("owner"), "{why:?}");
}
