//! Making forms: what they may ask, who changes them, their versions, trash, undo and link.

use crate::{HOUR, broken, office, visit};
use guildhall_tests::office::id;
use serde_json::{Value, json};

#[test]
fn a_form_is_made_changed_thrown_away_and_taken_back() {
    let o = office();
    let form = o.make(visit());
    let path = format!("/forms/{form}");
    let first = o.ana.get(&path).ok();
    assert_eq!((first["edition"].as_u64(), first["can_edit"].as_bool()), (Some(1), Some(false)));
    assert_eq!(first["questions"].as_array().unwrap().len(), 9);

    let renamed = o.olga.patch_from(&first["version"], &path, json!({ "name": "Ask us" }));
    let command = renamed.command();
    let renamed = renamed.ok();
    assert_eq!((renamed["name"].as_str(), renamed["edition"].as_u64()), (Some("Ask us"), Some(2)));
    // Closing it is no other version of what it asks; a stale change of the same is told.
    o.olga.patch(&path, json!({ "closed": true })).ok();
    o.olga.patch(&path, json!({ "closed": false })).ok();
    let stale =
        o.olga.patch_from(&first["version"], &path, json!({ "intro": "Hello" })).fails(412, "stale")["error"].clone();
    assert_eq!(stale["current"]["name"], "Ask us");

    let again = o.olga.patch(&path, json!({ "name": "Third" }));
    o.olga.post("/undo", json!({ "command": command })).fails(409, "undo_conflict");
    o.olga.post("/undo", json!({ "command": again.command() })).ok();
    let back = o.ana.get(&path).ok();
    assert_eq!((back["name"].as_str(), back["edition"].as_u64()), (Some("Ask us"), Some(4)));

    o.olga.delete(&path).ok();
    let forms = |who: &guildhall_tests::Client, what: &str| {
        who.get(&format!("/spaces/{}/forms{what}", o.space)).ok()["items"].as_array().unwrap().len()
    };
    assert_eq!((forms(&o.ana, ""), forms(&o.ana, "?trashed=true"), forms(&o.gil, "?trashed=true")), (0, 1, 0));
    o.gil.get(&path).fails(404, "not_found");
    o.olga.patch(&path, json!({ "name": "x" })).fails(409, "conflict");
    o.olga.put(&format!("{path}/restore"), json!({})).ok();
    assert_eq!(forms(&o.gil, ""), 1);

    // The same create again is the same form; the id of another's is taken.
    let mine = json!({ "id": "0190d3a0-0000-7000-8000-000000000001", "name": "N",
        "questions": [{ "id": 1, "kind": "text", "label": "Q" }] });
    let forms = format!("/spaces/{}/forms", o.space);
    let one = id(&o.ana.post(&forms, mine.clone()).ok());
    assert_eq!(id(&o.ana.post(&forms, mine.clone()).ok()), one);
    o.ben.post(&forms, mine).fails(409, "id_taken");
}

#[test]
fn a_form_that_cannot_be_asked_is_refused_where_it_is_wrong() {
    let o = office();
    let question = |with: Value| {
        let mut all = json!({ "id": 1, "kind": "text", "label": "Q" });
        all.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        json!({ "name": "F", "questions": [all] })
    };
    let cases = [
        (json!({ "name": "", "questions": [{ "id": 1, "kind": "text", "label": "Q" }] }), "name"),
        (json!({ "name": "F", "questions": [] }), "questions"),
        (question(json!({ "label": " " })), "questions.0.label"),
        (question(json!({ "label": "x".repeat(501) })), "questions.0.label"),
        (question(json!({ "help": "x".repeat(501) })), "questions.0.help"),
        (question(json!({ "kind": "choice" })), "questions.0.choices"),
        (question(json!({ "choices": [{ "id": 1, "label": "A" }] })), "questions.0.choices"),
        (question(json!({ "shown_when": { "question": 1, "is": 1 } })), "questions.0.shown_when"),
        (question(json!({ "kind": "file", "becomes": "title" })), "questions.0.becomes"),
    ];
    for (form, field) in cases {
        let refused = o.olga.post(&format!("/spaces/{}/forms", o.space), form).fails(422, "invalid")["error"].clone();
        assert!(refused["fields"].get(field).is_some(), "{field}: {refused}");
    }
    let limits = [
        json!({ "hourly": 0 }),
        json!({ "hourly": 10_001 }),
        json!({ "file_bytes": 0 }),
        json!({ "file_bytes": 5_000_000_000u64 }),
    ];
    for limit in limits {
        let mut form = question(json!({}));
        form.as_object_mut().unwrap().extend(limit.as_object().unwrap().clone());
        o.olga.post(&format!("/spaces/{}/forms", o.space), form).fails(422, "invalid");
    }
    let unknown = o.olga.post(&format!("/spaces/{}/forms", o.space), question(json!({ "colour": "red" })));
    assert_eq!(unknown.status, 400, "{}", unknown.text);
    let many: Vec<Value> = (0..61).map(|id| json!({ "id": id, "kind": "text", "label": "Q" })).collect();
    o.olga
        .post(&format!("/spaces/{}/forms", o.space), json!({ "name": "F", "questions": many }))
        .fails(422, "too_many");
}

