//! Tasks as programs and the page use them.

use guildhall_tests::{Client, id, office};
use serde_json::{Value, json};

#[test]
fn a_task_is_made_read_edited_and_found_by_its_key() {
    let o = office();
    let made = o.owner.post(
        &format!("/spaces/{}/tasks", o.space),
        json!({
            "title": "  Swap the diverter valve ", "body": "31 Ferry Road", "priority": "high", "assignee_id": o.ana.me(),
            "due": {"date": "2026-11-25", "time": "17:00"}, "estimate_minutes": 90,
            "steps": [{"text": "- [ ] Drain\n- Swap\n\n* Refill"}]
        }),
    );
    assert_eq!(made.status, 201);
    let task = made.clone().ok();
    assert_eq!(task["title"], "Swap the diverter valve");
    assert_eq!(task["key"], "SER-1");
    assert_eq!(task["due"], json!({"date": "2026-11-25", "time": "17:00", "zone": "Europe/Berlin"}));
    assert_eq!(
        task["steps"].as_array().unwrap().iter().map(|s| s["text"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Drain", "Swap", "Refill"]
    );
    assert_eq!(made.header("etag"), Some(format!("\"{}\"", task["version"].as_str().unwrap()).as_str()));
    let path = format!("/tasks/{}", id(&task));
    assert_eq!(o.ana.get(&path).ok()["assignee_id"], o.ana.me());
    assert_eq!(id(&o.ana.get("/items/by-key/ser-1").ok()), id(&task));
    let done = o.ana.patch(&path, json!({"status_id": 4})).ok();
    assert_eq!((&done["category"], done["completed_at"].is_string()), (&json!("done"), true));
    let open = o.ana.patch(&path, json!({"due": null, "status_id": 1})).ok();
    assert_eq!(
        (&open["due"], &open["completed_at"], &open["estimate_minutes"]),
        (&json!(null), &json!(null), &json!(90))
    );
}

#[test]
fn bad_input_is_refused_by_field_and_leaves_nothing() {
    let o = office();
    let path = format!("/spaces/{}/tasks", o.space);
    for (body, status, code, field) in [
        (json!({}), 422, "invalid", "title"),
        (json!({"title": "   "}), 422, "invalid", "title"),
        (json!({"title": "x".repeat(501)}), 422, "invalid", "title"),
        (json!({"title": "x", "body": "y".repeat(1024 * 1024 + 1)}), 422, "invalid", "body"),
        (json!({"title": "x", "titel": 1}), 400, "unknown_field", "titel"),
        (json!({"title": "x", "created_at": "2020-01-01T00:00:00Z"}), 400, "unknown_field", "created_at"),
        (json!({"title": "x", "status_id": 99}), 422, "invalid", "status_id"),
        (json!({"title": "x", "section_id": 1}), 422, "invalid", "section_id"),
        (json!({"title": "x", "assignee_id": "018f0000-0000-7000-8000-000000000000"}), 422, "invalid", "assignee_id"),
        (json!({"title": "x", "tag_ids": [7]}), 422, "invalid", "tag_ids"),
        (json!({"title": "x", "due": {"date": "2026-11-25", "time": "25:00"}}), 422, "invalid", "due"),
        (
            json!({"title": "x", "due": {"date": "2026-11-25", "time": "10:00", "zone": "Mars/Base"}}),
            422,
            "invalid",
            "due",
        ),
        (json!({"title": "x", "estimate_minutes": 99999999}), 422, "invalid", "estimate_minutes"),
        (json!({"title": "x", "parent_id": "018f0000-0000-7000-8000-000000000000"}), 422, "invalid", "parent_id"),
        (json!({"title": "x", "fields": {"3": "y"}}), 422, "invalid", "fields.3"),
        (json!({"title": "x", "steps": [{"text": " "}]}), 422, "invalid", "text"),
        (json!({"title": 5}), 400, "bad_json", ""),
        (json!(["title"]), 400, "bad_json", ""),
    ] {
        let answer = o.owner.post(&path, body.clone());
        let error = answer.fails(status, code);
        if !field.is_empty() {
            assert!(error["error"]["fields"][field].is_string(), "{body} {error}");
        }
    }
    let raw = |body: &[u8]| o.owner.send_raw("POST", &format!("/api/v1{path}"), Some(body.to_vec()));
    raw(b"{\"title\":\"x\"").fails(400, "bad_json");
    raw(b"\xff\xfe").fails(400, "bad_json");
    raw(&vec![b' '; 3 * 1024 * 1024]).fails(413, "too_large");
    o.owner
        .with("Content-Type", "text/plain")
        .send_raw("POST", &format!("/api/v1{path}"), Some(b"{}".to_vec()))
        .fails(415, "unsupported_type");
    assert_eq!(o.owner.get(&path).ok()["items"], json!([]));
    assert_eq!(o.owner.task(&o.space, "First")["key"], "SER-1", "refused commands use up no key");
}

#[test]
fn a_body_of_exactly_one_mebibyte_fits() {
    let o = office();
    let body = "ä".repeat(512 * 1024);
    let task = o.owner.post(&format!("/spaces/{}/tasks", o.space), json!({"title": "Long", "body": body})).ok();
    assert_eq!(o.owner.get(&format!("/tasks/{}", id(&task))).ok()["body"].as_str().unwrap().len(), 1024 * 1024);
}

#[test]
fn creating_with_an_id_can_be_repeated_and_only_by_the_same_person() {
    let o = office();
    let path = format!("/spaces/{}/tasks", o.space);
    let body = json!({"id": "019ab000-0000-7000-8000-000000000001", "title": "Once"});
    let first = o.owner.post(&path, body.clone()).ok();
    assert_eq!(o.owner.post(&path, body.clone()).ok()["key"], first["key"]);
    o.ana.post(&path, body.clone()).fails(409, "id_taken");
    o.owner.post(&path, json!({"id": body["id"], "title": "Other"})).fails(409, "id_taken");
    assert_eq!(o.owner.get(&path).ok()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn an_idempotency_key_answers_the_same_and_does_nothing_twice() {
    let o = office();
    let path = format!("/spaces/{}/tasks", o.space);
    let keyed = o.owner.with("Idempotency-Key", "monday-1");
    let first = keyed.post(&path, json!({"title": "Once"}));
    let again = keyed.post(&path, json!({"title": "Once"}));
    assert_eq!((first.command(), &first.json), (again.command(), &again.json));
    keyed.post(&path, json!({"title": "Twice"})).fails(422, "key_reused");
    assert_eq!(o.ana.with("Idempotency-Key", "monday-1").post(&path, json!({"title": "Ana's"})).ok()["title"], "Ana's");
    assert_eq!(o.owner.get(&path).ok()["items"].as_array().unwrap().len(), 2);
}

#[test]
fn two_people_edit_different_fields_and_both_win_the_same_field_is_told() {
    let o = office();
    let task = o.owner.task(&o.space, "Shared");
    let path = format!("/tasks/{}", id(&task));
    o.owner.send("PATCH", &path, Some(&json!({"title": "x"}))).fails(428, "needs_if_match");
    o.owner.patch_from(&task["version"], &path, json!({"title": "Olga's words"})).ok();
    o.ana.patch_from(&task["version"], &path, json!({"body": "Ana's body"})).ok();
    let stale = o
        .ana
        .patch_from(&task["version"], &path, json!({"title": "Ana's words", "priority": "high"}))
        .fails(412, "stale");
    assert_eq!(stale["error"]["changed"], json!(["title"]));
    assert_eq!(stale["error"]["current"]["title"], "Olga's words");
    assert_eq!(stale["error"]["changed_by"], o.owner.me());
    let now = o.owner.get(&path).ok();
    assert_eq!(
        (&now["title"], &now["body"], &now["priority"]),
        (&json!("Olga's words"), &json!("Ana's body"), &json!("normal"))
    );
    o.ana.patch_from(&json!("00000000-1"), &path, json!({"title": "From another history"})).fails(412, "stale");
}

#[test]
fn undo_takes_a_command_back_for_its_actor_and_all_or_nothing() {
    let o = office();
    let task = o.owner.task(&o.space, "Before");
    let path = format!("/tasks/{}", id(&task));
    let edit = o.owner.patch(&path, json!({"title": "After", "priority": "urgent"}));
    let undo = |who: &Client, command: String| who.post("/undo", json!({"command": command}));
    undo(&o.ana, edit.command()).fails(410, "undo_gone");
    let undone = undo(&o.owner, edit.command());
    let now = o.owner.get(&path).ok();
    assert_eq!((&now["title"], &now["priority"]), (&json!("Before"), &json!("normal")));
    undo(&o.owner, undone.command()).ok();
    assert_eq!(o.owner.get(&path).ok()["title"], "After", "taking it back twice does it again");
    let edit = o.owner.patch(&path, json!({"title": "Mine", "priority": "low"}));
    o.ana.patch(&path, json!({"title": "Ana's"})).ok();
    let refused = undo(&o.owner, edit.command()).fails(409, "undo_conflict");
    assert_eq!(refused["error"]["changed"], json!(["title"]));
    assert_eq!(o.owner.get(&path).ok()["priority"], "low", "nothing of it was taken back");
    let trashed = o.owner.delete(&path);
    undo(&o.owner, trashed.command()).ok();
    assert_eq!(o.owner.get(&path).ok()["trashed_at"], json!(null));
    undo(&o.owner, "019ab000-0000-7000-8000-000000000001".into()).fails(410, "undo_gone");
}

#[test]
fn sub_tasks_count_move_and_go_to_the_trash_with_their_task() {
    let o = office();
    let task = o.owner.task(&o.space, "Whole");
    let path = format!("/tasks/{}", id(&task));
    let make = |title: &str| {
        o.owner.post(&format!("/spaces/{}/tasks", o.space), json!({"title": title, "parent_id": task["id"]})).ok()
    };
    let (one, two) = (make("One"), make("Two"));
    o.owner
        .post(&format!("/spaces/{}/tasks", o.space), json!({"title": "Deeper", "parent_id": one["id"]}))
        .fails(422, "invalid");
    o.owner.patch(&format!("/tasks/{}", id(&one)), json!({"status_id": 4})).ok();
    let whole = o.owner.get(&path).ok();
    assert_eq!((&whole["subtasks_done"], &whole["subtasks_total"]), (&json!(1), &json!(2)));
    let other = o.owner.space("Purchasing", "open");
    let moved = o.owner.put(&format!("{path}/home"), json!({"space_id": other})).ok();
    assert_eq!(moved["key"], "PUR-1");
    assert_eq!(o.owner.get(&format!("/tasks/{}", id(&two))).ok()["key"], "PUR-3");
    assert_eq!(id(&o.owner.get("/items/by-key/SER-1").ok()), id(&task), "the old key leads to it for ever");
    o.owner.delete(&path).ok();
    assert!(o.owner.get(&format!("/tasks/{}", id(&two))).ok()["trashed_at"].is_string());
    o.owner.put(&format!("/tasks/{}/restore", id(&two)), json!({})).fails(409, "conflict");
    let back = o.owner.put(&format!("{path}/restore"), json!({})).ok();
    assert_eq!((&back["subtasks_done"], &back["subtasks_total"]), (&json!(1), &json!(2)));
    o.owner.delete(&path).ok();
    assert_eq!(o.owner.delete(&format!("/trash/{}", id(&task))).status, 204);
    o.owner.get(&format!("/tasks/{}", id(&two))).fails(404, "not_found");
}

#[test]
fn rows_stand_where_people_put_them_and_pages_lose_nothing() {
    let o = office();
    let tasks: Vec<Value> = (0..7).map(|n| o.owner.task(&o.space, &format!("T{n}"))).collect();
    let position = |task: &Value, body: Value| o.owner.put(&format!("/tasks/{}/position", id(task)), body).ok();
    position(&tasks[6], json!({"before": tasks[0]["id"]}));
    position(&tasks[0], json!({"after": tasks[3]["id"]}));
    position(&tasks[1], json!({"after": tasks[4]["id"], "before": tasks[5]["id"]}));
    let mut titles = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = o.owner.get(&format!("/spaces/{}/tasks?limit=3{cursor}", o.space)).ok();
        titles.extend(page["items"].as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(titles, ["T6", "T2", "T3", "T0", "T4", "T1", "T5"]);
    o.owner.get(&format!("/spaces/{}/tasks?cursor=xyz", o.space)).fails(400, "bad_query");
    o.owner.get(&format!("/spaces/{}/tasks?limit=0", o.space)).fails(400, "bad_query");
    o.owner.get(&format!("/spaces/{}/tasks?sort=colour", o.space)).fails(400, "bad_query");
}

#[test]
fn steps_are_ticked_by_two_people_at_once() {
    let o = office();
    let task = o
        .owner
        .post(&format!("/spaces/{}/tasks", o.space), json!({"title": "Check", "steps": [{"text": "a\nb\nc"}]}))
        .ok();
    let step = |n: usize| task["steps"][n]["id"].as_str().unwrap().to_owned();
    let path = |n: usize| format!("/tasks/{}/steps/{}", id(&task), step(n));
    std::thread::scope(|scope| {
        scope.spawn(|| o.owner.send("PATCH", &path(0), Some(&json!({"done": true}))).ok());
        scope.spawn(|| o.ana.send("PATCH", &path(2), Some(&json!({"done": true}))).ok());
    });
    let now = o.owner.send("PATCH", &path(2), Some(&json!({"after": null}))).ok();
    let texts: Vec<_> = now["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["text"].as_str().unwrap(), s["done"].as_bool().unwrap()))
        .collect();
    assert_eq!(texts, [("c", true), ("a", true), ("b", false)]);
    assert_eq!(o.owner.send("DELETE", &path(0), None).ok()["steps_total"], 2);
    assert_eq!(o.owner.send("DELETE", &path(0), None).ok()["steps_total"], 2, "removing it twice is no error");
}

#[test]
fn a_step_has_a_person_and_a_day_of_its_own_and_stands_where_it_is_put() {
    let o = office();
    let max = o.server.join(&o.owner, "Max Far", "member").me();
    let space = o.owner.space("Workshop", "closed");
    let (olga, ana) = (o.owner.me(), o.ana.me());
    o.owner.put(&format!("/spaces/{space}/members/{ana}"), json!({"role": "member"})).ok();
    let drain = json!({"text": "Drain", "assignee_id": ana, "due": {"date": "2026-11-25"}});
    let list = format!("/spaces/{space}/tasks");
    let task = o.owner.post(&list, json!({"title": "Service", "steps": [drain, {"text": "Swap"}]})).ok();
    let at = format!("/tasks/{}/steps", id(&task));
    let of = |task: &Value| -> Vec<String> {
        let text = |step: &Value| step["text"].as_str().unwrap().to_owned();
        let steps = task["steps"].as_array().unwrap().iter();
        steps.map(|step| format!("{} {} {}", text(step), step["assignee_id"], step["due"]["date"])).collect()
    };
    let said = |person: &str| json!(person).to_string();
    assert_eq!(of(&task), [format!("Drain {} \"2026-11-25\"", said(&ana)), "Swap null null".into()]);

    let more = json!({
        "text": "Refill\nBleed", "after": task["steps"][0]["id"], "assignee_id": olga,
        "due": {"date": "2026-11-26", "time": "08:30"}
    });
    let now = o.ana.post(&at, more).ok();
    let both = [format!("Refill {} \"2026-11-26\"", said(&olga)), format!("Bleed {} \"2026-11-26\"", said(&olga))];
    assert_eq!(of(&now)[1..3], both);
    assert_eq!(now["steps"][1]["due"], json!({"date": "2026-11-26", "time": "08:30", "zone": "Europe/Berlin"}));
    let step = |number: usize| format!("{at}/{}", now["steps"][number]["id"].as_str().unwrap());
    let patch = |number: usize, body: Value| o.ana.send("PATCH", &step(number), Some(&body));

    for (body, field) in [
        (json!({"assignee_id": max}), "assignee_id"),
        (json!({"assignee_id": "018f0000-0000-7000-8000-0000000000ff"}), "assignee_id"),
        (json!({"due": {"date": "2026-11-26", "time": "25:00"}}), "due"),
        (json!({"text": "  "}), "text"),
        (json!({"text": "x".repeat(501)}), "text"),
    ] {
        let error = patch(3, body.clone()).fails(422, "invalid");
        assert!(error["error"]["fields"][field].is_string(), "{body} {error}");
    }
    o.ana.post(&at, json!({"text": "x", "assignee_id": max})).fails(422, "invalid");
    o.ana.post(&at, json!({"text": "x", "due": {"date": "2026-11-26", "time": "8"}})).fails(422, "invalid");
    patch(3, json!({"who": ana})).fails(400, "unknown_field");
    let nowhere = format!("{at}/018f0000-0000-7000-8000-0000000000ff");
    o.ana.send("PATCH", &nowhere, Some(&json!({"done": true}))).fails(404, "not_found");
    let path = format!("/tasks/{}", id(&task));
    assert_eq!(of(&o.ana.get(&path).ok()), of(&now), "what is refused changes nothing");

    patch(3, json!({"after": null})).ok();
    patch(0, json!({"after": now["steps"][1]["id"], "assignee_id": null, "due": null})).ok();
    let late = patch(3, json!({"assignee_id": ana, "due": {"date": "2026-12-01"}})).ok();
    let [refill, bleed] = both;
    assert_eq!(of(&late), [format!("Swap {} \"2026-12-01\"", said(&ana)), refill, "Drain null null".into(), bleed]);
    assert_eq!((&late["steps_total"], &late["steps_done"]), (&json!(4), &json!(0)));
}
