//! Weeks: handing them in, taking them back, approving, sending back, opening again. The right to decide is asked about
//! what stands in the week at that moment, see [`super::sight::Sight::decides`].

use super::{commands, input::SentBackInput, sight::Sight, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::{
        call::{IfMatch, unchanged_since},
        version,
    },
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id, Rule,
    change::{Action, Change, FieldChange, Kind, Value},
    time::{
        Entry,
        sheet::{self, Sheet, State},
    },
};

/// A week with what the asker reads of it.
#[derive(Debug, Clone)]
pub struct Week {
    /// The week itself.
    pub sheet: Sheet,
    /// The entries the asker reads.
    pub entries: Vec<Entry>,
    /// It is the asker's own.
    pub own: bool,
    /// They decide about it.
    pub decides: bool,
}

/// A week, for whoever reads something of it: whose it is, admins, and leads of a space in which that person worked.
pub fn read(scope: &impl Scope, person: Id, monday: NaiveDate) -> Result<Week, Error> {
    super::sight::known(scope, person)?;
    week(scope, &mut Sight::new(scope), person, monday)?.ok_or_else(Error::not_found)
}

fn week<S: Scope>(scope: &S, sight: &mut Sight<'_, S>, person: Id, monday: NaiveDate) -> Result<Option<Week>, Error> {
    let mut entries = store::of_week(scope.read(), person, monday)?;
    let decides = sight.decides(person, &entries);
    entries.retain(|entry| sight.sees(entry));
    let own = sight.is_me(person);
    if !own && !sight.is_whole() && entries.is_empty() {
        return Ok(None);
    }
    let sheet = store::sheet(scope.read(), person, monday)?;
    let sheet = sheet.unwrap_or_else(|| Sheet::new(Id::nil(), person, monday));
    Ok(Some(Week { sheet, entries, own, decides }))
}

/// Weeks the asker decides about that are in a state, the last first, with where the next page begins.
pub fn to_decide(
    scope: &impl Scope,
    state: State,
    limit: usize,
    place: Option<Vec<u8>>,
) -> Result<(Vec<Week>, Option<String>), Error> {
    let mut sight = Sight::new(scope);
    let mut found: Vec<Week> = Vec::new();
    if !sight.is_whole() && !sight.leads_any() {
        return Ok((found, None));
    }
    for (monday, person) in store::in_state(scope.read(), state, place.as_deref().and_then(super::queries::read_place))?
    {
        if let Some(last) = found.last().filter(|_| found.len() == limit) {
            let place = super::queries::place(last.sheet.monday, last.sheet.person);
            return Ok((found, Some(version::list_cursor(&place))));
        }
        if let Some(week) = week(scope, &mut sight, person, monday)?.filter(|week| week.decides) {
            found.push(week);
        }
    }
    Ok((found, None))
}

/// Hands one's own week in.
pub fn submit(work: &mut Work<'_, '_>, person: Id, monday: NaiveDate) -> Result<Week, Error> {
    let week = own(work, person, monday)?;
    let running = store::timer(work.read(), person)?;
    if running.is_some_and(|timer| sheet::monday(timer.day) == monday) {
        return Err(Error::because(Code::Conflict, "Your timer runs in this week. Stop it first."));
    }
    let now = work.now();
    save(work, week, |sheet| sheet.submit(now))
}

/// Takes one's own week back before it was approved.
pub fn withdraw(work: &mut Work<'_, '_>, person: Id, monday: NaiveDate) -> Result<Week, Error> {
    let week = own(work, person, monday)?;
    save(work, week, Sheet::withdraw)
}

/// Approves a week. `seen` is the version it was seen in: what was taken back and changed meanwhile is not approved.
pub fn approve(work: &mut Work<'_, '_>, person: Id, monday: NaiveDate, seen: Option<&str>) -> Result<Week, Error> {
    let week = decided(work, person, monday)?;
    if let Some(seen) = seen {
        let seen = version::read(work.history(), seen).unwrap_or(0);
        unchanged_since(work, IfMatch::Seq(seen), week.sheet.seq, &["state".to_owned()])?;
    }
    let (by, now) = (access::me(work)?.id, work.now());
    save(work, week, |sheet| sheet.approve(by, now))
}

/// Sends a week back with a reason.
pub fn send_back(work: &mut Work<'_, '_>, person: Id, monday: NaiveDate, input: &SentBackInput) -> Result<Week, Error> {
    let week = decided(work, person, monday)?;
    let (by, now) = (access::me(work)?.id, work.now());
    save(work, week, |sheet| sheet.send_back(by, &input.reason, now))
}

/// Opens an approved week again.
pub fn reopen(work: &mut Work<'_, '_>, person: Id, monday: NaiveDate) -> Result<Week, Error> {
    let week = decided(work, person, monday)?;
    save(work, week, Sheet::reopen)
}

fn own(work: &Work<'_, '_>, person: Id, monday: NaiveDate) -> Result<Week, Error> {
    let week = read(work, person, monday)?;
    if week.own {
        return Ok(week);
    }
    Err(Error::because(Code::Forbidden, "A week is handed in and taken back by whoever worked."))
}

fn decided(work: &Work<'_, '_>, person: Id, monday: NaiveDate) -> Result<Week, Error> {
    let week = read(work, person, monday)?;
    if week.decides {
        return Ok(week);
    }
    Err(Error::because(
        Code::Forbidden,
        "Weeks are approved by admins, and by those who lead every space that was worked in. Nobody but an owner approves their own.",
    ))
}

fn save(
    work: &mut Work<'_, '_>,
    week: Week,
    decide: impl FnOnce(&Sheet) -> Result<Sheet, Rule>,
) -> Result<Week, Error> {
    let before = &week.sheet;
    let mut after = decide(before)?;
    if before.seq == 0 {
        after.id = work.new_id();
    }
    let state = |sheet: &Sheet| Value::Int(super::record::state_number(sheet.state).into());
    let told = commands::audience(work, after.person);
    let change = Change {
        fields: vec![
            FieldChange { field: "state".into(), before: state(before), after: state(&after) },
            FieldChange {
                field: "week".into(),
                before: Value::Text(before.monday.to_string()),
                after: Value::Text(before.monday.to_string()),
            },
        ],
        ..work.change(Kind::Timesheet, after.id, if before.seq == 0 { Action::Created } else { Action::Changed })
    };
    after.seq = work.log_to(told, (before.seq != 0).then_some(before.seq), change)?;
    store::put_sheet(work.tx, before.state, &after)?;
    Ok(Week { sheet: after, ..week })
}