#[test]
fn a_link_opens_its_form_until_it_is_ended_for_good() {
    let o = office();
    let form = o.public(visit());
    let opened = o.open(&form).ok();
    assert_eq!(opened["name"], "Ask for a visit");
    // Of the organization strangers see its name alone.
    assert_eq!(opened["space"], Value::Null);
    let text = opened.to_string();
    assert!(!text.contains("Service") && !text.contains("Olga") && !text.contains(&o.space), "{text}");

    let path = format!("/forms/{}/link", form.id);
    let link = o.ana.get(&path).ok();
    assert!(link["link"].as_str().unwrap().ends_with(&form.secret));
    assert_eq!(o.olga.put(&path, json!({})).ok(), link, "made again it is the same");
    o.gil.get(&path).fails(403, "forbidden");
    o.max.get(&path).fails(403, "forbidden");
    o.ana.delete(&path).fails(403, "forbidden");

    let start = o.start(&form);
    assert_eq!(o.olga.delete(&path).status, 204);
    let gone = o.open(&form);
    // Whatever never was is told in the same words.
    let words = gone.text.clone();
    gone.fails(410, "link_expired");
    let never = json!({ "secret": form.secret });
    for id in ["x", "0190d3a0-0000-7000-8000-00000000000f", o.space.as_str()] {
        assert_eq!(o.server.nobody().post(&format!("/public/forms/{id}"), never.clone()).text, words);
    }
    // Who had it open cannot send any more either.
    o.send(&form, &start, broken()).fails(410, "link_expired");
    assert_eq!(o.requests().len(), 0);
    // Another link is another one, and undo does not bring the first one back.
    let again = o.olga.put(&path, json!({})).ok();
    assert!(!again["link"].as_str().unwrap().ends_with(&form.secret));
    o.open(&form).fails(410, "link_expired");

    for wrong in ["", "x", &form.secret[1..]] {
        let sent = json!({ "secret": wrong });
        o.server.nobody().post(&format!("/public/forms/{}", form.id), sent).fails(410, "link_expired");
    }
}

#[test]
fn a_form_that_is_closed_thrown_away_or_in_a_space_at_rest_takes_nothing() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let path = format!("/forms/{}", form.id);
    let shut = |o: &crate::Office| {
        o.open(&form).fails(410, "link_expired");
        o.send(&form, &start, broken()).fails(410, "link_expired");
    };
    o.olga.patch(&path, json!({ "closed": true })).ok();
    shut(&o);
    o.ana.post(&format!("{path}/start"), json!({})).fails(409, "conflict");
    o.olga.patch(&path, json!({ "closed": false })).ok();
    o.olga.delete(&path).ok();
    shut(&o);
    o.olga.put(&format!("{path}/restore"), json!({})).ok();
    o.olga.put(&format!("/spaces/{}/archive", o.space), json!({})).ok();
    shut(&o);
    o.olga.delete(&format!("/spaces/{}/archive", o.space)).ok();
    o.send(&form, &start, broken()).ok();
}

#[test]
fn nobody_of_the_organization_is_asked_for_in_public() {
    let o = office();
    let asks = json!({ "name": "F", "questions": [{ "id": 1, "kind": "person", "label": "Who?" }] });
    let form = o.make(asks.clone());
    let refused = o.olga.put(&format!("/forms/{form}/link"), json!({})).fails(422, "invalid")["error"].clone();
    assert!(refused["fields"].get("questions").is_some(), "{refused}");
    let public = o.public(visit());
    let change = json!({ "questions": asks["questions"] });
    o.olga.patch(&format!("/forms/{}", public.id), change).fails(422, "invalid");
    o.open(&public).ok();
}

#[test]
fn a_form_is_gone_for_good_after_a_month_and_its_answers_stay_readable() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let sent = o.send(&form, &start, broken()).ok();
    o.olga.delete(&format!("/forms/{}", form.id)).ok();
    o.server.clock.advance(30 * 24 * HOUR + 1);
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    o.olga.get(&format!("/forms/{}", form.id)).fails(404, "not_found");
    let kept = o.ana.get(&format!("/requests/{}", id(&sent))).ok();
    assert_eq!(kept["form_name"], "Ask for a visit");
    assert_eq!(kept["answers"][0]["value"], "Something is not working");
    // Its id is not used again for another.
    let other = json!({ "id": form.id, "name": "N", "questions": [{ "id": 1, "kind": "text", "label": "Q" }] });
    o.olga.post(&format!("/spaces/{}/forms", o.space), other).fails(409, "id_taken");
}
