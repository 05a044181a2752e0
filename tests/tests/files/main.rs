//! Files: attached and downloaded, in one go and in parts; who may read them; what they are; how they go and come
//! back; and where their bytes are.

mod comments;
mod keeping;
mod rights;
mod sending;

use guildhall_store::blobs;
use guildhall_tests::{Answer, Client, Server};
use serde_json::Value;

pub const DAY: i64 = 24 * 3_600_000;

pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// Bytes that repeat nowhere.
pub fn bytes_of(seed: u8, len: usize) -> Vec<u8> {
    let mut out = vec![0; len];
    blake3::Hasher::new().update(&[seed]).finalize_xof().fill(&mut out);
    out
}

/// A server with its owner, a space everybody of the organization is in, and a task there.
pub fn office() -> (Server, Client, String) {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let task = text(&owner.task(&space, "Replace the valve"), "id").to_owned();
    (server, owner, task)
}

pub fn download(client: &Client, id: &str) -> Answer {
    client.send_raw("GET", &format!("/api/v1/files/{id}"), None)
}

pub fn usage(server: &Server) -> blobs::BlobUsage {
    blobs::usage(server.app.store().snapshot().unwrap().read()).unwrap()
}
