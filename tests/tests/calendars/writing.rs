//! What programs write: the same commands as in the page, and nothing that was not meant is lost.

use super::*;
use guildhall::{
    access::{Scope, Who},
    calendars::store::kept,
};
use guildhall_domain::Id;
use serde_json::Value;

fn task(by: &Client, task: &Value) -> Value {
    by.get(&format!("/tasks/{}", id(task))).ok()
}

/// All tasks of a space by title.
fn titled(by: &Client, space: &str, title: &str) -> Value {
    let all = by.get(&format!("/spaces/{space}/tasks")).ok();
    let found = all["items"].as_array().unwrap().iter().find(|task| task["title"] == title);
    found.unwrap_or_else(|| panic!("{title} is not in {all}")).clone()
}

#[test]
fn a_task_that_is_ticked_in_a_program_is_done_in_the_page() {
    let o = office();
    let ben = program(&o.server, &o.ben);
    let made = o.ana.post(
        &format!("/spaces/{}/tasks", o.open),
        json!({
            "title": "Call the miller", "body": "Ask for *rye*.", "assignee_id": o.ben.me(), "priority": "high",
            "due": {"date": "2026-12-01", "time": "17:00", "zone": "Europe/Berlin"},
        }),
    );
    let made = made.ok();
    // Whoever it was given to sees it in their own work.
    let path = format!("/dav/calendars/my-work/{}.ics", id(&made));
    let read = ben.get(&path);
    for line in [
        "SUMMARY:Call the miller",
        "DUE:20261201T160000Z",
        "PRIORITY:3",
        "STATUS:NEEDS-ACTION",
        "DESCRIPTION:Ask for *rye*.",
    ] {
        assert!(read.text().contains(&format!("{line}\r\n")), "{line} in {}", read.text());
    }
    let tag = read.header("etag").unwrap().to_owned();
    let ticked = read.text().replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED\r\nCOMPLETED:20261130T080000Z");
    assert_eq!(ben.header("If-Match", &tag).ask("PUT", &path, ticked.as_bytes()).status, 204);
    let now = task(&o.ana, &made);
    assert_eq!(
        (&now["category"], &now["title"], &now["body"]),
        (&json!("done"), &json!("Call the miller"), &json!("Ask for *rye*."))
    );
    assert_eq!((&now["due"], &now["priority"]), (&made["due"], &json!("high")));
    // The same version again is an old one by now, and nothing is written.
    let stale = read.text().replace("SUMMARY:Call the miller", "SUMMARY:Other");
    o.ana.patch(&format!("/tasks/{}", id(&made)), json!({"title": "Call the mill"})).ok();
    assert_eq!(ben.header("If-Match", &tag).ask("PUT", &path, stale.as_bytes()).status, 412);
    assert_eq!(task(&o.ana, &made)["title"], "Call the mill");
    // A comment stands in nobody's way.
    let tag = ben.get(&path).header("etag").unwrap().to_owned();
    o.ana.post(&format!("/items/{}/comments", id(&made)), json!({"body": "Done?"})).ok();
    let open = ben.get(&path).text().replace("STATUS:COMPLETED", "STATUS:NEEDS-ACTION");
    assert_eq!(ben.header("If-Match", &tag).ask("PUT", &path, open.as_bytes()).status, 204);
    assert_eq!(task(&o.ana, &made)["category"], "todo");
}

#[test]
fn what_a_program_cannot_say_stays() {
    let o = office();
    let (plain, able) = (program(&o.server, &o.ana), program(&o.server, &o.ana));
    let tag = o.olga.post("/tags", json!({"name": "Oven"})).ok();
    let made = o
        .ana
        .post(
            &format!("/spaces/{}/tasks", o.open),
            json!({
                "title": "Bake", "body": "Long text", "due": {"date": "2026-12-01"}, "priority": "urgent",
                "steps": [{"text": "Knead"}], "estimate_minutes": 30, "tag_ids": [tag["id"]],
            }),
        )
        .ok();
    let path = format!("{}{}.ics", of_space(&o.open), id(&made));
    // A program that knows titles alone.
    assert_eq!(plain.put(&path, &todo(&id(&made), "SUMMARY:Bake bread\nSTATUS:NEEDS-ACTION")).status, 204);
    let now = task(&o.ana, &made);
    assert_eq!(
        (&now["title"], &now["body"], &now["due"]),
        (&json!("Bake bread"), &json!("Long text"), &json!({"date": "2026-12-01", "time": null, "zone": null}))
    );
    assert_eq!(
        (&now["priority"], &now["estimate_minutes"], &now["steps"][0]["text"]),
        (&json!("urgent"), &json!(30), &json!("Knead"))
    );
    assert_eq!(now["tag_ids"], json!([tag["id"]]));
    // One that wrote a day once means it when it leaves it out.
    assert_eq!(
        able.put(&path, &todo(&id(&made), "SUMMARY:Bake bread\nDUE;VALUE=DATE:20261202\nPRIORITY:1")).status,
        204
    );
    assert_eq!(task(&o.ana, &made)["due"]["date"], "2026-12-02");
    assert_eq!(able.put(&path, &todo(&id(&made), "SUMMARY:Bake bread")).status, 204);
    let now = task(&o.ana, &made);
    assert_eq!((&now["due"], &now["priority"], &now["body"]), (&Value::Null, &json!("normal"), &json!("Long text")));
}

