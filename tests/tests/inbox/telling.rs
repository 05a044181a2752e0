//! What is told, and when it goes again.

use crate::{at, office};
use serde_json::json;

#[test]
fn work_that_is_given_needs_one_until_it_is_done_or_given_away() {
    let o = &office();
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let valve = o.task(olga, json!({ "title": "Valve", "assignee_id": ana.me(), "body": "At the **harbour**" }));
    o.task(ana, json!({ "title": "Own", "assignee_id": ana.me() }));
    assert_eq!(o.shelf(ana, "needs"), ["Valve: assigned"], "one's own acts tell oneself nothing");
    let entry = o.entry(ana, "needs", &valve);
    assert_eq!((&entry["actor"]["name"], &entry["excerpt"]), (&json!("Olga Owner"), &json!("At the harbour")));
    assert_eq!((&entry["unread"], &entry["space_id"]), (&json!(true), &json!(o.space)));
    let done = ana.get(&format!("/tasks/{valve}")).ok();
    let status = |category: &str| {
        let space = ana.get(&format!("/spaces/{}", o.space)).ok();
        let all = space["statuses"].as_array().unwrap().clone();
        all.into_iter().find(|status| status["category"] == category).unwrap()["id"].clone()
    };
    assert_eq!(done["assignee_id"], json!(ana.me()));
    bo.patch(&format!("/tasks/{valve}"), json!({ "status_id": status("done") })).ok();
    assert_eq!(o.shelf(ana, "needs"), [] as [String; 0], "it is done");
    assert_eq!(o.shelf(ana, "following"), ["Valve: done"], "and that is news");
    olga.patch(&format!("/tasks/{valve}"), json!({ "status_id": status("todo") })).ok();
    assert_eq!(o.shelf(ana, "needs"), ["Valve: assigned"], "it was opened again");
    olga.patch(&format!("/tasks/{valve}"), json!({ "assignee_id": bo.me() })).ok();
    assert_eq!(o.shelf(ana, "needs"), [] as [String; 0], "it is somebody else's");
    assert_eq!(o.shelf(bo, "needs"), ["Valve: assigned"]);
    olga.delete(&format!("/tasks/{valve}")).ok();
    assert_eq!(o.shelf(bo, "needs"), [] as [String; 0], "it is in the trash");
    olga.put(&format!("/tasks/{valve}/restore"), json!({})).ok();
    assert_eq!(o.shelf(bo, "needs"), ["Valve: assigned"], "and is back");
    olga.delete(&format!("/tasks/{valve}")).ok();
    olga.delete(&format!("/trash/{valve}")).ok();
    for shelf in ["needs", "following", "later", "cleared"] {
        assert_eq!(o.shelf(bo, shelf), [] as [String; 0], "deleted for good");
    }
}

