//! Webhooks and what they are told, as stored.

use crate::log::{
    cbor::{self, Bytes16},
    off::StoredOff,
};
use guildhall_domain::{
    Id,
    webhook::{Delivery, Outcome, State, Webhook, Why},
};
use minicbor::{Decode, Encode, bytes::ByteVec};

/// See [`Webhook`].
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct WebhookRecord {
    #[n(0)]
    name: String,
    #[n(1)]
    url: String,
    #[n(2)]
    inside: Option<bool>,
    #[n(3)]
    off_ms: Option<i64>,
    #[n(4)]
    off_by: Option<Bytes16>,
    #[n(5)]
    off_why: Option<u8>,
    #[n(6)]
    off_words: Option<String>,
    #[n(7)]
    created_ms: i64,
    #[n(8)]
    failing_ms: Option<i64>,
    #[n(9)]
    taken_ms: Option<i64>,
    #[n(10)]
    seq: u64,
    #[n(11)]
    renewed_ms: Option<i64>,
    #[n(12)]
    untold: Option<bool>,
}

guildhall_store::record!(WebhookRecord, 1);

const WHYS: [Why; 3] = [Why::Hand, Why::Failed, Why::Gone];
const STATES: [State; 5] = [State::Waiting, State::Taken, State::Failed, State::Undone, State::Off];

fn number<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

impl From<&Webhook> for WebhookRecord {
    fn from(w: &Webhook) -> Self {
        let off = StoredOff::of(w.off.as_ref(), &WHYS);
        WebhookRecord {
            name: w.name.clone(),
            url: w.url.clone(),
            inside: w.inside.then_some(true),
            off_ms: off.ms,
            off_by: off.by,
            off_why: off.why,
            off_words: off.words,
            created_ms: w.created_ms,
            failing_ms: w.failing_ms,
            taken_ms: w.taken_ms,
            seq: w.seq,
            renewed_ms: w.renewed_ms,
            untold: w.untold.then_some(true),
        }
    }
}

impl WebhookRecord {
    /// With its id.
    pub fn into_webhook(self, id: Id) -> Webhook {
        let off = StoredOff { ms: self.off_ms, by: self.off_by, why: self.off_why, words: self.off_words };
        Webhook {
            id,
            name: self.name,
            url: self.url,
            inside: self.inside.unwrap_or(false),
            off: off.read(&WHYS, Why::Hand),
            created_ms: self.created_ms,
            failing_ms: self.failing_ms,
            taken_ms: self.taken_ms,
            seq: self.seq,
            renewed_ms: self.renewed_ms,
            untold: self.untold.unwrap_or(false),
        }
    }
}

/// See [`Delivery`].
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct DeliveryRecord {
    #[n(0)]
    webhook: Bytes16,
    #[n(1)]
    rule: Option<Bytes16>,
    #[n(2)]
    task: Option<Bytes16>,
    #[n(3)]
    command: Bytes16,
    #[n(4)]
    cause: u64,
    #[n(5)]
    made_ms: i64,
    #[n(6)]
    state: u8,
    #[n(7)]
    due_ms: Option<i64>,
    #[n(8)]
    attempts: u32,
    #[n(9)]
    begun_ms: Option<i64>,
    #[n(10)]
    tried_ms: Option<i64>,
    #[n(11)]
    status: Option<u16>,
    #[n(12)]
    words: Option<String>,
    #[n(13)]
    again: Option<bool>,
}

guildhall_store::record!(DeliveryRecord, 1);

impl From<&Delivery> for DeliveryRecord {
    fn from(d: &Delivery) -> Self {
        DeliveryRecord {
            webhook: cbor::id(d.webhook),
            rule: cbor::id_opt(d.rule),
            task: cbor::id_opt(d.task),
            command: cbor::id(d.command),
            cause: d.cause,
            made_ms: d.made_ms,
            state: number(&STATES, &d.state),
            due_ms: d.due_ms,
            attempts: d.attempts,
            begun_ms: d.begun_ms,
            tried_ms: d.tried_ms,
            status: d.outcome.as_ref().and_then(|outcome| outcome.status),
            words: d.outcome.as_ref().map(|outcome| outcome.words.clone()),
            again: d.again.then_some(true),
        }
    }
}

impl DeliveryRecord {
    /// With its id.
    pub fn into_delivery(self, id: Id) -> Delivery {
        Delivery {
            id,
            webhook: cbor::from_id(&self.webhook),
            rule: cbor::from_id_opt(&self.rule),
            task: cbor::from_id_opt(&self.task),
            command: cbor::from_id(&self.command),
            cause: self.cause,
            made_ms: self.made_ms,
            // A state of a newer program is none this one sends.
            state: STATES.get(usize::from(self.state)).copied().unwrap_or(State::Failed),
            due_ms: self.due_ms,
            attempts: self.attempts,
            begun_ms: self.begun_ms,
            tried_ms: self.tried_ms,
            outcome: self.words.map(|words| Outcome { status: self.status, words, after_ms: None }),
            again: self.again.unwrap_or(false),
        }
    }
}

/// What a delivery says.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct BodyRecord {
    /// JSON.
    #[n(0)]
    pub bytes: ByteVec,
}

guildhall_store::record!(BodyRecord, 1);

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::webhook::Off;

    #[test]
    fn a_webhook_and_what_it_is_told_come_back_from_their_records() {
        let id = Id::from_u128(9);
        let off = Off { at_ms: 5, by: Some(id), why: Why::Failed, words: "It answered 500.".into() };
        let webhook = Webhook {
            id,
            name: "Till".into(),
            url: "https://till.example.com/hook".into(),
            inside: true,
            off: Some(off),
            created_ms: 1,
            failing_ms: Some(2),
            taken_ms: Some(3),
            seq: 4,
            renewed_ms: Some(5),
            untold: true,
        };
        assert_eq!(WebhookRecord::from(&webhook).into_webhook(id), webhook);
        for state in STATES {
            let delivery = Delivery {
                id,
                webhook: id,
                rule: Some(id),
                task: Some(id),
                command: id,
                cause: 7,
                made_ms: 1,
                state,
                due_ms: Some(2),
                attempts: 3,
                begun_ms: Some(4),
                tried_ms: Some(5),
                outcome: Some(Outcome { status: Some(500), words: "Oh".into(), after_ms: None }),
                again: true,
            };
            assert_eq!(DeliveryRecord::from(&delivery).into_delivery(id), delivery);
        }
    }
}
