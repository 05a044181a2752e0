//! Folders: a tree in which things are named, moved, thrown away and brought back as a whole.

use crate::{at, file, folder, folder_at, folders, id, in_folder, listed, office, page};
use serde_json::json;

#[test]
fn a_tree_is_made_listed_and_named() {
    let o = office();
    let menus = folder(&o.ana, &o.closed, "Menus", None);
    let lunch = folder(&o.ana, &o.closed, "Lunch", Some(&menus));
    in_folder(&o.ana, &o.closed, &lunch, "monday.txt", b"soup");
    assert_eq!(folders(&o.gil, &o.closed, ""), ["Lunch", "Menus"]);
    let seen = o.gil.get(&folder_at(&lunch)).ok();
    assert_eq!(
        (&seen["documents"], &seen["parent_id"], &seen["can"]["edit"]),
        (&json!(1), &menus["id"], &json!(false))
    );
    assert_eq!(o.ana.get(&folder_at(&menus)).ok()["folders"], 1);
    let same = json!({"name": "LUNCH", "parent_id": id(&menus)});
    o.ana.post(&format!("/spaces/{}/folders", o.closed), same).fails(409, "taken");
    assert_eq!(o.ana.patch(&folder_at(&lunch), json!({"name": "Noon"})).ok()["name"], "Noon");
    o.gil.patch(&folder_at(&lunch), json!({"name": "Mine"})).fails(403, "forbidden");
    o.ben.get(&folder_at(&lunch)).fails(404, "not_found");
    o.ben.patch(&folder_at(&lunch), json!({"name": "Mine"})).fails(404, "not_found");
    o.ben.get(&format!("/spaces/{}/folders", o.closed)).fails(403, "forbidden");
}

#[test]
fn a_folder_never_lies_in_itself_nor_too_deep() {
    let o = office();
    let top = folder(&o.ana, &o.open, "Top", None);
    let below = folder(&o.ana, &o.open, "Below", Some(&top));
    for parent in [&top, &below] {
        o.ana.patch(&folder_at(&top), json!({"parent_id": id(parent)})).fails(422, "invalid");
    }
    let mut last = below;
    for depth in 3..=20 {
        last = folder(&o.ana, &o.open, &format!("Depth {depth}"), Some(&last));
    }
    let deeper = json!({"name": "Too deep", "parent_id": id(&last)});
    o.ana.post(&format!("/spaces/{}/folders", o.open), deeper).fails(422, "invalid");
    let other = folder(&o.ana, &o.open, "Other", None);
    o.ana.patch(&folder_at(&top), json!({"parent_id": id(&other)})).fails(422, "invalid");
    let foreign = folder(&o.ana, &o.closed, "Foreign", None);
    for space in [&o.open, &o.closed] {
        let elsewhere = if *space == o.open { &foreign } else { &other };
        let input = json!({"name": "In", "parent_id": id(elsewhere)});
        o.ana.post(&format!("/spaces/{space}/folders"), input).fails(422, "invalid");
    }
    o.ana.patch(&folder_at(&other), json!({"parent_id": id(&foreign)})).fails(422, "invalid");
}

#[test]
fn a_folder_goes_to_another_space_with_all_that_is_in_it() {
    let o = office();
    let menus = folder(&o.ana, &o.open, "Menus", None);
    let lunch = folder(&o.ana, &o.open, "Lunch", Some(&menus));
    let monday = in_folder(&o.ana, &o.open, &lunch, "monday.txt", b"soup");
    let away = in_folder(&o.ana, &o.open, &menus, "old.txt", b"old");
    o.ana.patch(&at(&away), json!({"archived": true})).ok();
    let moved = o.ana.patch(&folder_at(&menus), json!({"space_id": o.closed}));
    let command = moved.command();
    assert_eq!(moved.ok()["space_id"], o.closed.as_str());
    let there = o.ana.get(&at(&monday)).ok();
    assert_eq!((&there["space_id"], &there["folder_id"]), (&json!(o.closed), &lunch["id"]));
    assert!(there["key"].as_str().unwrap().starts_with("FIN-"), "{}", there["key"]);
    let by_old_key = format!("/items/by-key/{}", monday["key"].as_str().unwrap());
    assert_eq!(id(&o.ana.get(&by_old_key).ok()), id(&monday));
    for gone in [at(&monday), at(&away), folder_at(&lunch)] {
        o.ben.get(&gone).fails(404, "not_found");
    }
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ben.get(&at(&monday)).ok()["key"], monday["key"]);
    assert_eq!(folders(&o.ben, &o.open, ""), ["Lunch", "Menus"]);
    o.ben.patch(&folder_at(&menus), json!({"space_id": o.closed})).fails(403, "forbidden");
}

