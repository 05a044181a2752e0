//! The fields of a topic as named values. Two versions give the list of what changed; the same names put a
//! value back. Elements of sets are facts of their own.

use super::{Decision, State, Topic};
use crate::{
    Id,
    actor::Actor,
    change::{FieldChange, Value, between},
    checkin::{self, CheckIn},
    recurrence::Recurrence,
};
use std::collections::BTreeMap;

/// All facts of a topic by name.
pub fn of(topic: &Topic) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    let mut add = |name: &str, value: Value| {
        if value != Value::Null {
            facts.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::Text(text.into()) };
    let flag = |on: bool| if on { Value::Bool(true) } else { Value::Null };
    add("title", text(&topic.title));
    add("body", text(&topic.body));
    add("space", Value::opt(topic.space, Value::Id));
    add("number", Value::Int(topic.number.into()));
    add("state", Value::Text(state_word(topic.state).into()));
    add("archived", flag(topic.archived));
    add("trashed", Value::opt(topic.trashed_ms, Value::Int));
    if let Some(check_in) = &topic.check_in {
        checkin(check_in, &mut add);
    }
    for person in &topic.followers {
        add(&format!("follower:{person}"), Value::Bool(true));
    }
    for decision in &topic.decisions {
        add(&format!("decision:{}", decision.message), decision_value(decision));
    }
    facts
}

/// What changed from one version to the next, by name.
pub fn changes(before: &Topic, after: &Topic) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}

/// Puts one fact back; answers false when the name or the value means nothing here, and then nothing changed.
/// Home and number are the caller's: they follow from rights and counters.
pub fn set(topic: &mut Topic, name: &str, value: &Value) -> bool {
    let (head, rest) = name.split_once(':').unwrap_or((name, ""));
    match head {
        "title" => topic.title = value.as_text().unwrap_or_default().into(),
        "body" => topic.body = value.as_text().unwrap_or_default().into(),
        "state" => topic.state = value.as_text().map_or(State::Open, state_from),
        "archived" => topic.archived = *value == Value::Bool(true),
        "trashed" => topic.trashed_ms = value.as_int(),
        "follower" => {
            let Ok(person) = rest.parse::<Id>() else { return false };
            topic.followers.retain(|other| *other != person);
            if *value == Value::Bool(true) {
                topic.followers.push(person);
            }
        }
        _ if head.starts_with("check_in") => {
            return topic.check_in.as_mut().is_some_and(|one| set_checkin(one, head, rest, value));
        }
        "decision" => {
            let Ok(message) = rest.parse::<Id>() else { return false };
            topic.decisions.retain(|other| other.message != message);
            topic.decisions.extend(decision_from(message, value));
            topic.decisions.sort_by_key(|decision| decision.at_ms);
        }
        _ => return false,
    }
    true
}

/// What of a check-in is decided by people; when it is asked next follows from it.
fn checkin(check_in: &CheckIn, add: &mut impl FnMut(&str, Value)) {
    add("check_in.rule", Value::Text(check_in.schedule.to_text()));
    add("check_in.remind", Value::opt(check_in.remind_after, |hours| Value::Int(hours.into())));
    add("check_in.owner", Value::Id(check_in.owner));
    add("check_in.paused", if check_in.paused { Value::Bool(true) } else { Value::Null });
    add("check_in.ended", Value::opt(check_in.ended_ms, Value::Int));
    for person in &check_in.people {
        add(&format!("check_in.person:{person}"), Value::Bool(true));
    }
}

fn set_checkin(check_in: &mut CheckIn, name: &str, rest: &str, value: &Value) -> bool {
    match name {
        "check_in.rule" => match value.as_text().and_then(Recurrence::from_text).filter(checkin::can_ask_on) {
            Some(schedule) => check_in.schedule = schedule,
            None => return false,
        },
        "check_in.remind" => check_in.remind_after = value.as_int().and_then(|hours| u8::try_from(hours).ok()),
        "check_in.owner" => check_in.owner = value.as_id().unwrap_or(check_in.owner),
        "check_in.paused" => check_in.paused = *value == Value::Bool(true),
        "check_in.ended" => check_in.ended_ms = value.as_int(),
        "check_in.person" => {
            let Ok(person) = rest.parse::<Id>() else { return false };
            check_in.people.retain(|other| *other != person);
            check_in.people.extend((*value == Value::Bool(true)).then_some(person));
            check_in.people.sort_unstable();
        }
        _ => return false,
    }
    true
}

/// The word of a state, as it stands in changes.
pub fn state_word(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::Decided => "decided",
        State::Answered => "answered",
    }
}

fn state_from(word: &str) -> State {
    match word {
        "decided" => State::Decided,
        "answered" => State::Answered,
        _ => State::Open,
    }
}

fn decision_value(decision: &Decision) -> Value {
    let by = if let Actor::Person(id) = decision.by { Value::Id(id) } else { Value::Null };
    Value::List(vec![by, Value::Int(decision.at_ms)])
}

fn decision_from(message: Id, value: &Value) -> Option<Decision> {
    let Value::List(parts) = value else { return None };
    let [by, at] = parts.as_slice() else { return None };
    Some(Decision { message, by: by.as_id().map_or(Actor::System, Actor::Person), at_ms: at.as_int()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::Form;

    #[test]
    fn every_change_can_be_put_back() {
        let empty = Topic::new(Id::from_u128(1), Form::Titled, None, Actor::System, 5);
        let full = Topic {
            title: "Valves".into(),
            body: "Which?".into(),
            state: State::Answered,
            followers: vec![Id::from_u128(7)],
            decisions: vec![Decision { message: Id::from_u128(8), by: Actor::Person(Id::from_u128(7)), at_ms: 9 }],
            archived: true,
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

    #[test]
    fn every_change_of_a_check_in_can_be_put_back() {
        let check_in = CheckIn {
            schedule: Recurrence::from_text("week:1@540").unwrap(),
            people: vec![Id::from_u128(7)],
            remind_after: Some(4),
            owner: Id::from_u128(8),
            paused: false,
            ended_ms: None,
            next_ms: 5,
            asked_ms: None,
            round: None,
        };
        let first = Topic {
            check_in: Some(check_in.clone()),
            ..Topic::new(Id::from_u128(1), Form::Titled, None, Actor::System, 5)
        };
        let other = CheckIn {
            schedule: Recurrence::from_text("month:3@0").unwrap(),
            people: vec![Id::from_u128(6)],
            remind_after: None,
            owner: Id::from_u128(9),
            paused: true,
            ended_ms: Some(9),
            ..check_in
        };
        let second = Topic { check_in: Some(other), ..first.clone() };
        let mut back = second.clone();
        for change in changes(&first, &second) {
            assert!(set(&mut back, &change.field, &change.before), "{}", change.field);
        }
        assert_eq!(back, first);
    }
}
