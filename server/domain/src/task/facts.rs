//! The fields of a task as named values. Two versions of a task give the list of what changed; the
//! same names put a value back. Elements of sets and checklists are facts of their own, so that two
//! people who tick two steps do not stand in each other's way.

use super::{
    Priority, Step, Task, Waiting,
    approving::StepApproval,
    evidence::{Asks, Proof},
};
use crate::{
    Id,
    change::{FieldChange, Value, between},
    space::{Category, Space},
    when::When,
};
use std::collections::BTreeMap;

/// All facts of a task by name.
pub fn of(task: &Task) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    let mut add = |name: &str, value: Value| {
        if value != Value::Null {
            facts.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| if text.is_empty() { Value::Null } else { Value::Text(text.into()) };
    let day = |when: &Option<When>| Value::opt(when.as_ref(), |when| Value::Text(when.to_text()));
    add("title", text(&task.title));
    add("body", text(&task.body));
    add("space", Value::Id(task.space));
    add("number", Value::Int(task.number.into()));
    add("section", Value::opt(task.section, |id| Value::Int(id.into())));
    add("status", Value::Int(task.status.into()));
    add("assignee", Value::opt(task.assignee, Value::Id));
    add("priority", Value::Int(priority_number(task.priority)));
    add("due", day(&task.due));
    add("start", day(&task.start));
    add("estimate", Value::opt(task.estimate, |minutes| Value::Int(minutes.into())));
    add("milestone", if task.milestone { Value::Bool(true) } else { Value::Null });
    add("parent", Value::opt(task.parent, Value::Id));
    add("order", text(&task.order));
    add("waiting", Value::opt(task.waiting.as_ref(), waiting_value));
    add("archived", if task.archived { Value::Bool(true) } else { Value::Null });
    add("trashed", Value::opt(task.trashed_ms, Value::Int));
    for tag in &task.tags {
        add(&format!("tag:{tag}"), Value::Bool(true));
    }
    for person in &task.followers {
        add(&format!("follower:{person}"), Value::Bool(true));
    }
    for space in &task.also_in {
        add(&format!("also_in:{space}"), Value::Bool(true));
    }
    for step in &task.steps {
        add(&format!("step:{}", step.id), step_value(step));
    }
    for (id, value) in &task.custom {
        add(&format!("field:{id}"), value.clone());
    }
    facts
}

/// What changed from one version to the next, by name.
pub fn changes(before: &Task, after: &Task) -> Vec<FieldChange> {
    between(&of(before), &of(after))
}

/// Puts one fact back. `home` is the home space after the change; answers false when the name or
/// the value means nothing there (a status that is gone, say), and then nothing changed.
pub fn set(task: &mut Task, name: &str, value: &Value, home: &Space) -> bool {
    let (head, rest) = name.split_once(':').unwrap_or((name, ""));
    match head {
        "title" => task.title = value.as_text().unwrap_or_default().into(),
        "body" => task.body = value.as_text().unwrap_or_default().into(),
        "section" => task.section = small(value).filter(|id| home.section(*id).is_some()),
        "status" => {
            let Some(status) = small(value).and_then(|id| home.status(id)) else { return false };
            (task.status, task.category) = (status.id, status.category);
        }
        "assignee" => task.assignee = value.as_id(),
        "priority" => task.priority = priority_from(value.as_int().unwrap_or(1)),
        "due" => task.due = value.as_text().and_then(When::from_text),
        "start" => task.start = value.as_text().and_then(When::from_text),
        "estimate" => task.estimate = small(value),
        "milestone" => task.milestone = *value == Value::Bool(true),
        "parent" => task.parent = value.as_id(),
        "order" => task.order = value.as_text().unwrap_or_default().into(),
        "waiting" => task.waiting = waiting_from(value),
        "archived" => task.archived = *value == Value::Bool(true),
        "trashed" => task.trashed_ms = value.as_int(),
        "tag" => return rest.parse().is_ok_and(|tag| toggle(&mut task.tags, tag, value)),
        "follower" => return rest.parse().is_ok_and(|id| toggle(&mut task.followers, id, value)),
        "also_in" => return rest.parse().is_ok_and(|id| toggle(&mut task.also_in, id, value)),
        "step" => return rest.parse().is_ok_and(|id| set_step(task, id, value)),
        "field" => return rest.parse().is_ok_and(|id| set_custom(task, id, value)),
        _ => return false,
    }
    true
}

fn small(value: &Value) -> Option<u32> {
    value.as_int().and_then(|n| u32::try_from(n).ok())
}

fn toggle<T: PartialEq + Ord + Copy>(set: &mut Vec<T>, element: T, value: &Value) -> bool {
    set.retain(|other| *other != element);
    if *value == Value::Bool(true) {
        set.push(element);
    }
    true
}

fn set_custom(task: &mut Task, id: u32, value: &Value) -> bool {
    if *value == Value::Null {
        task.custom.remove(&id);
    } else {
        task.custom.insert(id, value.clone());
    }
    true
}

fn set_step(task: &mut Task, id: Id, value: &Value) -> bool {
    task.steps.retain(|step| step.id != id);
    if *value != Value::Null {
        let Some(step) = step_from(id, value) else { return false };
        task.steps.push(step);
        task.steps.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
    }
    true
}

fn step_value(step: &Step) -> Value {
    let mut parts = vec![
        Value::Text(step.text.clone()),
        Value::opt(step.done, |(at, _)| Value::Int(at)),
        Value::opt(step.done.and_then(|(_, by)| by), Value::Id),
        Value::opt(step.assignee, Value::Id),
        Value::opt(step.due.as_ref(), |due| Value::Text(due.to_text())),
        Value::Text(step.order.clone()),
    ];
    // Most steps ask for nothing, and are written as they were before any did.
    if step.asks.is_some() || step.proof.is_some() || step.approval.is_some() {
        parts.push(Value::opt(step.asks.as_ref(), Asks::to_value));
        parts.push(Value::opt(step.proof.as_ref(), Proof::to_value));
    }
    if let Some(approval) = &step.approval {
        parts.push(approval.to_value());
    }
    Value::List(parts)
}

fn step_from(id: Id, value: &Value) -> Option<Step> {
    let Value::List(parts) = value else { return None };
    let (first, more) = parts.split_at_checked(6)?;
    let [text, at, by, assignee, due, order] = first else { return None };
    Some(Step {
        id,
        text: text.as_text()?.into(),
        done: at.as_int().map(|at| (at, by.as_id())),
        assignee: assignee.as_id(),
        due: due.as_text().and_then(When::from_text),
        order: order.as_text()?.into(),
        asks: more.first().and_then(Asks::from_value),
        proof: more.get(1).and_then(Proof::from_value),
        approval: more.get(2).and_then(StepApproval::from_value),
    })
}

/// Whether a step, as a change has it, is done by being approved.
pub fn is_approval_step(step: &Value) -> bool {
    step_from(Id::nil(), step).is_some_and(|step| step.approval.is_some())
}

fn waiting_value(waiting: &Waiting) -> Value {
    Value::List(vec![
        Value::opt(waiting.person, Value::Id),
        Value::Text(waiting.text.clone()),
        Value::opt(waiting.remind_on, |day| Value::Text(day.to_string())),
    ])
}

fn waiting_from(value: &Value) -> Option<Waiting> {
    let Value::List(parts) = value else { return None };
    let [person, text, remind] = parts.as_slice() else { return None };
    let remind_on = remind.as_text().and_then(|day| day.parse().ok());
    Some(Waiting { person: person.as_id(), text: text.as_text()?.into(), remind_on })
}

/// The number a priority has in records and changes.
pub fn priority_number(priority: Priority) -> i64 {
    match priority {
        Priority::Low => 0,
        Priority::Normal => 1,
        Priority::High => 2,
        Priority::Urgent => 3,
    }
}

/// The inverse of [`priority_number`]; unknown numbers are normal.
pub fn priority_from(number: i64) -> Priority {
    match number {
        0 => Priority::Low,
        2 => Priority::High,
        3 => Priority::Urgent,
        _ => Priority::Normal,
    }
}

/// Keeps the moment of completion in step with the category.
pub fn settle_completion(task: &mut Task, before: Option<Category>, now: i64) {
    if task.category.is_open() {
        task.completed_ms = None;
    } else if task.completed_ms.is_none() || before.is_some_and(Category::is_open) {
        task.completed_ms = Some(now);
    }
    if task.category != Category::Waiting {
        task.waiting = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        actor::Actor,
        approval::{Needs, Order},
        task::{
            approving::{Approving, Chosen, Stand},
            evidence::{Bounds, Evidence},
        },
    };

    fn home() -> Space {
        Space::new(Id::from_u128(7), 3, "Service".into(), "SVC".into(), 0)
    }

    fn full() -> Task {
        let mut task = Task::new(Id::from_u128(1), &home(), Actor::System, 5);
        task.title = "Swap the valve".into();
        task.body = "at **31 Ferry Road**".into();
        task.priority = Priority::High;
        task.assignee = Some(Id::from_u128(9));
        task.due = When::from_text("2026-11-23T17:00[Europe/Berlin]");
        task.tags = vec![4];
        task.followers = vec![Id::from_u128(9)];
        let by = Approving { approvers: vec![Chosen::Lead], order: Order::AtOnce, needs: Needs::One };
        let approval = Some(StepApproval { by, stand: Stand::Asked(Id::from_u128(6)) });
        task.steps = vec![Step {
            id: Id::from_u128(2),
            text: "Drain".into(),
            done: Some((8, None)),
            assignee: None,
            due: None,
            order: "V".into(),
            asks: Some(Asks { evidence: Evidence::Number, bounds: Bounds { unit: "bar".into(), ..Bounds::default() } }),
            proof: Some(Proof::Number(2_500)),
            approval,
        }];
        task.custom.insert(3, Value::Text("12.50".into()));
        task.order = "V".into();
        task.milestone = true;
        task
    }

    #[test]
    fn every_change_can_be_put_back() {
        let empty = Task::new(Id::from_u128(1), &home(), Actor::System, 5);
        let mut again = full();
        for change in changes(&empty, &full()) {
            assert!(set(&mut again, &change.field, &change.before, &home()), "{}", change.field);
        }
        assert_eq!(of(&again), of(&empty));
        let mut forth = empty;
        for change in changes(&again, &full()) {
            assert!(set(&mut forth, &change.field, &change.after, &home()), "{}", change.field);
        }
        assert_eq!(forth, full());
    }

    #[test]
    fn two_steps_are_two_facts() {
        let mut after = full();
        after.steps[0].done = None;
        let names: Vec<_> = changes(&full(), &after).into_iter().map(|c| c.field).collect();
        assert_eq!(names, [format!("step:{}", Id::from_u128(2))]);
    }

    #[test]
    fn a_gone_status_is_not_put_back() {
        let mut task = full();
        assert!(!set(&mut task, "status", &Value::Int(99), &home()));
        assert_eq!(task, full());
    }
}
