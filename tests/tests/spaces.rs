//! Spaces: who sees them, who is in them, how they are set up, and taking all of it back. Tags too.

use guildhall_tests::{Client, Server, id};
use serde_json::json;

struct Office {
    server: Server,
    owner: Client,
    ana: Client,
}

fn office() -> Office {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    Office { server, owner, ana }
}

fn names(who: &Client, query: &str) -> Vec<String> {
    let list = who.get(&format!("/spaces{query}")).ok();
    list["items"].as_array().unwrap().iter().map(|space| space["name"].as_str().unwrap().to_owned()).collect()
}

fn undo(who: &Client, command: String) -> guildhall_tests::Answer {
    who.post("/undo", json!({"command": command}))
}

#[test]
fn a_space_is_made_set_up_archived_deleted_and_brought_back() {
    let o = office();
    let space =
        o.ana.post("/spaces", json!({"name": " Service & maintenance ", "kind": "department", "color": 4})).ok();
    let path = format!("/spaces/{}", id(&space));
    assert_eq!(
        (&space["name"], &space["prefix"], &space["my_role"]),
        (&json!("Service & maintenance"), &json!("SER"), &json!("lead"))
    );
    assert_eq!(space["statuses"].as_array().unwrap().len(), 5);
    o.owner.post("/spaces", json!({"name": "Second", "prefix": "ser"})).fails(409, "taken");
    o.owner.post("/spaces", json!({"name": "Second", "access": "personal"})).fails(422, "invalid");
    o.owner.post("/spaces", json!({"name": " "})).fails(422, "invalid");
    o.ana.send("PATCH", &path, Some(&json!({"name": "x"}))).fails(428, "needs_if_match");
    let renamed = o.ana.patch(&path, json!({"prefix": "REP", "name": "Repairs"})).ok();
    let task = o.ana.task(&id(&space), "One");
    assert_eq!((&renamed["prefix"], &task["key"]), (&json!("REP"), &json!("REP-1")));
    assert_eq!(id(&o.ana.get("/items/by-key/SER-1").ok()), id(&task), "the former prefix leads there for ever");
    o.owner.post("/spaces", json!({"name": "Second", "prefix": "SER"})).fails(409, "taken");
    let stale = o.owner.patch_from(&space["version"], &path, json!({"name": "x"})).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["name"], "Repairs");
    assert_eq!(o.ana.get(&path).ok()["open_tasks"], 1);
    o.ana.put(&format!("{path}/archive"), json!({})).ok();
    o.ana.post(&format!("{path}/tasks"), json!({"title": "x"})).fails(403, "forbidden");
    o.ana.delete(&format!("{path}/archive")).ok();
    o.ana.delete(&path).ok();
    assert_eq!(names(&o.owner, ""), ["Personal"]);
    assert_eq!(names(&o.ana, "?deleted=true"), ["Repairs"]);
    o.ana.get(&format!("/tasks/{}", id(&task))).fails(404, "not_found");
    o.ana.get(&format!("{path}/view")).fails(403, "forbidden");
    o.server.join(&o.owner, "Ben Adeyemi", "member").get(&path).fails(404, "not_found");
    o.ana.put(&format!("{path}/restore"), json!({})).ok();
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&task))).ok()["title"], "One");
}

