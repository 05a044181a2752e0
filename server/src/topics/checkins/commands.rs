//! Making, changing and ending check-ins, and asking what is due.

use super::{
    input::{CheckInInput, CheckInPatch},
    store::{self, Reminder},
};
use crate::{
    Error,
    access::{self, Directory, Scope, Work},
    comments::commands::{self as said, New, With},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    items::readings,
    tasks,
    topics::store as topics,
};
use guildhall_domain::{
    Id,
    change::Action,
    checkin::{CheckIn, PEOPLE, REMIND, Round},
    limits,
    person::PersonState,
    policy::Do,
    space::Space,
    topic::{Form, Topic},
};
use std::{collections::BTreeSet, sync::Arc};

const HOUR_MS: i64 = 3_600_000;

/// Makes a check-in. Sent again with the same id by the same person it answers the one that is there.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &CheckInInput) -> Result<Topic, Error> {
    let home = access::announcing(work, space)?.into_inner();
    let owner = access::me(work)?.id;
    let schedule = input.rule.read()?;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = topics::get(work.read(), id)? {
        let same = earlier.author == work.who().actor
            && earlier.space == Some(home.id)
            && earlier.title == input.question.trim()
            && earlier.check_in.as_ref().is_some_and(|check_in| check_in.schedule == schedule);
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    let mut topic = Topic::new(id, Form::Titled, Some(home.id), work.who().actor, work.now());
    topic.title = limits::line("question", &input.question, limits::TITLE)?;
    topic.follow(owner);
    let mut check_in = CheckIn {
        schedule,
        people: people(work, &home, &input.person_ids)?,
        remind_after: remind(input.remind_after_hours)?,
        owner,
        paused: false,
        ended_ms: None,
        next_ms: 0,
        asked_ms: None,
        round: None,
    };
    check_in.settle(work.now(), &work.directory().place());
    topic.check_in = Some(check_in);
    topic.number = tasks::store::next_number(work, home.audience)?;
    topics::create(work, &mut topic)?;
    readings::advance(work, topic.id, topic.place)?;
    Ok(topic)
}

fn people(work: &Work<'_, '_>, home: &Space, ids: &[Id]) -> Result<Vec<Id>, Error> {
    limits::at_most("person_ids", ids.len(), PEOPLE)?;
    let people: BTreeSet<Id> = ids.iter().copied().collect();
    for id in &people {
        access::reader(work, *id, &[home.audience], "person_ids")?;
    }
    Ok(people.into_iter().collect())
}

fn remind(hours: Option<u8>) -> Result<Option<u8>, Error> {
    match hours {
        Some(hours) if !REMIND.contains(&hours) => {
            Err(Error::field("remind_after_hours", "Remind after 1 to 72 hours, or not at all."))
        }
        hours => Ok(hours),
    }
}

/// A check-in the asker may change, with its space.
fn led(work: &Work<'_, '_>, id: Id) -> Result<(Topic, CheckIn, Arc<Space>), Error> {
    let topic = access::topic(work, id, Do::Read)?.into_inner();
    let check_in = topic.check_in.clone().ok_or_else(Error::not_found)?;
    let home = access::announcing(work, topic.space.ok_or_else(Error::not_found)?)?.into_inner();
    Ok((topic, check_in, home))
}

/// Changes a check-in; whoever does asks from then on.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &CheckInPatch) -> Result<Topic, Error> {
    let (before, mut check_in, home) = led(work, id)?;
    let me = access::me(work)?.id;
    let names = ["title", "check_in.rule", "check_in.paused", "check_in.remind"].map(str::to_owned);
    unchanged_since(work, if_match, before.seq, &names)?;
    if check_in.ended_ms.is_some() {
        return Err(Error::because(Code::Conflict, "This check-in has ended. Make a new one."));
    }
    let mut after = before.clone();
    if let Some(question) = &patch.question {
        after.title = limits::line("question", question, limits::TITLE)?;
    }
    if let Some(rule) = &patch.rule {
        check_in.schedule = rule.read()?;
    }
    if let Some(ids) = &patch.person_ids {
        check_in.people = people(work, &home, ids)?;
    }
    check_in.remind_after = patch.remind_after_hours.map_or(Ok(check_in.remind_after), remind)?;
    check_in.paused = patch.paused.unwrap_or(check_in.paused);
    check_in.owner = me;
    after.check_in = Some(check_in);
    settle_changed(work, &before, &mut after);
    topics::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Ends a check-in: what was asked and answered stays.
