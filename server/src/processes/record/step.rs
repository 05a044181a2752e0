//! A line of a procedure as stored.

use crate::log::cbor::{self, Bytes16, Stored};
use guildhall_domain::process::{Approving, Bounds, Chosen, Evidence, Step, facts::EVIDENCE};
use minicbor::{Decode, Encode};

/// See [`Step`]. Of `person`, `lead` and `role` one says who does it; without any it is whoever has the run.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct StepRecord {
    #[n(0)]
    text: String,
    #[n(1)]
    person: Option<Bytes16>,
    #[n(2)]
    lead: Option<bool>,
    #[n(3)]
    due_days: Option<u16>,
    #[n(4)]
    evidence: u8,
    #[n(5)]
    least: Option<i64>,
    #[n(6)]
    most: Option<i64>,
    #[n(7)]
    unit: Option<String>,
    /// See [`Approving::to_value`].
    #[n(8)]
    approval: Option<Stored>,
    /// 1: whoever started the run; 2: whoever did the one before.
    #[n(9)]
    role: Option<u8>,
}

impl From<&Step> for StepRecord {
    fn from(s: &Step) -> Self {
        let evidence = EVIDENCE.iter().position(|one| *one == s.evidence).and_then(|place| u8::try_from(place).ok());
        let (person, lead, role) = match s.doer {
            None => (None, None, None),
            Some(Chosen::Person(id)) => (Some(cbor::id(id)), None, None),
            Some(Chosen::Lead) => (None, Some(true), None),
            Some(Chosen::Starter) => (None, None, Some(1)),
            Some(Chosen::LastDoer) => (None, None, Some(2)),
        };
        StepRecord {
            text: s.text.clone(),
            person,
            lead,
            due_days: s.due_days,
            evidence: evidence.unwrap_or(0),
            least: s.bounds.least,
            most: s.bounds.most,
            unit: Some(s.bounds.unit.clone()).filter(|unit| !unit.is_empty()),
            approval: s.approval.as_ref().map(|approval| Stored(approval.to_value())),
            role,
        }
    }
}

impl From<StepRecord> for Step {
    fn from(r: StepRecord) -> Self {
        let doer = match (cbor::from_id_opt(&r.person), r.lead, r.role) {
            (Some(id), _, _) => Some(Chosen::Person(id)),
            (None, Some(true), _) => Some(Chosen::Lead),
            (None, _, Some(1)) => Some(Chosen::Starter),
            (None, _, Some(2)) => Some(Chosen::LastDoer),
            _ => None,
        };
        Step {
            text: r.text,
            doer,
            due_days: r.due_days,
            evidence: EVIDENCE.get(usize::from(r.evidence)).copied().unwrap_or(Evidence::None),
            bounds: Bounds { least: r.least, most: r.most, unit: r.unit.unwrap_or_default() },
            approval: r.approval.and_then(|approval| Approving::from_value(&approval.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::Id;

    fn step(doer: Option<Chosen>) -> Step {
        let (text, bounds) = ("Keys back".to_owned(), Bounds::default());
        Step { text, doer, due_days: Some(1), evidence: Evidence::Photo, bounds, approval: None }
    }

    #[test]
    fn whoever_does_a_step_comes_back_from_its_record() {
        let person = Chosen::Person(Id::from_u128(7));
        let doers = [Chosen::Lead, Chosen::Starter, Chosen::LastDoer, person].map(Some);
        for doer in doers.into_iter().chain([None]) {
            let bytes = minicbor::to_vec(StepRecord::from(&step(doer))).unwrap();
            let record: StepRecord = minicbor::decode(&bytes).unwrap();
            assert_eq!(Step::from(record), step(doer));
        }
    }

    /// A step as it was written before there were roles.
    #[derive(Encode)]
    #[cbor(map)]
    struct Earlier {
        #[n(0)]
        text: String,
        #[n(1)]
        person: Option<Bytes16>,
        #[n(2)]
        lead: Option<bool>,
        #[n(3)]
        due_days: Option<u16>,
        #[n(4)]
        evidence: u8,
    }

    #[test]
    fn what_was_stored_before_stays_readable() {
        let id = Id::from_u128(7);
        let (lead, person) = (Some(Chosen::Lead), Some(Chosen::Person(id)));
        let rows = [(None, None, None), (None, Some(true), lead), (Some(id), None, person)];
        for (person, lead, doer) in rows {
            let text = "Keys back".to_owned();
            let evidence = EVIDENCE.iter().position(|one| *one == Evidence::Photo).unwrap();
            let evidence = u8::try_from(evidence).unwrap();
            let old = Earlier { text, person: cbor::id_opt(person), lead, due_days: Some(1), evidence };
            let record: StepRecord = minicbor::decode(&minicbor::to_vec(&old).unwrap()).unwrap();
            assert_eq!(Step::from(record), step(doer));
        }
    }
}
