//! Organization and tags as stored.

use crate::access::Tag;
use chrono::{Datelike, NaiveDate};
use guildhall_domain::{
    organization::{FILE_LIMIT, Organization},
    working,
};
use minicbor::{Decode, Encode};
use std::sync::Arc;

/// See [`Organization`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct OrganizationRecord {
    #[n(0)]
    name: String,
    #[n(1)]
    time_zone: String,
    #[n(2)]
    language: String,
    #[n(3)]
    currency: String,
    #[n(4)]
    working_days: u8,
    #[n(5)]
    seq: u64,
    #[n(6)]
    file_limit: Option<u64>,
    #[n(7)]
    files_quota: Option<u64>,
    /// Days counted from the first of the year 1.
    #[n(8)]
    closed_days: Option<Vec<i32>>,
    /// Minutes after midnight.
    #[n(9)]
    opens: Option<u16>,
    #[n(10)]
    closes: Option<u16>,
    #[n(11)]
    timer_step: Option<u32>,
}

guildhall_store::record!(OrganizationRecord, 1);

impl From<&Organization> for OrganizationRecord {
    fn from(o: &Organization) -> Self {
        OrganizationRecord {
            name: o.name.clone(),
            time_zone: o.time_zone.name().into(),
            language: o.language.clone(),
            currency: o.currency.clone(),
            working_days: o.working_days,
            seq: o.seq,
            file_limit: Some(o.file_limit),
            files_quota: Some(o.files_quota),
            closed_days: (!o.closed_days.is_empty())
                .then(|| o.closed_days.iter().map(|day| day.num_days_from_ce()).collect()),
            opens: Some(o.open.0),
            closes: Some(o.open.1),
            timer_step: Some(o.timer_step),
        }
    }
}

impl From<OrganizationRecord> for Organization {
    fn from(r: OrganizationRecord) -> Self {
        Organization {
            name: r.name,
            time_zone: r.time_zone.parse().unwrap_or(chrono_tz::UTC),
            language: r.language,
            currency: r.currency,
            working_days: r.working_days,
            closed_days: Arc::new(
                r.closed_days.into_iter().flatten().filter_map(NaiveDate::from_num_days_from_ce_opt).collect(),
            ),
            open: r.opens.zip(r.closes).unwrap_or(working::USUAL),
            timer_step: r.timer_step.unwrap_or(1),
            file_limit: r.file_limit.unwrap_or(FILE_LIMIT),
            files_quota: r.files_quota.unwrap_or(0),
            seq: r.seq,
        }
    }
}

/// See [`Tag`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct TagRecord {
    #[n(0)]
    name: String,
    #[n(1)]
    color: u8,
    #[n(2)]
    seq: u64,
}

guildhall_store::record!(TagRecord, 1);

impl From<&Tag> for TagRecord {
    fn from(tag: &Tag) -> Self {
        TagRecord { name: tag.name.clone(), color: tag.color, seq: tag.seq }
    }
}

impl TagRecord {
    /// With its number.
    pub fn into_tag(self, id: u32) -> Tag {
        Tag { id, name: self.name, color: self.color, seq: self.seq }
    }
}
