//! A topic as stored.

use super::checkins::record::CheckInRecord;
use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{
    actor::Actor,
    checkin::CheckIn,
    topic::{Decision, Form, State, Topic},
};
use minicbor::{Decode, Encode};

/// See [`Topic`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct TopicRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    space: Option<Bytes16>,
    #[n(2)]
    number: u32,
    #[n(3)]
    form: u8,
    #[n(4)]
    title: String,
    #[n(5)]
    body: Option<String>,
    #[n(6)]
    author: Tagged,
    #[n(7)]
    state: u8,
    #[n(8)]
    followers: Option<Vec<Bytes16>>,
    #[n(9)]
    people: Option<Vec<Bytes16>>,
    #[n(10)]
    decisions: Option<Vec<DecisionRecord>>,
    #[n(11)]
    archived: Option<bool>,
    #[n(12)]
    trashed_ms: Option<i64>,
    #[n(13)]
    comments: u32,
    #[n(14)]
    files: u32,
    #[n(15)]
    links: u32,
    #[n(16)]
    place: u64,
    #[n(17)]
    last_place: u64,
    #[n(18)]
    last_ms: i64,
    #[n(19)]
    created_ms: i64,
    #[n(20)]
    updated_ms: i64,
    #[n(21)]
    seq: u64,
    #[n(22)]
    announcement: Option<bool>,
    #[n(23)]
    check_in: Option<CheckInRecord>,
}

guildhall_store::record!(TopicRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct DecisionRecord {
    #[n(0)]
    message: Bytes16,
    #[n(1)]
    by: Tagged,
    #[n(2)]
    at_ms: i64,
}

const FORMS: [Form; 4] = [Form::Titled, Form::Chat, Form::Ask, Form::Direct];
const STATES: [State; 3] = [State::Open, State::Decided, State::Answered];

fn number<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
}

impl From<&Topic> for TopicRecord {
    fn from(t: &Topic) -> Self {
        let decision = |d: &Decision| DecisionRecord { message: cbor::id(d.message), by: d.by.into(), at_ms: d.at_ms };
        TopicRecord {
            id: cbor::id(t.id),
            space: cbor::id_opt(t.space),
            number: t.number,
            form: number(&FORMS, &t.form),
            title: t.title.clone(),
            body: (!t.body.is_empty()).then(|| t.body.clone()),
            author: t.author.into(),
            state: number(&STATES, &t.state),
            followers: (!t.followers.is_empty()).then(|| cbor::ids(&t.followers)),
            people: (!t.people.is_empty()).then(|| cbor::ids(&t.people)),
            decisions: (!t.decisions.is_empty()).then(|| t.decisions.iter().map(decision).collect()),
            archived: t.archived.then_some(true),
            trashed_ms: t.trashed_ms,
            comments: t.comments,
            files: t.files,
            links: t.links,
            place: t.place,
            last_place: t.last_place,
            last_ms: t.last_ms,
            created_ms: t.created_ms,
            updated_ms: t.updated_ms,
            seq: t.seq,
            announcement: t.announcement.then_some(true),
            check_in: t.check_in.as_ref().map(CheckInRecord::from),
        }
    }
}

impl From<TopicRecord> for Topic {
    fn from(r: TopicRecord) -> Self {
        let decision =
            |d: DecisionRecord| Decision { message: cbor::from_id(&d.message), by: Actor::from(&d.by), at_ms: d.at_ms };
        Topic {
            id: cbor::from_id(&r.id),
            space: cbor::from_id_opt(&r.space),
            number: r.number,
            // One of a newer version is shown as the narrowest there is: to its people, or by its title.
            form: FORMS.get(usize::from(r.form)).copied().unwrap_or(Form::Titled),
            title: r.title,
            body: r.body.unwrap_or_default(),
            author: Actor::from(&r.author),
            state: STATES.get(usize::from(r.state)).copied().unwrap_or(State::Open),
            followers: cbor::from_ids(&r.followers.unwrap_or_default()),
            people: cbor::from_ids(&r.people.unwrap_or_default()),
            decisions: r.decisions.unwrap_or_default().into_iter().map(decision).collect(),
            archived: r.archived.unwrap_or(false),
            trashed_ms: r.trashed_ms,
            comments: r.comments,
            files: r.files,
            links: r.links,
            place: r.place,
            last_place: r.last_place,
            last_ms: r.last_ms,
            created_ms: r.created_ms,
            updated_ms: r.updated_ms,
            seq: r.seq,
            announcement: r.announcement.unwrap_or(false),
            check_in: r.check_in.map(CheckIn::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::Id;
    use guildhall_store::Value;

    #[test]
    fn a_topic_comes_back_and_its_bytes_are_kept() {
        let topic = Topic {
            title: "Valves".into(),
            body: "Which?".into(),
            number: 3,
            state: State::Decided,
            people: vec![Id::from_u128(4)],
            decisions: vec![Decision { message: Id::from_u128(5), by: Actor::System, at_ms: 6 }],
            archived: true,
            last_place: 7,
            ..Topic::new(Id::from_u128(1), Form::Ask, Some(Id::from_u128(2)), Actor::Person(Id::from_u128(3)), 8)
        };
        let mut bytes = Vec::new();
        Value::encode(&TopicRecord::from(&topic), &mut bytes);
        assert_eq!(Topic::from(<TopicRecord as Value>::decode(1, &bytes).unwrap()), topic);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let kept = concat!(
            "b4005000000000000000000000000000000001015000000000000000000000000000000002020303",
            "02046656616c766573056657686963683f06a2000101500000000000000000000000000000000307",
            "01098150000000000000000000000000000000040a81a30050000000000000000000000000000000",
            "0501a1000602060bf50d000e000f00100011071208130814081500"
        );
        assert_eq!(hex, kept);
    }
}
