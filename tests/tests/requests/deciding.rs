//! Sorting what came: accepting, merging, declining, putting off; once, and by who may.

use crate::{HOUR, office};
use guildhall_tests::office::id;
use serde_json::{Value, json};

#[test]
fn an_accepted_request_is_a_task_of_whoever_accepted_it() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    let path = format!("/requests/{}/acceptance", asked.id);
    let accepted = o.ana.put(&path, json!({ "assignee_id": o.ben.me() })).ok();
    assert_eq!(
        (accepted["state"].as_str(), accepted["decided_by"]["name"].as_str()),
        (Some("accepted"), Some("Ana Moreau"))
    );
    let task = o.ben.get(&format!("/tasks/{}", accepted["task"]["id"].as_str().unwrap())).ok();
    assert_eq!(task["title"], "Radiators stay cold");
    assert_eq!(task["body"], "The gauge was at 0.4.\n\n- Address: 18 Park Lane");
    assert_eq!(
        (task["due"]["date"].as_str(), task["assignee_id"].as_str()),
        (Some("2026-12-01"), Some(o.ben.me().as_str()))
    );
    // It stands beside its task.
    let beside = o.ben.get(&format!("/tasks/{}/requests", id(&task))).ok();
    assert_eq!(beside["items"][0]["number"], 1);
    assert_eq!((o.shelf("new").len(), o.shelf("decided").len()), (0, 1));
    // Whoever does not read the space of the request learns nothing of it by the task.
    let elsewhere = o.olga.space("Workshop", "open");
    let other = o.ask("Another one");
    let there = json!({ "space_id": elsewhere, "due": null, "title": "Look at it" });
    let moved = o.ana.put(&format!("/requests/{}/acceptance", other.id), there).ok();
    let task = o.max.get(&format!("/tasks/{}", moved["task"]["id"].as_str().unwrap())).ok();
    assert_eq!((task["title"].as_str(), &task["due"]), (Some("Look at it"), &Value::Null));
    assert_eq!(o.max.get(&format!("/tasks/{}/requests", id(&task))).ok()["items"], json!([]));
}

#[test]
fn who_comes_second_is_told_who_was_first_and_there_is_one_task() {
    let o = office();
    for turn in 0..8 {
        let asked = o.ask(&format!("Request {turn}"));
        let path = format!("/requests/{}/acceptance", asked.id);
        let (one, two) = std::thread::scope(|scope| {
            let one = scope.spawn(|| o.ana.put(&path, json!({})));
            let two = scope.spawn(|| o.ben.put(&path, json!({})));
            (one.join().unwrap(), two.join().unwrap())
        });
        let (won, lost, winner) = if one.status == 200 { (one, two, "Ana") } else { (two, one, "Ben") };
        won.ok();
        let words = lost.fails(409, "conflict")["error"]["message"].as_str().unwrap().to_owned();
        assert!(words.starts_with(winner) && words.ends_with("accepted it already."), "{words}");
    }
    let tasks = o.ana.get(&format!("/spaces/{}/tasks", o.space)).ok();
    assert_eq!(tasks["items"].as_array().unwrap().len(), 8);
    let again = o.ask("Once more");
    o.ana.put(&format!("/requests/{}/refusal", again.id), json!({ "body": "Sorry." })).ok();
    for how in ["acceptance", "refusal", "later", "merge"] {
        let body = match how {
            "refusal" => json!({ "body": "No." }),
            "later" => json!({ "until": "2027-01-01T08:00:00Z" }),
            "merge" => json!({ "request_id": asked_id(&o) }),
            _ => json!({}),
        };
        let words = o.ben.put(&format!("/requests/{}/{how}", again.id), body).fails(409, "conflict")["error"].clone();
        assert_eq!(words["message"], "Ana Moreau declined it already.", "{how}");
    }
}

fn asked_id(o: &crate::Office) -> String {
    o.ask("Other").id
}

