//! Polls: asking, voting and voting again, closing by hand and in time, named and anonymous, and being found.

use crate::{Office, bodies, id, messages, office, say, topic};
use guildhall::{access::Who, clockwork::Clockwork, comments::polls, inbox::Keeper, search::Searcher};
use guildhall_tests::{Client, Live, live, until};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const HOUR: i64 = 3_600_000;
const TEN: &str = "2026-11-23T10:00:00Z";

fn ask(by: &Client, topic: &Value, with: Value) -> Value {
    let mut input = json!({ "question": "Which valves?", "choices": ["Brass", "Steel", "Plastic"] });
    input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    by.post(&format!("/items/{}/polls", id(topic)), input).ok()
}

fn vote(by: &Client, poll: &Value, choices: &[u32]) -> guildhall_tests::Answer {
    by.put(&format!("/polls/{}/vote", id(poll)), json!({ "choices": choices }))
}

/// The numbers of a poll, how many voted, and what the reader chose.
fn numbers(by: &Client, topic: &Value, poll: &Value) -> (Vec<u64>, u64, Vec<u64>) {
    let page = messages(by, topic, "?at=newest");
    let shown = page["items"].as_array().unwrap().iter().find(|one| one["id"] == poll["id"]).unwrap()["poll"].clone();
    let list = |value: &Value| value.as_array().unwrap().iter().map(|one| one.as_u64().unwrap()).collect();
    let votes = shown["choices"].as_array().unwrap().iter().map(|one| one["votes"].as_u64().unwrap()).collect();
    (votes, shown["voters"].as_u64().unwrap(), list(&shown["mine"]))
}

#[test]
fn one_votes_votes_again_and_takes_it_back() {
    let o = office();
    o.olga.put(&format!("/spaces/{}/members/{}", o.open, o.gil.me()), json!({"role": "guest"})).ok();
    let made = topic(&o.ana, &o.open, "Valves");
    let poll = ask(&o.ana, &made, json!({}));
    assert_eq!((&poll["body"], &poll["poll"]["can"]["close"]), (&json!("Which valves?"), &json!(true)));
    assert_eq!(numbers(&o.ben, &made, &poll), (vec![0, 0, 0], 0, vec![]));
    vote(&o.ben, &poll, &[0]).ok();
    vote(&o.gil, &poll, &[0]).ok();
    vote(&o.ben, &poll, &[2]).ok();
    vote(&o.ben, &poll, &[2]).ok();
    assert_eq!(numbers(&o.ben, &made, &poll), (vec![1, 0, 1], 2, vec![2]), "guests vote, and a vote counts once");
    let taken = o.ben.delete(&format!("/polls/{}/vote", id(&poll)));
    let command = taken.command();
    taken.ok();
    assert_eq!(numbers(&o.ana, &made, &poll), (vec![1, 0, 0], 1, vec![]));
    o.ben.post("/undo", json!({ "command": command })).ok();
    assert_eq!(numbers(&o.ben, &made, &poll), (vec![1, 0, 1], 2, vec![2]));
    let votes = o.ana.get(&format!("/polls/{}/votes", id(&poll))).ok();
    let mut who: Vec<&str> =
        votes["items"].as_array().unwrap().iter().map(|one| one["person_id"].as_str().unwrap()).collect();
    who.sort_unstable();
    let mut both = [o.ben.me(), o.gil.me()];
    both.sort();
    assert_eq!(who, both);
    // What was asked stays what it was.
    o.ana.patch(&format!("/comments/{}", id(&poll)), json!({ "body": "Which pipes?" })).fails(409, "conflict");
    // Several at once where that is asked.
    let several = ask(&o.ana, &made, json!({ "several": true }));
    vote(&o.ben, &several, &[0, 2]).ok();
    assert_eq!(numbers(&o.ben, &made, &several), (vec![1, 0, 1], 1, vec![0, 2]));
    // The history says who voted what.
    let changes = o.ana.get(&format!("/changes?since={}", start(&o))).ok().to_string();
    assert!(changes.contains(&format!("vote:{}", id(&poll))));
}

