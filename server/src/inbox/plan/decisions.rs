//! What a week that was handed in, or days off that were asked for, mean for whom: those who decide hear of it, and whose it
//! is what was decided.

use super::Telling;
use crate::{
    Error,
    access::Scope,
    inbox::{about::About, subject::Subject},
};
use guildhall_domain::{Id, absence, inbox::Reason, time::sheet};

impl<S: Scope> Telling<'_, S> {
    /// As it stands by now: what was taken back in between is told to nobody.
    pub(super) fn tell_decision(mut self) -> Result<(), Error> {
        let Some(subject) = Subject::of(self.scope, self.change.object)? else { return Ok(()) };
        let Some((reason, person)) = said(&subject.about) else { return Ok(()) };
        let people: Vec<Id> = match reason {
            Reason::Submitted => subject.about.concerned(self.scope)?.into_iter().filter(|id| *id != person).collect(),
            _ => vec![person],
        };
        people.into_iter().try_for_each(|id| self.one(&subject, id, reason, None))
    }
}

/// What there is to tell, and whose it is.
fn said(about: &About) -> Option<(Reason, Id)> {
    match about {
        About::Week(sheet) => {
            let reason = match sheet.state {
                sheet::State::Submitted => Reason::Submitted,
                sheet::State::Approved => Reason::Granted,
                sheet::State::Open if !sheet.reason.is_empty() => Reason::Returned,
                sheet::State::Open => return None,
            };
            Some((reason, sheet.person))
        }
        About::Absence(absence) => {
            let reason = match absence.state {
                absence::State::Asked => Reason::Submitted,
                absence::State::Approved => Reason::Granted,
                absence::State::Declined => Reason::Declined,
                absence::State::Cancelled => return None,
            };
            Some((reason, absence.person))
        }
        About::Item(_) | About::Request(_) | About::Budget(..) => None,
    }
}
