//! Edits of a task as people ask for them, checked and turned into the next version of the task.

use super::{Priority, Step, Task, Waiting, evidence::Proof, facts};
use crate::{
    Id, Rule,
    change::Value,
    limits,
    space::{Category, FieldKind, Space},
    when::When,
};
use std::collections::BTreeMap;

/// The fields of a task that one edit may set; outer none: leave it, inner none: clear it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    /// New title.
    pub title: Option<String>,
    /// New body.
    pub body: Option<String>,
    /// New status.
    pub status: Option<u32>,
    /// New section.
    pub section: Option<Option<u32>>,
    /// New assignee.
    pub assignee: Option<Option<Id>>,
    /// New priority.
    pub priority: Option<Priority>,
    /// New due.
    pub due: Option<Option<When>>,
    /// New start.
    pub start: Option<Option<When>>,
    /// New estimate in minutes.
    pub estimate: Option<Option<u32>>,
    /// Whether it is a milestone.
    pub milestone: Option<bool>,
    /// New reason for waiting.
    pub waiting: Option<Option<Waiting>>,
    /// Archive or take back.
    pub archived: Option<bool>,
    /// Custom fields by number; [`Value::Null`] clears.
    pub custom: BTreeMap<u32, Value>,
}

impl Edit {
    /// The names of the facts this edit sets, as they stand in changes.
    pub fn names(&self) -> Vec<String> {
        let fixed = crate::change::sent([
            ("title", self.title.is_some()),
            ("body", self.body.is_some()),
            ("status", self.status.is_some()),
            ("section", self.section.is_some()),
            ("assignee", self.assignee.is_some()),
            ("priority", self.priority.is_some()),
            ("due", self.due.is_some()),
            ("start", self.start.is_some()),
            ("estimate", self.estimate.is_some()),
            ("milestone", self.milestone.is_some()),
            ("waiting", self.waiting.is_some()),
            ("archived", self.archived.is_some()),
        ]);
        fixed.into_iter().chain(self.custom.keys().map(|id| format!("field:{id}"))).collect()
    }
}

/// Applies an edit. Nothing about who may do it: that was decided before.
pub fn apply(task: &mut Task, edit: Edit, home: &Space, now: i64) -> Result<(), Rule> {
    let before = task.category;
    if let Some(title) = edit.title {
        task.title = limits::line("title", &title, limits::TITLE)?;
    }
    if let Some(body) = edit.body {
        task.body = limits::body("body", &body)?;
    }
    if let Some(section) = edit.section {
        task.section = known_section(home, section)?;
    }
    if let Some(status) = edit.status {
        set_status(task, status, home)?;
    }
    if let Some(assignee) = edit.assignee {
        task.assignee = assignee;
        if let Some(person) = assignee {
            task.follow(person);
        }
    }
    if let Some(priority) = edit.priority {
        task.priority = priority;
    }
    if let Some(due) = edit.due {
        task.due = due;
    }
    if let Some(start) = edit.start {
        task.start = start;
    }
    if let Some(estimate) = edit.estimate {
        task.estimate = checked_estimate(estimate)?;
    }
    if let Some(milestone) = edit.milestone {
        task.milestone = milestone;
    }
    if let Some(archived) = edit.archived {
        task.archived = archived;
    }
    for (id, value) in edit.custom {
        set_field(task, id, value, home)?;
    }
    if let Some(waiting) = edit.waiting {
        set_waiting(task, waiting, home)?;
    }
    facts::settle_completion(task, Some(before), now);
    Ok(())
}

/// Moves the task to a status of its space.
pub fn set_status(task: &mut Task, status: u32, home: &Space) -> Result<(), Rule> {
    let status = home
        .status(status)
        .ok_or_else(|| Rule::field("unknown_status", "status_id", "Choose one of the statuses of this space."))?;
    (task.status, task.category) = (status.id, status.category);
    Ok(())
}

