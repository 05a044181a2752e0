//! Who makes, sees, changes and ends links.

use crate::{bring, folder, office, share};
use guildhall_tests::office::id;
use serde_json::{Value, json};

#[test]
fn something_has_fifty_links_at_once_and_no_more() {
    let o = office();
    let at = format!("/documents/{}", id(&bring(&o.ana, &o.space, "Plan.txt", b"plan", None)));
    let links: Vec<_> = (0..50).map(|_| share(&o.ana, &at, json!({ "mode": "read" }))).collect();
    let told = o.olga.post(&format!("{at}/shares"), json!({ "mode": "read" })).fails(409, "conflict");
    assert_eq!(told["error"]["message"], "It has 50 links already. End one of them first.");
    o.ana.delete(&format!("/shares/{}", links[0].id)).ok();
    share(&o.olga, &at, json!({ "mode": "read" }));
}

#[test]
fn those_who_work_there_make_see_and_end_links() {
    let o = office();
    let made = bring(&o.ana, &o.space, "Plan.txt", b"plan", None);
    let (document, top) = (id(&made), folder(&o.ana, &o.space, "Menus", None));
    let (at, fat) = (format!("/documents/{document}"), format!("/folders/{top}"));
    let input = json!({ "mode": "read" });
    for what in [&at, &fat] {
        o.ben.post(&format!("{what}/shares"), input.clone()).fails(404, "not_found");
        o.gil.post(&format!("{what}/shares"), input.clone()).fails(403, "forbidden");
        o.ben.get(&format!("{what}/shares")).fails(404, "not_found");
        o.gil.get(&format!("{what}/shares")).fails(403, "forbidden");
        o.server.nobody().get(&format!("{what}/shares")).fails(401, "not_signed_in");
    }
    // Also a file of their own: from outside nothing is shown to others outside.
    let all = format!("/spaces/{}/shares", o.space);
    o.ben.get(&all).fails(403, "forbidden");
    o.gil.get(&all).fails(403, "forbidden");
    let (one, two) = (share(&o.ana, &at, input.clone()), share(&o.olga, &fat, json!({ "mode": "comment" })));
    o.visitor(&one);
    o.visitor(&one);
    let listed = o.ana.get(&all).ok()["items"].clone();
    let of = |list: &Value, title: &str| list.as_array().unwrap().iter().find(|one| one["title"] == title).cloned();
    let plan = of(&listed, "Plan.txt").unwrap();
    assert_eq!((&plan["opened"], &plan["link"], &plan["by"]["name"]), (&json!(2), &json!(null), &json!("Ana Moreau")));
    assert!(plan["opened_at"].is_string() && plan["document_id"] == json!(document), "{plan}");
    let menus = of(&listed, "Menus").unwrap();
    assert_eq!(
        (&menus["folder_id"], &menus["can_edit"], &plan["can_edit"]),
        (&json!(top), &json!(false), &json!(true))
    );
    assert!(!listed.to_string().contains(&one.secret));
    // Changing is for its maker and a lead, ending for everybody who works there.
    o.ana.patch(&format!("/shares/{}", two.id), json!({ "mode": "read" })).fails(403, "forbidden");
    assert_eq!(o.olga.patch(&format!("/shares/{}", one.id), json!({ "mode": "comment" })).ok()["mode"], "comment");
    for wrong in ["2026-11-23T09:00:00Z", "2020-01-01T00:00:00Z", "2031-01-01T00:00:00Z"] {
        o.ana.patch(&format!("/shares/{}", one.id), json!({ "expires_at": wrong })).fails(422, "invalid");
        o.ana.post(&format!("{at}/shares"), json!({ "mode": "read", "expires_at": wrong })).fails(422, "invalid");
    }
    o.ana.post(&format!("{at}/shares"), json!({ "mode": "write" })).fails(400, "bad_json");
    o.ana.post(&format!("{at}/shares"), json!({ "mode": "read", "forever": true })).fails(400, "unknown_field");
    o.ben.delete(&format!("/shares/{}", one.id)).fails(404, "not_found");
    o.gil.delete(&format!("/shares/{}", one.id)).fails(403, "forbidden");
    o.ana.delete("/shares/0193a5b2-0000-7000-8000-000000000000").fails(404, "not_found");
    assert_eq!(o.ana.delete(&format!("/shares/{}", two.id)).status, 204);
    o.ana.patch(&format!("/shares/{}", two.id), json!({ "mode": "read" })).fails(404, "not_found");
    assert_eq!(o.ana.get(&all).ok()["items"].as_array().unwrap().len(), 1);
    // Out of the space, out of its links; what was shared stays shared until somebody ends it.
    o.olga.delete(&format!("/spaces/{}/members/{}", o.space, o.ana.me())).ok();
    o.ana.delete(&format!("/shares/{}", one.id)).fails(404, "not_found");
    assert_eq!(o.open(&one, None).status, 200);
    let audit = o.olga.get("/admin/audit").ok();
    let done: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    for action in ["share_made", "share_changed", "share_ended"] {
        assert!(done.contains(&action), "{action}: {done:?}");
    }
    // A link goes with its document: into another space, out of the list of this one.
    let away = o.olga.space("Pay", "private");
    o.olga.post(&format!("{at}/move"), json!({ "space_id": away })).ok();
    assert!(of(&o.olga.get(&all).ok()["items"], "Plan.txt").is_none());
    assert!(of(&o.olga.get(&format!("/spaces/{away}/shares")).ok()["items"], "Plan.txt").is_some());
}
