//! Pages as items: begun, titled, pinned, put away, followed and spoken about.

use crate::{at, folder, id, listed, office, page};
use serde_json::json;

#[test]
fn a_page_is_an_item_of_its_space() {
    let o = office();
    guildhall::inbox::Keeper::start(&o.server.app).unwrap();
    let made = o.ana.post(&format!("/spaces/{}/pages", o.closed), json!({"title": " Opening hours "}));
    assert_eq!(made.status, 201);
    let made = made.ok();
    assert_eq!(made["title"], "Opening hours");
    assert_eq!((&made["type"], &made["form"], &made["key"]), (&json!("document"), &json!("page"), &json!("FIN-1")));
    assert_eq!((&made["file"], &made["version_number"], &made["folder_id"]), (&json!(null), &json!(0), &json!(null)));
    assert_eq!((made["following"].clone(), made["can"]["edit"].clone()), (json!(true), json!(true)));
    assert_eq!(id(&o.ana.get("/items/by-key/fin-1").ok()), id(&made));
    assert_eq!(o.ana.task(&o.closed, "Next")["key"], "FIN-2", "one counter for items of all kinds");

    let said = o.gil.post(&format!("/items/{}/comments", id(&made)), json!({"body": "Sundays too?"})).ok();
    assert_eq!(o.ana.get(&at(&made)).ok()["comments"], 1);
    let named = o.ana.task(&o.closed, "Print them");
    o.ana.put(&format!("/items/{}/links/{}", id(&named), id(&made)), json!({"relation": "relates"})).ok();
    assert_eq!(o.ana.get(&at(&made)).ok()["links"], 1);
    assert_eq!(o.ana.attach(&id(&made), "photo.txt", b"a picture").status, 201);
    let activity = o.ana.get(&format!("/items/{}/activity", id(&made))).ok();
    assert!(activity["items"].as_array().unwrap().iter().any(|entry| entry["comment"]["id"] == said["id"]));
    assert!(o.server.app.parts().inbox.get().unwrap().wait(&o.server.app, std::time::Duration::from_secs(30)));
    let inbox = o.ana.get("/inbox?shelf=following").ok();
    let entry = inbox["items"].as_array().unwrap().iter().find(|entry| entry["item_id"] == made["id"]).unwrap();
    assert_eq!((&entry["item_type"], &entry["reason"]), (&json!("document"), &json!("commented")));
}

#[test]
fn what_is_sent_twice_is_made_once() {
    let o = office();
    let own = "01900000-0000-7000-8000-00000000d001";
    let path = format!("/spaces/{}/pages", o.open);
    let first = o.ana.post(&path, json!({"id": own, "title": "Rota"})).ok();
    assert_eq!(o.ana.post(&path, json!({"id": own, "title": "Rota"})).ok()["key"], first["key"]);
    o.ana.post(&path, json!({"id": own, "title": "Other"})).fails(409, "id_taken");
    o.ben.post(&path, json!({"id": own, "title": "Rota"})).fails(409, "id_taken");
}

#[test]
fn a_page_is_titled_pinned_and_put_away() {
    let o = office();
    let (a, b) = (page(&o.ana, &o.open, "Alpha"), page(&o.ana, &o.open, "Beta"));
    let patched = o.ben.patch(&at(&a), json!({"title": "Gamma", "pinned": true, "template": true})).ok();
    assert_eq!(
        (&patched["title"], &patched["pinned"], &patched["template"]),
        (&json!("Gamma"), &json!(true), &json!(true))
    );
    assert_eq!(listed(&o.ben, &o.open, "?pinned=true"), ["Gamma"]);
    assert_eq!(listed(&o.ben, &o.open, "?template=true"), ["Gamma"]);
    assert_eq!(listed(&o.ben, &o.open, "?sort=name"), ["Beta", "Gamma"]);
    o.ben.patch(&at(&b), json!({"archived": true})).ok();
    assert_eq!(listed(&o.ben, &o.open, ""), ["Gamma"]);
    assert_eq!(listed(&o.ben, &o.open, "?archived=true"), ["Beta"]);
    // Two pages may share a title.
    assert_eq!(page(&o.ana, &o.open, "Gamma")["title"], "Gamma");
}

#[test]
fn a_stale_change_is_answered_with_what_is_there() {
    let o = office();
    let made = page(&o.ana, &o.open, "Prices");
    let old = made["version"].clone();
    o.ben.patch(&at(&made), json!({"title": "Prices 2027"})).ok();
    let refused = o.ana.patch_from(&old, &at(&made), json!({"title": "Mine"})).fails(412, "stale");
    assert_eq!(refused["error"]["current"]["title"], "Prices 2027");
    assert_eq!(o.ana.patch_from(&old, &at(&made), json!({"pinned": true})).ok()["title"], "Prices 2027");
    o.ana.send("PATCH", &at(&made), Some(&json!({"title": "x"}))).fails(428, "needs_if_match");
    let shelf = folder(&o.ana, &o.open, "Shelf", None);
    let moved = o.ana.patch(&at(&made), json!({"folder_id": id(&shelf)}));
    let command = moved.command();
    assert_eq!(moved.ok()["folder_id"], shelf["id"]);
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get(&at(&made)).ok()["folder_id"], json!(null));
}
