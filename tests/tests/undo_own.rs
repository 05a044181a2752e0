//! Taking back what somebody keeps for themselves or gave out: stars and invites.

use guildhall_tests::{Client, Server};
use serde_json::{Value, json};

fn undo(by: &Client, command: &str) -> guildhall_tests::Answer {
    by.post("/undo", json!({"command": command}))
}

fn starred(by: &Client, space: &str) -> Value {
    let me = by.get("/me").ok();
    me["starred_space_ids"].as_array().unwrap().iter().any(|id| id == space).into()
}

#[test]
fn a_star_is_taken_back_and_set_again() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana", "member");
    let space = owner.space("Service", "open");
    let path = format!("/spaces/{space}/star");
    let on = ana.put(&path, json!({}));
    assert_eq!(starred(&ana, &space), true);
    undo(&owner, &on.command()).fails(410, "undo_gone");
    let back = undo(&ana, &on.command()).ok();
    assert_eq!(starred(&ana, &space), false);
    undo(&ana, back["command"].as_str().unwrap()).ok();
    assert_eq!(starred(&ana, &space), true, "what was taken back can be done again");
    let off = ana.send("DELETE", &path, None);
    undo(&ana, &off.command()).ok();
    assert_eq!(starred(&ana, &space), true);
    undo(&ana, &off.command()).fails(409, "undo_conflict");
    server.clock.advance(24 * 3_600_000 + 1);
    undo(&ana, &off.command()).fails(410, "undo_gone");
}

#[test]
fn an_ended_invite_works_again_with_its_link() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana", "member");
    let made = owner.post("/invites", json!({"role": "member", "max_uses": 1})).ok();
    let token = made["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let path = format!("/invites/{}", made["id"].as_str().unwrap());
    let open = || server.nobody().post("/invites/open", json!({"token": token}));
    open().ok();
    let ended = owner.delete(&path);
    assert_eq!(ended.status, 204);
    open().fails(410, "link_expired");
    let listed = || owner.get("/invites").ok()["items"].as_array().unwrap().iter().any(|one| one["id"] == made["id"]);
    assert!(!listed());
    owner.delete(&path).fails(404, "not_found");
    // Another one that is made meanwhile sweeps it away no earlier than it may.
    owner.post("/invites", json!({"role": "guest"})).ok();
    undo(&ana, &ended.command()).fails(410, "undo_gone");
    undo(&owner, &ended.command()).ok();
    open().ok();
    assert!(listed());
    undo(&owner, &ended.command()).fails(409, "undo_conflict");

    let again = owner.delete(&path);
    let told = ana.get("/changes").ok();
    assert!(!told.to_string().contains(made["id"].as_str().unwrap()));
    server.clock.advance(24 * 3_600_000 + 1);
    undo(&owner, &again.command()).fails(410, "undo_gone");
    owner.post("/invites", json!({"role": "guest"})).ok();
    open().fails(410, "link_expired");
}
