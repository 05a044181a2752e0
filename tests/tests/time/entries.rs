//! Entries: what is read from what people type, what is refused, who reads them.

use crate::{office, task, works};
use guildhall_tests::{Client, id};
use serde_json::{Value, json};

const DAY: &str = "2026-02-03";
const FEBRUARY: &str = "from=2026-02-01&to=2026-02-28";

/// Minutes of the entries somebody reads, sorted.
fn reads(client: &Client, question: &str) -> Vec<i64> {
    let list = client.get(&format!("/time-entries?{FEBRUARY}{question}")).ok();
    let mut all: Vec<i64> =
        list["items"].as_array().unwrap().iter().filter_map(|one| one["minutes"].as_i64()).collect();
    all.sort_unstable();
    all
}

#[test]
fn what_is_typed_is_kept_in_minutes_changed_deleted_and_taken_back() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    for (typed, read) in [("1h15", 75), ("75", 75), ("1.25", 75), ("1:15", 75), ("90m", 90)] {
        assert_eq!(works(&o.ana, &boiler, DAY, typed)["minutes"], read);
    }
    let entry = works(&o.ana, &boiler, DAY, "2h");
    let path = format!("/time-entries/{}", id(&entry));
    let changed = o.ana.patch(&path, json!({ "time": "0.5", "note": "Burner", "billable": true })).ok();
    assert_eq!(
        [&changed["minutes"], &changed["note"], &changed["billable"]],
        [&json!(30), &json!("Burner"), &json!(true)]
    );
    o.ana.patch_from(&entry["version"], &path, json!({ "minutes": 5 })).fails(412, "stale");
    o.ana.patch_from(&entry["version"], &path, json!({ "day": "2026-02-04" })).ok();
    assert_eq!(o.ana.get(&format!("/tasks/{boiler}/time")).ok()["minutes"], 420);
    let gone = o.ana.delete(&path);
    assert_eq!(reads(&o.ana, ""), [75, 75, 75, 75, 90]);
    o.ana.patch(&path, json!({ "minutes": 5 })).fails(404, "not_found");
    o.ana.post("/undo", json!({ "command": gone.command() })).ok();
    assert_eq!(reads(&o.ana, ""), [30, 75, 75, 75, 75, 90]);
}

#[test]
fn what_is_no_time_is_refused_with_what_to_do() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    let personal = o.ana.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    let own = task(&o.ana, &personal, "Own");
    works(&o.ana, &boiler, DAY, "23h");
    let field = |input: Value, name: &str| {
        let refused = o.ana.post("/time-entries", input).fails(422, "invalid");
        refused["error"]["fields"][name].as_str().unwrap_or_else(|| panic!("{refused}")).to_owned()
    };
    for wrong in ["", "-1", "1h75", "soon", "25h"] {
        field(json!({ "task_id": boiler, "time": wrong }), "time");
    }
    for wrong in [-60, 0, 1441, i64::MAX] {
        field(json!({ "task_id": boiler, "minutes": wrong }), "minutes");
    }
    field(json!({ "task_id": boiler }), "minutes");
    field(json!({ "task_id": boiler, "minutes": 5, "time": "5" }), "time");
    field(json!({ "task_id": boiler, "minutes": 5, "day": "1999-12-31" }), "day");
    field(json!({ "task_id": boiler, "minutes": 5, "note": "x".repeat(501) }), "note");
    assert!(field(json!({ "task_id": own, "minutes": 5 }), "task_id").contains("Personal"));
    // A day has 24 hours, over all of its entries.
    assert!(field(json!({ "task_id": boiler, "day": DAY, "minutes": 61 }), "minutes").contains("23:00"));
    let last = works(&o.ana, &boiler, DAY, "1h");
    let path = format!("/time-entries/{}", id(&last));
    o.ana.patch(&path, json!({ "minutes": 61 })).fails(422, "invalid");
    o.ana.patch(&path, json!({ "minutes": 59 })).ok();
    o.ana.post("/time-entries", json!({ "task_id": boiler, "minutes": "5" })).fails(400, "bad_json");
    o.ana.post("/time-entries", json!({ "task_id": boiler, "minutes": 5, "rate": 1 })).fails(400, "unknown_field");
    for wrong in ["from=x", "from=2026-02-02&to=2026-02-01", "from=2001-01-01&to=2026-01-01", "limit=0", "cursor=x"] {
        o.ana.get(&format!("/time-entries?{wrong}")).fails(400, "bad_query");
    }
    assert_eq!(reads(&o.ana, ""), [59, 1380]);
}

