//! What happened, at the HTTP interface: since when, for whom, in which order, and that nobody reads what is not theirs.

use guildhall_tests::{Client, Server, office::id};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

/// Olga and Ana work in Service; Pay is a private space of Olga's; Gil is a guest of Garden.
struct Company {
    server: Server,
    olga: Client,
    ana: Client,
    gil: Client,
    service: String,
    pay: String,
    garden: String,
}

fn company() -> Company {
    let server = Server::start();
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Moreau", "member");
    let gil = server.join(&olga, "Gil Guest", "guest");
    let (service, garden) = (olga.space("Service", "open"), olga.space("Garden", "closed"));
    let pay = olga.space("Pay", "private");
    olga.put(&format!("/spaces/{garden}/members/{}", gil.me()), json!({ "role": "guest" })).ok();
    Company { server, olga, ana, gil, service, pay, garden }
}

/// Says something in a topic and makes it a decision; answers topic and message.
fn decided(by: &Client, space: &str, title: &str, words: &str) -> (String, String) {
    let topic = id(&by.post(&format!("/spaces/{space}/topics"), json!({ "title": title })).ok());
    let message = id(&by.post(&format!("/items/{topic}/comments"), json!({ "body": words })).ok());
    by.put(&format!("/topics/{topic}/decisions/{message}"), json!({})).ok();
    (topic, message)
}

fn finished(by: &Client, space: &str, title: &str) -> String {
    let task = id(&by.task(space, title));
    set(by, &task, "done");
    task
}

fn set(by: &Client, task: &str, category: &str) {
    let task_now = by.get(&format!("/tasks/{task}")).ok();
    let space = by.get(&format!("/spaces/{}", task_now["space_id"].as_str().unwrap())).ok();
    let statuses = space["statuses"].as_array().unwrap().clone();
    let status = statuses.iter().find(|status| status["category"] == category).unwrap()["id"].clone();
    by.patch(&format!("/tasks/{task}"), json!({ "status_id": status })).ok();
}

/// The titles of what happened with their kinds, in the order they are shown in.
fn told(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|one| format!("{} {}", one["kind"].as_str().unwrap(), one["item"]["title"].as_str().unwrap())).collect()
}

fn here(by: &Client, space: &str, query: &str) -> Value {
    by.get(&format!("/spaces/{space}/what-happened{query}")).ok()
}

#[test]
fn decisions_and_finished_work_stand_by_kind_the_newest_first_with_who_and_where() {
    let c = company();
    finished(&c.ana, &c.service, "Valve");
    c.server.clock.advance(HOUR);
    let (topic, message) = decided(&c.olga, &c.service, "Vans", "We lease **two**.");
    finished(&c.olga, &c.service, "Pump");
    let open = id(&c.ana.task(&c.service, "Open"));
    let cancelled = id(&c.ana.task(&c.service, "Cancelled"));
    set(&c.ana, &cancelled, "cancelled");
    let page = here(&c.ana, &c.service, "");
    assert_eq!(told(&page), ["decision Vans", "finished Pump", "finished Valve"]);
    assert_eq!(page["counts"], json!({ "announcements": 0, "decisions": 1, "finished": 2, "documents": 0 }));
    let first = &page["items"][0];
    assert_eq!((&first["text"], &first["by"]["name"]), (&json!("We lease two."), &json!("Olga Owner")));
    assert_eq!((&first["message_id"], &first["item"]["id"]), (&json!(message), &json!(topic)));
    assert_eq!(page["items"][2]["by"]["name"], "Ana Moreau");
    // What comes later to a finished task does not say that somebody else finished it.
    let pump = page["items"][1]["item"]["id"].as_str().unwrap();
    c.ana.patch(&format!("/tasks/{pump}"), json!({ "title": "Big pump" })).ok();
    assert_eq!(here(&c.ana, &c.service, "")["items"][1]["by"]["name"], "Olga Owner");
    // Open again is not finished, and a deleted message decides nothing.
    set(&c.ana, pump, "doing");
    c.olga.delete(&format!("/comments/{message}")).ok();
    assert_eq!(told(&here(&c.ana, &c.service, "")), ["finished Valve"]);
    c.ana.delete(&format!("/tasks/{}", here(&c.ana, &c.service, "")["items"][0]["item"]["id"].as_str().unwrap())).ok();
    assert_eq!(here(&c.ana, &c.service, "")["items"], json!([]));
    set(&c.ana, &open, "done");
    assert_eq!(told(&here(&c.ana, &c.service, "")), ["finished Open"]);
}

