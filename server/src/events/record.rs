//! An event as stored. Times and rules are text, as they stand in changes: what is read there is read here.

use crate::log::cbor::{self, Bytes16, Tagged};
use chrono::NaiveDate;
use guildhall_domain::{
    actor::Actor,
    event::{Answer, Event, Instead, Span, repeat::Repeat},
    when::When,
};
use minicbor::{Decode, Encode};

/// See [`Event`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct EventRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    space: Bytes16,
    #[n(2)]
    number: u32,
    #[n(3)]
    uid: String,
    #[n(4)]
    sequence: u32,
    #[n(5)]
    title: String,
    #[n(6)]
    body: Option<String>,
    #[n(7)]
    author: Tagged,
    #[n(8)]
    start: String,
    #[n(9)]
    length: u32,
    #[n(10)]
    rule: Option<String>,
    #[n(11)]
    exceptions: Option<Vec<ExceptionRecord>>,
    #[n(12)]
    guests: Option<Vec<GuestRecord>>,
    #[n(13)]
    room: Option<Bytes16>,
    #[n(14)]
    page: Option<Bytes16>,
    #[n(15)]
    extra: Option<String>,
    #[n(16)]
    followers: Option<Vec<Bytes16>>,
    #[n(17)]
    trashed_ms: Option<i64>,
    #[n(18)]
    comments: u32,
    #[n(19)]
    files: u32,
    #[n(20)]
    links: u32,
    #[n(21)]
    created_ms: i64,
    #[n(22)]
    updated_ms: i64,
    #[n(23)]
    seq: u64,
    #[n(24)]
    said_on: Option<Vec<SaidRecord>>,
    #[n(25)]
    extra_dates: Option<Vec<i32>>,
}

guildhall_store::record!(EventRecord, 1);

/// A day on which it is different; without a start it does not come.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct ExceptionRecord {
    #[n(0)]
    day: i32,
    #[n(1)]
    start: Option<String>,
    #[n(2)]
    length: Option<u32>,
    #[n(3)]
    title: Option<String>,
    /// It is in another room, or in none.
    #[n(4)]
    elsewhere: Option<bool>,
    #[n(5)]
    room: Option<Bytes16>,
    #[n(6)]
    extra: Option<String>,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct GuestRecord {
    #[n(0)]
    person: Bytes16,
    #[n(1)]
    answer: u8,
}

/// What somebody said of one time it comes.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct SaidRecord {
    #[n(0)]
    day: i32,
    #[n(1)]
    person: Bytes16,
    #[n(2)]
    answer: u8,
}

const ANSWERS: [Answer; 4] = [Answer::None, Answer::Yes, Answer::No, Answer::Maybe];

fn number(answer: Answer) -> u8 {
    ANSWERS.iter().position(|other| *other == answer).and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}

