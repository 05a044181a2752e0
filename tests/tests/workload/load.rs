//! What falls on which day of whom, what of it a reader sees, and who it could be given to. The tests' clock stands at
//! Monday, 23 November 2026.

use crate::{due, each, give, load, office};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn work_is_spread_over_the_days_until_it_is_due_and_too_much_of_it_is_told() {
    let o = office();
    let vessel = give(&o.owner, &o.space, &o.ana, json!({ "estimate_minutes": 300, "due": due("2026-11-27") }));
    give(
        &o.owner,
        &o.space,
        &o.ana,
        json!({ "estimate_minutes": 480, "due": due("2026-11-24"), "start": due("2026-11-24") }),
    );
    give(&o.owner, &o.space, &o.ana, json!({ "due": due("2026-11-23") }));
    give(&o.owner, &o.space, &o.ana, json!({ "estimate_minutes": 30, "due": due("2026-11-20") }));
    give(&o.owner, &o.space, &o.ana, json!({ "estimate_minutes": 45 }));
    let theirs = load(&o.ana, &o.ana);
    assert_eq!(each(&theirs, "minutes", 7), [120, 540, 60, 60, 60, 0, 0]);
    assert_eq!(each(&theirs, "tasks", 3), [2, 2, 1]);
    assert_eq!(each(&theirs, "over", 3), [false, true, false]);
    assert_eq!(
        [&theirs["overdue"], &theirs["undated"]],
        [&json!({ "tasks": 1, "minutes": 30 }), &json!({ "tasks": 1, "minutes": 45 })]
    );
    let all = o.owner.get("/workload?from=2026-11-23").ok();
    assert_eq!([&all["over_people"], &all["unestimated"], &all["today"]], [&json!(1), &json!(1), &json!("2026-11-23")]);

    // What was worked is done, and what is done asks for nothing.
    o.ana.post("/time-entries", json!({ "task_id": vessel, "minutes": 200 })).ok();
    assert_eq!(each(&load(&o.ana, &o.ana), "minutes", 5), [80, 500, 20, 20, 20]);
    o.ana
        .patch(
            &format!("/tasks/{vessel}"),
            json!({ "status_id": done(&o.owner.get(&format!("/spaces/{}", o.space)).ok()) }),
        )
        .ok();
    assert_eq!(each(&load(&o.ana, &o.ana), "minutes", 5), [60, 480, 0, 0, 0]);
}

fn done(space: &Value) -> Value {
    let statuses = space["statuses"].as_array().unwrap();
    statuses.iter().find(|status| status["category"] == "done").unwrap()["id"].clone()
}

