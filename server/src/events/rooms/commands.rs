//! What admins do with rooms.

use super::{
    store,
    views::{self, RoomInput, RoomPatch},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    log,
};
use guildhall_domain::{
    Id,
    change::{self, Action, Change, Kind, Value},
    event::room::{Room, SEATS},
    limits,
};

/// Most rooms.
const MOST: usize = 500;

/// Makes a room.
pub fn create(work: &mut Work<'_, '_>, input: &RoomInput) -> Result<Room, Error> {
    access::admin(work)?;
    let mut room =
        Room { id: work.new_id(), name: String::new(), note: String::new(), seats: None, deleted_ms: None, seq: 0 };
    limits::at_most("name", store::all(work.read())?.len() + 1, MOST)?;
    let patch = RoomPatch { name: Some(input.name.clone()), note: Some(input.note.clone()), seats: Some(input.seats) };
    apply(work, &mut room, &patch)?;
    save(work, None, room, Action::Created)
}

/// Changes a room.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &RoomPatch) -> Result<Room, Error> {
    access::admin(work)?;
    let before = known(work, id)?;
    let names = [("name", patch.name.is_some()), ("note", patch.note.is_some()), ("seats", patch.seats.is_some())];
    fresh(work, if_match, &before, &change::sent(names))?;
    let mut after = before.clone();
    apply(work, &mut after, patch)?;
    if after == before { Ok(before) } else { save(work, Some(&before), after, Action::Changed) }
}

/// Deletes a room. Events that are in it stay in it; nothing new is put into it.
pub fn delete(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<(), Error> {
    access::admin(work)?;
    let before = known(work, id)?;
    fresh(work, if_match, &before, &["name".into()])?;
    let after = Room { deleted_ms: Some(work.now()), ..before.clone() };
    save(work, Some(&before), after, Action::Trashed).map(drop)
}

fn known(work: &Work<'_, '_>, id: Id) -> Result<Room, Error> {
    store::get(work.read(), id)?.filter(|room| room.deleted_ms.is_none()).ok_or_else(Error::not_found)
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, room: &Room, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, room.seq, fields)
        .map_err(|stale| stale.with_current(|| Ok::<_, Error>(views::shape(work, room))))
}

fn apply(work: &Work<'_, '_>, room: &mut Room, patch: &RoomPatch) -> Result<(), Error> {
    if let Some(name) = &patch.name {
        room.name = limits::line("name", name, limits::NAME)?;
        unused(work, room)?;
    }
    if let Some(note) = &patch.note {
        room.note = limits::optional_line("note", note, limits::TITLE)?;
    }
    if let Some(seats) = patch.seats {
        if seats.is_some_and(|seats| !(1..=SEATS).contains(&seats)) {
            return Err(Error::field("seats", "Write a number from 1 to 10,000, or leave it out."));
        }
        room.seats = seats;
    }
    Ok(())
}

fn unused(work: &Work<'_, '_>, room: &Room) -> Result<(), Error> {
    let name = room.name.to_lowercase();
    if store::all(work.read())?.iter().any(|other| other.id != room.id && other.name.to_lowercase() == name) {
        let mut taken = Error::new(Code::Taken);
        taken.fields.insert("name".into(), "There is a room with this name already.".into());
        return Err(taken);
    }
    Ok(())
}

fn facts(room: &Room) -> [(&'static str, Value); 4] {
    [
        ("name", Value::Text(room.name.clone())),
        ("note", Value::Text(room.note.clone())),
        ("seats", Value::opt(room.seats, |seats| Value::Int(seats.into()))),
        ("deleted", Value::opt(room.deleted_ms, Value::Int)),
    ]
}

fn save(work: &mut Work<'_, '_>, before: Option<&Room>, after: Room, action: Action) -> Result<Room, Error> {
    let none = || facts(&after).map(|(name, _)| (name, Value::Null));
    let fields = change::paired(before.map_or_else(none, facts), facts(&after));
    let previous = before.map_or(0, |room| room.seq);
    let seq = work.log(Change { fields, previous, ..work.change(Kind::Room, after.id, action) })?;
    let after = Room { seq, ..after };
    store::put(work.tx, &after)?;
    Ok(after)
}

/// Takes a change of a room back, for an undo: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    access::admin(work)?;
    let before = store::get(work.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    let now = facts(&before);
    log::still(change, |name| now.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value))?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.deleted_ms = Some(work.now());
    } else {
        for field in &change.fields {
            match field.field.as_str() {
                "name" => after.name = field.before.as_text().unwrap_or_default().to_owned(),
                "note" => after.note = field.before.as_text().unwrap_or_default().to_owned(),
                "seats" => after.seats = field.before.as_int().and_then(|seats| u32::try_from(seats).ok()),
                _ => after.deleted_ms = field.before.as_int(),
            }
        }
    }
    if after.deleted_ms.is_none() {
        unused(work, &after).map_err(|_| Error::new(Code::UndoConflict).with("changed", vec!["name"]))?;
    }
    save(work, Some(&before), after, Action::Undone).map(drop)
}
