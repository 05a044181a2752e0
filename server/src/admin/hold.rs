//! The hold on everything that leaves the server: looking at it, letting go, and applying again what the
//! replaced data knew.

use super::findings::{self, FindingKind};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    http::{Shape, shapes},
    log::cbor,
    outgoing::{record::HoldRecord, store},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The hold.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outgoing {
    /// Whether mail, webhooks and the like wait.
    pub held: bool,
    /// Since when.
    pub since: Option<String>,
    /// What the replaced data knew about ways in.
    pub findings: Vec<Finding>,
}

impl Shape for Outgoing {}

/// One thing the replaced data knew.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// Whose.
    pub person_id: Option<Uuid>,
    /// What it is called.
    pub name: String,
    /// As it is now, in words.
    pub now: String,
    /// As it was in the replaced data, in words.
    pub was: String,
    /// Applied again.
    pub applied: bool,
}

/// What is to be done with the hold.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OutgoingInput {
    /// Hold, or let go.
    pub held: Option<bool>,
    /// Apply again what the replaced data knew; for owners.
    pub reapply: bool,
}

/// The hold as admins see it.
pub fn show(scope: &impl Scope) -> Result<Outgoing, Error> {
    access::admin(scope)?;
    let hold = store::get(scope.read())?;
    let held = hold.as_ref().filter(|hold| hold.released_ms.is_none());
    Ok(Outgoing {
        held: held.is_some(),
        since: held.map(|hold| shapes::instant(hold.since_ms)),
        findings: hold.iter().flat_map(|hold| &hold.findings).map(shape).collect(),
    })
}

fn shape(record: &crate::outgoing::record::FindingRecord) -> Finding {
    Finding {
        kind: findings::kind(record.kind),
        person_id: cbor::from_id_opt(&record.person),
        name: record.name.clone(),
        now: record.now.clone(),
        was: record.was.clone(),
        applied: record.applied == Some(true),
    }
}

/// Changes the hold.
pub fn change(work: &mut Work<'_, '_>, input: &OutgoingInput, address: &str) -> Result<Outgoing, Error> {
    access::admin(work)?;
    let now = work.now();
    let none = HoldRecord { since_ms: now, released_ms: Some(now), findings: Vec::new() };
    let mut hold = store::get(work.tx.read())?.unwrap_or(none);
    if input.reapply {
        access::owner(work)?;
        reapply(work, &mut hold)?;
    }
    match (input.held, hold.released_ms) {
        (Some(false), None) => {
            audit::add(work, AuditAction::OutgoingResumed, "", address)?;
            hold.released_ms = Some(now);
        }
        (Some(true), Some(_)) => hold = HoldRecord { since_ms: now, released_ms: None, ..hold },
        _ => {}
    }
    store::put(work.tx, &hold)?;
    show(work)
}

/// What cannot be applied, such as taking the last owner away, stays in the list.
fn reapply(work: &mut Work<'_, '_>, hold: &mut HoldRecord) -> Result<(), Error> {
    for finding in hold.findings.iter_mut().filter(|finding| finding.applied != Some(true)) {
        match findings::apply(work, finding) {
            Ok(()) => {
                finding.applied = Some(true);
                if finding.kind == findings::ERASED {
                    // What was erased is not kept here either.
                    finding.name = guildhall_domain::person::FORMER.to_owned();
                }
            }
            Err(error) if error.code.status().is_server_error() => return Err(error),
            Err(error) => tracing::warn!(%error, "something of the replaced data cannot be applied again"),
        }
    }
    Ok(())
}