pub fn end(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Topic, Error> {
    let (before, check_in, _) = led(work, id)?;
    unchanged_since(work, if_match, before.seq, &["check_in.ended".to_owned()])?;
    if check_in.ended_ms.is_some() {
        return Ok(before);
    }
    let check_in = Some(CheckIn { ended_ms: Some(work.now()), ..check_in });
    let mut after = Topic { check_in, ..before.clone() };
    topics::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Finds the next time anew where the rule changed or it is asked again: nothing is asked for what was missed.
pub fn settle_changed(scope: &impl Scope, before: &Topic, after: &mut Topic) {
    let Some(check_in) = &mut after.check_in else { return };
    let away = |topic: &Topic| topic.archived || topic.trashed_ms.is_some();
    let was = before.check_in.as_ref().map(|one| (&one.schedule, one.is_on(), away(before)));
    let gone = after.archived || after.trashed_ms.is_some();
    if was != Some((&check_in.schedule, check_in.is_on(), gone)) {
        check_in.settle(scope.now(), &scope.directory().place());
    }
}

/// Finds the next time anew because days mean something else, or the clock does.
pub fn settle(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let Some(before) = topics::get(work.read(), id)? else { return Ok(()) };
    let mut after = before.clone();
    let place = work.directory().place();
    let now = work.now();
    // What is due already is asked, whatever it is called by now.
    if let Some(check_in) = after.check_in.as_mut().filter(|check_in| check_in.next_ms > now) {
        check_in.settle(now, &place);
        topics::keep(work, &before, &after)?;
    }
    Ok(())
}

/// Whether whoever asks may still do so.
pub fn owner_may(directory: &Directory, home: &Space, check_in: &CheckIn) -> bool {
    home.is_live() && access::speaks_in(directory, check_in.owner, home)
}

/// Asks what is due: once, however often it would have been meanwhile.
pub fn ask(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let Some(before) = topics::get(work.read(), id)? else { return Ok(()) };
    let due = before.check_in.clone().filter(|check_in| check_in.is_on() && check_in.next_ms <= work.now());
    let home = before.space.and_then(|space| work.directory().space(space)).cloned();
    let (Some(mut check_in), Some(home)) = (due, home) else { return Ok(()) };
    let directory = work.directory().clone();
    let asked =
        if owner_may(&directory, &home, &check_in) { whom(&directory, &home, &before, &check_in) } else { Vec::new() };
    let mut topic = before.clone();
    if !asked.is_empty() {
        let new = New { id: None, body: before.title.clone(), reply_to: None, files: Vec::new() };
        let round = Some(Round { asked });
        let (message, _) = said::write_with(work, id, &new, With { round, ..With::default() })?;
        topic = topics::get(work.read(), id)?.unwrap_or(topic);
        store::put_round(work.tx, id, message.place, message.id)?;
        if let Some(hours) = check_in.remind_after {
            let at_ms = work.now() + i64::from(hours) * HOUR_MS;
            store::put_reminder(work.tx, Reminder { at_ms, round: message.id, person: None }, true)?;
        }
        (check_in.round, check_in.asked_ms) = (Some(message.id), Some(work.now()));
    }
    check_in.settle(work.now(), &directory.place());
    let after = Topic { check_in: Some(check_in), ..topic.clone() };
    topics::keep(work, &topic, &after)
}

/// Whom it asks now: those who are named and can read it, or everybody who belongs to the space. People from outside
/// are asked only by name.
fn whom(directory: &Directory, home: &Space, topic: &Topic, check_in: &CheckIn) -> Vec<Id> {
    let audience = access::audience_of(directory, topic);
    let all: BTreeSet<Id> = match check_in.people.as_slice() {
        [] => directory.belonging(home).map(|person| person.id).collect(),
        people => people.iter().copied().collect(),
    };
    let here = |id: &Id| directory.person(*id).is_some_and(|person| person.state == PersonState::Active);
    all.into_iter().filter(|id| here(id) && directory.reach(*id).sees(audience.ids())).collect()
}
