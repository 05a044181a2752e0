//! Erasing: nothing anywhere tells who it was, and what they worked on stays.

use crate::{HOUR, Office, office};
use guildhall::{
    access::{Scope, Who},
    documents::pages,
    search::Searcher,
};
use guildhall_tests::{
    Writer, id, live,
    program::{self, Program},
    until,
};
use redb::{ReadableDatabase, ReadableTable, TableHandle};
use serde_json::{Value, json};
use yrs::XmlFragment;

#[test]
fn the_name_is_nowhere_and_the_work_stays() {
    let o = office();
    Searcher::start(&o.server.app).unwrap();
    let me = o.ana.me();
    o.ana.patch("/me", json!({ "job_title": "Zymurgist", "phone": "0151 990", "about": "Likes Moreau cherries" })).ok();
    let task =
        o.task("Boiler", json!({ "body": format!("Ask [@Ana Moreau](guildhall:person/{me})."), "assignee_id": me }));
    let said = id(&o.ana.post(&format!("/items/{task}/comments"), json!({ "body": "It is the valve." })).ok());
    o.olga
        .post(
            &format!("/items/{task}/comments"),
            json!({ "body": format!("[@Ana Moreau](guildhall:person/{me}) said so") }),
        )
        .ok();
    o.ana.post("/time-entries", json!({ "task_id": task, "minutes": 45 })).ok();
    let personal = o.ana.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    let secret = id(&o.ana.post(&format!("/spaces/{personal}/tasks"), json!({ "title": "Moreau diary" })).ok());
    let ill = json!({ "from": "2026-11-25", "until": "2026-11-26", "kind": "sick", "note": "Moreau clinic" });
    let ill = id(&o.ana.post("/absences", ill).ok());
    invited(&o);
    let path = format!("/people/{me}/erasure");

    o.olga.put(&path, json!({ "name": "Ana Moreau" })).fails(409, "conflict");
    o.olga.put(&format!("/people/{me}/departure"), json!({})).ok();
    o.nothing_left();
    o.olga.put(&path, json!({ "name": "Ana" })).fails(422, "invalid");
    o.cleo.put(&path, json!({ "name": "Ana Moreau" })).fails(403, "forbidden");
    let erased = o.olga.put(&path, json!({ "name": "Ana Moreau" })).ok();
    assert_eq!(
        (&erased["name"], &erased["erased"], &erased["email"]),
        (&json!("Former member"), &json!(true), &json!(null))
    );
    finished(&o, &me);

    // The work is there, of a former member.
    let comments = o.olga.get(&format!("/items/{task}/comments")).ok();
    let theirs = comments["items"].as_array().unwrap().iter().find(|one| one["id"] == json!(said)).unwrap();
    assert_eq!((&theirs["body"], &theirs["author"]["name"]), (&json!("It is the valve."), &json!("Former member")));
    let entries = o.olga.get("/time-entries").ok();
    assert!(entries.to_string().contains(&me), "{entries}");
    // That somebody was away stays, why does not.
    let away = o.olga.get(&format!("/absences/{ill}")).ok();
    assert_eq!([&away["from"], &away["why"]["kind"], &away["why"]["note"]], ["2026-11-25", "other", ""], "{away}");
    // Her name is in nothing that anybody reads, nor in what the file keeps.
    let reads = [
        format!("/tasks/{task}"),
        format!("/items/{task}/comments"),
        format!("/items/{task}/activity"),
        "/people".into(),
        format!("/people/{me}"),
        format!("/spaces/{}/members", o.space),
        "/admin/audit".into(),
        "/time-entries".into(),
        "/time-entries.csv".into(),
        "/session".into(),
    ];
    for path in &reads {
        let answer = o.olga.get(path);
        assert!(!answer.text.contains("Moreau") && !answer.text.contains("Zymurgist"), "{path}: {}", answer.text);
    }
    let found = || o.olga.get("/search?q=moreau").ok()["items"].as_array().map_or(0, Vec::len);
    until(found, |count| *count == 0);
    o.olga.get(&format!("/tasks/{secret}")).fails(404, "not_found");
    // What was deleted for good is forgotten after a day, as everybody's is.
    o.server.clock.advance(25 * HOUR);
    while o.server.app.run_blocking(Who::system(), guildhall::items::tombstones::sweep).unwrap().value {}
    for word in ["moreau", "zymurgist", "0151 990"] {
        assert_eq!(tables_with(&o, word), [""; 0], "{word}");
    }
    // There is no way back.
    o.olga.delete(&format!("/people/{me}/deactivation")).fails(409, "conflict");
    o.olga.patch(&format!("/people/{me}"), json!({ "name": "Ana" })).fails(409, "conflict");
    assert_eq!(o.olga.put(&path, json!({ "name": "Former member" })).ok()["erased"], json!(true));
    let audit = o.olga.get("/admin/audit").ok();
    let noted = audit["items"].as_array().unwrap().iter().find(|one| one["action"] == "erased").unwrap();
    assert_eq!(noted["about"], "", "{noted}");
}

