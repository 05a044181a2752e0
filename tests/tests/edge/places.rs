//! How many connections one address holds.

use guildhall_tests::{Server, Wire, wait_for};

fn is_answered(server: &Server) -> bool {
    let mut wire = Wire::to(&server.url);
    wire.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    wire.answer().is_some_and(|answer| answer.status == 200)
}

#[test]
fn one_address_holds_so_many_connections_and_the_next_is_told_so() {
    let server = Server::start_with(|config| config.limits.connections = 3);
    let mut held: Vec<Wire> = (0..3).map(|_| Wire::to(&server.url)).collect();
    held.iter_mut().for_each(|wire| assert_eq!(wire.get("/healthz").status, 200));
    let mut next = Wire::to(&server.url);
    let refused = next.get("/healthz");
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_connections"));
    assert!(refused.head.contains("connection: close") && refused.head.contains("retry-after: 10"), "{}", refused.head);
    assert!(refused.head.contains("content-security-policy"), "{}", refused.head);
    assert!(next.is_closed());
    held.iter_mut().for_each(|wire| assert_eq!(wire.get("/healthz").status, 200, "those inside go on"));
    held.pop();
    wait_for("a place given back is free", || is_answered(&server));
}

#[test]
fn who_floods_is_not_even_answered_and_silence_keeps_no_place() {
    let head = std::time::Duration::from_secs(2);
    let server = Server::start_with(|config| (config.limits.connections, config.limits.head) = (2, head));
    let mut flood: Vec<Wire> = Vec::new();
    wait_for("the connection is ended without an answer", || {
        // Anew each time: silence keeps no place for long, and this machine may be busy.
        flood = (0..4).map(|_| Wire::to(&server.url)).collect();
        let mut wire = Wire::to(&server.url);
        let _refused = std::io::Write::write_all(&mut wire.stream, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        wire.answer().is_none()
    });
    flood.iter_mut().for_each(|wire| assert!(wire.is_closed()));
    wait_for("the places are free again", || is_answered(&server));
}

#[test]
fn a_trusted_proxy_speaks_for_many() {
    let server = Server::start_with(|config| {
        config.limits.connections = 2;
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    });
    let mut held: Vec<Wire> = (0..12).map(|_| Wire::to(&server.url)).collect();
    held.iter_mut().for_each(|wire| assert_eq!(wire.get("/healthz").status, 200));
}
