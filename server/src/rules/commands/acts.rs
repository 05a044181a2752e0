//! What a rule does, one thing after the other, as its owner could do it by hand.

use super::{calls, stopping};
use crate::{
    Error,
    access::{self, Scope, Work},
    comments::{self, commands::New},
    error::Code,
    http::{call::IfMatch, shapes::WhenShape},
    items::plain,
    processes,
    requests::{self, input::AcceptInput},
    rules::{home, mails},
    tasks::{self, input::TaskPatch},
};
use chrono::Days;
use guildhall_domain::{
    Id,
    change::Value,
    policy::Do,
    request::State,
    rules::{Act, Fact, Rule, Whom, matching},
    task::{Task, facts},
    when,
};

/// Where a text names the task.
pub const TASK: &str = "{task}";

/// What a rule acts on.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The space it was in when the rule began.
    pub space: Id,
    /// The request that came.
    pub request: Option<Id>,
    /// The task; of a request once it was accepted.
    pub task: Option<Id>,
}

impl Target {
    fn task(&self) -> Result<Id, Error> {
        self.task.ok_or_else(|| Error::because(Code::Conflict, "There is no task yet to work with."))
    }
}

/// Does all of it. What is set one after the other is one change. `cause` is the change that set it off, or the last one
/// before it acts. Answers why a mail is not sent, where one is not.
pub fn all(work: &mut Work<'_, '_>, rule: &Rule, mut target: Target, cause: u64) -> Result<Option<String>, Error> {
    let (mut patch, mut unsent) = (TaskPatch::default(), None);
    for act in &rule.plan.actions {
        match act {
            Act::Set(Fact::Tag, value) => {
                let tag = number(value).ok_or_else(|| Error::field("tag_ids", "There is no such tag any more."))?;
                tasks::commands::sets::tag(work, target.task()?, tag, true)?;
            }
            Act::Set(fact, value) => set(work, &mut patch, target.task()?, *fact, value)?,
            Act::Call(webhook) => {
                flush(work, &mut patch, target)?;
                calls::call(work, rule, target, *webhook, cause)?;
            }
            Act::Mail(mail) => {
                flush(work, &mut patch, target)?;
                unsent = mails::write(work, rule, target, mail, cause)?.or(unsent);
            }
            other => {
                flush(work, &mut patch, target)?;
                one(work, &mut target, other)?;
            }
        }
    }
    flush(work, &mut patch, target)?;
    Ok(unsent)
}

fn flush(work: &mut Work<'_, '_>, patch: &mut TaskPatch, target: Target) -> Result<(), Error> {
    let patch = std::mem::take(patch);
    if !patch.is_empty() {
        tasks::commands::edit(work, target.task()?, IfMatch::Any, &patch)?;
    }
    Ok(())
}

fn number(value: &Value) -> Option<u32> {
    value.as_int().and_then(|number| u32::try_from(number).ok())
}

fn set(work: &Work<'_, '_>, patch: &mut TaskPatch, id: Id, fact: Fact, value: &Value) -> Result<(), Error> {
    match fact {
        Fact::Status => patch.status_id = number(value),
        Fact::Category => patch.status_id = status(work, id, value)?,
        Fact::Assignee => patch.assignee_id = Some(value.as_id()),
        Fact::Priority => patch.priority = value.as_int().map(|number| facts::priority_from(number).into()),
        Fact::Section => patch.section_id = Some(number(value)),
        Fact::Due => patch.due = Some(day(work, value)),
        Fact::Start => patch.start = Some(day(work, value)),
        Fact::Field(field) => {
            let value = match value {
                Value::Text(text) => serde_json::Value::from(text.as_str()),
                Value::Id(id) => serde_json::Value::from(id.to_string()),
                _ => serde_json::Value::Null,
            };
            patch.fields.insert(field.to_string(), value);
        }
        Fact::Tag | Fact::Words | Fact::Process => {}
    }
    Ok(())
}

/// The first status of a category, unless the task is in it.
fn status(work: &Work<'_, '_>, id: Id, value: &Value) -> Result<Option<u32>, Error> {
    let task = access::task(work, id, Do::Edit)?;
    let category = value.as_text().and_then(matching::category);
    let home = tasks::commands::home(work, &task)?;
    let status = category.filter(|category| *category != task.category).and_then(|one| home.first_status(one));
    Ok(status.map(|status| status.id))
}