/// Puts a task that comes back out of the trash into what its space has by now: statuses that are gone
/// were followed by others, sections and fields by none.
pub fn fit(task: &mut Task, home: &Space) {
    let mut status = task.status;
    // No status is its own heir, but one that was brought back may stand on the way again.
    for _ in 0..home.heirs.len() {
        match home.heirs.get(&status) {
            Some(heir) if home.status(status).is_none() => status = *heir,
            _ => break,
        }
    }
    if let Some(status) = home.status(status).or_else(|| home.first_status(task.category)) {
        (task.status, task.category) = (status.id, status.category);
    }
    task.section = task.section.filter(|id| home.section(*id).is_some());
    task.custom.retain(|id, _| home.field(*id).is_some());
}

/// A section of the space, or none.
pub fn known_section(home: &Space, section: Option<u32>) -> Result<Option<u32>, Rule> {
    match section {
        Some(id) if home.section(id).is_none() => {
            Err(Rule::field("unknown_section", "section_id", "Choose one of the sections of this space."))
        }
        other => Ok(other),
    }
}

/// An estimate of at least a minute and at most a year.
pub fn checked_estimate(estimate: Option<u32>) -> Result<Option<u32>, Rule> {
    match estimate {
        Some(minutes) if minutes > limits::ESTIMATE => {
            Err(Rule::field("out_of_range", "estimate_minutes", "An estimate is at most a year of minutes."))
        }
        other => Ok(other.filter(|minutes| *minutes > 0)),
    }
}

/// Saying what a task waits for also puts it into a waiting status.
fn set_waiting(task: &mut Task, waiting: Option<Waiting>, home: &Space) -> Result<(), Rule> {
    task.waiting = waiting
        .map(|w| Ok::<_, Rule>(Waiting { text: limits::optional_line("waiting", &w.text, limits::TITLE)?, ..w }))
        .transpose()?
        .filter(|w| w.person.is_some() || !w.text.is_empty() || w.remind_on.is_some());
    if task.waiting.is_some() && task.category != Category::Waiting {
        let status = home.first_status(Category::Waiting).map(|status| status.id);
        if let Some(status) = status {
            set_status(task, status, home)?;
        }
    }
    Ok(())
}

/// Sets a custom field; the value must be of the field's kind.
pub fn set_field(task: &mut Task, id: u32, value: Value, home: &Space) -> Result<(), Rule> {
    let name = format!("fields.{id}");
    let wrong = |message: &str| Rule::field("invalid", name.clone(), message);
    let field = home.field(id).ok_or_else(|| wrong("This space has no such field."))?;
    if value == Value::Null {
        task.custom.remove(&id);
        return Ok(());
    }
    let fits = match (field.kind, &value) {
        (FieldKind::Text, Value::Text(text)) => text.chars().count() <= limits::TITLE,
        (FieldKind::Number | FieldKind::Money, Value::Text(text)) => is_decimal(text),
        (FieldKind::Date, Value::Text(text)) => text.parse::<chrono::NaiveDate>().is_ok(),
        (FieldKind::Choice, Value::Text(text)) => field.choices.contains(text),
        (FieldKind::Person, Value::Id(_)) => true,
        _ => false,
    };
    if !fits {
        return Err(wrong(match field.kind {
            FieldKind::Text => "Write a line of at most 500 characters.",
            FieldKind::Number | FieldKind::Money => "Write a number such as 12.50.",
            FieldKind::Date => "Write a day such as 2026-11-23.",
            FieldKind::Choice => "Choose one of the choices of this field.",
            FieldKind::Person => "Choose a person.",
        }));
    }
    task.custom.insert(id, value);
    Ok(())
}

/// A decimal number of at most 30 characters, as text so that no cent is lost.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.len() <= 30 && all(whole) && all(fraction)
}

