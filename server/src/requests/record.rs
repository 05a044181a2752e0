//! Requests and what is said in them, as stored.

use crate::log::cbor::{self, Bytes16, Tagged};
use chrono::{Datelike, NaiveDate};
use guildhall_domain::{
    Id,
    actor::Actor,
    form::answer::Answer,
    request::{
        Lane, Message, Request, Requester, State, Way,
        target::{Target, Told},
    },
};
use minicbor::{Decode, Encode};

/// See [`Request`].
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct RequestRecord {
    #[n(0)]
    space: Bytes16,
    #[n(1)]
    number: u32,
    /// Of one that came by a form.
    #[n(2)]
    form: Option<Bytes16>,
    #[n(3)]
    version: Option<u32>,
    #[n(4)]
    title: String,
    #[n(5)]
    body: Option<String>,
    #[n(6)]
    answers: Option<Vec<AnswerRecord>>,
    /// Days since the first of the year 1.
    #[n(7)]
    due: Option<i32>,
    #[n(8)]
    name: String,
    #[n(9)]
    email: Option<String>,
    #[n(10)]
    requester: Option<Tagged>,
    /// As in changes; see [`State::word`].
    #[n(11)]
    state: String,
    #[n(12)]
    decided_by: Option<Tagged>,
    #[n(13)]
    decided_ms: Option<i64>,
    #[n(14)]
    answered_ms: Option<i64>,
    #[n(15)]
    link: u32,
    #[n(16)]
    created_ms: i64,
    #[n(17)]
    seq: u64,
    #[n(18)]
    answer_target: Option<TargetRecord>,
    #[n(19)]
    done_target: Option<TargetRecord>,
}

guildhall_store::record!(RequestRecord, 1);

/// See [`Target`].
#[derive(Debug, Clone, Copy, Encode, Decode)]
#[cbor(map)]
pub struct TargetRecord {
    #[n(0)]
    minutes: u32,
    #[n(1)]
    due_ms: i64,
    #[n(2)]
    near_ms: i64,
    /// 1: that it is near; 2: that it was missed.
    #[n(3)]
    told: Option<u8>,
}

impl From<Target> for TargetRecord {
    fn from(target: Target) -> Self {
        let Target { minutes, due_ms, near_ms, told } = target;
        TargetRecord { minutes, due_ms, near_ms, told: (told != Told::Nothing).then_some(told as u8) }
    }
}

impl From<TargetRecord> for Target {
    fn from(record: TargetRecord) -> Self {
        let told = match record.told {
            None | Some(0) => Told::Nothing,
            Some(1) => Told::Near,
            Some(_) => Told::Missed,
        };
        Target { minutes: record.minutes, due_ms: record.due_ms, near_ms: record.near_ms, told }
    }
}

/// One answer: what it is follows from which field is there.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct AnswerRecord {
    #[n(0)]
    question: u32,
    #[n(1)]
    text: Option<String>,
    #[n(2)]
    day: Option<i32>,
    #[n(3)]
    choices: Option<Vec<u32>>,
    #[n(4)]
    person: Option<Bytes16>,
    #[n(5)]
    files: Option<Vec<Bytes16>>,
}

fn answer((question, answer): &(u32, Answer)) -> AnswerRecord {
    let none = AnswerRecord { question: *question, text: None, day: None, choices: None, person: None, files: None };
    match answer {
        Answer::Text(text) => AnswerRecord { text: Some(text.clone()), ..none },
        Answer::Date(day) => AnswerRecord { day: Some(day.num_days_from_ce()), ..none },
        Answer::Choices(chosen) => AnswerRecord { choices: Some(chosen.clone()), ..none },
        Answer::Person(id) => AnswerRecord { person: Some(cbor::id(*id)), ..none },
        Answer::Files(ids) => AnswerRecord { files: Some(cbor::ids(ids)), ..none },
        Answer::Ticked => none,
    }
}

fn from_answer(r: AnswerRecord) -> (u32, Answer) {
    let day = r.day.and_then(NaiveDate::from_num_days_from_ce_opt);
    let answer = match (r.text, day, r.choices, r.person, r.files) {
        (Some(text), ..) => Answer::Text(text),
        (_, Some(day), ..) => Answer::Date(day),
        (_, _, Some(chosen), ..) => Answer::Choices(chosen),
        (_, _, _, Some(id), _) => Answer::Person(cbor::from_id(&id)),
        (_, _, _, _, Some(ids)) => Answer::Files(cbor::from_ids(&ids)),
        _ => Answer::Ticked,
    };
    (r.question, answer)
}

impl From<&Request> for RequestRecord {
    fn from(r: &Request) -> Self {
        let form = if let Way::Form(id, version) = r.way { Some((id, version)) } else { None };
        RequestRecord {
            space: cbor::id(r.space),
            number: r.number,
            form: form.map(|(id, _)| cbor::id(id)),
            version: form.map(|(_, version)| version),
            title: r.title.clone(),
            body: Some(r.body.clone()).filter(|body| !body.is_empty()),
            answers: Some(r.answers.iter().map(answer).collect::<Vec<_>>()).filter(|all| !all.is_empty()),
            due: r.due.map(|day| day.num_days_from_ce()),
            name: r.requester.name.clone(),
            email: r.requester.email.clone(),
            requester: r.requester.actor.map(Tagged::from),
            state: r.state.word(),
            decided_by: r.decided.map(|(by, _)| Tagged::from(by)),
            decided_ms: r.decided.map(|(_, at)| at),
            answered_ms: r.answered_ms,
            link: r.link,
            created_ms: r.created_ms,
            seq: r.seq,
            answer_target: r.answer_target.map(TargetRecord::from),
            done_target: r.done_target.map(TargetRecord::from),
        }
    }
}

