//! Two lanes: what is for the team reaches the requester by no way, and what is theirs is never in doubt.

use crate::office;
use serde_json::json;

const SECRET: &str = "Expansion vessel, I would bet";

#[test]
fn what_is_for_the_team_reaches_the_requester_by_no_way() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    o.say(&o.ana, &asked, "team", SECRET);
    o.say(&o.ana, &asked, "requester", "Ben can come on Tuesday.");
    o.say(&o.ben, &asked, "team", &format!("{SECRET}, says Ben"));
    let nobody = o.server.nobody();
    let follow = format!("/public/requests/{}", asked.id);
    let mut answers = vec![
        nobody.post(&follow, json!({ "secret": asked.secret })),
        nobody.post(&format!("{follow}/messages"), json!({ "secret": asked.secret, "body": "Thank you" })),
    ];
    // Whatever it becomes.
    o.ana.put(&format!("/requests/{}/acceptance", asked.id), json!({ "assignee_id": o.ben.me() })).ok();
    let task = o.seen(&asked)["task"]["id"].as_str().unwrap().to_owned();
    o.ben.post(&format!("/items/{task}/comments"), json!({ "body": format!("{SECRET} again") })).ok();
    o.ben.patch(&format!("/tasks/{task}"), json!({ "title": SECRET })).ok();
    answers.push(nobody.post(&follow, json!({ "secret": asked.secret })));
    for answer in answers {
        assert!(answer.status < 300, "{}", answer.text);
        assert!(!answer.text.contains("Expansion") && !answer.text.contains("Sol"), "{}", answer.text);
        let lanes = answer.ok()["messages"].as_array().unwrap().len();
        assert!((1..=2).contains(&lanes));
    }
    // The people of the space read both, each with its lane.
    let seen = o.seen(&asked);
    let lanes: Vec<&str> =
        seen["messages"].as_array().unwrap().iter().map(|one| one["lane"].as_str().unwrap()).collect();
    assert_eq!(lanes, ["team", "requester", "team", "requester"]);
    let by: Vec<bool> =
        seen["messages"].as_array().unwrap().iter().map(|one| one["by_requester"].as_bool().unwrap()).collect();
    assert_eq!(by, [false, false, false, true]);
    assert_eq!(seen["messages"][3]["author"]["name"], "Rose Okafor");
    // Nothing said is in the log, which more people read.
    let changes = o.max.get("/changes?limit=200");
    assert!(!changes.text.contains("Expansion") && !changes.text.contains("Tuesday"), "{}", changes.text);
}

#[test]
fn whoever_says_something_has_to_say_for_whom() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    let path = format!("/requests/{}/messages", asked.id);
    for wrong in [json!({ "body": "x" }), json!({ "lane": "all", "body": "x" }), json!({ "lane": null, "body": "x" })] {
        assert!(matches!(o.ana.post(&path, wrong).status, 400 | 422));
    }
    for (body, field) in [("  ".to_owned(), "body"), ("x".repeat(10_001), "body")] {
        let refused =
            o.ana.post(&path, json!({ "lane": "requester", "body": body })).fails(422, "invalid")["error"].clone();
        assert!(refused["fields"].get(field).is_some(), "{refused}");
    }
    assert_eq!(o.seen(&asked)["messages"], json!([]));
}
