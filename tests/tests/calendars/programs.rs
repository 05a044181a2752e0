//! Programs of others: vdirsyncer carries calendars both ways, todoman ticks a task, khal reads and makes events, and the
//! Python library caldav finds and changes everything. `cargo xtask dav-clients` fetches them.

use crate::{
    Calendars, Office,
    again::{called, caught_up, lines, put_into, ticking},
    app_password, of_space, office, program, todo,
};
use guildhall_tests::{Client, id, until};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Where they are.
fn tools() -> PathBuf {
    let set = std::env::var_os("GUILDHALL_CALENDAR_TOOLS").map(PathBuf::from);
    let home = set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/calendars"));
    assert!(
        home.join("bin/vdirsyncer").exists(),
        "{} is not there; `cargo xtask dav-clients` fetches it",
        home.display()
    );
    home.canonicalize().unwrap()
}

/// The desk of somebody: their programs and what those keep.
struct Desk {
    tools: PathBuf,
    home: tempfile::TempDir,
}

impl Desk {
    fn of(o: &Office, person: &Client) -> Desk {
        let desk = Desk { tools: tools(), home: tempfile::tempdir().unwrap() };
        let home = desk.home.path().display().to_string();
        let space = &o.open;
        desk.write(
            "vdirsyncer",
            &format!(
                "[general]\nstatus_path = \"{home}/status\"\n[pair work]\na = \"here\"\nb = \"there\"\n\
                 collections = [\"my-work\", \"{space}\"]\nconflict_resolution = \"b wins\"\nmetadata = [\"displayname\"]\n\
                 [storage here]\ntype = \"filesystem\"\npath = \"{home}/kept\"\nfileext = \".ics\"\n\
                 [storage there]\ntype = \"caldav\"\nurl = \"{}/\"\nusername = \"ana\"\npassword = \"{}\"\n",
                o.server.url,
                app_password(person)
            ),
        );
        desk.write(
            "todoman.py",
            &format!("path = \"{home}/kept/*\"\ndate_format = \"%Y-%m-%d\"\ntime_format = \"%H:%M\"\ncache_path = \"{home}/cache.sqlite3\"\n"),
        );
        desk.write(
            "khal",
            &format!(
                "[calendars]\n[[work]]\npath = {home}/kept/{space}\n[sqlite]\npath = {home}/khal.db\n[locale]\n\
                 timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n\
                 longdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n\
                 [default]\ndefault_calendar = work\n"
            ),
        );
        desk
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.home.path().join(name), text).unwrap();
    }

    /// Runs a program; what is asked is answered with yes.
    fn run(&self, program: &str, args: &[&str]) -> String {
        self.answering(program, args, &"y\n".repeat(20))
    }

    /// The same with other answers.
    fn answering(&self, program: &str, args: &[&str], answers: &str) -> String {
        let (home, tools) = (self.home.path(), &self.tools);
        let own = |name: &str| home.join(name).display().to_string();
        let config = match program {
            "vdirsyncer" => vec!["-c".to_owned(), own("vdirsyncer")],
            "todo" => vec!["--config".to_owned(), own("todoman.py")],
            "khal" => vec!["-c".to_owned(), own("khal")],
            _ => Vec::new(),
        };
        let mut command = Command::new("python3");
        match program {
            "python" => command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calendars/both_ways.py")),
            other => command.arg(tools.join("bin").join(other)),
        };
        let typed = tempfile::NamedTempFile::new().unwrap();
        fs::write(typed.path(), answers).unwrap();
        let ran = command
            .args(config)
            .args(args)
            .env("PYTHONPATH", tools)
            .env("HOME", home)
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "Europe/Berlin")
            .stdin(fs::File::open(typed.path()).unwrap())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success(), "{program} {args:?}:\n{said}{}", String::from_utf8_lossy(&ran.stderr));
        said
    }

    fn sync(&self) {
        self.run("vdirsyncer", &["sync"]);
    }

    /// The open tasks todoman knows.
    fn todos(&self) -> Vec<Value> {
        let list = self.run("todo", &["--porcelain", "list"]);
        serde_json::from_str::<Value>(&list).unwrap().as_array().unwrap().clone()
    }

    /// What todoman calls a task.
    fn number(&self, title: &str) -> String {
        let all = self.todos();
        let found = all.iter().find(|todo| todo["summary"] == title);
        found.unwrap_or_else(|| panic!("{title} is not in {all:?}"))["id"].to_string()
    }
}

