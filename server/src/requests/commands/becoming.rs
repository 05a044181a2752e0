//! What a request brings along where it becomes a task or a run: its words, and what its answers fill in.

use super::deciding::text;
use crate::{
    Error,
    access::{self, Scope, Work},
    forms,
    processes::{self, commands::runs::Brings},
};
use guildhall_domain::{
    Id,
    form::{
        Question,
        answer::{self, Answer},
    },
    limits,
    process::Process,
    request::{Request, Way},
    space::{Field, FieldKind, Space},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// A process somebody chose for a request.
pub fn process_of(work: &Work<'_, '_>, id: Id, space: Option<Id>) -> Result<Process, Error> {
    let found = access::seen(processes::queries::workable(work, id))?.map(|(process, _)| process);
    let fits = found.filter(|process| space.is_none_or(|space| space == process.space));
    fits.ok_or_else(|| Error::field("process_id", "Choose a process of that space."))
}

/// What a run of a process begins with: its name says what kind of work it is, the request which one.
pub fn brings(work: &Work<'_, '_>, request: &Request, process: &Process) -> Result<Brings, Error> {
    let title = format!("{}: {}", process.plan.name, request.title);
    Ok(Brings {
        title: Some(title.chars().take(limits::TITLE).collect()),
        body: text(work, request)?,
        fields: fields(work, request, process.space)?,
        ..Brings::default()
    })
}

/// The fields its answers fill in. Only the space of its form has them; what does not fit any more is left out, as it
/// stands in the words too.
pub fn fields(work: &Work<'_, '_>, request: &Request, space: Id) -> Result<BTreeMap<String, Value>, Error> {
    let (Way::Form(form, version), true) = (request.way, request.space == space) else { return Ok(BTreeMap::new()) };
    let (plan, home) = (forms::store::plan(work.read(), form, version)?, work.directory().space(space).cloned());
    let (Some(plan), Some(home)) = (plan, home) else { return Ok(BTreeMap::new()) };
    let one = |(id, given): &(u32, Answer)| {
        let question = plan.question(*id)?;
        let field = home.field(question.field?).filter(|field| question.kind.fills(field.kind))?;
        Some((field.id.to_string(), value(work, &home, question, field, given)?))
    };
    Ok(request.answers.iter().filter_map(one).collect())
}

fn value(work: &Work<'_, '_>, home: &Space, question: &Question, field: &Field, given: &Answer) -> Option<Value> {
    if let Answer::Person(id) = given {
        let sees = work.directory().reach(*id).sees(&[home.audience]);
        return sees.then(|| Value::from(id.to_string()));
    }
    let words = match given {
        Answer::Text(text) => text.replace('\n', " "),
        Answer::Date(day) => day.to_string(),
        _ => answer::words(question, given)?,
    };
    let words: String = words.trim().chars().take(limits::TITLE).collect();
    let fits = !words.is_empty() && (field.kind != FieldKind::Choice || field.choices.contains(&words));
    fits.then(|| Value::from(words))
}
