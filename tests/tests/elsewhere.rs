//! Tasks that are also in other spaces, and what becomes of them when their home closes, is archived or is
//! deleted: sight follows at once, by every way in, and what is written down follows as a job.

use guildhall::{jobs::Runner, search::Searcher, tasks::jobs::Elsewhere};
use guildhall_tests::{Client, Server, id};
use serde_json::{Value, json};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

struct Office {
    server: Server,
    owner: Client,
    /// Belongs to the other space alone and leads it.
    bo: Client,
    home: String,
    other: String,
}

fn office() -> Office {
    let server = Server::start();
    Searcher::start(&server.app).unwrap();
    let owner = server.owner();
    let bo = server.join(&owner, "Bo", "member");
    let (home, other) = (owner.space("Service", "closed"), owner.space("Board", "closed"));
    owner.put(&format!("/spaces/{other}/members/{}", bo.me()), json!({"role": "lead"})).ok();
    Office { server, owner, bo, home, other }
}

impl Office {
    fn shown(&self, title: &str) -> String {
        let task = id(&self.owner.task(&self.home, title));
        self.owner.put(&format!("/tasks/{task}/also-in/{}", self.other), json!({})).ok();
        task
    }

    fn settled(&self) {
        assert!(guildhall::search::wait(&self.server.app, Duration::from_secs(60)));
    }