#[test]
fn accepting_is_taken_back_together_with_its_task() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    let accepted = o.ana.put(&format!("/requests/{}/acceptance", asked.id), json!({}));
    let command = accepted.command();
    let task = accepted.ok()["task"]["id"].as_str().unwrap().to_owned();
    o.ben.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.shelf("new"), ["Radiators stay cold"]);
    assert_ne!(o.ana.get(&format!("/tasks/{task}")).ok()["trashed_at"], Value::Null);
    // A refusal whose answer still waits is taken back with it, and later it is not.
    let declined = o.ana.put(&format!("/requests/{}/refusal", asked.id), json!({ "body": "We do no radiators." }));
    o.ana.post("/undo", json!({ "command": declined.command() })).ok();
    assert_eq!(o.followed(&asked)["messages"], json!([]));
    let declined = o.ana.put(&format!("/requests/{}/refusal", asked.id), json!({ "body": "We do no radiators." }));
    o.server.clock.advance(15_000);
    o.ana.post("/undo", json!({ "command": declined.command() })).fails(410, "undo_gone");
    assert_eq!(o.followed(&asked)["state"], "declined");
}

#[test]
fn what_is_put_off_comes_back_by_itself() {
    let o = office();
    let asked = o.ask("Quote for a heat pump");
    let path = format!("/requests/{}/later", asked.id);
    let until = |hours: i64| guildhall_domain::when::from_ms(o.server.clock.now_ms() + hours * HOUR).to_rfc3339();
    for wrong in [until(0), until(-1), until(24 * 400)] {
        o.ana.put(&path, json!({ "until": wrong })).fails(422, "invalid");
    }
    o.ana.put(&path, json!({ "until": until(2) })).ok();
    assert_eq!((o.shelf("new").len(), o.shelf("later").len()), (0, 1));
    let count = |o: &crate::Office| o.ana.get(&format!("/spaces/{}/requests/count", o.space)).ok()["new"].clone();
    assert_eq!(count(&o), 0);
    o.server.clock.advance(2 * HOUR);
    assert_eq!((o.shelf("new").len(), count(&o)), (1, json!(1)));
    o.ana.put(&path, json!({ "until": until(2) })).ok();
    o.ana.delete(&path).ok();
    assert_eq!(o.shelf("new").len(), 1);
}

#[test]
fn the_same_address_and_the_same_words_are_offered_and_merged() {
    let o = office();
    let first = o.ask("Radiator noise upstairs");
    let accepted = o.ana.put(&format!("/requests/{}/acceptance", first.id), json!({})).ok();
    let task = accepted["task"]["id"].as_str().unwrap().to_owned();
    let second = o.ask("The display says F.22 now");
    let third = o.ask_as("Noise upstairs", "Dan", "dan@mail.example");
    o.ask_as("Quote for a heat pump", "Eve", "eve@mail.example");
    let offered = |asked: &crate::Asked| -> Vec<(String, String)> {
        let similar = o.seen(asked)["similar"].as_array().unwrap().clone();
        let pair = |one: &Value| (one["title"].as_str().unwrap().to_owned(), one["why"].as_str().unwrap().to_owned());
        similar.iter().map(pair).collect()
    };
    assert_eq!(offered(&second), [("Radiator noise upstairs".into(), "address".into())]);
    assert_eq!(offered(&third), [("Radiator noise upstairs".into(), "title".into())]);

    // Into the task: the team reads it there.
    o.ana.put(&format!("/requests/{}/merge", second.id), json!({ "task_id": task })).ok();
    let comments = o.ana.get(&format!("/items/{task}/comments")).ok();
    let body = comments["items"][0]["body"].as_str().unwrap();
    assert!(body.contains("The display says F") && body.contains("0.4"), "{body}");
    assert_eq!(o.followed(&second)["state"], "accepted");
    // Into another request: its requester keeps their own lane and reads nothing of the other.
    let fourth = o.ask_as("Noise at night", "Flo", "flo@mail.example");
    let merge = format!("/requests/{}/merge", fourth.id);
    o.ana.put(&merge, json!({ "request_id": fourth.id })).fails(422, "invalid");
    o.ana.put(&merge, json!({})).fails(422, "invalid");
    o.ana.put(&merge, json!({ "request_id": third.id, "task_id": task })).fails(422, "invalid");
    o.ana.put(&merge, json!({ "task_id": "0190d3a0-0000-7000-8000-00000000000f" })).fails(422, "invalid");
    o.ana.put(&merge, json!({ "request_id": third.id })).ok();
    let joined = o.seen(&third);
    assert_eq!(
        (joined["messages"][0]["lane"].as_str(), o.seen(&fourth)["state"].as_str()),
        (Some("team"), Some("merged"))
    );
    let other = o.followed(&third).to_string();
    assert!(!other.contains("Flo") && !other.contains("night"), "{other}");
    o.say(&o.ana, &third, "requester", "We come on Tuesday, Dan.");
    assert!(!o.followed(&fourth).to_string().contains("Dan"));
    // What the other becomes is how it stands for both.
    assert_eq!(o.followed(&fourth)["state"], "received");
    o.ana.put(&format!("/requests/{}/acceptance", third.id), json!({})).ok();
    assert_eq!(o.followed(&fourth)["state"], "accepted");
    let late = o.ask("Late");
    o.ana.put(&format!("/requests/{}/merge", late.id), json!({ "request_id": fourth.id })).fails(422, "invalid");
}

