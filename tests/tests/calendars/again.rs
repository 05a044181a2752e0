//! Tasks that come again by a rule of a program: ticked there or in the page, the next one is made, once.

use super::*;
use guildhall::clockwork::Clockwork;
use guildhall_tests::until;
use serde_json::Value;

/// An office in which what comes by itself comes.
pub fn ticking() -> Office {
    let o = office();
    Clockwork::start(&o.server.app).unwrap();
    o
}

/// The tasks of a space that are called so, by their day.
pub fn called(by: &Client, space: &str, title: &str) -> Vec<Value> {
    let all = by.get(&format!("/spaces/{space}/tasks")).ok();
    let mut found: Vec<Value> =
        all["items"].as_array().unwrap().iter().filter(|task| task["title"] == title).cloned().collect();
    found.sort_by_key(|task| task["due"]["date"].as_str().unwrap_or_default().to_owned());
    found
}

/// The same as `2026-12-01 done`.
pub fn lines(by: &Client, space: &str, title: &str) -> Vec<String> {
    let line = |task: &Value| {
        format!("{} {}", task["due"]["date"].as_str().unwrap_or("-"), task["category"].as_str().unwrap())
    };
    called(by, space, title).iter().map(line).collect()
}

/// Puts a task into a status of that kind, in the page.
pub fn put_into(by: &Client, task: &Value, category: &str) {
    let space = by.get(&format!("/spaces/{}", task["space_id"].as_str().unwrap())).ok();
    let statuses = space["statuses"].as_array().unwrap();
    let status = statuses.iter().find(|status| status["category"] == category).unwrap();
    by.patch(&format!("/tasks/{}", id(task)), json!({"status_id": status["id"]})).ok();
}

/// Waits until whatever was to come of what changed before has come: of what is ticked after it the next one is there, and
/// of that the next one too.
pub fn caught_up(o: &Office, name: &str) {
    let lines = "SUMMARY:Watch\nDUE;VALUE=DATE:20261201\nRRULE:FREQ=DAILY".replace("Watch", name);
    let path = format!("{}{name}.ics", of_space(&o.closed));
    assert_eq!(program(&o.server, &o.ana).put(&path, &todo(name, &lines)).status, 201);
    for round in 1..=2 {
        let all = called(&o.ana, &o.closed, name);
        put_into(&o.ana, all.iter().find(|task| task["category"] == "todo").unwrap(), "done");
        until(|| called(&o.ana, &o.closed, name).len(), |count| *count == round + 1);
    }
}

const SOURDOUGH: &str = "SUMMARY:Feed the sourdough\nDESCRIPTION:Half rye\nDTSTART;VALUE=DATE:20261130\nDUE;VALUE=DATE:20261201\n\
    PRIORITY:1\nRRULE:FREQ=WEEKLY;COUNT=3\nX-SORT:7\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM";

#[test]
fn what_a_program_ticks_comes_on_the_next_day_of_its_rule_until_that_is_over() {
    let o = ticking();
    let ana = program(&o.server, &o.ana);
    let path = format!("{}bread.ics", of_space(&o.open));
    assert_eq!(ana.put(&path, &todo("bread@phone", SOURDOUGH)).status, 201);
    let token = ana.sync(&of_space(&o.open), "").token();
    let first = called(&o.ana, &o.open, "Feed the sourdough").remove(0);
    o.ana.patch(&format!("/tasks/{}", id(&first)), json!({"assignee_id": o.ben.me(), "estimate_minutes": 20})).ok();
    let step = json!({"text": "Weigh it"});
    o.ana.post(&format!("/tasks/{}/steps", id(&first)), step).ok();
    let ticked = ana.get(&path).text().replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED\r\nCOMPLETED:20261130T080000Z");
    assert_eq!(ana.ask("PUT", &path, ticked.as_bytes()).status, 204);
    let look = || lines(&o.ana, &o.open, "Feed the sourdough");
    until(look, |now| now == &["2026-12-01 done", "2026-12-08 todo"]);

    // It is as the one before, and of whoever ticked that.
    let next = called(&o.ana, &o.open, "Feed the sourdough").remove(1);
    let next = o.ana.get(&format!("/tasks/{}", id(&next))).ok();
    assert_eq!(
        (&next["start"]["date"], &next["body"], &next["priority"], &next["assignee_id"], &next["estimate_minutes"]),
        (&json!("2026-12-07"), &json!("Half rye"), &json!("urgent"), &json!(o.ben.me()), &json!(20))
    );
    assert_eq!((&next["steps"][0]["text"], &next["steps"][0]["done"]), (&json!("Weigh it"), &json!(false)));
    assert_eq!(next["author"]["id"], json!(o.ana.me()));
    // The rule goes on with it, and so does what nothing here understands.
    let (was, is) = (ana.get(&path), ana.get(&format!("{}{}.ics", of_space(&o.open), id(&next))));
    for line in ["RRULE:FREQ=WEEKLY;COUNT=2", "X-SORT:7", "BEGIN:VALARM", "DUE;VALUE=DATE:20261208"] {
        assert!(is.text().contains(&format!("{line}\r\n")), "{line} in {}", is.text());
    }
    assert!(!was.text().contains("RRULE") && was.text().contains("X-SORT:7\r\n"), "{}", was.text());
    assert_eq!(ana.sync(&of_space(&o.open), &token).hrefs().len(), 2, "a program learns of both");

    // In the page it is the same, until the rule is over.
    put_into(&o.ben, &next, "done");
    until(look, |now| now == &["2026-12-01 done", "2026-12-08 done", "2026-12-15 todo"]);
    put_into(&o.ben, &called(&o.ana, &o.open, "Feed the sourdough")[2], "done");
    caught_up(&o, "after");
    assert_eq!(look(), ["2026-12-01 done", "2026-12-08 done", "2026-12-15 done"]);
}

