//! Views of the tasks of a space: groups, filters, orders, pages; what is done to many tasks at once.

use guildhall_tests::{Client, Server, id};
use serde_json::{Value, json};

struct Office {
    server: Server,
    owner: Client,
    ana: Client,
    space: String,
}

fn office() -> Office {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let space = owner.space("Service", "open");
    Office { server, owner, ana, space }
}

impl Office {
    fn make(&self, title: &str, more: Value) -> Value {
        let mut body = json!({"title": title});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.owner.post(&format!("/spaces/{}/tasks", self.space), body).ok()
    }

    fn view(&self, query: &str) -> Value {
        self.owner.get(&format!("/spaces/{}/view?{query}", self.space)).ok()
    }

    /// Every group as `id count: titles`.
    fn groups(&self, query: &str) -> Vec<String> {
        let view = self.view(query);
        let groups = view["groups"].as_array().unwrap().iter();
        groups
            .map(|group| format!("{} {}: {}", group["id"].as_str().unwrap(), group["count"], titles(&group["rows"])))
            .collect()
    }

    /// The titles of an ungrouped view.
    fn titles(&self, query: &str) -> String {
        titles(&self.view(query)["groups"][0]["rows"])
    }
}

fn titles(rows: &Value) -> String {
    rows.as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn groups_have_exact_counts_and_stand_in_their_order() {
    let o = office();
    let (me, ana) = (o.owner.me(), o.ana.me());
    let later = o.owner.post(&format!("/spaces/{}/sections", o.space), json!({"name": "Later"})).ok();
    let later = later["sections"][0]["id"].clone();
    let paper = o.owner.post("/tags", json!({"name": "paper"})).ok()["id"].clone();
    let boiler = o.owner.post("/tags", json!({"name": "Boiler"})).ok()["id"].clone();
    o.make(
        "a",
        json!({"assignee_id": me, "priority": "urgent", "due": {"date": "2026-11-20"}, "tag_ids": [paper, boiler]}),
    );
    o.make("b", json!({"assignee_id": ana, "due": {"date": "2026-11-23"}, "section_id": later}));
    o.make("c", json!({"due": {"date": "2026-11-24"}, "status_id": 2, "tag_ids": [paper]}));
    o.make("d", json!({"due": {"date": "2026-11-29"}, "status_id": 2, "priority": "low"}));
    o.make("e", json!({"due": {"date": "2026-11-30"}}));
    o.make("f", json!({"due": {"date": "2026-11-20"}, "status_id": 4}));
    o.make("g", json!({}));
    assert_eq!(o.groups("group=status"), ["1 4: a b e g", "2 2: c d", "3 0: ", "4 1: f", "5 0: "]);
    assert_eq!(o.groups("group=section"), ["none 6: a c d e f g".to_owned(), format!("{later} 1: b")]);
    assert_eq!(o.groups("group=priority"), ["urgent 1: a", "high 0: ", "normal 5: b c e f g", "low 1: d"]);
    assert_eq!(
        o.groups("group=due"),
        ["overdue 1: a", "today 1: b", "tomorrow 1: c", "week 1: d", "later 1: e", "earlier 1: f", "none 1: g"]
    );
    assert_eq!(o.groups("group=assignee"), [format!("{ana} 1: b"), format!("{me} 1: a"), "none 5: c d e f g".into()]);
    assert_eq!(
        o.groups("group=tag"),
        [format!("{boiler} 1: a"), format!("{paper} 2: a c"), "none 5: b d e f g".into()]
    );
    assert_eq!(o.view("group=tag")["total"], 7, "a task with two tags counts once");
    assert_eq!(o.groups(""), ["all 7: a b c d e f g"]);
    let cut = o.view("group=status&limit=1");
    assert_eq!((&cut["groups"][0]["count"], titles(&cut["groups"][0]["rows"]).as_str()), (&json!(4), "a"));
    assert!(cut["groups"][0]["next"].is_string() && cut["groups"][3]["next"].is_null());
}

#[test]
fn filters_narrow_and_orders_turn() {
    let o = office();
    let (me, ana) = (o.owner.me(), o.ana.me());
    let tag = o.owner.post("/tags", json!({"name": "paper"})).ok()["id"].clone();
    let a = o.make(
        "Gas valve",
        json!({"assignee_id": me, "priority": "urgent", "due": {"date": "2026-11-20"}, "tag_ids": [tag]}),
    );
    o.make("Äther", json!({"assignee_id": ana, "priority": "low", "due": {"date": "2026-11-23", "time": "08:00", "zone": "Asia/Tokyo"}}));
    o.make("gasket", json!({"due": {"date": "2026-11-27"}, "status_id": 2}));
    let old = o.make("Old", json!({"status_id": 4}));
    o.make("Part", json!({"parent_id": a["id"]}));
    let away = o.make("Away", json!({}));
    o.owner.patch(&format!("/tasks/{}", id(&away)), json!({"archived": true})).ok();
    assert_eq!(o.titles(""), "Gas valve Äther gasket Old");
    assert_eq!(o.titles("archived=true"), "Gas valve Äther gasket Old Away");
    assert_eq!(o.view("subtasks=true")["total"], 5);
    for (query, expected) in [
        ("assignee=me", "Gas valve"),
        ("assignee=none", "gasket Old"),
        (&format!("assignee=me,{ana}"), "Gas valve Äther"),
        ("status=2,4", "gasket Old"),
        ("category=done", "Old"),
        ("done=none&priority=urgent,low", "Gas valve Äther"),
        (&format!("tag={tag},99"), "Gas valve"),
        ("section=none&text=GAS", "Gas valve gasket"),
        ("text=valve%20gas", "Gas valve"),
        ("text=%C3%A4ther", "Äther"),
        ("due=overdue", "Gas valve Äther"),
        ("due=week", "Äther gasket"),
        ("due=none", "Old"),
        ("due=any&status=1", "Gas valve Äther"),
        ("sort=title", "Gas valve gasket Old Äther"),
        ("sort=title&desc=true", "Äther Old gasket Gas valve"),
        ("sort=due", "Gas valve Äther gasket Old"),
        ("sort=due&desc=true", "gasket Äther Gas valve Old"),
        ("sort=priority", "Gas valve gasket Old Äther"),
        ("sort=assignee", "Äther Gas valve gasket Old"),
        ("sort=created&desc=true", "Gas valve Äther gasket Old"),
    ] {
        assert_eq!(o.titles(query), expected, "{query}");
    }
    o.server.clock.advance(8 * 24 * 3_600_000);
    assert_eq!(o.titles("done=week"), "Gas valve Äther gasket", "done more than a week ago");
    assert_eq!(o.titles("done=all"), "Gas valve Äther gasket Old");
    o.owner.patch(&format!("/tasks/{}", id(&old)), json!({"title": "Older"})).ok();
    assert!(o.titles("done=all&sort=updated").starts_with("Older "));
    for wrong in ["colour=1", "status=x", "group=colour", "sort=x", "limit=0", "cursor=00", "due=soon"] {
        o.owner.get(&format!("/spaces/{}/view?{wrong}", o.space)).fails(400, "bad_query");
    }
}

/// Every title of a group or list, page by page, with something happening between the pages.
fn walk(who: &Client, path: &str, mut between: impl FnMut(usize)) -> Vec<String> {
    let mut titles = Vec::new();
    let mut cursor = String::new();
    for page in 0.. {
        let answer = who.get(&format!("{path}{cursor}")).ok();
        titles.extend(answer["items"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap().to_owned()));
        let Some(next) = answer["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
        between(page);
    }
    titles
}

#[test]
fn pages_lose_and_repeat_nothing_while_tasks_come_and_go() {
    let o = office();
    let made: Vec<Value> =
        (0..9).map(|n| o.make(&format!("t{n}"), json!({"priority": (["low", "high", "normal"][n % 3])}))).collect();
    for (sort, expected) in [
        ("manual", "t0 t1 t2 t3 t4 t5 t6 t7 t8"),
        ("manual&desc=true", "t8 t7 t6 t5 t4 t3 t2 t1 t0"),
        ("priority", "t1 t4 t7 t2 t5 t8 t0 t3 t6"),
        ("title&desc=true", "t8 t7 t6 t5 t4 t3 t2 t1 t0"),
    ] {
        for address in [
            format!("view/group?group=status&id=1&limit=2&sort={sort}"),
            format!("tasks?archived=true&limit=4&sort={sort}"),
        ] {
            let titles = walk(&o.owner, &format!("/spaces/{}/{address}", o.space), |page| {
                let task = o.make(&format!("t0-{page}"), json!({"priority": "urgent"}));
                o.owner.put(&format!("/tasks/{}/position", id(&task)), json!({"before": made[0]["id"]})).ok();
                o.owner.delete(&format!("/tasks/{}", id(&task))).ok();
            });
            assert_eq!(titles.join(" "), expected, "{address}");
        }
    }
    let view = o.view("group=status&limit=4");
    let next = view["groups"][0]["next"].as_str().unwrap();
    o.owner.delete(&format!("/tasks/{}", id(&made[3]))).ok();
    let rest = o.owner.get(&format!("/spaces/{}/view/group?group=status&id=1&cursor={next}", o.space)).ok();
    assert_eq!(titles(&rest["items"]), "t4 t5 t6 t7 t8", "the row of the cursor may be gone");
    for wrong in ["cursor=zz", "cursor=05", "cursor=0102"] {
        o.owner.get(&format!("/spaces/{}/view/group?group=status&id=1&{wrong}", o.space)).fails(400, "bad_query");
    }
}

#[test]
fn lists_take_the_filters_of_views_and_bring_the_text() {
    let o = office();
    o.make("Done", json!({"status_id": 4, "body": "was **done**"}));
    o.make("Open", json!({"priority": "high", "due": {"date": "2026-12-01"}}));
    let list = |query: &str| o.owner.get(&format!("/spaces/{}/tasks?{query}", o.space)).ok()["items"].clone();
    assert_eq!(list("")[0]["body"], "was **done**");
    assert_eq!(titles(&list("category=done")), "Done");
    assert_eq!(titles(&list("sort=priority")), "Open Done");
    assert_eq!(
        titles(&list("sort=due&priority=high,normal")),
        "Open",
        "as without a filter, those without a date are left out"
    );
    o.owner.get(&format!("/spaces/{}/tasks?group=status", o.space)).fails(400, "bad_query");
}

#[test]
fn a_view_shows_what_is_also_in_the_space_and_nothing_more_than_may_be_read() {
    let o = office();
    let other = o.owner.space("Purchasing", "closed");
    let task = o.owner.task(&other, "Guest of honour");
    o.owner.patch(&format!("/tasks/{}", id(&task)), json!({"status_id": 2})).ok();
    o.owner.put(&format!("/tasks/{}/also-in/{}", id(&task), o.space), json!({})).ok();
    let seen = o.ana.get(&format!("/spaces/{}/view?group=status", o.space)).ok();
    assert_eq!(titles(&seen["groups"][1]["rows"]), "Guest of honour");
    for path in ["view", "view/group?id=all", "tasks", "tasks?sort=title", "tasks.csv", "trash", "views"] {
        o.ana.get(&format!("/spaces/{other}/{path}")).fails(403, "forbidden");
    }
    let secret = o.owner.space("Vault", "private");
    for path in ["view", "tasks.csv", "trash", "views"] {
        o.ana.get(&format!("/spaces/{secret}/{path}")).fails(404, "not_found");
    }
}

#[test]
fn bulk_changes_all_of_them_or_none_and_is_one_undo() {
    let o = office();
    let tag = o.owner.post("/tags", json!({"name": "paper"})).ok()["id"].clone();
    let tasks: Vec<String> = ["a", "b", "c"].iter().map(|title| id(&o.make(title, json!({})))).collect();
    let bulk = |who: &Client, body: Value| who.post("/tasks/bulk", body);
    let done = bulk(
        &o.owner,
        json!({"ids": tasks, "set": {"status_id": 4, "priority": "high"}, "add_tags": [tag], "plan": "someday"}),
    );
    let answer = done.clone().ok();
    assert_eq!((titles(&answer["items"]).as_str(), &answer["command"]), ("a b c", &json!(done.command())));
    assert!(
        answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["category"] == "done" && row["tag_ids"] == json!([tag]) && row["plan"] == "someday")
    );
    o.owner.post("/undo", json!({"command": done.command()})).ok();
    assert_eq!(o.groups("group=status&done=all")[0], "1 3: a b c");
    let hidden = o.owner.task(&o.owner.space("Vault", "private"), "Hidden");
    let mixed = json!({"ids": [tasks[0], hidden["id"]], "set": {"title": "x"}});
    bulk(&o.ana, mixed).fails(404, "not_found");
    bulk(&o.ana, json!({"ids": [tasks[0], tasks[1]], "set": {"status_id": 99}})).fails(422, "invalid");
    bulk(&o.ana, json!({"ids": [tasks[0]], "add_tags": [77]})).fails(422, "invalid");
    bulk(&o.ana, json!({"ids": []})).fails(422, "invalid");
    bulk(&o.ana, json!({"ids": [tasks[0]], "set": {"trashed_at": null}})).fails(400, "unknown_field");
    let many: Vec<String> = (0..501).map(|n| format!("019ab000-0000-7000-8000-{n:012}")).collect();
    bulk(&o.ana, json!({"ids": many})).fails(422, "too_many");
    assert_eq!(o.titles(""), "a b c", "what was refused left nothing");
    let part = o.make("part", json!({"parent_id": tasks[0]}));
    let away = bulk(&o.ana, json!({"ids": [part["id"], tasks[0], tasks[1]], "trash": true}));
    assert_eq!(titles(&away.clone().ok()["items"]), "part a b");
    assert_eq!(titles(&o.ana.get(&format!("/spaces/{}/trash?limit=1", o.space)).ok()["items"]).len(), 1);
    let mut bin = walk(&o.ana, &format!("/spaces/{}/trash?limit=1", o.space), |_| ());
    bin.sort();
    assert_eq!(bin, ["a", "b"], "a sub-task lies in the trash as part of its task");
    bulk(&o.ana, json!({"ids": [part["id"], tasks[0]], "trash": false})).ok();
    assert_eq!((o.titles(""), o.view("subtasks=true")["total"].clone()), ("a c".into(), json!(3)));
}

#[test]
fn pasted_lines_become_tasks_in_order_and_go_with_one_undo() {
    let o = office();
    o.make("First", json!({}));
    let paste =
        |text: &str| o.owner.post(&format!("/spaces/{}/tasks/paste", o.space), json!({"text": text, "status_id": 2}));
    let made = paste("- [ ] Drain\r\n\n 1. Swap the valve\n• Refill  \n2026 budget");
    assert_eq!(made.status, 201);
    assert_eq!(titles(&made.clone().ok()["items"]), "Drain Swap the valve Refill 2026 budget");
    assert_eq!(made.json["items"][3]["key"], "SER-5");
    assert_eq!(o.groups("group=status")[1], "2 4: Drain Swap the valve Refill 2026 budget");
    o.owner.post("/undo", json!({"command": made.command()})).ok();
    assert_eq!(o.titles(""), "First");
    paste(" \n\n").fails(422, "invalid");
    paste(&"x\n".repeat(501)).fails(422, "too_many");
    let long = paste(&format!("ok\n{}", "x".repeat(501))).fails(422, "invalid");
    assert!(long["error"]["fields"]["text"].as_str().unwrap().starts_with("Line 2:"), "{long}");
    assert_eq!(o.titles(""), "First");
    let many: String = (0..500).map(|n| format!("line {n}\n")).collect();
    assert_eq!(paste(&many).ok()["items"].as_array().unwrap().len(), 500);
    let all = walk(&o.owner, &format!("/spaces/{}/view/group?id=all&limit=200", o.space), |_| ());
    assert_eq!((all.len(), all[500].as_str()), (501, "line 499"));
}

#[test]
fn the_table_for_spreadsheets_shows_what_is_shown_and_starts_no_formula() {
    let o = office();
    let tag = o.owner.post("/tags", json!({"name": "paper"})).ok()["id"].clone();
    let more = json!({"body": "two\nlines, \"quoted\"", "assignee_id": o.ana.me(), "due": {"date": "2026-11-25", "time": "17:00"}, "tag_ids": [tag], "estimate_minutes": 90});
    o.make("=1+1", more);
    o.make("@b", json!({"status_id": 4, "due": {"date": "2026-11-26"}}));
    let answer = o.owner.get(&format!("/spaces/{}/tasks.csv?group=status&done=all&sort=manual", o.space));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"tasks-SER.csv\""));
    assert!(answer.header("content-type").unwrap().starts_with("text/csv"));
    let text = answer.text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    assert_eq!(
        text,
        "key,title,status,section,assignee,priority,due,start,estimate,tags,created,completed,body\r\n\
         SER-1,'=1+1,To do,,Ana Moreau,normal,2026-11-25 17:00,,90,paper,2026-11-23 10:00,,\"two\nlines, \"\"quoted\"\"\"\r\n\
         SER-2,'@b,Done,,,normal,2026-11-26,,,,2026-11-23 10:00,2026-11-23 10:00,\r\n"
    );
    let open = o.owner.get(&format!("/spaces/{}/tasks.csv?done=none", o.space));
    assert_eq!(open.text.matches("SER-").count(), 1);
    let many: String = (0..450).map(|n| format!("line {n}\n")).collect();
    o.owner.post(&format!("/spaces/{}/tasks/paste", o.space), json!({"text": many})).ok();
    let all = o.owner.get(&format!("/spaces/{}/tasks.csv?done=all", o.space));
    assert_eq!(all.text.matches("SER-").count(), 452, "several slices are one table");
    o.owner.get(&format!("/spaces/{}/tasks.csv?limit=5", o.space)).fails(400, "bad_query");
}