/// A cursor from the beginning of everything.
fn start(o: &Office) -> String {
    let view = o.server.app.view(Who::system()).unwrap();
    guildhall::http::version::log_cursor(guildhall::access::Scope::history(&view), 0)
}

#[test]
fn two_who_vote_at_once_are_both_counted() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Valves");
    let poll = ask(&o.ana, &made, json!({}));
    std::thread::scope(|scope| {
        for (by, choice) in [(&o.olga, 0), (&o.ana, 1), (&o.ben, 1)] {
            let poll = &poll;
            scope.spawn(move || (0..20).for_each(|turn| drop(vote(by, poll, &[(choice + turn) % 3]).ok())));
        }
    });
    for (by, choice) in [(&o.olga, 0), (&o.ana, 1), (&o.ben, 1)] {
        vote(by, &poll, &[choice]).ok();
    }
    assert_eq!(numbers(&o.ben, &made, &poll), (vec![1, 2, 0], 3, vec![1]));
}

#[test]
fn nothing_says_who_voted_in_an_anonymous_poll() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.open, "Valves");
    let poll = ask(&o.ana, &made, json!({ "anonymous": true }));
    let mut ana = Live::open(&o.ana, None);
    ana.say(json!({"type": "look", "item_id": made["id"]}));
    ana.until("state", |frame| frame["objects"]["opened_topics"][0]["id"] == made["id"]);
    vote(&o.ben, &poll, &[1]).ok();
    let told = ana.until("state", |frame| frame["objects"]["comments"][0]["poll"]["voters"] == 1);
    assert_eq!(told["objects"]["comments"][0]["poll"]["choices"][1]["votes"], 1, "the numbers are live");
    vote(&o.ben, &poll, &[2]).ok();
    o.ana.get(&format!("/polls/{}/votes", id(&poll))).fails(409, "conflict");
    let ben = o.ben.me();
    let mut told: Vec<String> = vec![told.to_string()];
    live::told(&o.server);
    told.extend(ana.drain().iter().map(ToString::to_string));
    told.push(
        o.ana.get(&format!("/changes?since={}", start(&o))).ok()["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one.to_string().contains("vote:"))
            .map(ToString::to_string)
            .collect(),
    );
    told.push(o.ana.get(&format!("/items/{}/activity", id(&made))).ok().to_string());
    told.push(messages(&o.ana, &made, "").to_string());
    assert!(told[told.len() - 3].contains("vote:"), "it was looked at");
    assert!(told.iter().all(|one| !one.contains(&ben)), "{told:?}");
}

#[test]
fn at_its_time_it_closes_and_who_asked_is_told() {
    let o = office();
    Keeper::start(&o.server.app).unwrap();
    let made = topic(&o.ana, &o.open, "Valves");
    let poll = ask(&o.ana, &made, json!({ "closes_at": TEN }));
    vote(&o.ben, &poll, &[0]).ok();
    o.server.clock.advance(HOUR - 1);
    vote(&o.ben, &poll, &[1]).ok();
    o.server.clock.advance(1);
    // Nobody has closed it yet, and no vote is taken all the same.
    vote(&o.ben, &poll, &[2]).fails(409, "conflict");
    o.ben.delete(&format!("/polls/{}/vote", id(&poll))).fails(409, "conflict");
    assert_eq!(numbers(&o.ben, &made, &poll), (vec![0, 1, 0], 1, vec![1]));
    Clockwork::start(&o.server.app).unwrap();
    let told = || o.ana.get("/inbox?shelf=following").ok()["items"][0].clone();
    let entry = until(told, |entry| entry["reason"] == "poll_closed");
    assert_eq!((&entry["comment_id"], &entry["excerpt"]), (&poll["id"], &json!("Which valves?")));
    let shown = messages(&o.ana, &made, "")["items"][0]["poll"].clone();
    assert_eq!((&shown["closed_at"], &shown["can"]["vote"]), (&json!("2026-11-23T10:00:00.000Z"), &json!(false)));
    let view = o.server.app.view(Who::system()).unwrap();
    assert!(polls::store::due(guildhall::access::Scope::read(&view), i64::MAX - 1, 10).unwrap().is_empty());
    // Told once, however often the clock goes on.
    o.ana.put(&format!("/inbox/{}/clearance", id(&made)), json!({})).ok();
    o.server.clock.advance(HOUR);
    say(&o.ana, &made, "So be it");
    o.server.settled();
    assert_eq!(o.ana.get("/inbox?shelf=following").ok()["items"], json!([]));
}

