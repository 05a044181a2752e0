//! Templates of tasks at the HTTP interface: a task with its checklist and sub-tasks is kept without its people and days, and
//! made again for others.

use guildhall_tests::{
    Client, id,
    office::{Office, office},
};
use serde_json::{Value, json};

/// A visit of Ana's, made on Monday 23 November 2026: due in two days, prepared on the day itself, billed after a week.
fn visit(o: &Office) -> String {
    let task = json!({
        "title": "Visit", "body": "Ring twice.", "priority": "high", "assignee_id": o.ana.me(),
        "due": { "date": "2026-11-25", "time": "17:00" }, "start": { "date": "2026-11-24" }, "estimate_minutes": 90,
        "steps": [
            { "text": "Pressure", "asks": { "evidence": "number", "least": 1, "most": 2.5, "unit": "bar" } },
            { "text": "Call", "assignee_id": o.owner.me(), "due": { "date": "2026-11-24" } },
        ],
    });
    let task = id(&o.owner.post(&format!("/spaces/{}/tasks", o.space), task).ok());
    for (title, day) in [("Prepare", "2026-11-23"), ("Bill", "2026-12-01")] {
        let part = json!({ "title": title, "parent_id": task, "due": { "date": day }, "assignee_id": o.owner.me() });
        o.owner.post(&format!("/spaces/{}/tasks", o.space), part).ok();
    }
    task
}

fn save(by: &Client, task: &str) -> Value {
    let saved = by.post(&format!("/tasks/{task}/templates"), json!({ "name": "A visit" }));
    assert_eq!(saved.status, 201, "{}", saved.text);
    saved.ok()
}

fn templates(by: &Client, o: &Office) -> Vec<Value> {
    by.get(&format!("/spaces/{}/task-templates", o.space)).ok()["items"].as_array().unwrap().clone()
}

fn from(template: &Value) -> String {
    format!("/task-templates/{}/tasks", id(template))
}

/// Title, day and person of the sub-tasks of a task, in their order.
fn parts(o: &Office, task: &str) -> Vec<(String, Value, Value)> {
    let all = o.owner.get(&format!("/spaces/{}/tasks?limit=200", o.space)).ok();
    let whole = o.owner.get(&format!("/tasks/{task}")).ok();
    let listed = whole["subtasks"].as_array().or(all["items"].as_array()).unwrap().clone();
    let mut own: Vec<_> = listed
        .iter()
        .map(|part| o.owner.get(&format!("/tasks/{}", id(part))).ok())
        .filter(|part| part["parent_id"] == task)
        .map(|part| {
            (part["title"].as_str().unwrap().to_owned(), part["due"]["date"].clone(), part["assignee_id"].clone())
        })
        .collect();
    own.sort_by(|a, b| b.0.cmp(&a.0));
    own
}

#[test]
fn days_count_from_the_first_one_and_people_are_roles() {
    let o = office();
    o.ana.patch(&format!("/people/{}", o.ana.me()), json!({ "job_title": "Technician" })).ok();
    let task = visit(&o);
    let saved = save(&o.owner, &task);
    assert_eq!(
        saved["roles"],
        json!([
            { "id": 1, "name": "Olga Owner", "person_id": o.owner.me(), "left": false },
            { "id": 2, "name": "Technician", "person_id": o.ana.me(), "left": false },
        ])
    );
    assert_eq!((&saved["title"], &saved["part_titles"]), (&json!("Visit"), &json!(["Prepare", "Bill"])));
    let whole = o.ana.get(&format!("/task-templates/{}", id(&saved))).ok();
    assert_eq!((&whole["name"], &whole["task"]["body"]), (&json!("A visit"), &json!("Ring twice.")));
    assert_eq!((&whole["task"]["start_days"], &whole["task"]["due_days"]), (&json!(1), &json!(2)));
    assert_eq!((&whole["parts"][1]["title"], &whole["parts"][1]["due_days"]), (&json!("Bill"), &json!(8)));

    // A Thursday: two days later is a Saturday, which becomes the Monday; eight days later a Friday.
    let asked = json!({
        "title": "Visit at Rose’s", "first_day": "2026-12-03",
        "roles": [{ "role": 2, "person_id": o.owner.me() }],
    });
    let made = o.ana.post(&from(&saved), asked);
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.ok();
    assert_eq!((&made["title"], &made["body"]), (&json!("Visit at Rose’s"), &json!("Ring twice.")));
    assert_eq!((&made["due"]["date"], &made["due"]["time"]), (&json!("2026-12-07"), &json!("17:00")));
    assert_eq!(made["start"]["date"], "2026-12-04");
    assert_eq!((&made["assignee_id"], &made["priority"]), (&json!(o.owner.me()), &json!("high")));
    assert_eq!(made["estimate_minutes"], 90);
    let steps = made["steps"].as_array().unwrap();
    assert_eq!((&steps[0]["asks"]["unit"], &steps[0]["done"]), (&json!("bar"), &json!(false)));
    assert_eq!((&steps[1]["due"]["date"], &steps[1]["assignee_id"]), (&json!("2026-12-04"), &Value::Null));
    let wanted = [
        ("Prepare".to_owned(), json!("2026-12-03"), Value::Null),
        ("Bill".to_owned(), json!("2026-12-11"), Value::Null),
    ];
    assert_eq!(parts(&o, &id(&made)), wanted);
}

