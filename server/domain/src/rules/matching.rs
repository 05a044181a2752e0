//! Whether a change sets a rule off, whether what is asked is so, and when the clock does.

use super::{Condition, Fact, Source, Test, Trigger, phrase::Text};
use crate::{
    Id,
    change::{Action, Change, Kind, Value},
    request::Way,
    space::{Category, Space},
    task::{Task, facts},
    when::{self, When},
};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use std::cell::OnceCell;

/// The words for categories.
pub const CATEGORIES: [(Category, &str); 5] = [
    (Category::Todo, "todo"),
    (Category::Doing, "doing"),
    (Category::Waiting, "waiting"),
    (Category::Done, "done"),
    (Category::Cancelled, "cancelled"),
];

/// The category a word means.
pub fn category(word: &str) -> Option<Category> {
    CATEGORIES.iter().find(|(_, name)| *name == word).map(|(category, _)| *category)
}

/// The word for a category.
pub fn category_word(category: Category) -> &'static str {
    CATEGORIES.iter().find(|(one, _)| *one == category).map_or("todo", |(_, word)| word)
}

/// The name a fact has in changes; `tag:` and a number for a tag.
fn named(fact: Fact, name: &str) -> bool {
    match fact {
        Fact::Status => name == "status",
        Fact::Assignee => name == "assignee",
        Fact::Priority => name == "priority",
        Fact::Due => name == "due",
        Fact::Start => name == "start",
        Fact::Section => name == "section",
        Fact::Tag => name.starts_with("tag:"),
        Fact::Field(id) => name.strip_prefix("field:").is_some_and(|rest| rest.parse() == Ok(id)),
        Fact::Category | Fact::Words | Fact::Process => false,
    }
}

/// The category a task came into by a change; none where it stays in its own. Which that is depends on the statuses of
/// the spaces it was in and is in.
fn new_category<'s>(change: &Change, now: Id, space: &impl Fn(Id) -> Option<&'s Space>) -> Option<Category> {
    let find = |name: &str| change.fields.iter().find(|field| field.field == name);
    let status = find("status")?;
    let (from, to) = find("space").map_or((Some(now), Some(now)), |moved| (moved.before.as_id(), moved.after.as_id()));
    let category = |home: Option<Id>, value: &Value| {
        let number = value.as_int().and_then(|number| u32::try_from(number).ok())?;
        space(home?)?.status(number).map(|status| status.category)
    };
    category(to, &status.after).filter(|after| category(from, &status.before) != Some(*after))
}

/// Whether a change sets a rule off, as far as the change says it. Nothing is set off by what was brought in, deleted,
/// brought back or taken back. `now` is the space of the task.
pub fn sets_off<'s>(when: &Trigger, change: &Change, now: Id, space: &impl Fn(Id) -> Option<&'s Space>) -> bool {
    match (when, change.kind, change.action) {
        (Trigger::Requested(_), Kind::Request, Action::Created) => true,
        (Trigger::Created, Kind::Task, Action::Created) => true,
        (Trigger::Commented, Kind::Task, Action::Commented) => change.fields.iter().any(|field| {
            field.field.starts_with("comment:") && field.before == Value::Null && field.after == Value::Bool(true)
        }),
        (Trigger::Changed(Fact::Category, to), Kind::Task, Action::Changed | Action::Moved) => {
            let wanted = |to: &Value| to.as_text().and_then(category);
            new_category(change, now, space).is_some_and(|new| to.as_ref().is_none_or(|to| wanted(to) == Some(new)))
        }
        (Trigger::Changed(fact, to), Kind::Task, Action::Changed | Action::Moved) => {
            change.fields.iter().filter(|field| named(*fact, &field.field)).any(|field| match (fact, to) {
                (Fact::Tag, Some(Value::Int(tag))) => {
                    field.field == format!("tag:{tag}") && field.after == Value::Bool(true)
                }
                (_, Some(to)) => field.after == *to,
                (_, None) => true,
            })
        }
        _ => false,
    }
}

