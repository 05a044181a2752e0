//! Erasing a person, and the parts of it that follow.

use super::{
    jobs,
    record::{ErasureRecord, Words},
};
use crate::{
    Error, absences,
    access::{Scope, Who, Work},
    audit::{self, AuditAction},
    contacts,
    departures::store,
    error::Code,
    happened, inbox, log, mail, mail_in,
    people::{self, commands::manage},
    push, reminders, reports, searches, session, spaces, tasks, time, views,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, Kind, Value},
    inbox::Level,
    person::{FORMER, Person, PersonState},
};
use std::collections::BTreeSet;

/// Erases a person who has left. `typed` is their name, as a careful yes; none where a restore repeats an erasure. Done
/// already, it changes nothing.
pub fn erase(work: &mut Work<'_, '_>, id: Id, typed: Option<&str>, address: &str) -> Result<Person, Error> {
    let before = manage(work, id)?.into_inner();
    if before.erased_ms.is_some() {
        return Ok((*before).clone());
    }
    if before.state != PersonState::Deactivated {
        let message = "Only somebody who has left can be erased. Let them leave first.";
        return Err(Error::because(Code::Conflict, message));
    }
    if typed.is_some_and(|typed| typed.trim() != before.name.trim()) {
        return Err(Error::field("name", "Type the name exactly as it is written."));
    }
    let mut words = words_of(work, &before)?;
    own(work, &before)?;
    for address in &words.addresses {
        words.names.extend(contacts::store::erase(work.tx, address, FORMER)?);
        mail_in::store::erase(work.tx, address)?;
    }
    let after = rewrite(work, &before)?;
    store::put_erased(work.tx, id, &ErasureRecord { at_ms: work.now(), done_ms: None })?;
    jobs::later(work, id, &words)?;
    audit::add(work, AuditAction::Erased, "", address)?;
    Ok(after)
}

/// Every name and address they had: what the account says, and what its history does.
fn words_of(work: &Work<'_, '_>, person: &Person) -> Result<Words, Error> {
    let mut names = BTreeSet::from([person.name.clone()]);
    let mut addresses = BTreeSet::from([person.email.clone()]);
    for change in log::history(work.read(), person.seq) {
        for field in change?.1.fields {
            let said = match field.field.as_str() {
                "name" => &mut names,
                "email" => &mut addresses,
                _ => continue,
            };
            let texts = [field.before, field.after];
            said.extend(texts.iter().filter_map(|value| value.as_text().map(str::to_owned)));
        }
    }
    let kept = |words: BTreeSet<String>| words.into_iter().filter(|word| !word.is_empty()).collect();
    Ok(Words { names: kept(names), addresses: kept(addresses) })
}

/// What is theirs alone, except for their Personal space, which may be large.
fn own(work: &mut Work<'_, '_>, person: &Person) -> Result<(), Error> {
    let (id, audience) = (person.id, person.audience);
    session::forget(work, id)?;
    people::invites::store::delete_made_by(work.tx, id)?;
    tasks::plans::forget(work, audience)?;
    let directory = work.directory().clone();
    views::store::forget_own(work.tx, id, |space| directory.space(space).map(|space| space.audience))?;
    searches::store::forget_own(work.tx, audience)?;
    happened::store::forget(work.tx, audience)?;
    for (device, _) in push::store::of(work.read(), audience)? {
        push::store::delete(work.tx, audience, device)?;
    }
    mail::store::forget(work.tx, audience)?;
    reports::saved::store::forget(work.tx, audience)?;
    time::store::forget_rates(work.tx, id)?;
    absences::store::erase(work.tx, id)?;
    reminders::store::forget(work.tx, audience)?;
    for item in inbox::store::of_person(work.read(), audience)? {
        inbox::store::forget(work.tx, item, audience)?;
    }
    for space in directory.spaces().filter(|space| space.owner.is_none()) {
        inbox::store::put_level(work.tx, space.audience, audience, Level::Mine)?;
        let belongs = directory.members(space.audience).is_some_and(|members| members.contains_key(&audience));
        if belongs {
            leave_space(work, space.id, id)?;
        }
    }
    Ok(())
}

/// A space that nobody else leads keeps a former member as its lead until an admin enters it.
fn leave_space(work: &mut Work<'_, '_>, space: Id, person: Id) -> Result<(), Error> {
    let who = Who { person: None, ..*work.who() };
    match work.acting(who, |work| spaces::commands::membership::remove(work, space, person)) {
        Err(refused) if !refused.code.status().is_server_error() => Ok(()),
        done => done.map(drop),
    }
}

/// Writes the account without anything that tells whose it was, and makes its history the same.
fn rewrite(work: &mut Work<'_, '_>, before: &Person) -> Result<Person, Error> {
    let changes: Vec<(u64, Change)> = log::history(work.read(), before.seq).collect::<Result<_, _>>()?;
    for (seq, mut change) in changes {
        change.fields.retain(|field| matches!(field.field.as_str(), "state" | "role"));
        log::rewrite(work.tx, seq, &change)?;
    }
    let mut after = before.erased(work.now());
    let erased =
        guildhall_domain::change::FieldChange { field: "erased".into(), before: Value::Null, after: Value::Bool(true) };
    let change = Change { fields: vec![erased], ..work.change(Kind::Person, before.id, Action::Changed) };
    after.seq = work.log_to(vec![before.audience], Some(before.seq), change)?;
    people::store::put(work.tx, &after)?;
    work.directory_changed()?;
    Ok(after)
}
