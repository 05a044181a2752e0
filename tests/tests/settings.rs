//! Settings of a space where they meet its tasks: what must stay inside, what must not be left behind, what its fields
//! take and how much of everything there can be.

use guildhall_tests::{Answer, Client, Server, id, many};
use serde_json::{Value, json};

/// Makes `count` tasks in a space.
fn fill(who: &Client, space: &str, count: usize) {
    let mut left = count;
    while left > 0 {
        let now = left.min(500);
        let text = "Check the valve\n".repeat(now);
        who.post(&format!("/spaces/{space}/tasks/paste"), json!({ "text": text })).ok();
        left -= now;
    }
}

#[test]
fn a_space_of_any_size_can_become_private() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, other) = (owner.space("Service", "open"), owner.space("Purchasing", "open"));
    fill(&owner, &space, 501);
    let shown = id(&owner.task(&space, "Shown elsewhere"));
    owner.put(&format!("/tasks/{shown}/also-in/{other}"), json!({})).ok();
    owner.patch(&format!("/spaces/{space}"), json!({"access": "private"})).ok();
    ana.get(&format!("/tasks/{shown}")).fails(404, "not_found");
    assert_eq!(owner.get(&format!("/spaces/{other}/view")).ok()["total"], 0);
}

#[test]
fn what_was_in_the_trash_when_its_space_became_private_comes_back_inside_only() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, other) = (owner.space("Service", "open"), owner.space("Purchasing", "open"));
    let task = format!("/tasks/{}", id(&owner.task(&space, "Offer")));
    owner.put(&format!("{task}/also-in/{other}"), json!({})).ok();
    owner.delete(&task).ok();
    owner.patch(&format!("/spaces/{space}"), json!({"access": "private"})).ok();
    owner.put(&format!("{task}/restore"), json!({})).ok();
    ana.get(&task).fails(404, "not_found");
    assert_eq!(ana.get(&format!("/spaces/{other}/view")).ok()["total"], 0);
}

#[test]
fn an_undo_does_not_carry_anything_out_of_a_private_space() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, other) = (owner.space("Service", "open"), owner.space("Purchasing", "open"));
    let make = |title: &str| format!("/tasks/{}", id(&owner.task(&space, title)));
    let (trashed, taken_out) = (make("Offer"), make("Price"));
    let also = |task: &str| format!("{task}/also-in/{other}");
    for task in [&trashed, &taken_out] {
        owner.put(&also(task), json!({})).ok();
    }
    let commands = [owner.delete(&trashed).command(), owner.send("DELETE", &also(&taken_out), None).command()];
    let closed = owner.patch(&format!("/spaces/{space}"), json!({"access": "private"})).command();
    for command in commands {
        owner.post("/undo", json!({ "command": command }));
    }
    for task in [&trashed, &taken_out] {
        ana.get(task).fails(404, "not_found");
    }
    assert_eq!(ana.get(&format!("/spaces/{other}/view")).ok()["total"], 0);
    owner.post("/undo", json!({ "command": closed })).ok();
    assert_eq!(ana.get(&trashed).status, 200, "open again, as it was");
}

#[test]
fn lists_by_status_stay_right_when_the_statuses_around_a_shown_task_change() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, home) = (owner.space("Service", "open"), owner.space("Purchasing", "closed"));
    let task = format!("/tasks/{}", id(&owner.task(&home, "Offer")));
    owner.put(&format!("{task}/also-in/{space}"), json!({})).ok();
    let path = format!("/spaces/{space}");
    let list = |who: &Client| who.get(&format!("{path}/tasks?sort=status"));
    let count = |who: &Client| list(who).ok()["items"].as_array().unwrap().len();
    let made = owner.post(&format!("{path}/statuses"), json!({"name": "Backlog", "category": "todo"})).ok();
    let backlog = made["statuses"].as_array().unwrap().iter().find(|status| status["name"] == "Backlog").unwrap();
    owner.patch(&format!("{path}/statuses/{}", backlog["id"]), json!({"after": null})).ok();
    assert_eq!(count(&ana), 1);
    owner.send("DELETE", &format!("{path}/statuses/1?move_to={}", backlog["id"]), None).ok();
    let board = ana.get(&format!("{path}/view?group=status&status={}", backlog["id"])).ok();
    assert_eq!((&board["groups"][0]["name"], &board["groups"][0]["count"]), (&json!("Backlog"), &json!(1)));
    owner.patch(&task, json!({"status_id": 2})).ok();
    assert_eq!(count(&ana), 1, "once, not once for every status it ever stood under");
    owner.send("DELETE", &format!("{task}/also-in/{space}"), None).ok();
    assert_eq!(list(&ana).status, 200, "what is out of the space does not break its list");
    assert_eq!((count(&ana), count(&owner)), (0, 0));
}

