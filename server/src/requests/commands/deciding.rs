//! Deciding requests: accepting, merging, declining, putting off. Each looks in its own transaction whether it is still to
//! be decided, so whoever comes second is told who was first.

use super::{becoming, said, save, saying};
use crate::{
    Error,
    access::{self, Scope, Who, Work},
    comments,
    error::Code,
    files::{self, commands::Content},
    http::shapes::{self, WhenShape},
    items::plain,
    processes::{
        self,
        commands::runs::{self, Brings},
    },
    requests::{
        input::{AcceptInput, MergeInput},
        queries, store, views,
    },
    tasks::{self, input::TaskInput},
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::Action,
    limits,
    policy::Do,
    request::{self, Lane, Request, State},
    space::Space,
};
use std::sync::Arc;

/// A request that waits.
fn undecided(work: &Work<'_, '_>, id: Id) -> Result<(Request, Arc<Space>), Error> {
    let (request, home) = queries::workable(work, id)?;
    if request.state.waits() {
        return Ok((request, home));
    }
    let by = request.decided.map_or(Actor::System, |(by, _)| by);
    let name = shapes::actor(work, by).name;
    let words = match request.state {
        State::Accepted(_) => format!("{name} accepted it already."),
        State::Declined => format!("{name} declined it already."),
        _ => format!("{name} merged it already."),
    };
    Err(Error::because(Code::Conflict, words).with("rule", "decided"))
}

fn decide(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: &Request,
    mut after: Request,
    fields: Vec<guildhall_domain::change::FieldChange>,
) -> Result<Request, Error> {
    after.decided = Some((work.who().actor, work.now()));
    save(work, home, Some(before), &mut after, Action::Changed, fields)?;
    Ok(after)
}

/// Makes it a task, by whoever accepts it and with their rights.
pub fn accept(work: &mut Work<'_, '_>, id: Id, input: &AcceptInput) -> Result<Request, Error> {
    let (before, home) = undecided(work, id)?;
    let due = input.due.unwrap_or(before.due);
    if let Some(process) = input.process_id {
        let process = becoming::process_of(work, process, input.space_id)?;
        let brings = becoming::brings(work, &before, &process)?;
        fits(&brings.above(&process.plan.body))?;
        let title = input.title.clone().or(brings.title);
        let brings = Brings { title, assignee: input.assignee_id, due, ..brings };
        return become_run(work, &home, &before, process.id, &brings);
    }
    let space = input.space_id.unwrap_or(home.id);
    let body = text(work, &before)?;
    fits(&body)?;
    let new = TaskInput {
        title: input.title.clone().unwrap_or_else(|| before.title.clone()),
        body,
        assignee_id: input.assignee_id,
        due: due.map(|date| WhenShape { date, time: None, zone: None }),
        fields: becoming::fields(work, &before, space)?,
        ..TaskInput::default()
    };
    let task = tasks::commands::create(work, space, &new)?;
    hand_over(work, &before, task.id)?;
    let after = Request { state: State::Accepted(task.id), ..before.clone() };
    decide(work, &home, &before, after, Vec::new())
}

fn become_run(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: &Request,
    process: Id,
    brings: &Brings,
) -> Result<Request, Error> {
    let run = runs::start_with(work, process, brings)?;
    hand_over(work, before, run.id)?;
    let after = Request { state: State::Accepted(run.id), ..before.clone() };
    decide(work, home, before, after, Vec::new())
}

/// A form that starts a process: its answer is a run at once, made by the process with the rights its owner has now. While
/// the process rests, waits for the run before, nobody may start it, or its words and the answer's are too long for one
/// task, the request waits for whoever sorts new ones: what somebody sent is not lost for what is wrong here.
pub fn by_form(work: &mut Work<'_, '_>, home: &Space, request: Request, process: Id) -> Result<Request, Error> {
    let Some(process) = processes::store::get(work.read(), process)? else { return Ok(request) };
    let may = runs::owner_may(work.directory(), home, process.owner) && process.space == home.id;
    if !may || !process.is_on() || process.waits() {
        return Ok(request);
    }
    let who = Who::job(Actor::Process(process.id), Some(process.owner));
    work.acting(who, |work| {
        let starter = request.requester.actor.and_then(person);
        let brings = Brings { due: request.due, starter, ..becoming::brings(work, &request, &process)? };
        if fits(&brings.above(&process.plan.body)).is_err() {
            return Ok(request);
        }
        become_run(work, home, &request, process.id, &brings)
    })
}

/// Whether these words are not too many for one task.
fn fits(words: &str) -> Result<(), Error> {
    if words.len() <= limits::BODY {
        return Ok(());
    }
    let why = "All of this is too long for one task. Make a task by hand, and answer the requester here.";
    Err(Error::because(Code::Conflict, why))
}

fn person(actor: Actor) -> Option<Id> {
    if let Actor::Person(id) = actor { Some(id) } else { None }
}

