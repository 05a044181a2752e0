//! What a budget that is nearly used, or used up, means for whom: those who lead the space hear of it.

use super::{Telling, requests::leads};
use crate::{Error, access::Scope, budgets::warnings, inbox::subject::Subject};
use guildhall_domain::{budget::Warning, inbox::Reason};

impl<S: Scope> Telling<'_, S> {
    /// What was noted of a budget.
    pub(super) fn tell_budget(mut self) -> Result<(), Error> {
        let reason = match warnings::told(self.change) {
            Some(Warning::Nearly) => Reason::BudgetNearly,
            Some(Warning::UsedUp) => Reason::BudgetUsedUp,
            Some(Warning::ForecastOver) | None => return Ok(()),
        };
        let directory = self.scope.directory().clone();
        let Some(space) = directory.space(self.change.object) else { return Ok(()) };
        let Some(subject) = Subject::of(self.scope, space.id)? else { return Ok(()) };
        leads(&directory, space).into_iter().try_for_each(|person| self.one(&subject, person, reason, None))
    }
}
