//! What the operations of events and rooms need. An event lies beside a file of its kind and has its rules.

use crate::{company::Company, oracle::Need::*, table::Row};
use guildhall_tests::id;
use serde_json::json;

/// Who reads a space reads its events, and who works in it changes them; rooms are made by admins.
pub const EVENTS: &[Row] = &[
    ("GET /events", Signed, "/events?from=2026-02-02&to=2026-02-08", ""),
    ("GET /events", ReadSpace, "/events?from=2026-02-02&to=2026-02-08&space=$space", ""),
    ("GET /spaces/{id}/events", ReadSpace, "/spaces/$space/events?from=2026-02-02&to=2026-02-08", ""),
    (
        "POST /spaces/{id}/events",
        Write,
        "/spaces/$space/events",
        r#"{"title":"Event $n","start":{"date":"2026-02-02"}}"#,
    ),
    ("GET /spaces/{id}/events/trash", ReadSpace, "/spaces/$space/events/trash", ""),
    ("GET /events/{id}", Read, "/events/$event", ""),
    ("PATCH /events/{id}", Edit, "/events/$event", r#"{"title":"Event $n"}"#),
    ("DELETE /events/{id}", Trash, "/events/$event", ""),
    ("PUT /events/{id}/restore", Trash, "/events/$event/restore", "{}"),
    ("DELETE /trash/{id}", Purge, "/trash/$event", ""),
    ("PUT /events/{id}/attendance", Comment, "/events/$event/attendance", r#"{"answer":"yes"}"#),
    ("PUT /events/{id}/page", Edit, "/events/$event/page", "{}"),
    ("PUT /events/{id}/guests/{other}", Edit, "/events/$event/guests/$lead", "{}"),
    ("DELETE /events/{id}/guests/{other}", Comment, "/events/$event/guests/$me", ""),
    ("DELETE /events/{id}/guests/{other}", Edit, "/events/$event/guests/$recluse", ""),
    ("PUT /events/{id}/followers/{other}", Comment, "/events/$event/followers/$me", "{}"),
    ("PUT /events/{id}/followers/{other}", Edit, "/events/$event/followers/$lead", "{}"),
    ("DELETE /events/{id}/followers/{other}", Comment, "/events/$event/followers/$me", ""),
    ("DELETE /events/{id}/followers/{other}", Edit, "/events/$event/followers/$lead", ""),
    ("GET /items/{id}/comments", Read, "/items/$event/comments", ""),
    ("POST /items/{id}/comments", Comment, "/items/$event/comments", r#"{"body":"Words $n"}"#),
    ("GET /rooms", Signed, "/rooms", ""),
    ("POST /rooms", Admin, "/rooms", r#"{"name":"Room $n"}"#),
    ("PATCH /rooms/{id}", Admin, "/rooms/$room", r#"{"note":"Upstairs $n"}"#),
    ("DELETE /rooms/{id}", Admin, "/rooms/$room", ""),
];

impl Company {
    /// A room.
    pub fn room(&self) -> String {
        id(&self.people["owner"].post("/rooms", json!({"name": format!("Room {}", self.next())})).ok())
    }
}
