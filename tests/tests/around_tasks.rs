//! What stands around tasks: comments, links, the feed of changes, Home, quick capture.

use guildhall_tests::{Client, Server, id, office};
use serde_json::{Value, json};

#[test]
fn comments_reactions_and_the_spine() {
    let o = office();
    let task = o.owner.task(&o.space, "Talk");
    let comments = format!("/items/{}/comments", id(&task));
    let first = o.ana.post(&comments, json!({"body": "First **words**"})).ok();
    let second = o.owner.post(&comments, json!({"body": "Answer", "reply_to": first["id"]})).ok();
    o.owner.post(&comments, json!({"body": " \n"})).fails(422, "invalid");
    o.owner.patch(&format!("/comments/{}", id(&first)), json!({"body": "Not mine"})).fails(403, "forbidden");
    let edited = o.ana.patch(&format!("/comments/{}", id(&first)), json!({"body": "Better words"})).ok();
    assert!(edited["edited_at"].is_string());
    let reacted = o.owner.put(&format!("/comments/{}/reactions/%F0%9F%91%8D", id(&first)), json!({})).ok();
    assert_eq!(reacted["reactions"], json!([{"emoji": "👍", "person_ids": [o.owner.me()]}]));
    o.ana.delete(&format!("/comments/{}", id(&second))).fails(403, "forbidden");
    o.owner.delete(&format!("/comments/{}", id(&first))).ok();
    let row = o.owner.get(&format!("/tasks/{}", id(&task))).ok();
    assert_eq!((&row["comment_count"], row["follower_ids"].as_array().unwrap().len()), (&json!(1), 2));
    o.owner.patch(&format!("/tasks/{}", id(&task)), json!({"priority": "high"})).ok();
    let spine = o.owner.get(&format!("/items/{}/activity", id(&task))).ok();
    let kinds: Vec<String> = spine["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| match entry["kind"].as_str().unwrap() {
            "comment" => format!("comment {}", entry["comment"]["body"].as_str().unwrap()),
            _ => format!(
                "{} {}",
                entry["activity"]["action"].as_str().unwrap(),
                entry["activity"]["field"].as_str().unwrap_or("")
            ),
        })
        .collect();
    assert_eq!(kinds[0], "created ");
    assert!(kinds.contains(&"comment ".to_owned()) && kinds.contains(&"comment Answer".to_owned()), "{kinds:?}");
    assert_eq!(kinds.last().unwrap(), "changed priority");
}

#[test]
fn links_stand_on_both_sides_and_show_only_what_may_be_seen() {
    let o = office();
    let (one, secret) = (o.owner.task(&o.space, "One"), o.owner.space("Vault", "private"));
    let hidden = o.owner.task(&secret, "Hidden");
    let open = o.ana.task(&o.space, "Two");
    o.ana
        .put(&format!("/items/{}/links/{}", id(&one), id(&hidden)), json!({"relation": "blocks"}))
        .fails(404, "not_found");
    o.owner.put(&format!("/items/{}/links/{}", id(&one), id(&hidden)), json!({"relation": "blocks"})).ok();
    o.ana.put(&format!("/items/{}/links/{}", id(&one), id(&open)), json!({"relation": "relates"})).ok();
    let seen =
        |who: &Client, task: &Value| who.get(&format!("/tasks/{}", id(task))).ok()["links"].as_array().unwrap().len();
    assert_eq!((seen(&o.owner, &one), seen(&o.ana, &one), seen(&o.owner, &hidden), seen(&o.ana, &open)), (2, 1, 1, 1));
    assert_eq!(o.owner.get(&format!("/tasks/{}", id(&hidden))).ok()["links"][0]["relation"], "blocked_by");
    let spine = o.ana.get(&format!("/items/{}/activity", id(&one))).ok().to_string();
    assert!(!spine.contains(&id(&hidden)), "the history does not tell of it either");
    o.owner.send("DELETE", &format!("/items/{}/links/{}", id(&hidden), id(&one)), None).ok();
    assert_eq!(seen(&o.owner, &one), 1);
}

