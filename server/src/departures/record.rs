//! A departure as stored, for its time or for its job.

use super::input::HoldingWord;
use crate::log::cbor::{self, Bytes16};
use guildhall_domain::{
    Id,
    departure::{Holding, Takers},
};
use minicbor::{Decode, Encode};

/// Somebody is to leave.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DepartureRecord {
    #[n(0)]
    person: Bytes16,
    /// Who decided it; none: the command line.
    #[n(1)]
    by: Option<Bytes16>,
    /// When, UTC milliseconds.
    #[n(2)]
    pub at_ms: i64,
    /// When it was decided.
    #[n(3)]
    pub made_ms: i64,
    #[n(4)]
    all: Option<Bytes16>,
    #[n(5)]
    of: Vec<TakerRecord>,
    /// Why it could not be done when its time came.
    #[n(6)]
    pub refused: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct TakerRecord {
    #[n(0)]
    holding: u8,
    #[n(1)]
    taker: Option<Bytes16>,
}

guildhall_store::record!(DepartureRecord, 1);

impl DepartureRecord {
    /// Of a decision.
    pub fn new(person: Id, by: Option<Id>, (at_ms, made_ms): (i64, i64), takers: &Takers) -> Self {
        let of = takers.of.iter().map(|(holding, taker)| TakerRecord {
            holding: HoldingWord::from(*holding) as u8,
            taker: cbor::id_opt(*taker),
        });
        DepartureRecord {
            person: cbor::id(person),
            by: cbor::id_opt(by),
            at_ms,
            made_ms,
            all: cbor::id_opt(takers.all),
            of: of.collect(),
            refused: None,
        }
    }

    /// Who leaves.
    pub fn person(&self) -> Id {
        cbor::from_id(&self.person)
    }

    /// Who decided it.
    pub fn by(&self) -> Option<Id> {
        cbor::from_id_opt(&self.by)
    }

    /// Who takes what.
    pub fn takers(&self) -> Takers {
        let known = |record: &TakerRecord| {
            let holding = Holding::ALL.get(usize::from(record.holding)).copied()?;
            Some((holding, cbor::from_id_opt(&record.taker)))
        };
        Takers { all: cbor::from_id_opt(&self.all), of: self.of.iter().filter_map(known).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_departure_is_read_as_it_was_written() {
        let of = Holding::ALL.into_iter().map(|holding| (holding, Some(Id::from_u128(holding as u128)))).collect();
        let takers = Takers { all: None, of };
        let record = DepartureRecord::new(Id::from_u128(1), Some(Id::from_u128(2)), (3, 4), &takers);
        assert_eq!((record.person(), record.by(), record.takers()), (Id::from_u128(1), Some(Id::from_u128(2)), takers));
    }
}
