//! What was decided about a rule, as stored.

use crate::log::cbor::{self, Bytes16, Stored};
use guildhall_domain::{
    Id,
    change::Value,
    rules::{Act, Condition, Fact, Mail, Plan, Source, Test, Trigger, Whom, phrase::Phrases},
};
use minicbor::{Decode, Encode};

/// See [`Plan`].
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PlanRecord {
    #[n(0)]
    name: String,
    /// Without one a newer version knows a trigger this one does not: such a rule never acts.
    #[n(1)]
    when: PartRecord,
    #[n(2)]
    conditions: Vec<PartRecord>,
    #[n(3)]
    actions: Vec<PartRecord>,
}

guildhall_store::record!(PlanRecord, 1);

/// A trigger, a condition or an action: its kind as a number, and what it needs.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
#[cbor(map)]
pub struct PartRecord {
    #[n(0)]
    kind: u8,
    #[n(1)]
    fact: Option<u8>,
    #[n(2)]
    field: Option<u32>,
    #[n(3)]
    values: Option<Vec<Stored>>,
    #[n(4)]
    id: Option<Bytes16>,
    #[n(5)]
    days: Option<i16>,
    #[n(6)]
    text: Option<String>,
    #[n(7)]
    any: Option<Vec<String>>,
    #[n(8)]
    except: Option<Vec<String>>,
    #[n(9)]
    whom: Option<u8>,
    #[n(10)]
    subject: Option<String>,
}

const FACTS: [Fact; 10] = [
    Fact::Status,
    Fact::Category,
    Fact::Assignee,
    Fact::Priority,
    Fact::Due,
    Fact::Start,
    Fact::Section,
    Fact::Tag,
    Fact::Words,
    Fact::Process,
];
/// The number of a field of the space.
const FIELD: u8 = 100;

impl PartRecord {
    fn new(kind: u8) -> Self {
        PartRecord { kind, ..PartRecord::default() }
    }

    fn of(self, fact: Fact) -> Self {
        match fact {
            Fact::Field(id) => PartRecord { fact: Some(FIELD), field: Some(id), ..self },
            other => {
                let place = FACTS.iter().position(|one| *one == other).and_then(|place| u8::try_from(place).ok());
                PartRecord { fact: place, ..self }
            }
        }
    }

    fn with(self, values: &[Value]) -> Self {
        PartRecord { values: Some(values.iter().cloned().map(Stored).collect()), ..self }
    }

    fn at(self, id: Id) -> Self {
        PartRecord { id: Some(cbor::id(id)), ..self }
    }

    fn says(self, text: &str) -> Self {
        PartRecord { text: Some(text.into()), ..self }
    }

    fn fact(&self) -> Option<Fact> {
        match self.fact? {
            FIELD => self.field.map(Fact::Field),
            place => FACTS.get(usize::from(place)).copied(),
        }
    }

    fn values(&self) -> Vec<Value> {
        self.values.iter().flatten().map(|stored| stored.0.clone()).collect()
    }

    fn value(&self) -> Option<Value> {
        self.values().into_iter().next()
    }

    fn id(&self) -> Option<Id> {
        cbor::from_id_opt(&self.id)
    }

    fn trigger(&self) -> Option<Trigger> {
        Some(match self.kind {
            1 => Trigger::Created,
            2 => Trigger::Changed(self.fact()?, self.value()),
            3 => Trigger::Commented,
            4 => Trigger::Requested(Source::Any),
            5 => Trigger::Requested(Source::Form(self.id())),
            6 => Trigger::Requested(Source::Mail),
            7 => Trigger::Reached(self.fact()?, self.days.unwrap_or(0)),
            8 => Trigger::Overdue(self.days.and_then(|days| u16::try_from(days).ok()).unwrap_or(0)),
            _ => return None,
        })
    }

    fn condition(&self) -> Option<Condition> {
        let phrases = || Phrases::new(self.any.clone().unwrap_or_default(), self.except.clone().unwrap_or_default());
        let test = match self.kind {
            1 => Test::Is(self.values()),
            2 => Test::IsNot(self.values()),
            3 => Test::Contains(phrases()),
            _ => return None,
        };
        Some(Condition { fact: self.fact()?, test })
    }

    fn act(&self) -> Option<Act> {
        let text = || self.text.clone().unwrap_or_default();
        Some(match self.kind {
            1 => Act::Set(self.fact()?, self.value().unwrap_or(Value::Null)),
            2 => Act::Move(self.id()?),
            3 => Act::Accept,
            4 => Act::Start(self.id()?),
            5 => Act::Comment(text()),
            6 => Act::Post(self.id()?, text()),
            7 => Act::Tell(
                match self.whom {
                    Some(1) => Whom::Assignee,
                    Some(2) => Whom::Leads,
                    _ => Whom::Person(self.id()?),
                },
                text(),
            ),
            8 => Act::Call(self.id()?),
            9 => Act::Mail(Mail {
                to: self.any.clone().unwrap_or_default(),
                subject: self.subject.clone().unwrap_or_default(),
                text: text(),
            }),
            _ => return None,
        })
    }
}

