//! Webhooks of the company, and what their operations need.

use crate::{company::Company, oracle::Need::*, table::Row};
use guildhall_tests::id;
use serde_json::json;

/// Webhooks are an admin's; whoever writes rules is told their names.
pub const WEBHOOKS: &[Row] = &[
    ("GET /webhooks", Admin, "/webhooks", ""),
    ("POST /webhooks", Admin, "/webhooks", r#"{"name":"Webhook $n","url":"https://example.com/$n"}"#),
    ("GET /webhooks/names", Member, "/webhooks/names", ""),
    ("GET /webhooks/{id}", Admin, "/webhooks/$webhook", ""),
    ("PATCH /webhooks/{id}", Admin, "/webhooks/$webhook", r#"{"name":"Named $n"}"#),
    ("DELETE /webhooks/{id}", Admin, "/webhooks/$webhook", ""),
    ("PUT /webhooks/{id}/secret", Admin, "/webhooks/$webhook/secret", "{}"),
    ("POST /webhooks/{id}/test", Admin, "/webhooks/$webhook/test", "{}"),
    ("GET /webhooks/{id}/deliveries", Admin, "/webhooks/$webhook/deliveries", ""),
    ("POST /webhooks/{id}/deliveries/{delivery}/again", Admin, "/webhooks/$webhook/deliveries/$delivery/again", "{}"),
];

impl Company {
    /// A webhook, with something that it is told.
    pub fn webhook(&self) -> (String, String) {
        let owner = &self.people["owner"];
        let input = json!({ "name": format!("Webhook {}", self.next()), "url": "https://example.com/hook" });
        let made = id(&owner.post("/webhooks", input).ok()["webhook"]);
        let told = id(&owner.post(&format!("/webhooks/{made}/test"), json!({})).ok());
        (made, told)
    }
}
