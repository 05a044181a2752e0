//! Time of the company, and what its operations need. Entries lie on the open task of whoever wrote them; the lead leads
//! that space. Weeks of others are read by admins, as nobody worked in them.

use crate::{
    company::Company,
    kinds::knows,
    oracle::{Need::*, Verdict, rank, then},
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
    ("PATCH /time-entries/{id}", Time(Way::Own), "/time-entries/$hours", r#"{"note":"Note $n"}"#),
    ("DELETE /time-entries/{id}", Time(Way::Own), "/time-entries/$hours", ""),
    ("GET /tasks/{id}/time", Read, "/tasks/$task/time", ""),
    ("GET /spaces/{id}/time", ReadSpace, "/spaces/$space/time", ""),
    ("GET /time-entries/invoice.csv", Know, "/time-entries/invoice.csv?person=$person&step=15&round=up", ""),
    ("GET /people/{id}/rates", Signed, "/people/$me/rates", ""),
    ("GET /people/{id}/rates", Time(Way::Rates), "/people/$person/rates", ""),
    ("PUT /people/{id}/rates/{space}", Time(Way::Rates), "/people/$person/rates/all", r#"{"amount":"62.50"}"#),
    ("PUT /people/{id}/rates/{space}", Admin, "/people/$me/rates/all", r#"{"amount":"62.50"}"#),
    ("DELETE /people/{id}/rates/{space}", Time(Way::NoRate), "/people/$person/rates/$unknown", ""),
    ("GET /timer", Signed, "/timer", ""),
    ("POST /timer", Comment, "/timer", r#"{"task_id":"$task"}"#),
    ("DELETE /timer", Signed, "/timer", ""),
    ("GET /timesheets", Signed, "/timesheets", ""),
    ("GET /timesheets/{person}/{monday}", Signed, "/timesheets/$me/2026-02-02", ""),
    ("GET /timesheets/{person}/{monday}", Time(Way::Week(false)), "/timesheets/$person/2026-02-02", ""),
    ("PUT /timesheets/{person}/{monday}/submission", Signed, "/timesheets/$me/2026-02-02/submission", "{}"),
    (
        "PUT /timesheets/{person}/{monday}/submission",
        Time(Way::Week(true)),
        "/timesheets/$person/2026-02-02/submission",
        "{}",
    ),
    ("DELETE /timesheets/{person}/{monday}/submission", Signed, "/timesheets/$me/2026-02-02/submission", ""),
    (
        "DELETE /timesheets/{person}/{monday}/submission",
        Time(Way::Week(true)),
        "/timesheets/$person/2026-02-02/submission",
        "",
    ),
    ("PUT /timesheets/{person}/{monday}/approval", Owner, "/timesheets/$me/2026-02-02/approval", "{}"),
    (
        "PUT /timesheets/{person}/{monday}/approval",
        Time(Way::Week(false)),
        "/timesheets/$person/2026-02-02/approval",
        "{}",
    ),
    ("DELETE /timesheets/{person}/{monday}/approval", Owner, "/timesheets/$me/2026-02-02/approval", ""),
    (
        "DELETE /timesheets/{person}/{monday}/approval",
        Time(Way::Week(false)),
        "/timesheets/$person/2026-02-02/approval",
        "",
    ),
    ("PUT /timesheets/{person}/{monday}/return", Owner, "/timesheets/$me/2026-02-02/return", r#"{"reason":"Why?"}"#),
    (
        "PUT /timesheets/{person}/{monday}/return",
        Time(Way::Week(false)),
        "/timesheets/$person/2026-02-02/return",
        r#"{"reason":"Why?"}"#,
    ),
];

/// What is asked of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// That an entry is one's own; who reads it may not change it.
    Own,
    /// To read a week of somebody else, and (true) that it is one's own.
    Week(bool),
    /// To know the person and to be an admin.
    Rates,
    /// The same, and then there is none.
    NoRate,
}

/// What `who` may expect.
pub fn time(who: &str, target: &str, way: Way) -> Verdict {
    let admin = rank(who) >= 2;
    let rates = || then(knows(who, target), || if admin { Verdict::Yes } else { Verdict::Forbidden });
    match way {
        Way::Own if target == "own" => Verdict::Yes,
        Way::Own if target == "other" && (who == "lead" || admin) => Verdict::Forbidden,
        Way::Own => Verdict::Hidden,
        Way::Week(_) if target == who => Verdict::Yes,
        Way::Week(_) if target == "unknown" || !admin => Verdict::Hidden,
        Way::Week(own) => {
            if own {
                Verdict::Forbidden
            } else {
                Verdict::Yes
            }
        }
        Way::Rates => rates(),
        Way::NoRate => then(rates(), || Verdict::Hidden),
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
