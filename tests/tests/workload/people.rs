//! What somebody can do on each weekday, and that others read of it.

use crate::{each, load, office};
use serde_json::{Value, json};

#[test]
fn everybody_says_what_they_can_do_on_each_weekday() {
    let o = office();
    let path = format!("/people/{}", o.ana.me());
    assert_eq!(o.ana.get(&path).ok()["capacity_minutes"], json!([480, 480, 480, 480, 480, 0, 0]));
    let week = json!([360, 360, 360, 0, 240, 480, 0]);
    let changed = o.ana.patch(&path, json!({ "capacity_minutes": week })).ok();
    assert_eq!(changed["capacity_minutes"], json!([360, 360, 360, 0, 240, 0, 0]), "nothing on a day off");
    assert_eq!(each(&load(&o.owner, &o.ana), "capacity_minutes", 7), [360, 360, 360, 0, 240, 0, 0]);
    let six = o.ana.patch(&path, json!({ "working_days": [1, 2, 3, 4, 5, 6] })).ok();
    assert_eq!(six["capacity_minutes"][5], 480);
    for wrong in [json!([480]), json!([1441, 0, 0, 0, 0, 0, 0])] {
        let refused = o.ana.patch(&path, json!({ "capacity_minutes": wrong })).fails(422, "invalid");
        assert!(refused["error"]["fields"]["capacity_minutes"].is_string(), "{refused}");
    }
    let usual = o.ana.patch(&path, json!({ "capacity_minutes": Value::Null })).ok();
    assert_eq!(usual["capacity_minutes"], json!([480, 480, 480, 480, 480, 480, 0]));
}

#[test]
fn closed_days_are_nobodys_to_work_on() {
    let o = office();
    o.owner.patch("/organization", json!({ "closed_days": ["2026-11-26"] })).ok();
    let all = o.ana.get("/workload?from=2026-11-23").ok();
    assert_eq!([&all["closed_days"], &all["to"]], [&json!(["2026-11-26"]), &json!("2026-12-06")]);
    assert_eq!(each(&load(&o.owner, &o.ana), "capacity_minutes", 5), [480, 480, 480, 0, 480]);
}