#[test]
fn time_is_read_by_whose_it_is_by_leads_of_its_space_and_by_admins() {
    let o = office();
    let ben = o.server.join(&o.owner, "Ben Berger", "member");
    let admin = o.server.join(&o.owner, "Ada Admin", "admin");
    let private = ben.space("Secret", "private");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, ben.me()), json!({ "role": "member" })).ok();
    ben.put(&format!("/spaces/{private}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let (open, hidden) = (task(&o.ana, &o.space, "Open work"), task(&o.ana, &private, "Hidden work"));
    works(&o.ana, &open, DAY, "10m");
    works(&o.ana, &hidden, DAY, "20m");
    works(&ben, &open, DAY, "40m");
    assert_eq!(reads(&o.ana, ""), [10, 20]);
    assert_eq!(reads(&ben, ""), [20, 40], "his own, and what was worked in the space he leads");
    assert_eq!(reads(&admin, ""), [10, 20, 40]);
    assert_eq!(reads(&admin, &format!("&person={}", o.ana.me())), [10, 20]);
    assert_eq!(reads(&ben, &format!("&person={}", o.ana.me())), [20]);
    // An admin reads the hours of a private space, and not what they were spent on.
    let text = admin.get(&format!("/time-entries?{FEBRUARY}")).text;
    assert!(text.contains("Open work") && !text.contains("Hidden work"), "{text}");
    let table = admin.get(&format!("/time-entries.csv?{FEBRUARY}")).text;
    assert!(table.contains("Open work") && !table.contains("Hidden work"), "{table}");
    // All who read a task read how much was worked on it, and whose only where they may.
    let time = ben.get(&format!("/tasks/{open}/time")).ok();
    assert_eq!([&time["minutes"], &time["own_minutes"]], [50, 40]);
    assert_eq!(time["entries"].as_array().unwrap().len(), 1);
    // A task that moves to a space somebody leads tells them nothing new.
    o.ana.put(&format!("/tasks/{open}/home"), json!({ "space_id": private })).ok();
    assert_eq!(reads(&ben, &format!("&person={}", o.ana.me())), [20]);
    // Nobody else changes it.
    let entry = admin.get(&format!("/time-entries?person={}&{FEBRUARY}", o.ana.me())).ok();
    let path = format!("/time-entries/{}", id(&entry["items"][0]));
    admin.patch(&path, json!({ "minutes": 1 })).fails(403, "forbidden");
    admin.delete(&path).fails(403, "forbidden");
}

#[test]
fn hours_of_somebody_who_left_and_of_a_task_that_is_gone_stay() {
    let o = office();
    let boiler = task(&o.owner, &o.space, "Boiler");
    works(&o.ana, &boiler, DAY, "3h");
    o.owner.put(&format!("/people/{}/deactivation", o.ana.me()), json!({ "hand_over_to": null })).ok();
    o.owner.delete(&format!("/tasks/{boiler}")).ok();
    o.owner.delete(&format!("/trash/{boiler}")).ok();
    assert_eq!(reads(&o.owner, ""), [180]);
    let list = o.owner.get(&format!("/time-entries?{FEBRUARY}")).ok();
    assert_eq!([&list["items"][0]["task"], &list["items"][0]["space_id"]], [&Value::Null, &json!(o.space)]);
    let table = o.owner.get(&format!("/time-entries.csv?{FEBRUARY}")).text;
    assert!(table.contains("2026-02-03,Ana Moreau,Service,,,,3.00,180,no,no"), "{table}");
}

#[test]
fn a_long_list_is_read_page_by_page() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    for day in 1..=20 {
        works(&o.ana, &boiler, &format!("2026-02-{day:02}"), "1h");
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = o.owner.get(&format!("/time-entries?{FEBRUARY}&limit=7{cursor}")).ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|one| one["day"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let expected: Vec<String> = (1..=20).rev().map(|day| format!("2026-02-{day:02}")).collect();
    assert_eq!(seen, expected);
}
