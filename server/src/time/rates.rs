//! What an hour of somebody costs, in a space or everywhere. Admins set it; they and the person read it, and nobody else.
//! What is changed stands in the audit, and in no log anybody reads. What it was before is kept by the day until which it
//! counted, for what adds up hours of long ago ([`Prices`]).

use super::{
    input::RateInput,
    record::{PastRateRecord, RateRecord},
    store,
    views::{self, RateShape},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    log::cbor::{day, number},
    organization,
};
use chrono::NaiveDate;
use guildhall_domain::{Id, policy::DoSpace, time::rate::Rate, when};

/// A price of an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Where; none for everywhere else.
    pub space: Option<Id>,
    /// How much.
    pub rate: Rate,
    /// In which currency.
    pub currency: String,
    /// The day on which it was set, where that is known.
    pub since: Option<NaiveDate>,
}

/// Until which day something counted, and what; none where what counted everywhere did.
pub type Past = (NaiveDate, Option<Priced>);

/// What hours of somebody in a space cost, each on its day.
pub struct Prices {
    /// Of the space, then of everywhere.
    places: [(Vec<Past>, Option<Priced>); 2],
}

impl Prices {
    /// Of somebody in a space. Who may know of it is asked by whoever shows what becomes of it.
    pub fn of(scope: &impl Scope, person: Id, space: Id) -> Result<Prices, Error> {
        let place = |space| -> Result<_, Error> {
            Ok((store::rates_before(scope.read(), person, space)?, store::rate(scope.read(), person, space)?))
        };
        Ok(Prices { places: [place(Some(space))?, place(None)?] })
    }

    /// On a day. What was set first counts for what was worked before, too.
    pub fn on(&self, day: NaiveDate) -> Option<&Priced> {
        self.places.iter().find_map(|(before, now)| {
            let then = before.iter().find(|(until, _)| day < *until).map(|(_, priced)| priced);
            then.unwrap_or(now).as_ref()
        })
    }
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
    let priced = Priced { space, rate: Rate::new(&input.amount)?, currency, since: Some(today(work)) };
    audit::add(work, AuditAction::RateChanged, &name, address)?;
    keep_past(work, person, space)?;
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
    keep_past(work, person, space)?;
    Ok(store::delete_rate(work.tx, person, space)?)
}

fn today(scope: &impl Scope) -> NaiveDate {
    when::today(when::from_ms(scope.now()), scope.directory().zone())
}

/// Keeps what counted until today. What was set today was a slip of the pen.
fn keep_past(work: &mut Work<'_, '_>, person: Id, space: Option<Id>) -> Result<(), Error> {
    let today = today(work);
    let before = store::rate(work.read(), person, space)?;
    let counted = match &before {
        Some(before) => before.since != Some(today),
        // A space that gets a price of its own was charged as everywhere.
        None => space.is_some() && store::rate(work.read(), person, None)?.is_some(),
    };
    if counted {
        store::put_rate_before(work.tx, person, space, today, before.as_ref())?;
    }
    Ok(())
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
        RateRecord { parts: priced.rate.parts(), currency: priced.currency.clone(), since: priced.since.map(number) }
    }
}

impl RateRecord {
    /// With where it counts.
    pub fn into_priced(self, space: Option<Id>) -> Priced {
        Priced { space, rate: Rate::of_parts(self.parts), currency: self.currency, since: self.since.map(day) }
    }
}

impl PastRateRecord {
    /// Of what was set in a place, or of nothing.
    pub fn of(priced: Option<&Priced>) -> Self {
        PastRateRecord {
            parts: priced.map(|priced| priced.rate.parts()),
            currency: priced.map(|priced| priced.currency.clone()).unwrap_or_default(),
        }
    }

    /// With where it counted.
    pub fn into_priced(self, space: Option<Id>) -> Option<Priced> {
        let rate = Rate::of_parts(self.parts?);
        Some(Priced { space, rate, currency: self.currency, since: None })
    }
}