#[test]
fn what_a_reader_does_not_see_counts_in_minutes_alone_and_what_is_personal_not_at_all() {
    let o = office();
    let tom = o.server.join(&o.owner, "Tom Becker", "member");
    let guest = o.server.join(&o.owner, "Gina Guest", "guest");
    let board = o.owner.space("Board", "private");
    o.owner.put(&format!("/spaces/{board}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let hidden = give(&o.owner, &board, &o.ana, json!({ "title": "Sell it", "due": due("2026-11-23") }));
    give(&o.owner, &o.space, &o.ana, json!({ "estimate_minutes": 90, "due": due("2026-11-23") }));
    let own = o.ana.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    give(&o.ana, &own, &o.ana, json!({ "title": "Buy milk", "estimate_minutes": 500, "due": due("2026-11-23") }));
    // What somebody means to do on which day is theirs alone.
    o.ana.put(&format!("/tasks/{hidden}/plan"), json!({ "plan": "2026-11-25" })).ok();

    let monday =
        |load: &Value| json!([load["days"][0]["minutes"], load["days"][0]["hidden_minutes"], load["days"][0]["tasks"]]);
    assert_eq!(monday(&load(&tom, &o.ana)), json!([150, 60, 1]));
    assert_eq!(monday(&load(&o.owner, &o.ana)), json!([150, 0, 2]));
    assert_eq!(monday(&load(&o.ana, &o.ana)), json!([150, 0, 2]));
    assert_eq!(load(&tom, &o.ana)["days"][2]["minutes"], 0);
    let cell = tom.get(&format!("/workload/{}/2026-11-23", o.ana.me())).ok();
    assert_eq!(cell["tasks"].as_array().unwrap().len(), 1, "{cell}");
    assert_eq!([&cell["day"]["hidden_minutes"], &cell["tasks"][0]["minutes"]], [&json!(60), &json!(90)]);
    assert!(!tom.get("/workload").text.contains("Sell it") && !cell.to_string().contains("milk"));

    guest.get("/workload").fails(403, "forbidden");
    guest.get(&format!("/workload/{}/2026-11-23", o.ana.me())).fails(403, "forbidden");
    tom.get(&format!("/workload?space={board}")).fails(404, "not_found");
    let there = o.owner.get(&format!("/workload?space={board}")).ok();
    assert_eq!(there["people"].as_array().unwrap().len(), 2, "those who were put there");
}

#[test]
fn what_needs_somebody_is_listed() {
    let o = office();
    let service = format!("/spaces/{}/tasks", o.space);
    let nobodys = id(&o.owner.post(&service, json!({ "title": "Nobody's" })).ok());
    let late = give(&o.owner, &o.space, &o.ana, json!({ "estimate_minutes": 30, "due": due("2026-11-20") }));
    let undated = give(&o.owner, &o.space, &o.ana, json!({ "estimate_minutes": 30 }));
    let guessed = give(&o.owner, &o.space, &o.ana, json!({ "due": due("2026-11-25") }));
    let list = |list: &str| {
        let found = o.ana.get(&format!("/workload/tasks?list={list}")).ok();
        let ids: Vec<String> = found["items"].as_array().unwrap().iter().map(id).collect();
        assert_eq!(found["count"], ids.len());
        ids
    };
    assert_eq!(list("unassigned"), [nobodys]);
    assert_eq!(list("overdue"), std::slice::from_ref(&late));
    assert_eq!(list("undated"), std::slice::from_ref(&undated));
    assert_eq!(list("unestimated"), std::slice::from_ref(&guessed));
    assert_eq!(list("due"), std::slice::from_ref(&guessed));
    assert_eq!(list("assigned"), [late, guessed, undated]);
    let nobody = o.ana.get(&format!("/workload/tasks?list=overdue&person={}", o.owner.me())).ok();
    assert_eq!(nobody["count"], 0);
    o.ana.get("/workload/tasks?list=lost").fails(400, "bad_query");
}

#[test]
fn a_task_is_offered_to_who_has_time_and_did_it_before() {
    let o = office();
    let tom = o.server.join(&o.owner, "Tom Becker", "member");
    let lucia = o.server.join(&o.owner, "Lucia Ferrer", "member");
    let status = done(&o.owner.get(&format!("/spaces/{}", o.space)).ok());
    for who in [&tom, &lucia, &lucia] {
        let task = give(&o.owner, &o.space, who, json!({ "title": "Radiator noise" }));
        o.owner.patch(&format!("/tasks/{task}"), json!({ "status_id": status })).ok();
    }
    give(&o.owner, &o.space, &tom, json!({ "estimate_minutes": 400, "due": due("2026-11-23") }));
    let task = json!({ "title": "radiator Noise", "estimate_minutes": 120, "due": due("2026-11-23") });
    let task = give(&o.owner, &o.space, &o.ana, task);
    let found = o.ana.get(&format!("/workload/suggestions?task={task}")).ok();
    assert_eq!(
        [&found["from"], &found["to"], &found["minutes"]],
        [&json!("2026-11-23"), &json!("2026-11-23"), &json!(120)]
    );
    let who: Vec<Value> = found["items"].as_array().unwrap().iter().map(|one| one["person_id"].clone()).collect();
    assert_eq!(who, [json!(lucia.me()), json!(o.owner.me()), json!(tom.me())], "{found}");
    assert_eq!([&found["items"][0]["done_before"], &found["items"][0]["free_minutes"]], [&json!(2), &json!(480)]);
    assert_eq!([&found["items"][2]["done_before"], &found["items"][2]["free_minutes"]], [&json!(1), &json!(80)]);
    // Who is away has no time.
    o.owner.post("/absences", json!({ "person_id": lucia.me(), "from": "2026-11-23", "until": "2026-11-23" })).ok();
    let found = o.ana.get(&format!("/workload/suggestions?task={task}")).ok();
    assert_eq!(found["items"][0]["person_id"], json!(o.owner.me()));
    o.ana.get(&format!("/workload/suggestions?task={}", o.ana.me())).fails(404, "not_found");
}

#[test]
fn days_that_cannot_be_asked_for_are_refused() {
    let o = office();
    for wrong in ["weeks=0", "weeks=9", "from=soon", "from=1999-01-01", "days=3"] {
        o.ana.get(&format!("/workload?{wrong}")).fails(400, "bad_query");
    }
    o.ana.get(&format!("/workload?people={}", o.space)).fails(404, "not_found");
    o.ana.get(&format!("/workload/{}/soon", o.ana.me())).fails(400, "bad_query");
}

#[test]
fn a_team_is_counted_by_person_on_the_lists_that_open_behind_the_numbers() {
    let o = office();
    let board = o.owner.space("Board", "private");
    o.owner.put(&format!("/spaces/{board}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let tom = o.server.join(&o.owner, "Tom Becker", "member");
    for (space, more) in [
        (&o.space, json!({ "due": due("2026-11-20") })),
        (&o.space, json!({ "due": due("2026-11-29"), "start": due("2026-11-26") })),
        (&o.space, json!({ "due": due("2026-11-30") })),
        (&o.space, json!({ "start": due("2026-12-01") })),
        (&board, json!({ "due": due("2026-11-23") })),
    ] {
        give(&o.owner, space, &o.ana, more);
    }
    // When she means to do it is nobody's matter.
    let free = id(&o.owner.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": "Free" })).ok());
    o.ana.put(&format!("/tasks/{free}/plan"), json!({ "plan": "2026-11-24" })).ok();
    let of = |reader: &guildhall_tests::Client, who: &guildhall_tests::Client| {
        let team = reader.get("/workload/team").ok();
        let mut found = team["people"].as_array().unwrap().iter();
        let one = found.find(|one| one["person_id"] == who.me()).unwrap().clone();
        ["assigned", "planned", "week", "overdue"].map(|list| one[list].as_u64().unwrap())
    };
    assert_eq!(of(&o.owner, &o.ana), [5, 2, 2, 1]);
    assert_eq!(of(&tom, &o.ana), [4, 2, 1, 1], "of what the reader sees");
    assert_eq!(o.owner.get("/workload/team").ok()["unassigned"], 1);
    for (list, count) in [("assigned", 4), ("planned", 2), ("week", 1), ("overdue", 1)] {
        let path = format!("/workload/tasks?list={list}&person={}", o.ana.me());
        assert_eq!(tom.get(&path).ok()["count"], count, "{list}");
    }
    let inner = o.ana.get(&format!("/workload/team?space={board}")).ok();
    let people: Vec<&str> =
        inner["people"].as_array().unwrap().iter().map(|one| one["person_id"].as_str().unwrap()).collect();
    assert_eq!((people, &inner["unassigned"]), (vec![o.ana.me().as_str(), o.owner.me().as_str()], &json!(0)));
    tom.get(&format!("/workload/team?space={board}")).fails(404, "not_found");
}
