//! Departures: somebody leaves, and what they hold goes to others.
//!
//! Invariants: of everything somebody holds it is said who takes it, all to one taker unless something is said of a kind;
//! what only goes on with somebody is never given to nobody. Left out: what somebody holds, and who can take it.

use crate::{Id, Rule, task::approving::Chosen};
use std::collections::BTreeMap;

/// Something a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holding {
    /// A space that nobody else leads.
    Lead,
    /// An open task they do.
    Task,
    /// An open step they do, or have to approve.
    Step,
    /// An open task that waits for them.
    Awaited,
    /// A process with their rights, or that gives its runs to them.
    Process,
    /// A rule with their rights, or that names them.
    Rule,
    /// A check-in with their rights, or that asks them.
    CheckIn,
    /// An approval they are asked for.
    Approval,
    /// A share link they made.
    Share,
    /// A coming event they called.
    Event,
    /// Somebody who reports to them.
    Report,
}

impl Holding {
    /// Every kind, in the order in which they are handed over: whoever leads a space by then can take what is in it.
    pub const ALL: [Holding; 11] = [
        Holding::Lead,
        Holding::Task,
        Holding::Step,
        Holding::Awaited,
        Holding::Process,
        Holding::Rule,
        Holding::CheckIn,
        Holding::Approval,
        Holding::Share,
        Holding::Event,
        Holding::Report,
    ];

    /// Whether it may be left to nobody: a task can be open to all and a link can end, but a space needs a lead.
    pub fn can_be_nobodys(self) -> bool {
        matches!(self, Holding::Task | Holding::Step | Holding::Awaited | Holding::Share | Holding::Report)
    }
}

/// Who takes what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Takers {
    /// Everything of which nothing else is said.
    pub all: Option<Id>,
    /// What is said of a kind; none: nobody takes it.
    pub of: BTreeMap<Holding, Option<Id>>,
}

impl Takers {
    /// Who takes things of a kind.
    pub fn taker(&self, holding: Holding) -> Option<Id> {
        self.of.get(&holding).copied().unwrap_or(self.all)
    }

    /// Everybody who takes something.
    pub fn people(&self) -> impl Iterator<Item = Id> {
        self.all.into_iter().chain(self.of.values().copied().flatten())
    }

    /// The same, when it makes sense.
    ///
    /// # Errors
    /// Where something that needs somebody would be nobody's.
    pub fn checked(self) -> Result<Self, Rule> {
        let lost = |(holding, taker): (&Holding, &Option<Id>)| taker.is_none() && !holding.can_be_nobodys();
        if self.of.iter().any(lost) {
            return Err(Rule::field("invalid", "takers", "Choose who takes this over. It does not go on with nobody."));
        }
        Ok(self)
    }
}

/// Puts others in the place of one in a list that names everybody once: the taker where they stood, or nobody when there
/// is none or they stand in it already. Answers whether the list changed.
pub fn replace<T: Copy + PartialEq>(list: &mut Vec<T>, from: T, to: Option<T>) -> bool {
    let Some(place) = list.iter().position(|one| *one == from) else { return false };
    match to.filter(|to| !list.contains(to)) {
        Some(to) => list.splice(place..=place, [to]).for_each(drop),
        None => list.retain(|one| *one != from),
    }
    true
}

/// The same of who approves a step; where nobody is left the leads of the space do.
pub fn replace_approver(approvers: &mut Vec<Chosen>, from: Id, to: Option<Id>) -> bool {
    let changed = replace(approvers, Chosen::Person(from), to.map(Chosen::Person));
    if approvers.is_empty() {
        approvers.push(Chosen::Lead);
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> Id {
        Id::from_u128(number)
    }

    #[test]
    fn what_is_said_of_a_kind_goes_before_what_is_said_of_all() {
        let takers = Takers { all: Some(id(1)), of: BTreeMap::from([(Holding::Task, None)]) };
        assert_eq!([takers.taker(Holding::Task), takers.taker(Holding::Lead)], [None, Some(id(1))]);
        assert!(takers.checked().is_ok());
        let lost = Takers { all: Some(id(1)), of: BTreeMap::from([(Holding::Lead, None)]) };
        assert!(lost.checked().is_err());
    }

    #[test]
    fn a_taker_stands_where_the_other_one_stood_and_never_twice() {
        let mut turns = vec![id(1), id(2), id(3)];
        assert!(replace(&mut turns, id(2), Some(id(4))));
        assert_eq!(turns, [id(1), id(4), id(3)]);
        assert!(replace(&mut turns, id(4), Some(id(1))));
        assert_eq!(turns, [id(1), id(3)]);
        assert!(!replace(&mut turns, id(9), None));
        let mut approvers = vec![Chosen::Person(id(1))];
        assert!(replace_approver(&mut approvers, id(1), None));
        assert_eq!(approvers, [Chosen::Lead]);
    }
}