#[test]
fn access_decides_what_others_see_at_once() {
    let o = office();
    let guest = o.server.join(&o.owner, "Gil Guest", "guest");
    let space = o.ana.space("Kitchen", "open");
    let path = format!("/spaces/{space}");
    let ben = o.server.join(&o.owner, "Ben Adeyemi", "member");
    let task = o.ana.task(&space, "One");
    let reads = |who: &Client| (who.get(&path).status, who.get(&format!("/tasks/{}", id(&task))).status);
    assert_eq!((reads(&ben), reads(&guest)), ((200, 200), (404, 404)));
    guest.post("/spaces", json!({"name": "x"})).fails(403, "forbidden");
    o.ana.patch(&path, json!({"access": "closed", "description": "secret recipe"})).ok();
    assert_eq!(reads(&ben), (200, 404));
    let seen = ben.get(&path).ok();
    assert_eq!(
        (&seen["name"], &seen["description"], &seen["statuses"], &seen["can"]["read"]),
        (&json!("Kitchen"), &json!(""), &json!([]), &json!(false))
    );
    o.ana.patch(&path, json!({"access": "private"})).ok();
    assert_eq!((reads(&ben), reads(&o.owner)), ((404, 404), (200, 404)), "an admin sees the name and nothing in it");
    o.owner.patch(&path, json!({"name": "x"})).fails(403, "forbidden");
    o.ana.put(&format!("{path}/members/{}", guest.me()), json!({"role": "member"})).fails(422, "invalid");
    o.ana.put(&format!("{path}/members/{}", guest.me()), json!({"role": "guest"})).ok();
    assert_eq!(reads(&guest), (200, 200));
    guest.post(&format!("{path}/tasks"), json!({"title": "x"})).fails(403, "forbidden");
    o.ana.delete(&format!("{path}/members/{}", guest.me())).ok();
    assert_eq!(reads(&guest), (404, 404));
    o.ana.delete(&format!("{path}/members/{}", o.ana.me())).fails(409, "conflict");
    ben.put(&format!("{path}/join"), json!({})).fails(404, "not_found");
    let entered = o.owner.put(&format!("{path}/join"), json!({}));
    assert_eq!((reads(&o.owner), entered.clone().ok()["my_role"].clone()), ((200, 200), json!("member")));
    undo(&o.owner, entered.command()).ok();
    assert_eq!(reads(&o.owner), (200, 404));
}

#[test]
fn a_space_can_be_a_member_and_its_people_follow() {
    let o = office();
    let (kitchen, festival) = (o.owner.space("Kitchen", "closed"), o.owner.space("Festival", "private"));
    o.owner.put(&format!("/spaces/{kitchen}/members/{}", o.ana.me()), json!({"role": "member"})).ok();
    o.ana.get(&format!("/spaces/{festival}")).fails(404, "not_found");
    let members = o.owner.put(&format!("/spaces/{festival}/members/{kitchen}"), json!({"role": "member"})).ok();
    let of_ana = members["items"].as_array().unwrap().iter().find(|m| m["member"]["name"] == "Ana Moreau").unwrap();
    assert_eq!(of_ana["via"], json!(kitchen));
    assert_eq!(o.ana.get(&format!("/spaces/{festival}/view")).status, 200);
    o.owner.put(&format!("/spaces/{festival}/members/{festival}"), json!({"role": "member"})).fails(422, "invalid");
    o.owner.delete(&format!("/spaces/{kitchen}/members/{}", o.ana.me())).ok();
    o.ana.get(&format!("/spaces/{festival}/view")).fails(404, "not_found");
}

#[test]
fn statuses_sections_and_fields_take_their_tasks_along() {
    let o = office();
    let space = o.owner.space("Service", "open");
    let path = format!("/spaces/{space}");
    let with =
        o.owner.post(&format!("{path}/statuses"), json!({"name": "Checking", "category": "doing", "limit": 3})).ok();
    let checking = with["statuses"][2]["id"].clone();
    assert_eq!((&with["statuses"][2]["name"], &with["statuses"][2]["limit"]), (&json!("Checking"), &json!(3)));
    o.owner.post(&format!("{path}/statuses"), json!({"name": "checking", "category": "done"})).fails(422, "invalid");
    o.ana.post(&format!("{path}/statuses"), json!({"name": "x", "category": "done"})).fails(403, "forbidden");
    let section = o.owner.post(&format!("{path}/sections"), json!({"name": "Later"})).ok()["sections"][0]["id"].clone();
    let size =
        o.owner.post(&format!("{path}/fields"), json!({"name": "Size", "kind": "choice", "choices": ["S", "L"]})).ok()
            ["fields"][0]["id"]
            .clone();
    let fields = json!({ size.to_string(): "L" });
    let task = o
        .owner
        .post(
            &format!("{path}/tasks"),
            json!({"title": "One", "status_id": checking, "section_id": section, "fields": fields}),
        )
        .ok();
    let now = || o.owner.get(&format!("/tasks/{}", id(&task))).ok();
    o.owner.delete(&format!("{path}/statuses/1")).fails(422, "invalid");
    let no_status = o.owner.delete(&format!("{path}/statuses/{checking}?move_to=2"));
    assert_eq!((no_status.clone().ok()["statuses"].as_array().unwrap().len(), &now()["status_id"]), (5, &json!(2)));
    let no_section = o.owner.delete(&format!("{path}/sections/{section}"));
    let no_field = o.owner.delete(&format!("{path}/fields/{size}"));
    assert_eq!((&now()["section_id"], &now()["fields"]), (&json!(null), &json!({})));
    for gone in [no_field, no_section, no_status] {
        undo(&o.owner, gone.command()).ok();
    }
    let back = now();
    assert_eq!((&back["status_id"], &back["section_id"], &back["fields"]), (&checking, &section, &fields));
    assert_eq!(o.owner.get(&path).ok()["statuses"][2]["name"], "Checking");
}

