//! Lists of absences.

use super::{
    input::AbsenceFilter,
    sight::Sight,
    store,
    views::{self, AbsenceShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
};
use guildhall_domain::{
    Id,
    absence::{Absence, State},
    when,
};

/// Those the asker sees of the days they ask for, the first one first.
pub fn list(scope: &impl Scope, asked: &AbsenceFilter) -> Result<Vec<AbsenceShape>, Error> {
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    let (from, to) = asked.days(today)?;
    let mut found: Vec<Absence> = if let Some(person) = asked.person {
        access::person(scope, person)?;
        store::of_person(scope.read(), person, from)?
    } else {
        let mut found = Vec::new();
        for state in [State::Asked, State::Approved, State::Declined, State::Cancelled] {
            if asked.takes(state) {
                found.extend(store::in_state(scope.read(), state, from)?);
            }
        }
        found
    };
    let mut sight = Sight::new(scope);
    found.retain(|absence| absence.span.from <= to && asked.takes(absence.state) && sight.sees(absence));
    found.sort_by_key(|absence| (absence.span.from, absence.span.until, absence.id));
    Ok(found.iter().map(|absence| views::shape(scope, &mut sight, absence)).collect())
}

/// An absence the asker sees.
pub fn one(scope: &impl Scope, id: Id) -> Result<Absence, Error> {
    let absence = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    if Sight::new(scope).sees(&absence) { Ok(absence) } else { Err(Error::not_found()) }
}

/// One they decide about.
pub fn decided(scope: &impl Scope, id: Id) -> Result<Absence, Error> {
    let absence = one(scope, id)?;
    if Sight::new(scope).decides(absence.person) {
        return Ok(absence);
    }
    Err(Error::because(
        Code::Forbidden,
        "Absences are approved by admins, and by those who lead every space somebody was put into. Nobody but an owner approves their own.",
    ))
}