#[test]
fn what_nothing_here_understands_comes_back() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let path = format!("{}Brot%20%26%20K%C3%A4se.ics", of_space(&o.open));
    let lines = "SUMMARY:Käse\nCATEGORIES:Oven,Shop\nRRULE:FREQ=WEEKLY\nX-SORT;A=\"b:c\":7\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM";
    assert_eq!(ana.header("If-None-Match", "*").put(&path, &todo("cheese@phone", lines)).status, 201);
    assert_eq!(ana.header("If-None-Match", "*").put(&path, &todo("cheese@phone", lines)).status, 412);
    let read = ana.get(&path);
    for line in [
        "UID:cheese@phone",
        "CATEGORIES:Oven,Shop",
        "RRULE:FREQ=WEEKLY",
        "X-SORT;A=\"b:c\":7",
        "BEGIN:VALARM",
        "TRIGGER:-PT5M",
    ] {
        assert!(read.text().contains(&format!("{line}\r\n")), "{line} in {}", read.text());
    }
    // What only a program understands is a new version too.
    let tag = read.header("etag").unwrap().to_owned();
    let other = read.text().replace(":7\r\n", ":8\r\n");
    assert_eq!(ana.header("If-Match", &tag).ask("PUT", &path, other.as_bytes()).status, 204);
    let again = ana.get(&path);
    assert!(again.text().contains(":8\r\n") && again.header("etag").unwrap() != tag);
    // One UID stands once in a calendar, and an entry keeps its own.
    let twice = format!("{}other.ics", of_space(&o.open));
    assert_eq!(ana.put(&twice, &todo("cheese@phone", "SUMMARY:x")).status, 409);
    assert_eq!(ana.put(&path, &todo("other@phone", "SUMMARY:x")).status, 409);
    assert_eq!(ana.put(&path, &event("cheese@phone", "SUMMARY:x\nDTSTART:20261201T090000Z")).status, 409);
    let made = titled(&o.ana, &o.open, "Käse");
    assert_eq!(ana.ask("DELETE", &path, b"").status, 204);
    assert!(task(&o.ana, &made)["trashed_at"].is_string());
    assert_eq!(ana.ask("GET", &path, b"").status, 404);
    // What is deleted for good leaves its name behind, for programs that come late, and none of their lines.
    let item: Id = id(&made).parse().unwrap();
    let kept = || {
        let view = o.server.app.view(Who::system()).unwrap();
        kept(view.read(), item).unwrap().unwrap()
    };
    assert!(kept().extra.unwrap().contains("X-SORT"));
    o.olga.delete(&format!("/trash/{item}")).ok();
    assert_eq!((kept().extra, kept().name.as_str()), (None, "Brot & Käse.ics"));
}

