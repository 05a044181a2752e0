//! Nobody is told of what they may not read, and whoever may not read it any more has nothing of it left.

use crate::{Office, at, office};
use guildhall::{access::Scope, inbox::store};
use guildhall_tests::{Client, Dice, Live, live, many};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Everything an inbox says, by every way out.
fn everything(who: &Client) -> String {
    let shelves =
        ["needs", "following", "later", "cleared"].map(|shelf| who.get(&format!("/inbox?shelf={shelf}")).text);
    let counts = who.get("/inbox/counts").text;
    format!("{} {counts} {}", shelves.join(" "), who.get("/session").ok()["inbox"])
}

const NOTHING: &str = r#"{"items":[],"next":null} {"items":[],"next":null} {"items":[],"next":null} {"items":[],"next":null} {"needs":0,"following":0,"later":0} {"following":0,"later":0,"needs":0}"#;

/// Ana has something on every shelf, of one private space.
fn told(o: &Office) -> (String, [String; 4]) {
    let payroll = o.olga.space("Payroll", "private");
    o.olga.put(&format!("/spaces/{payroll}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let make = |title: &str| {
        let task = json!({ "title": title, "assignee_id": o.ana.me(), "body": "secret" });
        crate::id(&o.olga.post(&format!("/spaces/{payroll}/tasks"), task).ok())
    };
    let all = ["One", "Two", "Three", "Four"].map(make);
    o.olga.patch(&format!("/tasks/{}", all[1]), json!({ "assignee_id": null })).ok();
    o.olga.put(&format!("/tasks/{}/followers/{}", all[1], o.ana.me()), json!({})).ok();
    o.say(&o.olga, &all[1], "secret");
    o.server.settled();
    o.ana.put(&format!("/inbox/{}/later", all[2]), json!({ "until": "2026-11-23T12:00:00Z" })).ok();
    o.ana.put(&format!("/inbox/{}/clearance", all[3]), json!({})).ok();
    for shelf in ["needs", "following", "later", "cleared"] {
        assert_eq!(o.shelf(&o.ana, shelf).len(), 1, "{shelf}");
    }
    (payroll, all)
}

/// Whether any row of somebody's inbox is left.
fn is_kept(o: &Office, who: &Client, item: &str) -> bool {
    let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
    let me = view.directory().person(who.me().parse().unwrap()).unwrap().audience;
    store::get(view.read(), item.parse().unwrap(), me).unwrap().is_some()
}

#[test]
fn whoever_leaves_a_space_has_nothing_of_it_any_more_at_once() {
    let o = &office();
    live::start(&o.server);
    let (payroll, all) = told(o);
    let mut hers = Live::open(&o.ana, None);
    o.olga.delete(&format!("/spaces/{payroll}/members/{}", o.ana.me())).ok();
    // Not after a while: with the next request, whether the rows are gone by then or not.
    assert_eq!(everything(&o.ana), NOTHING);
    hers.until("state", |frame| frame["objects"]["inbox"] == json!({ "needs": 0, "following": 0, "later": 0 }));
    o.server.settled();
    assert!(all.iter().all(|item| !is_kept(o, &o.ana, item)), "the rows are swept");
    for item in &all {
        o.ana.put(&format!("/inbox/{item}/clearance"), json!({})).fails(404, "not_found");
    }
    o.server.clock.advance(4 * 3_600_000);
    o.say(&o.olga, &all[0], &at(&o.ana));
    o.server.settled();
    assert_eq!(everything(&o.ana), NOTHING, "and nothing comes");
    // Back in the space, the past does not come back.
    o.olga.put(&format!("/spaces/{payroll}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    o.server.settled();
    assert_eq!(everything(&o.ana), NOTHING);
    o.say(&o.olga, &all[0], &at(&o.ana));
    assert_eq!(o.shelf(&o.ana, "needs"), ["One: mentioned"]);
}

#[test]
fn a_space_that_is_deleted_and_a_person_who_leaves_take_their_entries_along() {
    let o = &office();
    let (payroll, all) = told(o);
    o.olga.delete(&format!("/spaces/{payroll}")).ok();
    assert_eq!(everything(&o.ana), NOTHING);
    o.server.settled();
    assert!(all.iter().all(|item| !is_kept(o, &o.ana, item)));
    let valve = o.task(&o.olga, json!({ "title": "Valve", "assignee_id": o.bo.me() }));
    o.server.settled();
    assert!(is_kept(o, &o.bo, &valve));
    let me = o.bo.me();
    let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
    let audience = view.directory().person(me.parse().unwrap()).unwrap().audience;
    drop(view);
    o.olga.put(&format!("/people/{me}/deactivation"), json!({ "hand_over_to": null })).ok();
    o.server.settled();
    let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
    assert!(store::of_person(view.read(), audience).unwrap().is_empty());
}

#[test]
fn a_home_that_closes_takes_what_other_spaces_show_of_it_out_of_their_inboxes() {
    let o = &office();
    let home = o.olga.space("Finance", "closed");
    let other = o.olga.space("Fitters", "closed");
    o.olga.put(&format!("/spaces/{other}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let task = crate::id(&o.olga.task(&home, "Prices"));
    o.olga.put(&format!("/tasks/{task}/also-in/{other}"), json!({})).ok();
    o.say(&o.olga, &task, &at(&o.ana));
    assert_eq!(o.shelf(&o.ana, "needs"), ["Prices: mentioned"]);
    o.olga.patch(&format!("/spaces/{home}"), json!({ "access": "private" })).ok();
    assert_eq!(everything(&o.ana), NOTHING);
    o.server.settled();
    assert!(!is_kept(o, &o.ana, &task));
}

#[test]
fn a_mention_of_somebody_without_access_tells_them_nothing() {
    let o = &office();
    let payroll = o.olga.space("Payroll", "private");
    let task = crate::id(&o.olga.task(&payroll, "Secret"));
    let guest = o.server.join(&o.olga, "Gil Guest", "guest");
    for who in [&o.ana, &guest] {
        o.say(&o.olga, &task, &at(who));
        o.server.settled();
        assert_eq!(everything(who), NOTHING);
        assert!(!is_kept(o, who, &task), "not even a row");
        who.put(&format!("/inbox/{task}/mute"), json!({})).fails(404, "not_found");
    }
    // A guest hears of the spaces they were put into, and in an excerpt of nobody else.
    o.olga.put(&format!("/spaces/{payroll}/members/{}", guest.me()), json!({ "role": "guest" })).ok();
    o.say(&o.olga, &task, &format!("{} ask [Ana](guildhall:person/{})", at(&guest), o.ana.me()));
    let entry = o.entry(&guest, "needs", &task);
    assert_eq!(entry["excerpt"], "@Gil Guest ask Ana", "as it was typed, and not as she is called now");
}

#[test]
fn a_thousand_names_in_one_message_tell_two_hundred_by_one_group_commit() {
    let o = &office();
    many::members(&o.server, 1_000);
    let people = o.olga.get("/people").ok()["items"].as_array().unwrap().clone();
    let is_reader = |one: &&Value| one["email"].as_str().is_some_and(|email| email.starts_with("reader."));
    let names: Vec<String> = people
        .iter()
        .filter(is_reader)
        .map(|one| format!("[@x](guildhall:person/{})", one["id"].as_str().unwrap()))
        .collect();
    assert_eq!(names.len(), 1_000);
    let talk = crate::id(&o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "All hands" })).ok());
    o.server.settled();
    let commits = || o.server.app.store().stats().unwrap().commits;
    let before = commits();
    o.say(&o.olga, &talk, &names.join(" "));
    o.server.settled();
    let used = commits() - before;
    assert!((2..=3).contains(&used), "the message and all inboxes together, not {used}");
    let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
    let item = talk.parse().unwrap();
    let is_told = |audience: &u64| store::get(view.read(), item, *audience).unwrap().is_some();
    let told = view.directory().people().map(|person| person.audience).filter(is_told).count();
    assert_eq!(told, 200, "so many names are no mentions but a list");
}

/// Random histories of memberships, moves and comments: whatever happened, every entry leads to something its reader
/// reads, nobody is told of their own acts, and the counts are those of the lists.
#[test]
fn histories_of_any_kind_leave_no_entry_out_of_sight() {
    let seed = std::env::var("GUILDHALL_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    println!("seed {seed}");
    let mut dice = Dice::new(seed);
    let o = &office();
    let people = [&o.olga, &o.ana, &o.bo];
    let mut spaces = vec![o.space.clone()];
    spaces.extend(["closed", "private", "private"].map(|access| o.olga.space(&format!("{access} one"), access)));
    let mut tasks: Vec<String> =
        (0..6).map(|n| crate::id(&o.olga.task(&spaces[n % 4], &format!("Task {n}")))).collect();
    for step in 0..300 {
        let (who, other) = (*dice.one(&people), *dice.one(&people));
        let (space, task) = (dice.one(&spaces).clone(), dice.one(&tasks).clone());
        match dice.below(10) {
            0 => drop(o.olga.put(&format!("/spaces/{space}/members/{}", other.me()), json!({ "role": "member" }))),
            1 if other.me() != o.olga.me() => {
                o.olga.delete(&format!("/spaces/{space}/members/{}", other.me()));
            }
            2 => drop(who.patch(&format!("/tasks/{task}"), json!({ "assignee_id": other.me() }))),
            3 => drop(o.olga.put(&format!("/tasks/{task}/home"), json!({ "space_id": space }))),
            4 => drop(o.olga.put(&format!("/tasks/{task}/also-in/{space}"), json!({}))),
            5 => drop(o.olga.delete(&format!("/tasks/{task}/also-in/{space}"))),
            6 if dice.chance(30) => {
                let access = *dice.one(&["open", "closed", "private"]);
                o.olga.patch(&format!("/spaces/{space}"), json!({ "access": access }));
            }
            7 => drop(who.put(&format!("/inbox/{task}/clearance"), json!({}))),
            8 => {
                let made = who.post(&format!("/spaces/{space}/tasks"), json!({ "title": format!("Made {step}") }));
                tasks.extend(made.json["id"].as_str().map(str::to_owned));
            }
            _ => {
                let body = json!({ "body": format!("{} at {step}", at(other)) });
                drop(who.post(&format!("/items/{task}/comments"), body));
            }
        }
        if step % 10 == 9 {
            check(o, &people, step);
        }
    }
}

fn check(o: &Office, people: &[&Client], step: usize) {
    o.server.settled();
    for who in people {
        let mut kept = BTreeSet::new();
        let mut counts = Vec::new();
        for shelf in ["needs", "following", "later", "cleared"] {
            let page = who.get(&format!("/inbox?shelf={shelf}&limit=200")).ok();
            let entries = page["items"].as_array().unwrap().clone();
            for entry in &entries {
                let item = crate::text(&entry["item_id"]);
                assert_eq!(who.get(&format!("/tasks/{item}")).status, 200, "step {step}: {entry}");
                assert_ne!(entry["actor"]["id"], json!(who.me()), "step {step}: {entry}");
                assert!(kept.insert(item), "step {step}: twice: {entry}");
            }
            counts.push(entries.len());
        }
        let said: Value = who.get("/inbox/counts").ok();
        assert_eq!(said, json!({ "needs": counts[0], "following": counts[1], "later": counts[2] }), "step {step}");
        let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
        let me = view.directory().person(who.me().parse().unwrap()).unwrap().audience;
        let rows = store::of_person(view.read(), me).unwrap();
        assert_eq!(rows.len(), kept.len(), "step {step}: rows that lead nowhere");
    }
}
