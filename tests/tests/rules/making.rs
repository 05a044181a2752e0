//! Writing rules: what is not possible is refused with a sentence that says what to do, and an edit is one of a version.

use crate::{created, is, office, sentence, set};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let o = office();
    let high = || json!([set("priority", "high")]);
    let refused = |when: Value, conditions: Value, actions: Value, field: &str| {
        let input = json!({ "name": "x", "when": when, "conditions": conditions, "actions": actions });
        let answer = o.olga.post(&format!("/spaces/{}/rules", o.space), input).fails(422, "invalid");
        assert!(answer["error"]["fields"][field].is_string(), "{field}: {answer}");
        answer["error"].to_string()
    };
    let contradiction = refused(created(), json!([is("status", "1"), is("status", "2")]), high(), "conditions");
    assert!(contradiction.contains("contradict"), "{contradiction}");
    let words = json!({ "fact": "words", "test": "contains", "values": ["cold water"], "except": ["cold water"] });
    refused(created(), json!([words]), high(), "conditions");
    let itself =
        refused(json!({ "what": "commented" }), json!([]), json!([{ "does": "comment", "text": "Hi" }]), "actions");
    assert!(itself.contains("again"), "{itself}");
    refused(created(), json!([]), json!([]), "actions");
    refused(created(), json!([is("status", "99")]), high(), "conditions");
    refused(created(), json!([is("priority", "burning")]), high(), "conditions");
    refused(created(), json!([]), json!([set("tag", "77")]), "actions");
    refused(created(), json!([]), json!([set("due", "-1")]), "actions");
    refused(created(), json!([]), json!([set("assignee", &o.max.me())]), "actions");
    refused(json!({ "what": "changed" }), json!([]), high(), "when");
    refused(json!({ "what": "overdue", "days": -1 }), json!([]), high(), "when");
    refused(json!({ "what": "overdue", "days": 367 }), json!([]), high(), "when");
    refused(json!({ "what": "reached", "fact": "due", "days": -367 }), json!([]), high(), "when");
    refused(json!({ "what": "reached", "fact": "priority" }), json!([]), high(), "when");
    refused(json!({ "what": "requested" }), json!([]), high(), "actions");
    let elsewhere = o.max.space("Elsewhere", "closed");
    refused(created(), json!([]), json!([{ "does": "move", "space_id": elsewhere }]), "actions");
    let own = o.olga.space("Purchasing", "open");
    let lost = json!([{ "does": "move", "space_id": own }, set("status", "1")]);
    assert!(refused(created(), json!([]), lost, "actions").contains("Move it last"));
    let twice = json!([set("status", "1"), set("category", "done")]);
    refused(created(), json!([]), twice, "actions");
    let unknown = json!({ "name": "x", "when": created(), "actions": high(), "run_as": "owner" });
    o.olga.post(&format!("/spaces/{}/rules", o.space), unknown).fails(400, "unknown_field");
    assert_eq!(o.olga.get(&format!("/spaces/{}/rules", o.space)).ok()["items"], json!([]));
}

#[test]
fn an_edit_is_one_of_a_version_and_can_be_taken_back() {
    let o = office();
    let rule = o.rule(created(), json!([]), json!([set("priority", "high")]));
    let path = format!("/rules/{}", id(&rule));
    let changed = o.olga.patch_from(&rule["version"], &path, json!({ "actions": [set("priority", "low")] }));
    let command = changed.command();
    assert_eq!(sentence(&changed.ok()), "When *a task is made*, set its *priority* to *low*.");
    let stale = o.olga.patch_from(&rule["version"], &path, json!({ "name": "Other" })).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["actions"][0]["value"], "low", "{stale}");
    o.olga.send("PATCH", &path, Some(&json!({ "name": "Other" }))).fails(428, "needs_if_match");
    assert_eq!(o.task(&o.ana, "Low")["priority"], "low");
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.task(&o.ana, "High")["priority"], "high");
    // The same sent again is the same rule.
    let own = "018f0000-0000-7000-8000-00000000beef";
    let input = json!({ "id": own, "name": "x", "when": created(), "actions": [set("due", "1")] });
    let first = o.olga.post(&format!("/spaces/{}/rules", o.space), input.clone()).ok();
    assert_eq!(o.olga.post(&format!("/spaces/{}/rules", o.space), input.clone()).ok()["id"], first["id"]);
    o.ana.post(&format!("/spaces/{}/rules", o.space), input).fails(409, "id_taken");
}

#[test]
fn names_follow_their_objects() {
    let o = office();
    let status = o.status("waiting");
    let rule = o.rule(crate::becomes("status", &status), json!([]), json!([set("category", "todo")]));
    assert_eq!(sentence(&rule), "When the *status* of a task becomes *Waiting*, set its *status* to *to do*.");
    o.olga.patch(&format!("/spaces/{}/statuses/{status}", o.space), json!({ "name": "On hold" })).ok();
    assert_eq!(
        sentence(&o.again(&rule)),
        "When the *status* of a task becomes *On hold*, set its *status* to *to do*."
    );
}