    /// How much of the other space somebody finds: in its list, in its view, by search.
    fn finds(&self, who: &Client) -> (usize, u64, u64) {
        let mut listed = 0;
        let mut next = String::new();
        loop {
            let page = who.get(&format!("/spaces/{}/tasks?limit=200{next}", self.other)).ok();
            listed += page["items"].as_array().unwrap().len();
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        let total = who.get(&format!("/spaces/{}/view", self.other)).ok()["total"].as_u64().unwrap();
        (listed, total, self.found(who)["total"].as_u64().unwrap())
    }

    fn found(&self, who: &Client) -> Value {
        loop {
            let found = who.get("/search?q=gasket&facets=true").ok();
            if found["truncated"] == false {
                return found;
            }
        }
    }

    fn nothing(&self, who: &Client, task: &str) {
        assert_eq!(self.finds(who), (0, 0, 0));
        assert!(!self.found(who).to_string().contains("\"count\":"), "no facet counts what is gone");
        for path in ["tasks/ID", "items/ID/comments", "items/ID/activity"] {
            who.get(&format!("/{}", path.replace("ID", task))).fails(404, "not_found");
        }
    }
}

/// What a follower was told of tasks since then: seen, and gone.
fn told(who: &Client, since: &str) -> (Vec<Value>, Vec<String>) {
    let (mut since, mut seen, mut gone) = (since.to_owned(), Vec::new(), Vec::new());
    loop {
        let page = who.get(&format!("/changes?since={since}&limit=200")).ok();
        let items = page["items"].as_array().unwrap();
        if items.is_empty() {
            return (seen, gone);
        }
        for change in items.iter().filter(|change| change["item_type"] == "task") {
            if change["action"] == "gone" {
                gone.push(change["item_id"].as_str().unwrap().into())
            } else {
                seen.push(change.clone())
            }
        }
        since = page["next"].as_str().unwrap().to_owned();
    }
}

fn cursor(who: &Client) -> String {
    who.get("/changes").ok()["next"].as_str().unwrap().to_owned()
}

#[test]
fn a_space_of_thousands_closes_at_once_and_nothing_leaks_while_the_job_runs() {
    let o = office();
    for _ in 0..6 {
        let text: String = (0..500).map(|n| format!("Gasket {n}\n")).collect();
        o.owner.post(&format!("/spaces/{}/tasks/paste", o.home), json!({"text": text})).ok();
    }
    let shown: Vec<String> = (0..620).map(|n| o.shown(&format!("Gasket shown {n}"))).collect();
    o.owner.post(&format!("/items/{}/comments", shown[0]), json!({"body": "the red gasket"})).ok();
    o.settled();
    assert_eq!(o.finds(&o.bo), (620, 620, 621));
    let (before, head) = (cursor(&o.bo), o.server.app.store().snapshot().unwrap().read().last_seq().unwrap());

    // No job runs yet: this is the longest moment there can be.
    let closed = o.owner.patch(&format!("/spaces/{}", o.home), json!({"access": "private"}));
    let written = o.server.app.store().snapshot().unwrap().read().last_seq().unwrap() - head;
    assert!(written <= 2, "the command wrote {written} changes, so it went through tasks");
    o.nothing(&o.bo, &shown[0]);
    o.settled();
    o.nothing(&o.bo, &shown[0]);
    assert_eq!(o.owner.get(&format!("/tasks/{}", shown[0])).ok()["also_in"], json!([]));
    o.bo.get(&format!("/changes?since={before}&limit=200")).ok();
    assert_eq!(told(&o.bo, &before).0, Vec::<Value>::new());
    o.owner.put(&format!("/tasks/{}/also-in/{}", shown[1], o.other), json!({})).fails(409, "conflict");

    let refused = o.owner.post("/undo", json!({"command": closed.command()})).fails(410, "undo_gone");
    assert!(refused["error"]["message"].as_str().unwrap().starts_with("More than 500 tasks"), "{refused}");

    // Opened again before the job is done: what was to be taken out stays out.
    o.owner.patch(&format!("/spaces/{}", o.home), json!({"access": "closed"})).ok();
    o.nothing(&o.bo, &shown[0]);
    o.owner.put(&format!("/tasks/{}/also-in/{}", shown[1], o.other), json!({})).fails(409, "conflict");
    let runner = Runner::start(&o.server.app, vec![Arc::new(Elsewhere)]).unwrap();
    let begun = Instant::now();
    while o.owner.put(&format!("/tasks/{}/also-in/{}", shown[1], o.other), json!({})).status == 409 {
        assert!(begun.elapsed() < Duration::from_secs(60));
        assert_eq!(o.bo.get(&format!("/spaces/{}/view", o.other)).ok()["total"], 0);
    }
    runner.stop();
    o.settled();
    assert_eq!(o.finds(&o.bo), (1, 1, 1), "only what was shown again since");
    let (_, gone) = told(&o.bo, &before);
    assert!(shown.iter().filter(|task| **task != shown[1]).all(|task| gone.contains(task)), "followers are told");
    let jobs = o.owner.get("/admin/jobs").ok();
    assert!(jobs["items"].as_array().unwrap().iter().any(|job| job["kind"] == "elsewhere" && job["state"] == "done"));
}

#[test]
fn a_small_space_closes_in_one_command_that_can_be_taken_back() {
    let o = office();
    let (task, trashed) = (o.shown("Gasket"), o.shown("Gasket in the trash"));
    o.owner.delete(&format!("/tasks/{trashed}")).ok();
    let before = cursor(&o.bo);
    let closed = o.owner.patch(&format!("/spaces/{}", o.home), json!({"access": "private"}));
    o.nothing(&o.bo, &task);
    assert_eq!(told(&o.bo, &before).1, std::slice::from_ref(&task));
    o.owner.post("/undo", json!({"command": closed.command()})).ok();
    o.settled();
    assert_eq!(o.finds(&o.bo), (1, 1, 1));
    o.owner.put(&format!("/tasks/{trashed}/restore"), json!({})).ok();
    o.settled();
    assert_eq!(o.finds(&o.bo), (2, 2, 2));
}

#[test]
fn who_is_shown_a_task_elsewhere_learns_neither_its_home_nor_what_it_is_a_part_of() {
    let o = office();
    let gus = o.server.join(&o.owner, "Gus", "guest");
    o.owner.put(&format!("/spaces/{}/members/{}", o.other, gus.me()), json!({"role": "guest"})).ok();
    let whole = o.owner.task(&o.home, "Boiler");
    let body = json!({"title": "Gasket", "parent_id": whole["id"]});
    let part = id(&o.owner.post(&format!("/spaces/{}/tasks", o.home), body).ok());
    let before = cursor(&o.bo);
    o.owner.put(&format!("/tasks/{part}/also-in/{}", o.other), json!({})).ok();
    o.settled();
    let none = "00000000-0000-0000-0000-000000000000";
    let home = |who: &Client| {
        let hit = who.get("/search?q=gasket").ok()["items"][0]["space_id"].clone();
        let row = who.get(&format!("/tasks/{part}")).ok();
        assert_eq!(hit, row["space_id"]);
        (row["space_id"].as_str().unwrap().to_owned(), row["parent_id"].clone())
    };
    assert_eq!(home(&o.owner), (o.home.clone(), whole["id"].clone()));
    assert_eq!(home(&o.bo), (o.home.clone(), Value::Null), "members know of closed spaces");
    assert_eq!(home(&gus), (none.to_owned(), Value::Null));
    let told = o.bo.get(&format!("/changes?since={before}")).ok();
    assert!(!told.to_string().contains(whole["id"].as_str().unwrap()), "{told}");
    let activity = o.bo.get(&format!("/items/{part}/activity")).ok();
    assert!(!activity.to_string().contains(whole["id"].as_str().unwrap()), "{activity}");
    // The whole is shown there too, and from then on they are seen together.
    o.owner.put(&format!("/tasks/{}/also-in/{}", id(&whole), o.other), json!({})).ok();
    assert_eq!(home(&o.bo).1, whole["id"]);
}

#[test]
fn a_deleted_home_takes_its_tasks_along_until_it_comes_back() {
    let o = office();
    let task = o.shown("Gasket");
    let of_other = o.owner.task(&o.other, "Valve");
    o.owner.post(&format!("/items/{task}/comments"), json!({"body": "gasket"})).ok();
    o.owner.patch(&format!("/tasks/{}", id(&of_other)), json!({"body": format!("[x](guildhall:item/{task})")})).ok();
    o.owner.put(&format!("/items/{}/links/{task}", id(&of_other)), json!({"relation": "relates"})).ok();
    o.settled();
    assert_eq!(o.finds(&o.bo), (2, 2, 2));
    let links = || o.bo.get(&format!("/tasks/{}", id(&of_other))).ok()["links"].as_array().unwrap().len();
    assert_eq!(links(), 1);

    for by_undo in [true, false] {
        let before = cursor(&o.bo);
        let deleted = o.owner.delete(&format!("/spaces/{}", o.home));
        assert_eq!((o.finds(&o.bo), links()), ((1, 1, 0), 0));
        o.settled();
        assert_eq!(o.finds(&o.bo), (1, 1, 0));
        for who in [&o.bo, &o.owner] {
            for path in ["tasks/ID", "items/ID/comments", "items/ID/activity"] {
                who.get(&format!("/{}", path.replace("ID", &task))).fails(404, "not_found");
            }
        }
        let (seen, gone) = told(&o.bo, &before);
        assert_eq!((seen, gone), (Vec::new(), vec![task.clone()]));
        let before = cursor(&o.bo);
        if by_undo {
            o.owner.post("/undo", json!({"command": deleted.command()})).ok();
        } else {
            o.owner.put(&format!("/spaces/{}/restore", o.home), json!({})).ok();
        }
        assert_eq!((o.finds(&o.bo), links()), ((2, 2, 2), 1));
        let (seen, gone) = told(&o.bo, &before);
        assert!(gone.is_empty() && seen.iter().any(|change| change["item_id"] == task.as_str()), "{seen:?}");
    }
}

#[test]
fn followers_of_a_deleted_space_are_told_that_it_is_gone() {
    let o = office();
    o.owner.put(&format!("/spaces/{}/members/{}", o.home, o.bo.me()), json!({"role": "member"})).ok();
    let before = cursor(&o.bo);
    o.owner.delete(&format!("/spaces/{}", o.home)).ok();
    let page = o.bo.get(&format!("/changes?since={before}")).ok();
    let last = page["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((last["item_id"].as_str(), &last["action"]), (Some(o.home.as_str()), &json!("gone")));
    assert_eq!(last["fields"], json!([]));
}

#[test]
fn the_lead_of_a_living_space_takes_out_what_an_archived_home_shows_there() {
    let o = office();
    let ana = o.server.join(&o.owner, "Ana", "member");
    o.owner.put(&format!("/spaces/{}/members/{}", o.other, ana.me()), json!({"role": "member"})).ok();
    let (task, second) = (o.shown("Gasket"), o.shown("Gasket two"));
    o.owner.put(&format!("/spaces/{}/archive", o.home), json!({})).ok();
    let path = format!("/tasks/{task}/also-in/{}", o.other);
    for (who, words) in [(&ana, "archived"), (&o.owner, "archived")] {
        // The owner leads both here; without the lead of the other space it is the archive that decides.
        if std::ptr::eq(who, &o.owner) {
            o.owner.put(&format!("/spaces/{}/members/{}", o.other, o.owner.me()), json!({"role": "member"})).ok();
        }
        let refused = who.send("DELETE", &path, None).fails(403, "forbidden");
        assert!(refused["error"]["message"].as_str().unwrap().contains(words), "{refused}");
    }
    o.bo.patch(&format!("/tasks/{task}"), json!({"title": "x"})).fails(403, "forbidden");
    // Taken out by who leads there; from then on they do not see it.
    assert!(matches!(o.bo.send("DELETE", &path, None).status, 200 | 204));
    o.bo.get(&format!("/tasks/{task}")).fails(404, "not_found");
    assert_eq!(o.owner.get(&format!("/tasks/{task}")).ok()["also_in"], json!([]));
    // Where the other space is read only itself, its lead takes nothing out of it either.
    o.bo.put(&format!("/spaces/{}/archive", o.other), json!({})).ok();
    o.bo.send("DELETE", &format!("/tasks/{second}/also-in/{}", o.other), None).fails(403, "forbidden");
}