/// A program of Olga's calls Ana to a task and to an event, one time of which is another.
fn invited(o: &Office) {
    let olga = Program::with(&o.server, &program::app_password(&o.olga, "calendars"));
    let called = "ATTENDEE;CN=\"Moreau, Ana\":MAILTO:Ana.Moreau@example.com\r\nCONTACT:Ana Moreau";
    let entry = |kind: &str, lines: &str| {
        format!("BEGIN:{kind}\r\nUID:{kind}\r\nDTSTAMP:20261101T080000Z\r\n{lines}\r\n{called}\r\nEND:{kind}\r\n")
    };
    let event = [
        entry("VEVENT", "SUMMARY:Round\r\nDTSTART:20261201T090000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=5"),
        entry("VEVENT", "RECURRENCE-ID:20261202T090000Z\r\nSUMMARY:Late\r\nDTSTART:20261202T110000Z\r\nDURATION:PT1H"),
    ];
    for (name, entries) in [("task", entry("VTODO", "SUMMARY:Call")), ("event", event.concat())] {
        let file = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{entries}END:VCALENDAR\r\n");
        let path = format!("/dav/calendars/{}/{name}.ics", o.space);
        assert_eq!(olga.ask("PUT", &path, file.as_bytes()).status, 201, "{name}");
    }
    for table in ["calendar_kept", "events"] {
        assert!(tables_with(o, "moreau").contains(&table.to_owned()), "{table}");
    }
}

