//! The tables of time. A deleted entry keeps its record for the undo and loses its places, so nothing counts it.

use super::{
    rates::{Past, Priced},
    record::{EntryRecord, PastRateRecord, RateRecord, SheetRecord, TimerRecord, state_number},
};
use crate::log::cbor::{day, number};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    time::{
        Entry,
        sheet::{self, Sheet, State},
        timer::Timer,
    },
};
use guildhall_store::{Read, Span, StoreError, Table, Tx};
use std::collections::{HashMap, HashSet};

/// Entries by id.
pub const ENTRIES: Table<Id, EntryRecord> = Table::new("time_entries");
/// (person, day, entry).
pub const OF_PERSON: Table<(Id, i32, Id), ()> = Table::new("time_entries_of_person");
/// (task, day, entry).
pub const OF_TASK: Table<(Id, i32, Id), ()> = Table::new("time_entries_of_task");
/// (day, entry).
pub const ON_DAY: Table<(i32, Id), ()> = Table::new("time_entries_on_day");
/// (space, entry).
pub const OF_SPACE: Table<(Id, Id), ()> = Table::new("time_entries_of_space");
/// The running timer of a person.
pub const TIMERS: Table<Id, TimerRecord> = Table::new("timers");
/// (person, Monday): weeks something was done with.
pub const SHEETS: Table<(Id, i32), SheetRecord> = Table::new("timesheets");
/// Week → whose it is, for what knows it by its id.
pub const SHEET_OF: Table<Id, Id> = Table::new("timesheet_of");
/// (state, Monday, person) of weeks that were handed in or approved.
pub const STATES: Table<(u8, i32, Id), ()> = Table::new("timesheets_in_state");

/// (person, space or none): what an hour of theirs costs there, or everywhere else.
pub const RATES: Table<(Id, Option<Id>), RateRecord> = Table::new("hourly_rates");
/// (person, space or none, day): what an hour of theirs cost there before that day.
pub const RATES_BEFORE: Table<(Id, Option<Id>, i32), PastRateRecord> = Table::new("hourly_rates_before");

/// Where a list goes on: after this entry of this day.
pub type Place = (i32, Id);

/// An entry, deleted or not.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Entry>, StoreError> {
    Ok(read.get(&ENTRIES, &id)?.map(|record| record.into_entry(id)))
}

/// Which entries a list is made from, the newest day first.
#[derive(Debug, Clone, Copy)]
pub enum From {
    /// Those of a person.
    Person(Id),
    /// Those of a task.
    Task(Id),
    /// All.
    Everybody,
}

/// Entries of these days, the last day first, after one of them.
pub fn entries<'r>(
    read: &'r Read<'r>,
    from: From,
    days: (NaiveDate, NaiveDate),
    after: Option<Place>,
) -> Result<Box<dyn Iterator<Item = Result<Entry, StoreError>> + 'r>, StoreError> {
    // Against the direction of time: from the last day, until the one before the first.
    let (end, last) = (number(days.0).saturating_sub(1), number(days.1));
    let places: Box<dyn Iterator<Item = Result<Place, StoreError>>> = match from {
        From::Person(id) => Box::new(of(read, &OF_PERSON, id, (last, end), after)?),
        From::Task(id) => Box::new(of(read, &OF_TASK, id, (last, end), after)?),
        From::Everybody => {
            let span = Span::all().from(&last).until(&end).reverse();
            let span = if let Some(place) = after { span.after(&place) } else { span };
            Box::new(read.keys(&ON_DAY, span)?)
        }
    };
    Ok(Box::new(places.filter_map(move |place| place.and_then(|(_, id)| get(read, id)).transpose())))
}

fn of<'r>(
    read: &'r Read<'r>,
    table: &Table<(Id, i32, Id), ()>,
    of: Id,
    (last, end): (i32, i32),
    after: Option<Place>,
) -> Result<impl Iterator<Item = Result<Place, StoreError>> + use<'r>, StoreError> {
    let span = Span::prefix(&of).from(&(of, last)).until(&(of, end)).reverse();
    let span = if let Some((day, id)) = after { span.after(&(of, day, id)) } else { span };
    Ok(read.keys(table, span)?.map(|row| row.map(|(_, day, id)| (day, id))))
}

/// Tasks of which what was worked is looked up one by one; for more the places of all are gone through once.
const FEW: usize = 500;

