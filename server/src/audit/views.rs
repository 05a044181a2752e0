//! The audit as the API shows it.

use super::{AuditAction, record::AuditRecord, store};
use crate::{
    Error,
    access::{self, Scope},
    http::{
        Page,
        shapes::{self, ActorShape},
        version,
        words::WayIn,
    },
};
use guildhall_domain::actor::{Actor, Via};
use serde::Serialize;
use utoipa::ToSchema;

/// An entry of the audit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Number, ascending with time.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: ActorShape,
    /// What.
    pub action: AuditAction,
    /// What it was about.
    pub about: String,
    /// Where the request came from; empty for the server's own work.
    pub address: String,
    /// By which way in.
    pub via: WayIn,
}

/// A page of the audit, newest first, for admins.
pub fn page(scope: &impl Scope, limit: usize, place: Option<Vec<u8>>) -> Result<Page<AuditEntry>, Error> {
    access::admin(scope)?;
    let before = place.and_then(|place| place.try_into().ok()).map(u64::from_be_bytes);
    let mut rows = store::newest(scope.read(), before, limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().map(|(number, _)| version::list_cursor(&number.to_be_bytes()));
    let items = rows.into_iter().map(|(number, record)| entry(scope, number, record)).collect();
    Ok(Page { items, next: last.filter(|_| more) })
}

fn entry(scope: &impl Scope, seq: u64, record: AuditRecord) -> AuditEntry {
    AuditEntry {
        seq,
        at: shapes::instant(record.at_ms),
        actor: shapes::actor(scope, Actor::from(&record.actor)),
        action: AuditAction::of(record.action),
        about: record.about,
        address: record.address,
        via: Via::from(&record.via).into(),
    }
}
