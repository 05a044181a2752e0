//! The tables of check-ins. A check-in itself lies in its topic; these say where it is and when it is due.

use guildhall_domain::{AudienceId, Id};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// (home audience, topic) of every check-in of a space.
pub const OF_SPACE: Table<(u64, Id), ()> = Table::new("checkins_of_space");
/// (when, topic) of every check-in that will be asked.
pub const TIMES: Table<(i64, Id), ()> = Table::new("checkin_times");
/// (topic, the last one first) → the message of a round.
pub const ROUNDS: Table<(Id, Desc<u64>), Id> = Table::new("checkin_rounds");
/// (when, round, person; nobody: all who have not answered) of reminders.
pub const REMINDERS: Table<(i64, Id, Id), ()> = Table::new("checkin_reminders");

/// A reminder that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// When.
    pub at_ms: i64,
    /// Of which round.
    pub round: Id,
    /// Whom; none: all who have not answered.
    pub person: Option<Id>,
}

type Places = (Option<(u64, Id)>, Option<(i64, Id)>);

/// Keeps where a check-in stands and when it is due.
pub fn put_places(tx: &mut Tx<'_>, old: Places, new: Places) -> Result<(), StoreError> {
    tx.replace_keys(&OF_SPACE, old.0.as_slice(), new.0.as_slice())?;
    tx.replace_keys(&TIMES, old.1.as_slice(), new.1.as_slice())
}

/// The check-ins of a space.
pub fn of_space(read: &Read<'_>, home: AudienceId) -> Result<Vec<Id>, StoreError> {
    read.keys(&OF_SPACE, Span::prefix(&home))?.map(|row| row.map(|(_, id)| id)).collect()
}

/// When the next one asks, or reminds.
pub fn next(read: &Read<'_>) -> Result<Option<i64>, StoreError> {
    let asks = read.keys(&TIMES, Span::all().limit(1))?.next().transpose()?.map(|(at, _)| at);
    let reminds = read.keys(&REMINDERS, Span::all().limit(1))?.next().transpose()?.map(|(at, ..)| at);
    Ok(asks.into_iter().chain(reminds).min())
}

/// What is to be asked by now, the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    read.keys(&TIMES, Span::all().until(&now_ms.saturating_add(1)).limit(most))?
        .map(|row| row.map(|(_, id)| id))
        .collect()
}

/// Everything that will be asked.
pub fn coming(read: &Read<'_>) -> Result<Vec<Id>, StoreError> {
    read.keys(&TIMES, Span::all())?.map(|row| row.map(|(_, id)| id)).collect()
}

/// The rounds of a check-in, the last one first, after a place: each with its place.
pub fn rounds<'a>(
    read: &'a Read<'_>,
    topic: Id,
    after: Option<u64>,
) -> Result<impl Iterator<Item = Result<(u64, Id), StoreError>> + 'a, StoreError> {
    let span = Span::prefix(&topic);
    let span = match after {
        Some(place) => span.after(&(topic, Desc(place))),
        None => span,
    };
    Ok(read.scan(&ROUNDS, span)?.map(|row| row.map(|((_, Desc(place)), round)| (place, round))))
}

/// Keeps a round.
pub fn put_round(tx: &mut Tx<'_>, topic: Id, place: u64, round: Id) -> Result<(), StoreError> {
    tx.put(&ROUNDS, &(topic, Desc(place)), &round)
}

/// Forgets the rounds of a check-in that is gone for good.
pub fn forget(tx: &mut Tx<'_>, topic: Id) -> Result<(), StoreError> {
    let places: Vec<u64> =
        rounds(tx.read(), topic, None)?.map(|row| row.map(|(place, _)| place)).collect::<Result<_, _>>()?;
    places.into_iter().try_for_each(|place| tx.delete(&ROUNDS, &(topic, Desc(place))))
}

/// Reminders by now.
pub fn reminders(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<Reminder>, StoreError> {
    let rows = read.keys(&REMINDERS, Span::all().until(&now_ms.saturating_add(1)).limit(most))?;
    let some = |person: Id| Some(person).filter(|person| !person.is_nil());
    rows.map(|row| row.map(|(at_ms, round, person)| Reminder { at_ms, round, person: some(person) })).collect()
}

/// Keeps a reminder, or drops it.
pub fn put_reminder(tx: &mut Tx<'_>, reminder: Reminder, on: bool) -> Result<(), StoreError> {
    let key = (reminder.at_ms, reminder.round, reminder.person.unwrap_or(Id::nil()));
    if on { tx.put(&REMINDERS, &key, &()) } else { tx.delete(&REMINDERS, &key) }
}
