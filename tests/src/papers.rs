//! A company for tests of documents, and how files are brought.

use crate::{Answer, Client, Server};
use serde_json::json;

/// A small company: Olga owns it, Ana and Ben work in it, Gil is a guest of the closed space.
pub struct Office {
    /// Runs as long as this is kept.
    pub server: Server,
    /// The owner.
    pub olga: Client,
    /// A member of both spaces.
    pub ana: Client,
    /// A member of the open one.
    pub ben: Client,
    /// A guest of the closed one.
    pub gil: Client,
    /// Open to everybody.
    pub open: String,
    /// Olga, Ana and Gil are in it.
    pub closed: String,
}

/// Founds it.
pub fn office() -> Office {
    let server = Server::start();
    let olga = server.owner();
    let (ana, ben) = (server.join(&olga, "Ana Moreau", "member"), server.join(&olga, "Ben Sol", "member"));
    let gil = server.join(&olga, "Gil Guest", "guest");
    let (open, closed) = (olga.space("Service", "open"), olga.space("Finance", "closed"));
    olga.put(&format!("/spaces/{closed}/members/{}", ana.me()), json!({"role": "member"})).ok();
    olga.put(&format!("/spaces/{closed}/members/{}", gil.me()), json!({"role": "guest"})).ok();
    Office { server, olga, ana, ben, gil, open, closed }
}

/// Text as part of an address.
pub fn coded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Sends raw bytes.
pub fn send_bytes(by: &Client, to: &str, bytes: &[u8]) -> Answer {
    by.with("Content-Type", "application/octet-stream").send_raw("POST", &format!("/api/v1{to}"), Some(bytes.to_vec()))
}

/// Brings a file; `more` is the rest of the address.
pub fn bring(by: &Client, space: &str, name: &str, bytes: &[u8], more: &str) -> Answer {
    send_bytes(by, &format!("/spaces/{space}/files?name={}{more}", coded(name)), bytes)
}
