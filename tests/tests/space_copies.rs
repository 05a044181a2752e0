//! Spaces begun from another one, at the HTTP interface: what is set up is there again, work and people are not.

use guildhall_tests::{
    Client, id,
    office::{Office, office},
};
use serde_json::{Value, json};

/// Client work with everything a space can have set up, and with work and people in it.
fn client_work(o: &Office) -> String {
    let home =
        json!({ "name": "Hotel", "access": "closed", "icon": "store", "color": 3, "description": "**How** we work." });
    let space = id(&o.owner.post("/spaces", home).ok());
    let at = |what: &str| format!("/spaces/{space}/{what}");
    o.owner.put(&at(&format!("members/{}", o.ana.me())), json!({ "role": "member" })).ok();
    o.owner.post(&at("sections"), json!({ "name": "Running" })).ok();
    o.owner.post(&at("statuses"), json!({ "name": "With the client", "category": "waiting" })).ok();
    o.owner.post(&at("fields"), json!({ "name": "Budget", "kind": "number" })).ok();
    let process = json!({
        "name": "Weekly word", "rule": "every friday 13:00", "assign": { "who": "person", "person_ids": [o.ana.me()] },
        "steps": [{ "text": "Hours", "evidence": "number", "least": 0 }, { "text": "Send", "doer": "person", "person_id": o.ana.me() },
            { "text": "Seen", "approval": { "approvers": [{ "who": "person", "person_id": o.ana.me() }, { "who": "lead" }] } }],
    });
    let process = id(&o.owner.post(&at("processes"), process).ok());
    let questions = json!([{ "id": 1, "kind": "text", "label": "What?", "required": true, "becomes": "title" }]);
    o.owner.post(&at("forms"), json!({ "name": "Ask us", "questions": questions, "process_id": process })).ok();
    let folder = id(&o.owner.post(&at("folders"), json!({ "name": "How" })).ok());
    let page = json!({ "title": "Brief", "folder_id": folder, "body": "For whom?\n" });
    let page = id(&o.owner.post(&at("pages"), page).ok());
    o.owner.patch(&format!("/documents/{page}"), json!({ "template": true, "pinned": true })).ok();
    let task = id(&o.owner.post(&at("tasks"), json!({ "title": "Draft", "assignee_id": o.ana.me() })).ok());
    o.owner.post(&format!("/tasks/{task}/templates"), json!({})).ok();
    o.owner.post(&at("topics"), json!({ "title": "Kick-off" })).ok();
    space
}

fn list(by: &Client, space: &str, what: &str) -> Vec<Value> {
    by.get(&format!("/spaces/{space}/{what}")).ok()["items"].as_array().unwrap().clone()
}

