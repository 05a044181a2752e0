//! Bad input of every question, and the hidden field.

use crate::{broken, office, visit};
use serde_json::{Value, json};

#[test]
fn everything_wrong_is_told_at_once_by_question_and_nothing_is_kept() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let bad = json!({ "1": 9, "3": { "a": 1 }, "4": "1e9", "5": "12 €", "6": "2026-02-31", "7": [3], "8": ["x"],
        "9": "yes", "99": "?" });
    let sent = json!({ "start": start, "answers": bad, "name": " ", "email": "not an address" });
    let refused = o.send_whole(&form, sent).fails(422, "invalid")["error"].clone();
    let fields: Vec<&str> = refused["fields"].as_object().unwrap().keys().map(String::as_str).collect();
    let want = [
        "answers.1",
        "answers.3",
        "answers.4",
        "answers.5",
        "answers.6",
        "answers.7",
        "answers.8",
        "answers.9",
        "answers.99",
        "email",
        "name",
    ];
    assert_eq!(fields, want);
    for words in refused["fields"].as_object().unwrap().values() {
        assert!(words.as_str().unwrap().ends_with('.'), "{words}");
    }
    assert_eq!(o.requests().len(), 0);
    // What was wrong is put right with the same start.
    o.send(&form, &start, broken()).ok();
}

#[test]
fn each_kind_refuses_what_it_is_not() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let long = "x".repeat(20_001);
    let cases: Vec<(&str, Value)> = vec![
        ("1", json!([1, 2])),
        ("1", json!("1; drop")),
        ("1", json!(-1)),
        ("1", Value::Null),
        ("2", json!(long)),
        ("2", json!(true)),
        ("3", json!("x".repeat(501))),
        ("3", json!(["a"])),
        ("4", json!("NaN")),
        ("4", json!("99999999999999999999")),
        ("5", json!("1,000,000.00")),
        ("6", json!("tomorrow")),
        ("6", json!("9999-12-31")),
        ("6", json!(20261124)),
        ("7", json!("Mon")),
        ("7", json!([[1]])),
        ("8", json!("file")),
        ("8", json!(["0190d3a0-0000-7000-8000-00000000000f"])),
        ("9", json!(1)),
    ];
    for (question, answer) in cases {
        let mut answers = broken();
        answers[question] = answer.clone();
        let refused = o.send(&form, &start, answers).fails(422, "invalid")["error"].clone();
        let fields: Vec<&String> = refused["fields"].as_object().unwrap().keys().collect();
        assert!(fields.contains(&&format!("answers.{question}")), "{question} {answer}: {refused}");
    }
    assert_eq!(o.requests().len(), 0);
}

#[test]
fn what_is_not_asked_must_not_be_answered() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let refused = o.send(&form, &start, json!({ "1": 1, "2": "It leaks" })).fails(422, "invalid")["error"].clone();
    assert!(refused["fields"]["answers.2"].as_str().unwrap().contains("not asked"), "{refused}");
    // Where it is asked it is required.
    o.send(&form, &start, json!({ "1": 2 })).fails(422, "invalid");
    o.send(&form, &start, json!({ "1": 1 })).ok();
    assert_eq!(o.requests()[0]["title"], "Ask for a visit");
}

#[test]
fn an_address_is_needed_only_where_the_form_says_so() {
    let o = office();
    let form = o.public(visit());
    let nameless = json!({ "start": o.start(&form), "answers": broken(), "name": "Rose" });
    let sent = o.send_whole(&form, nameless).ok();
    assert_eq!(sent["request"]["email"], Value::Null);
    o.olga.patch(&format!("/forms/{}", form.id), json!({ "needs_email": true })).ok();
    let nameless = json!({ "start": o.start(&form), "answers": broken(), "name": "Rose" });
    let refused = o.send_whole(&form, nameless).fails(422, "invalid")["error"].clone();
    assert!(refused["fields"].get("email").is_some(), "{refused}");
}

#[test]
fn a_program_that_fills_in_everything_or_is_too_fast_is_refused() {
    let o = office();
    let form = o.public(visit());
    let start = o.open(&form).ok()["start"].clone();
    let sent = json!({ "start": start, "answers": broken(), "name": "Rose" });
    o.server.clock.advance(2_000);
    let fast = o.send_whole(&form, sent.clone());
    assert_eq!(fast.header("retry-after"), Some("1"));
    fast.fails(429, "too_fast");
    o.server.clock.advance(1_000);
    let mut filled = sent.clone();
    filled["website"] = json!("https://spam.example");
    o.send_whole(&form, filled).fails(422, "invalid");
    assert_eq!(o.requests().len(), 0);
    // The same again, a moment later, is taken.
    o.send_whole(&form, sent).ok();
}

#[test]
fn what_a_stranger_types_stays_words() {
    let o = office();
    let form = o.public(visit());
    let nasty = "<script>alert(1)</script> [Ana](guildhall:person/x) **b** \u{0}";
    let mut answers = broken();
    answers["2"] = json!(nasty);
    answers["3"] = json!("<img src=x onerror=alert(1)>\r\nBcc: eve@example.com");
    let sent = o.send(&form, &o.start(&form), answers).ok();
    let path = format!("/requests/{}", sent["id"].as_str().unwrap());
    let accepted = o.ana.put(&format!("{path}/acceptance"), json!({})).ok();
    let task = o.ana.get(&format!("/tasks/{}", accepted["task"]["id"].as_str().unwrap())).ok();
    let body = task["body"].as_str().unwrap();
    assert!(body.contains("\\<script\\>") && body.contains("\\[Ana\\]\\(guildhall:person/x\\)"), "{body}");
    assert_eq!(task["title"], "<img src=x onerror=alert(1)>  Bcc: eve@example.com");
}
