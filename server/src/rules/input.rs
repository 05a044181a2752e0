//! What is sent to make and change rules, and shown of them: the same shapes both ways.

mod shown;
mod values;

pub use values::text;

use super::home::Home;
use crate::{Error, access::Scope};
use guildhall_domain::{
    Id,
    change::sent,
    rules::{Act, Condition, Fact, Mail, Plan, Source, Test, Trigger, Whom, facts, phrase::Phrases},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Declares words that are both sent and shown.
macro_rules! both_ways {
    ($(#[$about:meta])* $name:ident: $($variant:ident),+) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs)]
        pub enum $name {
            $($variant),+
        }
    };
}

both_ways! {
    /// What sets a rule off. `changed`: something of a task changes, or becomes `to`; `reached`: a day of it is there.
    RuleEvent: Created, Changed, Commented, Requested, Reached, Overdue
}

both_ways! {
    /// Something of a task. `words`: those of its title and text; `process`: the one it is a run of.
    RuleFact: Status, Category, Assignee, Priority, Due, Start, Section, Tag, Field, Words, Process
}

both_ways! {
    /// By what a request comes.
    RuleSource: Any, Form, Mail
}

both_ways! {
    /// What is asked of a fact: that it is one of the values, none of them, or that one of them stands in it.
    RuleTest: Is, IsNot, Contains
}

both_ways! {
    /// What is done. `accept`: makes a request a task; `start`: starts a run of a process, which a request of its space becomes; `tell`: says it to somebody;
    /// `call`: tells a webhook; `mail`: sends a mail.
    RuleDeed: Set, Move, Accept, Start, Comment, Post, Tell, Call, Mail
}

both_ways! {
    /// Who is told.
    RuleWhom: Person, Assignee, Leads
}

/// What sets a rule off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RuleTrigger)]
#[serde(deny_unknown_fields)]
pub struct TriggerShape {
    /// What happens.
    pub what: RuleEvent,
    /// Of `changed` and `reached`: what.
    #[serde(default)]
    pub fact: Option<RuleFact>,
    /// The number of the field, where that is one.
    #[serde(default)]
    pub field_id: Option<u32>,
    /// What it becomes, written like the values of conditions; null for anything.
    #[serde(default)]
    pub to: Option<String>,
    /// Of `requested`: by what; anything unless sent.
    #[serde(default)]
    pub by: Option<RuleSource>,
    /// By this form.
    #[serde(default)]
    pub form_id: Option<Uuid>,
    /// Of `reached`: days after the day, before it with a minus; of `overdue`: how many it is late.
    #[serde(default)]
    pub days: i16,
}

/// Something that has to be so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RuleCondition)]
#[serde(deny_unknown_fields)]
pub struct ConditionShape {
    /// Of what.
    pub fact: RuleFact,
    /// The number of the field, where that is one.
    #[serde(default)]
    pub field_id: Option<u32>,
    /// What is asked.
    pub test: RuleTest,
    /// Numbers of statuses, sections and tags; ids of people and processes; the words of categories and priorities; what
    /// stands in a field; words to look for. Empty is nothing: nobody, no section.
    pub values: Vec<String>,
    /// Words that do not count where they stand.
    #[serde(default)]
    pub except: Vec<String>,
}

/// Something that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RuleAction)]
#[serde(deny_unknown_fields)]
pub struct ActionShape {
    /// What.
    pub does: RuleDeed,
    /// What is set.
    #[serde(default)]
    pub fact: Option<RuleFact>,
    /// The number of the field, where that is one.
    #[serde(default)]
    pub field_id: Option<u32>,
    /// What it is set to, written like the values of conditions; days from then for a date.
    #[serde(default)]
    pub value: String,
    /// The space it moves to.
    #[serde(default)]
    pub space_id: Option<Uuid>,
    /// The process that is started.
    #[serde(default)]
    pub process_id: Option<Uuid>,
    /// The topic it is posted in.
    #[serde(default)]
    pub topic_id: Option<Uuid>,
    /// The webhook that is called.
    #[serde(default)]
    pub webhook_id: Option<Uuid>,
    /// Who is told.
    #[serde(default)]
    pub whom: Option<RuleWhom>,
    /// The person, where it is one.
    #[serde(default)]
    pub person_id: Option<Uuid>,
    /// What is said: Markdown, in which `{task}` is the task; of a mail plain text.
    #[serde(default)]
    pub text: String,
    /// The addresses a mail goes to, 1–10.
    #[serde(default)]
    pub to: Vec<String>,
    /// The subject of a mail, in which `{task}` is the task too.
    #[serde(default)]
    pub subject: String,
}

/// A rule to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its name, 1–120 characters.
    pub name: String,
    /// What sets it off.
    pub when: TriggerShape,
    /// What has to be so, all of it.
    #[serde(default)]
    pub conditions: Vec<ConditionShape>,
    /// What is done, in this order.
    pub actions: Vec<ActionShape>,
    /// Whether it acts from now.
    #[serde(default = "yes")]
    pub on: bool,
}

fn yes() -> bool {
    true
}

/// Changes of a rule; what is not sent stays. Conditions and actions are sent all at once. Whoever changes one lends it
/// their rights from then on.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct RulePatch {
    pub name: Option<String>,
    pub when: Option<TriggerShape>,
    pub conditions: Option<Vec<ConditionShape>>,
    pub actions: Option<Vec<ActionShape>>,
    pub on: Option<bool>,
}