#[test]
fn the_feed_of_changes_tells_each_reader_what_they_may_know() {
    let o = office();
    let cursor = o.ana.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    let secret = o.owner.space("Vault", "private");
    let hidden = o.owner.task(&secret, "Hidden");
    let task = o.owner.task(&o.space, "Seen");
    o.owner.put(&format!("/tasks/{}/home", id(&task)), json!({"space_id": secret})).ok();
    let feed = o.ana.get(&format!("/changes?since={cursor}")).ok();
    let told: Vec<(String, &str, usize)> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            (
                c["item_id"].as_str().unwrap().to_owned(),
                c["action"].as_str().unwrap(),
                c["fields"].as_array().unwrap().len(),
            )
        })
        .collect();
    assert!(told.iter().all(|(item, _, _)| *item != id(&hidden)), "{told:?}");
    assert!(told.contains(&(id(&task), "gone", 0)), "{told:?}");
    assert!(!feed.to_string().contains(&secret));
    o.ana.get("/changes?since=00000000-1").fails(410, "history_changed");
    o.ana.get("/changes?since=rubbish").fails(400, "bad_query");
}

/// The groups of a tab of Home with the titles in them.
fn home(who: &Client, tab: &str) -> Vec<String> {
    let home = who.get(&format!("/home?tab={tab}")).ok();
    let titles = |group: &Value| -> Vec<String> {
        group["rows"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect()
    };
    let groups = home["groups"].as_array().unwrap().iter();
    groups.map(|group| format!("{}: {}", group["id"].as_str().unwrap(), titles(group).join(", "))).collect()
}

#[test]
fn home_sorts_ones_work_and_the_plan_is_private() {
    let o = office();
    let path = format!("/spaces/{}/tasks", o.space);
    let me = o.ana.me();
    let make = |title: &str, more: Value| {
        let mut body = json!({"title": title});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        o.owner.post(&path, body).ok()
    };
    make("Late", json!({"assignee_id": me, "due": {"date": "2026-11-20"}}));
    make("Now", json!({"assignee_id": me, "due": {"date": "2026-11-23"}, "estimate_minutes": 30}));
    make("Soon", json!({"assignee_id": me, "due": {"date": "2026-11-27"}}));
    let planned = make("Planned", json!({"assignee_id": me}));
    let waits = make("Waits", json!({"assignee_id": me}));
    o.ana.put(&format!("/tasks/{}/plan", id(&planned)), json!({"plan": "2026-11-23"})).ok();
    o.ana.patch(&format!("/tasks/{}", id(&waits)), json!({"waiting": {"text": "the part"}})).ok();
    let groups = |tab: &str| home(&o.ana, tab);
    assert_eq!(groups("today"), ["overdue: Late", "due_today: Now", "planned_today: Planned"]);
    assert_eq!(groups("upcoming"), ["2026-11-27: Soon"]);
    assert_eq!(groups("waiting"), ["waiting: Waits"]);
    assert_eq!(o.owner.get("/home/counts").ok()["delegated"], 5);
    let delegated = o.owner.get("/home?tab=delegated").ok()["groups"].clone();
    assert_eq!([&delegated[0]["id"], &delegated[0]["name"]], [&me, "Ana Moreau"]);
    assert_eq!((&delegated[0]["count"], delegated.as_array().unwrap().len()), (&json!(5), 1));
    assert!(home(&o.owner, "delegated")[0].starts_with(&format!("{me}: Late, Now, Soon, ")), "what is due first");
    assert_eq!([groups("delegated"), groups("followed")].concat(), [""; 0], "one's own work is neither");
    // Whoever says something about work of others follows it.
    let watched = make("Watched", json!({}));
    o.ana.post(&format!("/items/{}/comments", id(&watched)), json!({"body": "Tell me when"})).ok();
    assert_eq!(groups("followed"), ["all: Watched"]);
    assert_eq!(o.ana.get("/home/counts").ok()["followed"], 1);
    assert_eq!(groups("today").len(), 3, "it is not theirs to do");
    assert_eq!(o.owner.get(&format!("/tasks/{}", id(&planned))).ok()["plan"], json!(null), "nobody else sees a plan");
    // What is planned later comes after, however old it is.
    let (older, newer) = (make("Older", json!({"assignee_id": me})), make("Newer", json!({"assignee_id": me})));
    for task in [&newer, &older] {
        o.ana.put(&format!("/tasks/{}/plan", id(task)), json!({"plan": "2026-11-23"})).ok();
    }
    assert_eq!(groups("today").last().unwrap(), "planned_today: Planned, Newer, Older");
    for task in [&newer, &older] {
        o.ana.delete(&format!("/tasks/{}", id(task))).ok();
    }
    o.ana.patch(&format!("/tasks/{}", id(&planned)), json!({"status_id": 4})).ok();
    assert_eq!(groups("done"), ["2026-11-23: Planned"]);
    assert_eq!(o.ana.get("/home?tab=today").ok()["day"]["planned_minutes"], 30);
}

#[test]
fn a_captured_line_becomes_the_task_it_says() {
    let o = office();
    o.ana.post("/tags", json!({"name": "paper"})).ok();
    let line = "Rückruf 😀 Mrs Okafor !high @ana #service +paper ~45m tomorrow 17:00";
    let parsed = o.owner.post("/capture/parse", json!({"text": line})).ok();
    assert_eq!(parsed["title"], "Rückruf 😀 Mrs Okafor");
    let units: Vec<u16> = line.encode_utf16().collect();
    let words: Vec<String> = parsed["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| {
            String::from_utf16(&units[t["start"].as_u64().unwrap() as usize..t["end"].as_u64().unwrap() as usize])
                .unwrap()
        })
        .collect();
    assert_eq!(words, ["!high", "@ana", "#service", "+paper", "~45m", "tomorrow 17:00"]);
    let task = o.owner.post("/capture", json!({"text": line})).ok();
    assert_eq!(
        (&task["assignee_id"], &task["space_id"], &task["estimate_minutes"]),
        (&json!(o.ana.me()), &json!(o.space), &json!(45))
    );
    assert_eq!(task["due"], json!({"date": "2026-11-24", "time": "17:00", "zone": "Europe/Berlin"}));
    let mine = o.ana.post("/capture", json!({"text": "Buy milk\nand bread"})).ok();
    assert_eq!(
        (&mine["key"], &mine["body"], &mine["assignee_id"]),
        (&json!(""), &json!("and bread"), &json!(o.ana.me()))
    );
    o.owner.get(&format!("/tasks/{}", id(&mine))).fails(404, "not_found");
    let refused = o.owner.post("/capture", json!({"text": "For you @ana"})).fails(422, "invalid");
    assert!(refused["error"]["fields"]["text"].as_str().unwrap().contains("#space"));
}

