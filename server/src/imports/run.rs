//! Writing what was prepared: first the space with its statuses, sections, fields, tags and
//! placeholders, then the tasks in commands of a bounded size. Each command is all or nothing; a run
//! that was cut off goes on where it stopped when it is run again, because what is there is known.

use super::{
    draft::{self, Draft},
    prepare::{self, Becomes, Prepared},
    report::ImportReport,
    source::Source,
    store,
};
use crate::{
    App, Error,
    access::{self, Scope, Tag, Who, Work},
    comments, organization,
    people::commands::{NewPerson, create_person},
    spaces::{self, input::NewSpace},
    tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, Value},
    comment::Comment,
    limits, order,
    person::{PersonState, Role},
    policy::DoSpace,
    space::{Category, Field, FieldKind, Section, Space, Status},
    task::{Step, Task, edit, facts},
};
use std::collections::HashMap;

/// Tasks written in one command: with steps and comments well below what a commit may hold up.
const BATCH: usize = 40;

/// What the names of a file became.
#[derive(Debug, Clone, Default)]
struct Resolved {
    space: Id,
    statuses: HashMap<String, u32>,
    sections: HashMap<String, u32>,
    fields: HashMap<String, (u32, FieldKind, Vec<String>)>,
    tags: HashMap<String, u32>,
    people: HashMap<String, Option<Id>>,
    names: HashMap<String, String>,
    made_space: bool,
}

