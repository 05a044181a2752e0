//! WebSockets no browser would make: handshakes that are none, and frames against the rules of the protocol.

use super::telling::two;
use guildhall_tests::{
    Live,
    live::{PATIENCE, handshake, masked, told},
};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

/// The status a handshake is answered with.
fn answered(address: &str, asked: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(asked.as_bytes()).unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    std::str::from_utf8(&head[9..]).unwrap().parse().unwrap()
}

#[test]
fn a_handshake_that_is_none_is_refused() {
    let (server, _olga, ana, _) = two();
    let address = server.url.trim_start_matches("http://");
    let whole = handshake(address, "/live", ana.headers());
    assert_eq!(answered(address, &whole), 101);
    for (part, other, status) in [
        ("GET ", "POST ", 405),
        ("Upgrade: websocket\r\n", "", 426),
        ("Upgrade: websocket\r\n", "Upgrade: h2c\r\n", 426),
        ("Connection: Upgrade\r\n", "", 426),
        ("Sec-WebSocket-Version: 13\r\n", "", 426),
        ("Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 8\r\n", 426),
        ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 426),
        ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n", 426),
        ("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==\r\n", 426),
    ] {
        assert!(whole.contains(part), "{part}");
        assert_eq!(answered(address, &whole.replacen(part, other, 1)), status, "{part:?} as {other:?}");
    }
    // Halves of one, and nothing more of them, keep nobody out.
    let halves: Vec<TcpStream> = (0..50)
        .map(|at| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(&whole.as_bytes()[..whole.len() * at / 50]).unwrap();
            stream
        })
        .collect();
    assert!(Live::attempt(&ana, "/live").is_ok());
    drop(halves);
}

/// A frame with other first bits.
fn with_bits(bits: u8) -> Vec<u8> {
    let mut frame = masked(1, br#"{"type":"look"}"#);
    frame[0] |= bits;
    frame
}

#[test]
fn a_frame_against_the_protocol_ends_its_connection_and_no_other() {
    let (server, olga, ana, space) = two();
    let mut beside = Live::open(&ana, None);
    let frames = [
        ("unmasked", vec![0x81, 2, b'{', b'}']),
        ("the first reserved bit", with_bits(0x40)),
        ("the second reserved bit", with_bits(0x20)),
        ("the third reserved bit", with_bits(0x10)),
        ("a length below zero", vec![0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        // Of these nothing more comes: they are seen at their heads.
        ("a length of two megabytes", vec![0x81, 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0]),
        ("a length of all there is", vec![0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
        ("an answer of HTTP", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
    ];
    for (what, frame) in frames {
        let mut live = Live::open(&ana, None);
        let mut stream = live.stream();
        stream.write_all(&frame).unwrap();
        let begun = Instant::now();
        live.end();
        assert!(begun.elapsed() < PATIENCE, "{what}");
    }
    let task = olga.task(&space, "Go on");
    told(&server);
    beside.until("state", |frame| frame.to_string().contains(task["id"].as_str().unwrap()));
}