#[test]
fn a_step_is_reached_through_its_own_task_only() {
    let server = Server::start();
    let owner = server.owner();
    let (space, hidden) = (owner.space("Service", "open"), owner.space("Board", "private"));
    let ana = server.join(&owner, "Ana Moreau", "member");
    let with_step = |who: &Client, space: &str| {
        let body = json!({"title": "Boiler", "steps": [{"text": "Drain"}]});
        let task = who.post(&format!("/spaces/{space}/tasks"), body).ok();
        (task["id"].as_str().unwrap().to_owned(), task["steps"][0]["id"].as_str().unwrap().to_owned())
    };
    let ((mine, _), (theirs, foreign)) = (with_step(&ana, &space), with_step(&owner, &hidden));
    let unknown = "018f0000-0000-7000-8000-0000000000ff";
    let says = |step: &str| {
        let path = format!("/tasks/{mine}/steps/{step}");
        let edit = ana.patch(&path, json!({"done": true}));
        let away = ana.delete(&path);
        ((edit.status, edit.text), (away.status, away.json["steps"].clone()))
    };
    assert_eq!(says(&foreign), says(unknown), "whether there is such a step is not told");
    assert_eq!(says(&foreign).0.0, 404);
    let kept = owner.get(&format!("/tasks/{theirs}")).ok();
    assert_eq!((&kept["steps"][0]["id"], &kept["steps"][0]["done"]), (&json!(foreign), &json!(false)), "{kept}");
}

#[test]
fn a_comment_is_changed_from_the_words_its_author_saw_and_reactions_are_no_matter() {
    let o = office();
    let task = o.owner.task(&o.space, "Fit the boiler");
    let comment = o.ana.post(&format!("/items/{}/comments", id(&task)), json!({"body": "Parts came in"})).ok();
    let path = format!("/comments/{}", id(&comment));
    o.owner.put(&format!("{path}/reactions/%F0%9F%91%8D"), json!({})).ok();
    let edited = o.ana.patch_from(&comment["version"], &path, json!({"body": "Parts came in, one is broken"})).ok();
    assert_eq!(edited["reactions"].as_array().map(Vec::len), Some(1));
    let stale = o.ana.patch_from(&comment["version"], &path, json!({"body": "All is well"})).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["body"], "Parts came in, one is broken");
    assert_eq!(stale["error"]["changed_by"], o.ana.me());
    o.ana.patch_from(&edited["version"], &path, json!({"body": "All is well"})).ok();
}