/// Minutes that were worked on each of some tasks; those without any are left out.
pub fn worked(read: &Read<'_>, tasks: &HashSet<Id>) -> Result<HashMap<Id, u64>, StoreError> {
    let mut entries: Vec<Id> = Vec::new();
    if tasks.len() < FEW {
        for task in tasks {
            for place in read.keys(&OF_TASK, Span::prefix(task))? {
                entries.push(place?.2);
            }
        }
    } else {
        for place in read.keys(&OF_TASK, Span::all())? {
            let (task, _, entry) = place?;
            entries.extend(tasks.contains(&task).then_some(entry));
        }
    }
    entries.sort_unstable();
    let mut minutes = HashMap::new();
    for (id, record) in entries.iter().zip(read.get_each(&ENTRIES, &entries)?) {
        if let Some(entry) = record.map(|record| record.into_entry(*id)) {
            *minutes.entry(entry.task).or_default() += u64::from(entry.minutes);
        }
    }
    Ok(minutes)
}

/// Minutes of a person on a day, without one of their entries.
pub fn on_day(read: &Read<'_>, person: Id, day: NaiveDate, without: Option<Id>) -> Result<u32, StoreError> {
    let mut minutes = 0_u32;
    for entry in entries(read, From::Person(person), (day, day), None)? {
        let entry = entry?;
        if Some(entry.id) != without {
            minutes = minutes.saturating_add(entry.minutes);
        }
    }
    Ok(minutes)
}

/// Entries of a person in a week, in the order of their days.
pub fn of_week(read: &Read<'_>, person: Id, monday: NaiveDate) -> Result<Vec<Entry>, StoreError> {
    let days = (monday, sheet::sunday(monday));
    let mut all: Vec<Entry> = entries(read, From::Person(person), days, None)?.collect::<Result<_, _>>()?;
    all.sort_by_key(|entry| (entry.day, entry.created_ms, entry.id));
    Ok(all)
}

/// Entries that were written in a space, in no order.
pub fn of_space(read: &Read<'_>, space: Id) -> Result<Vec<Entry>, StoreError> {
    let ids: Vec<Id> =
        read.keys(&OF_SPACE, Span::prefix(&space))?.map(|row| row.map(|(_, id)| id)).collect::<Result<_, _>>()?;
    let records = ids.iter().zip(read.get_each(&ENTRIES, &ids)?);
    Ok(records.filter_map(|(id, record)| Some(record?.into_entry(*id))).collect())
}

/// Entries after one of them, deleted ones too, in the order of their ids.
pub fn after<'r>(
    read: &'r Read<'r>,
    entry: Option<Id>,
) -> Result<impl Iterator<Item = Result<Entry, StoreError>> + use<'r>, StoreError> {
    let span = entry.map_or_else(Span::all, |id| Span::all().after(&id));
    Ok(read.scan(&ENTRIES, span)?.map(|row| row.map(|(id, record)| record.into_entry(id))))
}

/// Keeps in which space an entry was written.
pub fn keep_space(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    let key = (entry.space, entry.id);
    if entry.deleted_ms.is_some() { tx.delete(&OF_SPACE, &key) } else { tx.put(&OF_SPACE, &key, &()) }
}

/// Writes an entry with its places.
pub fn put(tx: &mut Tx<'_>, before: Option<&Entry>, after: &Entry) -> Result<(), StoreError> {
    if let Some(before) = before.filter(|before| before.day != after.day || after.deleted_ms.is_some()) {
        let day = number(before.day);
        tx.delete(&OF_PERSON, &(before.person, day, before.id))?;
        tx.delete(&OF_TASK, &(before.task, day, before.id))?;
        tx.delete(&ON_DAY, &(day, before.id))?;
    }
    if after.deleted_ms.is_none() {
        let day = number(after.day);
        tx.put(&OF_PERSON, &(after.person, day, after.id), &())?;
        tx.put(&OF_TASK, &(after.task, day, after.id), &())?;
        tx.put(&ON_DAY, &(day, after.id), &())?;
    }
    keep_space(tx, after)?;
    tx.put(&ENTRIES, &after.id, &after.into())
}

/// The running timer of a person.
pub fn timer(read: &Read<'_>, person: Id) -> Result<Option<Timer>, StoreError> {
    Ok(read.get(&TIMERS, &person)?.map(|record| record.into_timer(person)))
}

/// Begins a timer.
pub fn put_timer(tx: &mut Tx<'_>, timer: &Timer) -> Result<(), StoreError> {
    tx.put(&TIMERS, &timer.person, &timer.into())
}

/// Ends it.
pub fn end_timer(tx: &mut Tx<'_>, person: Id) -> Result<(), StoreError> {
    tx.delete(&TIMERS, &person)
}

