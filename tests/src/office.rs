//! The usual company of a test: its owner, one more member, and a space both work in.

use crate::{Client, Server};
use serde_json::Value;

/// See the module.
pub struct Office {
    /// Runs as long as this is kept.
    pub server: Server,
    /// Olga, who leads the space.
    pub owner: Client,
    /// Ana, a member of the organization.
    pub ana: Client,
    /// "Service", open to everybody.
    pub space: String,
}

/// Founds it.
pub fn office() -> Office {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let space = owner.space("Service", "open");
    Office { server, owner, ana, space }
}

/// The id of an answer.
#[track_caller]
pub fn id(value: &Value) -> String {
    value["id"].as_str().unwrap_or_else(|| panic!("no id in {value}")).to_owned()
}