#[test]
fn mentions_in_pages_versions_and_what_is_kept_beside_say_former_member() {
    let o = office();
    live::start(&o.server);
    let me = o.ana.me();
    let ana = format!("[@Ana Moreau](guildhall:person/{me})");
    let at = |what: &str| format!("/spaces/{}/{what}", o.space);
    let page = |title: &str| {
        id(&o.olga.post(&at("pages"), json!({ "title": title, "body": format!("Ask {ana}, {ana}.") })).ok())
    };
    let (open, emptied) = (page("Minutes"), page("Emptied"));
    o.olga.post(&format!("/documents/{open}/versions"), json!({ "name": "As agreed" })).ok();
    o.olga.post(&format!("/documents/{emptied}/versions"), json!({ "name": "Full" })).ok();
    let mut writer = Writer::open(&o.olga, &emptied, true);
    let nothing = writer.edit(|root, change| root.remove_range(change, 0, root.len(change)));
    writer.send(0, &nothing);
    writer.until_saved();
    let mut reader = Writer::open(&o.cleo, &open, false);
    o.olga.patch(&format!("/spaces/{}", o.space), json!({ "description": ana, "finish": "2026-12-18" })).ok();
    o.olga.post(&at("status-notes"), json!({ "health": "on_track", "body": ana })).ok();
    let task = o.task("Boiler", json!({ "body": ana, "assignee_id": me }));
    o.olga.post(&format!("/tasks/{task}/templates"), json!({ "name": "A boiler" })).ok();
    let topic = id(&o.olga.post(&at("topics"), json!({ "title": "Talk", "body": ana })).ok());
    o.olga.post(&format!("/topics/{topic}/templates"), json!({ "name": "A talk" })).ok();
    let rule = json!({
        "name": "Says so", "when": { "what": "created" }, "conditions": [],
        "actions": [{ "does": "comment", "text": format!("Ask {ana}") }],
    });
    o.olga.post(&at("rules"), rule).ok();
    let before = o.olga.get(&format!("/documents/{open}")).ok();

    o.olga.put(&format!("/people/{me}/departure"), json!({})).ok();
    o.nothing_left();
    o.olga.put(&format!("/people/{me}/erasure"), json!({ "name": "Ana Moreau" })).ok();
    finished(&o, &me);
    for what in ["", "?version=1"] {
        let said = o.olga.get(&format!("/pages/{open}/content{what}")).text;
        assert_eq!(said.matches("Former member").count(), 2, "{what}: {said}");
    }
    // Nobody is said to have written.
    let after = o.olga.get(&format!("/documents/{open}")).ok();
    for name in ["edited_at", "edited_by", "version_number"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    // Whoever has it open takes it over.
    reader.until(|reader| holds(&reader.all(), "Former member"));
    // What was taken out of a page stood in what was written, and stands in its version.
    let full = o.olga.get(&format!("/pages/{emptied}/content?version=1")).text;
    assert!(full.contains("Former member"), "{full}");
    // The file keeps pages packed: what is kept of them is looked at unpacked.
    let read = o.server.app.store().snapshot().unwrap();
    for page in [&open, &emptied] {
        let id = page.parse().unwrap();
        let kept = [0, 1].map(|number| pages::store::state(&read, id, number).unwrap().unwrap());
        assert!(kept.iter().chain(&pages::store::updates(&read, id).unwrap()).all(|bytes| !holds(bytes, "Moreau")));
    }
    drop(read);
    assert_eq!(tables_with(&o, "moreau"), [""; 0]);
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

/// Waits until the last trace of an erasure is gone.
fn finished(o: &Office, person: &str) {
    let done = || {
        let view = o.server.app.view(Who::system()).unwrap();
        guildhall::departures::store::erasure(view.read(), person.parse().unwrap()).unwrap().and_then(|one| one.done_ms)
    };
    until(done, Option::is_some);
}

/// The tables of the whole file in which a word stands anywhere, in whatever letters.
fn tables_with(o: &Office, word: &str) -> Vec<String> {
    let copy = o.server.data().with_extension("grep");
    o.server.app.store().backup_to(&copy, &mut |_| {}).unwrap();
    let file = redb::Database::open(&copy).unwrap();
    let read = file.begin_read().unwrap();
    let names: Vec<String> = read.list_tables().unwrap().map(|table| table.name().to_owned()).collect();
    let holds = |name: &String| {
        let table = read.open_table(redb::TableDefinition::<&[u8], &[u8]>::new(name)).unwrap();
        let row = |row: &[u8]| String::from_utf8_lossy(row).to_lowercase().contains(word);
        table.iter().unwrap().any(|found| {
            let (key, value) = found.unwrap();
            row(key.value()) || row(value.value())
        })
    };
    let found = names.into_iter().filter(holds).collect();
    std::fs::remove_file(&copy).unwrap();
    found
}

#[test]
fn a_backup_from_before_says_whom_to_erase_again() {
    let o = office();
    let me = o.ana.me();
    o.olga.put(&format!("/people/{me}/departure"), json!({})).ok();
    o.nothing_left();
    let file = o.server.data().with_extension("copy");
    o.server.app.store().backup_to(&file, &mut |_| {}).unwrap();
    o.olga.put(&format!("/people/{me}/erasure"), json!({ "name": "Ana Moreau" })).ok();
    let app = o.server.app.clone();
    let asker = guildhall::admin::Asker::cli();
    let told = guildhall::admin::restore::restore(&app, &file, &asker, &mut guildhall::jobs::Progress::to(&mut |_| {}));
    assert!(told.unwrap()["findings"].as_u64().unwrap() > 0);
    let view = app.view(Who::system()).unwrap();
    let id = me.parse().unwrap();
    assert_eq!(view.directory().person(id).unwrap().name, "Ana Moreau");
    let found = guildhall::outgoing::store::get(view.read()).unwrap().unwrap().findings;
    let erased: Vec<Value> = found.iter().map(|one| json!([one.kind, one.name])).collect();
    assert_eq!(erased, [json!([6, "Ana Moreau"])]);
    drop(view);
    app.run_blocking(Who::cli(None), move |work| guildhall::admin::findings::apply(work, &found[0])).unwrap();
    let view = app.view(Who::system()).unwrap();
    assert_eq!(view.directory().person(id).unwrap().name, "Former member");
}
