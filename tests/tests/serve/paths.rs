//! A public address with a path. A proxy may take the path away before it asks, or leave it: both are common.

use super::founded;
use guildhall_tests::{Client, Process, process, server::PASSWORD};
use serde_json::json;

#[test]
fn everything_works_under_the_path_and_links_carry_it() {
    let (_folder, data, token) = founded();
    let server = Process::start_with(&data, &["--public-url", "http://guild.example/office/"]);
    let raw = |path: &str| Client::nobody(&server.url).send_raw("GET", path, None);
    for path in ["/healthz", "/office/healthz", "/api/v1/server", "/office/api/v1/server"] {
        let answer = raw(path);
        assert!(answer.status == 200 && answer.json.is_object(), "{path}: {}", answer.text);
    }
    // Addresses of the page itself, with the path and without it.
    for path in ["/", "/office/", "/office", "/office/spaces/x"] {
        let answer = raw(path);
        let built = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        assert!(answer.status == 200 && (!built || answer.text.contains("<base href=\"/office/\"")), "{path}");
    }
    // The path is a whole one: what only begins like it is something else.
    assert!(!raw("/offices/api/v1/server").json.is_object());
    raw("/office/api/v1/nowhere").fails(404, "no_such_address");

    let olga = server.with_token(&token);
    let me = olga.get("/me").ok()["id"].as_str().unwrap().to_owned();
    let invite =
        Client::nobody(&server.url).post("/session", json!({"email": "olga@example.com", "password": PASSWORD}));
    let cookie = invite.header("set-cookie").unwrap().to_owned();
    assert!(cookie.contains("Path=/;") || cookie.ends_with("Path=/"), "{cookie}");
    let olga = Client::nobody(&server.url).signed_in(&invite);
    let link = olga.post("/invites", json!({"role": "member"})).ok()["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with("http://guild.example/office/join#"), "{link}");
    let reset = olga.post(&format!("/people/{me}/reset-link"), json!({})).ok()["link"].as_str().unwrap().to_owned();
    assert!(reset.starts_with("http://guild.example/office/reset#"), "{reset}");
    let printed = process::run(&data, &["person", "reset-password", "olga@example.com", "--json"]).json();
    assert!(printed["link"].as_str().unwrap().starts_with("http://guild.example/office/reset#"), "{printed}");
    let shown = olga.get("/session").ok();
    assert_eq!(shown["organization"]["public_url"], "http://guild.example/office");
}
