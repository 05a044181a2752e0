//! The fields of an event as named values. Two versions give the list of what changed; the same names put a value back.
//! Elements of sets are facts of their own.

use super::{Answer, Event, Instead, Span, repeat::Repeat};
use crate::{
    Id,
    actor::Actor,
    change::{FieldChange, Value, between},
    when::When,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What stands for a time that is left out.
const LEFT_OUT: &str = "left_out";

/// All facts of an event by name.
pub fn of(event: &Event) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    let mut add = |name: &str, value: Value| {
        if value != Value::Null {
            facts.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::Text(text.into()) };
    add("title", text(&event.title));
    add("body", text(&event.body));
    add("extra", text(&event.extra));
    add("space", Value::Id(event.space));
    if let Actor::Person(person) = event.author {
        add("called_by", Value::Id(person));
    }
    add("number", Value::Int(event.number.into()));
    add("start", Value::Text(event.span.start.to_text()));
    add("length", Value::Int(event.span.length.into()));
    add("rule", Value::opt(event.repeat.as_ref(), |repeat| Value::Text(repeat.to_text())));
    add("room", Value::opt(event.room, Value::Id));
    add("page", Value::opt(event.page, Value::Id));
    add("trashed", Value::opt(event.trashed_ms, Value::Int));
    for person in &event.followers {
        add(&format!("follower:{person}"), Value::Bool(true));
    }
    for person in &event.guests {
        add(&format!("guest:{person}"), Value::Text(word(event.answer(*person).unwrap_or_default()).into()));
    }
    for ((day, person), said) in &event.said_on {
        add(&format!("said:{day}:{person}"), Value::Text(word(*said).into()));
    }
    for day in &event.extra_dates {
        add(&format!("extra_date:{day}"), Value::Bool(true));
    }
    for (day, instead) in &event.exceptions {
        add(&format!("occurrence:{day}"), instead_value(instead.as_ref()));
    }
    facts
}

/// What changed from one version to the next, by name.
pub fn changes(before: &Event, after: &Event) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}

/// Whether a change of this fact is one that guests have to know.
pub fn concerns_guests(name: &str) -> bool {
    matches!(name, "start" | "length" | "rule" | "room" | "trashed")
        || name.starts_with("occurrence:")
        || name.starts_with("extra_date:")
}

/// Puts one fact back; answers false when the name or the value means nothing here, and then nothing changed. Home and
/// number are the caller's: they follow from rights and counters.
pub fn set(event: &mut Event, name: &str, value: &Value) -> bool {
    let (head, rest) = name.split_once(':').unwrap_or((name, ""));
    let text = || value.as_text().unwrap_or_default().to_owned();
    match head {
        "title" => event.title = text(),
        "body" => event.body = text(),
        "extra" => event.extra = text(),
        "start" => match value.as_text().and_then(When::from_text) {
            Some(start) => event.span.start = start,
            None => return false,
        },
        "length" => match value.as_int().and_then(|n| u32::try_from(n).ok()) {
            Some(length) => event.span.length = length,
            None => return false,
        },
        "rule" => event.repeat = value.as_text().and_then(|text| Repeat::from_text(text).ok()),
        "room" => event.room = value.as_id(),
        "page" => event.page = value.as_id(),
        "called_by" => event.author = value.as_id().map_or(event.author, Actor::Person),
        "trashed" => event.trashed_ms = value.as_int(),
        "follower" | "guest" => {
            let Ok(person) = rest.parse::<Id>() else { return false };
            if head == "guest" { set_guest(event, person, value) } else { set_follower(event, person, value) }
        }
        "said" => {
            let Some((Ok(day), Ok(person))) = rest.split_once(':').map(|(day, person)| (day.parse(), person.parse()))
            else {
                return false;
            };
            match value.as_text() {
                Some(said) => event.said_on.insert((day, person), answer(said)),
                None => event.said_on.remove(&(day, person)),
            };
        }
        "extra_date" => {
            let Ok(day) = rest.parse::<NaiveDate>() else { return false };
            match value {
                Value::Bool(true) => event.extra_dates.insert(day),
                _ => event.extra_dates.remove(&day),
            };
        }
        "occurrence" => {
            let Ok(day) = rest.parse::<NaiveDate>() else { return false };
            match instead_from(value) {
                Some(instead) => event.exceptions.insert(day, instead),
                None => event.exceptions.remove(&day),
            };
        }
        _ => return false,
    }
    true
}