#[test]
fn a_folder_is_thrown_away_and_comes_back_whole() {
    let o = office();
    let menus = folder(&o.ana, &o.open, "Menus", None);
    let lunch = folder(&o.ana, &o.open, "Lunch", Some(&menus));
    let monday = in_folder(&o.ana, &o.open, &lunch, "monday.txt", b"soup");
    let gone = in_folder(&o.ana, &o.open, &menus, "gone.txt", b"x");
    file(&o.ana, &o.open, "stays.txt", b"x");
    o.ana.delete(&at(&gone)).ok();
    let trashed = o.ben.delete(&folder_at(&menus));
    let command = trashed.command();
    assert!(trashed.ok()["trashed_at"].is_string());
    assert_eq!(listed(&o.ana, &o.open, ""), ["stays.txt"]);
    assert!(folders(&o.ana, &o.open, "").is_empty());
    assert_eq!(folders(&o.ana, &o.open, "?trashed=true"), ["Menus"], "what lay in it went along");
    o.ana.patch(&folder_at(&lunch), json!({"name": "x"})).fails(409, "conflict");
    o.ana.post(&format!("{}/restore", folder_at(&menus)), json!({})).ok();
    assert_eq!(listed(&o.ana, &o.open, &format!("?folder_id={}", id(&lunch))), ["monday.txt"]);
    assert_eq!(listed(&o.ana, &o.open, "?trashed=true"), ["gone.txt"], "it went by itself before");
    assert_eq!(o.ana.get(&at(&monday)).ok()["trashed_at"], json!(null));

    o.ben.post("/undo", json!({ "command": command })).fails(409, "undo_conflict");
    let command = o.ben.delete(&folder_at(&menus)).command();
    o.ben.post("/undo", json!({ "command": command })).ok();
    assert_eq!(folders(&o.ana, &o.open, ""), ["Lunch", "Menus"]);
    assert_eq!(listed(&o.ana, &o.open, &format!("?folder_id={}", id(&lunch))), ["monday.txt"]);
}

#[test]
fn what_comes_back_where_its_place_is_taken_finds_another_one() {
    let o = office();
    let shelf = folder(&o.ana, &o.open, "Shelf", None);
    let first = in_folder(&o.ana, &o.open, &shelf, "a.txt", b"1");
    o.ana.delete(&at(&first)).ok();
    in_folder(&o.ana, &o.open, &shelf, "a.txt", b"2");
    let back = o.ana.post(&format!("{}/restore", at(&first)), json!({})).ok();
    assert_eq!((&back["title"], &back["folder_id"]), (&json!("a (2).txt"), &shelf["id"]));
    o.ana.delete(&at(&first)).ok();
    o.ana.delete(&folder_at(&shelf)).ok();
    let back = o.ana.post(&format!("{}/restore", at(&first)), json!({})).ok();
    assert_eq!(back["folder_id"], json!(null), "its folder is not there any more");
    folder(&o.ana, &o.open, "shelf", None);
    assert_eq!(o.ana.post(&format!("{}/restore", folder_at(&shelf)), json!({})).ok()["name"], "Shelf (2)");
}

#[test]
fn lists_are_ordered_and_paged() {
    let o = office();
    let shelf = folder(&o.ana, &o.open, "Shelf", None);
    for name in ["b.pdf", "A.txt", "c.csv", "Ä.txt"] {
        in_folder(&o.ana, &o.open, &shelf, name, name.as_bytes());
        o.server.clock.advance(1_000);
    }
    let written = page(&o.ana, &o.open, "Page");
    o.ana.patch(&at(&written), json!({"folder_id": id(&shelf)})).ok();
    let here = format!("?folder_id={}", id(&shelf));
    assert_eq!(listed(&o.ana, &o.open, &format!("{here}&sort=name")), ["A.txt", "b.pdf", "c.csv", "Page", "Ä.txt"]);
    assert_eq!(listed(&o.ana, &o.open, &format!("{here}&sort=kind")), ["Page", "c.csv", "b.pdf", "A.txt", "Ä.txt"]);
    assert_eq!(listed(&o.ana, &o.open, &here), ["Page", "Ä.txt", "c.csv", "A.txt", "b.pdf"]);
    assert_eq!(listed(&o.ana, &o.open, &format!("{here}&form=page")), ["Page"]);
    for query in [here, String::new(), "?sort=name".into(), "?sort=kind".into()] {
        let whole = listed(&o.ana, &o.open, &query);
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let sign = if query.is_empty() { "?" } else { "&" };
            let page = o.ana.get(&format!("/spaces/{}/documents{query}{sign}limit=2{cursor}", o.open)).ok();
            paged.extend(crate::titles(&page));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, whole, "{query}");
    }
    let path = format!("/spaces/{}/documents", o.open);
    for wrong in ["?sort=size", "?root=true&trashed=true", "?limit=0", "?cursor=x", "?folder=1"] {
        o.ana.get(&format!("{path}{wrong}")).fails(400, "bad_query");
    }
    let foreign = folder(&o.ana, &o.closed, "Foreign", None);
    o.ana.get(&format!("{path}?folder_id={}", id(&foreign))).fails(404, "not_found");
}
