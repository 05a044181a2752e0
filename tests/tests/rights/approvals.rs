//! Approvals of the company, and what their operations need.

use crate::{
    company::{Company, UNKNOWN},
    oracle::{
        Need::{self, *},
        Verdict, belongs, place, then,
    },
    table::Row,
};
use guildhall_tests::id;
use serde_json::json;

/// What is asked about tasks: the lead asked one of the space, and about what is their own somebody who does nothing else.
pub const APPROVALS: &[Row] = &[
    ("GET /items/{id}/approvals", Read, "/items/$task/approvals", ""),
    ("POST /items/{id}/approvals", Edit, "/items/$task/approvals", r#"{"approver_ids":["$lead"]}"#),
    ("GET /approvals", Signed, "/approvals", ""),
    ("GET /approvals/{id}", Approval(Way::Read), "/approvals/$approval", ""),
    ("PUT /approvals/{id}/answer", Approval(Way::Answer), "/approvals/$approval/answer", r#"{"verdict":"approved"}"#),
    ("PUT /approvals/{id}/withdrawal", Approval(Way::Withdraw), "/approvals/$approval/withdrawal", "{}"),
    (
        "PUT /approvals/{id}/approvers/{person}/stand-in",
        Approval(Way::HandOn),
        "/approvals/$approval/approvers/$approver/stand-in",
        r#"{"person_id":"$recluse"}"#,
    ),
];

/// What is to be done with an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To read it: its item.
    Read,
    /// To answer it: to be asked.
    Answer,
    /// To have asked, or to lead.
    Withdraw,
    /// One of the three.
    HandOn,
}

/// Who may do what with the approval of a task in a space.
pub fn approval(who: &str, space: &str, way: Way) -> Verdict {
    if place(who, space, Need::ReadSpace) != Verdict::Yes {
        return Verdict::Hidden;
    }
    let asked = who == "member" && space != "personal";
    let leads = who == "lead" || belongs(who, space) == 3;
    let may = match way {
        Way::Read => return Verdict::Yes,
        Way::Answer => asked,
        Way::Withdraw => leads,
        Way::HandOn => asked || leads,
    };
    let live = if space == "archived" { Verdict::Forbidden } else { Verdict::Yes };
    then(live, || if may { Verdict::Yes } else { Verdict::Forbidden })
}

/// An approval, and who is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub approval: String,
    pub approver: String,
}

impl Company {
    /// What the lead asks about a task of theirs in a space.
    pub fn approval(&self, space: &str) -> Asked {
        let lead = &self.people["lead"];
        let approver = self.ids[if space == "personal" { "colleague" } else { "member" }].clone();
        let task = id(&lead.task(&self.spaces[space], &format!("To approve {}", self.next())));
        let asked = lead.post(&format!("/items/{task}/approvals"), json!({ "approver_ids": [approver] })).ok();
        Asked { approval: id(&asked), approver }
    }

    /// The one of a space, or one that is nowhere.
    pub fn approval_of(&self, space: &str, fresh: bool) -> Asked {
        if fresh && space != "archived" {
            return self.approval(space);
        }
        let unknown = || Asked { approval: UNKNOWN.into(), approver: UNKNOWN.into() };
        self.approvals.get(space).cloned().unwrap_or_else(unknown)
    }
}
