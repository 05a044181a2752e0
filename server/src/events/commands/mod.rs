//! What people do with events. Each command takes the permitted event, lets the domain decide, asks whether its room is free
//! and saves the next version.

pub mod create;
pub mod guests;
pub mod hand_over;
pub mod meeting;
pub mod trash;
pub mod whole;

use super::{
    booking,
    input::{EventPatch, TimesAsked, WhichTimes},
    store, views,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    http::call::{IfMatch, unchanged_since},
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    change::Action,
    event::{Event, edit, split},
    policy::Do,
};

/// Where the asker is.
pub fn zone(scope: &impl Scope) -> Tz {
    let me = scope.who().person.and_then(|id| scope.directory().person(id));
    me.map_or_else(|| scope.directory().zone(), |me| me.time_zone)
}

/// Keeps the next version of an event, if its room is free.
pub fn keep(work: &mut Work<'_, '_>, before: &Event, after: &mut Event, action: Action) -> Result<(), Error> {
    booking::check(work, Some(before), after)?;
    store::save(work, before, after, action)
}

/// Refuses what was changed since.
fn fresh(work: &Work<'_, '_>, if_match: IfMatch, event: &Event, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, event.seq, fields).map_err(|stale| stale.with_current(|| views::whole(work, event)))
}

/// Changes fields of an event: every time it comes, one of them, or one and those that follow. Those that follow are
/// another event from then on, and that is what is answered.
pub fn edit(
    work: &mut Work<'_, '_>,
    id: Id,
    if_match: IfMatch,
    times: TimesAsked,
    patch: &EventPatch,
) -> Result<Event, Error> {
    let before = access::event(work, id, Do::Edit)?.into_inner();
    let (day, which) = times.read()?;
    let now = day.and_then(|day| before.occurrence(day)).map_or(before.span, |one| one.span);
    let edit = patch.edit(now, zone(work))?;
    let names = match (day, which) {
        (Some(day), WhichTimes::This) => vec![format!("occurrence:{day}")],
        _ => edit.names(),
    };
    fresh(work, if_match, &before, &names)?;
    let mut after = before.clone();
    match (day, which) {
        (Some(day), WhichTimes::This) => edit::one(&mut after, edit, day)?,
        (Some(day), WhichTimes::Following) => {
            let next = work.new_id();
            match split::at(&before, day, next, work.now())? {
                Some((first, rest)) => return follow(work, &before, first, rest, edit, day),
                None => edit::all(&mut after, edit, Some(day))?,
            }
        }
        (day, _) => edit::all(&mut after, edit, day)?,
    }
    keep(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// The event ends, and another one goes on from a day.
fn follow(
    work: &mut Work<'_, '_>,
    before: &Event,
    mut first: Event,
    mut rest: Event,
    edit: edit::Edit,
    day: NaiveDate,
) -> Result<Event, Error> {
    edit::all(&mut rest, edit, Some(day))?;
    rest.author = work.who().actor;
    keep(work, before, &mut first, Action::Changed)?;
    create::number(work, &mut rest)?;
    booking::check(work, None, &rest)?;
    store::create(work, &mut rest)?;
    Ok(rest)
}

/// Takes one time out, or one and those that follow, or puts the whole event into the trash.
pub fn remove(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, times: TimesAsked) -> Result<Event, Error> {
    let (day, which) = times.read()?;
    let Some(day) = day.filter(|_| which != WhichTimes::All) else { return trash::trash(work, id, if_match) };
    let before = access::event(work, id, Do::Trash)?.into_inner();
    let names = [format!("occurrence:{day}"), format!("extra_date:{day}"), "rule".into(), "start".into()];
    fresh(work, if_match, &before, &names)?;
    let mut after = before.clone();
    if which == WhichTimes::Following {
        match split::cut(&before, day)? {
            Some(first) => after = first,
            None => return trash::trash(work, id, if_match),
        }
    } else {
        edit::leave_out(&mut after, day)?;
    }
    keep(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