#[test]
fn a_workflow_is_changed_by_a_mapping_and_taken_back_as_one() {
    let o = office();
    let space = o.owner.space("Service", "open");
    let path = format!("/spaces/{space}");
    let in_status = |status: u32, title: &str| {
        id(&o.owner.post(&format!("{path}/tasks"), json!({"title": title, "status_id": status})).ok())
    };
    let (begun, waiting, done) = (in_status(2, "Begun"), in_status(3, "Waiting"), in_status(4, "Done"));
    let status_of = |task: &str| o.owner.get(&format!("/tasks/{task}")).ok()["status_id"].clone();
    let now = || [&begun, &waiting, &done].map(|task| status_of(task));
    // "Doing" waits from now on, "Waiting" goes into it, and there are four more: more than eight with those that go.
    let statuses = json!([
        {"id": 1, "name": "New", "category": "todo"},
        {"name": "Calling", "category": "doing", "limit": 3},
        {"name": "On the way", "category": "doing"},
        {"name": "On site", "category": "doing"},
        {"id": 2, "name": "Parts ordered", "category": "waiting", "takes": [3]},
        {"name": "Paid", "category": "done", "takes": [4]},
        {"id": 5, "name": "Cancelled", "category": "cancelled"},
    ]);
    let workflow = format!("{path}/workflow");
    o.ana.put(&workflow, json!({"statuses": statuses})).fails(403, "forbidden");
    let without = json!({"statuses": [{"id": 1, "name": "New", "category": "todo"}]});
    let refused = o.owner.put(&workflow, without).fails(422, "invalid");
    assert_eq!(refused["error"]["fields"]["statuses"], "Say where the tasks of Doing go.");
    let before = o.owner.get(&path).ok()["statuses"].clone();
    let changed = o.owner.put(&workflow, json!({"statuses": statuses}));
    let made = changed.clone().ok()["statuses"].clone();
    let names: Vec<_> = made.as_array().unwrap().iter().map(|status| status["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["New", "Calling", "On the way", "On site", "Parts ordered", "Paid", "Cancelled"]);
    let (ordered, paid) = (made[4]["id"].clone(), made[5]["id"].clone());
    assert_eq!(now(), [ordered.clone(), ordered.clone(), paid.clone()]);
    let undone = undo(&o.owner, changed.command());
    assert_eq!((now(), &o.owner.get(&path).ok()["statuses"]), ([json!(2), json!(3), json!(4)], &before));
    undo(&o.owner, undone.command()).ok();
    assert_eq!((now(), &o.owner.get(&path).ok()["statuses"]), ([ordered.clone(), ordered, paid], &made));

    // The choices of a field the same way.
    let sizes = json!({"name": "Size", "kind": "choice", "choices": ["S", "M", "L"]});
    let size = o.owner.post(&format!("{path}/fields"), sizes).ok()["fields"][0]["id"].to_string();
    let sized = |choice: &str| {
        let body = json!({"title": choice, "fields": { size.clone(): choice }});
        id(&o.owner.post(&format!("{path}/tasks"), body).ok())
    };
    let (small, large) = (sized("S"), sized("L"));
    let size_of = |task: &str| o.owner.get(&format!("/tasks/{task}")).ok()["fields"][&size].clone();
    let choices = json!({"choices": [{"name": "Small", "takes": ["S", "M"]}, {"name": "Wide"}]});
    let renamed = o.owner.put(&format!("{path}/fields/{size}/choices"), choices);
    assert_eq!(renamed.clone().ok()["fields"][0]["choices"], json!(["Small", "Wide"]));
    assert_eq!([size_of(&small), size_of(&large)], ["Small", "L"], "what nothing takes stays as it was filled in");
    let twice = json!({"choices": [{"name": "A", "takes": ["Small"]}, {"name": "B", "takes": ["Small"]}]});
    o.owner.put(&format!("{path}/fields/{size}/choices"), twice).fails(422, "invalid");
    undo(&o.owner, renamed.command()).ok();
    assert_eq!([size_of(&small), size_of(&large)], ["S", "L"]);
}

#[test]
fn what_was_done_to_a_space_is_taken_back_unless_somebody_went_on_from_there() {
    let o = office();
    let made = o.owner.post("/spaces", json!({"name": "Service"}));
    let path = format!("/spaces/{}", id(&made.json));
    let edit = o.owner.patch(&path, json!({"name": "Repairs", "access": "closed", "tools": ["tasks"]}));
    undo(&o.ana, edit.command()).fails(410, "undo_gone");
    let undone = undo(&o.owner, edit.command());
    let now = o.owner.get(&path).ok();
    assert_eq!(
        (&now["name"], &now["access"], now["tools"].as_array().unwrap().len()),
        (&json!("Service"), &json!("open"), 5)
    );
    undo(&o.owner, undone.command()).ok();
    assert_eq!(o.owner.get(&path).ok()["name"], "Repairs", "taking it back twice does it again");
    let mine = o.owner.patch(&path, json!({"name": "Mine", "color": 7}));
    o.owner.patch(&path, json!({"name": "Somebody's"})).ok();
    let refused = undo(&o.owner, mine.command()).fails(409, "undo_conflict");
    assert_eq!(refused["error"]["changed"], json!(["name"]));
    assert_eq!(o.owner.get(&path).ok()["color"], 7, "nothing of it was taken back");
    let added = o.owner.put(&format!("{path}/members/{}", o.ana.me()), json!({"role": "member"}));
    undo(&o.owner, added.command()).ok();
    assert_eq!(o.ana.get(&path).ok()["can"]["read"], false);
    let status = o.owner.post(&format!("{path}/statuses"), json!({"name": "Checking", "category": "doing"}));
    let number = status.json["statuses"][2]["id"].clone();
    let task = o.owner.post(&format!("{path}/tasks"), json!({"title": "One", "status_id": number})).ok();
    undo(&o.owner, status.command()).fails(409, "undo_conflict");
    o.owner.patch(&format!("/tasks/{}", id(&task)), json!({"status_id": 1})).ok();
    undo(&o.owner, status.command()).ok();
    assert_eq!(o.owner.get(&path).ok()["statuses"].as_array().unwrap().len(), 5);
    let deleted = o.owner.delete(&path);
    undo(&o.owner, deleted.command()).ok();
    assert_eq!(o.owner.get(&path).ok()["deleted_at"], json!(null));
    undo(&o.owner, made.command()).ok();
    assert_eq!(names(&o.owner, "?deleted=true"), ["Somebody's"], "what was made goes to the trash");
}

#[test]
fn tags_belong_to_the_organization() {
    let o = office();
    let guest = o.server.join(&o.owner, "Gil Guest", "guest");
    let paper = o.ana.post("/tags", json!({"name": " paper ", "color": 3})).ok();
    assert_eq!((&paper["name"], &paper["color"]), (&json!("paper"), &json!(3)));
    o.owner.post("/tags", json!({"name": "PAPER"})).fails(409, "taken");
    o.owner.post("/tags", json!({"name": ""})).fails(422, "invalid");
    o.owner.post("/tags", json!({"name": "x", "color": 10})).fails(422, "invalid");
    guest.post("/tags", json!({"name": "x"})).fails(403, "forbidden");
    let path = format!("/tags/{}", paper["id"]);
    o.ana.send("PATCH", &path, Some(&json!({"name": "x"}))).fails(428, "needs_if_match");
    o.ana.patch_from(&paper["version"], &path, json!({"name": "Paperwork"})).ok();
    let stale = o.ana.patch_from(&paper["version"], &path, json!({"name": "x"})).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["name"], "Paperwork");
    let space = o.owner.space("Service", "open");
    let task = o.owner.post(&format!("/spaces/{space}/tasks"), json!({"title": "One", "tag_ids": [paper["id"]]})).ok();
    o.ana.delete(&path).fails(403, "forbidden");
    let gone = o.owner.delete(&path);
    assert_eq!((gone.status, &o.ana.get("/tags").ok()["items"]), (204, &json!([])));
    assert_eq!(o.owner.get(&format!("/spaces/{space}/view?group=tag")).ok()["groups"][0]["id"], "none");
    undo(&o.owner, gone.command()).ok();
    let listed = o.ana.get("/session").ok()["tags"].clone();
    assert_eq!((&listed[0]["name"], &listed[0]["id"]), (&json!("Paperwork"), &paper["id"]));
    assert_eq!(o.owner.get(&format!("/tasks/{}", id(&task))).ok()["tag_ids"], json!([paper["id"]]));
    let made = o.ana.post("/tags", json!({"name": "Mistake"}));
    undo(&o.ana, made.command()).ok();
    assert_eq!(o.ana.get("/tags").ok()["items"].as_array().unwrap().len(), 1);
    o.owner.patch("/tags/999", json!({"name": "x"})).fails(404, "not_found");
}

#[test]
fn stars_and_personal_spaces_are_ones_own() {
    let o = office();
    let space = o.owner.space("Service", "open");
    o.ana.put(&format!("/spaces/{space}/star"), json!({})).ok();
    assert_eq!(o.ana.get("/me").ok()["starred_space_ids"], json!([space]));
    assert_eq!(o.owner.get("/me").ok()["starred_space_ids"], json!([]));
    o.ana.delete(&format!("/spaces/{space}/star")).ok();
    assert_eq!(o.ana.get("/me").ok()["starred_space_ids"], json!([]));
    let personal = o.ana.get("/spaces").ok()["items"][0].clone();
    assert_eq!((&personal["access"], &personal["prefix"]), (&json!("personal"), &json!("")));
    let path = format!("/spaces/{}", id(&personal));
    for read in ["", "/view", "/tasks", "/tasks.csv", "/trash", "/views", "/members"] {
        o.owner.get(&format!("{path}{read}")).fails(404, "not_found");
    }
    o.ana.patch(&path, json!({"name": "x"})).fails(403, "forbidden");
    o.ana.delete(&path).fails(403, "forbidden");
    o.ana.task(&id(&personal), "Milk");
    assert_eq!(o.ana.get(&format!("{path}/view")).ok()["total"], 1);
}

#[test]
fn every_tab_is_on_at_first_and_documents_and_processes_can_be_switched_off_like_the_others() {
    let o = office();
    let path = format!("/spaces/{}", id(&o.owner.post("/spaces", json!({"name": "Service"})).ok()));
    let tools = |answer: serde_json::Value| answer["tools"].clone();
    let all = json!(["overview", "tasks", "discussions", "documents", "processes"]);
    assert_eq!(tools(o.owner.get(&path).ok()), all);
    let page = id(&o.owner.post(&format!("{path}/pages"), json!({"title": "Minutes"})).ok());
    let process = id(&o.owner.post(&format!("{path}/processes"), json!({"name": "Van check"})).ok());
    let off = o.owner.patch(&path, json!({"tools": ["overview", "tasks", "discussions"]}));
    assert_eq!(tools(o.ana.get(&path).ok()), json!(["overview", "tasks", "discussions"]));
    // A tab is hidden; what is in it is there, and links to it lead to it.
    assert_eq!(o.ana.get(&format!("/documents/{page}")).ok()["title"], "Minutes");
    assert_eq!(o.ana.get(&format!("/processes/{process}")).ok()["name"], "Van check");
    o.ana.patch(&path, json!({"tools": ["documents"]})).fails(403, "forbidden");
    undo(&o.owner, off.command()).ok();
    assert_eq!(tools(o.owner.get(&path).ok()), all);
    let fields = o.owner.patch(&path, json!({"tools": []})).fails(422, "invalid");
    assert_eq!(fields["error"]["fields"]["tools"], "Leave at least one tab on.");
}
