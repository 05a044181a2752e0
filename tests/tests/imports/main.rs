//! Bringing work in: every object of a file is accounted for, nothing comes twice, and all of it can
//! be taken back.

mod boards;
mod real;
mod typed;

use guildhall::{cli, jobs::Runner};
use guildhall_tests::{Client, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

struct Office {
    runner: Option<Runner>,
    server: Server,
    owner: Client,
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(runner) = self.runner.take() {
            runner.stop();
        }
    }
}

fn office() -> Office {
    let server = Server::start();
    let owner = server.owner();
    let runner = Runner::start(&server.app, cli::handlers()).unwrap();
    Office { runner: Some(runner), server, owner }
}

fn upload(client: &Client, kind: &str, name: &str, bytes: &[u8]) -> Value {
    let client = client.with("Content-Type", "application/octet-stream");
    client.send_raw("POST", &format!("/api/v1/imports?kind={kind}&name={name}"), Some(bytes.to_vec())).ok()
}

fn run(client: &Client, id: &Value, plan: &Value) -> Value {
    let path = format!("/imports/{}", id.as_str().unwrap());
    assert_eq!(client.post(&format!("{path}/run"), plan.clone()).status, 202);
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let import = client.get(&path).ok();
        match import["job"]["state"].as_str() {
            Some("done") => return import["report"].clone(),
            Some("dead" | "failed") => panic!("{import}"),
            _ => assert!(Instant::now() < deadline, "{import}"),
        }
    }
}

/// brought + already + skipped = found, for every kind.
fn balances(report: &Value) {
    for row in report["rows"].as_array().unwrap() {
        let number = |name: &str| row[name].as_u64().unwrap();
        let skipped: u64 = row["skipped"].as_array().unwrap().iter().map(|skip| skip["count"].as_u64().unwrap()).sum();
        assert_eq!(number("brought") + number("already") + skipped, number("found"), "{row}");
    }
}

fn brought(report: &Value, kind: &str) -> u64 {
    report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["kind"] == kind)
        .map_or(0, |row| row["brought"].as_u64().unwrap())
}

/// Of no kind anything came in, and everything is accounted for.
#[track_caller]
fn brought_nothing(report: &Value) {
    balances(report);
    for row in report["rows"].as_array().unwrap() {
        assert_eq!(row["brought"], 0, "a second run brings nothing: {row}");
    }
}

/// A board as the product it comes from writes it: 12 lists, 60 cards (some archived, some due), members
/// with and without an address, labels, checklists, comments (and some that the export dropped).
fn board() -> Value {
    let id = |kind: u32, at: usize| format!("{:08x}{kind:04x}{at:012x}", 1_700_000_000 + at);
    let lists: Vec<Value> = (0..12)
        .map(|at| json!({"id": id(1, at), "name": format!("Room {at}"), "closed": at == 11, "pos": at as f64 * 10.5}))
        .collect();
    let cards: Vec<Value> = (0..60)
        .map(|at| {
            json!({
                "id": id(2, at), "name": if at == 7 { String::new() } else { format!("Card {at} über Öfen") }, "desc": format!("Body **{at}**"),
                "closed": at % 10 == 3, "idList": id(1, at % 12), "pos": at as f64, "idLabels": [id(3, at % 4)],
                "idMembers": if at % 5 == 0 { json!([id(4, 0), id(4, 1)]) } else { json!([]) },
                "due": if at % 3 == 0 { json!("2026-12-01T16:00:00.000Z") } else { Value::Null }, "dueComplete": at == 6,
                "badges": {"comments": if at == 0 { 5 } else { 1 }},
                "attachments": if at == 2 { json!([{"id": id(9, 0), "name": "plan [v2].pdf", "url": "https://example.com/plan.pdf"}]) } else { json!([]) },
                "customFieldItems": if at == 4 { json!([{"idCustomField": id(5, 0), "value": {"number": "12.5"}}, {"idCustomField": id(5, 1), "idValue": id(6, 1), "value": null}]) } else { json!([]) },
            })
        })
        .collect();
    let checklists: Vec<Value> = [(1, 3), (1, 2), (8, 4)]
        .iter()
        .enumerate()
        .map(|(at, (card, items))| {
            let items: Vec<Value> = (0..*items).map(|item| json!({"id": id(8, at * 10 + item), "name": format!("Step {item}"), "state": if item == 0 { "complete" } else { "incomplete" }, "pos": item})).collect();
            json!({"id": id(7, at), "idCard": id(2, *card), "name": format!("List {at}"), "checkItems": items, "pos": at})
        })
        .collect();
    let mut actions: Vec<Value> = (0..60)
        .map(|at| json!({"id": id(10, at), "type": "commentCard", "date": format!("2026-01-{:02}T10:00:00.000Z", at % 28 + 1), "idMemberCreator": id(4, at % 3),
            "memberCreator": {"id": id(4, at % 3), "fullName": "Gone Member"}, "data": {"text": format!("Comment {at} zum Gerät"), "card": {"id": id(2, at)}}}))
        .collect();
    actions.push(json!({"id": id(10, 99), "type": "updateCard", "date": "2026-01-01T10:00:00.000Z", "data": {"card": {"id": id(2, 0)}}}));
    json!({
        "id": id(0, 0), "name": "Hotel works", "lists": lists, "cards": cards, "checklists": checklists, "actions": actions,
        "labels": (0..4).map(|at| json!({"id": id(3, at), "name": if at == 0 { "" } else { "urgent" }, "color": format!("colour {at}")})).collect::<Vec<_>>(),
        "members": [{"id": id(4, 0), "username": "olga", "fullName": "Olga Owner"}, {"id": id(4, 1), "username": "nobody", "fullName": "New Person", "email": "new.person@example.com"}],
        "customFields": [{"id": id(5, 0), "name": "Price", "type": "number"}, {"id": id(5, 1), "name": "Floor", "type": "list", "options": [{"id": id(6, 0), "value": {"text": "One"}}, {"id": id(6, 1), "value": {"text": "Two"}}]}],
    })
}

