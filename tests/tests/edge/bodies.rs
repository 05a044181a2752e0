//! Requests that come slowly.

use guildhall_tests::{Client, Server, Wire};
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(20);

fn limited() -> Server {
    Server::start_with(|config| {
        config.limits.head = Duration::from_secs(2);
        config.limits.body_time = Duration::from_secs(3);
        config.limits.body_bytes = 1000;
    })
}

fn post(path: &str, cookie: &str, length: &str) -> String {
    let kind = if path.starts_with("/api/v1/imports") { "application/octet-stream" } else { "application/json" };
    format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n{length}\r\n\r\n")
}

fn cookie(client: &Client) -> String {
    client.header("cookie").unwrap()
}

#[test]
fn a_body_that_trickles_is_given_up_whatever_the_route() {
    let server = limited();
    let owner = server.owner();
    let space = format!("/api/v1/spaces/{}/tasks", owner.space("Service", "open"));
    let (sized, chunked) = ("Content-Length: 100000", "Transfer-Encoding: chunked");
    for path in ["/api/v1/session", space.as_str(), "/api/v1/imports?kind=csv&name=a.csv"] {
        for (length, piece) in [(sized, &b" "[..]), (chunked, &b"1\r\n \r\n"[..])] {
            let mut wire = Wire::to(&server.url);
            wire.send(post(path, &cookie(&owner), length));
            wire.trickle(piece, PAUSE);
            let answer = wire.answer().unwrap_or_else(|| panic!("{path} {length}: no answer"));
            assert_eq!((answer.status, answer.code().as_str()), (408, "too_slow"), "{path} {length}");
            wire.trickle(piece, PAUSE);
            assert!(wire.is_closed(), "{path} {length}");
        }
    }
}

#[test]
fn a_body_that_stops_is_given_up_too() {
    let server = limited();
    let mut wire = Wire::to(&server.url);
    wire.send(post("/api/v1/session", "", "Content-Length: 100"));
    wire.send("{\"email\":");
    let answer = wire.answer().unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (408, "too_slow"));
    assert!(wire.is_closed());
}

#[test]
fn a_large_body_may_take_its_time_as_long_as_it_comes() {
    let server = limited();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let body = format!("{{\"title\":\"Long\",\"body\":\"{}\"}}", "word ".repeat(3200));
    let begun = Instant::now();
    let mut wire = Wire::to(&server.url);
    wire.send(post(
        &format!("/api/v1/spaces/{space}/tasks"),
        &cookie(&owner),
        &format!("Content-Length: {}", body.len()),
    ));
    wire.stream.set_read_timeout(Some(Duration::from_millis(250))).unwrap();
    for piece in body.as_bytes().chunks(1000) {
        wire.send(piece);
        // Nothing comes: this is the pause between two pieces.
        let _timeout = wire.stream.peek(&mut [0]);
    }
    assert!(begun.elapsed() > Duration::from_secs(3), "longer than one piece may take");
    wire.stream.set_read_timeout(Some(guildhall_tests::wire::PATIENCE)).unwrap();
    assert_eq!(wire.answer().unwrap().status, 201);
}

#[test]
fn what_follows_a_request_comes_soon_or_the_connection_ends() {
    let server = limited();
    let mut wire = Wire::to(&server.url);
    assert_eq!(wire.get("/healthz").status, 200);
    wire.trickle(b"G", PAUSE);
    assert!(wire.is_closed(), "the head of a second request");
    let mut wire = Wire::to(&server.url);
    wire.send(post("/api/v1/nowhere", "", "Transfer-Encoding: chunked"));
    assert_eq!(wire.answer().unwrap().status, 404);
    wire.trickle(b"1\r\n \r\n", PAUSE);
    assert!(wire.is_closed(), "a body nobody reads");
    let mut wire = Wire::to(&server.url);
    wire.send(post("/api/v1/nowhere", "", "Transfer-Encoding: chunked"));
    assert_eq!(wire.answer().unwrap().status, 404);
    assert!(wire.is_closed(), "a body nobody reads and nobody sends");
}

#[test]
fn a_connection_at_rest_is_left_alone() {
    let server = limited();
    let mut wire = Wire::to(&server.url);
    let nobody = serde_json::json!({"email": "nobody@example.com", "password": "not this one"});
    assert_eq!(wire.post("/api/v1/session", "", &nobody).status, 401);
    assert_eq!(wire.get("/healthz").status, 200);
    wire.stream.set_read_timeout(Some(Duration::from_secs(4))).unwrap();
    let rest = wire.stream.peek(&mut [0]).unwrap_err();
    assert!(matches!(rest.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut), "{rest}");
    assert_eq!(wire.get("/healthz").status, 200);
}
