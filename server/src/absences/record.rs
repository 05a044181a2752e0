//! An absence as stored. Days are counted from the first of the calendar.

use crate::log::cbor::{self, Bytes16, day, number};
use guildhall_domain::{
    Id,
    absence::{Absence, Span, State, Why},
};
use minicbor::{Decode, Encode};

/// See [`Absence`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct AbsenceRecord {
    #[n(0)]
    person: Bytes16,
    #[n(1)]
    from: i32,
    #[n(2)]
    until: i32,
    #[n(3)]
    from_noon: bool,
    #[n(4)]
    until_noon: bool,
    #[n(5)]
    why: u8,
    #[n(6)]
    note: String,
    #[n(7)]
    state: u8,
    #[n(8)]
    created_ms: i64,
    #[n(9)]
    decided_by: Option<Bytes16>,
    #[n(10)]
    decided_ms: Option<i64>,
    #[n(11)]
    reason: String,
    #[n(12)]
    seq: u64,
}

guildhall_store::record!(AbsenceRecord, 1);

/// The number of a state.
pub fn state_number(state: State) -> u8 {
    match state {
        State::Asked => 0,
        State::Approved => 1,
        State::Declined => 2,
        State::Cancelled => 3,
    }
}

/// A state this version does not know keeps nobody away.
fn state(number: u8) -> State {
    match number {
        0 => State::Asked,
        1 => State::Approved,
        2 => State::Declined,
        _ => State::Cancelled,
    }
}

impl From<&Absence> for AbsenceRecord {
    fn from(absence: &Absence) -> Self {
        AbsenceRecord {
            person: cbor::id(absence.person),
            from: number(absence.span.from),
            until: number(absence.span.until),
            from_noon: absence.span.from_noon,
            until_noon: absence.span.until_noon,
            why: match absence.why {
                Why::Holiday => 0,
                Why::Sick => 1,
                Why::Other => 2,
            },
            note: absence.note.clone(),
            state: state_number(absence.state),
            created_ms: absence.created_ms,
            decided_by: cbor::id_opt(absence.decided.map(|(by, _)| by)),
            decided_ms: absence.decided.map(|(_, at)| at),
            reason: absence.reason.clone(),
            seq: absence.seq,
        }
    }
}

impl AbsenceRecord {
    /// With its id.
    pub fn into_absence(self, id: Id) -> Absence {
        Absence {
            id,
            person: cbor::from_id(&self.person),
            span: Span {
                from: day(self.from),
                until: day(self.until),
                from_noon: self.from_noon,
                until_noon: self.until_noon,
            },
            why: match self.why {
                0 => Why::Holiday,
                1 => Why::Sick,
                _ => Why::Other,
            },
            note: self.note,
            state: state(self.state),
            created_ms: self.created_ms,
            decided: cbor::from_id_opt(&self.decided_by).zip(self.decided_ms),
            reason: self.reason,
            seq: self.seq,
        }
    }
}