/// Runs an import. `progress` hears of tasks written and in all. Blocks.
pub fn run(
    app: &App,
    who: Who,
    import: Id,
    source: &Source,
    plan: &super::plan::ImportPlan,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ImportReport, Error> {
    let prepared = prepare::prepare(&app.view(who)?, source, plan)?;
    let Prepared { tasks, .. } = &prepared;
    let frame = prepared.clone();
    let resolved = app.run_blocking(who, move |work| resolve(work, &frame))?.value;
    let made = resolved.made_space.then_some(resolved.space);
    app.run_blocking(who, move |work| note_space(work, import, made))?;
    let (mut done, all) = (0, tasks.len());
    progress(0, all);
    for batch in tasks.chunks(BATCH) {
        let drafts: Vec<(String, Draft)> =
            batch.iter().map(|draft| (prepare::external(source, &draft.found), draft.clone())).collect();
        let resolved = resolved.clone();
        app.run_blocking(who, move |work| write(work, import, &resolved, &drafts))?;
        done += batch.len();
        progress(done, all);
    }
    Ok(ImportReport { space_id: Some(resolved.space), ..prepared.report })
}

fn note_space(work: &mut Work<'_, '_>, import: Id, made: Option<Id>) -> Result<(), Error> {
    let Some(mut record) = store::get(work.tx.read(), import)? else { return Ok(()) };
    record.made_space = crate::log::cbor::id_opt(made).or(record.made_space);
    store::put(work, import, &record)
}

fn resolve(work: &mut Work<'_, '_>, prepared: &Prepared) -> Result<Resolved, Error> {
    let before = match prepared.space {
        Some(id) => Space::clone(&*access::space(work, id, DoSpace::Write)?),
        None => spaces::commands::create(work, &NewSpace { name: prepared.name.clone(), ..NewSpace::default() })?,
    };
    let mut resolved = Resolved { space: before.id, made_space: prepared.space.is_none(), ..Resolved::default() };
    let mut after = before.clone();
    let manages = resolved.made_space || access::may_space(work, &before, DoSpace::Manage);
    statuses(&mut after, prepared, manages, &mut resolved);
    sections(&mut after, prepared, manages, &mut resolved);
    fields(&mut after, prepared, manages, &mut resolved);
    spaces::commands::save(work, &before, after, Action::Imported, Vec::new())?;
    tags(work, prepared, &mut resolved)?;
    people(work, prepared, &mut resolved)?;
    Ok(resolved)
}

/// In a new space the first list of a category gives the category's status its name; further ones are
/// added while there is room, and share one where there is not.
fn statuses(space: &mut Space, prepared: &Prepared, manages: bool, resolved: &mut Resolved) {
    let mut named: Vec<Category> = Vec::new();
    for (list, name, category) in &prepared.statuses {
        let same = space.statuses.iter().find(|status| status.name.eq_ignore_ascii_case(name)).map(|status| status.id);
        let id = match same {
            Some(id) => Some(id),
            None if resolved.made_space && !named.contains(category) => rename(space, *category, name),
            None if manages => add_status(space, name, *category),
            None => None,
        };
        named.push(*category);
        let id = id.or_else(|| space.first_status(*category).map(|status| status.id));
        resolved.statuses.extend(id.map(|id| (list.clone(), id)));
    }
}

fn rename(space: &mut Space, category: Category, name: &str) -> Option<u32> {
    let status = space.statuses.iter_mut().find(|status| status.category == category)?;
    status.name = name.to_owned();
    Some(status.id)
}

fn add_status(space: &mut Space, name: &str, category: Category) -> Option<u32> {
    if space.statuses.len() >= limits::STATUSES {
        return None;
    }
    space.last_part += 1;
    let id = space.last_part;
    let place = space.statuses.iter().rposition(|status| status.category <= category).map_or(0, |place| place + 1);
    space.statuses.insert(place, Status { id, name: name.to_owned(), category, limit: None });
    Some(id)
}

fn sections(space: &mut Space, prepared: &Prepared, manages: bool, resolved: &mut Resolved) {
    for (list, name) in &prepared.sections {
        let same =
            space.sections.iter().find(|section| section.name.eq_ignore_ascii_case(name)).map(|section| section.id);
        let id = same.or_else(|| {
            (manages && space.sections.len() < limits::SECTIONS).then(|| {
                space.last_part += 1;
                space.sections.push(Section { id: space.last_part, name: name.clone() });
                space.last_part
            })
        });
        resolved.sections.extend(id.map(|id| (list.clone(), id)));
    }
}

fn fields(space: &mut Space, prepared: &Prepared, manages: bool, resolved: &mut Resolved) {
    for (from, name, kind, choices) in &prepared.fields {
        let same = space
            .fields
            .iter()
            .find(|field| field.name.eq_ignore_ascii_case(name))
            .map(|field| (field.id, field.kind, field.choices.clone()));
        let field = same.or_else(|| {
            (manages && space.fields.len() < limits::FIELDS).then(|| {
                space.last_part += 1;
                space.fields.push(Field {
                    id: space.last_part,
                    name: name.clone(),
                    kind: *kind,
                    choices: choices.clone(),
                });
                (space.last_part, *kind, choices.clone())
            })
        });
        resolved.fields.extend(field.map(|field| (from.clone(), field)));
    }
}

fn tags(work: &mut Work<'_, '_>, prepared: &Prepared, resolved: &mut Resolved) -> Result<(), Error> {
    let mut known: HashMap<String, u32> =
        work.directory().tags().values().map(|tag| (tag.name.to_lowercase(), tag.id)).collect();
    let mut added = false;
    for (label, name) in &prepared.tags {
        let key = name.to_lowercase();
        let id = match known.get(&key) {
            Some(id) => *id,
            None => {
                let id = u32::try_from(organization::store::next_number(work.tx, "tag")?).unwrap_or(u32::MAX);
                let tag =
                    Tag { id, name: name.clone(), color: u8::try_from(id % 10).unwrap_or(0), seq: work.tx.next_seq() };
                organization::store::put_tag(work.tx, &tag)?;
                added = true;
                known.insert(key, id);
                id
            }
        };
        resolved.tags.insert(label.clone(), id);
    }
    if added { work.directory_changed() } else { Ok(()) }
}

fn people(work: &mut Work<'_, '_>, prepared: &Prepared, resolved: &mut Resolved) -> Result<(), Error> {
    let zone = work.directory().zone();
    for (from, becomes) in &prepared.people {
        let id = match becomes {
            Becomes::Person(id) => Some(*id),
            Becomes::Placeholder(name, email) => {
                let name = limits::line("name", name, usize::MAX)?.chars().take(limits::NAME).collect();
                let email =
                    email.clone().filter(|email| guildhall_domain::person::email(email).is_ok()).unwrap_or_default();
                let new = NewPerson {
                    name,
                    email,
                    role: Role::Member,
                    state: PersonState::Placeholder,
                    language: "en".into(),
                    time_zone: zone,
                };
                Some(create_person(work, new)?.id)
            }
            Becomes::Name(name) => {
                resolved.names.insert(from.clone(), name.clone());
                None
            }
        };
        resolved.people.insert(from.clone(), id);
    }
    Ok(())
}

fn write(work: &mut Work<'_, '_>, import: Id, resolved: &Resolved, drafts: &[(String, Draft)]) -> Result<(), Error> {
    let home = access::space(work, resolved.space, DoSpace::Write)?.into_inner();
    for (external, draft) in drafts {
        // Two runs at once must not bring it twice either.
        if store::earlier(work.tx.read(), home.audience, external)?.is_some() {
            continue;
        }
        let mut task = build(work, import, resolved, draft, &home)?;
        task.number = tasks::store::next_number(work, home.audience)?;
        tasks::store::create(work, &mut task, Action::Imported)?;
        write_comments(work, import, resolved, draft, &mut task)?;
        store::remember(work, import, home.audience, external, task.id)?;
    }
    Ok(())
}

fn build(work: &Work<'_, '_>, import: Id, resolved: &Resolved, draft: &Draft, home: &Space) -> Result<Task, Error> {
    let author = work.who().person.map_or(Actor::Import(import), Actor::Person);
    let mut task = Task::new(work.new_id(), home, author, draft.found.created_ms.unwrap_or(work.now()));
    task.title = draft.title.clone();
    task.body = draft.body.clone();
    (task.due, task.start, task.priority) = (draft.due, draft.start, draft.priority);
    task.estimate = edit::checked_estimate(draft.found.estimate).unwrap_or(None);
    task.section = resolved.sections.get(&draft.found.list).copied();
    if let Some(status) = resolved.statuses.get(&draft.found.list) {
        edit::set_status(&mut task, *status, home)?;
    }
    if draft.done
        && task.category.is_open()
        && let Some(status) = home.first_status(Category::Done).map(|status| status.id)
    {
        edit::set_status(&mut task, status, home)?;
    }
    task.archived = draft.archived;
    task.tags = draft.found.labels.iter().filter_map(|label| resolved.tags.get(label).copied()).collect();
    task.tags.sort_unstable();
    task.tags.dedup();
    let audience = access::audience_of(work.directory(), &task);
    let reads = |id: &Id| work.directory().reach(*id).sees(audience.ids());
    let people: Vec<Id> =
        draft.found.people.iter().filter_map(|id| resolved.people.get(id).copied().flatten()).filter(reads).collect();
    task.assignee = people.first().copied();
    people.into_iter().for_each(|person| task.follow(person));
    values(&mut task, resolved, draft);
    for ((text, done), key) in draft.steps.iter().zip(order::spread("", "", draft.steps.len())) {
        task.steps.push(Step {
            id: work.new_id(),
            text: text.clone(),
            done: done.then_some((work.now(), None)),
            assignee: None,
            due: None,
            order: key,
            asks: None,
            proof: None,
            approval: None,
        });
    }
    facts::settle_completion(&mut task, None, work.now());
    task.order = tasks::commands::place::order_for(work, &task, home.audience, None, None)?;
    Ok(task)
}

fn values(task: &mut Task, resolved: &Resolved, draft: &Draft) {
    for (from, value) in &draft.found.values {
        if let Some((field, kind, choices)) = resolved.fields.get(from)
            && draft::fits(*kind, choices, value)
        {
            task.custom.insert(*field, Value::Text(value.clone()));
        }
    }
}

/// Comments keep their time and author; somebody who is nobody here is named in the text.
fn write_comments(
    work: &mut Work<'_, '_>,
    import: Id,
    resolved: &Resolved,
    draft: &Draft,
    task: &mut Task,
) -> Result<(), Error> {
    for found in draft.found.comments.iter().filter(|comment| !comment.body.trim().is_empty()) {
        let author = resolved.people.get(&found.author).copied().flatten();
        let named = resolved.names.get(&found.author).filter(|_| author.is_none());
        let body = named.map_or_else(|| found.body.clone(), |name| format!("**{name}:** {}", found.body));
        let before = task.clone();
        task.comments += 1;
        let id = work.new_id();
        let change = guildhall_domain::change::FieldChange {
            field: format!("comment:{id}"),
            before: Value::Null,
            after: Value::Bool(true),
        };
        tasks::store::save_with(work, &before, task, Action::Commented, vec![change])?;
        let comment = Comment {
            id,
            item: task.id,
            place: task.seq,
            author: author.map_or(Actor::Import(import), Actor::Person),
            body: limits::body("body", &body)?,
            created_ms: found.at_ms,
            edited_ms: None,
            deleted: false,
            reply_to: None,
            reactions: Vec::new(),
            files: Vec::new(),
            poll: None,
            round: None,
            passage: None,
            resolved: None,
            tasks: Vec::new(),
            seq: task.seq,
        };
        comments::store::put(work, &comment, true)?;
    }
    Ok(())
}