#[test]
fn saved_views_are_shared_or_ones_own() {
    let o = office();
    let path = format!("/spaces/{}/views", o.space);
    let query =
        json!({"group": "assignee", "assignee": ["me", "none"], "section": ["none"], "status": [1, 2], "desc": true});
    let own = o.ana.post(&path, json!({"name": " Mine ", "layout": "list", "query": query})).ok();
    assert_eq!(
        (&own["name"], &own["query"], &own["shared"], &own["owner_id"]),
        (&json!("Mine"), &query, &json!(false), &json!(o.ana.me()))
    );
    let ours = o.ana.post(&path, json!({"name": "Board", "layout": "board", "shared": true})).ok();
    let names = |who: &Client| -> Vec<String> {
        let list = who.get(&path).ok();
        list["items"].as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((names(&o.ana), names(&o.owner)), (vec!["Board".into(), "Mine".into()], vec!["Board".to_owned()]));
    o.owner.patch(&format!("/views/{}", id(&own)), json!({"name": "x"})).fails(404, "not_found");
    let ben = o.server.join(&o.owner, "Ben Adeyemi", "member");
    ben.patch(&format!("/views/{}", id(&ours)), json!({"name": "x"})).fails(403, "forbidden");
    ben.delete(&format!("/views/{}", id(&ours))).fails(403, "forbidden");
    o.owner.patch(&format!("/views/{}", id(&ours)), json!({"name": "Everybody's"})).ok();
    o.owner.patch(&format!("/views/{}", id(&ours)), json!({"shared": false})).fails(403, "forbidden");
    o.ana.send("PATCH", &format!("/views/{}", id(&ours)), Some(&json!({"name": "x"}))).fails(428, "needs_if_match");
    let stale =
        o.ana.patch_from(&ours["version"], &format!("/views/{}", id(&ours)), json!({"name": "x"})).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["name"], "Everybody's");
    o.ana.post(&path, json!({"name": "x", "layout": "list", "query": {"status": ["x"]}})).fails(400, "bad_json");
    o.ana.post(&path, json!({"name": "x", "layout": "list", "query": {"colour": 1}})).fails(400, "unknown_field");
    let gone = o.ana.delete(&format!("/views/{}", id(&ours)));
    assert_eq!((gone.status, names(&ben)), (204, Vec::<String>::new()));
    o.ana.patch(&format!("/views/{}", id(&ours)), json!({"name": "x"})).fails(404, "not_found");
    o.ana.post("/undo", json!({"command": gone.command()})).ok();
    assert_eq!(names(&ben), ["Everybody's"]);
    let renamed = o.ana.patch(&format!("/views/{}", id(&ours)), json!({"name": "A", "layout": "list"}));
    o.owner.patch(&format!("/views/{}", id(&ours)), json!({"name": "B"})).ok();
    let refused = o.ana.post("/undo", json!({"command": renamed.command()})).fails(409, "undo_conflict");
    assert_eq!(refused["error"]["changed"], json!(["name"]));
    let feed = ben.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    o.ana.patch(&format!("/views/{}", id(&own)), json!({"name": "Still mine"})).ok();
    assert_eq!(
        ben.get(&format!("/changes?since={feed}")).ok()["items"],
        json!([]),
        "one's own views are nobody's news"
    );
}