/// A rule to be tried, as it is written at the moment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RuleTrialInput)]
#[serde(deny_unknown_fields)]
pub struct TrialInput {
    /// The rule it is, to be compared with as it is saved.
    #[serde(default)]
    pub rule_id: Option<Uuid>,
    /// What sets it off.
    pub when: TriggerShape,
    /// What has to be so.
    #[serde(default)]
    pub conditions: Vec<ConditionShape>,
    /// What is done.
    pub actions: Vec<ActionShape>,
}

impl TrialInput {
    /// What is meant; it needs no name yet.
    pub fn plan(&self, scope: &impl Scope, home: &Home) -> Result<Plan, Error> {
        let input = RuleInput {
            id: None,
            name: "Trial".into(),
            when: self.when.clone(),
            conditions: self.conditions.clone(),
            actions: self.actions.clone(),
            on: true,
        };
        input.plan(scope, home)
    }
}

impl RuleInput {
    /// What is meant.
    pub fn plan(&self, scope: &impl Scope, home: &Home) -> Result<Plan, Error> {
        let read = Reading { scope, home };
        let plan = Plan {
            name: self.name.clone(),
            when: read.trigger(&self.when)?,
            conditions: read.conditions(&self.conditions)?,
            actions: read.actions(&self.actions)?,
        };
        Ok(plan.checked()?)
    }
}

impl RulePatch {
    /// The facts it sets.
    pub fn names(&self) -> Vec<String> {
        let plan = self.name.is_some() || self.when.is_some() || self.conditions.is_some() || self.actions.is_some();
        sent([(facts::VERSION, plan), (facts::OFF, self.on.is_some())])
    }

    /// The plan with these changes. What stays is not asked again: it may name what is gone.
    pub fn apply(&self, scope: &impl Scope, home: &Home, plan: &Plan) -> Result<Plan, Error> {
        let read = Reading { scope, home };
        let mut plan = plan.clone();
        if self.names().iter().all(|name| name != facts::VERSION) {
            // It can be switched off whatever it says.
            return Ok(plan);
        }
        self.name.iter().for_each(|name| plan.name.clone_from(name));
        if let Some(when) = &self.when {
            plan.when = read.trigger(when)?;
        }
        if let Some(conditions) = &self.conditions {
            plan.conditions = read.conditions(conditions)?;
        }
        if let Some(actions) = &self.actions {
            plan.actions = read.actions(actions)?;
        }
        Ok(plan.checked()?)
    }
}

fn fact(word: RuleFact, field: Option<u32>, at: &str) -> Result<Fact, Error> {
    Ok(match (word, field) {
        (RuleFact::Field, Some(id)) => Fact::Field(id),
        (RuleFact::Field, None) => return Err(Error::field(at, "Choose a field.")),
        (RuleFact::Status, _) => Fact::Status,
        (RuleFact::Category, _) => Fact::Category,
        (RuleFact::Assignee, _) => Fact::Assignee,
        (RuleFact::Priority, _) => Fact::Priority,
        (RuleFact::Due, _) => Fact::Due,
        (RuleFact::Start, _) => Fact::Start,
        (RuleFact::Section, _) => Fact::Section,
        (RuleFact::Tag, _) => Fact::Tag,
        (RuleFact::Words, _) => Fact::Words,
        (RuleFact::Process, _) => Fact::Process,
    })
}

/// A fact as a word, and the number of the field.
fn fact_word(fact: Fact) -> (RuleFact, Option<u32>) {
    match fact {
        Fact::Field(id) => (RuleFact::Field, Some(id)),
        Fact::Status => (RuleFact::Status, None),
        Fact::Category => (RuleFact::Category, None),
        Fact::Assignee => (RuleFact::Assignee, None),
        Fact::Priority => (RuleFact::Priority, None),
        Fact::Due => (RuleFact::Due, None),
        Fact::Start => (RuleFact::Start, None),
        Fact::Section => (RuleFact::Section, None),
        Fact::Tag => (RuleFact::Tag, None),
        Fact::Words => (RuleFact::Words, None),
        Fact::Process => (RuleFact::Process, None),
    }
}

