//! The values of rules as they are sent, and what a rule names: it has to be there, and whoever writes the rule may use it.

use super::Reading;
use crate::{
    Error,
    access::{self, Scope},
    forms, processes,
    rules::home,
    webhooks,
};
use guildhall_domain::{
    Id,
    change::Value,
    person::PersonState,
    policy::{Do, DoSpace},
    rules::{Fact, matching},
    space::FieldKind,
};

const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
/// Most days from then.
const DAYS: i64 = 366;

/// A value as it is sent and shown.
pub fn text(fact: Fact, value: &Value) -> String {
    match (fact, value) {
        (Fact::Priority, Value::Int(number)) => {
            let place = usize::try_from(*number).ok();
            place.and_then(|place| PRIORITIES.get(place)).copied().unwrap_or("normal").to_owned()
        }
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Id(id)) => id.to_string(),
        _ => String::new(),
    }
}

impl<S: Scope> Reading<'_, S> {
    /// A field has to be one of the space; the organization has neither fields nor statuses nor sections.
    pub(super) fn field(&self, fact: Fact, at: &str) -> Result<(), Error> {
        match (fact, self.home.space()) {
            (Fact::Field(id), Some(home)) if home.field(id).is_none() => {
                Err(Error::field(at, "This space has no such field. Choose one it has."))
            }
            (Fact::Status | Fact::Section | Fact::Field(_), None) => Err(home::of_one_space(at)),
            _ => Ok(()),
        }
    }

    pub(super) fn value(&self, fact: Fact, text: &str, at: &str) -> Result<Value, Error> {
        let wrong = |message: &str| Error::field(at, message);
        let number = || text.trim().parse::<u32>().map(|number| Value::Int(number.into()));
        let value = match fact {
            Fact::Assignee | Fact::Section | Fact::Field(_) if text.is_empty() => return Ok(Value::Null),
            Fact::Status | Fact::Section | Fact::Tag => number().map_err(|_| wrong("Send the number of one."))?,
            Fact::Category => match matching::category(text) {
                Some(category) => Value::Text(matching::category_word(category).into()),
                None => return Err(wrong("Choose to do, doing, waiting, done or cancelled.")),
            },
            Fact::Assignee => Value::Id(self.person(text.parse().map_err(|_| wrong("Choose a person."))?, at)?),
            Fact::Priority => match PRIORITIES.iter().position(|word| *word == text) {
                Some(place) => Value::Int(i64::try_from(place).unwrap_or(1)),
                None => return Err(wrong("Choose low, normal, high or urgent.")),
            },
            Fact::Due | Fact::Start => match text.trim().parse::<i64>() {
                Ok(days) if (0..=DAYS).contains(&days) => Value::Int(days),
                _ => return Err(wrong("Count the days from then, from 0 to 366.")),
            },
            Fact::Field(id) => self.of_field(id, text, at)?,
            Fact::Words => return Err(wrong("Words can only be looked for.")),
            Fact::Process => Value::Id(self.run_of(text, at)?),
        };
        let there = match (fact, &value) {
            (Fact::Tag, Value::Int(tag)) => {
                u32::try_from(*tag).is_ok_and(|tag| self.scope.directory().tags().contains_key(&tag))
            }
            _ => self.home.space().is_none_or(|home| matching::is_known(fact, &value, home)),
        };
        if there { Ok(value) } else { Err(wrong("This space has none of this number. Choose one it has.")) }
    }

    fn of_field(&self, id: u32, text: &str, at: &str) -> Result<Value, Error> {
        let Some(field) = self.home.space().and_then(|home| home.field(id)) else { return Ok(Value::Null) };
        let wrong = |message: &str| Err(Error::field(at, message));
        match field.kind {
            FieldKind::Person => match text.parse() {
                Ok(id) => Ok(Value::Id(self.person(id, at)?)),
                Err(_) => wrong("Choose a person."),
            },
            FieldKind::Choice if !field.choices.iter().any(|choice| choice == text) => {
                wrong("Choose one of the choices of this field.")
            }
            FieldKind::Date if text.parse::<chrono::NaiveDate>().is_err() => wrong("Write the day as 2026-11-23."),
            _ => Ok(Value::Text(text.trim().to_owned())),
        }
    }

    /// Somebody who reads the space; of the organization anybody who is there.
    pub(super) fn person(&self, id: Id, at: &str) -> Result<Id, Error> {
        if let Some(home) = self.home.space() {
            return Ok(access::reader(self.scope, id, &[home.audience], at)?.id);
        }
        let person = access::person(self.scope, id).ok().filter(|person| person.state == PersonState::Active);
        person.map(|_| id).ok_or_else(|| Error::field(at, "Choose a person of this organization."))
    }

    pub(super) fn form(&self, id: Id) -> Result<Id, Error> {
        let home = self.home.id().ok_or_else(|| home::of_one_space("when"))?;
        let here = forms::queries::readable(self.scope, id).ok().filter(|(form, _)| form.space == home);
        here.map(|(form, _)| form.id).ok_or_else(|| Error::field("when", "Choose a form of this space."))
    }

    pub(super) fn target(&self, id: Id) -> Result<Id, Error> {
        let space = access::space(self.scope, id, DoSpace::Write);
        space.map(|space| space.id).map_err(|_| Error::field("actions", "Choose a space in which you work."))
    }

    pub(super) fn process(&self, id: Id) -> Result<Id, Error> {
        let process = processes::queries::workable(self.scope, id);
        process.map(|_| id).map_err(|_| Error::field("actions", "Choose a process you may start."))
    }

    /// A process whose runs are meant: it is enough to read it.
    fn run_of(&self, text: &str, at: &str) -> Result<Id, Error> {
        let known = text.parse().ok().and_then(|id| processes::queries::readable(self.scope, id).ok());
        let there = known.filter(|(process, _)| process.trashed_ms.is_none());
        there.map(|(process, _)| process.id).ok_or_else(|| Error::field(at, "Choose a process you can read."))
    }

    pub(super) fn webhook(&self, id: Id) -> Result<Id, Error> {
        match webhooks::queries::is_callable(self.scope, id)? {
            true => Ok(id),
            false => Err(Error::field("actions", "Choose a webhook that is on.")),
        }
    }

    pub(super) fn topic(&self, id: Id) -> Result<Id, Error> {
        let topic = access::topic(self.scope, id, Do::Comment);
        topic.map(|topic| topic.id).map_err(|_| Error::field("actions", "Choose a topic in which you may write."))
    }
}
