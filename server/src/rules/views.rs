//! Rules as the API shows them.

use super::{
    home::{self, Home},
    input::{ActionShape, ConditionShape, TriggerShape},
    record::ActedRecord,
    store::{self, ActedPlace},
};
use crate::{
    Error,
    access::{self, Scope},
    forms::{self, views::FormShape},
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::words,
    },
    log::cbor,
    processes, requests, tasks, webhooks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{UNDO_MS, Value},
    policy::{Do, DoSpace},
    rules::{
        Fact, Rule, Why, matching,
        sentence::{self, Named},
    },
    space::{Category, Space},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// Why a rule is off. `hand`: somebody switched it off; `loop`: it came round to itself; `owner`: whose rights it had
    /// left; `failed`: it was refused again and again; `gone`: the webhook it calls was deleted.
    RuleOffWhy of Why: Hand, Loop, Owner, Failed, Gone
}

/// A piece of a sentence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentencePart {
    /// What it says.
    pub text: String,
    /// It is what somebody chose, and stands out.
    pub strong: bool,
}

/// Since when a rule is off.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RuleOff)]
pub struct OffShape {
    /// Since when.
    pub at: String,
    /// Who did it; null where the rule did itself.
    pub by: Option<ActorShape>,
    /// Why.
    pub why: RuleOffWhy,
    /// The same in words, where it needs some.
    pub words: String,
}

/// A rule of a space, or of the organization.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Rule)]
pub struct RuleShape {
    /// Id.
    pub id: Uuid,
    /// Its version, for If-Match.
    pub version: String,
    /// Its space; null for a rule of the organization.
    pub space_id: Option<Uuid>,
    /// Name.
    pub name: String,
    /// What sets it off.
    pub when: TriggerShape,
    /// What has to be so.
    pub conditions: Vec<ConditionShape>,
    /// What is done.
    pub actions: Vec<ActionShape>,
    /// The whole of it as a sentence, with the names things have now.
    pub sentence: Vec<SentencePart>,
    /// Null while it is on.
    pub off: Option<OffShape>,
    /// Whose rights it has.
    pub owner: ActorShape,
    /// They still work in its space, or look after the organization. Otherwise it switches itself off when it would act next, unless somebody who may
    /// change it lends it theirs.
    pub owner_works: bool,
    /// How often it acted this month.
    pub acted_this_month: u32,
    /// How often it acted.
    pub acted_total: u64,
    /// When it last did.
    pub last_acted_at: Option<String>,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// The reader may change it.
    pub can_edit: bool,
}

impl Shape for RuleShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// What starts a process by itself, beside its own dates.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProcessStarts)]
pub struct StartsShape {
    /// The rules that do, in the order in which they were made; those the reader cannot read are left out.
    pub rules: Vec<RuleShape>,
    /// The forms each answer to which starts a run.
    pub forms: Vec<FormShape>,
}

impl Shape for StartsShape {}

/// A rule for a reader.
pub fn rule(scope: &impl Scope, rule: &Rule, home: &Home) -> Result<RuleShape, Error> {
    let stats = store::stats(scope, rule.id)?;
    let plan = &rule.plan;
    let parts = sentence::print(plan, &|named| name(scope, home.space(), named));
    Ok(RuleShape {
        id: rule.id,
        version: scope.version(rule.seq),
        space_id: rule.space,
        name: plan.name.clone(),
        when: TriggerShape::of(&plan.when),
        conditions: plan.conditions.iter().map(ConditionShape::of).collect(),
        actions: plan.actions.iter().map(ActionShape::of).collect(),
        sentence: parts.into_iter().map(|part| SentencePart { text: part.text, strong: part.strong }).collect(),
        off: rule.off.as_ref().map(|off| OffShape {
            at: shapes::instant(off.at_ms),
            by: off.by.map(|by| shapes::actor(scope, Actor::Person(by))),
            why: off.why.into(),
            words: off.words.clone(),
        }),
        owner: shapes::actor(scope, Actor::Person(rule.owner)),
        owner_works: home.has_owner(scope.directory(), rule),
        acted_this_month: stats.in_month,
        acted_total: stats.total,
        last_acted_at: stats.last_ms.map(shapes::instant),
        trashed_at: rule.trashed_ms.map(shapes::instant),
        created_at: shapes::instant(rule.created_ms),
        can_edit: home.may_change(scope, rule),
    })
}