struct Reading<'r, S> {
    scope: &'r S,
    home: &'r Home,
}

impl<S: Scope> Reading<'_, S> {
    fn trigger(&self, shape: &TriggerShape) -> Result<Trigger, Error> {
        let what = || shape.fact.ok_or_else(|| Error::field("when", "Choose what of a task it is about."));
        let fact = || fact(what()?, shape.field_id, "when");
        Ok(match shape.what {
            RuleEvent::Created => Trigger::Created,
            RuleEvent::Commented => Trigger::Commented,
            RuleEvent::Changed => {
                let fact = fact()?;
                self.field(fact, "when")?;
                let to = shape.to.as_deref().map(|to| self.value(fact, to, "when")).transpose()?;
                Trigger::Changed(fact, to)
            }
            RuleEvent::Requested => Trigger::Requested(match (shape.by.unwrap_or(RuleSource::Any), shape.form_id) {
                (RuleSource::Any, None) => Source::Any,
                (RuleSource::Mail, None) => Source::Mail,
                (RuleSource::Form, form) => Source::Form(form.map(|form| self.form(form)).transpose()?),
                _ => return Err(Error::field("when", "Name a form only where a request comes by one.")),
            }),
            RuleEvent::Reached => {
                let fact = fact()?;
                self.field(fact, "when")?;
                Trigger::Reached(fact, shape.days)
            }
            RuleEvent::Overdue => {
                let days = u16::try_from(shape.days).map_err(|_| Error::field("when", "Count the days from 0."))?;
                Trigger::Overdue(days)
            }
        })
    }

    fn conditions(&self, shapes: &[ConditionShape]) -> Result<Vec<Condition>, Error> {
        shapes.iter().map(|shape| self.condition(shape)).collect()
    }

    fn condition(&self, shape: &ConditionShape) -> Result<Condition, Error> {
        let fact = fact(shape.fact, shape.field_id, "conditions")?;
        self.field(fact, "conditions")?;
        if shape.test == RuleTest::Contains {
            let phrases = Phrases::new(shape.values.clone(), shape.except.clone());
            return Ok(Condition { fact, test: Test::Contains(phrases) });
        }
        if !shape.except.is_empty() || fact == Fact::Words {
            return Err(Error::field("conditions", "Words can only be looked for."));
        }
        let values = shape.values.iter().map(|text| self.value(fact, text, "conditions")).collect::<Result<_, _>>()?;
        let test = if shape.test == RuleTest::Is { Test::Is(values) } else { Test::IsNot(values) };
        Ok(Condition { fact, test })
    }

    fn actions(&self, shapes: &[ActionShape]) -> Result<Vec<Act>, Error> {
        shapes.iter().map(|shape| self.action(shape)).collect()
    }

    fn action(&self, shape: &ActionShape) -> Result<Act, Error> {
        let missing = |message: &str| Error::field("actions", message);
        let named = |id: Option<Id>, message: &str| id.ok_or_else(|| missing(message));
        Ok(match shape.does {
            RuleDeed::Set => {
                let word = shape.fact.ok_or_else(|| missing("Choose what is set."))?;
                let fact = fact(word, shape.field_id, "actions")?;
                self.field(fact, "actions")?;
                Act::Set(fact, self.value(fact, &shape.value, "actions")?)
            }
            RuleDeed::Move => Act::Move(self.target(named(shape.space_id, "Choose the space it moves to.")?)?),
            RuleDeed::Accept => Act::Accept,
            RuleDeed::Start => Act::Start(self.process(named(shape.process_id, "Choose the process to start.")?)?),
            RuleDeed::Comment => Act::Comment(shape.text.clone()),
            RuleDeed::Post => {
                Act::Post(self.topic(named(shape.topic_id, "Choose the topic to post in.")?)?, shape.text.clone())
            }
            RuleDeed::Tell => {
                let whom = match shape.whom.unwrap_or(RuleWhom::Person) {
                    RuleWhom::Person => {
                        Whom::Person(self.person(named(shape.person_id, "Choose who is told.")?, "actions")?)
                    }
                    RuleWhom::Assignee => Whom::Assignee,
                    RuleWhom::Leads => Whom::Leads,
                };
                Act::Tell(whom, shape.text.clone())
            }
            RuleDeed::Mail => {
                Act::Mail(Mail { to: shape.to.clone(), subject: shape.subject.clone(), text: shape.text.clone() })
            }
            RuleDeed::Call => Act::Call(self.webhook(named(shape.webhook_id, "Choose the webhook to call.")?)?),
        })
    }
}
