//! What every item shares: the set of audiences that may read it, links, and how keys look.

use crate::AudienceId;

/// The sorted audiences of an item. A reader sees the item when one of them is in their reach.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audience(Vec<AudienceId>);

impl Audience {
    /// A set from any order, without doubles.
    pub fn new(mut ids: Vec<AudienceId>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Audience(ids)
    }

    /// The ids, ascending.
    pub fn ids(&self) -> &[AudienceId] {
        &self.0
    }
}

/// Everything a reader may see: their own audience and those of their spaces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach(Vec<AudienceId>);

impl Reach {
    /// A reach from any order, without doubles.
    pub fn new(mut ids: Vec<AudienceId>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Reach(ids)
    }

    /// Whether one audience is in reach.
    pub fn has(&self, id: AudienceId) -> bool {
        self.0.binary_search(&id).is_ok()
    }

    /// Whether an item with these audiences may be read. The one rule of sight.
    pub fn sees(&self, audience: &[AudienceId]) -> bool {
        audience.iter().any(|id| self.has(*id))
    }

    /// The ids, ascending.
    pub fn ids(&self) -> &[AudienceId] {
        &self.0
    }
}

/// How two items relate, seen from the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They have to do with each other.
    Relates,
    /// The first must be done before the second can go on.
    Blocks,
    /// The other way round.
    BlockedBy,
    /// The first says the same as the second.
    Duplicates,
    /// The other way round.
    DuplicatedBy,
}

impl Relation {
    /// The relation seen from the other item.
    pub fn reverse(self) -> Self {
        match self {
            Relation::Relates => Relation::Relates,
            Relation::Blocks => Relation::BlockedBy,
            Relation::BlockedBy => Relation::Blocks,
            Relation::Duplicates => Relation::DuplicatedBy,
            Relation::DuplicatedBy => Relation::Duplicates,
        }
    }
}

/// Splits `SVC-214` into prefix and number; none when it is not a key.
pub fn parse_key(key: &str) -> Option<(String, u32)> {
    let (prefix, number) = key.trim().rsplit_once('-')?;
    if !is_prefix(&prefix.to_ascii_uppercase()) || number.is_empty() || number.len() > 9 {
        return None;
    }
    Some((prefix.to_ascii_uppercase(), number.parse().ok()?))
}

/// Two to five letters A–Z.
pub fn is_prefix(prefix: &str) -> bool {
    (2..=5).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_in_any_case_and_nothing_else_is() {
        assert_eq!(parse_key("svc-214"), Some(("SVC".into(), 214)));
        for wrong in ["SVC214", "S-1", "SERVICE-1", "SVC-", "SVC-x", "SVC--1", "SVC-9999999999"] {
            assert_eq!(parse_key(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sight_is_the_intersection() {
        let reach = Reach::new(vec![9, 2, 2]);
        assert!(reach.sees(&[1, 9]));
        assert!(!reach.sees(&[1, 3]));
        assert!(!reach.sees(&[]));
    }
}
