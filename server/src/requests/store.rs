//! The tables of requests, and the one way to write each.

use super::record::{LetterRecord, MessageRecord, RequestRecord};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    AudienceId, Id,
    request::{Message, Request, State},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// Requests by id.
pub const REQUESTS: Table<Id, RequestRecord> = Table::new("requests");
/// (home audience, when it came, request): those that wait to be decided.
pub const WAITING: Table<(u64, i64, Id), ()> = Table::new("requests_waiting");
/// (home audience, when it was decided, the last first, request).
pub const DECIDED: Table<(u64, Desc<i64>, Id), ()> = Table::new("requests_decided");
/// Home audience → the last number.
pub const COUNTERS: Table<u64, u64> = Table::new("request_counters");
/// (home audience, address, request): those of one requester.
pub const BY_ADDRESS: Table<(u64, String, Id), ()> = Table::new("requests_by_address");
/// (task, request) that became it.
pub const OF_TASK: Table<(Id, Id), ()> = Table::new("requests_of_task");
/// (request, place, message) → what was said.
pub const MESSAGES: Table<(Id, u32, Id), MessageRecord> = Table::new("request_messages");
/// (when due, request, message) → a letter to the requester; the message is nil for the one that says it came.
pub const LETTERS: Table<(i64, Id, Id), LetterRecord> = Table::new("request_letters");
/// (when, request) of everything that is to be told of a target.
pub const MOMENTS: Table<(i64, Id), ()> = Table::new("request_moments");

/// The place of a letter.
pub type LetterPlace = (i64, Id, Id);

/// A request. What somebody may know of it is for [`super::queries`] and [`super::outside`] to ask.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Request>, StoreError> {
    Ok(read.get(&REQUESTS, &id)?.map(|record| record.into_request(id)))
}

fn home(work: &Work<'_, '_>, request: &Request) -> Result<AudienceId, Error> {
    work.directory().space(request.space).map(|home| home.audience).ok_or_else(Error::not_found)
}

/// The next number in a space.
pub fn next_number(work: &mut Work<'_, '_>, home: AudienceId) -> Result<u32, Error> {
    let number = work.tx.get(&COUNTERS, &home)?.unwrap_or(0) + 1;
    work.tx.put(&COUNTERS, &home, &number)?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

fn task(state: State) -> Option<Id> {
    if let State::Accepted(id) | State::MergedTask(id) = state { Some(id) } else { None }
}

/// Writes a request.
pub fn put(work: &mut Work<'_, '_>, before: Option<&Request>, after: &Request) -> Result<(), Error> {
    let home = home(work, after)?;
    if before.is_none()
        && let Some(email) = &after.requester.email
    {
        work.tx.put(&BY_ADDRESS, &(home, email.clone(), after.id), &())?;
    }
    if let Some(before) = before {
        match before.decided.filter(|_| !before.state.waits()) {
            Some((_, at)) => work.tx.delete(&DECIDED, &(home, Desc(at), after.id))?,
            None => work.tx.delete(&WAITING, &(home, after.created_ms, after.id))?,
        }
        if let Some(task) = task(before.state) {
            work.tx.delete(&OF_TASK, &(task, after.id))?;
        }
    }
    match after.decided.filter(|_| !after.state.waits()) {
        Some((_, at)) => work.tx.put(&DECIDED, &(home, Desc(at), after.id), &())?,
        None => work.tx.put(&WAITING, &(home, after.created_ms, after.id), &())?,
    }
    if let Some(task) = task(after.state) {
        work.tx.put(&OF_TASK, &(task, after.id), &())?;
    }
    Ok(work.tx.put(&REQUESTS, &after.id, &after.into())?)
}

/// The requests of a space that wait, the oldest first, after a place.
pub fn waiting(
    read: &Read<'_>,
    home: AudienceId,
    after: Option<(i64, Id)>,
    most: usize,
) -> Result<Vec<Request>, StoreError> {
    let span = Span::prefix(&home).limit(most);
    let span = after.map_or(span.clone(), |(at, id)| span.after(&(home, at, id)));
    let mut all = Vec::new();
    for row in read.keys(&WAITING, span)? {
        all.extend(get(read, row?.2)?);
    }
    Ok(all)
}

/// How many wait.
pub fn waiting_count(read: &Read<'_>, home: AudienceId) -> Result<usize, StoreError> {
    read.keys(&WAITING, Span::prefix(&home))?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Those that were decided, the last first, after a place.
pub fn decided(
    read: &Read<'_>,
    home: AudienceId,
    after: Option<(i64, Id)>,
    most: usize,
) -> Result<Vec<Request>, StoreError> {
    let span = Span::prefix(&home).limit(most);
    let span = after.map_or(span.clone(), |(at, id)| span.after(&(home, Desc(at), id)));
    let mut all = Vec::new();
    for row in read.keys(&DECIDED, span)? {
        all.extend(get(read, row?.2)?);
    }
    Ok(all)
}

/// Those that were decided since a moment, the last first.
pub fn decided_since(read: &Read<'_>, home: AudienceId, since_ms: i64) -> Result<Vec<Request>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&DECIDED, Span::prefix(&home))? {
        let (_, Desc(at), id) = row?;
        if at < since_ms {
            break;
        }
        all.extend(get(read, id)?);
    }
    Ok(all)
}

/// The last requests of an address in a space.
pub fn by_address(read: &Read<'_>, home: AudienceId, email: &str, most: usize) -> Result<Vec<Request>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&BY_ADDRESS, Span::prefix(&(home, email.to_owned())).reverse().limit(most))? {
        all.extend(get(read, row?.2)?);
    }
    Ok(all)
}

