//! Entries, timers and weeks as they are stored. Days are counted from the first of the calendar.

use crate::log::cbor::{self, Bytes16, day, number};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    time::{
        Entry,
        sheet::{Sheet, State},
        timer::Timer,
    },
};
use minicbor::{Decode, Encode};

/// See [`Entry`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct EntryRecord {
    #[n(0)]
    person: Bytes16,
    #[n(1)]
    task: Bytes16,
    #[n(2)]
    space: Bytes16,
    #[n(3)]
    day: i32,
    #[n(4)]
    minutes: u32,
    #[n(5)]
    note: String,
    #[n(6)]
    billable: bool,
    #[n(7)]
    created_ms: i64,
    #[n(8)]
    deleted_ms: Option<i64>,
    #[n(9)]
    seq: u64,
}

guildhall_store::record!(EntryRecord, 1);

impl From<&Entry> for EntryRecord {
    fn from(entry: &Entry) -> Self {
        EntryRecord {
            person: cbor::id(entry.person),
            task: cbor::id(entry.task),
            space: cbor::id(entry.space),
            day: number(entry.day),
            minutes: entry.minutes,
            note: entry.note.clone(),
            billable: entry.billable,
            created_ms: entry.created_ms,
            deleted_ms: entry.deleted_ms,
            seq: entry.seq,
        }
    }
}

impl EntryRecord {
    /// With its id.
    pub fn into_entry(self, id: Id) -> Entry {
        Entry {
            id,
            person: cbor::from_id(&self.person),
            task: cbor::from_id(&self.task),
            space: cbor::from_id(&self.space),
            day: day(self.day),
            minutes: self.minutes,
            note: self.note,
            billable: self.billable,
            created_ms: self.created_ms,
            deleted_ms: self.deleted_ms,
            seq: self.seq,
        }
    }
}

/// See [`Timer`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct TimerRecord {
    #[n(0)]
    task: Bytes16,
    #[n(1)]
    space: Bytes16,
    #[n(2)]
    started_ms: i64,
    #[n(3)]
    day: i32,
    #[n(4)]
    note: String,
    #[n(5)]
    billable: bool,
    #[n(6)]
    seq: u64,
}

guildhall_store::record!(TimerRecord, 1);

impl From<&Timer> for TimerRecord {
    fn from(timer: &Timer) -> Self {
        TimerRecord {
            task: cbor::id(timer.task),
            space: cbor::id(timer.space),
            started_ms: timer.started_ms,
            day: number(timer.day),
            note: timer.note.clone(),
            billable: timer.billable,
            seq: timer.seq,
        }
    }
}

impl TimerRecord {
    /// With whose it is.
    pub fn into_timer(self, person: Id) -> Timer {
        Timer {
            person,
            task: cbor::from_id(&self.task),
            space: cbor::from_id(&self.space),
            started_ms: self.started_ms,
            day: day(self.day),
            note: self.note,
            billable: self.billable,
            seq: self.seq,
        }
    }
}

/// The states of weeks, by their number.
const STATES: [State; 3] = [State::Open, State::Submitted, State::Approved];

/// The number of a state.
pub fn state_number(state: State) -> u8 {
    match state {
        State::Open => 0,
        State::Submitted => 1,
        State::Approved => 2,
    }
}

/// See [`Sheet`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct SheetRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    state: u8,
    #[n(2)]
    submitted_ms: Option<i64>,
    #[n(3)]
    decided_by: Option<Bytes16>,
    #[n(4)]
    decided_ms: Option<i64>,
    #[n(5)]
    reason: String,
    #[n(6)]
    seq: u64,
}

guildhall_store::record!(SheetRecord, 1);

impl From<&Sheet> for SheetRecord {
    fn from(sheet: &Sheet) -> Self {
        SheetRecord {
            id: cbor::id(sheet.id),
            state: state_number(sheet.state),
            submitted_ms: sheet.submitted_ms,
            decided_by: cbor::id_opt(sheet.decided.map(|(by, _)| by)),
            decided_ms: sheet.decided.map(|(_, at)| at),
            reason: sheet.reason.clone(),
            seq: sheet.seq,
        }
    }
}

impl SheetRecord {
    /// With whose it is and its first day. A state of a newer program keeps its entries locked.
    pub fn into_sheet(self, person: Id, monday: NaiveDate) -> Sheet {
        Sheet {
            id: cbor::from_id(&self.id),
            person,
            monday,
            state: STATES.get(usize::from(self.state)).copied().unwrap_or(State::Approved),
            submitted_ms: self.submitted_ms,
            decided: cbor::from_id_opt(&self.decided_by).zip(self.decided_ms),
            reason: self.reason,
            seq: self.seq,
        }
    }
}

/// What an hour costs.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct RateRecord {
    /// In ten-thousandths of the currency.
    #[n(0)]
    pub parts: i64,
    /// The currency.
    #[n(1)]
    pub currency: String,
    /// The day on which it was set.
    #[n(2)]
    pub since: Option<i32>,
}

guildhall_store::record!(RateRecord, 1);

/// What an hour cost before a day.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct PastRateRecord {
    /// In ten-thousandths of the currency; none where what counted everywhere did.
    #[n(0)]
    pub parts: Option<i64>,
    /// The currency.
    #[n(1)]
    pub currency: String,
}

guildhall_store::record!(PastRateRecord, 1);