fn names(all: &Value) -> Vec<String> {
    all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_set_up_is_there_again_without_work_and_people() {
    let o = office();
    let from = client_work(&o);
    let own = "0192f7a0-0000-7000-8000-0000000000cc";
    let asked = json!({ "id": own, "name": "Bakery" });
    let answer = o.owner.post(&format!("/spaces/{from}/copies"), asked.clone());
    assert_eq!(answer.status, 201, "{}", answer.text);
    let (was, made) = (o.owner.get(&format!("/spaces/{from}")).ok(), answer.json.clone());
    assert_eq!((&made["id"], &made["name"], &made["access"]), (&json!(own), &json!("Bakery"), &json!("closed")));
    for same in ["icon", "color", "description", "statuses", "sections", "fields", "tools"] {
        assert_eq!(made[same], was[same], "{same}");
    }
    assert!(names(&made["statuses"]).contains(&"With the client".to_owned()));
    assert_ne!(made["prefix"], was["prefix"]);

    let process = &list(&o.owner, own, "processes")[0];
    let process = o.owner.get(&format!("/processes/{}", id(process))).ok();
    assert_eq!((&process["name"], &process["assign"]["who"]), (&json!("Weekly word"), &json!("nobody")));
    assert!(process["rule"]["next_at"][0].is_string(), "{process}");
    assert_eq!((&process["steps"][0]["evidence"], &process["steps"][1]["person_id"]), (&json!("number"), &Value::Null));
    assert_eq!(process["steps"][2]["approval"]["approvers"], json!([{ "who": "lead", "person_id": null }]));
    let form = &list(&o.owner, own, "forms")[0];
    assert_eq!(form["process_id"], process["id"], "it starts the new one");
    assert_eq!(
        (&form["name"], &form["public"], &form["questions"][0]["label"]),
        (&json!("Ask us"), &json!(false), &json!("What?"))
    );
    let page = &list(&o.owner, own, "documents?template=true")[0];
    assert_eq!((&page["title"], &page["pinned"]), (&json!("Brief"), &json!(true)));
    assert!(page["folder_id"].is_string());
    assert!(o.owner.get(&format!("/pages/{}/content", id(page))).ok().to_string().contains("For whom?"));
    assert_eq!(list(&o.owner, own, "task-templates")[0]["title"], "Draft");

    assert!(list(&o.owner, own, "tasks").is_empty() && list(&o.owner, own, "topics").is_empty());
    o.ana.get(&format!("/spaces/{own}/tasks")).fails(403, "forbidden");

    // Sent again it is the same; one undo takes all of it back.
    assert_eq!(o.owner.post(&format!("/spaces/{from}/copies"), asked).ok()["id"], own);
    assert_eq!(list(&o.owner, own, "processes").len(), 1);
    o.owner.post("/undo", json!({ "command": answer.command() })).ok();
    let all = o.owner.get("/spaces").ok();
    assert!(all["items"].as_array().unwrap().iter().all(|space| space["id"] != own));
}

#[test]
fn an_archived_space_can_be_begun_from_and_an_overfull_one_says_why_not() {
    let o = office();
    let from = client_work(&o);
    o.owner.put(&format!("/spaces/{from}/archive"), json!({})).ok();
    let made = o.ana.post(&format!("/spaces/{from}/copies"), json!({ "name": "Inn", "access": "private" }));
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!((&made.json["access"], &made.json["archived"]), (&json!("private"), &json!(false)));
    assert_eq!(list(&o.ana, &id(&made.json), "processes").len(), 1);

    for n in 0..151 {
        let form = json!({ "name": format!("Form {n}"), "questions": [{ "id": 1, "kind": "text", "label": "What?" }] });
        o.owner.post(&format!("/spaces/{}/forms", o.space), form).ok();
    }
    let before = o.owner.get("/spaces").ok()["items"].as_array().unwrap().len();
    o.owner.post(&format!("/spaces/{}/copies", o.space), json!({ "name": "Too much" })).fails(422, "too_many");
    assert_eq!(o.owner.get("/spaces").ok()["items"].as_array().unwrap().len(), before, "nothing is half made");
    o.owner.post(&format!("/spaces/{from}/copies"), json!({ "name": " " })).fails(422, "invalid");
}

#[test]
fn a_plan_is_taken_along_to_a_new_first_day() {
    let o = office();
    let at = |what: &str| format!("/spaces/{}/{what}", o.space);
    o.owner.patch(&format!("/spaces/{}", o.space), json!({ "finish": "2026-12-04" })).ok();
    let task = |body: Value| id(&o.owner.post(&at("tasks"), body).ok());
    let (day, me) = (|day: &str| json!({ "date": day }), o.owner.me());
    let dig = task(json!({ "title": "Dig", "start": day("2026-11-23"), "due": day("2026-11-24"), "assignee_id": me }));
    let pour = task(json!({ "title": "Pour", "start": day("2026-11-26"), "due": day("2026-11-30") }));
    let done = task(json!({ "title": "Handed over", "due": day("2026-12-04"), "milestone": true }));
    task(json!({ "title": "Order concrete", "parent_id": pour }));
    o.owner.put(&format!("/tasks/{pour}/dependencies/{dig}"), json!({ "lag_days": 1 })).ok();
    o.owner.put(&format!("/tasks/{done}/dependencies/{pour}"), json!({ "lag_days": 0 })).ok();

    let copies = at("copies");
    let answer = o.owner.post(&copies, json!({ "name": "Next one", "plan_begins": "2027-01-11" }));
    let (undo, made) = (answer.command(), id(&answer.ok()));
    let plan = o.owner.get(&format!("/spaces/{made}/plan")).ok();
    let tasks: Vec<Value> = plan["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["title"], one["start"], one["due"], one["milestone"], one["assignee_id"]]))
        .collect();
    assert_eq!(
        tasks,
        [
            json!(["Dig", "2027-01-11", "2027-01-12", false, null]),
            json!(["Pour", "2027-01-14", "2027-01-18", false, null]),
            json!(["Handed over", "2027-01-22", "2027-01-22", true, null]),
        ]
    );
    assert_eq!(plan["finish"], "2027-01-22");
    let lags: Vec<&Value> = plan["links"].as_array().unwrap().iter().map(|link| &link["lag_days"]).collect();
    assert_eq!(lags.len(), 2);
    assert!(lags.contains(&&json!(1)) && lags.contains(&&json!(0)), "{lags:?}");
    let parts = o.owner.get(&format!("/spaces/{made}/tasks?limit=50&subtasks=true")).ok();
    assert!(parts["items"].as_array().unwrap().iter().any(|one| one["title"] == "Order concrete"));
    o.owner.post("/undo", json!({ "command": undo })).ok();
    let all = o.owner.get("/spaces").ok();
    assert!(all["items"].as_array().unwrap().iter().all(|space| space["id"] != made));

    let bare = o.owner.space("Bare", "open");
    let refused = o.owner.post(&format!("/spaces/{bare}/copies"), json!({ "name": "X", "plan_begins": "2027-01-11" }));
    assert_eq!(
        refused.json["error"]["fields"]["plan_begins"], "This space has no plan to take along.",
        "{}",
        refused.text
    );
    o.owner.post(&copies, json!({ "name": "X", "plan_begins": "1700-01-01" })).fails(422, "invalid");
}

#[test]
fn parts_are_given_to_others_and_open_tasks_begin_on_a_new_first_day() {
    let o = office();
    let from = client_work(&o);
    let ben = o.server.join(&o.owner, "Ben Adeyemi", "member");
    let at = |what: &str| format!("/spaces/{from}/{what}");
    let day = |day: &str| json!({ "date": day });
    let task = |body: Value| id(&o.owner.post(&at("tasks"), body).ok());
    let steps = json!([{ "text": "Ask for a price", "assignee_id": o.ana.me(), "due": day("2026-11-23") }]);
    let (starts, due) = (day("2026-11-23"), day("2026-11-24"));
    let order = json!({ "title": "Order", "start": starts, "due": due, "assignee_id": o.ana.me(), "steps": steps });
    let order = task(order);
    let (starts, due) = (day("2026-11-26"), day("2026-11-30"));
    task(json!({ "title": "Deliver", "start": starts, "due": due, "assignee_id": o.owner.me() }));
    task(json!({ "title": "Measure", "parent_id": order, "due": day("2026-11-24") }));
    task(json!({ "title": "Over", "start": day("2026-11-02"), "due": day("2026-11-02"), "status_id": 4 }));
    let process = id(&list(&o.owner, &from, "processes")[0]);
    o.owner.post(&format!("/processes/{process}/runs"), json!({})).ok();

    let named = list(&o.owner, &from, "copies");
    let named: Vec<&Value> = named.iter().map(|one| &one["person_id"]).collect();
    assert_eq!(named, [&json!(o.ana.me()), &json!(o.owner.me())], "whoever does something, by name");
    let role = |who: &Client, by: &Client| json!({ "person_id": who.me(), "taken_by": by.me() });
    let refused = |body: Value| o.owner.post(&at("copies"), body).fails(422, "invalid")["error"]["fields"].clone();
    let unknown = refused(json!({ "name": "X", "roles": [role(&ben, &o.ana)] }));
    assert_eq!(unknown["roles"], "Name those who do something in the other space.");
    let twice = refused(json!({ "name": "X", "roles": [role(&o.ana, &ben), role(&o.ana, &o.owner)] }));
    assert_eq!(twice["roles"], "Name each of them once.");
    let both = json!({ "name": "X", "plan_begins": "2027-01-11", "tasks_begin": "2027-01-11" });
    assert_eq!(refused(both)["tasks_begin"], "Take the plan along, or the open tasks.");

    let asked = json!({ "name": "Bakery", "tasks_begin": "2027-01-11", "roles": [role(&o.ana, &ben)] });
    let made = id(&o.owner.post(&at("copies"), asked).ok());
    // Ben belongs to the closed space by now; what nobody took is nobody's.
    let process = o.owner.get(&format!("/processes/{}", id(&list(&ben, &made, "processes")[0]))).ok();
    assert_eq!(process["assign"], json!({ "who": "person", "person_ids": [ben.me()] }));
    assert_eq!(process["steps"][1]["person_id"], json!(ben.me()));
    let approvers = &process["steps"][2]["approval"]["approvers"];
    assert_eq!(approvers, &json!([{ "who": "person", "person_id": ben.me() }, { "who": "lead", "person_id": null }]));
    let mut tasks: Vec<Value> = list(&ben, &made, "tasks?limit=50&subtasks=true")
        .iter()
        .map(|one| json!([one["title"], one["start"]["date"], one["due"]["date"], one["assignee_id"]]))
        .collect();
    tasks.sort_by_key(|one| one[0].as_str().unwrap().to_owned());
    assert_eq!(
        tasks,
        [
            json!(["Deliver", "2027-01-14", "2027-01-18", null]),
            json!(["Draft", null, null, ben.me()]),
            json!(["Measure", null, "2027-01-12", null]),
            json!(["Order", "2027-01-11", "2027-01-12", ben.me()]),
        ],
        "neither the run nor what was done"
    );
    let order = list(&ben, &made, "tasks?limit=50").into_iter().find(|one| one["title"] == "Order").unwrap();
    let step = o.owner.get(&format!("/tasks/{}", id(&order))).ok()["steps"][0].clone();
    assert_eq!((&step["assignee_id"], &step["due"]["date"]), (&json!(ben.me()), &json!("2027-01-11")));
    o.ana.get(&format!("/spaces/{made}/tasks")).fails(403, "forbidden");
}

#[test]
fn a_plan_of_two_hundred_tasks_is_taken_along_and_one_more_is_refused_whole() {
    let o = office();
    let at = |what: &str| format!("/spaces/{}/{what}", o.space);
    o.owner.patch(&format!("/spaces/{}", o.space), json!({ "finish": "2026-12-04" })).ok();
    let task = |title: String, parent: Option<&str>| {
        id(&o.owner.post(&at("tasks"), json!({ "title": title, "parent_id": parent })).ok())
    };
    let dig = task("Dig".into(), None);
    // Sub-tasks are counted too.
    for n in 0..99 {
        task(format!("Part {n}"), Some(&dig));
    }
    for n in 0..100 {
        task(format!("Task {n}"), None);
    }
    let with = |name: &str| json!({ "name": name, "plan_begins": "2027-01-11" });
    let made = id(&o.owner.post(&at("copies"), with("All of it")).ok());
    let all = o.owner.get(&format!("/spaces/{made}/tasks?limit=200&subtasks=true")).ok();
    assert_eq!(all["items"].as_array().unwrap().len(), 200);

    task("One more".into(), Some(&dig));
    let spaces = || o.owner.get("/spaces").ok()["items"].as_array().unwrap().len();
    let before = spaces();
    let refused = o.owner.post(&at("copies"), with("Too much")).fails(422, "too_many");
    assert_eq!(refused["error"]["message"], "More than 200 tasks cannot be taken along. Begin without them.");
    assert_eq!(spaces(), before, "nothing is half made");
    o.owner.post(&at("copies"), json!({ "name": "Without it" })).ok();
}
