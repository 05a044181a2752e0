//! Templates: those of a space, and those that are offered in every space.

use crate::{at, id, listed, office, page, titles};
use serde_json::json;

#[test]
fn a_template_is_offered_everywhere_by_those_who_lead_and_seen_by_those_who_read_it() {
    let o = office();
    let minutes = page(&o.ana, &o.open, "Minutes");
    let answer = o.olga.patch(&at(&minutes), json!({"everywhere": true})).fails(422, "invalid");
    assert_eq!(answer["error"]["fields"]["everywhere"], "Make it a template first; then it can be offered everywhere.");
    o.ana.patch(&at(&minutes), json!({"template": true})).ok();
    assert!(titles(&o.ben.get("/templates").ok()).is_empty(), "a template of a space is its own");
    assert_eq!((&o.ana.get(&at(&minutes)).ok()["can"]["offer"]), &json!(false));
    o.ana.patch(&at(&minutes), json!({"everywhere": true})).fails(403, "forbidden");

    let offered = o.olga.patch(&at(&minutes), json!({"everywhere": true})).ok();
    assert_eq!((&offered["everywhere"], &offered["can"]["offer"]), (&json!(true), &json!(true)));
    assert_eq!(titles(&o.ben.get("/templates").ok()), ["Minutes"]);
    assert_eq!(listed(&o.ben, &o.open, "?template=true"), ["Minutes"], "in its own space it is one as before");
    assert!(titles(&o.gil.get("/templates").ok()).is_empty(), "a guest of another space reads nothing of this one");
    // Whoever may not offer it may not end that by another way either.
    o.ana.patch(&at(&minutes), json!({"template": false})).fails(403, "forbidden");
    assert_eq!(o.ana.patch(&at(&minutes), json!({"title": "Notes"})).ok()["everywhere"], true);

    let own = o.ben.get("/session").ok()["me"]["personal_space_id"].as_str().unwrap().to_owned();
    let input = json!({"title": "Mine", "template_id": id(&minutes)});
    assert_eq!(o.ben.post(&format!("/spaces/{own}/pages"), input.clone()).status, 201);
    o.gil.post(&format!("/spaces/{}/pages", o.closed), input).fails(404, "not_found");
}

#[test]
fn what_not_everybody_reads_is_offered_to_nobody_else() {
    let o = office();
    let secret = page(&o.olga, &o.closed, "Salaries");
    let both = json!({"template": true, "everywhere": true});
    let answer = o.olga.patch(&at(&secret), both.clone()).fails(422, "invalid");
    assert!(answer["error"]["fields"]["everywhere"].as_str().unwrap().contains("open space"));
    assert_eq!(o.olga.get(&at(&secret)).ok()["template"], false, "nothing of it was done");

    let minutes = page(&o.olga, &o.open, "Minutes");
    o.olga.patch(&at(&minutes), both.clone()).ok();
    // In a space of its own people it is a template of that one.
    let moved = o.olga.post(&format!("{}/move", at(&minutes)), json!({"space_id": o.closed})).ok();
    assert_eq!((&moved["template"], &moved["everywhere"]), (&json!(true), &json!(false)));
    assert!(titles(&o.ben.get("/templates").ok()).is_empty());

    let rota = page(&o.olga, &o.open, "Rota");
    o.olga.patch(&at(&rota), both).ok();
    o.olga.patch(&format!("/spaces/{}", o.open), json!({"access": "private"})).ok();
    assert!(titles(&o.ben.get("/templates").ok()).is_empty(), "with its space it goes out of sight");
    o.olga.patch(&format!("/spaces/{}", o.open), json!({"access": "open"})).ok();
    assert_eq!(titles(&o.ben.get("/templates").ok()), ["Rota"]);
    o.olga.delete(&at(&rota)).ok();
    assert!(titles(&o.ben.get("/templates").ok()).is_empty());
}

#[test]
fn offering_is_taken_back_by_whoever_may_decide_it() {
    let o = office();
    let minutes = page(&o.olga, &o.open, "Minutes");
    o.olga.patch(&at(&minutes), json!({"template": true, "everywhere": true})).ok();
    let ended = o.olga.patch(&at(&minutes), json!({"template": false}));
    assert_eq!(ended.json["everywhere"], false);
    o.olga.post("/undo", json!({"command": ended.command()})).ok();
    let back = o.olga.get(&at(&minutes)).ok();
    assert_eq!((&back["template"], &back["everywhere"]), (&json!(true), &json!(true)));
}