/// So many days from now, in the zone of the organization.
fn day(work: &Work<'_, '_>, value: &Value) -> Option<WhenShape> {
    let days = value.as_int().and_then(|days| u64::try_from(days).ok())?;
    let today = when::today(when::from_ms(work.now()), work.directory().zone());
    let date = today.checked_add_days(Days::new(days))?;
    Some(WhenShape { date, time: None, zone: None })
}

fn one(work: &mut Work<'_, '_>, target: &mut Target, act: &Act) -> Result<(), Error> {
    match act {
        Act::Set(..) | Act::Call(_) | Act::Mail(_) => Ok(()),
        Act::Move(space) => tasks::commands::place::move_home(work, target.task()?, *space, None, None).map(drop),
        Act::Accept => {
            let request = target.request.ok_or_else(|| Error::because(Code::Conflict, "There is no request."))?;
            // A process that was started made it a task already.
            if target.task.is_some() { Ok(()) } else { accept(work, target, request, AcceptInput::default()) }
        }
        Act::Start(process) => start(work, target, *process),
        Act::Comment(words) => {
            let body = filled(work, target, words)?;
            say(work, target.task()?, body)
        }
        Act::Post(topic, words) => {
            access::topic(work, *topic, Do::Comment)?;
            let body = filled(work, target, words)?;
            say(work, *topic, body)
        }
        Act::Tell(whom, words) => tell(work, target, *whom, words),
    }
}

fn accept(work: &mut Work<'_, '_>, target: &mut Target, request: Id, input: AcceptInput) -> Result<(), Error> {
    let accepted = requests::commands::deciding::accept(work, request, &input)?;
    target.task = if let State::Accepted(task) = accepted.state { Some(task) } else { None };
    Ok(())
}

/// A request becomes a run of a process of its own space, with its words. Of another one, and where there is a task
/// already, a run of its own is started.
fn start(work: &mut Work<'_, '_>, target: &mut Target, process: Id) -> Result<(), Error> {
    let here = processes::store::get(work.read(), process)?.is_some_and(|process| process.space == target.space);
    match target.request {
        Some(request) if here && target.task.is_none() => {
            accept(work, target, request, AcceptInput { process_id: Some(process), ..AcceptInput::default() })
        }
        _ => processes::commands::runs::start(work, process).map(drop),
    }
}

fn say(work: &mut Work<'_, '_>, item: Id, body: String) -> Result<(), Error> {
    let new = New { id: None, body, reply_to: None, files: Vec::new() };
    comments::commands::write(work, item, &new).map(drop)
}

/// A text with the name of what it is about.
fn filled(work: &Work<'_, '_>, target: &Target, words: &str) -> Result<String, Error> {
    if !words.contains(TASK) {
        return Ok(words.to_owned());
    }
    let name = match (target.task, target.request) {
        (Some(id), _) => {
            let task = access::task(work, id, Do::Read)?;
            format!("[{}](guildhall:item/{})", plain::escaped(&task.title), task.id)
        }
        (None, Some(id)) => {
            let request = requests::store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
            plain::escaped(&request.title)
        }
        (None, None) => String::new(),
    };
    Ok(words.replace(TASK, &name))
}

/// Says something to somebody on the task, which reaches them as they like it. Nobody is told of what they cannot read.
fn tell(work: &mut Work<'_, '_>, target: &Target, whom: Whom, words: &str) -> Result<(), Error> {
    let task: Task = access::task(work, target.task()?, Do::Comment)?.into_inner();
    let directory = work.directory().clone();
    let audience = access::audience_of(&directory, &task).ids().to_vec();
    let people = match whom {
        Whom::Person(id) => vec![access::reader(work, id, &audience, "actions")?],
        Whom::Assignee => task.assignee.and_then(|id| directory.person(id)).cloned().into_iter().collect(),
        Whom::Leads => directory.space(target.space).map(|home| home::leads(&directory, home)).unwrap_or_default(),
    };
    let names: Vec<String> = people
        .iter()
        .filter(|person| directory.reach(person.id).sees(&audience))
        .map(|person| stopping::mention(person))
        .collect();
    // Nobody does it, or nobody leads: there is nobody to tell.
    if names.is_empty() {
        return Ok(());
    }
    let body = format!("{} {}", names.join(" "), filled(work, target, words)?);
    say(work, task.id, body)
}
