//! The fields of a process as named values: two versions give the list of what changed, and the same names put a value
//! back.

use super::{Approving, Assign, Bounds, Chosen, Late, Process, Step};
use crate::{
    Id,
    change::{FieldChange, Value, between},
    recurrence::Recurrence,
};
use std::collections::BTreeMap;

pub use crate::task::evidence::EVIDENCE;

/// All facts of a process by name.
pub fn of(process: &Process) -> BTreeMap<String, Value> {
    let plan = &process.plan;
    let yes = |set: bool| if set { Value::Bool(true) } else { Value::Null };
    let all = [
        ("name", Value::Text(plan.name.clone())),
        ("body", Value::opt(Some(&plan.body).filter(|body| !body.is_empty()), |body| Value::Text(body.clone()))),
        ("rule", Value::opt(plan.rule.as_ref(), |rule| Value::Text(rule.to_text()))),
        ("steps", Value::List(plan.steps.iter().map(step_value).collect())),
        ("assign", assign_value(&plan.assign)),
        ("show_days", Value::Int(plan.show_days.into())),
        ("done_days", Value::Int(plan.done_days.into())),
        ("done_at", Value::opt(plan.done_at, |at| Value::Int(at.into()))),
        ("late", Value::Int(i64::from(plan.late == Late::Wait))),
        ("estimate", Value::opt(plan.estimate, |minutes| Value::Int(minutes.into()))),
        ("owner", Value::Id(process.owner)),
        ("paused", yes(process.paused)),
        ("trashed", Value::opt(process.trashed_ms, Value::Int)),
    ];
    all.into_iter().filter(|(_, value)| *value != Value::Null).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What changed from one version to the next, by name.
pub fn changes(before: &Process, after: &Process) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}

/// Puts one fact back; answers false when the name or the value means nothing.
pub fn set(process: &mut Process, name: &str, value: &Value) -> bool {
    let plan = &mut process.plan;
    let text = || value.as_text().unwrap_or_default().to_owned();
    let small = || value.as_int().and_then(|number| u16::try_from(number).ok());
    match name {
        "name" => plan.name = text(),
        "body" => plan.body = text(),
        "rule" => match value.as_text() {
            None => plan.rule = None,
            Some(rule) => match Recurrence::from_text(rule) {
                Some(rule) => plan.rule = Some(rule),
                None => return false,
            },
        },
        "steps" => {
            let Value::List(steps) = value else { return false };
            let Some(steps) = steps.iter().map(step_from).collect() else { return false };
            plan.steps = steps;
        }
        "assign" => {
            let Some(assign) = assign_from(value) else { return false };
            plan.assign = assign;
        }
        "show_days" => plan.show_days = small().unwrap_or_default(),
        "done_days" => plan.done_days = small().unwrap_or_default(),
        "done_at" => plan.done_at = small(),
        "late" => plan.late = if value.as_int() == Some(1) { Late::Wait } else { Late::Start },
        "estimate" => plan.estimate = value.as_int().and_then(|minutes| u32::try_from(minutes).ok()),
        "owner" => process.owner = value.as_id().unwrap_or(process.owner),
        "paused" => process.paused = *value == Value::Bool(true),
        "trashed" => process.trashed_ms = value.as_int(),
        _ => return false,
    }
    true
}

/// Who gets a run, as a value: a word, and the people.
pub fn assign_value(assign: &Assign) -> Value {
    let (word, people): (&str, &[Id]) = match assign {
        Assign::Nobody => ("nobody", &[]),
        Assign::Person(person) => ("person", std::slice::from_ref(person)),
        Assign::Rotating(people) => ("rotating", people),
        Assign::LastDoer => ("last_doer", &[]),
        Assign::Starter => ("starter", &[]),
    };
    Value::List(std::iter::once(Value::Text(word.into())).chain(people.iter().copied().map(Value::Id)).collect())
}

fn assign_from(value: &Value) -> Option<Assign> {
    let Value::List(parts) = value else { return None };
    let (word, people) = parts.split_first()?;
    let people: Vec<Id> = people.iter().filter_map(Value::as_id).collect();
    Some(match word.as_text()? {
        "nobody" => Assign::Nobody,
        "person" => Assign::Person(*people.first()?),
        "rotating" => Assign::Rotating(people),
        "last_doer" => Assign::LastDoer,
        "starter" => Assign::Starter,
        _ => return None,
    })
}

