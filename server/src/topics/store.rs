//! The tables of topics and the one way to write a topic: state, key rows and change log together.

use super::{checkins, record::TopicRecord};
use crate::{
    Error,
    access::{Directory, Scope, Work},
    items, tasks,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, FieldChange, Kind, Value},
    topic::{Form, State, Topic, facts},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table};

/// Topics by id.
pub const TOPICS: Table<Id, TopicRecord> = Table::new("topics");
/// (audience of the home or of a person it is for, [`Shelf`], last message first, topic): the lists.
pub const SHELVES: Table<(u64, u8, Desc<u64>, Id), ()> = Table::new("topic_shelves");
/// Home audience → the Quick chat of the space.
pub const CHATS: Table<u64, Id> = Table::new("topic_chats");
/// (home audience, newest first, message) → its topic: what was decided in a space.
pub const DECISIONS: Table<(u64, Desc<u64>, Id), Id> = Table::new("topic_decisions");
/// (home audience, newest first, topic): what was announced in a space.
pub const ANNOUNCED: Table<(u64, Desc<u64>, Id), ()> = Table::new("topic_announcements");
/// (since when, topic): what lies in the trash.
pub const TRASH: Table<(i64, Id), ()> = Table::new("topic_trash");

/// Where a topic stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Shelf {
    /// Something is still to be said.
    Open = 0,
    /// Decided or answered.
    Closed = 1,
    /// Out of the way.
    Archived = 2,
    /// In the trash, last thrown away first.
    Trash = 3,
}

/// The shelf of a topic.
pub fn shelf(topic: &Topic) -> Shelf {
    match topic.state {
        _ if topic.trashed_ms.is_some() => Shelf::Trash,
        _ if topic.archived => Shelf::Archived,
        State::Decided | State::Answered if topic.is_own() => Shelf::Closed,
        _ => Shelf::Open,
    }
}

/// A topic. Only `access` may call this for somebody.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Topic>, StoreError> {
    Ok(read.get(&TOPICS, &id)?.map(Topic::from))
}

/// All topics after an id, in the order of ids: for what goes through everything in slices.
pub fn after<'a>(
    read: &'a Read<'_>,
    id: Option<Id>,
) -> Result<impl Iterator<Item = Result<Topic, StoreError>> + 'a, StoreError> {
    let span = id.map_or_else(Span::all, |id| Span::all().after(&id));
    Ok(read.scan(&TOPICS, span)?.map(|row| row.map(|(_, record)| Topic::from(record))))
}

/// How many topics there are, trashed ones too.
pub fn count(read: &Read<'_>) -> Result<usize, StoreError> {
    read.keys(&TOPICS, Span::all())?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// The topics of a space or person on any shelf but the trash.
pub fn ids_in(read: &Read<'_>, audience: AudienceId) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&SHELVES, Span::prefix(&audience))?;
    rows.filter(|row| !matches!(row, Ok((_, shelf, _, _)) if *shelf == Shelf::Trash as u8))
        .map(|row| row.map(|(_, _, _, id)| id))
        .collect()
}

/// A shelf, last message first: where the last message stands, and the topic.
pub fn on_shelf<'a>(
    read: &'a Read<'_>,
    audience: AudienceId,
    shelf: Shelf,
) -> Result<impl Iterator<Item = Result<(u64, Id), StoreError>> + 'a, StoreError> {
    let rows = read.keys(&SHELVES, Span::prefix(&(audience, shelf as u8)))?;
    Ok(rows.map(|row| row.map(|(_, _, Desc(place), id)| (place, id))))
}

/// The Quick chat of a space, once somebody opened it.
pub fn chat(read: &Read<'_>, home: AudienceId) -> Result<Option<Id>, StoreError> {
    read.get(&CHATS, &home)
}

