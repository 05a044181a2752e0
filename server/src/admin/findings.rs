//! What the replaced data knew and the restored data does not: ways in that were closed since, roles and
//! passwords that were changed. A restore must not silently open a door again.

use crate::{
    Error,
    access::{Scope, Work},
    departures,
    http::words::words,
    log::cbor,
    outgoing::record::FindingRecord,
    people::{self, commands, facts},
    session,
};
use guildhall_domain::{
    Id,
    person::{Person, PersonState, Role},
};
use guildhall_store::{Read, StoreError};
use std::collections::HashSet;

/// An account was closed.
pub const DEACTIVATED: u8 = 1;
/// A role was changed.
pub const ROLE: u8 = 2;
/// A password was changed.
pub const PASSWORD: u8 = 3;
/// A token was deleted.
pub const TOKEN: u8 = 4;
/// An invite was deleted.
pub const INVITE: u8 = 5;
/// A person was erased.
pub const ERASED: u8 = 6;

words! {
    /// What the replaced data knew.
    FindingKind: Deactivated, Role, Password, Token, Invite, Erased, Unknown
}

/// The kind of a stored number.
pub fn kind(number: u8) -> FindingKind {
    match number {
        DEACTIVATED => FindingKind::Deactivated,
        ROLE => FindingKind::Role,
        PASSWORD => FindingKind::Password,
        TOKEN => FindingKind::Token,
        INVITE => FindingKind::Invite,
        ERASED => FindingKind::Erased,
        _ => FindingKind::Unknown,
    }
}

const ROLES: [Role; 4] = [Role::Guest, Role::Member, Role::Admin, Role::Owner];

/// Compares the restored data with the one it replaced.
pub fn compare(now: &impl Scope, was: &Read<'_>) -> Result<Vec<FindingRecord>, StoreError> {
    let mut found = Vec::new();
    for old in people::store::all(was)? {
        if let Some(person) = now.directory().person(old.id) {
            if old.erased_ms.is_some() {
                // Everything else that was closed for them goes with it.
                found.extend(person.erased_ms.is_none().then(|| finding(ERASED, Some(person.id), &person.name)));
                continue;
            }
            account(person, &old, &mut found);
            password(now, was, person, &mut found)?;
        }
    }
    tokens(now, was, &mut found)?;
    invites(now, was, &mut found)?;
    Ok(found)
}

fn finding(kind: u8, person: Option<Id>, name: &str) -> FindingRecord {
    let name = name.to_owned();
    FindingRecord {
        kind,
        person: cbor::id_opt(person),
        name,
        now: String::new(),
        was: String::new(),
        value: None,
        changed_ms: None,
        applied: None,
    }
}

fn account(person: &Person, old: &Person, found: &mut Vec<FindingRecord>) {
    let closed = old.state == PersonState::Deactivated && person.state != PersonState::Deactivated;
    if closed {
        let (now, was) = (facts::state_word(person.state).to_owned(), facts::state_word(old.state).to_owned());
        found.push(FindingRecord { now, was, ..finding(DEACTIVATED, Some(person.id), &person.name) });
    } else if person.role != old.role {
        let (now, was) = (facts::role_word(person.role).to_owned(), facts::role_word(old.role).to_owned());
        let number = ROLES.iter().position(|role| *role == old.role).and_then(|place| u8::try_from(place).ok());
        let value = number.map(|number| vec![number].into());
        found.push(FindingRecord { now, was, value, ..finding(ROLE, Some(person.id), &person.name) });
    }
}

fn password(
    now: &impl Scope,
    was: &Read<'_>,
    person: &Person,
    found: &mut Vec<FindingRecord>,
) -> Result<(), StoreError> {
    let known = session::store::password(now.read(), person.id)?.map(|password| password.changed_ms);
    let Some(newer) =
        session::store::password(was, person.id)?.filter(|old| known.is_none_or(|at| old.changed_ms > at))
    else {
        return Ok(());
    };
    let value = Some(newer.phc.into_bytes().into());
    found.push(FindingRecord {
        value,
        changed_ms: Some(newer.changed_ms),
        ..finding(PASSWORD, Some(person.id), &person.name)
    });
    Ok(())
}

fn tokens(now: &impl Scope, was: &Read<'_>, found: &mut Vec<FindingRecord>) -> Result<(), StoreError> {
    for person in now.directory().people() {
        let kept: HashSet<Vec<u8>> =
            session::store::tokens_of(was, person.id)?.into_iter().map(|(hash, _)| hash).collect();
        let gone =
            session::store::tokens_of(now.read(), person.id)?.into_iter().filter(|(hash, _)| !kept.contains(hash));
        found.extend(gone.map(|(hash, token)| {
            let name = format!("{} of {}", token.name, person.name);
            FindingRecord { value: Some(hash.into()), ..finding(TOKEN, Some(person.id), &name) }
        }));
    }
    Ok(())
}

fn invites(now: &impl Scope, was: &Read<'_>, found: &mut Vec<FindingRecord>) -> Result<(), StoreError> {
    let kept: HashSet<Vec<u8>> = people::invites::store::all(was)?.into_iter().map(|(hash, _)| hash).collect();
    for (hash, invite) in people::invites::store::all(now.read())? {
        if !kept.contains(&hash) {
            let maker = now.directory().person(invite.maker());
            let name = format!("Invite by {}", maker.map_or("somebody", |person| person.name.as_str()));
            found.push(FindingRecord {
                value: Some(hash.into()),
                ..finding(INVITE, maker.map(|person| person.id), &name)
            });
        }
    }
    Ok(())
}

/// Applies one finding to the restored data.
pub fn apply(work: &mut Work<'_, '_>, finding: &FindingRecord) -> Result<(), Error> {
    let person = cbor::from_id_opt(&finding.person);
    let value = finding.value.as_ref().map(|value| value.to_vec());
    match (finding.kind, person, value) {
        (DEACTIVATED, Some(id), _) => leaves(work, id),
        (ERASED, Some(id), _) => {
            leaves(work, id)?;
            departures::erasures::commands::erase(work, id, None, "").map(drop)
        }
        (ROLE, Some(id), Some(number)) => {
            let role = number.first().and_then(|number| ROLES.get(usize::from(*number))).copied();
            let (Some(before), Some(role)) = (work.directory().person(id).cloned(), role) else { return Ok(()) };
            if before.role == Role::Owner {
                commands::keep_an_owner(work, &before)?;
            }
            commands::save(work, &before, Person { role, ..(*before).clone() }).map(drop)
        }
        (PASSWORD, Some(id), Some(phc)) => {
            let phc = String::from_utf8(phc).map_err(|_| Error::new(crate::error::Code::Internal))?;
            session::passwords::set(work, id, &phc, false)
        }
        (TOKEN, _, Some(hash)) => Ok(session::store::end_token(work.tx, &hash)?),
        (INVITE, _, Some(hash)) => Ok(people::invites::store::delete(work.tx, &hash)?),
        // Of a newer version: it stays in the list.
        _ => Err(Error::new(crate::error::Code::Conflict)),
    }
}

/// What they hold in the restored data follows as a job.
fn leaves(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let takers = departures::input::successor(work, id, None)?;
    departures::commands::leave(work, id, &takers, &[], "").map(drop)
}