#[test]
fn a_trello_board_comes_whole_and_only_once() {
    let o = office();
    let file = upload(&o.owner, "trello", "board.json", board().to_string().as_bytes());
    let plan = file["suggested"].clone();
    assert_eq!(plan["lists_as"], "sections", "more than eight lists are no workflow");
    let dry = o.owner.post(&format!("/imports/{}/dry-run", file["id"].as_str().unwrap()), plan.clone()).ok();
    balances(&dry);
    assert!(
        o.owner.get("/spaces").ok()["items"].as_array().unwrap().iter().all(|space| space["name"] != "Hotel works"),
        "a dry run writes nothing"
    );
    let report = run(&o.owner, &file["id"], &plan);
    balances(&report);
    assert_eq!(report["rows"], dry["rows"], "the dry run said what the run did");
    for (kind, count) in [
        ("lists", 12),
        ("tasks", 60),
        ("checklists", 3),
        ("steps", 9),
        ("comments", 60),
        ("labels", 4),
        // The third is the owner, who is there.
        ("people", 2),
        ("attachments", 1),
        ("fields", 2),
        ("field_values", 2),
    ] {
        assert_eq!(brought(&report, kind), count, "{kind} {report}");
    }
    let comments = report["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "comments").unwrap();
    assert_eq!(comments["found"], 64, "the four that the export dropped are counted");
    let space = report["space_id"].as_str().unwrap();
    let view = o.owner.get(&format!("/spaces/{space}/view?group=section&done=all&archived=false")).ok();
    assert_eq!(view["total"], 60);
    let key = |key: &str| {
        o.owner
            .get(&format!("/tasks/{}", o.owner.get(&format!("/items/by-key/{key}")).ok()["id"].as_str().unwrap()))
            .ok()
    };
    let first = key("HOT-1");
    assert_eq!((&first["title"], &first["assignee_id"]), (&json!("Card 0 über Öfen"), &json!(o.owner.me())));
    assert_eq!(first["due"], json!({"date": "2026-12-01", "time": "17:00", "zone": "Europe/Berlin"}));
    assert_eq!(first["follower_ids"].as_array().unwrap().len(), 2);
    let said = o.owner.get(&format!("/items/{}/comments", first["id"].as_str().unwrap())).ok();
    assert_eq!(
        (&said["items"][0]["created_at"], &said["items"][0]["author"]["name"]),
        (&json!("2026-01-01T10:00:00.000Z"), &json!("Olga Owner"))
    );
    assert_eq!(key("HOT-2")["steps_total"], 5);
    assert!(key("HOT-3")["body"].as_str().unwrap().contains("[plan v2.pdf](https://example.com/plan.pdf)"));
    assert_eq!(
        (key("HOT-4")["category"].clone(), key("HOT-7")["category"].clone(), key("HOT-8")["title"].clone()),
        (json!("done"), json!("done"), json!("Untitled"))
    );
    let again = run(&o.owner, &upload(&o.owner, "trello", "board.json", board().to_string().as_bytes())["id"], &plan);
    brought_nothing(&again);
    assert_eq!(again["space_id"], report["space_id"]);
    let path = format!("/imports/{}", file["id"].as_str().unwrap());
    let taken = o.owner.send("DELETE", &path, None);
    assert!(taken.header("guildhall-command").is_none(), "no undo is offered for it");
    let note = taken.ok()["taken_back_note"].as_str().unwrap().to_owned();
    assert!(note.contains("for good") && note.contains("30 days") && note.contains("upload the file again"), "{note}");
    let refused = o.owner.post(&format!("{path}/run"), plan.clone());
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert!(
        o.owner.get("/spaces").ok()["items"].as_array().unwrap().iter().all(|space| space["name"] != "Hotel works"),
        "the space it made goes with it"
    );
}

#[test]
fn a_table_comes_by_its_columns() {
    let o = office();
    let csv = "Reference;Title;Description;Due;Tags;Status;Owner;Odd\nA-1;Fix the door;\"Two\nlines\";2026-12-24;\"wood, urgent\";In progress;Olga Owner;x\nA-2;;No title;soon;;Done;Somebody Else;\nA-1;Same reference;;;;;;\n";
    let file = upload(&o.owner, "csv", "odd_jobs.csv", csv.as_bytes());
    let mut plan = file["suggested"].clone();
    assert_eq!(
        (&plan["columns"]["Title"], &plan["columns"]["Reference"], &plan["columns"]["Odd"]),
        (&json!("title"), &json!("id"), &json!("field:Odd"))
    );
    plan["space"] = json!({"name": "Odd jobs"});
    plan["people"]["somebody else"] = json!("name");
    let report = run(&o.owner, &file["id"], &plan);
    balances(&report);
    assert_eq!((brought(&report, "tasks"), brought(&report, "labels")), (3, 2));
    let view =
        o.owner.get(&format!("/spaces/{}/view?group=status&done=all", report["space_id"].as_str().unwrap())).ok();
    let names: Vec<&str> = view["groups"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|group| group["count"] != 0)
        .map(|group| group["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["To do", "In progress", "Done"]);
    let task = o.owner.get("/items/by-key/ODD-2").ok();
    let task = o.owner.get(&format!("/tasks/{}", task["id"].as_str().unwrap())).ok();
    assert_eq!(
        (&task["title"], &task["body"], &task["assignee_id"]),
        (&json!("Untitled"), &json!("No title\n\nDue: soon"), &Value::Null)
    );
    o.owner
        .post(
            &format!("/imports/{}/dry-run", file["id"].as_str().unwrap()),
            json!({"columns": {"Odd": "title"}, "zone": "Mars/Base"}),
        )
        .fails(422, "invalid");
}

#[test]
fn wrong_files_are_refused_at_once_and_are_nobody_elses_business() {
    let o = office();
    let raw = |kind: &str, bytes: &[u8]| {
        o.owner.with("Content-Type", "application/octet-stream").send_raw(
            "POST",
            &format!("/api/v1/imports?kind={kind}&name=x"),
            Some(bytes.to_vec()),
        )
    };
    raw("trello", b"{\"id\":1}").fails(422, "invalid");
    raw("trello", b"not json").fails(422, "invalid");
    raw("trello", b"{}").fails(422, "invalid");
    raw("csv", b"").fails(422, "invalid");
    raw("jira", b"{}").fails(400, "bad_query");
    let file = upload(&o.owner, "csv", "mine.csv", b"Title\nMine\n");
    let ana = o.server.join(&o.owner, "Ana Moreau", "member");
    ana.get(&format!("/imports/{}", file["id"].as_str().unwrap())).fails(404, "not_found");
    assert_eq!(ana.get("/imports").ok()["items"], json!([]));
}
