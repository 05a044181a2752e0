//! What is offered for a day, and that nothing moves by itself.

use crate::{give, office, plan, titles};
use serde_json::json;

#[test]
fn what_has_no_day_is_offered_and_leaves_the_offers_when_it_has_one() {
    let o = office();
    let due = |day: &str| json!({ "due": { "date": day }, "estimate_minutes": 30 });
    give(&o.owner, &o.space, &o.ana, "Late", due("2026-11-20"));
    give(&o.owner, &o.space, &o.ana, "Now", due("2026-11-23"));
    let soon = give(&o.owner, &o.space, &o.ana, "Soon", due("2026-11-27"));
    give(&o.owner, &o.space, &o.ana, "In a week", due("2026-11-30"));
    give(&o.owner, &o.space, &o.ana, "Far", due("2026-12-01"));
    give(&o.owner, &o.space, &o.ana, "Undated", json!({}));
    let waits = give(&o.owner, &o.space, &o.ana, "Waits", json!({}));
    o.ana.patch(&format!("/tasks/{waits}"), json!({ "waiting": { "text": "the part" } })).ok();
    let offers = |question: &str| {
        let plan = o.ana.get(&format!("/home/plan{question}")).ok();
        let each = plan["offers"].as_array().unwrap().iter();
        each.map(|one| format!("{}: {}", one["why"].as_str().unwrap(), titles(&plan, &one["work"]).join(", ")))
            .collect::<Vec<_>>()
    };
    assert_eq!(offers(""), ["late: Late 30", "due_soon: Soon 30, In a week 30", "undated: Undated 60"]);
    // In a week that is planned, what is due within it has its day; the days after it are offered.
    let week = o.ana.get("/home/plan?days=7").ok();
    assert_eq!(titles(&week, &week["days"][4]["work"]), ["Soon 30"]);
    assert_eq!(offers("?days=7"), ["late: Late 30", "due_soon: In a week 30, Far 30", "undated: Undated 60"]);

    plan(&o.ana, &soon, "2026-11-23");
    let today = o.ana.get("/home/plan").ok();
    assert_eq!(titles(&today, &today["days"][0]["work"]), ["Now 30", "Soon 30"]);
    plan(&o.ana, &soon, "someday");
    let today = o.ana.get("/home/plan").ok();
    assert_eq!(titles(&today, &today["someday"]), ["Soon 30"]);
    assert_eq!(offers(""), ["late: Late 30", "due_soon: In a week 30", "undated: Undated 60"]);
    assert_eq!(o.owner.get("/home/plan").ok()["rows"], json!([]), "a plan is its person's alone");
}

#[test]
fn what_was_not_done_on_its_day_is_offered_again_and_never_moved() {
    let o = office();
    let task = give(&o.owner, &o.space, &o.ana, "Stock count", json!({ "estimate_minutes": 45 }));
    plan(&o.ana, &task, "2026-11-23");
    o.server.clock.advance(24 * 3_600_000);
    let tuesday = o.ana.get("/home/plan").ok();
    assert_eq!([&tuesday["today"], &tuesday["days"][0]["work"]], [&json!("2026-11-24"), &json!([])]);
    assert_eq!(tuesday["offers"][0]["why"], "left_over");
    assert_eq!(titles(&tuesday, &tuesday["offers"][0]["work"]), ["Stock count 45"]);
    let home = o.ana.get("/home").ok();
    assert_eq!([&home["groups"][0]["id"], &home["day"]["planned_minutes"]], [&json!("left_over"), &json!(0)]);
    assert_eq!(o.ana.get(&format!("/tasks/{task}")).ok()["plan"], "2026-11-23", "it stands where it was put");
    let set = o.ana.put(&format!("/tasks/{task}/plan"), json!({ "plan": "2026-11-24" }));
    let command = set.command();
    set.ok();
    assert_eq!(o.ana.get("/home/plan").ok()["offers"], json!([]));
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get("/home/plan").ok()["offers"][0]["why"], "left_over");
    // What is due that day is that day's, whatever was planned before.
    o.owner.patch(&format!("/tasks/{task}"), json!({ "due": { "date": "2026-11-24" } })).ok();
    let due = o.ana.get("/home/plan").ok();
    assert_eq!(titles(&due, &due["days"][0]["work"]), ["Stock count 45"]);
}

#[test]
fn days_that_cannot_be_planned_are_refused() {
    let o = office();
    for wrong in ["days=0", "days=15", "days=many", "from=soon", "from=2030-01-01", "from=2020-01-01", "who=ana"] {
        o.ana.get(&format!("/home/plan?{wrong}")).fails(400, "bad_query");
    }
    let before = o.ana.get("/home/plan?from=2026-11-20").ok();
    assert_eq!([&before["days"][0]["free_minutes"], &before["days"][0]["work"]], [&json!(0), &json!([])]);
}
