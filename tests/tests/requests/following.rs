//! What a requester sees by their link, says there, and who else does not.

use crate::office;
use serde_json::{Value, json};

#[test]
fn a_requester_follows_their_request_to_its_end() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    let shown = o.followed(&asked);
    assert_eq!((shown["organization"].is_string(), shown["readers"].as_str()), (true, Some("Service")));
    assert_eq!((shown["state"].as_str(), shown["number"].as_u64()), (Some("received"), Some(1)));
    assert_eq!(shown["answers"][1], json!({ "label": "Address", "value": "18 Park Lane" }));
    o.say(&o.ana, &asked, "requester", "Does Tuesday suit you?");
    let message = &o.followed(&asked)["messages"][0];
    // Of those who work here they learn the first name.
    assert_eq!((message["author"].as_str(), message["own"].as_bool()), (Some("Ana"), Some(false)));
    o.ana.put(&format!("/requests/{}/acceptance", asked.id), json!({})).ok();
    assert_eq!(o.followed(&asked)["state"], "accepted");
    let task = o.seen(&asked)["task"]["id"].as_str().unwrap().to_owned();
    let space = o.ana.get(&format!("/spaces/{}", o.space)).ok();
    let status = |category: &str| {
        let all = space["statuses"].as_array().unwrap();
        all.iter().find(|status| status["category"] == category).unwrap()["id"].clone()
    };
    o.ana.patch(&format!("/tasks/{task}"), json!({ "status_id": status("done") })).ok();
    let done = o.followed(&asked);
    assert_eq!(done["state"], "finished");
    assert_ne!(done["finished_at"], Value::Null);
    o.ana.patch(&format!("/tasks/{task}"), json!({ "status_id": status("cancelled") })).ok();
    assert_eq!(o.followed(&asked)["state"], "closed");
}

#[test]
fn a_private_space_keeps_its_name_to_itself() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    o.olga.patch(&format!("/spaces/{}", o.space), json!({ "access": "private" })).ok();
    let shown = o.followed(&asked);
    assert_eq!(shown["readers"], Value::Null);
    assert!(!shown.to_string().contains("Service"));
}

#[test]
fn a_link_opens_its_own_request_and_nothing_else() {
    let o = office();
    let (one, other) = (o.ask("One"), o.ask_as("Other", "Dan", "dan@mail.example"));
    let nobody = o.server.nobody();
    let open = |id: &str, secret: &str| nobody.post(&format!("/public/requests/{id}"), json!({ "secret": secret }));
    let words = open("0190d3a0-0000-7000-8000-00000000000f", &one.secret).text;
    let wrong = [
        (other.id.as_str(), one.secret.as_str()),
        (&one.id, ""),
        (&one.id, &one.secret[1..]),
        (&one.id, &o.form),
        ("x", &one.secret),
        (&o.form, &one.secret),
    ];
    for (id, secret) in wrong {
        let refused = open(id, secret);
        assert_eq!(refused.text, words, "{id} {secret}");
        refused.fails(410, "link_expired");
        let said = json!({ "secret": secret, "body": "x" });
        nobody.post(&format!("/public/requests/{id}/messages"), said).fails(410, "link_expired");
    }
    assert_eq!(o.seen(&one)["messages"], json!([]));
    // The secret of a request opens no form.
    nobody.post(&format!("/public/forms/{}", one.id), json!({ "secret": one.secret })).fails(410, "link_expired");
    // A space at rest shows what was said and takes nothing more; a deleted one shows nothing.
    o.olga.put(&format!("/spaces/{}/archive", o.space), json!({})).ok();
    assert_eq!(o.followed(&one)["can_say"], false);
    let said = json!({ "secret": one.secret, "body": "x" });
    nobody.post(&format!("/public/requests/{}/messages", one.id), said).fails(409, "conflict");
    o.olga.delete(&format!("/spaces/{}/archive", o.space)).ok();
    o.olga.delete(&format!("/spaces/{}", o.space)).ok();
    assert_eq!(open(&one.id, &one.secret).text, words);
}

#[test]
fn a_requester_says_so_much_and_no_more() {
    let o = office();
    let asked = o.ask("Radiators stay cold");
    let path = format!("/public/requests/{}/messages", asked.id);
    let say = |body: &str| o.server.nobody().post(&path, json!({ "secret": asked.secret, "body": body }));
    for wrong in [" ".to_owned(), "x".repeat(10_001)] {
        say(&wrong).fails(422, "invalid");
    }
    for n in 0..20 {
        assert_eq!(say(&format!("Word {n}")).status, 201, "{n}");
    }
    say("One more").fails(429, "too_many_attempts");
    assert_eq!(o.seen(&asked)["messages"].as_array().unwrap().len(), 20);
    // They have said it themselves, whoever they are.
    assert_eq!(o.followed(&asked)["messages"][0]["own"], true);
}

#[test]
fn a_requester_without_an_address_has_their_link_and_no_more() {
    let o = office();
    let asked = o.ask_as("No address", "Rose", "");
    o.say(&o.ana, &asked, "requester", "Where are you?");
    let said = json!({ "secret": asked.secret, "body": "At home" });
    let shown = o.server.nobody().post(&format!("/public/requests/{}/messages", asked.id), said).ok();
    assert_eq!(
        (shown["messages"][0]["own"].as_bool(), shown["messages"][1]["own"].as_bool()),
        (Some(false), Some(true))
    );
    assert_eq!(o.seen(&asked)["messages"][1]["by_requester"], true);
}
