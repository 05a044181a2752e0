//! From a source and a plan to what will be written, and the report that goes with it. Reads, never
//! writes: a dry run is this and nothing more.

use super::{
    draft::{Draft, count_parts, draft},
    plan::{Archived, ImportPlan, ListsAs, category_of},
    report::Tally,
    source::{List, Source, Task as Found},
    store,
};
use crate::{
    Error,
    access::{self, Scope},
};
use chrono_tz::Tz;
use guildhall_domain::{
    Id, limits,
    policy::DoSpace,
    space::{Category, FieldKind, Space},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Everything that will be written.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The existing space, or none for a new one.
    pub space: Option<Id>,
    /// Name of a new space.
    pub name: String,
    /// Lists that become statuses: list id, name, category.
    pub statuses: Vec<(String, String, Category)>,
    /// Lists that become sections: list id, name.
    pub sections: Vec<(String, String)>,
    /// Fields: id in the file, name, kind, choices.
    pub fields: Vec<FieldDraft>,
    /// Labels that become tags: id in the file, name.
    pub tags: Vec<(String, String)>,
    /// People: id in the file and who they become.
    pub people: HashMap<String, Becomes>,
    /// Tasks in order.
    pub tasks: Vec<Draft>,
    /// What came of it.
    pub report: super::report::ImportReport,
}

/// What somebody of the file becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    /// A person here.
    Person(Id),
    /// A new placeholder of this name and address.
    Placeholder(String, Option<String>),
    /// Nobody; the name stays in the text.
    Name(String),
}

/// Prepares an import for the asker.
pub fn prepare(scope: &impl Scope, source: &Source, plan: &ImportPlan) -> Result<Prepared, Error> {
    let space = target(scope, plan)?;
    let mut tally = Tally::default();
    let (statuses, sections) = lists(scope, source, plan, space.as_deref(), &mut tally);
    let fields = fields(source, space.as_deref(), &mut tally);
    let people = people(scope, source, plan, &mut tally)?;
    let tags: Vec<(String, String)> =
        source.labels.iter().map(|(id, name)| (id.clone(), name.chars().take(limits::NAME).collect())).collect();
    let known: HashSet<String> = scope.directory().tags().values().map(|tag| tag.name.to_lowercase()).collect();
    for (_, name) in &tags {
        tally.one("labels", known.contains(&name.to_lowercase()));
    }
    tally.skipped(
        "history",
        "Only comments are brought; the rest of the old history stays in the file.",
        source.history,
    );
    tally.skipped("comments", "The file says there were more than it holds.", source.comments_missing);
    let zone = zone(scope, plan)?;
    let mut tasks = Vec::new();
    for found in &source.tasks {
        let earlier = space
            .as_ref()
            .map(|space| store::earlier(scope.read(), space.audience, &external(source, found)))
            .transpose()?
            .flatten();
        if earlier.is_some() {
            count_parts(found, |kind, count| tally.already(kind, count));
        } else if found.closed && plan.archived == Archived::Skip {
            tally.skipped("tasks", "It was archived.", 1);
            let mut parts = tally.clone();
            count_parts(found, |kind, count| {
                if kind != "tasks" {
                    parts.skipped(kind, "Its task was not brought.", count)
                }
            });
            tally = parts;
        } else {
            tasks.push(draft(found, plan, zone, &fields, &mut tally));
        }
    }
    note_people(&tasks, &mut tally);
    let name = plan.space.name.clone().unwrap_or_else(|| source.title.clone());
    let mut report = tally.report(&source.found(), &source.lost);
    report.space_id = space.as_ref().map(|space| space.id);
    Ok(Prepared { space: space.map(|space| space.id), name, statuses, sections, fields, tags, people, tasks, report })
}

/// The id under which an object of a file is remembered.
pub fn external(source: &Source, found: &Found) -> String {
    format!("{}:{}", source.origin, found.id)
}

fn target(scope: &impl Scope, plan: &ImportPlan) -> Result<Option<Arc<Space>>, Error> {
    if let Some(id) = plan.space.id {
        return Ok(Some(access::space(scope, id, DoSpace::Write)?.into_inner()));
    }
    let name = limits::line("space.name", plan.space.name.as_deref().unwrap_or("Import"), limits::NAME)?;
    // Run again with the same name it goes into the space the first run made.
    let mut made = scope
        .directory()
        .spaces()
        .filter(|space| space.name == name && access::may_space(scope, space, DoSpace::Write));
    Ok(made.next().cloned())
}

fn zone(scope: &impl Scope, plan: &ImportPlan) -> Result<Tz, Error> {
    match plan.zone.as_deref() {
        None | Some("") => Ok(scope.directory().zone()),
        Some(zone) => zone.parse().map_err(|_| Error::field("zone", "Use a time zone such as Europe/Berlin.")),
    }
}

