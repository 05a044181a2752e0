//! What is told, and to whom.

use guildhall_tests::{Client, Live, Server, live};
use serde_json::{Value, json};

/// Olga, who leads, and Ana, a member; the id of an open space.
pub fn two() -> (Server, Client, Client, String) {
    let server = Server::start();
    live::start(&server);
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Duarte", "member");
    let space = olga.space("Service", "open");
    (server, olga, ana, space)
}

fn task_in(frame: &Value, id: &str) -> Value {
    let tasks = frame["objects"]["tasks"].as_array().cloned().unwrap_or_default();
    tasks.into_iter().find(|task| task["id"] == id).unwrap_or_default()
}

#[test]
fn each_thing_one_does_is_told_to_the_others_without_waiting_for_the_next() {
    let (_server, olga, ana, space) = two();
    let task = olga.task(&space, "Begin");
    let id = task["id"].as_str().unwrap();
    let mut hers = Live::open(&ana, None);
    for round in 0..40 {
        let title = format!("Turn {round}.");
        olga.patch(&format!("/tasks/{id}"), json!({ "title": title })).ok();
        let told = hers.until("state", |frame| task_in(frame, id) != Value::Null);
        assert_eq!(task_in(&told, id)["title"], title, "once, and in order");
    }
}

#[test]
fn a_change_comes_as_the_object_of_the_api_with_who_did_it() {
    let (server, olga, ana, space) = two();
    let mut hers = Live::open(&ana, None);
    let hello = hers.hear().unwrap();
    assert_eq!(hello["version"], ana.get("/session").ok()["app_version"]);
    let task = olga.task(&space, "Fit the boiler");
    let id = task["id"].as_str().unwrap();
    let frame = hers.until("state", |frame| task_in(frame, id) != Value::Null);
    let listed = ana.get(&format!("/spaces/{space}/view?group=none")).ok()["groups"][0]["rows"][0].clone();
    assert_eq!(task_in(&frame, id), listed);
    assert_eq!(frame["objects"]["counts"], json!([{"space_id": space, "open_tasks": 1}]));
    assert_eq!((frame["by"][0]["id"].as_str(), &frame["by"][0]["actor"]["name"]), (Some(id), &json!("Olga Owner")));
    // It goes on exactly where it ended.
    let cursor = hers.cursor.clone().unwrap();
    drop(hers);
    let command = olga.patch(&format!("/tasks/{id}"), json!({"title": "Fit the heat pump", "assignee_id": ana.me()}));
    live::told(&server);
    let mut again = Live::open(&ana, Some(&cursor));
    let frame = again.until("state", |frame| task_in(frame, id)["title"] == "Fit the heat pump");
    assert_eq!(frame["objects"]["home"], ana.get("/home/counts").ok());
    assert_eq!(frame["by"], json!([]), "who did it is news only while it happens");
    olga.post("/undo", json!({"command": command.command()})).ok();
    again.until("state", |frame| task_in(frame, id)["title"] == "Fit the boiler");
}

#[test]
fn who_looks_gets_the_whole_with_its_comments_and_sees_who_else_does() {
    let (_server, olga, ana, space) = two();
    let task = olga.task(&space, "Fit the boiler");
    let id = task["id"].as_str().unwrap();
    let (mut hers, mut his) = (Live::open(&ana, None), Live::open(&olga, None));
    assert_eq!(hers.look(id), ana.get(&format!("/tasks/{id}")).ok());
    let comment = olga.post(&format!("/items/{id}/comments"), json!({"body": "Parts came in"})).ok();
    let frame = hers.until("state", |frame| frame["objects"]["comments"].is_array());
    assert_eq!(frame["objects"]["comments"][0], ana.get(&format!("/items/{id}/comments")).ok()["items"][0]);
    assert_eq!(frame["objects"]["opened"][0], ana.get(&format!("/tasks/{id}")).ok());
    // What belongs to it and what it is linked to shows in it.
    olga.post(&format!("/spaces/{space}/tasks"), json!({"title": "Order it", "parent_id": id})).ok();
    hers.until("state", |frame| frame["objects"]["opened"][0]["subtasks"][0]["title"] == "Order it");
    let other = olga.task(&space, "Read the manual");
    let other = other["id"].as_str().unwrap();
    olga.put(&format!("/items/{id}/links/{other}"), json!({"relation": "relates"})).ok();
    hers.until("state", |frame| frame["objects"]["opened"][0]["links"][0]["item"]["title"] == "Read the manual");
    olga.patch(&format!("/tasks/{other}"), json!({"title": "Read the book"})).ok();
    hers.until("state", |frame| frame["objects"]["opened"][0]["links"][0]["item"]["title"] == "Read the book");

    his.look(id);
    hers.until("presence", |frame| frame["people"] == json!([{"id": olga.me(), "field": null}]));
    his.say(json!({"type": "look", "item_id": id, "field": "title"}));
    hers.until("presence", |frame| frame["people"] == json!([{"id": olga.me(), "field": "title"}]));
    drop(his);
    hers.until("presence", |frame| frame["people"] == json!([]));
    assert!(comment["id"].is_string());
}