#[test]
fn events_with_their_days_go_both_ways() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let path = format!("{}stand-up.ics", of_space(&o.open));
    o.olga.post("/rooms", json!({"name": "Bakery"})).ok();
    let each = event(
        "e1",
        "SUMMARY:Stand-up\nDTSTART;TZID=Europe/Berlin:20261201T090000\nDTEND;TZID=Europe/Berlin:20261201T091500\nLOCATION:bakery\n\
        RRULE:FREQ=DAILY;UNTIL=20261210T225959Z\nEXDATE;TZID=Europe/Berlin:20261203T090000\nTRANSP:OPAQUE",
    );
    let one = event(
        "e1",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261204T090000\nSUMMARY:Long one\nDTSTART;TZID=Europe/Berlin:20261204T100000\nDURATION:PT1H\nLOCATION:Café",
    );
    assert_eq!(ana.put(&path, &format!("{each}\n{one}")).status, 201);
    let on = o.ben.get("/events?from=2026-12-02&to=2026-12-05").ok();
    let lines: Vec<String> = on["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}",
                one["start"]["date"].as_str().unwrap(),
                one["start"]["time"].as_str().unwrap(),
                one["minutes"],
                one["title"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(lines, ["2026-12-02 09:00 15 Stand-up", "2026-12-04 10:00 60 Long one", "2026-12-05 09:00 15 Stand-up"]);
    let read = ana.get(&path);
    for line in [
        "BEGIN:VTIMEZONE",
        "EXDATE;TZID=Europe/Berlin:20261203T090000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261204T090000",
        "LOCATION:Bakery",
        "LOCATION:Café",
        "TRANSP:OPAQUE",
    ] {
        assert!(read.text().contains(&format!("{line}\r\n")), "{line} in {}", read.text());
    }
    // What was read is written back without a change.
    let tag = read.header("etag").unwrap().to_owned();
    assert_eq!(ana.header("If-Match", &tag).ask("PUT", &path, read.text().as_bytes()).status, 204);
    assert_eq!(ana.get(&path).header("etag"), Some(&*tag));
    // A program that knows no rules keeps them.
    let other = program(&o.server, &o.ana);
    let plain = event("e1", "SUMMARY:Morning\nDTSTART;TZID=Europe/Berlin:20261201T090000\nDURATION:PT15M");
    assert_eq!(other.put(&path, &plain).status, 204);
    let on = o.ben.get("/events?from=2026-12-02&to=2026-12-05").ok();
    assert_eq!((on["items"].as_array().unwrap().len(), &on["items"][0]["title"]), (3, &json!("Morning")));
    // And one that does knows how to end it.
    assert_eq!(ana.put(&path, &plain).status, 204);
    assert_eq!(o.ben.get("/events?from=2026-12-02&to=2026-12-05").ok()["items"], json!([]));
}

#[test]
fn what_is_made_in_ones_own_work_is_ones_own() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    assert_eq!(ana.put("/dav/calendars/my-work/a.ics", &todo("a", "SUMMARY:Buy shoes")).status, 201);
    assert_eq!(
        ana.put("/dav/calendars/my-work/b.ics", &event("b", "SUMMARY:Dentist\nDTSTART;VALUE=DATE:20261201")).status,
        201
    );
    let own = ana.list("/dav/calendars/my-work/").hrefs();
    assert_eq!(own, ["/dav/calendars/my-work/", "/dav/calendars/my-work/a.ics", "/dav/calendars/my-work/b.ics"]);
    assert!(ana.get("/dav/calendars/my-work/b.ics").text().contains("DTSTART;VALUE=DATE:20261201\r\n"));
    assert_eq!(program(&o.server, &o.ben).list("/dav/calendars/my-work/").hrefs().len(), 1);
    // A part of a task is one in the page too.
    let space = of_space(&o.open);
    assert_eq!(ana.put(&format!("{space}p.ics"), &todo("p", "SUMMARY:Fair")).status, 201);
    assert_eq!(ana.put(&format!("{space}q.ics"), &todo("q", "SUMMARY:Tent\nRELATED-TO:p")).status, 201);
    assert!(ana.get(&format!("{space}q.ics")).text().contains("RELATED-TO:p\r\n"));
    assert_eq!(task(&o.ana, &titled(&o.ana, &o.open, "Fair"))["subtasks"]["total"].as_u64().unwrap_or(1), 1);
}

#[test]
fn an_old_version_of_anything_is_neither_written_nor_deleted() {
    let o = office();
    let ana = program(&o.server, &o.ana);
    let (fair, tent) = (format!("{}fair.ics", of_space(&o.open)), format!("{}tent.ics", of_space(&o.open)));
    let on = |title: &str| event("fair", &format!("SUMMARY:{title}\nDTSTART;VALUE=DATE:20261201"));
    assert_eq!(ana.put(&fair, &on("Fair")).status, 201);
    assert_eq!(ana.put(&tent, &todo("tent", "SUMMARY:Tent")).status, 201);
    let tag = |path: &str| ana.get(path).header("etag").unwrap().to_owned();
    let old = [tag(&fair), tag(&tent)];
    let there = || o.ben.get("/events?from=2026-12-01&to=2026-12-01").ok()["items"][0].clone();
    let at = format!("/events/{}", there()["event_id"].as_str().unwrap());
    o.olga.patch(&at, json!({"title": "Market"})).ok();
    let made = titled(&o.ana, &o.open, "Tent");
    o.olga.patch(&format!("/tasks/{}", id(&made)), json!({"title": "Big tent"})).ok();

    let only = |tag: &str| ana.header("If-Match", tag);
    assert_eq!(only(&old[0]).put(&fair, &on("Fair, again")).status, 412);
    assert_eq!(only(&old[0]).ask("DELETE", &fair, b"").status, 412);
    assert_eq!(only(&old[1]).ask("DELETE", &tent, b"").status, 412);
    assert_eq!(there()["title"], "Market");
    assert!(task(&o.ana, &made)["trashed_at"].is_null());
    for path in [&fair, &tent] {
        assert_eq!(only(&tag(path)).ask("DELETE", path, b"").status, 204);
        assert_eq!(ana.ask("GET", path, b"").status, 404);
    }
}