#[test]
fn announcements_come_first_for_those_who_read_them() {
    let c = company();
    let announce = |space: &str, title: &str| {
        id(&c.olga.post(&format!("/spaces/{space}/announcements"), json!({ "title": title, "body": "At noon." })).ok())
    };
    finished(&c.ana, &c.service, "Valve");
    let early = announce(&c.service, "Closing early");
    announce(&c.pay, "More pay");
    let page = here(&c.ana, &c.service, "");
    assert_eq!(told(&page), ["announcement Closing early", "finished Valve"]);
    assert_eq!((&page["counts"]["announcements"], &page["items"][0]["by"]["name"]), (&json!(1), &json!("Olga Owner")));
    assert_eq!(c.ana.get("/what-happened").ok()["counts"]["announcements"], 1);
    assert_eq!(c.olga.get("/what-happened").ok()["counts"]["announcements"], 2);
    c.olga.delete(&format!("/topics/{early}")).ok();
    assert_eq!(told(&here(&c.ana, &c.service, "")), ["finished Valve"]);
}

#[test]
fn what_was_archived_afterwards_happened_all_the_same() {
    let c = company();
    let archive = |path: String| c.olga.patch(&path, json!({ "archived": true })).ok();
    let announced = id(&c
        .olga
        .post(&format!("/spaces/{}/announcements", c.service), json!({ "title": "Closing", "body": "" }))
        .ok());
    let (topic, _) = decided(&c.olga, &c.service, "Vans", "Two.");
    let (early, late) = (finished(&c.ana, &c.service, "Early"), finished(&c.ana, &c.service, "Late"));
    let open = id(&c.ana.task(&c.service, "Open"));
    c.olga.put(&format!("/tasks/{early}/also-in/{}", c.garden), json!({})).ok();
    let all = ["announcement Closing", "decision Vans", "finished Late", "finished Early"];
    let mut before = told(&here(&c.ana, &c.service, ""));
    before.sort_unstable();
    for task in [&early, &open] {
        archive(format!("/tasks/{task}"));
    }
    for topic in [&announced, &topic] {
        archive(format!("/topics/{topic}"));
    }
    let mut after = told(&here(&c.ana, &c.service, ""));
    after.sort_unstable();
    assert_eq!((after.len(), &after), (all.len(), &before));
    assert_eq!(told(&here(&c.gil, &c.garden, "")), ["finished Early"], "where it is also shown");
    c.server.clock.advance(24 * HOUR);
    archive(format!("/tasks/{late}"));
    assert_eq!(here(&c.ana, &c.service, "?since=2026-11-24")["items"], json!([]), "archiving finishes nothing");
    // What comes back stands there once.
    c.olga.patch(&format!("/tasks/{early}"), json!({ "archived": false })).ok();
    assert_eq!(told(&here(&c.ana, &c.service, "")).len(), all.len());
    c.olga.delete(&format!("/tasks/{late}")).ok();
    assert_eq!(told(&here(&c.ana, &c.service, "")).len(), all.len() - 1);
}

#[test]
fn everything_goes_through_the_rights_of_who_asks() {
    let c = company();
    decided(&c.olga, &c.pay, "Wages", "Five more");
    finished(&c.olga, &c.garden, "Hedge");
    c.server.clock.advance(1_000);
    finished(&c.ana, &c.service, "Valve");
    c.server.clock.advance(1_000);
    let shown = finished(&c.olga, &c.service, "Shown");
    c.olga.put(&format!("/tasks/{shown}/also-in/{}", c.garden), json!({})).ok();
    let personal = c.ana.get("/session").ok()["spaces"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["access"] == "personal")
        .unwrap()["id"]
        .clone();
    finished(&c.ana, personal.as_str().unwrap(), "My own");
    let titles = |by: &Client| -> Vec<String> {
        let page = by.get("/what-happened").ok();
        let spaces = page["items"].as_array().unwrap().clone();
        let all: Vec<String> = spaces.iter().flat_map(told).collect();
        assert_eq!(
            page["counts"]["finished"].as_u64().unwrap() + page["counts"]["decisions"].as_u64().unwrap(),
            all.len() as u64
        );
        all
    };
    assert_eq!(titles(&c.ana), ["finished Shown", "finished Valve"]);
    assert_eq!(titles(&c.gil), ["finished Shown", "finished Hedge"], "a guest has their spaces alone");
    assert_eq!(
        titles(&c.olga),
        ["finished Hedge", "decision Wages", "finished Shown", "finished Valve"],
        "once, at home"
    );
    c.ana.get(&format!("/spaces/{}/what-happened", c.pay)).fails(404, "not_found");
    c.ana.get(&format!("/spaces/{}/what-happened", c.garden)).fails(403, "forbidden");
    // An admin who is not in it knows of a private space and nothing of what happens there.
    let ada = c.server.join(&c.olga, "Ada Admin", "admin");
    assert_eq!(titles(&ada), ["finished Shown", "finished Valve"]);
    // A home that closes keeps its tasks to itself, at once.
    c.olga.patch(&format!("/spaces/{}", c.service), json!({ "access": "private" })).ok();
    assert_eq!(titles(&c.gil), ["finished Hedge"]);
    c.olga.delete(&format!("/spaces/{}/members/{}", c.garden, c.gil.me())).ok();
    assert_eq!(titles(&c.gil), [""; 0]);
}