#[test]
fn who_asked_or_a_lead_closes_it_early_and_may_take_that_back() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Valves");
    let poll = ask(&o.ana, &made, json!({ "closes_at": TEN }));
    let closure = format!("/polls/{}/closure", id(&poll));
    o.ben.put(&closure, json!({})).fails(403, "forbidden");
    let closed = o.olga.put(&closure, json!({}));
    let command = closed.command();
    assert_eq!(closed.ok()["poll"]["can"]["vote"], false);
    vote(&o.ben, &poll, &[0]).fails(409, "conflict");
    o.olga.post("/undo", json!({ "command": command })).ok();
    let cast = vote(&o.ben, &poll, &[0]);
    let voted = cast.command();
    let again = o.olga.put(&closure, json!({})).command();
    o.ben.post("/undo", json!({ "command": voted })).fails(410, "undo_gone");
    o.server.clock.advance(2 * HOUR);
    o.olga.post("/undo", json!({ "command": again })).fails(410, "undo_gone");
    assert_eq!(numbers(&o.ben, &made, &poll), (vec![1, 0, 0], 1, vec![0]));
}

#[test]
fn what_cannot_be_asked_or_chosen_is_refused_and_changes_nothing() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Valves");
    let path = format!("/items/{}/polls", id(&made));
    let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
    let with = |choices: Value| json!({ "question": "Which?", "choices": choices });
    for (wrong, field) in [
        (with(json!(many)), "choices"),
        (with(json!(["Only"])), "choices"),
        (with(json!(["a", "A "])), "choices"),
        (with(json!(["a", " "])), "choices"),
        (with(json!(["a", "b".repeat(201)])), "choices"),
        (json!({ "question": " ", "choices": ["a", "b"] }), "question"),
        (json!({ "question": "x".repeat(501), "choices": ["a", "b"] }), "question"),
        (json!({ "question": "Q", "choices": ["a", "b"], "closes_at": "2026-11-23T09:00:00Z" }), "closes_at"),
        (json!({ "question": "Q", "choices": ["a", "b"], "closes_at": "9999-11-23T09:00:00Z" }), "closes_at"),
    ] {
        let refused = o.ana.post(&path, wrong);
        assert!(refused.json["error"]["fields"][field].is_string(), "{}", refused.text);
    }
    for wrong in [
        json!({ "question": 5, "choices": ["a", "b"] }),
        json!({ "question": "Q", "choices": "ab" }),
        json!({ "question": "Q", "choices": [1, 2] }),
        json!({ "question": "Q", "choices": ["a", "b"], "several": "no" }),
    ] {
        o.ana.post(&path, wrong).fails(400, "bad_json");
    }
    o.ana.post(&path, json!({ "question": "Q", "choices": ["a", "b"], "voters": 9 })).fails(400, "unknown_field");
    assert_eq!(bodies(&messages(&o.ana, &made, "")), [] as [String; 0]);
    let given = json!({ "id": "019ab000-0000-7000-8000-00000000000b", "question": "Q", "choices": ["a", "b"] });
    let poll = o.ana.post(&path, given.clone()).ok();
    assert_eq!(o.ana.post(&path, given.clone()).ok()["id"], poll["id"], "sent again it is the same");
    o.ben.post(&path, given).fails(409, "id_taken");
    for wrong in [&[2][..], &[], &[0, 1], &[u32::MAX]] {
        vote(&o.ben, &poll, wrong).fails(422, "invalid");
    }
    o.ben.put(&format!("/polls/{}/vote", id(&poll)), json!({ "choices": [-1] })).fails(400, "bad_json");
    o.ben.put(&format!("/polls/{}/vote", id(&poll)), json!({ "choices": "0" })).fails(400, "bad_json");
    // A message is no poll, and what is deleted takes no votes.
    let said = say(&o.ana, &made, "Words");
    vote(&o.ben, &said, &[0]).fails(404, "not_found");
    vote(&o.ben, &made, &[0]).fails(404, "not_found");
    let deleted = o.ana.delete(&format!("/comments/{}", id(&poll)));
    let command = deleted.command();
    assert!(deleted.ok()["poll"].is_null());
    vote(&o.ben, &poll, &[0]).fails(404, "not_found");
    o.ana.post("/undo", json!({ "command": command })).ok();
    vote(&o.ben, &poll, &[0]).ok();
    // A thousand names in a question are a line that is too long.
    let crowd = format!("[@x](guildhall:person/{}) ", o.ben.me()).repeat(1_000);
    o.ana.post(&path, json!({ "question": crowd, "choices": ["a", "b"] })).fails(422, "invalid");
}

