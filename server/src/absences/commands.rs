//! Asking for days off, entering them for others, approving, declining, cancelling.

use super::{
    input::{AbsenceCalendar, NewAbsence},
    queries::{decided, one},
    sight::Sight,
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    organization::calendar,
    people,
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    absence::{self, Absence, Span, State, Why},
    change::{Action, Change, FieldChange, Kind, Value},
    limits,
    person::Person,
    when,
};
use std::sync::Arc;

/// The fact of an absence that changes.
pub const STATE: &str = "state";

/// Most absences that are made of one file.
const FILE: usize = 200;

/// Whose absence is entered, by whom, and whether it counts at once.
struct Entering {
    person: Arc<Person>,
    by: Id,
    decides: bool,
    today: NaiveDate,
}

impl Entering {
    fn new(work: &Work<'_, '_>, person: Option<Id>) -> Result<Self, Error> {
        let me = access::me(work)?;
        let person = access::person(work, person.unwrap_or(me.id))?.into_inner();
        let decides = Sight::new(work).decides(person.id);
        if !decides && person.id != me.id {
            return Err(Error::because(
                Code::Forbidden,
                "Everybody asks for their own days off. Those of others are entered by who decides about them.",
            ));
        }
        let today = when::today(when::from_ms(work.now()), person.time_zone);
        Ok(Entering { person, by: me.id, decides, today })
    }

    fn enter(&self, work: &mut Work<'_, '_>, span: Span, why: Why, note: &str) -> Result<Absence, Error> {
        let span = span.checked(self.today)?;
        if let Some(other) = meets(work, self.person.id, &span)? {
            let message = format!(
                "There is an absence from {} to {} already. Cancel it first, or choose other days.",
                other.span.from, other.span.until
            );
            return Err(Error::field("from", message));
        }
        let now = work.now();
        let mut absence = Absence {
            id: work.new_id(),
            person: self.person.id,
            span,
            why,
            note: limits::optional_line("note", note, limits::TITLE)?,
            state: if self.decides { State::Approved } else { State::Asked },
            created_ms: now,
            decided: self.decides.then_some((self.by, now)),
            reason: String::new(),
            seq: 0,
        };
        write(work, None, &mut absence, Action::Created)?;
        Ok(absence)
    }
}

/// What of somebody lies on the same days already.
pub fn meets(scope: &impl Scope, person: Id, span: &Span) -> Result<Option<Absence>, Error> {
    let others = store::of_person(scope.read(), person, span.from)?;
    Ok(others.into_iter().find(|other| other.stands() && other.span.meets(span)))
}

/// Asks for days off; entered by who decides about them, they are approved.
pub fn ask(work: &mut Work<'_, '_>, input: &NewAbsence) -> Result<Absence, Error> {
    let entering = Entering::new(work, input.person_id)?;
    let absence = entering.enter(work, input.span(), input.kind.into(), &input.note)?;
    settle(work, absence.person)?;
    Ok(absence)
}

/// Asks for the whole days of a calendar file that are not over. What is asked for or approved already is left out;
/// answered with how many events were.
pub fn import(work: &mut Work<'_, '_>, input: &AbsenceCalendar) -> Result<(Vec<Absence>, usize), Error> {
    let entering = Entering::new(work, input.person_id)?;
    let found = calendar::read(&input.calendar, entering.today)?;
    limits::at_most("calendar", found.days.len(), FILE)?;
    let (mut made, mut left_out) = (Vec::new(), found.timed);
    for days in found.days {
        let span = Span { from: days.from, until: days.to, from_noon: false, until_noon: false };
        match entering.enter(work, span, input.kind.into(), &days.name) {
            Ok(absence) => made.push(absence),
            Err(refused) if refused.code == Code::Invalid => left_out += 1,
            Err(error) => return Err(error),
        }
    }
    settle(work, entering.person.id)?;
    Ok((made, left_out))
}

/// Approves an absence.
pub fn approve(work: &mut Work<'_, '_>, id: Id) -> Result<Absence, Error> {
    let before = decided(work, id)?;
    let after = before.approve(access::me(work)?.id, work.now())?;
    save(work, &before, after, Action::Changed)
}

/// Declines one, also when it was approved, and says why.
pub fn decline(work: &mut Work<'_, '_>, id: Id, reason: &str) -> Result<Absence, Error> {
    let before = decided(work, id)?;
    let after = before.decline(access::me(work)?.id, reason, work.now())?;
    save(work, &before, after, Action::Changed)
}

/// Cancels one: whoever is away while it waits or lies ahead, and those who decide about it.
pub fn cancel(work: &mut Work<'_, '_>, id: Id) -> Result<Absence, Error> {
    let before = one(work, id)?;
    if !may_cancel(work, &mut Sight::new(work), &before) {
        let message = "Days that began are cancelled by who approved them. Ask them.";
        let others = "Absences are cancelled by who is away and by those who decide about them.";
        let own = work.who().person == Some(before.person);
        return Err(Error::because(Code::Forbidden, if own { message } else { others }));
    }
    let after = before.cancel()?;
    save(work, &before, after, Action::Changed)
}

/// Whether the asker may cancel an absence, apart from whether it stands.
pub fn may_cancel<S: Scope>(scope: &S, sight: &mut Sight<'_, S>, absence: &Absence) -> bool {
    let person = scope.directory().person(absence.person);
    let zone = person.map_or(scope.directory().zone(), |person| person.time_zone);
    let ahead = absence.span.from > when::today(when::from_ms(scope.now()), zone);
    let own = sight.is_me(absence.person) && (absence.state != State::Approved || ahead);
    own || sight.decides(absence.person)
}

/// Writes what became of an absence, and what follows for whose it is.
pub fn save(work: &mut Work<'_, '_>, before: &Absence, mut after: Absence, action: Action) -> Result<Absence, Error> {
    write(work, Some(before), &mut after, action)?;
    settle(work, after.person)?;
    Ok(after)
}

/// Writes an absence and its change. The log tells of it to whoever is away alone.
fn write(work: &mut Work<'_, '_>, before: Option<&Absence>, after: &mut Absence, action: Action) -> Result<(), Error> {
    let told: Vec<_> = work.directory().person(after.person).map(|person| person.audience).into_iter().collect();
    let change = Change {
        fields: vec![FieldChange {
            field: STATE.into(),
            before: Value::opt(before, |before| absence::state_value(before.state)),
            after: absence::state_value(after.state),
        }],
        ..work.change(Kind::Absence, after.id, action)
    };
    after.seq = work.log_to(told, before.map(|before| before.seq), change)?;
    Ok(store::put(work.tx, before.map(|before| before.state), after)?)
}

/// Brings the days on which somebody is not there at all into step with what was approved.
fn settle(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let before = work.directory().person(id).cloned().ok_or_else(Error::not_found)?;
    let today = when::today(when::from_ms(work.now()), before.time_zone);
    let approved = store::of_person(work.read(), id, today)?.into_iter().filter(|one| one.state == State::Approved);
    let mut absences: Vec<_> = approved.filter_map(|one| one.span.whole_days()).collect();
    absences.sort_unstable();
    let after = Person { absences, ..Person::clone(&before) };
    people::commands::save(work, &before, after)?;
    Ok(())
}