impl RequestRecord {
    /// With its id.
    pub fn into_request(self, id: Id) -> Request {
        let way = self.form.as_ref().map(cbor::from_id).zip(self.version);
        Request {
            id,
            space: cbor::from_id(&self.space),
            number: self.number,
            way: way.map_or(Way::Mail, |(form, version)| Way::Form(form, version)),
            title: self.title,
            body: self.body.unwrap_or_default(),
            answers: self.answers.unwrap_or_default().into_iter().map(from_answer).collect(),
            due: self.due.and_then(NaiveDate::from_num_days_from_ce_opt),
            requester: Requester {
                name: self.name,
                email: self.email,
                actor: self.requester.as_ref().map(Actor::from),
            },
            state: State::from_word(&self.state).unwrap_or(State::New),
            decided: self.decided_by.as_ref().map(Actor::from).zip(self.decided_ms),
            answered_ms: self.answered_ms,
            answer_target: self.answer_target.map(Target::from),
            done_target: self.done_target.map(Target::from),
            link: self.link,
            created_ms: self.created_ms,
            seq: self.seq,
        }
    }
}

/// See [`Message`].
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct MessageRecord {
    /// It is for the requester too. What does not say so is for the team: a lane that cannot be read leaks nothing.
    #[n(0)]
    outside: Option<bool>,
    #[n(1)]
    author: Option<Tagged>,
    #[n(2)]
    body: String,
    #[n(3)]
    at_ms: i64,
}

guildhall_store::record!(MessageRecord, 1);

impl From<&Message> for MessageRecord {
    fn from(m: &Message) -> Self {
        MessageRecord {
            outside: (m.lane == Lane::Requester).then_some(true),
            author: m.author.map(Tagged::from),
            body: m.body.clone(),
            at_ms: m.at_ms,
        }
    }
}

impl MessageRecord {
    /// With its place.
    pub fn into_message(self, place: u32, id: Id) -> Message {
        let lane = if self.outside == Some(true) { Lane::Requester } else { Lane::Team };
        let author = self.author.as_ref().map(Actor::from);
        Message { id, place, lane, author, body: self.body, at_ms: self.at_ms }
    }
}

/// A letter to a requester that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
#[allow(missing_docs)]
pub struct LetterRecord {
    /// How often it could not be sent, and since when.
    #[n(0)]
    pub attempts: u32,
    #[n(1)]
    pub since_ms: i64,
}

guildhall_store::record!(LetterRecord, 1);

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_store::Value;

    #[test]
    fn a_request_comes_back_and_its_bytes_are_kept() {
        let answers = vec![
            (1, Answer::Text("a".into())),
            (2, Answer::Date(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap())),
            (3, Answer::Choices(vec![1, 2])),
            (4, Answer::Person(Id::from_u128(4))),
            (5, Answer::Files(vec![Id::from_u128(5)])),
            (6, Answer::Ticked),
        ];
        let request = Request {
            id: Id::from_u128(1),
            space: Id::from_u128(2),
            number: 58,
            way: Way::Form(Id::from_u128(3), 4),
            title: "T".into(),
            body: "b".into(),
            answers,
            due: NaiveDate::from_ymd_opt(2026, 11, 24),
            requester: Requester { name: "R".into(), email: Some("r@x.y".into()), actor: Some(Actor::System) },
            state: State::Accepted(Id::from_u128(7)),
            decided: Some((Actor::Person(Id::from_u128(8)), 9)),
            answered_ms: Some(10),
            answer_target: None,
            done_target: None,
            link: 1,
            created_ms: 11,
            seq: 12,
        };
        let mut bytes = Vec::new();
        Value::encode(&RequestRecord::from(&request), &mut bytes);
        let hash = blake3::hash(&bytes).to_hex();
        assert_eq!(&hash[..16], "3ab6c14f7d614def");
        let record = <RequestRecord as Value>::decode(1, &bytes).unwrap();
        assert_eq!(record.into_request(request.id), request);
        let target = |told| Some(Target { minutes: 240, due_ms: 13, near_ms: 12, told });
        let request = Request { answer_target: target(Told::Missed), done_target: target(Told::Nothing), ..request };
        assert_eq!(RequestRecord::from(&request).into_request(request.id), request);
    }

    #[test]
    fn a_message_without_a_lane_is_for_the_team() {
        let record = MessageRecord { outside: None, author: None, body: "x".into(), at_ms: 5 };
        assert_eq!(record.into_message(0, Id::nil()).lane, Lane::Team);
        let said = Message { id: Id::nil(), place: 3, lane: Lane::Requester, author: None, body: "x".into(), at_ms: 5 };
        assert_eq!(MessageRecord::from(&said).into_message(3, Id::nil()), said);
    }
}
