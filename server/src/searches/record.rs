//! A saved search and how it is stored.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::{AudienceId, Id};
use minicbor::{Decode, Encode};

/// What the tasks of a list are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// When they are due.
    Due,
    /// Their space.
    Space,
    /// Who does them.
    Assignee,
}

const GROUPS: [Group; 3] = [Group::Due, Group::Space, Group::Assignee];

impl Group {
    /// As it is stored and logged.
    pub fn number(self) -> u8 {
        GROUPS.iter().position(|group| *group == self).and_then(|place| place.try_into().ok()).unwrap_or(0)
    }

    /// The inverse; one of a later version is by due.
    pub fn of(number: u8) -> Self {
        GROUPS.get(usize::from(number)).copied().unwrap_or(Group::Due)
    }
}

/// A saved search.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedSearch {
    /// Id.
    pub id: Id,
    /// Who made it.
    pub owner: Id,
    /// The space with whose people it is shared; none when it is its author's alone.
    pub space: Option<Id>,
    /// Who may see it: of that space, or of its author.
    pub audience: AudienceId,
    /// Name.
    pub name: String,
    /// The question as JSON, as the API writes it.
    pub question: String,
    /// Groups.
    pub group: Group,
    /// Deleted, kept for the undo.
    pub deleted_ms: Option<i64>,
    /// When it was made.
    pub created_ms: i64,
    /// Last change.
    pub seq: u64,
}

/// See [`SavedSearch`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct SearchRecord {
    #[n(0)]
    owner: Bytes16,
    #[n(1)]
    space: Option<Bytes16>,
    #[n(2)]
    audience: u64,
    #[n(3)]
    name: String,
    #[n(4)]
    question: String,
    #[n(5)]
    group: u8,
    #[n(6)]
    deleted_ms: Option<i64>,
    #[n(7)]
    created_ms: i64,
    #[n(8)]
    seq: u64,
}

guildhall_store::record!(SearchRecord, 1);

impl From<&SavedSearch> for SearchRecord {
    fn from(search: &SavedSearch) -> Self {
        SearchRecord {
            owner: cbor::id(search.owner),
            space: search.space.map(cbor::id),
            audience: search.audience,
            name: search.name.clone(),
            question: search.question.clone(),
            group: search.group.number(),
            deleted_ms: search.deleted_ms,
            created_ms: search.created_ms,
            seq: search.seq,
        }
    }
}

impl SearchRecord {
    /// With its id.
    pub fn into_search(self, id: Id) -> SavedSearch {
        SavedSearch {
            id,
            owner: cbor::from_id(&self.owner),
            space: cbor::from_id_opt(&self.space),
            audience: self.audience,
            name: self.name,
            question: self.question,
            group: Group::of(self.group),
            deleted_ms: self.deleted_ms,
            created_ms: self.created_ms,
            seq: self.seq,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_store::Value as Stored;

    fn search() -> SavedSearch {
        SavedSearch {
            id: Id::from_u128(1),
            owner: Id::from_u128(2),
            space: None,
            audience: 7,
            name: "Mine".into(),
            question: "{}".into(),
            group: Group::Assignee,
            deleted_ms: None,
            created_ms: 5,
            seq: 9,
        }
    }

    #[test]
    fn a_search_comes_back_as_it_was() {
        let shared = SavedSearch { space: Some(Id::from_u128(3)), deleted_ms: Some(8), ..search() };
        for kept in [search(), shared] {
            let mut bytes = Vec::new();
            Stored::encode(&SearchRecord::from(&kept), &mut bytes);
            let back = <SearchRecord as Stored>::decode(<SearchRecord as Stored>::VERSION, &bytes).unwrap();
            assert_eq!(back.into_search(kept.id), kept);
        }
    }

    #[test]
    fn stored_searches_are_read_for_ever() {
        let golden = [
            &[0xa7, 0x00, 0x50][..],
            &[0; 15],
            &[0x02, 0x02, 0x07, 0x03, 0x64, b'M', b'i', b'n', b'e', 0x04, 0x62, b'{', b'}', 0x05, 0x02, 0x07, 0x05],
            &[0x08, 0x09],
        ]
        .concat();
        let read = <SearchRecord as Stored>::decode(1, &golden).unwrap();
        assert_eq!(read.into_search(Id::from_u128(1)), search());
        assert_eq!(Group::of(200), Group::Due);
    }
}
