//! A visit as stored.

use guildhall_domain::happened::Visit;
use minicbor::{Decode, Encode};

/// When somebody looked at what happened.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct VisitRecord {
    #[n(0)]
    pub last_ms: i64,
    #[n(1)]
    pub before_ms: Option<i64>,
}

guildhall_store::record!(VisitRecord, 1);

impl From<Visit> for VisitRecord {
    fn from(visit: Visit) -> Self {
        VisitRecord { last_ms: visit.last_ms, before_ms: visit.before_ms }
    }
}

impl From<VisitRecord> for Visit {
    fn from(record: VisitRecord) -> Self {
        Visit { last_ms: record.last_ms, before_ms: record.before_ms }
    }
}
