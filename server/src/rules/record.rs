//! Rules, the versions of what was decided about them, and what they did, as stored.

mod plan;

pub use plan::{PartRecord, PlanRecord};

use crate::log::{
    cbor::{self, Bytes16},
    off::StoredOff,
};
use guildhall_domain::{
    Id,
    rules::{Plan, Rule, Why},
};
use minicbor::{Decode, Encode};

/// See [`Rule`]. What was decided is a [`PlanRecord`] under the number of its version.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct RuleRecord {
    #[n(0)]
    /// Zeros for a rule of the organization.
    space: Bytes16,
    #[n(1)]
    author: Bytes16,
    #[n(2)]
    owner: Bytes16,
    #[n(3)]
    version: u32,
    #[n(4)]
    off_ms: Option<i64>,
    #[n(5)]
    off_by: Option<Bytes16>,
    #[n(6)]
    off_why: Option<u8>,
    #[n(7)]
    off_words: Option<String>,
    #[n(8)]
    trashed_ms: Option<i64>,
    #[n(9)]
    created_ms: i64,
    #[n(10)]
    since: u64,
    #[n(11)]
    seq: u64,
    #[n(12)]
    made: u64,
}

guildhall_store::record!(RuleRecord, 1);

const WHYS: [Why; 5] = [Why::Hand, Why::Loop, Why::Owner, Why::Failed, Why::Gone];

impl From<&Rule> for RuleRecord {
    fn from(r: &Rule) -> Self {
        let off = StoredOff::of(r.off.as_ref(), &WHYS);
        RuleRecord {
            space: cbor::id(r.space.unwrap_or(Id::nil())),
            author: cbor::id(r.author),
            owner: cbor::id(r.owner),
            version: r.version,
            off_ms: off.ms,
            off_by: off.by,
            off_why: off.why,
            off_words: off.words,
            trashed_ms: r.trashed_ms,
            created_ms: r.created_ms,
            since: r.since,
            seq: r.seq,
            made: r.made,
        }
    }
}

impl RuleRecord {
    /// The number of its version.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// With its id and what was decided.
    pub fn into_rule(self, id: Id, plan: Plan) -> Rule {
        let off = StoredOff { ms: self.off_ms, by: self.off_by, why: self.off_why, words: self.off_words };
        Rule {
            id,
            space: Some(cbor::from_id(&self.space)).filter(|space| !space.is_nil()),
            author: cbor::from_id(&self.author),
            owner: cbor::from_id(&self.owner),
            plan,
            version: self.version,
            off: off.read(&WHYS, Why::Hand),
            trashed_ms: self.trashed_ms,
            created_ms: self.created_ms,
            since: self.since,
            seq: self.seq,
            made: self.made,
        }
    }
}

/// How far the log was read.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
#[cbor(map)]
pub struct PlaceRecord {
    /// Everything up to this change is done,
    #[n(0)]
    pub seq: u64,
    /// and of the change of this number
    #[n(1)]
    pub at: Option<u64>,
    /// these rules.
    #[n(2)]
    pub done: Option<Vec<Bytes16>>,
}

guildhall_store::record!(PlaceRecord, 1);

/// Which rules led to the changes of a command, the first one first.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
#[cbor(map)]
pub struct ChainRecord {
    /// The rules.
    #[n(0)]
    pub rules: Vec<Bytes16>,
    /// It sets nothing off.
    #[n(1)]
    pub silent: Option<bool>,
    /// When.
    #[n(2)]
    pub at_ms: i64,
}

guildhall_store::record!(ChainRecord, 1);

/// One time a rule acted, or was refused.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ActedRecord {
    /// The task or request.
    #[n(0)]
    pub object: Bytes16,
    /// Why nothing was done.
    #[n(1)]
    pub refused: Option<String>,
    /// Why its mail was not sent, or not to all.
    #[n(2)]
    pub unsent: Option<String>,
}

guildhall_store::record!(ActedRecord, 1);

/// How often a rule acted.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
#[cbor(map)]
pub struct StatsRecord {
    /// The month that is counted, as months since the year 0 in the zone of the organization.
    #[n(0)]
    pub month: i32,
    /// How often it acted in that.
    #[n(1)]
    pub in_month: u32,
    /// How often it acted.
    #[n(2)]
    pub total: u64,
    /// When it last did.
    #[n(3)]
    pub last_ms: Option<i64>,
    /// Refusals since it last acted.
    #[n(4)]
    pub refusals: u32,
    /// The day on which mails are counted, as days since the year 1 in the zone of the organization,
    #[n(5)]
    pub mail_day: Option<i32>,
    /// and how many it sent on that.
    #[n(6)]
    pub mails: Option<u32>,
}

guildhall_store::record!(StatsRecord, 1);

/// When the clock sets a rule off for a task, and when it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct ArmedRecord {
    /// When it does.
    #[n(0)]
    pub at_ms: Option<i64>,
    /// For which moment it did.
    #[n(1)]
    pub fired_ms: Option<i64>,
}

guildhall_store::record!(ArmedRecord, 1);
