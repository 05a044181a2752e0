//! The company of a test that asks who may do what: a closed space, its lead, two who work in it, a guest, and somebody
//! who is not in it.

use crate::{Client, Server};
use serde_json::json;

/// See the module.
pub struct Team {
    /// Runs as long as this is kept.
    pub server: Server,
    /// Olga owns the company and leads the space.
    pub olga: Client,
    /// Ana works in it,
    pub ana: Client,
    /// and so does Ben.
    pub ben: Client,
    /// Gil is a guest there.
    pub gil: Client,
    /// Max is a member of the company, not of the space.
    pub max: Client,
    /// "Service", closed.
    pub space: String,
}

impl Team {
    /// Founds it. It is Monday 23 November 2026, ten in Berlin, where the organization is.
    pub fn on(server: Server) -> Team {
        let olga = server.owner();
        let join = |name: &str, role: &str| server.join(&olga, name, role);
        let (ana, ben) = (join("Ana Moreau", "member"), join("Ben Sol", "member"));
        let (gil, max) = (join("Gil Guest", "guest"), join("Max Far", "member"));
        let space = olga.space("Service", "closed");
        for (one, role) in [(&ana, "member"), (&ben, "member"), (&gil, "guest")] {
            olga.put(&format!("/spaces/{space}/members/{}", one.me()), json!({ "role": role })).ok();
        }
        Team { server, olga, ana, ben, gil, max, space }
    }
}