#[test]
fn entering_a_space_and_changing_who_may_see_one_stand_in_the_audit() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let space = ana.space("Merger", "open");
    ana.patch(&format!("/spaces/{space}"), json!({"access": "private"})).ok();
    owner.put(&format!("/spaces/{space}/join"), json!({})).ok();
    owner.put(&format!("/spaces/{space}/join"), json!({})).ok();
    let audit = owner.get("/admin/audit").ok();
    let of = |action: &str| {
        let entries = audit["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == action);
        entries.map(|entry| (entry["actor"]["name"].clone(), entry["about"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(of("space_entered"), [(json!("Olga Owner"), json!("Merger"))], "{audit}");
    assert_eq!(of("space_access_changed"), [(json!("Ana Moreau"), json!("Merger: private"))], "{audit}");
}

#[test]
fn a_field_of_each_kind_takes_what_fits_it_by_every_way_in_and_nothing_else() {
    let server = Server::start();
    let owner = server.owner();
    let (ana, max) = (server.join(&owner, "Ana Moreau", "member").me(), server.join(&owner, "Max Far", "member").me());
    let space = owner.space("Service", "closed");
    owner.put(&format!("/spaces/{space}/members/{ana}"), json!({"role": "member"})).ok();
    let list = format!("/spaces/{space}/tasks");
    let same = |text: &str| (json!(text), json!(text));
    let long = "x".repeat(501);
    for (kind, good, bad) in [
        ("text", vec![same("31 Ferry Road"), same(&"x".repeat(500))], vec![json!(long), json!(5), json!(["a"])]),
        (
            "number",
            vec![same("-12.50"), (json!(7), json!("7")), (json!(0.5), json!("0.5"))],
            vec![json!("1e5"), json!("12,5"), json!("."), json!("9".repeat(31)), json!(1e300), json!(true)],
        ),
        (
            "money",
            vec![same("1234.50"), (json!(80), json!("80"))],
            vec![json!("12 EUR"), json!(""), json!({"amount": 5})],
        ),
        ("date", vec![same("2026-11-25")], vec![json!("25.11.2026"), json!("2026-02-30"), json!(20261125)]),
        ("choice", vec![same("Gold"), same("Silver")], vec![json!("gold"), json!("Bronze"), json!(1)]),
        (
            "person",
            vec![same(&ana)],
            vec![json!("Ana Moreau"), json!(max), json!("018f0000-0000-7000-8000-0000000000ff")],
        ),
    ] {
        let new = json!({"name": format!("Own {kind}"), "kind": kind, "choices": ["Gold", "Silver"]});
        let made = owner.post(&format!("/spaces/{space}/fields"), new).ok();
        let field = made["fields"].as_array().unwrap().iter().find(|field| field["kind"] == kind).unwrap();
        let field = field["id"].to_string();
        let with = |value: &Value| {
            let mut fields = serde_json::Map::new();
            fields.insert(field.clone(), value.clone());
            json!({ "fields": fields })
        };
        let make = |value: &Value| {
            let mut task = with(value);
            task["title"] = json!(kind);
            owner.post(&list, task)
        };
        let tasks: Vec<String> = (0..2).map(|_| id(&make(&good[0].0).ok())).collect();
        let is = |task: &str| owner.get(&format!("/tasks/{task}")).ok()["fields"][&field].clone();
        let patch = |value: &Value| owner.patch(&format!("/tasks/{}", tasks[0]), with(value));
        let bulk = |value: &Value| owner.post("/tasks/bulk", json!({"ids": tasks, "set": with(value)}));
        assert_eq!(is(&tasks[0]), good[0].1, "{kind}: a new task");
        for (given, kept) in &good {
            patch(&Value::Null).ok();
            assert_eq!(is(&tasks[0]), Value::Null, "{kind}: cleared");
            assert_eq!(patch(given).ok()["fields"][&field], *kept, "{kind}: {given} by an edit");
            bulk(&Value::Null).ok();
            bulk(given).ok();
            assert_eq!((is(&tasks[0]), is(&tasks[1])), (kept.clone(), kept.clone()), "{kind}: {given} for several");
        }
        let count = || owner.get(&list).ok()["items"].as_array().unwrap().len();
        let there = count();
        let last = &good.last().unwrap().1;
        for value in &bad {
            for answer in [make(value), patch(value), bulk(value)] {
                let error = answer.fails(422, "invalid");
                assert!(error["error"]["fields"][format!("fields.{field}")].is_string(), "{kind} {value}: {error}");
            }
            assert_eq!((&is(&tasks[0]), &is(&tasks[1])), (last, last), "{kind}: {value} changed nothing");
        }
        assert_eq!(count(), there, "{kind}: what is refused makes nothing");
    }
    let table = owner.get(&format!("/spaces/{space}/tasks.csv?done=all")).text;
    let mut lines = table.lines();
    let head = lines.next().unwrap();
    assert!(head.ends_with(",body,Own text,Own number,Own money,Own date,Own choice,Own person"), "{head}");
    for end in [",0.5,,,,", ",80,,,", ",2026-11-25,,", ",Silver,", ",,,,,Ana Moreau"] {
        assert_eq!(lines.clone().filter(|line| line.ends_with(end)).count(), 2, "{end} in {table}");
    }
}

#[track_caller]
fn one_too_many(answer: Answer, field: &str) {
    let error = answer.fails(422, "too_many");
    assert!(error["error"]["fields"][field].is_string(), "{error}");
}

#[test]
fn a_space_has_as_many_statuses_sections_and_fields_as_is_said_and_not_one_more() {
    let server = Server::start();
    let owner = server.owner();
    let path = format!("/spaces/{}", owner.space("Service", "open"));
    for (part, most, body) in [
        ("statuses", 8, json!({"category": "todo"})),
        ("sections", 100, json!({})),
        ("fields", 10, json!({"kind": "text"})),
    ] {
        let count = || owner.get(&path).ok()[part].as_array().unwrap().len();
        let add = |number: usize| {
            let mut body = body.clone();
            body["name"] = json!(format!("Part {number}"));
            owner.post(&format!("{path}/{part}"), body)
        };
        for number in count()..most {
            assert_eq!(add(number).status, 201, "{part} {number}");
        }
        one_too_many(add(most), part);
        assert_eq!(count(), most, "{part}");
    }
}

#[test]
fn a_task_has_as_many_steps_tags_links_spaces_and_followers_as_is_said_and_not_one_more() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let list = format!("/spaces/{space}/tasks");
    let task = id(&owner.task(&space, "Full"));
    let at = format!("/tasks/{task}");
    let count = |what: &str| owner.get(&at).ok()[what].as_array().unwrap().len();

    let steps = |count: usize| json!({"text": "Look\n".repeat(count)});
    one_too_many(owner.post(&list, json!({"title": "Too full", "steps": [steps(301)]})), "steps");
    owner.post(&format!("{at}/steps"), steps(300)).ok();
    one_too_many(owner.post(&format!("{at}/steps"), steps(1)), "steps");
    assert_eq!(count("steps"), 300);

    let tag = |number: usize| owner.post("/tags", json!({"name": format!("Tag {number}")})).ok()["id"].clone();
    let tags: Vec<Value> = (0..201).map(tag).collect();
    one_too_many(owner.post(&list, json!({"title": "Too full", "tag_ids": tags})), "tag_ids");
    owner.post("/tasks/bulk", json!({"ids": [task], "add_tags": tags[..200]})).ok();
    one_too_many(owner.put(&format!("{at}/tags/{}", tags[200]), json!({})), "tag_ids");
    one_too_many(owner.post("/tasks/bulk", json!({"ids": [task], "add_tags": [tags[200]]})), "tag_ids");
    assert_eq!(count("tag_ids"), 200);

    let spaces: Vec<String> = (0..6).map(|number| owner.space(&format!("Other {number}"), "open")).collect();
    for other in &spaces[..5] {
        owner.put(&format!("{at}/also-in/{other}"), json!({})).ok();
    }
    one_too_many(owner.put(&format!("{at}/also-in/{}", spaces[5]), json!({})), "also_in");
    assert_eq!(count("also_in"), 5);

    many::members(&server, 200);
    let people = owner.get("/session").ok()["people"].as_array().unwrap().clone();
    let me = owner.me();
    let others: Vec<String> = people.iter().map(id).filter(|person| *person != me).collect();
    assert_eq!(others.len(), 200);
    one_too_many(owner.post(&list, json!({"title": "Too full", "follower_ids": others})), "follower_ids");
    for person in &others[..199] {
        owner.put(&format!("{at}/followers/{person}"), json!({})).ok();
    }
    one_too_many(owner.put(&format!("{at}/followers/{}", others[199]), json!({})), "follower_ids");
    assert_eq!(count("follower_ids"), 200, "whoever made it is one of them");

    assert_eq!(owner.get(&list).ok()["items"].as_array().unwrap().len(), 1, "nothing of what was refused is there");
    fill(&owner, &space, 201);
    let items = owner.get(&format!("{list}?limit=200")).ok();
    let mut ends: Vec<String> = items["items"].as_array().unwrap().iter().map(id).collect();
    let rest = owner.get(&format!("{list}?limit=200&cursor={}", items["next"].as_str().unwrap())).ok();
    ends.extend(rest["items"].as_array().unwrap().iter().map(id));
    ends.retain(|end| *end != task);
    assert_eq!(ends.len(), 201);
    let link = |other: &str| owner.put(&format!("/items/{task}/links/{other}"), json!({"relation": "relates"}));
    for end in &ends[..200] {
        link(end).ok();
    }
    one_too_many(link(&ends[200]), "links");
    assert_eq!(count("links"), 200);
    let left_out = owner.get(&format!("/tasks/{}", ends[200])).ok();
    assert_eq!(left_out["links"], json!([]), "neither end knows of it");
}