/// What a thing is called by now, as far as the reader may know.
fn name(scope: &impl Scope, home: Option<&Space>, named: Named<'_>) -> String {
    let known = match named {
        Named::Value(fact, value) => return value_name(scope, home, fact, value),
        Named::Field(id) => home.and_then(|home| home.field(id)).map(|field| field.name.clone()),
        Named::Space(id) => access::space(scope, id, DoSpace::See).ok().map(|space| space.name.clone()),
        Named::Process(id) => processes::queries::readable(scope, id).ok().map(|(process, _)| process.plan.name),
        Named::Topic(id) => access::topic(scope, id, Do::Read).ok().map(|topic| topic.title.clone()),
        Named::Person(id) => access::person(scope, id).ok().map(|person| person.name.clone()),
        Named::Form(id) => forms::queries::readable(scope, id).ok().map(|(form, _)| form.plan.name),
        Named::Webhook(id) => match webhooks::queries::name(scope, id) {
            Ok(None) => Some("that was deleted".to_owned()),
            known => known.ok().flatten(),
        },
    };
    known.filter(|name| !name.is_empty()).unwrap_or_else(|| hidden(named).to_owned())
}

/// What stands where a name is gone, or is not for the reader.
fn hidden(named: Named<'_>) -> &'static str {
    match named {
        Named::Field(_) => "a field that is gone",
        Named::Space(_) => "another space",
        Named::Process(_) => "a process",
        Named::Topic(_) => "a topic",
        Named::Person(_) => "somebody",
        Named::Form(_) => "a form",
        Named::Webhook(_) => "of the organization",
        Named::Value(..) => "something",
    }
}

fn value_name(scope: &impl Scope, home: Option<&Space>, fact: Fact, value: &Value) -> String {
    let number = value.as_int().and_then(|number| u32::try_from(number).ok());
    let gone = || "one that is gone".to_owned();
    match (fact, value) {
        (Fact::Assignee, Value::Null) => "nobody".into(),
        (_, Value::Null) => "nothing".into(),
        (Fact::Status, _) => {
            home.zip(number).and_then(|(home, id)| home.status(id)).map_or_else(gone, |status| status.name.clone())
        }
        (Fact::Section, _) => {
            home.zip(number).and_then(|(home, id)| home.section(id)).map_or_else(gone, |section| section.name.clone())
        }
        (Fact::Tag, _) => {
            number.and_then(|id| scope.directory().tags().get(&id)).map_or_else(gone, |tag| tag.name.clone())
        }
        (Fact::Category, Value::Text(word)) => match matching::category(word) {
            Some(Category::Todo) => "to do".into(),
            Some(other) => matching::category_word(other).into(),
            None => gone(),
        },
        (Fact::Process, Value::Id(id)) => name(scope, home, Named::Process(*id)),
        (_, Value::Id(id)) => name(scope, home, Named::Person(*id)),
        _ => super::input::text(fact, value),
    }
}

/// One time a rule acted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RuleActed)]
pub struct ActedShape {
    /// When.
    pub at: String,
    /// Where that is now; null where the reader does not see it, or it is gone.
    pub space_id: Option<Uuid>,
    /// The task, where it acted on one; null where the reader does not see it, or it is gone.
    pub task_id: Option<Uuid>,
    /// The request, where it acted on one.
    pub request_id: Option<Uuid>,
    /// The key of the task.
    pub key: Option<String>,
    /// What that is called.
    pub title: Option<String>,
    /// Why nothing was done.
    pub refused: Option<String>,
    /// Why a mail was not sent, or not to all.
    pub unsent: Option<String>,
    /// The command in which it was done.
    pub command: Uuid,
    /// The reader could take that back by now.
    pub undoable: bool,
}

/// What a rule did, for a reader.
pub fn acted(
    scope: &impl Scope,
    rule: &Rule,
    (at, command): ActedPlace,
    record: &ActedRecord,
) -> Result<ActedShape, Error> {
    let done = record.refused.is_none() && at + UNDO_MS > scope.now() && rule.plan.changes();
    let id: Id = cbor::from_id(&record.object);
    let undoable = |space: Id| {
        let at = scope.directory().space(space).map(|space| space.audience);
        done && home::may_take_back(scope, rule, at.as_slice())
    };
    let shape = ActedShape {
        at: shapes::instant(at),
        space_id: None,
        task_id: None,
        request_id: None,
        key: None,
        title: None,
        refused: record.refused.clone(),
        unsent: record.unsent.clone(),
        command,
        undoable: rule.space.is_some_and(undoable),
    };
    if let Some(task) = access::seen_task(scope, id)? {
        let key = Some(tasks::views::key(scope, &task)).filter(|key| !key.is_empty());
        let (space_id, undoable) = (Some(task.space), undoable(task.space));
        return Ok(ActedShape { space_id, task_id: Some(id), key, title: Some(task.title.clone()), undoable, ..shape });
    }
    let request = access::seen(requests::queries::readable(scope, id))?;
    let Some((request, _)) = request else { return Ok(shape) };
    let (space_id, undoable) = (Some(request.space), undoable(request.space));
    Ok(ActedShape { space_id, request_id: Some(id), title: Some(request.title), undoable, ..shape })
}