/// A field: its id in the file, name, kind and choices.
pub type FieldDraft = (String, String, FieldKind, Vec<String>);

type Lists = (Vec<(String, String, Category)>, Vec<(String, String)>);

fn lists(scope: &impl Scope, source: &Source, plan: &ImportPlan, space: Option<&Space>, tally: &mut Tally) -> Lists {
    let (mut statuses, mut sections) = (Vec::new(), Vec::new());
    let as_statuses =
        plan.lists_as.unwrap_or_else(|| super::plan::suggest_lists_as(&source.lists)) == ListsAs::Statuses;
    let manages = space.is_none_or(|space| access::may_space(scope, space, DoSpace::Manage));
    for list in &source.lists {
        let name: String = list.name.trim().chars().take(limits::NAME).collect();
        let name = if name.is_empty() { "Untitled".to_owned() } else { name };
        let known =
            space.is_some_and(|space| space.sections.iter().any(|section| section.name.eq_ignore_ascii_case(&name)));
        if is_status(list, as_statuses) {
            let category = plan.statuses.get(&list.id).map(|category| (*category).into());
            let category = category.or_else(|| category_of(&list.name)).unwrap_or(Category::Todo);
            let known = space.is_some_and(|space| space.statuses.iter().any(|s| s.name.eq_ignore_ascii_case(&name)));
            tally.one("lists", known);
            statuses.push((list.id.clone(), name, category));
        } else if (manages || known) && sections.len() < limits::SECTIONS {
            tally.one("lists", known);
            sections.push((list.id.clone(), name));
        } else {
            tally.skipped("lists", "Only a lead can add sections to this space.", 1);
        }
    }
    // Each category has a status of its own already; what does not fit shares one.
    let distinct: std::collections::BTreeSet<_> = statuses.iter().map(|(_, name, _)| name.to_lowercase()).collect();
    if distinct.len() > limits::STATUSES - 2 && space.is_none() {
        let more = distinct.len().saturating_sub(limits::STATUSES - 2);
        tally.changed("lists", "Lists that share a status", "A space has at most eight statuses.", more);
    }
    (statuses, sections)
}

fn is_status(list: &List, as_statuses: bool) -> bool {
    match list.id.split_once(':').map(|(kind, _)| kind) {
        Some("status") => true,
        Some("section") => false,
        _ => as_statuses,
    }
}

fn fields(source: &Source, space: Option<&Space>, tally: &mut Tally) -> Vec<FieldDraft> {
    let room = limits::FIELDS.saturating_sub(space.map_or(0, |space| space.fields.len()));
    let known =
        |name: &str| space.is_some_and(|space| space.fields.iter().any(|field| field.name.eq_ignore_ascii_case(name)));
    let mut fields: Vec<FieldDraft> = Vec::new();
    let mut added = 0;
    for field in &source.fields {
        let name: String = field.name.trim().chars().take(limits::NAME).collect();
        let name = if name.is_empty() { "Field".to_owned() } else { name };
        let new = !known(&name);
        if new && added >= room {
            tally.skipped("fields", "A space has at most ten fields.", 1);
            continue;
        }
        added += usize::from(new);
        tally.one("fields", !new);
        fields.push((field.id.clone(), name, field.kind, field.choices.clone()));
    }
    fields
}

fn people(
    scope: &impl Scope,
    source: &Source,
    plan: &ImportPlan,
    tally: &mut Tally,
) -> Result<HashMap<String, Becomes>, Error> {
    let admin = access::admin(scope).is_ok();
    let mut people = HashMap::new();
    for person in &source.people {
        let wanted = plan.people.get(&person.id).map(String::as_str);
        let matched = super::plan::match_person(scope.directory(), person);
        let becomes = match (wanted, matched) {
            (Some("name"), _) => Becomes::Name(person.name.clone()),
            (Some("placeholder") | None, Some(id)) => Becomes::Person(id),
            (Some("placeholder") | None, None) if admin => {
                Becomes::Placeholder(person.name.clone(), person.email.clone())
            }
            (Some("placeholder") | None, None) => Becomes::Name(person.name.clone()),
            (Some(id), _) => {
                let id = id.parse().map_err(|_| {
                    Error::field(format!("people.{}", person.id), "Choose a person, placeholder or name.")
                })?;
                Becomes::Person(access::person(scope, id)?.id)
            }
        };
        tally.one("people", matches!(becomes, Becomes::Person(_)));
        if matches!(becomes, Becomes::Name(_)) {
            tally.changed("people", "People kept as a name only", "Nobody here was chosen for them.", 1);
        }
        people.insert(person.id.clone(), becomes);
    }
    Ok(people)
}

fn note_people(tasks: &[Draft], tally: &mut Tally) {
    let several = tasks.iter().filter(|task| task.found.people.len() > 1).count();
    tally.changed("tasks", "Tasks with several people", "The first one does it, the others follow.", several);
}
