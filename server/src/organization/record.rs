//! Organization and tags as stored.

use crate::access::Tag;
use guildhall_domain::organization::{FILE_LIMIT, Organization};
use minicbor::{Decode, Encode};

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