#[test]
fn mentions_and_replies_need_one_until_one_answers_or_they_are_gone() {
    let o = &office();
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let valve = o.task(olga, json!({ "title": "Valve" }));
    let said = o.say(olga, &valve, &format!("{} can you **order** it?", at(ana)));
    let entry = o.entry(ana, "needs", &valve);
    assert_eq!((&entry["reason"], &entry["comment_id"]), (&json!("mentioned"), &json!(said)));
    assert_eq!(entry["excerpt"], "@Ana Duarte can you order it?");
    o.say(ana, &valve, "Ordered");
    assert_eq!(o.shelf(ana, "needs"), [] as [String; 0], "answered");
    assert_eq!(o.shelf(olga, "needs"), ["Valve: replied"], "what follows one's own comment is an answer");
    // Bo only follows: it is news.
    bo.put(&format!("/tasks/{valve}/followers/{}", bo.me()), json!({})).ok();
    let again = o.say(olga, &valve, "Thanks");
    assert_eq!((o.shelf(bo, "needs"), o.shelf(bo, "following")), (vec![], vec!["Valve: commented".to_owned()]));
    assert_eq!(o.shelf(ana, "needs"), ["Valve: replied"]);
    olga.delete(&format!("/comments/{again}")).ok();
    assert_eq!((o.shelf(ana, "needs"), o.shelf(bo, "following")), (vec![], vec![]), "the comment is gone");
    // Named by an edit, and not any more by another; and by the text of the task itself.
    let third = o.say(olga, &valve, "Who fits it?");
    olga.patch(&format!("/comments/{third}"), json!({ "body": format!("Who fits it? {}", at(bo)) })).ok();
    assert_eq!(o.shelf(bo, "needs"), ["Valve: mentioned"]);
    olga.patch(&format!("/comments/{third}"), json!({ "body": "Who fits it?" })).ok();
    assert_eq!(o.shelf(bo, "needs"), [] as [String; 0]);
    olga.patch(&format!("/tasks/{valve}"), json!({ "body": format!("Ask {}", at(bo)) })).ok();
    assert_eq!(o.shelf(bo, "needs"), ["Valve: mentioned"]);
    // A space stands for the people who were put into it.
    let team = olga.space("Fitters", "open");
    olga.put(&format!("/spaces/{team}/members/{}", ana.me()), json!({ "role": "member" })).ok();
    let pump = o.task(olga, json!({ "title": "Pump" }));
    o.say(olga, &pump, &format!("[Fitters](guildhall:space/{team}) please"));
    assert_eq!(o.entry(ana, "needs", &pump)["reason"], "mentioned");
    assert_eq!(o.entry(bo, "needs", &pump), json!(null));
}

#[test]
fn what_is_taken_back_was_never_told() {
    let o = &office();
    let (olga, ana) = (&o.olga, &o.ana);
    let valve = o.task(olga, json!({ "title": "Valve", "follower_ids": [ana.me()] }));
    let nothing = || {
        for shelf in ["needs", "following", "later", "cleared"] {
            assert_eq!(o.shelf(ana, shelf), [] as [String; 0], "{shelf}");
        }
        assert_eq!(ana.get("/inbox/counts").ok(), json!({ "needs": 0, "following": 0, "later": 0 }));
    };
    let space = olga.get(&format!("/spaces/{}", o.space)).ok();
    let done =
        space["statuses"].as_array().unwrap().iter().find(|status| status["category"] == "done").unwrap()["id"].clone();
    let path = format!("/tasks/{valve}");
    type Act<'a> = (&'static str, Box<dyn Fn() -> guildhall_tests::Answer + 'a>);
    let acts: Vec<Act<'_>> = vec![
        ("assigned", Box::new(|| olga.patch(&path, json!({ "assignee_id": ana.me() })))),
        ("done", Box::new(|| olga.patch(&path, json!({ "status_id": done })))),
        ("due", Box::new(|| olga.patch(&path, json!({ "due": { "date": "2026-12-01" } })))),
        ("said", Box::new(|| olga.post(&format!("/items/{valve}/comments"), json!({ "body": at(ana) })))),
        (
            "made",
            Box::new(|| {
                let task = json!({ "title": "Mistake", "assignee_id": ana.me() });
                olga.post(&format!("/spaces/{}/tasks", o.space), task)
            }),
        ),
        ("attached", Box::new(|| olga.attach(&valve, "plan.txt", b"Plan"))),
    ];
    for (name, act) in &acts {
        nothing();
        // Once told and then taken back, and once taken back before anybody was told.
        let answer = act();
        assert!(!o.shelf(ana, "needs").is_empty() || !o.shelf(ana, "following").is_empty(), "{name}");
        olga.post("/undo", json!({ "command": answer.command() })).ok();
        nothing();
        let answer = act();
        olga.post("/undo", json!({ "command": answer.command() })).ok();
    }
    nothing();
    // What is taken back and done again after all is told.
    let command = olga.patch(&path, json!({ "assignee_id": ana.me() })).command();
    let undone = olga.post("/undo", json!({ "command": command })).ok();
    olga.post("/undo", json!({ "command": undone["command"] })).ok();
    assert_eq!(o.shelf(ana, "needs"), ["Valve: assigned"]);
}