fn set_follower(event: &mut Event, person: Id, value: &Value) {
    event.followers.retain(|other| *other != person);
    event.followers.extend((*value == Value::Bool(true)).then_some(person));
}

fn set_guest(event: &mut Event, person: Id, value: &Value) {
    match value.as_text() {
        Some(said) => {
            if !event.guests.contains(&person) {
                event.guests.push(person);
            }
            event.say(person, answer(said));
        }
        None => event.uninvite(person),
    }
}

/// The word of an answer, as it stands in changes.
pub fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::None => "none",
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Maybe => "maybe",
    }
}

fn answer(word: &str) -> Answer {
    match word {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        "maybe" => Answer::Maybe,
        _ => Answer::None,
    }
}

/// Start, length, title, whether the room is another one, that room, and the rest.
fn instead_value(instead: Option<&Instead>) -> Value {
    let Some(one) = instead else { return Value::Text(LEFT_OUT.into()) };
    Value::List(vec![
        Value::Text(one.span.start.to_text()),
        Value::Int(one.span.length.into()),
        Value::opt(one.title.clone(), Value::Text),
        Value::Bool(one.room.is_some()),
        Value::opt(one.room.flatten(), Value::Id),
        Value::Text(one.extra.clone()),
    ])
}

/// None where nothing is different.
fn instead_from(value: &Value) -> Option<Option<Instead>> {
    if value.as_text() == Some(LEFT_OUT) {
        return Some(None);
    }
    let Value::List(parts) = value else { return None };
    let [start, length, title, other_room, room, extra] = parts.as_slice() else { return None };
    let span = Span {
        start: When::from_text(start.as_text()?)?,
        length: length.as_int().and_then(|n| u32::try_from(n).ok())?,
    };
    Some(Some(Instead {
        span,
        title: title.as_text().map(str::to_owned),
        room: (*other_room == Value::Bool(true)).then(|| room.as_id()),
        extra: extra.as_text().unwrap_or_default().to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Actor;

    #[test]
    fn every_change_can_be_put_back() {
        let span = |text: &str, length| Span { start: When::from_text(text).unwrap(), length };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let empty = Event::new(Id::from_u128(1), Id::from_u128(2), span("2026-11-23", 1), Actor::System, 5);
        let moved = Instead {
            span: span("2026-12-01T10:00[Europe/Berlin]", 30),
            title: Some("Other".into()),
            room: Some(None),
            extra: "X-A:1".into(),
        };
        let full = Event {
            title: "Stand-up".into(),
            body: "Agenda".into(),
            span: span("2026-11-23T09:00[Europe/Berlin]", 15),
            repeat: Some(Repeat::from_text("FREQ=DAILY").unwrap()),
            extra_dates: [day("2027-01-06")].into(),
            exceptions: [(day("2026-11-24"), None), (day("2026-11-30"), Some(moved))].into(),
            guests: vec![Id::from_u128(7), Id::from_u128(8)],
            answers: [(Id::from_u128(8), Answer::Maybe)].into(),
            room: Some(Id::from_u128(9)),
            page: Some(Id::from_u128(10)),
            extra: "X-B:2".into(),
            followers: vec![Id::from_u128(7)],
            trashed_ms: Some(6),
            ..empty.clone()
        };
        let (mut back, mut forth) = (full.clone(), empty.clone());
        for change in changes(&empty, &full) {
            assert!(set(&mut back, &change.field, &change.before), "{}", change.field);
            assert!(set(&mut forth, &change.field, &change.after), "{}", change.field);
        }
        assert_eq!((back, forth), (empty, full));
    }
}
