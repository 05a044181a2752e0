//! Answers that nobody takes.

use guildhall_tests::{Client, Server, Wire, server::PASSWORD, tls::Identity, wait_for};
use serde_json::json;
use std::{fs, path::Path, time::Duration};

/// Much more than the machine keeps in between for a connection.
const BODIES: usize = 24;

/// A million characters that cannot be made smaller on the way to the disk.
fn noise(seed: usize) -> String {
    let mut bytes = vec![0; 1_000_000];
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
    bytes.into_iter().map(|byte| char::from(b'!' + byte % 90)).collect()
}

fn slow_readers_lose() -> (Server, Client, String) {
    let server = Server::start_with(|config| config.limits.reader = Duration::from_millis(500));
    let owner = server.owner();
    let space = owner.space("Archive", "open");
    for number in 0..BODIES {
        let task = json!({"title": format!("{number}"), "body": noise(number)});
        owner.post(&format!("/spaces/{space}/tasks"), task).ok();
    }
    (server, owner, space)
}

fn ask(server: &Server, client: &Client, path: &str) -> Wire {
    let mut wire = Wire::to(&server.url);
    let cookie = client.header("cookie").unwrap();
    wire.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"));
    wait_for("the answer begins", || wire.stream.peek(&mut [0]).is_ok_and(|read| read == 1));
    wire
}

/// How often this process, which is the server's, has a file open.
fn held(file: &Path) -> usize {
    let open = fs::read_dir("/proc/self/fd").unwrap().filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    open.filter(|target| target == file).count()
}

#[test]
fn a_download_nobody_takes_lets_go_of_its_file() {
    let (server, owner, _) = slow_readers_lose();
    let folder = server.data().with_file_name("test.redb.backups");
    let job = owner.post("/admin/backups", json!({"label": "kept"})).ok();
    let job = format!("/admin/jobs/{}", job["id"].as_str().unwrap());
    wait_for("the backup is made", || owner.get(&job).ok()["state"] == "done");
    let name = owner.get(&job).ok()["result"]["name"].as_str().unwrap().to_owned();
    let file = folder.join(format!("{name}.redb"));
    let size = fs::metadata(&file).unwrap().len() as usize;
    let path = format!("/api/v1/admin/backups/{name}/file");
    let mut stuck = ask(&server, &owner, &path);
    assert_eq!(held(&file), 1, "the download holds it");
    wait_for("the file is let go", || held(&file) == 0);
    assert!(stuck.rest() < size, "what was not taken in time does not come");
    let mut steady = ask(&server, &owner, &path);
    assert_eq!(steady.answer().unwrap().status, 200);
}

#[test]
fn an_export_nobody_takes_ends() {
    let (server, owner, space) = slow_readers_lose();
    let mut stuck = ask(&server, &owner, &format!("/api/v1/spaces/{space}/tasks.csv"));
    wait_for("the server ends the connection", || !is_open(&stuck));
    assert!(stuck.rest() < BODIES * 1_000_000);
}

/// Whether the server still has its end of a connection, as the system knows it.
fn is_open(wire: &Wire) -> bool {
    let client = format!(":{:04X}", wire.stream.local_addr().unwrap().port());
    let table = fs::read_to_string("/proc/self/net/tcp").unwrap();
    let rows = table.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
    // Row number, own address, the other's address, state; 01 is an open connection.
    rows.into_iter().any(|row| row.get(2).is_some_and(|other| other.ends_with(&client)) && row.get(3) == Some(&"01"))
}

#[test]
fn a_reader_who_stands_still_on_a_shared_connection_loses_it_too() {
    let identity = Identity::new();
    let limit = Duration::from_millis(500);
    let server = Server::start_encrypted(|config| config.limits.reader = limit, identity.server());
    let url = server.url.replace("http://", "https://");
    let mut wire = identity.connect(&url, &["http/1.1"]).unwrap();
    let first = json!({
        "token": guildhall::session::setup::make_token(&server.app).unwrap(), "organization": "Northfold Heating",
        "name": "Olga Owner", "email": "olga@example.com", "password": PASSWORD, "time_zone": "Europe/Berlin",
        "language": "en",
    });
    let cookie = wire.post("/api/v1/setup", "", &first).cookie.unwrap();
    let space = wire.post("/api/v1/spaces", &cookie, &json!({"name": "Archive", "access": "open"}));
    let space: serde_json::Value = serde_json::from_str(&space.body).unwrap();
    let path = format!("/api/v1/spaces/{}/tasks", space["id"].as_str().unwrap());
    let task = json!({"title": "Long", "body": noise(0)});
    assert_eq!(wire.post(&path, &cookie, &task).status, 201);

    let mut shared = identity.connect(&url, &["h2"]).unwrap();
    shared.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    shared.send(frame(SETTINGS, 0, 0, &[]));
    shared.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, &head(&format!("{path}.csv"), &cookie)));
    // Everything that comes is read, but no room is made for more: the stream stands, not the connection.
    let came = shared.rest();
    assert!((60_000..200_000).contains(&came), "one window and no more: {came}");
}

const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags, 0, 0, 0, stream], payload].concat()
}

/// GET of an address in HPACK: indexed names, plain values.
fn head(path: &str, cookie: &str) -> Vec<u8> {
    let value = |text: &str| {
        assert!(text.len() < 127);
        [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
    };
    [&[0x82, 0x87, 0x01][..], &value("localhost"), &[0x04], &value(path), &[0x0f, 0x11], &value(cookie)].concat()
}
