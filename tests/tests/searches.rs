//! Saved searches: lists of the tasks a question finds over all spaces, one's own or shared with the people of a space. The
//! tests' clock stands at Monday, 23 November 2026, ten in the morning in Berlin.

use guildhall::search::{self, Searcher};
use guildhall_tests::{Client, Live, Office, id, live, office};
use serde_json::{Value, json};
use std::time::Duration;

fn searching() -> Office {
    let o = office();
    Searcher::start(&o.server.app).unwrap();
    o
}

#[track_caller]
fn save(who: &Client, name: &str, question: Value, space: Option<&str>) -> Value {
    who.post("/searches", json!({ "name": name, "question": question, "space_id": space })).ok()
}

/// What somebody finds with a search, as `group: titles`.
#[track_caller]
fn found(o: &Office, who: &Client, list: &Value) -> Vec<String> {
    assert!(search::wait(&o.server.app, Duration::from_secs(60)));
    let answer = who.get(&format!("/searches/{}/tasks", id(list))).ok();
    let titles = |group: &Value| {
        let rows = group["rows"].as_array().unwrap().iter();
        rows.map(|row| row["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(", ")
    };
    let groups = answer["groups"].as_array().unwrap().iter();
    groups.map(|group| format!("{}: {}", group["id"].as_str().unwrap(), titles(group))).collect()
}

fn names(who: &Client) -> Vec<String> {
    let all = who.get("/searches").ok();
    all["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

fn make(who: &Client, space: &str, title: &str, more: Value) -> String {
    let mut body = json!({ "title": title });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    id(&who.post(&format!("/spaces/{space}/tasks"), body).ok())
}

#[test]
fn a_saved_search_is_a_list_over_all_spaces_in_groups() {
    let o = searching();
    let yard = o.owner.space("Yard", "open");
    let (me, ana) = (o.owner.me(), o.ana.me());
    let due = |day: &str| json!({ "due": { "date": day }, "assignee_id": ana });
    make(&o.owner, &o.space, "Valve late", due("2026-11-20"));
    make(&o.owner, &o.space, "Valve now", due("2026-11-23"));
    make(&o.owner, &yard, "Valve soon", due("2026-11-27"));
    make(&o.owner, &yard, "Valve then", json!({ "due": { "date": "2026-12-15" }, "assignee_id": me }));
    make(&o.owner, &yard, "Valve some day", json!({}));
    let done = make(&o.owner, &yard, "Valve done", json!({ "status_id": 4 }));
    make(&o.owner, &yard, "Pipe", json!({}));
    let list = save(&o.ana, "Valves", json!({ "q": "valve" }), None);
    let by_due = [
        "overdue: Valve late",
        "today: Valve now",
        "week: Valve soon",
        "later: Valve then",
        "none: Valve some day",
        "done: Valve done",
    ];
    assert_eq!(found(&o, &o.ana, &list), by_due);
    let counted = o.ana.get("/searches?counts=true").ok();
    assert_eq!(
        (&counted["items"][0]["count"], &o.ana.get("/searches").ok()["items"][0]["count"]),
        (&json!(6), &Value::Null)
    );
    // Narrowed, and put together otherwise.
    let path = format!("/searches/{}", id(&list));
    let open = json!({ "q": "valve", "states": ["open"], "space_ids": [yard] });
    o.ana.patch(&path, json!({ "question": open, "group": "assignee" })).ok();
    let by_person = [format!("{ana}: Valve soon"), format!("{me}: Valve then"), "none: Valve some day".to_owned()];
    assert_eq!(found(&o, &o.ana, &list), by_person);
    o.ana.patch(&path, json!({ "question": { "people": ["me"], "states": ["open"] }, "group": "space" })).ok();
    let hers = [format!("{}: Valve late, Valve now", o.space), format!("{yard}: Valve soon")];
    assert_eq!(found(&o, &o.ana, &list), hers);
    // What changed is in the list the next time it is asked for.
    o.owner.patch(&format!("/tasks/{done}"), json!({ "status_id": 1, "assignee_id": ana })).ok();
    assert_eq!(found(&o, &o.ana, &list)[1], format!("{yard}: Valve soon, Valve done"));
}

#[test]
fn a_shared_search_finds_for_each_reader_what_is_theirs_and_names_nothing_hidden() {
    let o = searching();
    let ben = o.server.join(&o.owner, "Ben Okafor", "member");
    let board = o.owner.space("Board", "private");
    for (who, space) in [(&o.owner, &o.space), (&ben, &o.space), (&o.owner, &board)] {
        make(who, space, "Valve", json!({ "assignee_id": who.me() }));
    }
    let mine = save(&o.owner, "Mine", json!({ "people": ["me"] }), Some(&o.space));
    assert_eq!(found(&o, &ben, &mine), ["none: Valve"]);
    assert_eq!(found(&o, &o.owner, &mine), ["none: Valve, Valve"]);
    let both = save(&o.owner, "Both", json!({ "q": "valve", "space_ids": [o.space, board] }), Some(&o.space));
    let seen = ben.get(&format!("/searches/{}", id(&both))).ok();
    assert_eq!((&seen["question"]["space_ids"], &seen["names_more"]), (&json!([o.space]), &json!(true)));
    assert_eq!(found(&o, &ben, &both), ["none: Valve, Valve"]);
    assert_eq!(found(&o, &o.owner, &both), ["none: Valve, Valve, Valve"]);
    assert_eq!(seen["can"], json!({ "edit": false, "share": false }));
    // Kept for oneself it is nobody else's.
    save(&ben, "Secret", json!({ "q": "valve" }), None);
    assert_eq!(
        (names(&ben), names(&o.owner)),
        (vec!["Both".into(), "Mine".into(), "Secret".into()], vec!["Both".into(), "Mine".into()])
    );
    // Nobody who does not read the space knows of what is shared there.
    let inner = save(&o.owner, "Inner", json!({ "q": "valve" }), Some(&board));
    for path in [format!("/searches/{}", id(&inner)), format!("/searches/{}/tasks", id(&inner))] {
        ben.get(&path).fails(404, "not_found");
    }
    ben.patch(&format!("/searches/{}", id(&inner)), json!({ "name": "Mine" })).fails(404, "not_found");
}

#[test]
fn its_author_and_the_leads_change_a_shared_search_and_its_author_says_for_whom_it_is() {
    let o = searching();
    let ben = o.server.join(&o.owner, "Ben Okafor", "member");
    let list = save(&o.ana, "Valves", json!({ "q": "valve" }), Some(&o.space));
    let path = format!("/searches/{}", id(&list));
    ben.patch(&path, json!({ "name": "Ours" })).fails(403, "forbidden");
    o.owner.patch(&path, json!({ "name": "Ours" })).ok();
    o.owner.patch(&path, json!({ "space_id": null })).fails(403, "forbidden");
    o.ana.patch_from(&list["version"], &path, json!({ "name": "All valves" })).fails(412, "stale");
    let alone = o.ana.patch(&path, json!({ "space_id": null }));
    let command = alone.command();
    assert_eq!(alone.ok()["space_id"], Value::Null);
    o.owner.get(&path).fails(404, "not_found");
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.owner.get(&path).ok()["name"], "Ours");
    let gone = o.owner.delete(&path).command();
    o.ana.get(&path).fails(404, "not_found");
    o.owner.post("/undo", json!({ "command": gone })).ok();
    assert_eq!(names(&o.ana), ["Ours"]);
    // What is one's own space is oneself.
    let personal = o.ana.get("/me").ok()["personal_space_id"].clone();
    let own = o.ana.patch(&path, json!({ "space_id": personal })).ok();
    assert_eq!(own["space_id"], Value::Null);
    let made = o.ana.post("/searches", json!({ "name": "Again", "question": { "q": "again" } })).command();
    o.ana.post("/undo", json!({ "command": made })).ok();
    assert_eq!(names(&o.ana), ["Ours"]);
}

#[test]
fn what_cannot_be_looked_for_is_not_kept() {
    let o = searching();
    let guest = o.server.join(&o.owner, "Gus Guest", "guest");
    for (body, field) in [
        (json!({ "name": " ", "question": { "q": "valve" } }), "name"),
        (json!({ "name": "Nothing", "question": {} }), "question"),
        (json!({ "name": "Long", "question": { "q": "w".repeat(501) } }), "question.q"),
        (json!({ "name": "You", "question": { "people": ["you"] } }), "question.people"),
    ] {
        let refused = o.ana.post("/searches", body);
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert!(refused.json["error"]["fields"][field].is_string(), "{field}: {}", refused.text);
    }
    for body in [
        json!({ "name": "Odd", "question": { "colour": "red" } }),
        json!({ "name": "Odd", "question": { "states": ["late"] } }),
    ] {
        assert_eq!(o.ana.post("/searches", body).status, 400);
    }
    let hidden = o.owner.space("Board", "private");
    let body = |space: &str| json!({ "name": "Valves", "question": { "q": "valve" }, "space_id": space });
    o.ana.post("/searches", body(&hidden)).fails(404, "not_found");
    guest.post("/searches", json!({ "name": "Mine", "question": { "people": ["me"] } })).ok();
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, guest.me()), json!({ "role": "guest" })).ok();
    guest.post("/searches", body(&o.space)).fails(403, "forbidden");
    o.ana.patch("/searches/018f0000-0000-7000-8000-0000000000ff", json!({ "name": "Mine" })).fails(404, "not_found");
}

#[test]
fn a_search_is_told_to_those_who_see_it_and_gone_for_the_others() {
    let o = searching();
    live::start(&o.server);
    let mut hers = Live::open(&o.ana, None);
    hers.hear().unwrap();
    let list = save(&o.owner, "Valves", json!({ "q": "valve" }), Some(&o.space));
    let frame = hers.until("state", |frame| frame["objects"]["searches"].is_array());
    assert_eq!(frame["objects"]["searches"][0], o.ana.get(&format!("/searches/{}", id(&list))).ok());
    o.owner.patch(&format!("/searches/{}", id(&list)), json!({ "space_id": null })).ok();
    let gone = hers.until("gone", |_| true);
    assert_eq!(gone["ids"], json!([list["id"]]));
    assert_eq!(o.ana.get("/session").ok()["searches"], json!([]));
    assert_eq!(o.owner.get("/session").ok()["searches"][0]["name"], "Valves");
}
