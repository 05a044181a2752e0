//! Rules of the company, and what their operations need: what those of processes do.

use crate::{
    company::{Company, UNKNOWN},
    oracle::Need::*,
    processes::Way,
    table::Row,
};
use guildhall_tests::id;
use serde_json::json;

/// What a space does by itself. Whoever reads it knows that.
pub const RULES: &[Row] = &[
    ("GET /spaces/{id}/rules", ReadSpace, "/spaces/$space/rules", ""),
    (
        "POST /spaces/{id}/rules",
        Write,
        "/spaces/$space/rules",
        r#"{"name":"Rule $n","when":{"what":"created"},"actions":[{"does":"set","fact":"priority","value":"high"}]}"#,
    ),
    (
        "POST /spaces/{id}/rules/trial",
        Write,
        "read /spaces/$space/rules/trial",
        r#"{"when":{"what":"created"},"actions":[{"does":"set","fact":"priority","value":"high"}]}"#,
    ),
    ("GET /rules/{id}", Process(Way::Read), "/rules/$rule", ""),
    ("PATCH /rules/{id}", Process(Way::Change), "/rules/$rule", r#"{"name":"Rule $n"}"#),
    ("DELETE /rules/{id}", Process(Way::Change), "/rules/$rule", ""),
    ("PUT /rules/{id}/restore", Process(Way::Change), "/rules/$rule/restore", "{}"),
    ("GET /rules/{id}/acted", Process(Way::Read), "/rules/$rule/acted", ""),
    ("GET /processes/{id}/starts", Process(Way::Read), "/processes/$process/starts", ""),
    // Those of the organization are an admin's.
    ("GET /rules", Admin, "/rules", ""),
    (
        "POST /rules",
        Admin,
        "/rules",
        r#"{"name":"Rule $n","when":{"what":"created"},"actions":[{"does":"set","fact":"priority","value":"high"}],"on":false}"#,
    ),
    (
        "POST /rules/trial",
        Admin,
        "read /rules/trial",
        r#"{"when":{"what":"created"},"actions":[{"does":"set","fact":"priority","value":"high"}]}"#,
    ),
    ("GET /rules/{id}", AdminAlone, "/rules/$everywhere", ""),
    ("PATCH /rules/{id}", AdminAlone, "/rules/$everywhere", r#"{"name":"Rule $n"}"#),
    ("DELETE /rules/{id}", AdminAlone, "/rules/$everywhere", ""),
    ("PUT /rules/{id}/restore", AdminAlone, "/rules/$everywhere/restore", "{}"),
    ("GET /rules/{id}/acted", AdminAlone, "/rules/$everywhere/acted", ""),
];

impl Company {
    /// A rule of the lead in a space.
    pub fn rule(&self, space: &str) -> String {
        let input = json!({
            "name": format!("Rule {}", self.next()),
            "when": { "what": "overdue", "days": 3 },
            "actions": [{ "does": "set", "fact": "priority", "value": "high" }],
        });
        id(&self.people["lead"].post(&format!("/spaces/{}/rules", self.spaces[space]), input).ok())
    }

    /// One of the organization, that is off.
    pub fn common_rule(&self) -> String {
        let input = json!({
            "name": format!("Rule {}", self.next()),
            "when": { "what": "overdue", "days": 3 },
            "actions": [{ "does": "set", "fact": "priority", "value": "high" }],
            "on": false,
        });
        id(&self.people["owner"].post("/rules", input).ok())
    }

    /// The one of a space, or one that is nowhere.
    pub fn rule_of(&self, space: &str, fresh: bool) -> String {
        if fresh {
            return self.rule(space);
        }
        self.rules.get(space).cloned().unwrap_or_else(|| UNKNOWN.into())
    }
}
