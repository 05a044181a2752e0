//! The tables of events and the one way to write an event: state, key rows and change log together.

use super::record::EventRecord;
use crate::{
    Error,
    access::{Directory, Scope, Work},
    items, tasks,
};
use chrono::{Datelike, NaiveDate};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, FieldChange, Kind},
    event::{Event, facts, room},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table};

/// Events by id.
pub const EVENTS: Table<Id, EventRecord> = Table::new("events");
/// (audience of its home or of a guest, last day of it, event): what may still be on after a day.
pub const DAYS: Table<(u64, i32, Id), ()> = Table::new("event_days");
/// (room, last day, event) of every event that is in a room some time.
pub const IN_ROOM: Table<(Id, i32, Id), ()> = Table::new("events_in_room");
/// (since when, event): what lies in the trash.
pub const TRASH: Table<(i64, Id), ()> = Table::new("event_trash");
/// (home audience, last thrown away first, event).
pub const TRASH_OF: Table<(u64, Desc<i64>, Id), ()> = Table::new("event_trash_of_space");

/// An event. Only `access` may call this for somebody.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Event>, StoreError> {
    Ok(read.get(&EVENTS, &id)?.map(Event::from))
}

/// All events after an id, in the order of ids: for what goes through everything in slices.
pub fn after<'a>(
    read: &'a Read<'_>,
    id: Option<Id>,
) -> Result<impl Iterator<Item = Result<Event, StoreError>> + 'a, StoreError> {
    let span = id.map_or_else(Span::all, |id| Span::all().after(&id));
    Ok(read.scan(&EVENTS, span)?.map(|row| row.map(|(_, record)| Event::from(record))))
}

