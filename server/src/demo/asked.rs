//! What somebody was asked to approve, and what of it they approved.

use super::make::{Company, DAY, Event, Events};
use crate::{
    Error,
    access::{Who, Work},
    approvals::commands,
};
use guildhall_domain::{
    Id,
    approval::{Needs, New, Order, Verdict},
};

/// Something somebody was asked to approve.
#[derive(Debug, Default, Clone)]
pub struct SeedAsk {
    /// Who was asked.
    pub who: String,
    /// How many days ago.
    pub ago: i64,
    /// They approved it.
    pub approved: bool,
    /// What was asked.
    pub words: String,
}

/// Something that happened to an approval.
pub(super) enum Asked {
    /// It was asked about a task, under its own id.
    For(Id, Id, New),
    /// Whose turn it was approved it.
    Approved(Id),
}

impl Asked {
    /// Carries it out. It may be done twice, as any command.
    pub(super) fn happens(&self, work: &mut Work<'_, '_>) -> Result<(), Error> {
        match self {
            Asked::For(task, id, new) => commands::ask(work, *task, Some(*id), new.clone()).map(drop),
            Asked::Approved(id) => commands::answer(work, *id, Verdict::Approved, "").map(drop),
        }
    }
}

impl Company {
    /// What whoever does a task asked about it; what was approved was so within hours.
    pub(super) fn asked(&self, events: &mut Events, task: Id, by: Id, asks: &[SeedAsk]) -> Result<(), Error> {
        for ask in asks {
            let (approver, at, id) = (self.person(&ask.who)?, self.ago(ask.ago, 90), crate::secrets::id(self.now));
            let approvers = vec![approver];
            let new = New { words: ask.words.clone(), order: Order::AtOnce, needs: Needs::All, approvers, due: None };
            let mut add = |at: i64, who: Id, what: Asked| {
                events.push((at, events.len(), Who::person(who), Event::Asked(Box::new(what))));
            };
            add(at, by, Asked::For(task, id, new));
            if ask.approved {
                add(at + DAY / 8, approver, Asked::Approved(id));
            }
        }
        Ok(())
    }
}
