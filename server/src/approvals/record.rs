//! An approval as stored.

use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::{Answer, Approval, Handed, Needs, Order, State, Verdict},
    when::When,
};
use minicbor::{Decode, Encode};

/// See [`Approval`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct ApprovalRecord {
    #[n(0)]
    item: Bytes16,
    #[n(1)]
    version: Option<u32>,
    #[n(2)]
    asked_by: Tagged,
    #[n(3)]
    asked_ms: i64,
    #[n(4)]
    words: Option<String>,
    #[n(5)]
    in_order: Option<bool>,
    #[n(6)]
    one: Option<bool>,
    #[n(7)]
    approvers: Vec<Bytes16>,
    #[n(8)]
    due: Option<String>,
    #[n(9)]
    state: u8,
    #[n(10)]
    ended_ms: Option<i64>,
    #[n(11)]
    answers: Option<Vec<AnswerRecord>>,
    #[n(12)]
    handed: Option<Vec<HandedRecord>>,
    #[n(13)]
    outside: Option<Vec<Bytes16>>,
    #[n(14)]
    gone: Option<Vec<Bytes16>>,
}

guildhall_store::record!(ApprovalRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct AnswerRecord {
    #[n(0)]
    person: Bytes16,
    #[n(1)]
    changes: Option<bool>,
    #[n(2)]
    reason: Option<String>,
    #[n(3)]
    at_ms: i64,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct HandedRecord {
    #[n(0)]
    from: Bytes16,
    #[n(1)]
    to: Bytes16,
    #[n(2)]
    by: Tagged,
    #[n(3)]
    at_ms: i64,
}

/// States by their number.
const STATES: [State; 4] = [State::Waiting, State::Approved, State::Changes, State::Withdrawn];

fn list<T, R>(values: &[T], map: impl Fn(&T) -> R) -> Option<Vec<R>> {
    (!values.is_empty()).then(|| values.iter().map(map).collect())
}

fn ids(values: &Option<Vec<Bytes16>>) -> Vec<Id> {
    values.as_deref().map(cbor::from_ids).unwrap_or_default()
}

impl From<&Approval> for ApprovalRecord {
    fn from(a: &Approval) -> Self {
        let state = STATES.iter().position(|state| *state == a.state).and_then(|place| u8::try_from(place).ok());
        ApprovalRecord {
            item: cbor::id(a.item),
            version: a.version,
            asked_by: a.asked_by.into(),
            asked_ms: a.asked_ms,
            words: (!a.words.is_empty()).then(|| a.words.clone()),
            in_order: (a.order == Order::InOrder).then_some(true),
            one: (a.needs == Needs::One).then_some(true),
            approvers: cbor::ids(&a.approvers),
            due: a.due.map(|due| due.to_text()),
            state: state.unwrap_or_default(),
            ended_ms: a.ended_ms,
            answers: list(&a.answers, |answer| AnswerRecord {
                person: cbor::id(answer.person),
                changes: (answer.verdict == Verdict::Changes).then_some(true),
                reason: (!answer.reason.is_empty()).then(|| answer.reason.clone()),
                at_ms: answer.at_ms,
            }),
            handed: list(&a.handed, |handed| HandedRecord {
                from: cbor::id(handed.from),
                to: cbor::id(handed.to),
                by: handed.by.into(),
                at_ms: handed.at_ms,
            }),
            outside: list(&a.outside, |id| cbor::id(*id)),
            gone: list(&a.gone, |id| cbor::id(*id)),
        }
    }
}

impl ApprovalRecord {
    /// The approval of this id.
    pub fn into_approval(self, id: Id) -> Approval {
        let verdict = |changes: Option<bool>| if changes == Some(true) { Verdict::Changes } else { Verdict::Approved };
        let answer = |answer: AnswerRecord| Answer {
            person: cbor::from_id(&answer.person),
            verdict: verdict(answer.changes),
            reason: answer.reason.unwrap_or_default(),
            at_ms: answer.at_ms,
        };
        let handed = |handed: HandedRecord| Handed {
            from: cbor::from_id(&handed.from),
            to: cbor::from_id(&handed.to),
            by: Actor::from(&handed.by),
            at_ms: handed.at_ms,
        };
        Approval {
            id,
            item: cbor::from_id(&self.item),
            version: self.version,
            asked_by: Actor::from(&self.asked_by),
            asked_ms: self.asked_ms,
            words: self.words.unwrap_or_default(),
            order: if self.in_order == Some(true) { Order::InOrder } else { Order::AtOnce },
            needs: if self.one == Some(true) { Needs::One } else { Needs::All },
            approvers: cbor::from_ids(&self.approvers),
            due: self.due.as_deref().and_then(When::from_text),
            state: STATES.get(usize::from(self.state)).copied().unwrap_or(State::Withdrawn),
            ended_ms: self.ended_ms,
            answers: self.answers.unwrap_or_default().into_iter().map(answer).collect(),
            handed: self.handed.unwrap_or_default().into_iter().map(handed).collect(),
            outside: ids(&self.outside),
            gone: ids(&self.gone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_store::Value;

    #[test]
    fn an_approval_comes_back_and_its_bytes_are_kept() {
        let id = Id::from_u128;
        let approval = Approval {
            id: id(1),
            item: id(2),
            version: Some(3),
            asked_by: Actor::Process(id(4)),
            asked_ms: 5,
            words: "Can it go out?".into(),
            order: Order::InOrder,
            needs: Needs::All,
            approvers: vec![id(6), id(7)],
            due: When::from_text("2026-12-01"),
            state: State::Changes,
            ended_ms: Some(8),
            answers: vec![Answer { person: id(6), verdict: Verdict::Changes, reason: "No".into(), at_ms: 8 }],
            handed: vec![Handed { from: id(9), to: id(6), by: Actor::Person(id(9)), at_ms: 6 }],
            outside: vec![id(7)],
            gone: vec![id(7)],
        };
        let mut bytes = Vec::new();
        Value::encode(&ApprovalRecord::from(&approval), &mut bytes);
        let back = <ApprovalRecord as Value>::decode(1, &bytes).unwrap().into_approval(id(1));
        assert_eq!(back, approval);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, KEPT);
    }

    const KEPT: &str = concat!(
        "ae005000000000000000000000000000000002010302a200040150000000000000000000000000000000040305046e43",
        "616e20697420676f206f75743f05f5078250000000000000000000000000000000065000000000000000000000000000",
        "000007086a323032362d31322d303109020a080b81a400500000000000000000000000000000000601f502624e6f0308",
        "0c81a400500000000000000000000000000000000901500000000000000000000000000000000602a200010150000000",
        "0000000000000000000000000903060d8150000000000000000000000000000000070e81500000000000000000000000",
        "0000000007",
    );
}
