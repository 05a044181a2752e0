//! A round as stored with its comment.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::checkin::Round;
use minicbor::{Decode, Encode};

/// See [`Round`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct RoundRecord {
    #[n(0)]
    asked: Vec<Bytes16>,
}

impl From<&Round> for RoundRecord {
    fn from(round: &Round) -> Self {
        RoundRecord { asked: cbor::ids(&round.asked) }
    }
}

impl From<RoundRecord> for Round {
    fn from(record: RoundRecord) -> Self {
        Round { asked: cbor::from_ids(&record.asked) }
    }
}
