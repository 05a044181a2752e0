//! What an hour of somebody costs, in a space or everywhere. Admins set it; they and the person read it, and nobody else.
//! What is changed stands in the audit, and in no log anybody reads.

use super::{
    input::RateInput,
    record::RateRecord,
    store,
    views::{self, RateShape},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    organization,
};
use guildhall_domain::{Id, policy::DoSpace, time::rate::Rate};

/// A price of an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Where; none for everywhere else.
    pub space: Option<Id>,
    /// How much.
    pub rate: Rate,
    /// In which currency.
    pub currency: String,
}

/// Whether the asker reads what somebody's hours cost.
pub fn reads(scope: &impl Scope, person: Id) -> bool {
    scope.who().person == Some(person) || access::admin(scope).is_ok()
}

/// What somebody's hours cost, for those whom it concerns.
pub fn all(scope: &impl Scope, person: Id) -> Result<Vec<RateShape>, Error> {
    super::sight::known(scope, person)?;
    if !reads(scope, person) {
        return Err(Error::because(Code::Forbidden, "Only they themselves and admins see what somebody's hour costs."));
    }
    let rates = store::rates(scope.read(), person)?;
    rates.iter().map(|priced| views::rate(scope, priced)).collect()
}

/// What an hour of somebody costs in a space: what was set for it, or else for everywhere.
pub fn of(scope: &impl Scope, person: Id, space: Id) -> Result<Option<Priced>, Error> {
    let own = store::rate(scope.read(), person, Some(space))?;
    Ok(own.map_or_else(|| store::rate(scope.read(), person, None), |own| Ok(Some(own)))?)
}

/// Sets it.
pub fn put(
    work: &mut Work<'_, '_>,
    person: Id,
    space: Option<Id>,
    input: &RateInput,
    address: &str,
) -> Result<RateShape, Error> {
    let name = settable(work, person, space)?;
    let currency = match &input.currency {
        Some(currency) => organization::input::currency(currency)?,
        None => work.directory().organization.as_ref().map_or_else(|| "EUR".into(), |own| own.currency.clone()),
    };
    let priced = Priced { space, rate: Rate::new(&input.amount)?, currency };
    audit::add(work, AuditAction::RateChanged, &name, address)?;
    store::put_rate(work.tx, person, &priced)?;
    views::rate(work, &priced)
}

/// Takes it away.
pub fn delete(work: &mut Work<'_, '_>, person: Id, space: Option<Id>, address: &str) -> Result<(), Error> {
    let name = settable(work, person, space)?;
    if store::rate(work.read(), person, space)?.is_none() {
        return Err(Error::not_found());
    }
    audit::add(work, AuditAction::RateChanged, &name, address)?;
    Ok(store::delete_rate(work.tx, person, space)?)
}

/// The name of whose it is, for an admin.
fn settable(work: &Work<'_, '_>, person: Id, space: Option<Id>) -> Result<String, Error> {
    let person = access::person(work, person)?;
    access::admin(work)?;
    if let Some(space) = space {
        access::space(work, space, DoSpace::See)?;
    }
    Ok(person.name.clone())
}

impl From<&Priced> for RateRecord {
    fn from(priced: &Priced) -> Self {
        RateRecord { parts: priced.rate.parts(), currency: priced.currency.clone() }
    }
}

impl RateRecord {
    /// With where it counts.
    pub fn into_priced(self, space: Option<Id>) -> Priced {
        Priced { space, rate: Rate::of_parts(self.parts), currency: self.currency }
    }
}