#[test]
fn what_was_saved_stays_as_it_was_and_one_undo_takes_all_back() {
    let o = office();
    let task = visit(&o);
    let saved = save(&o.owner, &task);
    o.owner.patch(&format!("/tasks/{task}"), json!({ "title": "Another visit" })).ok();
    assert_eq!(templates(&o.ana, &o)[0]["title"], "Visit");

    let own = "0192f7a0-0000-7000-8000-0000000000aa";
    let made = o.ana.post(&from(&saved), json!({ "id": own }));
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(o.ana.post(&from(&saved), json!({ "id": own })).ok()["id"], own);
    assert_eq!(parts(&o, own).len(), 2, "sent again nothing is made again");
    o.ana.post("/undo", json!({ "command": made.command() })).ok();
    assert!(o.ana.get(&format!("/tasks/{own}")).ok()["trashed_at"].is_string());

    let deleted = o.owner.delete(&format!("/task-templates/{}", id(&saved)));
    assert_eq!(deleted.status, 204, "{}", deleted.text);
    assert!(templates(&o.ana, &o).is_empty());
    o.ana.post(&from(&saved), json!({})).fails(404, "not_found");
    o.owner.post("/undo", json!({ "command": deleted.command() })).ok();
    assert_eq!(templates(&o.ana, &o).len(), 1);
}

#[test]
fn what_does_not_fit_makes_nothing_and_guests_save_none() {
    let o = office();
    let saved = save(&o.owner, &visit(&o));
    let before = o.owner.get(&format!("/spaces/{}", o.space)).ok()["open_tasks"].clone();
    let role = |role: u32, person: &str| json!({ "roles": [{ "role": role, "person_id": person }] });
    let nobody = "0192f7a0-0000-7000-8000-000000000001";
    let ana = o.ana.me();
    let twice = json!({ "roles": [{ "role": 1, "person_id": ana }, { "role": 1, "person_id": ana }] });
    let wrong = [
        (role(7, &ana), "roles"),
        (role(1, nobody), "roles"),
        (twice, "roles"),
        (json!({ "first_day": "2040-01-01" }), "first_day"),
    ];
    for (sent, field) in wrong {
        let answer = o.ana.post(&from(&saved), sent.clone()).fails(422, "invalid");
        assert!(answer["error"]["fields"][field].is_string(), "{sent}: {answer}");
    }
    assert_eq!(o.owner.get(&format!("/spaces/{}", o.space)).ok()["open_tasks"], before);

    let gil = o.server.join(&o.owner, "Gil Guest", "guest");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, gil.me()), json!({ "role": "guest" })).ok();
    assert_eq!(templates(&gil, &o).len(), 1);
    gil.post(&from(&saved), json!({})).fails(403, "forbidden");
    o.ana.delete(&format!("/task-templates/{}", id(&saved))).fails(403, "forbidden");
    let roles = o.server.join(&o.owner, "Max Far", "member").get(&format!("/spaces/{}/task-templates", o.space)).ok();
    assert_eq!(roles["items"][0]["name"], "A visit", "who reads the space reads its templates");
}

