//! What a run is: a task with a fresh checklist, given to somebody, and how it went.

use crate::{DAY, HOUR, MINUTE, all, office, outcomes, path, runs, shown};
use guildhall_tests::{id, until};
use serde_json::{Value, json};

#[test]
fn each_run_is_a_new_task_numbered_linked_and_with_the_procedure_it_began_with() {
    let o = office();
    let steps = json!([{ "text": "- Walk round the van\n- [ ] Tyre tread" }]);
    let turns = json!({ "who": "rotating", "person_ids": [o.ana.me(), o.ben.me()] });
    let made = o.make("every monday 8:30", json!({ "steps": steps, "assign": turns, "done_at": "12:00" }));
    assert_eq!(made["rule"]["words"], "every Monday at 8:30");
    assert_eq!(
        made["rule"]["next_at"],
        json!(["2026-11-30T07:30:00.000Z", "2026-12-07T07:30:00.000Z", "2026-12-14T07:30:00.000Z"])
    );
    o.server.clock.advance(7 * DAY - 91 * MINUTE);
    o.looked();
    assert_eq!(all(&o.olga, &made), [] as [Value; 0], "a minute before it is not time");
    o.server.clock.advance(MINUTE);
    let first = runs(&o.ana, &made, 1).remove(0);
    assert_eq!((&first["number"], &first["outcome"], &first["procedure"]), (&json!(1), &json!("open"), &json!(1)));
    assert_eq!((&first["due_at"], &first["started_by_id"]), (&json!("2026-11-30T11:00:00.000Z"), &Value::Null));
    let task = o.ana.get(&format!("/tasks/{}", id(&first))).ok();
    assert_eq!((&task["title"], &task["assignee_id"]), (&json!("Van check"), &json!(o.ana.me())));
    assert_eq!(task["author"]["kind"], "process");
    assert_eq!(task["follower_ids"], json!([o.ana.me()]), "whose rights it was made with is not told of it");
    let texts = |task: &Value| -> Vec<String> {
        task["steps"].as_array().unwrap().iter().map(|step| step["text"].as_str().unwrap().into()).collect()
    };
    assert_eq!(texts(&task), ["Walk round the van", "Tyre tread"]);
    // The procedure changes while it is open: that run keeps its steps, the next one has the new ones.
    let changed = o.olga.patch(&path(&made), json!({ "steps": [{ "text": "Walk round\nTyres\nKeys" }] })).ok();
    assert_eq!(changed["procedure"], 2);
    let step = task["steps"][0]["id"].as_str().unwrap();
    o.ana.send("PATCH", &format!("/tasks/{}/steps/{step}", id(&first)), Some(&json!({ "done": true }))).ok();
    o.server.clock.advance(7 * DAY);
    let two = runs(&o.ana, &made, 2);
    assert_eq!((&two[0]["number"], &two[0]["procedure"], &two[0]["before_id"]), (&json!(2), &json!(2), &first["id"]));
    assert_eq!(
        (&two[1]["after_id"], &two[1]["steps_done"], &two[1]["steps_count"]),
        (&two[0]["id"], &json!(1), &json!(2))
    );
    let next = o.ben.get(&format!("/tasks/{}", id(&two[0]))).ok();
    assert_eq!(texts(&next), ["Walk round", "Tyres", "Keys"]);
    assert!(next["steps"].as_array().unwrap().iter().all(|step| step["done"] != true), "a fresh checklist: {next}");
    assert_eq!(next["assignee_id"], o.ben.me(), "they take turns");
    let versions = o.ana.get(&format!("{}/versions", path(&made))).ok();
    let counts: Vec<usize> =
        versions["items"].as_array().unwrap().iter().map(|one| one["steps"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [3, 2]);
}

#[test]
fn how_it_went_is_counted_and_skipped_runs_count_neither_for_nor_against() {
    let o = office();
    let made = o.make("every day 8:00", json!({ "done_at": "12:00" }));
    let next = |count: usize| {
        o.server.clock.advance(DAY);
        runs(&o.olga, &made, count).remove(0)
    };
    // One in time, one two hours late, one skipped, one left open until it is late.
    o.finish(&o.ana, &next(1));
    let late = next(2);
    o.server.clock.advance(3 * HOUR);
    o.finish(&o.ana, &late);
    o.server.clock.advance(-3 * HOUR);
    let skipped = next(3);
    let answer = o.ben.post(&format!("/runs/{}/skip", id(&skipped)), json!({ "reason": "Snow" })).ok();
    assert_eq!(
        (&answer["outcome"], &answer["reason"], &answer["skipped_by_id"]),
        (&json!("skipped"), &json!("Snow"), &json!(o.ben.me()))
    );
    assert_eq!(o.ben.get(&format!("/tasks/{}", id(&skipped))).ok()["category"], "cancelled");
    let open = next(4);
    assert_eq!(open["outcome"], "open");
    let process = o.ana.get(&path(&made)).ok();
    let strip: Vec<Value> = process["strip"].as_array().unwrap().iter().map(|run| run["outcome"].clone()).collect();
    assert_eq!(json!(strip), json!(["on_time", "late", "skipped", "open"]));
    let expected = json!({ "runs": 3, "on_time": 1, "late": 1, "missed": 0, "skipped": 1, "on_time_rate": 50 });
    assert_eq!(process["statistics"], expected);
    o.server.clock.advance(3 * HOUR);
    assert_eq!(shown(&o.olga, &open)["outcome"], "late", "it is late before it is done");
    // Somebody opens the first one again, and the next time is skipped before it comes.
    let first = all(&o.olga, &made).pop().unwrap();
    o.ana.patch(&format!("/tasks/{}", id(&first)), json!({ "status_id": o.status("todo") })).ok();
    until(|| shown(&o.olga, &first)["done_at"].clone(), Value::is_null);
    let ahead = o.olga.post(&format!("{}/skip", path(&made)), json!({ "reason": "Closed" })).ok();
    assert_eq!((&ahead["outcome"], &ahead["task_key"], &ahead["number"]), (&json!("skipped"), &Value::Null, &json!(5)));
    o.server.clock.advance(DAY - 3 * HOUR);
    o.looked();
    assert_eq!(all(&o.olga, &made).len(), 5, "what was skipped does not start");
    assert_eq!(next(6)["before_id"], ahead["id"]);
}

#[test]
fn after_completion_the_next_time_is_counted_from_when_it_was_done() {
    let o = office();
    let made = o.make("2 weeks after completion at 9:00", json!({ "assign": { "who": "last_doer" } }));
    assert_eq!(made["next_at"], "2026-11-24T08:00:00.000Z", "first as soon as its time of day comes");
    o.server.clock.advance(DAY);
    let first = runs(&o.olga, &made, 1).remove(0);
    assert_eq!((&o.olga.get(&path(&made)).ok()["next_at"], &first["person_id"]), (&Value::Null, &Value::Null));
    o.server.clock.advance(30 * DAY);
    o.looked();
    assert_eq!(all(&o.olga, &made).len(), 1, "nothing comes while it is open");
    o.finish(&o.ben, &first);
    let next = until(|| o.olga.get(&path(&made)).ok()["next_at"].clone(), Value::is_string);
    assert_eq!(next, "2027-01-07T08:00:00.000Z");
    // Opened again it has no next time; done again it has one.
    o.ben.patch(&format!("/tasks/{}", id(&first)), json!({ "status_id": o.status("todo") })).ok();
    until(|| o.olga.get(&path(&made)).ok()["next_at"].clone(), Value::is_null);
    o.finish(&o.ben, &first);
    o.server.clock.advance(15 * DAY);
    let second = runs(&o.olga, &made, 2).remove(0);
    assert_eq!(second["person_id"], o.ben.me(), "whoever did the last one");
}

#[test]
fn a_run_that_is_open_holds_the_next_one_back_where_that_waits() {
    let o = office();
    let made = o.make("every day 9:00", json!({ "late": "wait" }));
    o.server.clock.advance(DAY);
    let first = runs(&o.olga, &made, 1).remove(0);
    o.server.clock.advance(3 * DAY);
    o.looked();
    let shown = o.olga.get(&path(&made)).ok();
    assert_eq!((all(&o.olga, &made).len(), &shown["waits"]), (1, &json!(true)));
    o.olga.post(&format!("{}/runs", path(&made)), json!({})).fails(409, "conflict");
    o.finish(&o.ana, &first);
    // The latest that came meanwhile starts, and those before it were missed.
    let four = runs(&o.olga, &made, 4);
    assert_eq!(outcomes(&four), ["open", "missed", "missed", "late"]);
    assert_eq!((&four[0]["occurrence_at"], &four[0]["number"]), (&json!("2026-11-27T08:00:00.000Z"), &json!(2)));
    assert_eq!((&four[1]["number"], &four[1]["task_key"]), (&json!(0), &Value::Null));
}

#[test]
fn it_is_started_by_hand_and_goes_to_whoever_does_that() {
    let o = office();
    let input = json!({ "name": "Welcome", "assign": { "who": "starter" },
        "steps": [{ "text": "Contract", "doer": "lead" }, { "text": "Desk", "doer": "person", "person_id": o.ben.me(), "due_days": 2 }] });
    let made = o.ana.post(&format!("/spaces/{}/processes", o.space), input).ok();
    assert_eq!((&made["rule"], &made["next_at"]), (&Value::Null, &Value::Null));
    let started = o.ben.post(&format!("{}/runs", path(&made)), json!({}));
    let command = started.command();
    let run = started.ok();
    assert_eq!(
        (&run["occurrence_at"], &run["started_by_id"], &run["person_id"]),
        (&Value::Null, &json!(o.ben.me()), &json!(o.ben.me()))
    );
    let task = o.ben.get(&format!("/tasks/{}", id(&run))).ok();
    assert_eq!(task["steps"][0]["assignee_id"], o.olga.me(), "{task}");
    assert_eq!(task["steps"][1]["assignee_id"], o.ben.me());
    assert_eq!(task["steps"][1]["due"]["date"], "2026-11-25");
    // Taken back, its task lies in the trash and the run counts for nothing.
    o.ben.post("/undo", json!({ "command": command })).ok();
    until(|| outcomes(&all(&o.olga, &made)).join(","), |all| all == "skipped");
}

#[test]
fn a_step_goes_to_whoever_has_the_role_and_to_whoever_has_the_run_where_there_is_nobody() {
    let o = office();
    let steps: Vec<Value> =
        ["starter", "last_doer", "lead", "run"].iter().map(|doer| json!({ "text": *doer, "doer": *doer })).collect();
    let input = json!({ "name": "Stock count", "steps": steps });
    let made = o.olga.post(&format!("/spaces/{}/processes", o.space), input).ok();
    assert_eq!((&made["steps"][0]["doer"], &made["steps"][1]["doer"]), (&json!("starter"), &json!("last_doer")));
    let doers = |run: &Value| -> Vec<Value> {
        let task = o.olga.get(&format!("/tasks/{}", id(run))).ok();
        task["steps"].as_array().unwrap().iter().map(|step| step["assignee_id"].clone()).collect()
    };
    let (ana, olga) = (json!(o.ana.me()), json!(o.olga.me()));
    let first = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    assert_eq!(doers(&first), [ana.clone(), Value::Null, olga.clone(), Value::Null], "there is no run before");
    o.finish(&o.ben, &first);
    // Who did it is noted a moment later.
    until(|| outcomes(&all(&o.olga, &made)).join(","), |all| all != "open");
    let second = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    assert_eq!(doers(&second), [ana, json!(o.ben.me()), olga, Value::Null]);
    // A new procedure that is for the open run as well asks for the same people.
    let signed = json!({ "steps": [{ "text": "Sign", "doer": "last_doer" }], "open_runs": true });
    o.olga.patch(&path(&made), signed).ok();
    assert_eq!(doers(&second), [json!(o.ben.me())]);
    let refused = json!({ "name": "No", "steps": [{ "text": "A", "doer": "starter", "person_id": o.ben.me() }] });
    o.olga.post(&format!("/spaces/{}/processes", o.space), refused).fails(422, "invalid");
}

#[test]
fn who_is_away_is_passed_over() {
    let o = office();
    let away = json!({ "from": "2026-11-24", "until": "2026-11-24", "note": "" });
    o.ana.patch(&format!("/people/{}", o.ana.me()), json!({ "away": away })).ok();
    let turns = json!({ "who": "rotating", "person_ids": [o.ana.me(), o.ben.me(), o.olga.me()] });
    let made = o.make("every day 9:00", json!({ "assign": turns }));
    let mut got = Vec::new();
    for count in 1..=4 {
        o.server.clock.advance(DAY);
        got.push(runs(&o.olga, &made, count)[0]["person_id"].clone());
    }
    assert_eq!(json!(got), json!([o.ben.me(), o.olga.me(), o.ana.me(), o.ben.me()]));
}

#[test]
fn runs_are_shown_days_before_they_are_due() {
    let o = office();
    let made = o.make("every 1 december 9:00", json!({ "show_days": 5, "done_days": 1 }));
    o.server.clock.advance(3 * DAY - 2 * HOUR);
    o.looked();
    assert_eq!(all(&o.olga, &made), [] as [Value; 0]);
    o.server.clock.advance(2 * HOUR);
    let run = runs(&o.olga, &made, 1).remove(0);
    assert_eq!(run["occurrence_at"], "2026-12-01T08:00:00.000Z");
    assert_eq!(o.olga.get(&format!("/tasks/{}", id(&run))).ok()["due"]["date"], "2026-12-02");
}

#[test]
fn each_run_has_what_one_is_thought_to_take_as_its_estimate() {
    let o = office();
    let made = o.make("every day 9:00", json!({ "estimate_minutes": 45 }));
    assert_eq!(made["estimate_minutes"], 45);
    o.server.clock.advance(DAY);
    let first = runs(&o.olga, &made, 1).remove(0);
    let takes = |run: &Value| o.olga.get(&format!("/tasks/{}", id(run))).ok()["estimate_minutes"].clone();
    assert_eq!(takes(&first), 45);
    // Another estimate is no other procedure: what is open keeps its own, what comes has the new one.
    let changed = o.olga.patch(&path(&made), json!({ "estimate_minutes": 60 })).ok();
    assert_eq!(changed["procedure"], made["procedure"]);
    o.server.clock.advance(DAY);
    let both = runs(&o.olga, &made, 2);
    assert_eq!([takes(&both[0]), takes(&both[1])], [60, 45]);
    let longer = o.olga.patch(&path(&made), json!({ "estimate_minutes": 90 })).command();
    o.olga.post("/undo", json!({ "command": longer })).ok();
    assert_eq!(o.olga.get(&path(&made)).ok()["estimate_minutes"], 60);
    let none = o.olga.patch(&path(&made), json!({ "estimate_minutes": null })).ok();
    assert_eq!(none["estimate_minutes"], Value::Null);
}

#[test]
fn some_are_read_by_their_ids_and_what_one_does_not_see_is_left_out() {
    let o = office();
    let made = ["Van check", "Stock count"].map(|name| {
        let made = o.olga.post(&format!("/spaces/{}/processes", o.space), json!({ "name": name })).ok();
        id(&made)
    });
    o.olga.post(&format!("/processes/{}/runs", made[1]), json!({})).ok();
    let read = |by: &guildhall_tests::Client, ids: &str| by.get(&format!("/processes?ids={ids}")).ok()["items"].clone();
    let asked = format!("{},nothing,01890000-0000-7000-8000-000000000000,{}", made[1], made[0]);
    let seen = read(&o.ana, &asked);
    let names: Vec<&str> = seen.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Stock count", "Van check"], "in the order in which they are asked for");
    assert_eq!(seen[0]["strip"][0]["outcome"], "open", "{seen}");
    assert_eq!(read(&o.max, &asked), json!([]), "he is not in the space");
    assert_eq!(read(&o.ana, ""), json!([]));
    let many = vec![made[0].as_str(); 51].join(",");
    o.ana.get(&format!("/processes?ids={many}")).fails(422, "too_many");
}
