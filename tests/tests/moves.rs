//! Many tasks to another space or section: one command, all of it or nothing, one undo.

use guildhall_tests::{Answer, Client, Office, Server, id, office};
use serde_json::{Value, json};

struct Two {
    _server: Server,
    owner: Client,
    ana: Client,
    from: String,
    to: String,
}

fn two() -> Two {
    let Office { server, owner, ana, space: from } = office();
    let to = owner.space("Purchasing", "open");
    Two { _server: server, owner, ana, from, to }
}

impl Two {
    fn part_of(&self, task: &Value) -> Value {
        let body = json!({"title": "Part", "parent_id": task["id"]});
        self.owner.post(&format!("/spaces/{}/tasks", self.from), body).ok()
    }

    /// The titles in a space, with their keys.
    fn stand(&self, space: &str) -> Vec<String> {
        let page = self.owner.get(&format!("/spaces/{space}/tasks?limit=100&subtasks=true")).ok();
        let mut all: Vec<String> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|task| format!("{} {}", task["key"].as_str().unwrap(), task["title"].as_str().unwrap()))
            .collect();
        all.sort();
        all
    }
}

fn moves(who: &Client, ids: &[&Value], home: Value) -> Answer {
    let ids: Vec<&Value> = ids.iter().map(|task| &task["id"]).collect();
    who.post("/tasks/bulk", json!({"ids": ids, "home": home}))
}

#[test]
fn many_tasks_move_in_one_command_with_new_keys_and_one_undo() {
    let o = two();
    let later = o.owner.post(&format!("/spaces/{}/sections", o.to), json!({"name": "Later"})).ok();
    let later = later["sections"][0]["id"].clone();
    let (a, b, c) = (o.ana.task(&o.from, "a"), o.ana.task(&o.from, "b"), o.ana.task(&o.from, "c"));
    let part = o.part_of(&b);
    let before = o.stand(&o.from);

    // A sub-task chosen beside its task is no mistake: it goes with it.
    let done = moves(&o.ana, &[&c, &part, &b], json!({"space_id": o.to, "section_id": later}));
    let rows = done.clone().ok()["items"].clone();
    let keys: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["PUR-1", "PUR-3", "PUR-2"], "in the order sent");
    assert_eq!((&rows[0]["section_id"], &rows[2]["section_id"]), (&later, &later));
    assert_eq!(o.stand(&o.from), ["SER-1 a"]);
    assert_eq!(o.stand(&o.to), ["PUR-1 c", "PUR-2 b", "PUR-3 Part"]);
    for (key, task) in [("SER-2", &b), ("SER-3", &c), ("SER-4", &part), ("PUR-2", &b)] {
        assert_eq!(id(&o.ana.get(&format!("/items/by-key/{key}")).ok()), id(task), "{key} leads to it");
    }

    o.ana.post("/undo", json!({"command": done.command()})).ok();
    assert_eq!(o.stand(&o.from), before);
    assert!(o.stand(&o.to).is_empty());
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&a))).ok()["key"], "SER-1");
}

#[test]
fn at_home_they_go_into_the_section() {
    let o = two();
    let later = o.owner.post(&format!("/spaces/{}/sections", o.from), json!({"name": "Later"})).ok();
    let later = later["sections"][0]["id"].clone();
    let (here, there) = (o.ana.task(&o.from, "here"), o.ana.task(&o.to, "there"));
    let rows = moves(&o.ana, &[&here, &there], json!({"space_id": o.from, "section_id": later})).ok()["items"].clone();
    assert_eq!((&rows[0]["section_id"], &rows[1]["section_id"]), (&later, &later));
    assert_eq!((&rows[0]["key"], &rows[1]["key"]), (&json!("SER-1"), &json!("SER-2")), "no new key at home");
    moves(&o.ana, &[&here], json!({"space_id": o.from, "section_id": 99})).fails(422, "invalid");
}

#[test]
fn one_that_cannot_go_is_named_and_nothing_moves() {
    let o = two();
    let (a, b) = (o.ana.task(&o.from, "Order gaskets"), o.ana.task(&o.from, "Ring the bakery"));
    let part = o.part_of(&b);
    let (closed, private) = (o.owner.space("Board", "closed"), o.owner.space("Vault", "private"));
    let shown = o.owner.task(&closed, "Sign the lease");
    o.owner.put(&format!("/tasks/{}/also-in/{}", id(&shown), o.from), json!({})).ok();
    let hidden = o.owner.task(&private, "Hidden");
    let (from, to) = (o.stand(&o.from), json!({"space_id": o.to}));

    let refused = moves(&o.ana, &[&a, &shown], to.clone()).fails(403, "forbidden");
    assert_eq!(
        refused["error"]["message"], "You may see these, but not move them: BOA-1 “Sign the lease”.",
        "it is named"
    );
    assert_eq!(refused["error"]["ids"], json!([shown["id"]]));
    let refused = moves(&o.ana, &[&a, &part], to.clone()).fails(409, "conflict");
    assert!(refused["error"]["message"].as_str().unwrap().contains("SER-3 “Part”"), "{refused}");
    moves(&o.ana, &[&a, &hidden], to.clone()).fails(404, "not_found");

    // The right counts at the destination as well.
    moves(&o.ana, &[&a, &b], json!({"space_id": closed})).fails(403, "forbidden");
    moves(&o.ana, &[&a, &b], json!({"space_id": private})).fails(404, "not_found");
    moves(&o.ana, &[&a, &b], json!({"space_id": o.to, "section_id": 99})).fails(422, "invalid");
    moves(&o.ana, &[&a, &b], json!({"space_id": o.to, "status_id": 99})).fails(422, "invalid");
    moves(&o.ana, &[&a], json!({"space_id": o.to, "key": "X-1"})).fails(400, "unknown_field");
    o.owner.put(&format!("/spaces/{}/archive", o.to), json!({})).ok();
    moves(&o.ana, &[&a, &b], to).fails(403, "forbidden");
    assert_eq!(o.stand(&o.from), from, "what was refused left nothing");
    assert!(o.stand(&o.to).is_empty());
}

#[test]
fn sub_tasks_count_towards_the_five_hundred() {
    let o = two();
    let lines = (0..500).map(|n| format!("Task {n}")).collect::<Vec<_>>().join("\n");
    let made = o.ana.post(&format!("/spaces/{}/tasks/paste", o.from), json!({"text": lines})).ok()["items"].clone();
    let all: Vec<&Value> = made.as_array().unwrap().iter().collect();
    let part = o.part_of(all[0]);
    let refused = moves(&o.ana, &all, json!({"space_id": o.to})).fails(422, "too_many");
    assert!(refused["error"]["message"].as_str().unwrap().contains("501"), "{refused}");
    o.owner.delete(&format!("/tasks/{}", id(&part))).ok();
    let moved = moves(&o.ana, &all, json!({"space_id": o.to})).ok();
    assert_eq!(moved["items"][499]["key"], "PUR-500");
    assert_eq!(o.ana.get(&format!("/spaces/{}/view?group=none", o.from)).ok()["total"], 0);
}