#[test]
fn hours_and_half_days_off_let_those_look_again_who_see_what_they_change_and_tell_no_more() {
    let (server, olga, ana, space) = two();
    let bo = server.join(&olga, "Bo Lind", "member");
    let board = olga.space("Merger", "private");
    let (task, secret) = (olga.task(&space, "Fit the boiler"), olga.task(&board, "Sell the van"));
    live::told(&server);
    let mut his = Live::open(&bo, None);
    let work = |task: &Value| {
        let entry = json!({"task_id": task["id"], "minutes": 30, "note": "Burnt my hand"});
        olga.post("/time-entries", entry).ok()["id"].as_str().unwrap().to_owned()
    };
    let entries = [work(&secret), work(&task)];
    live::told(&server);
    let frames = his.drain();
    let told = |task: &Value| frames.iter().any(|frame| task_in(frame, task["id"].as_str().unwrap()) != Value::Null);
    assert!(told(&task) && !told(&secret), "{frames:#?}");
    let all = format!("{frames:?}");
    for kept in [secret["id"].as_str().unwrap(), "Burnt my hand", &entries[0], &entries[1], "time-entry"] {
        assert!(!all.contains(kept), "{kept} in {all}");
    }
    assert!(frames.iter().all(|frame| frame["by"].as_array().is_none_or(Vec::is_empty)), "nobody is named: {all}");

    let morning = json!({"from": "2026-11-25", "until": "2026-11-25", "until_noon": true, "note": "Dentist"});
    let asked = ana.post("/absences", morning).ok();
    live::told(&server);
    let has_people = |frame: &Value| frame["objects"]["people"].is_array();
    assert!(!his.drain().iter().any(has_people), "what is asked is nobody's business yet");
    olga.put(&format!("/absences/{}/approval", asked["id"].as_str().unwrap()), json!({})).ok();
    let frame = his.until("state", has_people);
    assert_eq!(frame["objects"]["people"][0]["id"], ana.me());
    assert!(!frame.to_string().contains("Dentist"), "{frame}");
}

#[test]
fn what_goes_out_of_sight_is_named_to_those_who_saw_it_and_to_nobody_else() {
    let (server, olga, ana, space) = two();
    let bo = server.join(&olga, "Bo Lind", "member");
    let closed = olga.space("Board", "closed");
    let private = olga.space("Merger", "private");
    olga.put(&format!("/spaces/{closed}/members/{}", bo.me()), json!({"role": "member"})).ok();
    let secret = olga.task(&closed, "Sell the van");
    let secret = secret["id"].as_str().unwrap();
    let task = olga.task(&space, "Fit the boiler");
    let id = task["id"].as_str().unwrap();
    let (mut hers, mut his) = (Live::open(&ana, None), Live::open(&bo, None));
    for (task, home) in [(secret, &private), (id, &closed)] {
        olga.put(&format!("/tasks/{task}/home"), json!({"space_id": home})).ok();
    }
    his.until("gone", |frame| frame["ids"] == json!([secret]));
    his.until("state", |frame| task_in(frame, id)["space_id"] == *closed);
    hers.until("gone", |frame| frame["ids"] == json!([id]));
    live::told(&server);
    let rest = hers.drain();
    assert!(!rest.iter().any(|frame| frame.to_string().contains(secret)), "{rest:#?}");
    // A whole space goes the same way, and comes with what is to be loaded.
    olga.send("DELETE", &format!("/spaces/{closed}/members/{}", bo.me()), None).ok();
    let state = his.until("state", |frame| frame["objects"]["spaces"][0]["id"] == *closed);
    assert_eq!(state["objects"]["spaces"][0]["can"]["read"], false);
    his.until("reload", |frame| frame["scope"] == "tasks");
    olga.put(&format!("/spaces/{private}/members/{}", bo.me()), json!({"role": "member"})).ok();
    his.until("state", |frame| frame["objects"]["spaces"][0]["name"] == "Merger");
}

#[test]
fn a_plan_is_told_to_its_owner_alone_and_can_be_taken_back() {
    let (server, olga, ana, space) = two();
    let task = olga.task(&space, "Fit the boiler");
    let id = task["id"].as_str().unwrap();
    let (mut hers, mut his) = (Live::open(&ana, None), Live::open(&olga, None));
    his.look(id);
    // Who looks is told who else does, at a moment of the server's choosing: heard before the silence counts.
    his.until("presence", |frame| frame["people"] == json!([]));
    let planned = ana.put(&format!("/tasks/{id}/plan"), json!({"plan": "someday"}));
    hers.until("state", |frame| task_in(frame, id)["plan"] == "someday");
    ana.post("/undo", json!({"command": planned.command()})).ok();
    hers.until("state", |frame| task_in(frame, id)["plan"] == Value::Null);
    live::told(&server);
    assert_eq!(his.drain(), Vec::<Value>::new());
    let seen = olga.get("/changes?since=").text;
    assert!(!seen.contains("plan"), "{seen}");
}

