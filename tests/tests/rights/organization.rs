//! What the operations of the organization, its people and its tags need.

use crate::{oracle::Need::*, table::Row};

/// Everybody knows the organization, and those who belong to it; admins change both.
pub const ORGANIZATION: &[Row] = &[
    ("GET /organization", Signed, "/organization", ""),
    ("PATCH /organization", Admin, "/organization", r#"{"currency":"EUR"}"#),
    (
        "POST /organization/closed-days/read",
        Admin,
        "read /organization/closed-days/read",
        r#"{"calendar":"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR"}"#,
    ),
    ("GET /people", Signed, "/people", ""),
    ("GET /people/{id}", Know, "/people/$person", ""),
    ("PATCH /people/{id}", Account, "/people/$person", r#"{"job_title":"Fitter"}"#),
    ("PATCH /people/{id}", Signed, "/people/$me", r#"{"job_title":"Fitter"}"#),
    ("PATCH /people/{id}", Admin, "/people/$me", r#"{"email":"$n@example.com"}"#),
    ("POST /people/{id}/reset-link", Account, "/people/$person/reset-link", "{}"),
    ("POST /people/{id}/reset-link/mail", Account, "/people/$person/reset-link/mail", "{}"),
    ("GET /people/{id}/holdings", Account, "/people/$person/holdings", ""),
    ("GET /people/{id}/approvals", Account, "/people/$person/approvals", ""),
    ("PUT /people/{id}/deactivation", Account, "/people/$person/deactivation", r#"{"hand_over_to":null}"#),
    ("DELETE /people/{id}/deactivation", Account, "/people/$person/deactivation", ""),
    ("GET /departures", Admin, "/departures", ""),
    ("GET /people/{id}/departure", Account, "/people/$person/departure", ""),
    ("PUT /people/{id}/departure", Account, "/people/$person/departure", r#"{"at":"2027-06-01T08:00:00Z"}"#),
    ("DELETE /people/{id}/departure", Account, "/people/$person/departure", ""),
    ("PUT /people/{id}/erasure", Account, "/people/$person/erasure", r#"{"name":"Nobody at all"}"#),
    ("GET /invites", Signed, "/invites", ""),
    ("POST /invites", Manage, "/invites", r#"{"role":"guest","space_ids":["$space"]}"#),
    ("POST /invites", Admin, "/invites", r#"{"role":"member"}"#),
    ("POST /invites", Owner, "/invites", r#"{"role":"owner"}"#),
    (
        "POST /invites/mail",
        Manage,
        "/invites/mail",
        r#"{"role":"guest","space_ids":["$space"],"emails":["$n@example.com"]}"#,
    ),
    ("POST /invites/mail", Admin, "/invites/mail", r#"{"role":"member","emails":["$n@example.com"]}"#),
    ("DELETE /invites/{id}", MineOrAdmin, "/invites/$invite", ""),
    ("GET /tags", Signed, "/tags", ""),
    ("POST /tags", Member, "/tags", r#"{"name":"Tag $n"}"#),
    ("PATCH /tags/{id}", Member, "/tags/$tag", r#"{"color":2}"#),
    ("DELETE /tags/{id}", Admin, "/tags/$last_tag", ""),
];