/// A week something was done with.
pub fn sheet(read: &Read<'_>, person: Id, monday: NaiveDate) -> Result<Option<Sheet>, StoreError> {
    let record = read.get(&SHEETS, &(person, number(monday)))?;
    Ok(record.map(|record| record.into_sheet(person, monday)))
}

/// The same by its id.
pub fn sheet_by_id(read: &Read<'_>, id: Id) -> Result<Option<Sheet>, StoreError> {
    let Some(person) = read.get(&SHEET_OF, &id)? else { return Ok(None) };
    for row in read.scan(&SHEETS, Span::prefix(&person).reverse())? {
        let ((_, monday), record) = row?;
        let sheet = record.into_sheet(person, day(monday));
        if sheet.id == id {
            return Ok(Some(sheet));
        }
    }
    Ok(None)
}

/// Whether entries of this day can be changed.
pub fn is_open(read: &Read<'_>, person: Id, day: NaiveDate) -> Result<bool, StoreError> {
    Ok(sheet(read, person, sheet::monday(day))?.is_none_or(|sheet| sheet.is_open()))
}

/// Weeks in a state, the last first, after one of them.
pub fn in_state(read: &Read<'_>, state: State, after: Option<Place>) -> Result<Vec<(NaiveDate, Id)>, StoreError> {
    let state = state_number(state);
    let span = Span::prefix(&state).reverse();
    let span = if let Some((monday, person)) = after { span.after(&(state, monday, person)) } else { span };
    read.keys(&STATES, span)?.map(|row| row.map(|(_, monday, person)| (day(monday), person))).collect()
}

/// Writes a week.
pub fn put_sheet(tx: &mut Tx<'_>, before: State, after: &Sheet) -> Result<(), StoreError> {
    let monday = number(after.monday);
    if before != after.state {
        tx.delete(&STATES, &(state_number(before), monday, after.person))?;
    }
    if !after.is_open() {
        tx.put(&STATES, &(state_number(after.state), monday, after.person), &())?;
    }
    tx.put(&SHEET_OF, &after.id, &after.person)?;
    tx.put(&SHEETS, &(after.person, monday), &after.into())
}

/// What an hour of somebody costs in a space, or everywhere else.
pub fn rate(read: &Read<'_>, person: Id, space: Option<Id>) -> Result<Option<Priced>, StoreError> {
    Ok(read.get(&RATES, &(person, space))?.map(|record| record.into_priced(space)))
}

/// All of somebody, the one for everywhere first.
pub fn rates(read: &Read<'_>, person: Id) -> Result<Vec<Priced>, StoreError> {
    let rows = read.scan(&RATES, Span::prefix(&person))?;
    rows.map(|row| row.map(|((_, space), record)| record.into_priced(space))).collect()
}

/// Sets what an hour costs.
pub fn put_rate(tx: &mut Tx<'_>, person: Id, priced: &Priced) -> Result<(), StoreError> {
    tx.put(&RATES, &(person, priced.space), &priced.into())
}

/// Takes it away.
pub fn delete_rate(tx: &mut Tx<'_>, person: Id, space: Option<Id>) -> Result<(), StoreError> {
    tx.delete(&RATES, &(person, space))
}

/// What an hour of somebody cost in a space, or everywhere else, before it cost what it does: until which day, and what;
/// the first one first.
pub fn rates_before(read: &Read<'_>, person: Id, space: Option<Id>) -> Result<Vec<Past>, StoreError> {
    let rows = read.scan(&RATES_BEFORE, Span::prefix(&(person, space)))?;
    rows.map(|row| row.map(|((.., until), record)| (day(until), record.into_priced(space)))).collect()
}

/// Keeps what an hour cost before a day. What is known of that day already stays.
pub fn put_rate_before(
    tx: &mut Tx<'_>,
    person: Id,
    space: Option<Id>,
    until: NaiveDate,
    priced: Option<&Priced>,
) -> Result<(), StoreError> {
    let key = (person, space, number(until));
    if tx.get(&RATES_BEFORE, &key)?.is_some() {
        return Ok(());
    }
    tx.put(&RATES_BEFORE, &key, &PastRateRecord::of(priced))
}

/// Forgets everything of what hours of somebody cost.
pub fn forget_rates(tx: &mut Tx<'_>, person: Id) -> Result<(), StoreError> {
    let before: Result<Vec<_>, _> = tx.read().keys(&RATES_BEFORE, Span::prefix(&person))?.collect();
    before?.iter().try_for_each(|key| tx.delete(&RATES_BEFORE, key))?;
    let now: Result<Vec<_>, _> = tx.read().keys(&RATES, Span::prefix(&person))?.collect();
    now?.iter().try_for_each(|key| tx.delete(&RATES, key))
}