fn step_value(step: &Step) -> Value {
    let evidence = EVIDENCE.iter().position(|one| *one == step.evidence).and_then(|place| i64::try_from(place).ok());
    let mut parts = vec![
        Value::Text(step.text.clone()),
        match step.doer {
            // As they were written before there were other roles, so that an undo from then still fits.
            Some(Chosen::Lead) => Value::Bool(true),
            doer => Value::opt(doer, Chosen::to_value),
        },
        Value::opt(step.due_days, |days| Value::Int(days.into())),
        Value::opt(evidence, Value::Int),
        Value::opt(step.bounds.least, Value::Int),
        Value::opt(step.bounds.most, Value::Int),
        Value::Text(step.bounds.unit.clone()),
    ];
    // Most steps are ticked, and are written as they were before any was approved.
    parts.extend(step.approval.as_ref().map(Approving::to_value));
    Value::List(parts)
}

fn step_from(value: &Value) -> Option<Step> {
    let Value::List(parts) = value else { return None };
    let (first, more) = parts.split_at_checked(7)?;
    let [text, doer, due_days, evidence, least, most, unit] = first else { return None };
    let place = usize::try_from(evidence.as_int()?).ok()?;
    Some(Step {
        text: text.as_text()?.to_owned(),
        doer: match doer {
            Value::Bool(true) => Some(Chosen::Lead),
            other => Chosen::from_value(other),
        },
        due_days: due_days.as_int().and_then(|days| u16::try_from(days).ok()),
        evidence: *EVIDENCE.get(place)?,
        bounds: Bounds { least: least.as_int(), most: most.as_int(), unit: unit.as_text()?.to_owned() },
        approval: more.first().and_then(Approving::from_value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        approval::{Needs, Order},
        process::{Clock, Evidence, Plan},
    };

    fn process(rule: Option<&str>, steps: Vec<Step>, assign: Assign) -> Process {
        let plan = Plan {
            name: rule.unwrap_or("By hand").into(),
            body: rule.unwrap_or_default().into(),
            rule: rule.and_then(Recurrence::from_text),
            steps,
            assign,
            show_days: 1,
            done_days: 2,
            done_at: rule.map(|_| 720),
            late: if rule.is_some() { Late::Wait } else { Late::Start },
            estimate: rule.map(|_| 45),
        };
        Process {
            id: Id::from_u128(1),
            space: Id::from_u128(2),
            author: Id::from_u128(3),
            owner: Id::from_u128(if rule.is_some() { 3 } else { 4 }),
            plan,
            version: 1,
            paused: rule.is_none(),
            trashed_ms: rule.map(|_| 5),
            created_ms: 1,
            clock: Clock::default(),
            seq: 0,
        }
    }

    #[test]
    fn every_change_can_be_put_back() {
        let bounds = Bounds { least: Some(3_000), most: None, unit: "mm".into() };
        let step = Step {
            text: "Tyres".into(),
            doer: Some(Chosen::Person(Id::from_u128(9))),
            due_days: Some(1),
            evidence: Evidence::Number,
            bounds,
            approval: None,
        };
        let doer = Some(Chosen::Lead);
        let lead = Step { doer, evidence: Evidence::Photo, bounds: Bounds::default(), ..step.clone() };
        let by = Approving { approvers: vec![Chosen::LastDoer], order: Order::InOrder, needs: Needs::All };
        let good = Step { doer: None, evidence: Evidence::None, approval: Some(by), ..lead.clone() };
        let roles = [Chosen::Starter, Chosen::LastDoer].map(|role| Step { doer: Some(role), ..lead.clone() });
        let steps = [vec![step, lead, good], roles.to_vec()].concat();
        let full = process(Some("week:1@510"), steps, Assign::Rotating(vec![Id::from_u128(7)]));
        let empty = process(None, Vec::new(), Assign::Starter);
        let (mut back, mut forth) = (full.clone(), empty.clone());
        for change in changes(&empty, &full) {
            assert!(set(&mut back, &change.field, &change.before), "{}", change.field);
            assert!(set(&mut forth, &change.field, &change.after), "{}", change.field);
        }
        assert_eq!((back, forth), (empty, full));
    }

    #[test]
    fn leads_are_read_as_they_were_written_before_there_were_other_roles() {
        let empty = process(None, Vec::new(), Assign::Starter);
        let mut old = empty.clone();
        let parts = vec![
            Value::Text("Keys back".into()),
            Value::Bool(true),
            Value::Null,
            Value::Int(0),
            Value::Null,
            Value::Null,
            Value::Text(String::new()),
        ];
        assert!(set(&mut old, "steps", &Value::List(vec![Value::List(parts)])));
        assert_eq!(old.plan.steps.first().and_then(|step| step.doer), Some(Chosen::Lead));
    }
}