/// Whether a request comes by what is asked.
pub fn comes_by(source: Source, way: Way) -> bool {
    match (source, way) {
        (Source::Any, _) | (Source::Mail, Way::Mail) | (Source::Form(None), Way::Form(..)) => true,
        (Source::Form(Some(wanted)), Way::Form(form, _)) => wanted == form,
        _ => false,
    }
}

/// What conditions are asked of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The task; none for a request.
    pub task: Option<&'a Task>,
    /// What it is about.
    pub title: &'a str,
    /// Its text.
    pub body: &'a str,
}

impl<'a> Subject<'a> {
    /// A task.
    pub fn task(task: &'a Task) -> Self {
        Subject { task: Some(task), title: &task.title, body: &task.body }
    }

    /// Its words.
    fn text(&self) -> String {
        format!("{}\n{}", self.title, self.body)
    }

    fn value(&self, fact: Fact) -> Value {
        let Some(task) = self.task else { return Value::Null };
        let number = |number: u32| Value::Int(number.into());
        match fact {
            Fact::Status => number(task.status),
            Fact::Category => Value::Text(category_word(task.category).into()),
            Fact::Assignee => Value::opt(task.assignee, Value::Id),
            Fact::Priority => Value::Int(facts::priority_number(task.priority)),
            Fact::Section => Value::opt(task.section, number),
            Fact::Process => Value::opt(task.process, Value::Id),
            Fact::Field(id) => task.custom.get(&id).cloned().unwrap_or(Value::Null),
            Fact::Due | Fact::Start | Fact::Tag | Fact::Words => Value::Null,
        }
    }

    fn has(&self, fact: Fact, values: &[Value]) -> bool {
        if fact == Fact::Tag {
            let tags = self.task.map(|task| task.tags.as_slice()).unwrap_or_default();
            return values.iter().any(|value| tags.iter().any(|tag| value.as_int() == Some(i64::from(*tag))));
        }
        values.contains(&self.value(fact))
    }
}

/// Whether all conditions are so; then the words that were found, each once.
pub fn holds(conditions: &[Condition], subject: &Subject<'_>) -> Option<Vec<String>> {
    holds_in(conditions, subject, &OnceCell::new())
}

/// The same, where the words of one thing are asked for by many.
pub fn holds_in(conditions: &[Condition], subject: &Subject<'_>, text: &OnceCell<Text>) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for condition in conditions {
        let so = match &condition.test {
            Test::Is(values) => subject.has(condition.fact, values),
            Test::IsNot(values) => !subject.has(condition.fact, values),
            Test::Contains(phrases) => {
                let found = phrases.found(text.get_or_init(|| Text::of(&subject.text())));
                words.extend(found.iter().map(|word| (*word).to_owned()));
                !found.is_empty()
            }
        };
        if !so {
            return None;
        }
    }
    words.sort();
    words.dedup();
    Some(words)
}

/// Words that are nearly looked for, where everything else that is asked is so.
pub fn nearly(conditions: &[Condition], subject: &Subject<'_>) -> Vec<String> {
    let (words, others): (Vec<&Condition>, Vec<&Condition>) =
        conditions.iter().partition(|condition| matches!(condition.test, Test::Contains(_)));
    let others: Vec<Condition> = others.into_iter().cloned().collect();
    if holds(&others, subject).is_none() {
        return Vec::new();
    }
    let text = subject.text();
    let mut near = Vec::new();
    for condition in words {
        if let Test::Contains(phrases) = &condition.test
            && phrases.found(&Text::of(&text)).is_empty()
        {
            near.extend(phrases.nearly(&text));
        }
    }
    near
}

