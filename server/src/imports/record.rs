//! Imports as stored.

use crate::log::cbor::Bytes16;
use minicbor::{Decode, Encode};

/// An uploaded file and what was done with it.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct ImportRecord {
    /// `trello` or `csv`.
    #[n(0)]
    pub kind: String,
    /// Name of the file.
    #[n(1)]
    pub name: String,
    /// Its size.
    #[n(2)]
    pub bytes: u64,
    /// Who uploaded it.
    #[n(3)]
    pub by: Option<Bytes16>,
    /// When.
    #[n(4)]
    pub created_ms: i64,
    /// The plan it was run with, as JSON.
    #[n(5)]
    pub plan: Option<String>,
    /// The report of the run, as JSON.
    #[n(6)]
    pub report: Option<String>,
    /// When it was run.
    #[n(7)]
    pub run_ms: Option<i64>,
    /// The space it made, if it made one.
    #[n(8)]
    pub made_space: Option<Bytes16>,
    /// Taken back.
    #[n(9)]
    pub taken_back: Option<bool>,
    /// The job that runs it.
    #[n(10)]
    pub job: Option<Bytes16>,
}

guildhall_store::record!(ImportRecord, 1);
