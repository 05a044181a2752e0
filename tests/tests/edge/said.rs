//! What is said in words where there is no handler, no room, no more places, or soon no server.

use guildhall_store::Options;
use guildhall_tests::{Client, Live, Office, Server, Wire, id, live, office, server::options};
use serde_json::json;

#[test]
fn an_address_names_the_methods_it_knows_to_whoever_uses_another() {
    let o = office();
    let task = id(&o.owner.task(&o.space, "Boiler"));
    for (method, path, known) in [
        ("PUT", "/api/v1/spaces".to_owned(), "GET POST"),
        ("POST", format!("/api/v1/tasks/{task}"), "GET PATCH DELETE"),
        ("DELETE", "/api/v1/search".into(), "GET"),
        ("POST", "/people".into(), "GET HEAD"),
    ] {
        let answer = o.owner.send_raw(method, &path, Some(b"{}".to_vec()));
        let allowed: Vec<String> = answer.header("allow").unwrap_or_default().split(", ").map(str::to_owned).collect();
        answer.fails(405, "method_not_allowed");
        assert!(known.split(' ').all(|method| allowed.iter().any(|one| one == method)), "{path}: {allowed:?}");
        assert!(!allowed.iter().any(|one| one == method), "{path}: {allowed:?}");
    }
    o.owner.send("DELETE", "/nothing/here", None).fails(404, "no_such_address");
    assert_eq!(o.owner.get(&format!("/tasks/{task}")).ok()["title"], "Boiler");
}

#[test]
fn a_disk_without_room_for_files_takes_none_and_everything_else() {
    let Office { server, owner, space, .. } = office();
    let task = id(&owner.task(&space, "Boiler"));
    owner.attach(&task, "before.txt", b"There was room.").ok();
    let clock = server.clock.clone();
    let (data, _folder) = server.stop();
    // No disk has that much.
    let full = Options { min_free_for_files: u64::MAX, ..options() };
    let server = Server::open_as(&data, clock, full);
    let owner = owner.at(&server.url);
    let refused = owner.attach(&task, "photo.txt", b"There is none.").fails(507, "no_room");
    assert!(refused["error"]["message"].as_str().unwrap().contains("MiB are free"), "{refused}");
    owner.post(&format!("/items/{task}/uploads"), json!({"name": "photo.txt", "bytes": 14})).fails(507, "no_room");
    let kept = owner.get(&format!("/items/{task}/attachments")).ok();
    assert_eq!(kept["items"].as_array().unwrap().len(), 1, "{kept}");
    owner.task(&space, "Order a larger disk");
}

/// Asks to be let in to the live stream, and answers what the server says instead.
fn refused(client: &Client) -> (u16, String) {
    let address = client.url().trim_start_matches("http://");
    let mut wire = Wire::to(client.url());
    wire.send(live::handshake(address, "/live", client.headers()));
    let answer = wire.answer().unwrap();
    (answer.status, answer.code())
}

#[test]
fn the_live_stream_says_why_it_lets_nobody_in() {
    let o = office();
    live::start(&o.server);
    let _held: Vec<Live> = (0..20).map(|_| Live::open(&o.ana, None)).collect();
    assert_eq!(refused(&o.ana), (429, "too_many_sockets".to_owned()));
    o.server.app.parts().live.get().unwrap().stop();
    assert_eq!(refused(&o.owner), (503, "stopping".to_owned()), "the server is on its way out");
    o.owner.get("/me").ok();
}