#[test]
fn an_item_has_one_entry_that_shows_what_presses_most() {
    let o = &office();
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let valve = o.task(olga, json!({ "title": "Valve", "assignee_id": ana.me() }));
    let pump = o.task(olga, json!({ "title": "Pump", "follower_ids": [ana.me()] }));
    o.server.clock.advance(60_000);
    o.say(bo, &pump, "It hums");
    o.server.clock.advance(60_000);
    o.say(bo, &valve, "Where is it?");
    olga.patch(&format!("/tasks/{valve}"), json!({ "due": { "date": "2026-12-01" }, "title": "Big valve" })).ok();
    assert_eq!(o.shelf(ana, "needs"), ["Big valve: replied"]);
    let entry = o.entry(ana, "needs", &valve);
    assert_eq!((&entry["more"], &entry["due"]["date"]), (&json!(2), &json!("2026-12-01")));
    assert_eq!(ana.get("/inbox/counts").ok(), json!({ "needs": 1, "following": 1, "later": 0 }));
    assert_eq!(ana.get("/session").ok()["inbox"], ana.get("/inbox/counts").ok());
    // Answered, the work is still to be done.
    o.say(ana, &valve, "In the van");
    assert_eq!(o.shelf(ana, "needs"), ["Big valve: assigned"]);
}

#[test]
fn a_long_inbox_comes_in_pages() {
    let o = &office();
    let lines: Vec<String> = (0..60).map(|n| format!("Line {n}")).collect();
    let made = o.olga.post(&format!("/spaces/{}/tasks/paste", o.space), json!({ "text": lines.join("\n") })).ok();
    let ids: Vec<_> = made["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    o.olga.post("/tasks/bulk", json!({ "ids": ids, "set": { "assignee_id": o.ana.me() } })).ok();
    assert_eq!(o.shelf(&o.ana, "needs").len(), 50, "a page");
    let first = o.ana.get("/inbox").ok();
    let rest = o.ana.get(&format!("/inbox?cursor={}", first["next"].as_str().unwrap())).ok();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (10, &json!(null)));
    assert_eq!(o.ana.get("/inbox/counts").ok()["needs"], 60);
}

#[test]
fn everybody_chooses_how_much_they_want_to_hear_of_a_space() {
    let o = &office();
    let (olga, ana, bo) = (&o.olga, &o.ana, &o.bo);
    let level = |who: &guildhall_tests::Client, level: &str| {
        who.put(&format!("/inbox/levels/{}", o.space), json!({ "level": level })).ok();
    };
    level(ana, "everything");
    level(bo, "nothing");
    assert_eq!(ana.get("/inbox/levels").ok()["items"], json!([{ "space_id": o.space, "level": "everything" }]));
    let valve = o.task(olga, json!({ "title": "Valve", "assignee_id": bo.me() }));
    assert_eq!(o.shelf(ana, "following"), ["Valve: created"]);
    o.say(olga, &valve, &format!("{} please", at(bo)));
    assert_eq!(o.shelf(ana, "following"), ["Valve: commented"]);
    assert_eq!((o.shelf(bo, "needs"), o.shelf(bo, "following")), (vec![], vec![]), "nothing is nothing");
    level(bo, "mine");
    level(ana, "mine");
    assert_eq!(ana.get("/inbox/levels").ok()["items"], json!([]));
    o.say(olga, &valve, "Still there?");
    assert_eq!(
        (o.shelf(bo, "needs"), o.entry(ana, "following", &valve)["more"].clone()),
        (vec!["Valve: replied".to_owned()], json!(1))
    );
    olga.put(&format!("/inbox/levels/{}", o.space), json!({ "level": "loud" })).fails(400, "bad_json");
    let private = olga.space("Payroll", "private");
    ana.put(&format!("/inbox/levels/{private}"), json!({ "level": "everything" })).fails(404, "not_found");
}