/// The requests that became a task.
pub fn of_task(read: &Read<'_>, task: Id) -> Result<Vec<Request>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&OF_TASK, Span::prefix(&task))? {
        all.extend(get(read, row?.1)?);
    }
    Ok(all)
}

/// What was said in a request, the oldest first.
pub fn messages(read: &Read<'_>, request: Id) -> Result<Vec<Message>, StoreError> {
    let rows = read.scan(&MESSAGES, Span::prefix(&request))?;
    rows.map(|row| row.map(|((_, place, id), record)| record.into_message(place, id))).collect()
}

/// Keeps something said.
pub fn say(tx: &mut Tx<'_>, request: Id, message: &Message) -> Result<(), StoreError> {
    tx.put(&MESSAGES, &(request, message.place, message.id), &message.into())
}

/// Takes it back.
pub fn unsay(tx: &mut Tx<'_>, request: Id, message: &Message) -> Result<(), StoreError> {
    tx.delete(&MESSAGES, &(request, message.place, message.id))
}

/// Keeps that a letter is to be sent.
pub fn put_letter(tx: &mut Tx<'_>, place: LetterPlace, letter: &LetterRecord) -> Result<(), StoreError> {
    tx.put(&LETTERS, &place, letter)
}

/// It was sent, or is not to be any more.
pub fn drop_letter(tx: &mut Tx<'_>, place: LetterPlace) -> Result<(), StoreError> {
    tx.delete(&LETTERS, &place)
}

/// Letters that are due, the longest first.
pub fn letters(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(LetterPlace, LetterRecord)>, StoreError> {
    read.scan(&LETTERS, Span::all().until(&(now_ms.saturating_add(1), Id::nil(), Id::nil())).limit(most))?.collect()
}

/// Keeps the moments at which something of its targets is to be told. Those that are kept already stay.
pub fn watch(tx: &mut Tx<'_>, request: &Request) -> Result<(), StoreError> {
    let targets = [request.answer_target, request.done_target].into_iter().flatten();
    targets.flat_map(|target| target.moments()).try_for_each(|at| tx.put(&MOMENTS, &(at, request.id), &()))
}

/// A moment has come.
pub fn drop_moment(tx: &mut Tx<'_>, moment: (i64, Id)) -> Result<(), StoreError> {
    tx.delete(&MOMENTS, &moment)
}

/// The moment that comes next.
pub fn next_moment(read: &Read<'_>) -> Result<Option<i64>, StoreError> {
    Ok(read.keys(&MOMENTS, Span::all().limit(1))?.next().transpose()?.map(|(at, _)| at))
}

/// Moments that have come, the first ones first.
pub fn moments(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(i64, Id)>, StoreError> {
    read.keys(&MOMENTS, Span::all().until(&now_ms.saturating_add(1)).limit(most))?.collect()
}
