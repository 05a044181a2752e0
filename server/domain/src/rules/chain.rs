//! What set what off: the rules that led to a change, the first one first. A rule that comes round to itself goes round for
//! ever, so it is stopped.

use crate::Id;

/// Longest chain.
pub const LONGEST: usize = 10;

/// Whether a rule may act on what a chain of rules led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Act,
    /// It has led to it itself.
    Loop,
    /// Too many rules have led to it.
    TooLong,
}

/// See the module. What `settles` does nothing the next time, so it may come round once: setting what is set already is
/// no change, and the chain ends there.
pub fn may_act(chain: &[Id], rule: Id, settles: bool) -> Verdict {
    let before = chain.iter().filter(|other| **other == rule).count();
    let most = usize::from(settles);
    if before > most {
        Verdict::Loop
    } else if chain.len() >= LONGEST {
        Verdict::TooLong
    } else {
        Verdict::Act
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_round_to_itself_is_stopped() {
        let [a, b] = [Id::from_u128(1), Id::from_u128(2)];
        assert_eq!(may_act(&[], a, false), Verdict::Act);
        assert_eq!(may_act(&[b], a, false), Verdict::Act);
        assert_eq!(may_act(&[a], a, false), Verdict::Loop);
        assert_eq!(may_act(&[a, b], a, true), Verdict::Act);
        assert_eq!(may_act(&[a, b, a, b], a, true), Verdict::Loop);
        let many: Vec<Id> = (0..LONGEST).map(|number| Id::from_u128(number as u128 + 10)).collect();
        assert_eq!(may_act(&many, a, true), Verdict::TooLong);
    }
}
