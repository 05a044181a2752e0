//! Weeks: filled, handed in, locked, approved by those who may, sent back, opened again, exported.

use crate::{office, task, today, week_of, works};
use guildhall_tests::id;
use serde_json::json;

const MONDAY: &str = "2026-02-02";

#[test]
fn a_week_is_filled_handed_in_approved_and_exported() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    let week = week_of(&o.ana, MONDAY);
    works(&o.ana, &boiler, MONDAY, "7:45");
    let first = works(&o.ana, &boiler, "2026-02-08", "1h");
    works(&o.ana, &boiler, "2026-02-09", "5h");
    let copied = o.ana.post("/time-entries/copies", json!({ "from": MONDAY, "to": "2026-02-03" })).ok();
    assert_eq!(copied["items"][0]["minutes"], 465);
    let again = o.ana.post("/time-entries/copies", json!({ "from": MONDAY, "to": "2026-02-03" })).ok();
    assert_eq!(again["items"], json!([]), "what has time there keeps it");
    let open = o.ana.get(&week).ok();
    assert_eq!([&open["minutes"], &open["state"]], [&json!(990), &json!("open")]);
    assert_eq!(open["can"], json!({"edit": true, "submit": true, "withdraw": false, "decide": false, "reopen": false}));
    o.ana.put(&format!("{week}/approval"), json!({})).fails(403, "forbidden");
    o.owner.put(&format!("{week}/approval"), json!({})).fails(409, "conflict");
    o.owner.put(&format!("{week}/submission"), json!({})).fails(403, "forbidden");

    // What is handed in is locked: nothing comes, changes, goes or is undone.
    let deleted = o.ana.delete(&format!("/time-entries/{}", id(&first)));
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    o.ana.put(&format!("{week}/submission"), json!({})).fails(409, "conflict");
    let entry = id(&copied["items"][0]);
    let write = json!({ "task_id": boiler, "day": "2026-02-05", "minutes": 5 });
    let refused = o.ana.post("/time-entries", write.clone()).fails(409, "week_locked");
    assert_eq!(refused["error"]["week"], MONDAY);
    o.ana.patch(&format!("/time-entries/{entry}"), json!({ "minutes": 5 })).fails(409, "week_locked");
    o.ana.patch(&format!("/time-entries/{entry}"), json!({ "day": "2026-02-09" })).fails(409, "week_locked");
    o.ana.delete(&format!("/time-entries/{entry}")).fails(409, "week_locked");
    o.ana.post("/undo", json!({ "command": deleted.command() })).fails(409, "week_locked");
    o.ana.post("/time-entries/copies", json!({ "from": "2026-02-09", "to": "2026-02-06" })).fails(409, "week_locked");

    // Sent back with a reason, repaired, handed in, approved.
    let waiting = o.owner.get("/timesheets").ok();
    assert_eq!([&waiting["items"][0]["person_id"], &waiting["items"][0]["minutes"]], [&json!(o.ana.me()), &json!(930)]);
    o.owner.put(&format!("{week}/return"), json!({ "reason": " " })).fails(422, "invalid");
    o.owner.put(&format!("{week}/return"), json!({ "reason": "Friday is missing" })).ok();
    assert_eq!(o.ana.get(&week).ok()["reason"], "Friday is missing");
    let seen = waiting["items"][0]["version"].clone();
    works(&o.ana, &boiler, "2026-02-06", "4h");
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    o.owner.put(&format!("{week}/approval"), json!({ "version": seen })).fails(412, "stale");
    let shown = o.owner.get(&week).ok();
    let approved = o.owner.put(&format!("{week}/approval"), json!({ "version": shown["version"] })).ok();
    assert_eq!([&approved["state"], &approved["decided_by"]], [&json!("approved"), &json!(o.owner.me())]);
    o.ana.delete(&format!("{week}/submission")).fails(409, "conflict");
    o.ana.post("/time-entries", write.clone()).fails(409, "week_locked");
    assert_eq!(o.owner.get("/timesheets").ok()["items"], json!([]));
    assert_eq!(o.owner.get("/timesheets?state=approved").ok()["items"][0]["monday"], MONDAY);

    let table = o.ana.get("/time-entries.csv?from=2026-02-02&to=2026-02-08").text;
    let key = o.ana.get(&format!("/tasks/{boiler}")).ok()["key"].as_str().unwrap().to_owned();
    let rows: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows[0], "date,person,space,task,title,note,hours,minutes,billable,approved");
    assert_eq!(rows[1], format!("2026-02-06,Ana Moreau,Service,{key},Boiler,,4.00,240,no,yes"));
    assert_eq!(rows.len(), 4);

    o.owner.delete(&format!("{week}/approval")).ok();
    o.ana.post("/time-entries", write).ok();
}

#[test]
fn leads_approve_weeks_that_were_worked_in_their_spaces_alone() {
    let o = office();
    let lead = o.server.join(&o.owner, "Lea Lead", "member");
    let closed = o.owner.space("Closed", "closed");
    for (space, who, role) in [(&o.space, &lead, "lead"), (&closed, &o.ana, "member")] {
        o.owner.put(&format!("/spaces/{space}/members/{}", who.me()), json!({ "role": role })).ok();
    }
    let (boiler, other) = (task(&o.ana, &o.space, "Boiler"), task(&o.ana, &closed, "Other"));
    let week = week_of(&o.ana, MONDAY);
    lead.get(&week).fails(404, "not_found");
    works(&o.ana, &boiler, MONDAY, "1h");
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    assert_eq!(lead.get("/timesheets").ok()["items"][0]["minutes"], 60);
    o.ana.delete(&format!("{week}/submission")).ok();
    works(&o.ana, &other, MONDAY, "2h");
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    // Of another space she neither reads nor decides.
    assert_eq!(lead.get("/timesheets").ok()["items"], json!([]));
    let shown = lead.get(&week).ok();
    assert_eq!([&shown["minutes"], &shown["can"]["decide"]], [&json!(60), &json!(false)]);
    lead.put(&format!("{week}/approval"), json!({})).fails(403, "forbidden");
    // Nobody but an owner approves their own.
    let own = week_of(&lead, MONDAY);
    works(&lead, &boiler, MONDAY, "1h");
    lead.put(&format!("{own}/submission"), json!({})).ok();
    lead.put(&format!("{own}/approval"), json!({})).fails(403, "forbidden");
    assert_eq!(lead.get("/timesheets").ok()["items"], json!([]));
    let mine = week_of(&o.owner, MONDAY);
    o.owner.put(&format!("{mine}/submission"), json!({})).ok();
    o.owner.put(&format!("{mine}/approval"), json!({})).ok();
    lead.get(&mine).fails(404, "not_found");
}

#[test]
fn a_week_with_a_running_timer_is_not_handed_in_and_a_locked_one_starts_none() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    let monday = guildhall_domain::time::sheet::monday(today(&o.ana, &boiler)).to_string();
    let week = week_of(&o.ana, &monday);
    o.ana.post("/timer", json!({ "task_id": boiler })).ok();
    let refused = o.ana.put(&format!("{week}/submission"), json!({})).fails(409, "conflict");
    assert!(refused["error"]["message"].as_str().unwrap().contains("Stop it first"), "{refused}");
    o.ana.delete("/timer").ok();
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    o.ana.post("/timer", json!({ "task_id": boiler })).fails(409, "week_locked");
    o.ana.get(&week_of(&o.ana, "2026-02-03")).fails(400, "bad_query");
    o.ana.get(&week_of(&o.ana, "soon")).fails(404, "not_found");
}