#[test]
fn only_who_works_in_the_space_decides_and_only_who_reads_it_sees() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    let path = format!("/requests/{}", asked.id);
    o.gil.get(&path).ok();
    o.max.get(&path).fails(404, "not_found");
    o.server.nobody().get(&path).fails(401, "not_signed_in");
    let all = [
        ("PUT", "acceptance", json!({})),
        ("PUT", "merge", json!({ "task_id": o.form })),
        ("PUT", "refusal", json!({ "body": "No." })),
        ("PUT", "later", json!({ "until": "2027-01-01T08:00:00Z" })),
        ("POST", "messages", json!({ "lane": "team", "body": "x" })),
    ];
    for (method, what, body) in all {
        let path = format!("{path}/{what}");
        o.gil.send(method, &path, Some(&body)).fails(403, "forbidden");
        o.max.send(method, &path, Some(&body)).fails(404, "not_found");
    }
    // Accepting needs the right where the task goes too.
    let private = o.olga.space("Pay", "private");
    o.ana.put(&format!("{path}/acceptance"), json!({ "space_id": private })).fails(404, "not_found");
    o.ana.put(&format!("{path}/acceptance"), json!({ "assignee_id": o.max.me() })).fails(422, "invalid");
    assert_eq!(o.shelf("new").len(), 1, "what was refused changed nothing");
    o.ana.get(&format!("/spaces/{}/requests?shelf=all", o.space)).fails(400, "bad_query");
}

#[test]
fn a_long_list_comes_in_pages() {
    let o = office();
    for n in 0..7 {
        o.ask_as(&format!("Request {n}"), "Rose", &format!("rose{n}@mail.example"));
    }
    let pages = |shelf: &str| {
        let (mut titles, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = o.ana.get(&format!("/spaces/{}/requests?shelf={shelf}&limit=3{cursor}", o.space)).ok();
            titles.extend(page["items"].as_array().unwrap().iter().map(|row| row["number"].as_u64().unwrap()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return titles,
            }
        }
    };
    assert_eq!(pages("new"), [1, 2, 3, 4, 5, 6, 7]);
    let rows = o.ana.get(&format!("/spaces/{}/requests", o.space)).ok();
    for row in rows["items"].as_array().unwrap() {
        o.server.clock.advance(1_000);
        o.ana.put(&format!("/requests/{}/refusal", id(row)), json!({ "body": "No." })).ok();
    }
    assert_eq!(pages("decided"), [7, 6, 5, 4, 3, 2, 1]);
}