/// How many events there are, trashed ones too.
pub fn count(read: &Read<'_>) -> Result<usize, StoreError> {
    read.keys(&EVENTS, Span::all())?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// The events of a space, or to which a person is invited, that may be on from a day on.
pub fn ids_from(read: &Read<'_>, audience: AudienceId, day: NaiveDate) -> Result<Vec<Id>, StoreError> {
    let span = Span::prefix(&audience).from(&(audience, day.num_days_from_ce()));
    read.keys(&DAYS, span)?.map(|row| row.map(|(_, _, id)| id)).collect()
}

/// All events of a space that do not lie in the trash.
pub fn ids_in(read: &Read<'_>, audience: AudienceId) -> Result<Vec<Id>, StoreError> {
    read.keys(&DAYS, Span::prefix(&audience))?.map(|row| row.map(|(_, _, id)| id)).collect()
}

/// The events that may be in a room from a day on.
pub fn in_room(read: &Read<'_>, room: Id, day: NaiveDate) -> Result<Vec<Id>, StoreError> {
    let span = Span::prefix(&room).from(&(room, day.num_days_from_ce()));
    read.keys(&IN_ROOM, span)?.map(|row| row.map(|(_, _, id)| id)).collect()
}

/// What lies in the trash of a space, last thrown away first.
pub fn trash_of(read: &Read<'_>, audience: AudienceId, most: usize) -> Result<Vec<Id>, StoreError> {
    read.keys(&TRASH_OF, Span::prefix(&audience).limit(most))?.map(|row| row.map(|(_, _, id)| id)).collect()
}

/// Events that lie in the trash since before a moment, the oldest first.
pub fn trashed_until(read: &Read<'_>, until_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TRASH, Span::all().until(&(until_ms, Id::nil())).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Writes a new event and its change.
pub fn create(work: &mut Work<'_, '_>, event: &mut Event) -> Result<(), Error> {
    write(work, None, event, Action::Created, Vec::new())
}

/// Writes the next version of an event and what changed; nothing when nothing did.
pub fn save(work: &mut Work<'_, '_>, before: &Event, after: &mut Event, action: Action) -> Result<(), Error> {
    save_with(work, before, after, action, Vec::new())
}

/// Like [`save`] with changes that are not facts of the event itself, such as a comment.
pub fn save_with(
    work: &mut Work<'_, '_>,
    before: &Event,
    after: &mut Event,
    action: Action,
    mut fields: Vec<FieldChange>,
) -> Result<(), Error> {
    let own = facts::changes(before, after);
    if own.is_empty() && fields.is_empty() && before == after {
        return Ok(());
    }
    if own.iter().any(|field| facts::concerns_guests(&field.field)) {
        after.sequence = before.sequence.saturating_add(1);
    }
    fields.extend(own);
    write(work, Some(before), after, action, fields)
}

fn write(
    work: &mut Work<'_, '_>,
    before: Option<&Event>,
    after: &mut Event,
    action: Action,
    fields: Vec<FieldChange>,
) -> Result<(), Error> {
    let directory = work.directory().clone();
    after.updated_ms = work.now();
    after.seq = work.log_item(Kind::Event, before, after, action, fields)?;
    touch(work, after)?;
    if before.map_or(!after.body.is_empty(), |event| event.body != after.body) {
        items::store::refer(work.tx, after.id, after.id, &after.body, after.seq)?;
    }
    let old = before.map(|event| keys(event, &directory)).unwrap_or_default();
    write_keys(work, after.id, &old, &keys(after, &directory))
}

/// Every key row of an event.
#[derive(Debug, Default, PartialEq, Eq)]
struct Keys {
    days: Vec<(u64, i32, Id)>,
    rooms: Vec<(Id, i32, Id)>,
    key: Option<(u64, u32)>,
    trash: Option<(i64, Id)>,
    trash_of: Option<(u64, Desc<i64>, Id)>,
}

fn keys(event: &Event, directory: &Directory) -> Keys {
    let home = directory.space(event.space).map(|space| space.audience);
    let key = home.filter(|_| event.number > 0).map(|home| (home, event.number));
    if let Some(at) = event.trashed_ms {
        let trash_of = home.map(|home| (home, Desc(at), event.id));
        return Keys { key, trash: Some((at, event.id)), trash_of, ..Keys::default() };
    }
    let last = event.last_day().map_or(i32::MAX, |day| day.num_days_from_ce());
    let guests = event.guests.iter().filter_map(|id| directory.person(*id)).map(|person| person.audience);
    Keys {
        days: home.into_iter().chain(guests).map(|audience| (audience, last, event.id)).collect(),
        rooms: room::rooms(event).into_iter().map(|room| (room, last, event.id)).collect(),
        key,
        ..Keys::default()
    }
}

fn write_keys(work: &mut Work<'_, '_>, id: Id, old: &Keys, new: &Keys) -> Result<(), Error> {
    let tx = &mut *work.tx;
    tx.replace_keys(&DAYS, &old.days, &new.days)?;
    tx.replace_keys(&IN_ROOM, &old.rooms, &new.rooms)?;
    tasks::rows::put_key(tx, old.key, new.key, id)?;
    tx.replace_keys(&TRASH, old.trash.as_slice(), new.trash.as_slice())?;
    Ok(tx.replace_keys(&TRASH_OF, old.trash_of.as_slice(), new.trash_of.as_slice())?)
}

/// Deletes an event for good; its comments, files and links are the caller's, who says which links there were. A
/// tombstone stays in the log.
pub fn purge(work: &mut Work<'_, '_>, event: &Event, links: Vec<FieldChange>) -> Result<(), Error> {
    let directory = work.directory().clone();
    items::tombstones::purged(work, Kind::Event, event, links)?;
    work.tx.delete(&EVENTS, &event.id)?;
    items::store::forget(work.tx, event.id)?;
    items::readings::forget(work, event.id)?;
    write_keys(work, event.id, &keys(event, &directory), &Keys::default())
}

/// Logs what was found out about something that hangs on an event. It is nobody's change.
pub fn note(work: &mut Work<'_, '_>, event: &Event, fields: Vec<FieldChange>) -> Result<(), Error> {
    let seq = work.log_item(Kind::Event, Some(event), event, Action::Changed, fields)?;
    touch(work, &Event { seq, ..event.clone() })
}

/// Puts an event back without a change of its own.
pub fn touch(work: &mut Work<'_, '_>, event: &Event) -> Result<(), Error> {
    Ok(work.tx.put(&EVENTS, &event.id, &EventRecord::from(event))?)
}
