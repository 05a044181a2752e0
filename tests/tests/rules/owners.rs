//! With whose rights a rule acts, and what becomes of it when they are gone.

use crate::{created, office, set};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn it_has_the_rights_its_owner_has_now() {
    let o = office();
    let kitchen = o.olga.space("Kitchen", "closed");
    o.olga.put(&format!("/spaces/{kitchen}/members/{}", o.ben.me()), json!({ "role": "member" })).ok();
    let rule = o.rule_of(&o.ben, created(), json!([]), json!([{ "does": "move", "space_id": kitchen }]));
    assert_eq!(o.task(&o.olga, "Goes")["space_id"], json!(kitchen));
    // Ben may not write there any more: it is refused, nothing is done, and the reason stands with the rule.
    o.olga.delete(&format!("/spaces/{kitchen}/members/{}", o.ben.me())).ok();
    o.server.clock.advance(1_000);
    let stays = o.task(&o.olga, "Stays");
    assert_eq!(stays["space_id"], json!(o.space));
    let acted = o.olga.get(&format!("/rules/{}/acted", id(&rule))).ok();
    let (last, first) = (&acted["items"][0], &acted["items"][1]);
    assert!(last["refused"].is_string(), "{acted}");
    assert_eq!((&last["title"], &first["refused"]), (&json!("Stays"), &Value::Null));
    // What is refused again and again is switched off.
    for number in 0..9 {
        o.task(&o.olga, &format!("Refused {number}"));
    }
    let off = o.again(&rule);
    assert_eq!(off["off"]["why"], "failed", "{off}");
    // Whoever switches it on lends it their rights.
    let on = o.olga.patch(&format!("/rules/{}", id(&rule)), json!({ "on": true })).ok();
    assert_eq!(on["owner"]["id"], json!(o.olga.me()));
    let task = o.task(&o.olga, "Goes again");
    assert_eq!(task["space_id"], json!(kitchen));
}

#[test]
fn a_rule_whose_owner_left_is_switched_off_and_the_leads_are_told() {
    let o = office();
    let rule = o.rule_of(&o.ben, created(), json!([]), json!([set("priority", "high")]));
    assert_eq!(rule["owner_works"], true);
    o.server.close_account(&o.ben.me());
    let warned = o.again(&rule);
    assert_eq!((&warned["owner_works"], &warned["off"]), (&json!(false), &Value::Null), "it is seen before it acts");
    let task = o.task(&o.ana, "Nobody's rule");
    assert_eq!(task["priority"], "normal");
    let off = o.again(&rule);
    assert_eq!((&off["off"]["why"], &off["acted_total"]), (&json!("owner"), &json!(0)), "{off}");
    let said = o.said(&id(&task));
    assert!(said[0]["body"].as_str().unwrap().contains(&format!("guildhall:person/{}", o.olga.me())), "{said:?}");
}

#[test]
fn whoever_made_it_and_the_leads_change_it_and_others_read_it() {
    let o = office();
    let rule = o.rule_of(&o.ben, created(), json!([]), json!([set("priority", "high")]));
    let path = format!("/rules/{}", id(&rule));
    o.ana.patch(&path, json!({ "on": false })).fails(403, "forbidden");
    assert_eq!(o.gil.get(&path).ok()["can_edit"], false);
    o.max.get(&path).fails(404, "not_found");
    let post = json!({ "name": "x", "when": created(), "actions": [set("priority", "high")] });
    o.gil.post(&format!("/spaces/{}/rules", o.space), post).fails(403, "forbidden");
    let changed = o.olga.patch(&path, json!({ "name": "Hers now" })).ok();
    assert_eq!((&changed["name"], &changed["owner"]["id"]), (&json!("Hers now"), &json!(o.olga.me())));
}
