//! From a line to a task.

use super::{
    names::Known,
    views::{CaptureInput, CaptureKind, CaptureParse, CaptureToken},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    http::shapes::WhenShape,
    processes::{
        self,
        input::{AssignShape, AssignWord, ProcessInput},
    },
    tasks::{self, input::TaskInput},
};
use guildhall_domain::{
    Id,
    capture::{self, Here, Meaning, Token, words::Words},
    limits,
    policy::DoSpace,
    space::Access,
    task::Task,
    when,
};

/// Longest line; what is longer is a body.
const LINE: usize = 2_000;

/// Understands a line for the asker.
pub fn parse(scope: &impl Scope, input: &CaptureInput) -> Result<CaptureParse, Error> {
    let me = access::me(scope)?;
    let (line, body) = input.text.trim_end().split_once('\n').unwrap_or((input.text.trim_end(), ""));
    if line.len() > LINE {
        return Err(Error::field("text", "Shorten the line; put the rest below it."));
    }
    let plain: Vec<_> =
        input.plain.iter().take(100).map(|(from, to)| byte_at(line, *from)..byte_at(line, *to)).collect();
    let here = Here {
        today: when::today(when::from_ms(scope.now()), me.time_zone),
        zone: me.time_zone,
        words: Words::of(&me.language),
    };
    let captured = capture::parse(line, &plain, &here, &Known(scope));
    let mut task = TaskInput { title: captured.title.clone(), body: body.trim().into(), ..TaskInput::default() };
    let mut place: Option<(Id, Option<u32>)> = None;
    let mut rule = None;
    for token in &captured.tokens {
        match &token.meaning {
            Meaning::Priority(priority) => task.priority = Some((*priority).into()),
            Meaning::Person(id) => task.assignee_id = Some(*id),
            Meaning::Space(space, section) => place = Some((*space, *section)),
            Meaning::Tag(tag) => task.tag_ids.push(*tag),
            Meaning::Due(when) => task.due = Some(WhenShape::from(when)),
            Meaning::Start(when) => task.start = Some(WhenShape::from(when)),
            Meaning::Again(again) => rule = Some(processes::views::rule(scope, again, 0, scope.now())),
            Meaning::Estimate(minutes) => task.estimate_minutes = Some(*minutes),
            Meaning::Unknown(_) => {}
        }
    }
    let writable = |id: &Id| access::space(scope, *id, DoSpace::Write).is_ok();
    let personal = scope.directory().personal(me.id).map(|space| space.id).ok_or_else(Error::not_found)?;
    let (space, section) = place.unwrap_or((input.space_id.filter(writable).unwrap_or(personal), None));
    task.section_id = section;
    let mut problems = problems(scope, &task, space);
    if rule.is_some() && has_more(&task) {
        problems.push(
            "What comes again has only a name, words, a space, a person and an estimate. Leave out the rest.".into(),
        );
    }
    Ok(CaptureParse {
        title: captured.title,
        tokens: captured.tokens.iter().map(|token| shape(line, token)).collect(),
        audience_note: audience_note(scope, space),
        space_id: space,
        section_id: section,
        task,
        rule,
        problems,
    })
}

/// What a run gets from its process and not from the line.
fn has_more(task: &TaskInput) -> bool {
    let times = task.due.is_some() || task.start.is_some();
    times || task.priority.is_some() || task.section_id.is_some() || !task.tag_ids.is_empty()
}

