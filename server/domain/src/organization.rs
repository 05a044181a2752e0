//! The organization: the one company a server is for.

use crate::working;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::{collections::BTreeSet, sync::Arc};

/// Largest file unless an admin says otherwise: 2 GiB.
pub const FILE_LIMIT: u64 = 2 << 30;

/// Facts about the company that everybody shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Organization {
    /// Its name.
    pub name: String,
    /// Shared facts (overdue, reports) turn over in this zone.
    pub time_zone: Tz,
    /// Two-letter language: stemming in search, first language of new people.
    pub language: String,
    /// ISO 4217 code for money fields.
    pub currency: String,
    /// Working days, bit 0 = Monday.
    pub working_days: u8,
    /// Days on which it is closed besides: holidays.
    pub closed_days: Arc<BTreeSet<NaiveDate>>,
    /// When it opens and closes on those days, in minutes after midnight.
    pub open: (u16, u16),
    /// Minutes to which a timer that is stopped is rounded; 1 for every minute.
    pub timer_step: u32,
    /// Largest file, in bytes.
    pub file_limit: u64,
    /// Most bytes of all files together; 0 for no limit but the disk's.
    pub files_quota: u64,
    /// Last change, for concurrent edits.
    pub seq: u64,
}

impl Organization {
    /// An organization with the usual working week.
    pub fn new(name: String, time_zone: Tz, language: String) -> Self {
        let currency = "EUR".to_owned();
        Organization {
            name,
            time_zone,
            language,
            currency,
            working_days: 0b0001_1111,
            closed_days: Arc::default(),
            open: working::USUAL,
            timer_step: 1,
            file_limit: FILE_LIMIT,
            files_quota: 0,
            seq: 0,
        }
    }
}