/// The words of a request as the text of a task. What somebody outside typed formats nothing and names nobody.
pub(super) fn text(work: &Work<'_, '_>, request: &Request) -> Result<String, Error> {
    let mut text = plain::escaped(&request.body);
    let due = request.due.map(|day| day.to_string());
    // What the task says elsewhere is not said again.
    let said = [Some(&request.title), due.as_ref()];
    let mut lines = Vec::new();
    for line in views::answers(work, request)?.into_iter().filter(|line| !line.in_words) {
        if line.value.is_some() && said.contains(&line.value.as_ref()) {
            continue;
        }
        let value = line.value.filter(|value| !value.is_empty()).or(line.person.map(|person| person.name));
        if let Some(value) = value {
            lines.push(format!("- {}: {}", plain::escaped(&line.label), plain::escaped(&value.replace('\n', " "))));
        }
    }
    if !lines.is_empty() {
        text = format!("{text}\n\n{}", lines.join("\n"));
    }
    Ok(text.trim().to_owned())
}

/// Its files are files of the task too.
fn hand_over(work: &mut Work<'_, '_>, request: &Request, task: Id) -> Result<(), Error> {
    let files = files::store::of(work.read(), request.id)?;
    if files.is_empty() {
        return Ok(());
    }
    let named: Vec<(&str, Content<'_>)> = files.iter().map(|file| (file.name.as_str(), Content::Of(file))).collect();
    files::commands::attach_all(work, task, &named).map(drop)
}

/// Joins it with a task that is there, or with another request. Its requester keeps their own lane.
pub fn merge(work: &mut Work<'_, '_>, id: Id, input: &MergeInput) -> Result<Request, Error> {
    let (before, home) = undecided(work, id)?;
    let task = match (input.task_id, input.request_id) {
        (Some(task), None) => task,
        (None, Some(other)) => {
            let (other, _) = queries::workable(work, other)
                .map_err(|_| Error::field("request_id", "Choose a request you work with."))?;
            match other.state {
                _ if other.id == id => return Err(Error::field("request_id", "Choose another request than this one.")),
                State::Accepted(task) | State::MergedTask(task) => task,
                State::New | State::Later(_) => return join(work, &home, &before, &other),
                State::MergedRequest(_) | State::Declined => {
                    return Err(Error::field("request_id", "That one is not open. Choose the one it went to."));
                }
            }
        }
        _ => return Err(Error::field("task_id", "Choose a task or a request, one of both.")),
    };
    access::task(work, task, Do::Edit).map_err(|error| match error.code {
        Code::NotFound => Error::field("task_id", "Choose a task you can change."),
        _ => error,
    })?;
    let body = format!("{}\n\n{}", plain::escaped(&headline(&before)), text(work, &before)?);
    fits(&body)?;
    let comment = comments::commands::New { id: None, body, reply_to: None, files: Vec::new() };
    comments::commands::write(work, task, &comment)?;
    hand_over(work, &before, task)?;
    let after = Request { state: State::MergedTask(task), ..before.clone() };
    decide(work, &home, &before, after, Vec::new())
}

fn headline(request: &Request) -> String {
    format!("{} ({}, {})", request.title, request.number, request.requester.name)
}

/// Joins it with one that waits too: the team reads there what it says.
fn join(work: &mut Work<'_, '_>, home: &Space, before: &Request, other: &Request) -> Result<Request, Error> {
    let there = queries::home(work, other)?;
    let mut joined = other.clone();
    let lines = views::answers(work, before)?.into_iter().filter(|line| !line.in_words);
    let lines = lines.filter_map(|line| line.value.map(|value| format!("{}: {value}", line.label)));
    let words: Vec<String> = [headline(before), before.body.clone()].into_iter().chain(lines).collect();
    let words: String = words.join("\n").chars().take(request::WORDS).collect();
    let message = saying::written(work, &mut joined, Lane::Team, &words)?;
    save(work, &there, Some(other), &mut joined, Action::Commented, vec![said(message)])?;
    let after = Request { state: State::MergedRequest(other.id), ..before.clone() };
    decide(work, home, before, after, Vec::new())
}

/// Declines it, with an answer to the requester.
pub fn decline(work: &mut Work<'_, '_>, id: Id, body: &str) -> Result<Request, Error> {
    let (before, home) = undecided(work, id)?;
    let mut after = Request { state: State::Declined, ..before.clone() };
    let message = saying::written(work, &mut after, Lane::Requester, body)?;
    decide(work, &home, &before, after, vec![said(message)])
}

/// Puts it off.
pub fn later(work: &mut Work<'_, '_>, id: Id, until_ms: i64) -> Result<Request, Error> {
    let (before, home) = undecided(work, id)?;
    let mut after = Request { state: request::later(until_ms, work.now())?, ..before.clone() };
    save(work, &home, Some(&before), &mut after, Action::Changed, Vec::new())?;
    Ok(after)
}

/// Brings it back among the new ones.
pub fn now(work: &mut Work<'_, '_>, id: Id) -> Result<Request, Error> {
    let (before, home) = undecided(work, id)?;
    if before.state == State::New {
        return Ok(before);
    }
    let mut after = Request { state: State::New, ..before.clone() };
    save(work, &home, Some(&before), &mut after, Action::Changed, Vec::new())?;
    Ok(after)
}

/// The request that stands beside a task is there for whoever works in its space.
pub fn of_task(scope: &impl Scope, task: Id) -> Result<Vec<Request>, Error> {
    access::task(scope, task, Do::Read)?;
    let mut all = store::of_task(scope.read(), task)?;
    all.retain(|request| queries::readable(scope, request.id).is_ok());
    Ok(all)
}