impl From<&Trigger> for PartRecord {
    fn from(when: &Trigger) -> Self {
        match when {
            Trigger::Created => PartRecord::new(1),
            Trigger::Changed(fact, None) => PartRecord::new(2).of(*fact),
            Trigger::Changed(fact, Some(to)) => PartRecord::new(2).of(*fact).with(std::slice::from_ref(to)),
            Trigger::Commented => PartRecord::new(3),
            Trigger::Requested(Source::Any) => PartRecord::new(4),
            Trigger::Requested(Source::Form(form)) => PartRecord { id: cbor::id_opt(*form), ..PartRecord::new(5) },
            Trigger::Requested(Source::Mail) => PartRecord::new(6),
            Trigger::Reached(fact, days) => PartRecord { days: Some(*days), ..PartRecord::new(7).of(*fact) },
            Trigger::Overdue(days) => PartRecord { days: i16::try_from(*days).ok(), ..PartRecord::new(8) },
        }
    }
}

impl From<&Condition> for PartRecord {
    fn from(condition: &Condition) -> Self {
        match &condition.test {
            Test::Is(values) => PartRecord::new(1).of(condition.fact).with(values),
            Test::IsNot(values) => PartRecord::new(2).of(condition.fact).with(values),
            Test::Contains(phrases) => PartRecord {
                any: Some(phrases.any()),
                except: Some(phrases.except()).filter(|except| !except.is_empty()),
                ..PartRecord::new(3).of(condition.fact)
            },
        }
    }
}

impl From<&Act> for PartRecord {
    fn from(act: &Act) -> Self {
        match act {
            Act::Set(fact, value) => PartRecord::new(1).of(*fact).with(std::slice::from_ref(value)),
            Act::Move(space) => PartRecord::new(2).at(*space),
            Act::Accept => PartRecord::new(3),
            Act::Start(process) => PartRecord::new(4).at(*process),
            Act::Comment(text) => PartRecord::new(5).says(text),
            Act::Post(topic, text) => PartRecord::new(6).at(*topic).says(text),
            Act::Tell(whom, text) => {
                let (whom, id) = match whom {
                    Whom::Person(id) => (0, Some(*id)),
                    Whom::Assignee => (1, None),
                    Whom::Leads => (2, None),
                };
                PartRecord { whom: Some(whom), id: cbor::id_opt(id), ..PartRecord::new(7).says(text) }
            }
            Act::Call(webhook) => PartRecord::new(8).at(*webhook),
            Act::Mail(mail) => PartRecord {
                any: Some(mail.to.clone()),
                subject: Some(mail.subject.clone()),
                ..PartRecord::new(9).says(&mail.text)
            },
        }
    }
}

impl From<&Plan> for PlanRecord {
    fn from(plan: &Plan) -> Self {
        PlanRecord {
            name: plan.name.clone(),
            when: (&plan.when).into(),
            conditions: plan.conditions.iter().map(PartRecord::from).collect(),
            actions: plan.actions.iter().map(PartRecord::from).collect(),
        }
    }
}

impl PlanRecord {
    /// The plan; none where a newer program wrote something into it that this one does not know, because acting on
    /// half of it would be worse than not at all.
    pub fn plan(self) -> Option<Plan> {
        Some(Plan {
            when: self.when.trigger()?,
            conditions: self.conditions.iter().map(PartRecord::condition).collect::<Option<_>>()?,
            actions: self.actions.iter().map(PartRecord::act).collect::<Option<_>>()?,
            name: self.name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plan_comes_back_from_its_record() {
        let id = Id::from_u128(9);
        let whens = [
            Trigger::Created,
            Trigger::Changed(Fact::Field(6), None),
            Trigger::Changed(Fact::Assignee, Some(Value::Null)),
            Trigger::Commented,
            Trigger::Requested(Source::Form(Some(id))),
            Trigger::Requested(Source::Form(None)),
            Trigger::Requested(Source::Mail),
            Trigger::Reached(Fact::Start, -3),
            Trigger::Overdue(3),
        ];
        for when in whens {
            let phrases = Phrases::new(vec!["cold".into()], vec!["cold water".into()]);
            let plan = Plan {
                name: "No heat".into(),
                when,
                conditions: vec![
                    Condition { fact: Fact::Words, test: Test::Contains(phrases) },
                    Condition { fact: Fact::Tag, test: Test::IsNot(vec![Value::Int(3)]) },
                    Condition { fact: Fact::Assignee, test: Test::Is(vec![Value::Id(id), Value::Null]) },
                    Condition { fact: Fact::Process, test: Test::Is(vec![Value::Id(id)]) },
                ],
                actions: vec![
                    Act::Accept,
                    Act::Set(Fact::Section, Value::Null),
                    Act::Move(id),
                    Act::Start(id),
                    Act::Comment("Look".into()),
                    Act::Post(id, "Look".into()),
                    Act::Tell(Whom::Person(id), "Look".into()),
                    Act::Tell(Whom::Assignee, "Look".into()),
                    Act::Tell(Whom::Leads, "Look".into()),
                    Act::Call(id),
                    Act::Mail(Mail { to: vec!["a@b.test".into()], subject: "Hi".into(), text: "Look".into() }),
                ],
            };
            assert_eq!(PlanRecord::from(&plan).plan(), Some(plan));
        }
    }
}