#[test]
fn a_template_goes_on_without_the_people_it_came_from() {
    let o = office();
    let ben = o.server.join(&o.owner, "Ben Baker", "member");
    let gone = ben.me();
    o.owner.put(&format!("/spaces/{}/members/{gone}", o.space), json!({ "role": "member" })).ok();
    let task = json!({ "title": "Oven", "assignee_id": ben.me(), "due": { "date": "2026-11-24" } });
    let task = id(&ben.post(&format!("/spaces/{}/tasks", o.space), task).ok());
    let saved = save(&ben, &task);
    ben.delete(&format!("/tasks/{task}")).ok();
    o.owner.put(&format!("/people/{gone}/deactivation"), json!({ "hand_over_to": null })).ok();

    // It says that somebody else has to be chosen, and with nobody chosen the work is nobody's.
    let listed = templates(&o.ana, &o);
    let roles = json!([{ "id": 1, "name": "Ben Baker", "person_id": null, "left": true }]);
    assert_eq!((&listed[0]["roles"], &listed[0]["author"]["name"]), (&roles, &json!("Ben Baker")));
    let as_before = json!({ "roles": [{ "role": 1, "person_id": gone }] });
    let refused = o.ana.post(&from(&saved), as_before).fails(422, "invalid");
    assert_eq!(refused["error"]["fields"]["roles"], "Ben Baker has left. Choose somebody else, or nobody.");
    let made = o.ana.post(&from(&saved), json!({})).ok();
    assert_eq!((&made["title"], &made["assignee_id"]), (&json!("Oven"), &Value::Null));
    let asked = json!({ "roles": [{ "role": 1, "person_id": o.ana.me() }] });
    assert_eq!(o.ana.post(&from(&saved), asked).ok()["assignee_id"], json!(o.ana.me()));

    // Whoever manages the space takes it away.
    o.ana.delete(&format!("/task-templates/{}", id(&saved))).fails(403, "forbidden");
    assert_eq!(o.owner.delete(&format!("/task-templates/{}", id(&saved))).status, 204);
}

#[test]
fn what_is_too_much_for_a_template_says_so() {
    let o = office();
    let long = json!({ "title": "Long", "body": "x".repeat(300 * 1024) });
    let task = id(&o.owner.post(&format!("/spaces/{}/tasks", o.space), long).ok());
    o.owner.post(&format!("/tasks/{task}/templates"), json!({})).fails(413, "too_large");
    let task = id(&o.owner.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": "Short" })).ok());
    for n in 0..200 {
        let saved = o.owner.post(&format!("/tasks/{task}/templates"), json!({ "name": format!("Short {n}") }));
        assert_eq!(saved.status, 201, "{}", saved.text);
    }
    o.owner.post(&format!("/tasks/{task}/templates"), json!({})).fails(422, "too_many");
    let first = &templates(&o.owner, &o)[0];
    o.owner.delete(&format!("/task-templates/{}", id(first)));
    assert_eq!(o.owner.post(&format!("/tasks/{task}/templates"), json!({})).status, 201);
}

#[test]
fn what_is_gone_from_the_space_is_left_out() {
    let o = office();
    let section = o.owner.post(&format!("/spaces/{}/sections", o.space), json!({ "name": "Soon" })).ok();
    let section = section["sections"][0]["id"].clone();
    let task = json!({ "title": "Sorted", "section_id": section });
    let task = id(&o.owner.post(&format!("/spaces/{}/tasks", o.space), task).ok());
    let saved = save(&o.owner, &task);
    let made = |by: &Client| by.post(&from(&saved), json!({})).ok()["section_id"].clone();
    assert_eq!(made(&o.ana), section);
    o.owner.delete(&format!("/spaces/{}/sections/{section}", o.space)).ok();
    assert_eq!(made(&o.ana), Value::Null);
}

#[test]
fn a_milestone_stays_one() {
    let o = office();
    let day = json!({ "title": "Handed over", "milestone": true, "due": { "date": "2026-11-27" } });
    let task = id(&o.owner.post(&format!("/spaces/{}/tasks", o.space), day).ok());
    let made = o.owner.post(&from(&save(&o.owner, &task)), json!({ "first_day": "2026-12-07" })).ok();
    assert_eq!((&made["milestone"], &made["due"]["date"]), (&json!(true), &json!("2026-12-11")));
}
