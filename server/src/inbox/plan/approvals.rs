//! What changes of approvals mean for whom: whose turn it is, how it ended, and that somebody has to be asked instead.

use super::Telling;
use crate::{Error, access::Scope, approvals, inbox::subject::Subject};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::Approval,
    change::{FieldChange, Value},
    inbox::Reason,
    item::Core,
    person::Person,
    space::SpaceRole,
};
use std::{collections::BTreeSet, sync::Arc};

impl<S: Scope> Telling<'_, S> {
    /// Whose turn it is from this change on.
    pub(super) fn turn_came(&mut self, subject: &Subject, id: &str, field: &FieldChange) -> Result<(), Error> {
        let Ok(id) = id.parse() else { return Ok(()) };
        let before = people(&field.before);
        let new: Vec<Id> = people(&field.after).into_iter().filter(|person| !before.contains(person)).collect();
        new.into_iter().try_for_each(|person| self.one(subject, person, Reason::ToApprove, Some(id)))
    }

    /// How it ended, for who asked; of what a process asked, for who is to do the work.
    pub(super) fn approved(&mut self, subject: &Subject, id: &str, field: &FieldChange) -> Result<(), Error> {
        let reason = match field.after.as_text() {
            Some("approved") => Reason::Approved,
            Some("changes") => Reason::ChangesAsked,
            _ => return Ok(()),
        };
        let Some(approval) = self.approval(id)? else { return Ok(()) };
        match asker(subject, &approval) {
            Some(person) => self.one(subject, person, reason, Some(approval.id)),
            None => Ok(()),
        }
    }

    /// Somebody has to be asked instead: for who asked, and those who lead the home.
    pub(super) fn approver_gone(&mut self, subject: &Subject, id: &str) -> Result<(), Error> {
        let Some(approval) = self.approval(id)? else { return Ok(()) };
        let directory = self.scope.directory().clone();
        let home = subject.about.home().and_then(|home| directory.space(home));
        let leads =
            |person: &&Arc<Person>| home.is_some_and(|home| directory.role_in(person, home) == Some(SpaceRole::Lead));
        let leads = directory.readers(subject.audience.ids()).filter(leads).map(|person| person.id);
        let told: BTreeSet<Id> = asker(subject, &approval).into_iter().chain(leads).collect();
        told.into_iter().try_for_each(|person| self.one(subject, person, Reason::ApproverGone, Some(approval.id)))
    }

    fn approval(&self, id: &str) -> Result<Option<Approval>, Error> {
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(approvals::store::get(self.scope.read(), id)?)
    }
}

fn people(value: &Value) -> Vec<Id> {
    match value {
        Value::List(people) => people.iter().filter_map(Value::as_id).collect(),
        _ => Vec::new(),
    }
}

/// Who hears what became of an approval.
fn asker(subject: &Subject, approval: &Approval) -> Option<Id> {
    match approval.asked_by {
        Actor::Person(person) => Some(person),
        _ => subject.assignee().or_else(|| subject.about.item()?.author().id()),
    }
}
