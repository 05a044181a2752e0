//! Share links: a document or a folder for people without an account. A link is read only or lets its readers comment,
//! ends by itself, and can be ended at once.
//!
//! Invariants: a link shows what it was made for and nothing beside it, as that is at the moment; it gives nobody more
//! than reading and commenting, whoever made it.

use crate::{Id, Rule};

/// How long a link works unless it is said.
pub const LIFE_MS: i64 = 30 * DAY_MS;
/// Longest life.
const LONGEST_MS: i64 = 731 * DAY_MS;
const DAY_MS: i64 = 24 * 3_600_000;
/// Most links of one document or folder that work at a time.
pub const MOST: usize = 50;
/// Longest name of somebody outside, and longest comment of theirs, in characters.
pub const NAME: usize = 120;
/// See [`NAME`].
pub const WORDS: usize = 10_000;

/// What its readers may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Read.
    Read,
    /// Read, and say something.
    Comment,
}

/// What it is a link to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A document.
    Document(Id),
    /// A folder with everything below it.
    Folder(Id),
}

impl Target {
    /// The id of the document or folder.
    pub fn id(self) -> Id {
        match self {
            Target::Document(id) | Target::Folder(id) => id,
        }
    }
}

/// A link, without what opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Id: it stands in the address.
    pub id: Id,
    /// What it is a link to.
    pub target: Target,
    /// What its readers may do.
    pub mode: Mode,
    /// Who made it.
    pub by: Id,
    /// When.
    pub created_ms: i64,
    /// It ends by itself then.
    pub expires_ms: i64,
    /// When it was ended.
    pub revoked_ms: Option<i64>,
    /// How often it was opened.
    pub opened: u32,
    /// When it last was.
    pub opened_ms: Option<i64>,
}

impl Share {
    /// Whether it works at a moment.
    pub fn is_open(&self, now: i64) -> bool {
        self.revoked_ms.is_none() && self.expires_ms > now
    }
}

/// When a link ends that is asked to end then.
///
/// # Errors
/// When that is over or too far away.
pub fn expiry(asked: Option<i64>, now: i64) -> Result<i64, Rule> {
    let at = asked.unwrap_or(now + LIFE_MS);
    if at <= now || at > now + LONGEST_MS {
        return Err(Rule::field("invalid", "expires_at", "Choose a time to come, within two years."));
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_ends_by_itself_within_two_years() {
        assert_eq!(expiry(None, 5).unwrap(), 5 + LIFE_MS);
        assert_eq!(expiry(Some(6), 5).unwrap(), 6);
        for wrong in [5, 4, i64::MIN, i64::MAX, 6 + LONGEST_MS] {
            assert_eq!(expiry(Some(wrong), 5).unwrap_err().field, "expires_at", "{wrong}");
        }
    }

    #[test]
    fn it_works_until_it_ends_or_is_ended() {
        let share = Share {
            id: Id::from_u128(1),
            target: Target::Folder(Id::from_u128(2)),
            mode: Mode::Read,
            by: Id::from_u128(3),
            created_ms: 1,
            expires_ms: 10,
            revoked_ms: None,
            opened: 0,
            opened_ms: None,
        };
        assert!(share.is_open(9) && !share.is_open(10));
        assert!(!Share { revoked_ms: Some(2), ..share }.is_open(9));
    }
}