#[test]
fn what_was_ticked_by_mistake_takes_its_next_one_back_as_long_as_nobody_touched_it() {
    let o = ticking();
    let ana = program(&o.server, &o.ana);
    assert_eq!(ana.put(&format!("{}a.ics", of_space(&o.open)), &todo("a", SOURDOUGH)).status, 201);
    let look = || lines(&o.ana, &o.open, "Feed the sourdough");
    let first = called(&o.ana, &o.open, "Feed the sourdough").remove(0);
    put_into(&o.ana, &first, "done");
    until(look, |now| now == &["2026-12-01 done", "2026-12-08 todo"]);
    put_into(&o.ana, &first, "todo");
    until(look, |now| now == &["2026-12-01 todo"]);
    assert!(ana.get(&format!("{}a.ics", of_space(&o.open))).text().contains("RRULE:FREQ=WEEKLY;COUNT=3\r\n"));
    put_into(&o.ana, &first, "done");
    until(look, |now| now == &["2026-12-01 done", "2026-12-08 todo"]);
    // What somebody wrote on stays, and no third one comes.
    o.server.clock.advance(60_000);
    let next = called(&o.ana, &o.open, "Feed the sourdough").remove(1);
    o.ana.patch(&format!("/tasks/{}", id(&next)), json!({"body": "With wheat"})).ok();
    put_into(&o.ana, &first, "todo");
    put_into(&o.ana, &first, "done");
    caught_up(&o, "after");
    assert_eq!(look(), ["2026-12-01 done", "2026-12-08 todo"]);
}

#[test]
fn nothing_comes_of_what_was_done_before_of_a_rule_nobody_can_read_or_without_a_day() {
    let o = ticking();
    let ana = program(&o.server, &o.ana);
    let day = "DUE;VALUE=DATE:20261201";
    let all = [
        ("old", format!("SUMMARY:old\n{day}\nSTATUS:COMPLETED\nRRULE:FREQ=DAILY")),
        ("odd", format!("SUMMARY:odd\n{day}\nRRULE:FREQ=HOURLY")),
        ("late", format!("SUMMARY:late\n{day}\nRRULE:FREQ=DAILY;UNTIL=20261201")),
        ("dateless", "SUMMARY:dateless\nRRULE:FREQ=DAILY".to_owned()),
        ("single", format!("SUMMARY:single\n{day}")),
    ];
    for (name, entry) in &all {
        assert_eq!(ana.put(&format!("{}{name}.ics", of_space(&o.open)), &todo(name, entry)).status, 201, "{name}");
        put_into(&o.ana, &called(&o.ana, &o.open, name)[0], "done");
    }
    // The program makes the next one itself, and takes the rule off the one that is done.
    let (own, path) = (format!("SUMMARY:own\n{day}"), format!("{}own.ics", of_space(&o.open)));
    assert_eq!(ana.put(&path, &todo("own", &format!("{own}\nRRULE:FREQ=DAILY"))).status, 201);
    assert_eq!(ana.put(&path, &todo("own", &format!("{own}\nSTATUS:COMPLETED"))).status, 204);
    caught_up(&o, "after");
    for name in all.iter().map(|(name, _)| *name).chain(["own"]) {
        assert_eq!(called(&o.ana, &o.open, name).len(), 1, "{name}");
    }
}
