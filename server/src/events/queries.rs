//! What is on which days: the events of all spaces the asker reads, and those they are invited to.

use super::{
    commands::zone,
    input::DaysAsked,
    store,
    views::{self, OccurrenceShape, OccurrencesShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
};
use guildhall_domain::{
    AudienceId, Id,
    actor::Actor,
    event::{
        Answer, Event,
        occur::{Occurrence, Window},
        repeat::shifted,
    },
    item::Core,
    person::Person,
    policy::{Do, DoSpace},
};
use std::collections::BTreeSet;

/// Longest stretch of days.
const DAYS: i64 = 400;
/// Most times that are answered.
const MOST: usize = 2_000;
/// Most events of the trash that are shown.
const TRASHED: usize = 200;

/// What is on within some days, the first first.
pub fn on(scope: &impl Scope, asked: &DaysAsked) -> Result<OccurrencesShape, Error> {
    let window = window(scope, asked)?;
    let audiences = match asked.space {
        Some(space) => vec![access::space(scope, space, DoSpace::Read)?.audience],
        None => mine(scope),
    };
    let mut found: Vec<(Occurrence, usize)> = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    for id in near(scope, &audiences, &window)? {
        let Some(event) = store::get(scope.read(), id)? else { continue };
        let in_space = asked.space.is_none_or(|space| event.space == space);
        if !in_space || event.trashed_ms.is_some() || !access::may(scope, &event, Do::Read) {
            continue;
        }
        let place = events.len();
        let times = event.occurrences(&window, MOST);
        if !times.is_empty() {
            found.extend(times.into_iter().map(|one| (one, place)));
            events.push(event);
        }
    }
    found.sort_by_cached_key(|(one, place)| (one.begins(window.zone), *place));
    let complete = found.len() <= MOST;
    found.truncate(MOST);
    let shape = |(one, place): &(Occurrence, usize)| -> Result<Option<OccurrenceShape>, Error> {
        events.get(*place).map(|event| views::occurrence(scope, event, one)).transpose()
    };
    let items: Result<Vec<Option<OccurrenceShape>>, Error> = found.iter().map(shape).collect();
    Ok(OccurrencesShape { items: items?.into_iter().flatten().collect(), complete })
}

/// What somebody who asks goes to on some days, in no order, with what they said of it: what they are invited to and did
/// not decline, and what they made without inviting themselves.
pub fn mine_on(scope: &impl Scope, me: &Person, window: &Window) -> Result<Vec<(Event, Answer, Occurrence)>, Error> {
    let audiences = scope.directory().reach(me.id).ids().to_vec();
    let mut found = Vec::new();
    for id in near(scope, &audiences, window)? {
        let Some(event) = store::get(scope.read(), id)? else { continue };
        let made = || (event.author == Actor::Person(me.id)).then_some(Answer::Yes);
        if event.answer(me.id).or_else(made).is_none() {
            continue;
        }
        if event.trashed_ms.is_none() && access::may(scope, &event, Do::Read) {
            for one in event.occurrences(window, MOST) {
                let answer = event.answer_on(me.id, one.day).or_else(made).filter(|said| *said != Answer::No);
                found.extend(answer.map(|answer| (event.clone(), answer, one)));
            }
        }
    }
    Ok(found)
}

fn window(scope: &impl Scope, asked: &DaysAsked) -> Result<Window, Error> {
    if asked.to < asked.from {
        return Err(Error::because(Code::BadQuery, "Ask for days whose last one is not before the first."));
    }
    if (asked.to - asked.from).num_days() > DAYS {
        return Err(Error::because(Code::BadQuery, "Ask for at most 400 days at once."));
    }
    Ok(Window { from: asked.from, to: asked.to, zone: zone(scope) })
}

/// Everything the asker reads; whoever is no person reads all spaces.
fn mine(scope: &impl Scope) -> Vec<AudienceId> {
    match scope.who().person {
        Some(me) => scope.directory().reach(me).ids().to_vec(),
        None => scope.directory().spaces().map(|space| space.audience).collect(),
    }
}

/// Events that may be on, each once.
fn near(scope: &impl Scope, audiences: &[AudienceId], window: &Window) -> Result<BTreeSet<Id>, Error> {
    let mut ids = BTreeSet::new();
    for audience in audiences {
        ids.extend(store::ids_from(scope.read(), *audience, shifted(window.from, -1))?);
    }
    Ok(ids)
}

/// What lies in the trash of a space, for those who work there.
pub fn trashed(scope: &impl Scope, space: Id) -> Result<Vec<views::EventShape>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?;
    let mut shapes = Vec::new();
    for id in store::trash_of(scope.read(), home.audience, TRASHED)? {
        let Some(event) = access::seen(access::event(scope, id, Do::Read))? else { continue };
        if event.trashed_ms().is_some() {
            shapes.push(views::whole(scope, &event)?);
        }
    }
    Ok(shapes)
}