/// When the clock sets a rule off for a task: never, or at this moment. Days begin and end in the zone of the
/// organization. What is done or out of sight is not late and has no day any more.
pub fn moment(when: &Trigger, task: &Task, zone: Tz) -> Option<i64> {
    if !task.is_open() {
        return None;
    }
    match when {
        Trigger::Overdue(days) => {
            let due = task.due?;
            let day = due.day.checked_add_signed(TimeDelta::days(i64::from(*days)))?;
            Some(When { day, ..due }.deadline(zone).timestamp_millis())
        }
        Trigger::Reached(fact, days) => {
            let day = match fact {
                Fact::Due => task.due?.day_in(zone),
                Fact::Start => task.start?.day_in(zone),
                Fact::Field(id) => task.custom.get(id)?.as_text()?.parse::<NaiveDate>().ok()?,
                _ => return None,
            };
            let day = day.checked_add_signed(TimeDelta::days(i64::from(*days)))?;
            Some(when::instant(day, NaiveTime::MIN, zone).timestamp_millis())
        }
        _ => None,
    }
}

/// What a plan names of its space that is not there any more.
pub fn is_known(fact: Fact, value: &Value, home: &Space) -> bool {
    let number = || value.as_int().and_then(|number| u32::try_from(number).ok());
    match (fact, value) {
        (Fact::Status, _) => number().is_some_and(|id| home.status(id).is_some()),
        (Fact::Section, Value::Null) => true,
        (Fact::Section, _) => number().is_some_and(|id| home.section(id).is_some()),
        (Fact::Field(id), _) => home.field(id).is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Id,
        actor::{Actor, Via},
        change::FieldChange,
        rules::phrase::Phrases,
        task::Priority,
    };

    fn task() -> Task {
        let home = Space::new(Id::from_u128(7), 3, "Service".into(), "SVC".into(), 0);
        Task { title: "No heat".into(), tags: vec![4], ..Task::new(Id::from_u128(1), &home, Actor::System, 0) }
    }

    fn change(action: Action, field: &str, after: Value) -> Change {
        Change {
            at_ms: 0,
            actor: Actor::System,
            via: Via::Page,
            command: Id::nil(),
            kind: Kind::Task,
            object: Id::nil(),
            action,
            fields: vec![FieldChange { field: field.into(), before: Value::Null, after }],
            audience_before: Vec::new(),
            audience_after: Vec::new(),
            previous: 0,
        }
    }

    #[test]
    fn only_what_was_asked_for_sets_it_off() {
        let sets_off = |when: &Trigger, change: &Change| super::sets_off(when, change, Id::nil(), &|_| None);
        let status = |to: Option<i64>| Trigger::Changed(Fact::Status, to.map(Value::Int));
        let done = change(Action::Changed, "status", Value::Int(4));
        assert!(sets_off(&status(None), &done) && sets_off(&status(Some(4)), &done));
        assert!(!sets_off(&status(Some(2)), &done) && !sets_off(&Trigger::Created, &done));
        assert!(!sets_off(&status(None), &change(Action::Undone, "status", Value::Int(4))), "taking back is no event");
        assert!(!sets_off(&Trigger::Created, &change(Action::Imported, "title", Value::Null)));
        let tag = Trigger::Changed(Fact::Tag, Some(Value::Int(4)));
        assert!(sets_off(&tag, &change(Action::Changed, "tag:4", Value::Bool(true))));
        assert!(!sets_off(&tag, &change(Action::Changed, "tag:4", Value::Null)), "it was taken away");
        let said = change(Action::Commented, "comment:1", Value::Bool(true));
        assert!(sets_off(&Trigger::Commented, &said));
        let field = Trigger::Changed(Fact::Field(3), None);
        assert!(sets_off(&field, &change(Action::Changed, "field:3", Value::Null)));
        assert!(!sets_off(&field, &change(Action::Changed, "field:33", Value::Null)));
    }

    #[test]
    fn a_kind_of_status_is_asked_of_the_space_the_task_was_in_and_is_in() {
        let [home, other] = [7, 8].map(|id| Space::new(Id::from_u128(id), 3, "Service".into(), "SVC".into(), 0));
        let find = |id: Id| [&home, &other].into_iter().find(|space| space.id == id);
        let number = |category| home.first_status(category).map(|status| i64::from(status.id)).unwrap();
        let (todo, done) = (number(Category::Todo), number(Category::Done));
        let sets_off = |to: Option<&str>, change: &Change| {
            let to = to.map(|word| Value::Text(word.into()));
            super::sets_off(&Trigger::Changed(Fact::Category, to), change, home.id, &find)
        };
        let mut finished = change(Action::Changed, "status", Value::Int(done));
        finished.fields[0].before = Value::Int(todo);
        assert!(sets_off(None, &finished) && sets_off(Some("done"), &finished) && !sets_off(Some("todo"), &finished));
        finished.fields[0].before = Value::Int(done);
        assert!(!sets_off(None, &finished), "it was done before");
        let moved = FieldChange { field: "space".into(), before: Value::Id(other.id), after: Value::Id(home.id) };
        finished.fields.push(moved);
        assert!(!sets_off(None, &finished), "it was done there, and is here");
    }

    #[test]
    fn all_conditions_have_to_be_so() {
        let task = Task { priority: Priority::High, ..task() };
        let is = |fact, value| Condition { fact, test: Test::Is(vec![value]) };
        let words = Condition {
            fact: Fact::Words,
            test: Test::Contains(Phrases::new(vec!["heat".into(), "cold".into()], Vec::new())),
        };
        let subject = Subject::task(&task);
        let all = [is(Fact::Priority, Value::Int(2)), is(Fact::Tag, Value::Int(4)), words.clone()];
        assert_eq!(holds(&all, &subject), Some(vec!["heat".into()]));
        assert_eq!(holds(&[words.clone(), is(Fact::Assignee, Value::Id(Id::from_u128(9)))], &subject), None);
        assert!(holds(&[is(Fact::Assignee, Value::Null)], &subject).is_some(), "nobody has it");
        let (van, shop) = (Value::Id(Id::from_u128(5)), Value::Id(Id::from_u128(6)));
        let run = Task { process: van.as_id(), ..task.clone() };
        assert!(holds(&[is(Fact::Process, van.clone())], &Subject::task(&run)).is_some());
        assert!(holds(&[is(Fact::Process, shop)], &Subject::task(&run)).is_none());
        assert!(holds(&[is(Fact::Process, van)], &subject).is_none(), "it is no run");
        let not = Condition { fact: Fact::Tag, test: Test::IsNot(vec![Value::Int(4)]) };
        assert_eq!(holds(&[not], &subject), None);
        let done = Condition { fact: Fact::Category, test: Test::Is(vec![Value::Text("done".into())]) };
        assert_eq!(holds(&[done], &subject), None);
        assert_eq!(holds(&[words], &Subject { task: None, title: "", body: "It is COLD" }), Some(vec!["cold".into()]));
    }

    #[test]
    fn the_clock_goes_by_the_zone_of_the_organization() {
        let zone = chrono_tz::Europe::Berlin;
        let at = |text: &str| Some(text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis());
        let due = Task { due: When::from_text("2026-11-23"), ..task() };
        assert_eq!(moment(&Trigger::Overdue(0), &due, zone), at("2026-11-23T23:00:00Z"));
        assert_eq!(moment(&Trigger::Overdue(3), &due, zone), at("2026-11-26T23:00:00Z"));
        assert_eq!(moment(&Trigger::Reached(Fact::Due, -2), &due, zone), at("2026-11-20T23:00:00Z"));
        assert_eq!(moment(&Trigger::Reached(Fact::Start, 0), &due, zone), None);
        let timed = Task { due: When::from_text("2026-11-23T17:00[Europe/Berlin]"), ..task() };
        assert_eq!(moment(&Trigger::Overdue(0), &timed, zone), at("2026-11-23T16:00:00Z"));
        assert_eq!(moment(&Trigger::Overdue(0), &Task { category: Category::Done, ..timed }, zone), None);
        let mut field = task();
        field.custom.insert(6, Value::Text("2026-03-29".into()));
        assert_eq!(moment(&Trigger::Reached(Fact::Field(6), 1), &field, zone), at("2026-03-29T22:00:00Z"));
    }
}