#[test]
fn who_is_removed_neither_votes_nor_hears_of_it() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.closed, "Payroll");
    let poll = ask(&o.ana, &made, json!({}));
    let bens = format!("/spaces/{}/members/{}", o.closed, o.ben.me());
    o.olga.put(&bens, json!({"role": "member"})).ok();
    vote(&o.ben, &poll, &[0]).ok();
    let mut ben = Live::open(&o.ben, None);
    ben.say(json!({"type": "look", "item_id": made["id"]}));
    ben.until("state", |frame| frame["objects"]["opened_topics"][0]["id"] == made["id"]);
    o.olga.delete(&bens).ok();
    let begun = Instant::now();
    vote(&o.ben, &poll, &[1]).fails(404, "not_found");
    o.ben.get(&format!("/polls/{}/votes", id(&poll))).fails(404, "not_found");
    ben.until("state", |frame| frame["objects"]["spaces"][0]["can"]["read"] == false);
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    ben.drain();
    vote(&o.ana, &poll, &[2]).ok();
    live::told(&o.server);
    assert!(ben.drain().iter().all(|frame| !frame.to_string().contains(&id(&poll))));
    assert_eq!(numbers(&o.ana, &made, &poll), (vec![1, 0, 1], 2, vec![2]), "what was voted stays");
}

#[test]
fn it_is_found_by_its_question_and_its_choices_on_any_item() {
    let o = office();
    Searcher::start(&o.server.app).unwrap();
    let task = o.ana.task(&o.open, "Order");
    let asked = json!({ "question": "Which gasket supplier?", "choices": ["Hollis", "Varma"] });
    let poll = o.ana.post(&format!("/items/{}/polls", id(&task)), asked).ok();
    vote(&o.ben, &poll, &[1]).ok();
    assert_eq!(o.ana.get(&format!("/items/{}/comments", id(&task))).ok()["items"][0]["poll"]["voters"], 1);
    for word in ["gasket", "varma"] {
        let found = || o.ana.get(&format!("/search?q={word}")).ok()["items"].clone();
        let hits =
            until(found, |hits| hits.as_array().is_some_and(|hits| hits.iter().any(|hit| hit["id"] == poll["id"])));
        assert!(hits[0]["url"].as_str().unwrap().ends_with(&format!("#c-{}", id(&poll))), "{hits}");
        assert!(hits[0]["snippet"].to_string().to_lowercase().contains(word), "{hits}");
    }
}
