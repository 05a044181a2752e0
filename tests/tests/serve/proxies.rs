//! Forwarded headers: from whom they count.

use super::founded;
use guildhall_tests::{Client, Process, Wire, server::PASSWORD, wire::PATIENCE};
use serde_json::json;
use std::net::TcpStream;

/// As a proxy that does the encryption speaks for somebody.
fn forwarded(url: &str, address: &str) -> Client {
    let client = Client::nobody(url).with("X-Forwarded-For", address).with("X-Forwarded-Proto", "https");
    client.with("X-Forwarded-Host", "work.example.org")
}

fn sign_in(client: &Client, email: &str, password: &str) -> guildhall_tests::Answer {
    client.post("/session", json!({"email": email, "password": password}))
}

/// Where the newest sign-in came from, as the audit has it.
fn came_from(server: &Process, token: &str) -> String {
    let audit = server.with_token(token).get("/admin/audit").ok();
    let newest = audit["items"].as_array().unwrap().iter().find(|entry| entry["action"] == "signed_in").cloned();
    newest.unwrap()["address"].as_str().unwrap().to_owned()
}

#[test]
fn a_trusted_proxy_speaks_for_the_one_behind_it() {
    let (_folder, data, token) = founded();
    let server = Process::start_with(&data, &["--trusted-proxy", "127.0.0.1"]);
    let signed_in = sign_in(&forwarded(&server.url, "203.0.113.9"), "olga@example.com", PASSWORD);
    let cookie = signed_in.header("set-cookie").unwrap().to_owned();
    assert!(cookie.starts_with("__Host-guildhall=") && cookie.contains("Secure"), "{cookie}");
    assert_eq!(came_from(&server, &token), "203.0.113.9");
    let olga = forwarded(&server.url, "203.0.113.9").signed_in(&signed_in);
    let invite = olga.post("/invites", json!({"role": "member"})).ok();
    assert!(invite["link"].as_str().unwrap().starts_with("https://work.example.org/"), "{invite}");
    assert_eq!(olga.get("/server").ok()["secure"], true);
    // Guessing is counted by who stands behind it: one who guesses shuts out nobody else.
    for n in 0..20 {
        let guess = sign_in(&forwarded(&server.url, "198.51.100.7"), &format!("guess{n}@example.com"), "x");
        guess.fails(401, "wrong_credentials");
    }
    sign_in(&forwarded(&server.url, "198.51.100.7"), "olga@example.com", PASSWORD).fails(429, "too_many_attempts");
    // What the client wrote itself stands before what the proxy adds.
    sign_in(&forwarded(&server.url, "192.0.2.1, 198.51.100.7"), "olga@example.com", PASSWORD)
        .fails(429, "too_many_attempts");
    sign_in(&forwarded(&server.url, "203.0.113.9"), "olga@example.com", PASSWORD).ok();
}

#[test]
fn nobody_is_believed_who_was_not_named() {
    let (_folder, data, token) = founded();
    let server = Process::start(&data);
    let signed_in = sign_in(&forwarded(&server.url, "203.0.113.9"), "olga@example.com", PASSWORD);
    assert!(signed_in.header("set-cookie").unwrap().starts_with("guildhall="), "not encrypted, whatever it says");
    assert_eq!(came_from(&server, &token), "127.0.0.1");
    let olga = forwarded(&server.url, "203.0.113.9").signed_in(&signed_in);
    let invite = olga.post("/invites", json!({"role": "member"})).ok();
    assert!(invite["link"].as_str().unwrap().starts_with(&server.url), "{invite}");
}

#[test]
fn a_neighbour_of_the_proxy_is_not_the_proxy() {
    let (_folder, data, token) = founded();
    let server = Process::start_with(&data, &["--trusted-proxy", "127.0.0.1"]);
    let mut wire = Wire::over(from("127.0.0.2:0", &server.url));
    let body = format!("{{\"email\":\"olga@example.com\",\"password\":\"{PASSWORD}\"}}");
    let head = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json";
    let forwarded = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https";
    wire.send(format!("{head}\r\n{forwarded}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    let answer = wire.answer().unwrap();
    assert!(answer.head.contains("set-cookie: guildhall="), "{}", answer.head);
    assert_eq!(came_from(&server, &token), "127.0.0.2");
}

/// A connection from another address of this machine.
fn from(own: &str, url: &str) -> TcpStream {
    let server = url.trim_start_matches("http://").parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(own.parse().unwrap()).unwrap();
        socket.connect(server).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}
