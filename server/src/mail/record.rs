//! Settings, wishes and what waits, as stored.

use crate::log::cbor::Bytes16;
use guildhall_domain::{
    inbox::Reason,
    mail::{Rhythm, Wishes},
};
use minicbor::{Decode, Encode};

/// What an admin set; what is set outside goes before it. The password lies with the secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SettingsRecord {
    #[n(0)]
    pub host: Option<String>,
    #[n(1)]
    pub port: Option<u16>,
    #[n(2)]
    pub user: Option<String>,
    #[n(3)]
    pub from: Option<String>,
    /// `starttls`, `tls` or `none`.
    #[n(4)]
    pub security: Option<String>,
}

guildhall_store::record!(SettingsRecord, 1);

/// How far the mailer has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ProgressRecord {
    /// Up to which change of the log it has looked.
    #[n(0)]
    pub seq: u64,
    /// What was told before this change is not mailed: there was no mail then.
    #[n(1)]
    pub since: u64,
}

guildhall_store::record!(ProgressRecord, 1);

/// What mail somebody wants, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PersonRecord {
    #[n(0)]
    pub rhythm: Option<u8>,
    #[n(1)]
    pub at: Option<u16>,
    #[n(2)]
    pub loud: Option<bool>,
    #[n(3)]
    pub quiet_from: Option<u16>,
    #[n(4)]
    pub quiet_to: Option<u16>,
    /// Kinds of needs of which they want none.
    #[n(5)]
    pub without: Option<Vec<u8>>,
    /// The address that the mail server refused for good.
    #[n(6)]
    pub refused: Option<String>,
    /// What it said.
    #[n(7)]
    pub refusal: Option<String>,
    /// Everything up to this change was mailed.
    #[n(8)]
    pub mailed: Option<u64>,
    /// When the next mail is due.
    #[n(9)]
    pub due_ms: Option<i64>,
    /// How often in a row it could not be sent, since when, and why.
    #[n(10)]
    pub attempts: Option<u32>,
    #[n(11)]
    pub failing_ms: Option<i64>,
    #[n(12)]
    pub error: Option<String>,
}

guildhall_store::record!(PersonRecord, 1);

/// The mail of what happened, for those who asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct WeeklyRecord {
    /// Everything up to this moment was told.
    #[n(0)]
    pub told_ms: i64,
    /// When the next one is due.
    #[n(1)]
    pub due_ms: i64,
}

guildhall_store::record!(WeeklyRecord, 1);

/// The mail of reports, for those who asked for it.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ReportsRecord {
    /// Which they want, one at least.
    #[n(0)]
    pub wishes: Vec<ReportWishRecord>,
    /// When the next one is due.
    #[n(1)]
    pub due_ms: i64,
}

guildhall_store::record!(ReportsRecord, 1);

/// A report somebody wants by mail.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ReportWishRecord {
    /// Its number, which `reports` knows.
    #[n(0)]
    pub report: u8,
    /// The space it is about.
    #[n(1)]
    pub space: Option<Bytes16>,
}

/// A link for a new password that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ForgottenRecord {
    #[n(0)]
    pub asked_ms: i64,
    /// From where.
    #[n(1)]
    pub address: String,
}

guildhall_store::record!(ForgottenRecord, 1);

const RHYTHMS: [Rhythm; 5] = [Rhythm::AtOnce, Rhythm::Hourly, Rhythm::Daily, Rhythm::Weekly, Rhythm::Never];

/// Kinds of needs by their number, which is also in the links that end them.
pub const KINDS: [Reason; 8] = [
    Reason::Assigned,
    Reason::Mentioned,
    Reason::Replied,
    Reason::Announced,
    Reason::Asked,
    Reason::ToApprove,
    Reason::AnswerNear,
    Reason::Reminded,
];

/// The number of a kind.
pub fn kind_number(kind: Reason) -> Option<u8> {
    KINDS.iter().position(|other| *other == kind).and_then(|place| u8::try_from(place).ok())
}

/// The inverse.
pub fn kind_from(number: u8) -> Option<Reason> {
    KINDS.get(usize::from(number)).copied()
}

impl PersonRecord {
    /// The same as if everything up to a change had been told, and no later one.
    pub fn told_to(self, seq: u64) -> Self {
        PersonRecord { mailed: Some(seq), ..self }
    }

    /// What they want.
    pub fn wishes(&self) -> Wishes {
        let usual = Wishes::default();
        Wishes {
            rhythm: self.rhythm.and_then(|number| RHYTHMS.get(usize::from(number)).copied()).unwrap_or(usual.rhythm),
            at: self.at.unwrap_or(usual.at),
            quiet: !self.loud.unwrap_or(false),
            quiet_hours: (self.quiet_from.unwrap_or(usual.quiet_hours.0), self.quiet_to.unwrap_or(usual.quiet_hours.1)),
            without: self.without.iter().flatten().filter_map(|number| kind_from(*number)).collect(),
        }
    }

    /// What stood in the way of mail that was given up after a week; none once something left again.
    pub fn given_up(&self) -> Option<&str> {
        self.error.as_deref().filter(|_| self.attempts.is_none())
    }

    /// The same with other wishes.
    pub fn with(self, wishes: &Wishes) -> Self {
        let rhythm = RHYTHMS.iter().position(|other| *other == wishes.rhythm);
        PersonRecord {
            rhythm: rhythm.and_then(|place| u8::try_from(place).ok()),
            at: Some(wishes.at),
            loud: (!wishes.quiet).then_some(true),
            quiet_from: Some(wishes.quiet_hours.0),
            quiet_to: Some(wishes.quiet_hours.1),
            without: Some(wishes.without.iter().filter_map(|kind| kind_number(*kind)).collect()),
            ..self
        }
    }
}
