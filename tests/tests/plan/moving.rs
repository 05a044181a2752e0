//! What moves when a task does, and what another finish would mean.

use crate::{after, days, of, plan, project, task, undo};
use guildhall::{
    access::{Scope, Who},
    plan::store,
    tasks::{commands, input::TaskInput},
};
use guildhall_domain::Id;
use guildhall_tests::id;
use serde_json::json;

#[test]
fn a_move_pushes_what_depends_on_it_as_far_as_it_has_to_with_one_undo() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let b = task(&o.ana, &o.space, "B", "2026-11-27", "2026-11-30");
    let c = task(&o.ana, &o.space, "C", "2026-12-03", "2026-12-03");
    after(&o.ana, &b, &a, 0);
    after(&o.ana, &c, &b, 1);
    let before = days(&plan(&o.ana, &o.space));
    assert_eq!(before, ["A 11-23 11-24", "B 11-27 11-30", "C 12-03 12-03"]);
    let shown = plan(&o.ana, &o.space);
    let slack = |id: &str| of(&shown, id)["slack_days"].clone();
    assert_eq!([slack(&a), slack(&b), slack(&c)], [json!(3), json!(1), json!(0)]);

    let moved = json!({ "start": "2026-11-26", "due": "2026-11-27" });
    let preview = o.ana.post(&format!("/tasks/{a}/shifts/preview"), moved.clone()).ok();
    assert_eq!(days(&plan(&o.ana, &o.space)), before, "a look changes nothing");
    let shift = o.ana.post(&format!("/tasks/{a}/shifts"), moved);
    assert_eq!(shift.clone().ok()["moves"], preview["moves"]);
    // B is pushed over the weekend and keeps its two working days; C has a day to spare.
    assert_eq!(days(&plan(&o.ana, &o.space)), ["A 11-26 11-27", "B 11-30 12-01", "C 12-03 12-03"]);
    assert_eq!(preview["moves"].as_array().unwrap().len(), 2);
    undo(&o.ana, &shift);
    assert_eq!(days(&plan(&o.ana, &o.space)), before);
}

#[test]
fn what_is_done_or_has_no_days_is_not_pushed_and_a_milestone_takes_no_time() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let done = task(&o.ana, &o.space, "Done", "2026-11-25", "2026-11-25");
    let loose = task(&o.ana, &o.space, "Loose", "", "");
    let tasks = format!("/spaces/{}/tasks", o.space);
    let goal = json!({ "title": "Goal", "milestone": true, "due": { "date": "2026-11-25" } });
    let goal = id(&o.ana.post(&tasks, goal).ok());
    [&done, &loose, &goal].into_iter().for_each(|task| after(&o.ana, task, &a, 0));
    let space = o.ana.get(&format!("/spaces/{}", o.space)).ok();
    let status =
        space["statuses"].as_array().unwrap().iter().find(|one| one["category"] == "done").unwrap()["id"].clone();
    o.ana.patch(&format!("/tasks/{done}"), json!({ "status_id": status })).ok();
    o.ana.post(&format!("/tasks/{a}/shifts"), json!({ "start": "2026-11-25", "due": "2026-11-26" })).ok();
    let shown = plan(&o.ana, &o.space);
    assert_eq!(days(&shown), ["A 11-25 11-26", "Done 11-25 11-25", "Goal 11-27 11-27", "Loose 11-27 11-27"]);
    assert_eq!([&of(&shown, &goal)["days"], &of(&shown, &done)["progress"]], [&json!(0), &json!(100)]);
    let milestones = o.ana.get(&format!("/spaces/{}/milestones", o.space)).ok();
    assert_eq!([&milestones["items"][0]["title"], &milestones["items"][0]["day"]], ["Goal", "2026-11-27"]);
    let shift =
        o.ana.post(&format!("/tasks/{goal}/shifts"), json!({ "start": "2026-11-30", "due": "2026-12-01" })).ok();
    assert_eq!([&shift["moves"][0]["start"], &shift["moves"][0]["due"]], ["2026-12-01", "2026-12-01"]);
    assert_eq!(o.ana.get(&format!("/tasks/{goal}")).ok()["start"], json!(null));
}