#[test]
fn the_frame_of_the_page_follows_people_tags_and_spaces() {
    let (_server, olga, ana, space) = two();
    let mut hers = Live::open(&ana, None);
    olga.patch(&format!("/spaces/{space}"), json!({"name": "Service and repair"})).ok();
    let frame = hers.until("state", |frame| frame["objects"]["spaces"].is_array());
    assert_eq!(frame["objects"]["spaces"][0], ana.get(&format!("/spaces/{space}")).ok());
    olga.post("/tags", json!({"name": "Urgent"})).ok();
    let frame = hers.until("state", |frame| frame["objects"]["tags"].is_array());
    assert_eq!(frame["objects"]["tags"], ana.get("/tags").ok()["items"]);
    olga.patch("/organization", json!({"name": "Northfold"})).ok();
    let frame = hers.until("state", |frame| frame["objects"]["organization"].is_object());
    assert_eq!(frame["objects"]["organization"], ana.get("/organization").ok());
    ana.patch("/me", json!({"theme": "dark"})).ok();
    let frame = hers.until("state", |frame| frame["objects"]["me"].is_object());
    assert_eq!(frame["objects"]["me"], ana.get("/me").ok());
    ana.put(&format!("/spaces/{space}/star"), json!({})).ok();
    hers.until("state", |frame| frame["objects"]["me"]["starred_space_ids"] == json!([space]));
}

#[test]
fn more_than_ten_thousand_changes_and_another_history_are_loaded_again() {
    let (server, olga, ana, space) = two();
    let cursor = ana.get("/session").ok()["cursor"].as_str().unwrap().to_owned();
    let task = olga.task(&space, "Fit the boiler");
    let id: guildhall_domain::Id = task["id"].as_str().unwrap().parse().unwrap();
    let who = guildhall::access::Who::person(olga.me().parse().unwrap());
    for turn in 0..101 {
        let done = server.app.run_blocking(who, move |work| {
            for step in 0..100 {
                let title = format!("Fit boiler {turn} {step}");
                let patch = serde_json::from_value(json!({ "title": title })).unwrap();
                guildhall::tasks::commands::edit(work, id, guildhall::http::call::IfMatch::Any, &patch)?;
            }
            Ok(())
        });
        done.unwrap();
    }
    let mut hers = Live::open(&ana, Some(&cursor));
    hers.until("reload", |frame| frame["scope"] == "all" && frame["cursor"].is_string());
    let mut elsewhere = Live::open(&ana, Some("00000000-1"));
    elsewhere.until("reload", |frame| frame["scope"] == "all");
}

#[test]
fn rules_and_forms_are_told_of_to_who_may_know_of_them() {
    let (server, olga, ana, space) = two();
    let gil = server.join(&olga, "Gil Guest", "guest");
    let (mut hers, mut his, mut guests) = (Live::open(&ana, None), Live::open(&olga, None), Live::open(&gil, None));
    let plan = json!({ "name": "All first", "when": { "what": "created" },
        "actions": [{ "does": "set", "fact": "priority", "value": "high" }] });
    let news = |part: &'static str, id: String| {
        move |frame: &Value| {
            let all = frame["objects"][part].as_array().cloned().unwrap_or_default();
            all.iter().any(|one| one["id"] == id.as_str())
        }
    };
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let rule = olga.post(&format!("/spaces/{space}/rules"), plan.clone()).ok();
    let frame = hers.until("state", news("rules", id(&rule)));
    assert_eq!(
        frame["objects"]["rules"][0],
        json!({ "id": rule["id"], "space_id": space, "version": rule["version"] })
    );
    let off = olga.patch(&format!("/rules/{}", id(&rule)), json!({ "on": false })).ok();
    hers.until("state", |frame| frame["objects"]["rules"][0]["version"] == off["version"]);
    let questions = json!([{ "id": 1, "kind": "text", "label": "What", "required": true, "becomes": "title" }]);
    let form = olga.post(&format!("/spaces/{space}/forms"), json!({ "name": "Help", "questions": questions })).ok();
    hers.until("state", news("forms", id(&form)));
    // Those of the organization are an admin's.
    let common = olga.post("/rules", plan).ok();
    his.until("state", news("rules", id(&common)));
    let task = olga.task(&space, "Afterwards");
    let heard = std::cell::RefCell::new(Vec::new());
    hers.until("state", |frame| {
        heard.borrow_mut().push(frame.clone());
        task_in(frame, task["id"].as_str().unwrap()) != Value::Null
    });
    assert!(heard.borrow().iter().all(|frame| !news("rules", id(&common))(frame)), "{heard:?}");
    // Who is not in the space hears of none of it.
    gil.patch("/me", json!({ "about": "Looks on" })).ok();
    guests.until("state", |frame| {
        assert!(frame["objects"]["rules"].is_null() && frame["objects"]["forms"].is_null(), "{frame}");
        frame["objects"]["me"].is_object() || frame["objects"]["people"].is_array()
    });
}