/// Makes the task a line means; of what comes again, the process and its first run.
pub fn make(work: &mut Work<'_, '_>, input: &CaptureInput) -> Result<Task, Error> {
    let parsed = parse(work, input)?;
    if let Some(problem) = parsed.problems.first() {
        return Err(Error::field("text", problem));
    }
    let Some(rule) = parsed.rule else { return tasks::commands::create(work, parsed.space_id, &parsed.task) };
    let person = parsed.task.assignee_id;
    let again = ProcessInput {
        name: parsed.task.title,
        body: parsed.task.body,
        rule: Some(rule.code),
        assign: AssignShape {
            who: person.map_or(AssignWord::Nobody, |_| AssignWord::Person),
            person_ids: person.into_iter().collect(),
        },
        estimate_minutes: parsed.task.estimate_minutes,
        ..ProcessInput::default()
    };
    let process = processes::commands::create(work, parsed.space_id, &again)?;
    let run = processes::commands::runs::start_next(work, process.id)?;
    tasks::store::get(work.read(), run.id)?.ok_or_else(Error::not_found)
}

/// What would be refused, said before Enter.
fn problems(scope: &impl Scope, task: &TaskInput, space: Id) -> Vec<String> {
    let mut problems = Vec::new();
    if task.title.is_empty() {
        problems.push("Write what is to be done.".into());
    }
    if task.title.chars().count() > limits::TITLE {
        problems.push(format!("Shorten the title to {} characters.", limits::TITLE));
    }
    let directory = scope.directory();
    let assignee = task.assignee_id.and_then(|id| directory.person(id));
    if let (Some(person), Some(space)) = (assignee, directory.space(space))
        && !directory.reach(person.id).sees(&[space.audience])
    {
        problems.push(if space.access == Access::Personal {
            format!("{} cannot see your personal tasks. Add #space, a space you both work in.", person.name)
        } else {
            format!("{} cannot see {}. Choose a space you both work in.", person.name, space.name)
        });
    }
    problems
}

/// Guests among the readers are worth a word before something is written.
fn audience_note(scope: &impl Scope, space: Id) -> Option<String> {
    let directory = scope.directory();
    let space = directory.space(space)?;
    let audience = [space.audience];
    let mut guests: Vec<String> = directory
        .readers(&audience)
        .filter(|person| person.role == guildhall_domain::person::Role::Guest)
        .map(|person| person.name.clone())
        .collect();
    guests.sort();
    match guests.as_slice() {
        [] => None,
        [one] => Some(format!("{one}, a guest, will see this.")),
        many => Some(format!("{} guests will see this.", many.len())),
    }
}

fn shape(line: &str, token: &Token) -> CaptureToken {
    let (kind, hint) = match &token.meaning {
        Meaning::Priority(_) => (CaptureKind::Priority, None),
        Meaning::Person(_) => (CaptureKind::Person, None),
        Meaning::Space(_, None) => (CaptureKind::Space, None),
        Meaning::Space(_, Some(_)) => (CaptureKind::Section, None),
        Meaning::Tag(_) => (CaptureKind::Tag, None),
        Meaning::Due(_) => (CaptureKind::Due, None),
        Meaning::Start(_) => (CaptureKind::Start, None),
        Meaning::Again(_) => (CaptureKind::Recurrence, None),
        Meaning::Estimate(_) => (CaptureKind::Estimate, None),
        Meaning::Unknown('@') => (CaptureKind::Unknown, Some("There is nobody of this name; it stays text.")),
        Meaning::Unknown('#') => (CaptureKind::Unknown, Some("There is no such space; it stays text.")),
        Meaning::Unknown(_) => (CaptureKind::Unknown, Some("There is no such tag; it stays text.")),
    };
    CaptureToken {
        start: utf16_at(line, token.range.start),
        end: utf16_at(line, token.range.end),
        kind,
        label: token.label.clone(),
        ok: hint.is_none(),
        hint: hint.map(str::to_owned),
    }
}

/// Browsers count UTF-16 units, we count bytes.
fn utf16_at(line: &str, byte: usize) -> usize {
    line.get(..byte).map_or(0, |head| head.encode_utf16().count())
}

fn byte_at(line: &str, utf16: usize) -> usize {
    let mut units = 0;
    for (at, c) in line.char_indices() {
        if units >= utf16 {
            return at;
        }
        units += c.len_utf16();
    }
    line.len()
}
