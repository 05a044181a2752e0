//! Time of the company, and what its operations need. Entries lie on the open task of whoever wrote them; the lead leads
//! that space. Weeks of others are read by admins, as nobody worked in them.

use crate::{
    company::Company,
    oracle::{Need::*, Verdict, rank},
    table::Row,
};
use guildhall_tests::id;
use serde_json::json;

/// Everybody writes their own; who reads it does not change it.
pub const TIME: &[Row] = &[
    ("GET /time-entries", Signed, "/time-entries", ""),
    ("GET /time-entries", Know, "/time-entries?person=$person", ""),
    ("GET /time-entries", Read, "/time-entries?task=$task", ""),
    ("GET /time-entries", See, "/time-entries?space=$space", ""),
    ("GET /time-entries.csv", Know, "/time-entries.csv?person=$person", ""),
    ("POST /time-entries", Comment, "/time-entries", r#"{"task_id":"$task","minutes":1}"#),
    ("POST /time-entries/copies", Signed, "/time-entries/copies", r#"{"from":"2026-02-02","to":"2026-02-03"}"#),
    ("PATCH /time-entries/{id}", OwnTime, "/time-entries/$hours", r#"{"note":"Note $n"}"#),
    ("DELETE /time-entries/{id}", OwnTime, "/time-entries/$hours", ""),
    ("GET /tasks/{id}/time", Read, "/tasks/$task/time", ""),
    ("GET /timer", Signed, "/timer", ""),
    ("POST /timer", Comment, "/timer", r#"{"task_id":"$task"}"#),
    ("DELETE /timer", Signed, "/timer", ""),
    ("GET /timesheets", Signed, "/timesheets", ""),
    ("GET /timesheets/{person}/{monday}", Signed, "/timesheets/$me/2026-02-02", ""),
    ("GET /timesheets/{person}/{monday}", Week(false), "/timesheets/$person/2026-02-02", ""),
    ("PUT /timesheets/{person}/{monday}/submission", Signed, "/timesheets/$me/2026-02-02/submission", "{}"),
    ("PUT /timesheets/{person}/{monday}/submission", Week(true), "/timesheets/$person/2026-02-02/submission", "{}"),
    ("DELETE /timesheets/{person}/{monday}/submission", Signed, "/timesheets/$me/2026-02-02/submission", ""),
    ("DELETE /timesheets/{person}/{monday}/submission", Week(true), "/timesheets/$person/2026-02-02/submission", ""),
    ("PUT /timesheets/{person}/{monday}/approval", Owner, "/timesheets/$me/2026-02-02/approval", "{}"),
    ("PUT /timesheets/{person}/{monday}/approval", Week(false), "/timesheets/$person/2026-02-02/approval", "{}"),
    ("DELETE /timesheets/{person}/{monday}/approval", Owner, "/timesheets/$me/2026-02-02/approval", ""),
    ("DELETE /timesheets/{person}/{monday}/approval", Week(false), "/timesheets/$person/2026-02-02/approval", ""),
    ("PUT /timesheets/{person}/{monday}/return", Owner, "/timesheets/$me/2026-02-02/return", r#"{"reason":"Why?"}"#),
    (
        "PUT /timesheets/{person}/{monday}/return",
        Week(false),
        "/timesheets/$person/2026-02-02/return",
        r#"{"reason":"Why?"}"#,
    ),
];

/// Of an entry: one's own, or one of somebody else's in the open space.
pub fn entry(who: &str, target: &str) -> Verdict {
    match target {
        "own" => Verdict::Yes,
        "other" if who == "lead" || rank(who) >= 2 => Verdict::Forbidden,
        _ => Verdict::Hidden,
    }
}

/// Of a week of somebody else; `theirs` is for whose it is.
pub fn week(who: &str, target: &str, theirs: bool) -> Verdict {
    match target {
        _ if target == who => Verdict::Yes,
        "unknown" => Verdict::Hidden,
        _ if rank(who) < 2 => Verdict::Hidden,
        _ if theirs => Verdict::Forbidden,
        _ => Verdict::Yes,
    }
}

impl Company {
    /// An entry of somebody who may write one.
    pub fn hours(&self, who: &str) -> Option<String> {
        let client = &self.people[if who == "script" { "member" } else { who }];
        let input = json!({ "task_id": self.tasks["open"].id, "minutes": 1 });
        let answer = client.post("/time-entries", input);
        (answer.status == 201).then(|| id(&answer.json))
    }
}
