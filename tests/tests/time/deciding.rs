//! What a week and days off mean for the inboxes of those who decide and of whose they are.

use crate::{office, task, week_of, works};
use guildhall::inbox::Keeper;
use guildhall_tests::{Client, office::Office};
use serde_json::json;

const MONDAY: &str = "2026-02-02";

fn shelf(o: &Office, who: &Client, shelf: &str) -> Vec<String> {
    o.server.settled();
    let page = who.get(&format!("/inbox?shelf={shelf}")).ok();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let entries = page["items"].as_array().unwrap().iter();
    entries
        .map(|one| format!("{} {}: {}", text(&one["item_type"]), text(&one["reason"]), text(&one["title"])))
        .collect()
}

#[test]
fn those_who_decide_hear_of_a_week_and_whose_it_is_hears_what_was_decided() {
    let o = office();
    Keeper::start(&o.server.app).unwrap();
    let boiler = task(&o.ana, &o.space, "Boiler");
    let bo = o.server.join(&o.owner, "Bo Ito", "member");
    let week = week_of(&o.ana, MONDAY);
    works(&o.ana, &boiler, MONDAY, "7:45");
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    let handed_in = "week submitted: Ana Moreau, 2 February 2026";
    assert_eq!(shelf(&o, &o.owner, "needs"), [handed_in]);
    assert_eq!(shelf(&o, &bo, "needs"), [""; 0], "who decides nothing is told nothing");
    // Taken back it needs nobody; handed in again it does.
    o.ana.delete(&format!("{week}/submission")).ok();
    assert_eq!(shelf(&o, &o.owner, "needs"), [""; 0]);
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    o.owner.put(&format!("{week}/return"), json!({ "reason": "Friday is missing" })).ok();
    assert_eq!(shelf(&o, &o.ana, "needs"), ["week returned: Ana Moreau, 2 February 2026"]);
    let entry = o.ana.get("/inbox?shelf=needs").ok()["items"][0].clone();
    assert_eq!([&entry["excerpt"], &entry["day"]], [&json!("Friday is missing"), &json!(MONDAY)]);
    o.ana.put(&format!("{week}/submission"), json!({})).ok();
    assert_eq!(shelf(&o, &o.ana, "needs"), [""; 0]);
    o.owner.put(&format!("{week}/approval"), json!({})).ok();
    assert_eq!(shelf(&o, &o.owner, "needs"), [""; 0]);
    assert_eq!(shelf(&o, &o.ana, "following"), ["week granted: Ana Moreau, 2 February 2026"]);
}

#[test]
fn days_off_are_told_to_who_decides_and_then_to_who_asked() {
    let o = office();
    Keeper::start(&o.server.app).unwrap();
    let days = json!({ "from": "2027-02-01", "until": "2027-02-03" });
    let absence = guildhall_tests::id(&o.ana.post("/absences", days).ok());
    let title = "Ana Moreau, 1 February 2027 to 3 February 2027";
    assert_eq!(shelf(&o, &o.owner, "needs"), [format!("absence submitted: {title}")]);
    o.owner.put(&format!("/absences/{absence}/refusal"), json!({ "reason": "The fair" })).ok();
    assert_eq!(shelf(&o, &o.owner, "needs"), [""; 0]);
    assert_eq!(shelf(&o, &o.ana, "following"), [format!("absence declined: {title}")]);
    // Entered by who decides it is told as approved.
    let given = json!({ "person_id": o.ana.me(), "from": "2027-03-01", "until": "2027-03-01" });
    o.owner.post("/absences", given).ok();
    let told = shelf(&o, &o.ana, "following");
    assert!(told.contains(&"absence granted: Ana Moreau, 1 March 2027".to_owned()), "{told:?}");
}

#[test]
fn a_week_is_filled_as_the_one_before_and_taken_back_at_once() {
    let o = office();
    let (boiler, pump) = (task(&o.ana, &o.space, "Boiler"), task(&o.ana, &o.space, "Pump"));
    works(&o.ana, &boiler, MONDAY, "2h");
    works(&o.ana, &pump, "2026-02-04", "3h");
    works(&o.ana, &pump, "2026-02-11", "1h");
    let copied = o.ana.post("/time-entries/copies", json!({ "from": MONDAY, "to": "2026-02-09", "week": true }));
    let command = copied.command();
    assert_eq!(copied.ok()["items"].as_array().unwrap().len(), 1, "what has time there keeps it");
    assert_eq!(o.ana.get(&week_of(&o.ana, "2026-02-09")).ok()["minutes"], 180);
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get(&week_of(&o.ana, "2026-02-09")).ok()["minutes"], 60);
}

#[test]
fn a_space_and_a_process_show_time_against_estimates() {
    let o = office();
    let estimated =
        o.ana.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": "Boiler", "estimate_minutes": 120 }));
    works(&o.ana, &guildhall_tests::id(&estimated.ok()), MONDAY, "3h");
    works(&o.ana, &task(&o.ana, &o.space, "Pump"), MONDAY, "1h");
    let sum = o.owner.get(&format!("/spaces/{}/time", o.space)).ok();
    let expected = json!({
        "minutes": 240, "estimated_minutes": 180, "estimate_minutes": 120, "tasks": 2, "estimated_tasks": 1,
    });
    assert_eq!(sum, expected);
    // Two runs of a process that says what one takes; one of them somebody estimated anew.
    let process = json!({ "name": "Round", "steps": [{ "text": "Look" }], "estimate_minutes": 30 });
    let process = guildhall_tests::id(&o.owner.post(&format!("/spaces/{}/processes", o.space), process).ok());
    let run = || guildhall_tests::id(&o.owner.post(&format!("/processes/{process}/runs"), json!({})).ok());
    let (estimated, other) = (run(), run());
    o.owner.patch(&format!("/tasks/{estimated}"), json!({ "estimate_minutes": 45 })).ok();
    works(&o.ana, &estimated, MONDAY, "1h");
    works(&o.ana, &other, MONDAY, "30m");
    let of_it = o.owner.get(&format!("/spaces/{}/time?process={process}", o.space)).ok();
    let expected = json!({
        "minutes": 90, "estimated_minutes": 90, "estimate_minutes": 75, "tasks": 2, "estimated_tasks": 2,
    });
    assert_eq!(of_it, expected);
    let whole = o.owner.get(&format!("/spaces/{}/time", o.space)).ok();
    assert_eq!([&whole["minutes"], &whole["tasks"]], [330, 4]);
    let unknown = "00000000-0000-7000-8000-000000000000";
    assert_eq!(o.owner.get(&format!("/spaces/{}/time?process={unknown}", o.space)).ok()["tasks"], 0);
}