#[test]
fn since_a_day_an_instant_or_the_last_visit() {
    let c = company();
    finished(&c.ana, &c.service, "Monday");
    c.server.clock.advance(24 * HOUR);
    finished(&c.ana, &c.service, "Tuesday");
    let since = |query: &str| told(&here(&c.ana, &c.service, query));
    assert_eq!(since("?since=2026-11-24"), ["finished Tuesday"]);
    assert_eq!(since("?since=2026-11-23"), ["finished Tuesday", "finished Monday"]);
    assert_eq!(since("?since=2026-11-24T09:00:00Z"), ["finished Tuesday"]);
    assert_eq!(since("?since=2026-11-25"), [""; 0]);
    for wrong in ["yesterday", "2026-13-01", ""] {
        c.ana.get(&format!("/what-happened?since={wrong}")).fails(400, "bad_query");
    }
    c.ana.get("/what-happened?before=2026-11-24").fails(400, "bad_query");
    c.ana.get("/what-happened?limit=0").fails(400, "bad_query");
    // Never there: a week. Then since the visit before this one, which lasts as long as somebody comes back.
    let page = c.ana.get("/what-happened").ok();
    assert_eq!((&page["visited_at"], &page["since"]), (&json!(null), &json!("2026-11-16T23:00:00.000Z")));
    assert_eq!(c.ana.put("/what-happened/visit", json!({})).ok()["visited_at"], json!(null));
    c.server.clock.advance(2 * HOUR);
    finished(&c.ana, &c.service, "Later");
    c.server.clock.advance(1_000);
    c.ana.put("/what-happened/visit", json!({})).ok();
    assert_eq!(since(""), ["finished Later", "finished Tuesday", "finished Monday"], "the same visit");
    c.server.clock.advance(24 * HOUR);
    assert_eq!(since(""), [""; 0], "before the visit of today begins it tells of what came after the last one");
    c.server.clock.advance(1_000);
    finished(&c.ana, &c.service, "Wednesday");
    let visited = c.ana.put("/what-happened/visit", json!({})).ok()["visited_at"].clone();
    let page = c.ana.get("/what-happened").ok();
    assert_eq!((&page["since"], &page["visited_at"]), (&visited, &visited));
    assert_eq!(since(""), ["finished Wednesday"]);
    assert_eq!(told(&here(&c.olga, &c.service, "")).len(), 4, "everybody has visits of their own");
}

#[test]
fn pages_follow_each_other_without_a_gap() {
    let c = company();
    for number in 0..7 {
        c.server.clock.advance(1_000);
        decided(&c.olga, &c.service, &format!("Topic {number}"), "So be it");
        finished(&c.olga, &c.service, &format!("Task {number}"));
    }
    let whole = told(&here(&c.olga, &c.service, ""));
    assert_eq!(whole.len(), 14);
    let (mut all, mut next) = (Vec::new(), String::new());
    loop {
        let page = here(&c.olga, &c.service, &format!("?limit=4{next}"));
        assert_eq!(
            page["counts"],
            json!({ "announcements": 0, "decisions": 7, "finished": 7, "documents": 0 }),
            "of all pages together"
        );
        all.extend(told(&page));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(all, whole);
    finished(&c.olga, &c.garden, "Hedge");
    finished(&c.olga, &c.pay, "Wages");
    let first = c.olga.get("/what-happened?limit=2").ok();
    let names = |page: &Value| {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["space_id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&first), [c.garden.clone(), c.pay.clone()]);
    let second = c.olga.get(&format!("/what-happened?limit=2&cursor={}", first["next"].as_str().unwrap())).ok();
    assert_eq!((names(&second), &second["next"]), (vec![c.service.clone()], &json!(null)));
    assert_eq!(second["counts"], json!({ "announcements": 0, "decisions": 7, "finished": 9, "documents": 0 }));
    assert_eq!(told(&second["items"][0]).len(), 10, "five of each kind");
}
