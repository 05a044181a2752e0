//! What is asked: of whom, in which order, whose answer it takes, until when.

use crate::{Id, Rule, limits, when::When};
use std::collections::BTreeSet;

/// Most approvers of one approval.
pub const MOST: usize = 20;

/// In which order approvers are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// All at the same time.
    AtOnce,
    /// One after the other: each is asked when the one before has approved.
    InOrder,
}

/// Whose approval it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// That of all of them.
    All,
    /// That of one of them: the first answer counts.
    One,
}

/// What is to be asked.
#[derive(Debug, Clone)]
pub struct New {
    /// In a line; may be empty.
    pub words: String,
    /// In which order.
    pub order: Order,
    /// Whose answer it takes.
    pub needs: Needs,
    /// Who is asked, in their order.
    pub approvers: Vec<Id>,
    /// Until when.
    pub due: Option<When>,
}

impl New {
    /// What is wrong with it.
    pub fn checked(mut self) -> Result<New, Rule> {
        self.words = limits::optional_line("body", &self.words, limits::TITLE)?;
        if self.approvers.is_empty() {
            return Err(Rule::field("required", "approver_ids", "Choose who is to approve it."));
        }
        if self.approvers.len() > MOST {
            return Err(Rule::field("too_many", "approver_ids", format!("Ask at most {MOST} people at a time.")));
        }
        if self.approvers.iter().collect::<BTreeSet<_>>().len() != self.approvers.len() {
            return Err(Rule::field("twice", "approver_ids", "Name each person once."));
        }
        if self.order == Order::InOrder && self.needs == Needs::One {
            let message = "Where one of several is enough they are asked at the same time.";
            return Err(Rule::field("order", "order", message));
        }
        Ok(self)
    }
}