fn titles(by: &Client, space: &str) -> Vec<String> {
    let all = by.get(&format!("/spaces/{space}/tasks")).ok();
    all["items"].as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect()
}

fn on(by: &Client, from: &str, to: &str) -> Vec<Value> {
    by.get(&format!("/events?from={from}&to={to}")).ok()["items"].as_array().unwrap().clone()
}

#[test]
fn todoman_ticks_a_task_and_the_board_shows_it() {
    let o = office();
    let desk = Desk::of(&o, &o.ana);
    let due = json!({"title": "Call the miller", "due": {"date": "2026-12-01"}, "assignee_id": o.ana.me(), "body": "Ask for rye"});
    let made = o.olga.post(&format!("/spaces/{}/tasks", o.open), due).ok();
    desk.run("vdirsyncer", &["discover"]);
    desk.sync();
    let list = desk.run("todo", &["--porcelain", "list"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    let listed = list.as_array().unwrap().iter().find(|todo| todo["summary"] == "Call the miller").unwrap();
    desk.run("todo", &["done", &listed["id"].to_string()]);
    desk.run("todo", &["new", "--list", "my-work", "--due", "2026-12-03", "Buy shoes"]);
    desk.sync();
    let now = o.olga.get(&format!("/tasks/{}", id(&made))).ok();
    assert_eq!(
        (&now["category"], &now["body"], &now["due"]["date"]),
        (&json!("done"), &json!("Ask for rye"), &json!("2026-12-01"))
    );
    // What the page changes comes back, and nothing goes back and forth after that.
    o.olga.patch(&format!("/tasks/{}", id(&made)), json!({"title": "Call the mill"})).ok();
    desk.sync();
    assert!(desk.run("todo", &["--porcelain", "list", "--status", "ANY"]).contains("Call the mill\""));
    assert!(desk.run("todo", &["--porcelain", "list"]).contains("Buy shoes"));
    let before = o.olga.get("/changes").ok()["next"].clone();
    desk.sync();
    assert_eq!(o.olga.get("/changes").ok()["next"], before);
    assert_eq!(titles(&o.olga, &o.open), ["Call the mill"]);
}

#[test]
fn todoman_makes_the_next_one_of_what_comes_again_and_the_board_has_it_once() {
    let o = ticking();
    let desk = Desk::of(&o, &o.ana);
    let entry = todo("bread@phone", "SUMMARY:Feed the sourdough\nDUE;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY");
    let path = format!("{}bread.ics", of_space(&o.open));
    assert_eq!(program(&o.server, &o.ana).put(&path, &entry).status, 201);
    desk.run("vdirsyncer", &["discover"]);
    desk.sync();
    let list: Value = serde_json::from_str(&desk.run("todo", &["--porcelain", "list"])).unwrap();
    let listed = list.as_array().unwrap().iter().find(|todo| todo["summary"] == "Feed the sourdough").unwrap();
    desk.run("todo", &["done", &listed["id"].to_string()]);
    desk.sync();
    caught_up(&o, "after");
    assert_eq!(lines(&o.ana, &o.open, "Feed the sourdough"), ["2026-12-01 done", "2026-12-08 todo"]);
    // Ticked in the page, the one after it comes to the program.
    let next = called(&o.ana, &o.open, "Feed the sourdough").remove(1);
    put_into(&o.ana, &next, "done");
    until(
        || lines(&o.ana, &o.open, "Feed the sourdough"),
        |now| now == &["2026-12-01 done", "2026-12-08 done", "2026-12-15 todo"],
    );
    desk.sync();
    let list: Value = serde_json::from_str(&desk.run("todo", &["--porcelain", "list"])).unwrap();
    let open = list.as_array().unwrap().iter().filter(|todo| todo["summary"] == "Feed the sourdough").count();
    assert_eq!(open, 1, "{list}");
}

#[test]
fn khal_reads_and_makes_events_that_come_again() {
    let o = office();
    let desk = Desk::of(&o, &o.ana);
    let start = json!({"date": "2026-12-01", "time": "09:00", "zone": "Europe/Berlin"});
    let input = json!({"title": "Stand-up", "start": start, "minutes": 15, "rule": "FREQ=DAILY;COUNT=5"});
    let made = o.olga.post(&format!("/spaces/{}/events", o.open), input).ok();
    let one = format!("/events/{}?occurrence=2026-12-03", id(&made));
    o.olga.patch(&one, json!({"start": {"date": "2026-12-03", "time": "11:00", "zone": "Europe/Berlin"}})).ok();
    desk.run("vdirsyncer", &["discover"]);
    desk.sync();
    let list =
        desk.run("khal", &["list", "--format", "{start-time} {title}", "--day-format", "{date}", "2026-12-02", "3d"]);
    assert_eq!(list.matches("09:00 Stand-up").count(), 2, "{list}");
    assert_eq!(list.matches("11:00 Stand-up").count(), 1, "{list}");
    desk.run("khal", &["new", "-r", "weekly", "-u", "2026-12-31", "2026-12-07", "14:00", "15:30", "Tasting"]);
    desk.sync();
    let (found, next) = (on(&o.olga, "2026-12-07", "2026-12-07"), on(&o.olga, "2026-12-14", "2026-12-14"));
    assert_eq!(
        (&found[0]["title"], &found[0]["minutes"], &found[0]["start"]["time"]),
        (&json!("Tasting"), &json!(90), &json!("14:00"))
    );
    assert_eq!(next.len(), 1);
}

#[test]
fn the_library_of_python_goes_both_ways() {
    let o = office();
    let desk = Desk::of(&o, &o.ana);
    let due = json!({"title": "From the page", "due": {"date": "2026-12-01"}, "assignee_id": o.ana.me()});
    let made = o.olga.post(&format!("/spaces/{}/tasks", o.open), due).ok();
    desk.run("python", &[&o.server.url, &app_password(&o.ana), &o.open]);
    assert_eq!(o.olga.get(&format!("/tasks/{}", id(&made))).ok()["category"], "done");
    assert!(titles(&o.olga, &o.open).contains(&"From Python".to_owned()));
    let found = on(&o.olga, "2026-12-08", "2026-12-08");
    assert_eq!((found.len(), &found[0]["title"]), (1, &json!("Weekly")));
}

#[test]
fn todoman_edits_and_deletes_and_what_both_sides_changed_is_as_in_the_page() {
    let o = office();
    let (desk, ana) = (Desk::of(&o, &o.ana), program(&o.server, &o.ana));
    let mill = format!("{}mill.ics", of_space(&o.open));
    let lines = "SUMMARY:Call the miller\nDESCRIPTION:Ask for *rye*.\nDUE;VALUE=DATE:20261201\nX-SORT:7";
    assert_eq!(ana.put(&mill, &todo("mill@phone", lines)).status, 201);
    let (oven, shop) = (o.olga.task(&o.open, "Clean the oven"), o.olga.task(&o.open, "Sweep the shop"));
    desk.run("vdirsyncer", &["discover"]);
    desk.sync();
    desk.run("todo", &["edit", "--due", "2026-12-04", &desk.number("Call the miller")]);
    desk.run("todo", &["delete", "--yes", &desk.number("Clean the oven")]);
    desk.sync();
    let listed = || {
        let all = o.olga.get(&format!("/spaces/{}/tasks", o.open)).ok()["items"].clone();
        all.as_array().unwrap().iter().find(|task| task["title"] != "Sweep the shop").unwrap().clone()
    };
    let task = o.olga.get(&format!("/tasks/{}", id(&listed()))).ok();
    assert_eq!((&task["due"]["date"], &task["body"]), (&json!("2026-12-04"), &json!("Ask for *rye*.")));
    assert!(o.olga.get(&format!("/tasks/{}", id(&oven))).ok()["trashed_at"].is_string());
    // What is put away in the page is gone from the desk.
    o.olga.delete(&format!("/tasks/{}", id(&shop))).ok();
    desk.sync();
    assert_eq!(desk.todos().len(), 1);

    // Both changed it: the desk was told that the page counts.
    o.olga.patch(&format!("/tasks/{}", id(&task)), json!({"title": "Call the mill"})).ok();
    desk.run("todo", &["edit", "--due", "2026-12-09", &desk.number("Call the miller")]);
    desk.sync();
    let now = o.olga.get(&format!("/tasks/{}", id(&task))).ok();
    assert_eq!((&now["title"], &now["due"]["date"]), (&json!("Call the mill"), &json!("2026-12-04")));
    desk.number("Call the mill");
    assert!(ana.get(&mill).text().contains("X-SORT:7\r\n"), "what only a program understands is kept");
    let before = o.olga.get("/changes").ok()["next"].clone();
    desk.sync();
    assert_eq!(o.olga.get("/changes").ok()["next"], before);
}

#[test]
fn khal_renames_and_deletes_an_event_and_one_time_that_is_different_stays() {
    let o = office();
    let desk = Desk::of(&o, &o.ana);
    let at = |date: &str, time: &str| json!({"date": date, "time": time, "zone": "Europe/Berlin"});
    let make = |title: &str, start: Value, rule: Value| {
        let input = json!({"title": title, "start": start, "minutes": 15, "rule": rule});
        id(&o.olga.post(&format!("/spaces/{}/events", o.open), input).ok())
    };
    let round = make("Stand-up", at("2026-12-01", "09:00"), json!("FREQ=DAILY;COUNT=5"));
    make("Fair", at("2026-12-20", "10:00"), Value::Null);
    let one = format!("/events/{round}?occurrence=2026-12-03");
    o.olga.patch(&one, json!({"start": at("2026-12-03", "11:00")})).ok();
    desk.run("vdirsyncer", &["discover"]);
    desk.sync();
    desk.answering("khal", &["edit", "--show-past", "Stand-up"], "s\nMorning round\nq\n");
    desk.sync();
    let week: Vec<String> = on(&o.olga, "2026-12-01", "2026-12-05")
        .iter()
        .map(|one| format!("{} {}", one["start"]["date"].as_str().unwrap(), one["start"]["time"].as_str().unwrap()))
        .collect();
    let times = ["2026-12-01 09:00", "2026-12-02 09:00", "2026-12-03 11:00", "2026-12-04 09:00", "2026-12-05 09:00"];
    assert_eq!(week, times);
    assert_eq!(on(&o.olga, "2026-12-02", "2026-12-02")[0]["title"], "Morning round");
    // What the server made of it is read first: to a program that has not seen it, it is a change of the other side, and stays.
    desk.sync();
    desk.answering("khal", &["edit", "--show-past", "Morning"], "D\ny\nq\n");
    desk.sync();
    assert_eq!(on(&o.olga, "2026-12-01", "2026-12-05"), [] as [Value; 0]);
    assert_eq!(on(&o.olga, "2026-12-20", "2026-12-20").len(), 1);
}

#[test]
fn two_hundred_entries_come_and_a_second_time_none() {
    let o = office();
    let desk = Desk::of(&o, &o.ana);
    (0..200).for_each(|number| drop(o.olga.task(&o.open, &format!("Task {number}"))));
    desk.run("vdirsyncer", &["discover"]);
    desk.sync();
    assert_eq!(desk.todos().len(), 200);
    let before = o.olga.get("/changes").ok()["next"].clone();
    desk.sync();
    assert_eq!(o.olga.get("/changes").ok()["next"], before);
}