/// Ticks or unticks a step. One that asks for something is ticked with it; what was shown goes with the tick, and stays
/// in the history. One that is done by an approval is not ticked by hand.
///
/// # Errors
/// When what it asks for is not there, or will not do.
pub fn tick(step: &mut Step, done: bool, proof: Option<Proof>, by: Option<Id>, now: i64) -> Result<(), Rule> {
    if step.approval.is_some() && done != step.done.is_some() {
        let message = if done {
            "This step is done when it is approved. Finish the steps before it, then it is asked by itself."
        } else {
            "This step was approved, and that stays. What has to change is said in a comment."
        };
        return Err(Rule::field("approval_needed", "done", message));
    }
    match (done, step.done) {
        (true, None) => {
            step.proof = step.asks.as_ref().map(|asks| asks.takes(proof)).transpose()?;
            step.done = Some((now, by));
        }
        (false, Some(_)) => (step.done, step.proof) = (None, None),
        _ => {}
    }
    Ok(())
}

/// Where the task goes when it moves to another space: what the new home has no word for is
/// translated (status by name, then by category) or dropped (section, custom fields).
pub fn rehome(
    task: &mut Task,
    from: &Space,
    to: &Space,
    section: Option<u32>,
    status: Option<u32>,
) -> Result<(), Rule> {
    let named = from.status(task.status).and_then(|old| {
        to.statuses.iter().find(|new| new.category == old.category && new.name.eq_ignore_ascii_case(&old.name))
    });
    let target = status.or(named.or(to.first_status(task.category)).map(|status| status.id));
    task.space = to.id;
    task.section = known_section(to, section)?;
    task.custom.retain(|id, _| {
        let (old, new) = (from.field(*id), to.field(*id));
        matches!((old, new), (Some(old), Some(new)) if old.name == new.name && old.kind == new.kind)
    });
    task.also_in.retain(|space| *space != to.id);
    match target {
        Some(status) => set_status(task, status, to),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Actor;

    fn pair() -> (Task, Space) {
        let space = Space::new(Id::from_u128(7), 3, "Service".into(), "SVC".into(), 0);
        (Task::new(Id::from_u128(1), &space, Actor::System, 0), space)
    }

    #[test]
    fn done_is_stamped_and_taken_back() {
        let (mut task, space) = pair();
        apply(&mut task, Edit { status: Some(4), ..Edit::default() }, &space, 50).unwrap();
        assert_eq!((task.category, task.completed_ms), (Category::Done, Some(50)));
        apply(&mut task, Edit { status: Some(2), ..Edit::default() }, &space, 60).unwrap();
        assert_eq!((task.category, task.completed_ms), (Category::Doing, None));
    }

    #[test]
    fn waiting_for_someone_is_a_status_and_leaves_with_it() {
        let (mut task, space) = pair();
        let waiting = Waiting { text: "the part from Hollis".into(), ..Waiting::default() };
        apply(&mut task, Edit { waiting: Some(Some(waiting)), ..Edit::default() }, &space, 1).unwrap();
        assert_eq!(task.category, Category::Waiting);
        apply(&mut task, Edit { status: Some(1), ..Edit::default() }, &space, 2).unwrap();
        assert_eq!(task.waiting, None);
    }

    #[test]
    fn wrong_values_name_their_field() {
        let (mut task, space) = pair();
        let wrong = |edit: Edit, task: &mut Task| apply(task, edit, &space, 1).unwrap_err();
        assert_eq!(wrong(Edit { title: Some("  ".into()), ..Edit::default() }, &mut task).field, "title");
        assert_eq!(wrong(Edit { status: Some(77), ..Edit::default() }, &mut task).code, "unknown_status");
        let custom = BTreeMap::from([(6, Value::Text("x".into()))]);
        assert_eq!(wrong(Edit { custom, ..Edit::default() }, &mut task).field, "fields.6");
        assert!(is_decimal("-12.50") && !is_decimal("1e5") && !is_decimal("1.") && !is_decimal(""));
    }
}