fn answer(number: u8) -> Answer {
    ANSWERS.get(usize::from(number)).copied().unwrap_or_default()
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn exception(day: NaiveDate, instead: Option<&Instead>) -> ExceptionRecord {
    ExceptionRecord {
        day: cbor::number(day),
        start: instead.map(|one| one.span.start.to_text()),
        length: instead.map(|one| one.span.length),
        title: instead.and_then(|one| one.title.clone()),
        elsewhere: instead.and_then(|one| one.room.map(|_| true)),
        room: cbor::id_opt(instead.and_then(|one| one.room.flatten())),
        extra: instead.and_then(|one| text(&one.extra)),
    }
}

/// What cannot be read as a time is read as left out: nothing is shown where nobody knows when.
fn instead(record: ExceptionRecord) -> (NaiveDate, Option<Instead>) {
    let day = cbor::day(record.day);
    let room = cbor::from_id_opt(&record.room);
    let start = record.start.as_deref().and_then(When::from_text);
    let instead = start.map(|start| Instead {
        span: Span { start, length: record.length.unwrap_or_default() },
        title: record.title,
        room: record.elsewhere.unwrap_or(false).then_some(room),
        extra: record.extra.unwrap_or_default(),
    });
    (day, instead)
}

impl From<&Event> for EventRecord {
    fn from(e: &Event) -> Self {
        let guest = |person: &guildhall_domain::Id| GuestRecord {
            person: cbor::id(*person),
            answer: number(e.answer(*person).unwrap_or_default()),
        };
        let said = |((day, person), answer): (&(NaiveDate, guildhall_domain::Id), &Answer)| SaidRecord {
            day: cbor::number(*day),
            person: cbor::id(*person),
            answer: number(*answer),
        };
        let different = |(day, one): (&NaiveDate, &Option<Instead>)| exception(*day, one.as_ref());
        EventRecord {
            id: cbor::id(e.id),
            space: cbor::id(e.space),
            number: e.number,
            uid: e.uid.clone(),
            sequence: e.sequence,
            title: e.title.clone(),
            body: text(&e.body),
            author: e.author.into(),
            start: e.span.start.to_text(),
            length: e.span.length,
            rule: e.repeat.as_ref().map(Repeat::to_text),
            exceptions: (!e.exceptions.is_empty()).then(|| e.exceptions.iter().map(different).collect()),
            guests: (!e.guests.is_empty()).then(|| e.guests.iter().map(guest).collect()),
            room: cbor::id_opt(e.room),
            page: cbor::id_opt(e.page),
            extra: text(&e.extra),
            followers: (!e.followers.is_empty()).then(|| cbor::ids(&e.followers)),
            trashed_ms: e.trashed_ms,
            comments: e.comments,
            files: e.files,
            links: e.links,
            created_ms: e.created_ms,
            updated_ms: e.updated_ms,
            seq: e.seq,
            said_on: (!e.said_on.is_empty()).then(|| e.said_on.iter().map(said).collect()),
            extra_dates: (!e.extra_dates.is_empty())
                .then(|| e.extra_dates.iter().map(|day| cbor::number(*day)).collect()),
        }
    }
}

impl From<EventRecord> for Event {
    fn from(r: EventRecord) -> Self {
        let start = When::from_text(&r.start).unwrap_or_else(|| When::day(NaiveDate::default()));
        let span = Span { start, length: r.length };
        let mut event = Event {
            number: r.number,
            uid: r.uid,
            sequence: r.sequence,
            title: r.title,
            body: r.body.unwrap_or_default(),
            repeat: r.rule.and_then(|rule| Repeat::from_text(&rule).ok()),
            extra_dates: r.extra_dates.unwrap_or_default().into_iter().map(cbor::day).collect(),
            exceptions: r.exceptions.unwrap_or_default().into_iter().map(instead).collect(),
            room: cbor::from_id_opt(&r.room),
            page: cbor::from_id_opt(&r.page),
            extra: r.extra.unwrap_or_default(),
            followers: cbor::from_ids(&r.followers.unwrap_or_default()),
            trashed_ms: r.trashed_ms,
            comments: r.comments,
            files: r.files,
            links: r.links,
            updated_ms: r.updated_ms,
            seq: r.seq,
            ..Event::new(cbor::from_id(&r.id), cbor::from_id(&r.space), span, Actor::from(&r.author), r.created_ms)
        };
        for guest in r.guests.unwrap_or_default() {
            let person = cbor::from_id(&guest.person);
            event.guests.push(person);
            event.say(person, answer(guest.answer));
        }
        for said in r.said_on.unwrap_or_default() {
            let day = cbor::day(said.day);
            event.said_on.insert((day, cbor::from_id(&said.person)), answer(said.answer));
        }
        event
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::Id;
    use guildhall_store::Value;

    #[test]
    fn an_event_comes_back() {
        let span = |text: &str, length| Span { start: When::from_text(text).unwrap(), length };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let instead = Instead {
            span: span("2026-12-01T10:00[Europe/Berlin]", 30),
            title: Some("Other".into()),
            room: Some(None),
            extra: "X-A:1".into(),
        };
        let start = span("2026-11-23T09:00[Europe/Berlin]", 15);
        let event = Event {
            number: 3,
            title: "Stand-up".into(),
            body: "Agenda".into(),
            repeat: Some(Repeat::from_text("FREQ=DAILY").unwrap()),
            extra_dates: [day("2027-01-06")].into(),
            exceptions: [(day("2026-11-24"), None), (day("2026-11-30"), Some(instead))].into(),
            guests: vec![Id::from_u128(7), Id::from_u128(8)],
            answers: [(Id::from_u128(8), Answer::Maybe)].into(),
            said_on: [((day("2026-11-25"), Id::from_u128(8)), Answer::No)].into(),
            room: Some(Id::from_u128(9)),
            extra: "X-B:2".into(),
            seq: 7,
            ..Event::new(Id::from_u128(1), Id::from_u128(2), start, Actor::Person(Id::from_u128(3)), 8)
        };
        let mut bytes = Vec::new();
        Value::encode(&EventRecord::from(&event), &mut bytes);
        assert_eq!(Event::from(<EventRecord as Value>::decode(1, &bytes).unwrap()), event);
    }
}