/// What was decided in a space, the newest first, after a place: the message, its topic, and the place.
pub fn decisions<'a>(
    read: &'a Read<'_>,
    home: AudienceId,
    after: Option<(u64, Id)>,
) -> Result<impl Iterator<Item = Result<(u64, Id, Id), StoreError>> + 'a, StoreError> {
    let mut span = Span::prefix(&home);
    if let Some((at, message)) = after {
        span = span.after(&(home, Desc(at), message));
    }
    Ok(read.scan(&DECISIONS, span)?.map(|row| row.map(|((_, Desc(at), message), topic)| (at, message, topic))))
}

/// What was announced in a space, the newest first: when, and the topic.
pub fn announced<'a>(
    read: &'a Read<'_>,
    home: AudienceId,
) -> Result<impl Iterator<Item = Result<(u64, Id), StoreError>> + 'a, StoreError> {
    Ok(read.keys(&ANNOUNCED, Span::prefix(&home))?.map(|row| row.map(|(_, Desc(at), topic)| (at, topic))))
}

/// Topics that lie in the trash since before a moment, the oldest first.
pub fn trashed_until(read: &Read<'_>, until_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TRASH, Span::all().until(&(until_ms, Id::nil())).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Writes a new topic and its change.
pub fn create(work: &mut Work<'_, '_>, topic: &mut Topic) -> Result<(), Error> {
    write(work, None, topic, Action::Created, Vec::new())
}

/// Writes the next version of a topic and what changed; nothing when nothing did.
pub fn save(work: &mut Work<'_, '_>, before: &Topic, after: &mut Topic, action: Action) -> Result<(), Error> {
    let fields = facts::changes(before, after);
    if fields.is_empty() && before == after {
        return Ok(());
    }
    write(work, Some(before), after, action, fields)
}

/// Like [`save`] for changes that are not facts of the topic itself, such as a message.
pub fn save_with(
    work: &mut Work<'_, '_>,
    before: &Topic,
    after: &mut Topic,
    action: Action,
    mut fields: Vec<FieldChange>,
) -> Result<(), Error> {
    fields.extend(facts::changes(before, after));
    write(work, Some(before), after, action, fields)
}

/// A message that was not there before.
fn is_message(field: &FieldChange) -> bool {
    field.field.starts_with("comment:") && field.before == Value::Null && field.after == Value::Bool(true)
}

fn write(
    work: &mut Work<'_, '_>,
    before: Option<&Topic>,
    after: &mut Topic,
    action: Action,
    fields: Vec<FieldChange>,
) -> Result<(), Error> {
    let directory = work.directory().clone();
    after.updated_ms = work.now();
    let said = fields.iter().any(is_message);
    after.seq = work.log_item(Kind::Topic, before, after, action, fields)?;
    if before.is_none() {
        (after.place, after.last_place) = (after.seq, after.seq);
    } else if said {
        (after.last_place, after.last_ms) = (after.seq, work.now());
    }
    touch(work, after)?;
    if before.map_or(!after.body.is_empty(), |topic| topic.body != after.body) {
        items::store::refer(work.tx, after.id, after.id, &after.body, after.seq)?;
    }
    let old = before.map(|topic| keys(topic, &directory)).unwrap_or_default();
    write_keys(work, after.id, &old, &keys(after, &directory))
}

/// Every key row of a topic.
#[derive(Debug, Default, PartialEq, Eq)]
struct Keys {
    shelves: Vec<(u64, u8, Desc<u64>, Id)>,
    key: Option<(u64, u32)>,
    chat: Option<u64>,
    decisions: Vec<(u64, Desc<u64>, Id)>,
    announced: Option<(u64, Desc<u64>, Id)>,
    trash: Option<(i64, Id)>,
    check_in: Option<(u64, Id)>,
    time: Option<(i64, Id)>,
}

fn keys(topic: &Topic, directory: &Directory) -> Keys {
    let home = topic.space.and_then(|id| directory.space(id)).map(|space| space.audience);
    let people = topic.people.iter().filter_map(|id| directory.person(*id)).map(|person| person.audience);
    let since = |ms: i64| u64::try_from(ms).unwrap_or_default();
    let shelf = shelf(topic);
    let place = topic.trashed_ms.map_or(topic.last_place, since);
    // What a space threw away is no longer on the lists of those who asked.
    let lists: Vec<u64> = home.into_iter().chain(people.filter(|_| shelf != Shelf::Trash)).collect();
    let check_in = topic.check_in.as_ref().filter(|_| shelf != Shelf::Trash);
    let decided = topic.decisions.iter().filter(|_| shelf != Shelf::Trash);
    Keys {
        shelves: lists.into_iter().map(|audience| (audience, shelf as u8, Desc(place), topic.id)).collect(),
        key: home.filter(|_| topic.number > 0).map(|home| (home, topic.number)),
        chat: home.filter(|_| topic.form == Form::Chat),
        decisions: home
            .map(|home| decided.map(|made| (home, Desc(since(made.at_ms)), made.message)).collect())
            .unwrap_or_default(),
        announced: home
            .filter(|_| topic.announcement && shelf != Shelf::Trash)
            .map(|home| (home, Desc(since(topic.created_ms)), topic.id)),
        trash: topic.trashed_ms.map(|at| (at, topic.id)),
        check_in: home.filter(|_| check_in.is_some()).map(|home| (home, topic.id)),
        time: check_in.filter(|one| one.is_on() && !topic.archived).map(|one| (one.next_ms, topic.id)),
    }
}

fn write_keys(work: &mut Work<'_, '_>, id: Id, old: &Keys, new: &Keys) -> Result<(), Error> {
    let tx = &mut *work.tx;
    tx.replace_keys(&SHELVES, &old.shelves, &new.shelves)?;
    tasks::rows::put_key(tx, old.key, new.key, id)?;
    if let Some(home) = new.chat.filter(|home| old.chat != Some(*home)) {
        tx.put(&CHATS, &home, &id)?;
    }
    for key in old.decisions.iter().filter(|key| !new.decisions.contains(key)) {
        tx.delete(&DECISIONS, key)?;
    }
    for key in new.decisions.iter().filter(|key| !old.decisions.contains(key)) {
        tx.put(&DECISIONS, key, &id)?;
    }
    checkins::store::put_places(tx, (old.check_in, old.time), (new.check_in, new.time))?;
    tx.replace_keys(&ANNOUNCED, old.announced.as_slice(), new.announced.as_slice())?;
    Ok(tx.replace_keys(&TRASH, old.trash.as_slice(), new.trash.as_slice())?)
}

/// Deletes a topic for good; its messages, files and links are the caller's, who says which links there were.
/// A tombstone stays in the log.
pub fn purge(work: &mut Work<'_, '_>, topic: &Topic, links: Vec<FieldChange>) -> Result<(), Error> {
    let directory = work.directory().clone();
    items::tombstones::purged(work, Kind::Topic, topic, links)?;
    work.tx.delete(&TOPICS, &topic.id)?;
    items::store::forget(work.tx, topic.id)?;
    items::readings::forget(work, topic.id)?;
    checkins::store::forget(work.tx, topic.id)?;
    write_keys(work, topic.id, &keys(topic, &directory), &Keys::default())
}

/// Keeps what follows by itself about a topic, with its place in the lists; it is nobody's change.
pub fn keep(work: &mut Work<'_, '_>, before: &Topic, after: &Topic) -> Result<(), Error> {
    let directory = work.directory().clone();
    touch(work, after)?;
    write_keys(work, after.id, &keys(before, &directory), &keys(after, &directory))
}

/// Logs what was found out about something that hangs on a topic. It is nobody's change: the topic keeps its
/// time and its place in every list.
pub fn note(work: &mut Work<'_, '_>, topic: &Topic, fields: Vec<FieldChange>) -> Result<(), Error> {
    let seq = work.log_item(Kind::Topic, Some(topic), topic, Action::Changed, fields)?;
    touch(work, &Topic { seq, ..topic.clone() })
}

/// Puts a topic back without a change of its own.
pub fn touch(work: &mut Work<'_, '_>, topic: &Topic) -> Result<(), Error> {
    Ok(work.tx.put(&TOPICS, &topic.id, &TopicRecord::from(topic))?)
}