#[test]
fn another_finish_says_what_would_be_too_late() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-25", "2026-11-26");
    let b = task(&o.ana, &o.space, "B", "2026-11-30", "2026-12-02");
    after(&o.ana, &b, &a, 0);
    let asked = |day: &str| o.ana.get(&format!("/spaces/{}/plan/what-if?finish={day}", o.space)).ok();
    assert_eq!(asked("2026-12-04")["late"], json!([]));
    let tight = asked("2026-11-30");
    assert_eq!([&tight["slack_days"], &tight["earliest_end"]], [&json!(-2), &json!("2026-12-01")]);
    assert_eq!(tight["late"], json!([{ "task_id": b, "days": 2 }, { "task_id": a, "days": 1 }]));
    assert_eq!(plan(&o.ana, &o.space)["finish"], "2026-12-18", "nothing was written");
}

#[test]
fn days_no_plan_has_and_moves_past_the_end_of_time_are_refused() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let b = task(&o.ana, &o.space, "B", "2026-11-25", "2026-12-25");
    after(&o.ana, &b, &a, 0);
    let shift =
        |start: &str, due: &str| o.ana.post(&format!("/tasks/{a}/shifts"), json!({ "start": start, "due": due }));
    shift("2026-11-25", "2026-11-24").fails(422, "invalid");
    shift("1899-12-31", "2026-11-24").fails(422, "invalid");
    shift("2026-11-24", "2201-01-01").fails(422, "invalid");
    shift("2200-12-01", "2200-12-31").fails(422, "invalid");
    shift("tomorrow", "2026-11-24").fails(400, "bad_json");
    assert_eq!(days(&plan(&o.ana, &o.space)), ["A 11-23 11-24", "B 11-25 12-25"]);
    // A century is possible.
    let long = shift("1926-11-24", "2026-11-24").ok();
    assert_eq!(long["moves"][0]["from_due"], "2026-11-24");
    let part = id(&o.ana.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": "Part", "parent_id": a })).ok());
    let days = json!({ "start": "2026-11-24", "due": "2026-11-24" });
    o.ana.post(&format!("/tasks/{part}/shifts"), days).fails(409, "conflict");
}

#[test]
fn two_thousand_tasks_move_at_once_and_not_one_more() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let (space, first, me): (Id, Id, Id) = (o.space.parse().unwrap(), a.parse().unwrap(), o.ana.me().parse().unwrap());
    let days = json!({ "date": "2026-11-25" });
    let input: TaskInput = serde_json::from_value(json!({ "title": "After", "start": days, "due": days })).unwrap();
    let mut last = None;
    for _ in 0..10 {
        let input = input.clone();
        let made = o.server.app.run_blocking(Who::person(me), move |work| {
            let home = work.directory().space(space).unwrap().audience;
            let mut last = None;
            for _ in 0..200 {
                let made = commands::create(work, space, &input)?;
                store::put(work.tx, home, made.id, first, Some(0))?;
                last = Some(made.id);
            }
            Ok(last)
        });
        last = made.unwrap().value;
    }
    let shift = |how: &str| {
        let days = json!({ "start": "2026-11-25", "due": "2026-11-26" });
        o.ana.post(&format!("/tasks/{a}/shifts{how}"), days)
    };
    for how in ["/preview", ""] {
        let refused = shift(how).fails(422, "too_many");
        assert!(refused["error"]["message"].as_str().unwrap().contains("more than 2,000 tasks"), "{refused}");
    }
    assert_eq!(of(&plan(&o.ana, &o.space), &a)["start"], "2026-11-23");
    o.ana.delete(&format!("/tasks/{}", last.unwrap())).ok();
    assert_eq!(shift("").ok()["moves"].as_array().unwrap().len(), 2_000);
}
