//! What becomes what: asked of the person before anything is written, with a guess for everything.

use super::source::{List, Person, Source};
use crate::access::{Directory, Scope};
use guildhall_domain::{person::PersonState, space::Category};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::http::shapes::CategoryShape;

/// The plan of an import.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportPlan {
    /// Where it goes.
    pub space: Target,
    /// What lists become.
    pub lists_as: Option<ListsAs>,
    /// Category of each list (by id) that becomes a status, or of each word in the status column.
    pub statuses: BTreeMap<String, CategoryShape>,
    /// What archived tasks become.
    pub archived: Archived,
    /// Column → what it is, for tables: `title`, `body`, `status`, `section`, `due`, `start`, `assignee`,
    /// `priority`, `tags`, `estimate`, `id`, `link`, `ignore` or `field:NAME`.
    pub columns: BTreeMap<String, String>,
    /// Person of the file → id of a person here, `placeholder` or `name`.
    pub people: BTreeMap<String, String>,
    /// How days such as 03/04/2026 are meant.
    pub date_order: DateOrder,
    /// Zone of times without one; the organization's unless sent.
    pub zone: Option<String>,
}

/// An existing space or the name of a new one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Target {
    /// An existing space.
    pub id: Option<Uuid>,
    /// A new space of this name.
    pub name: Option<String>,
}

/// What lists become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ListsAs {
    Sections,
    Statuses,
}

/// What archived tasks become.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Archived {
    #[default]
    Done,
    Archive,
    Skip,
}

/// The order of day, month and year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum DateOrder {
    #[default]
    Ymd,
    Dmy,
    Mdy,
}

/// The category a name sounds like; none when it sounds like nothing.
pub fn category_of(name: &str) -> Option<Category> {
    let name = name.trim().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    Some(match () {
        () if has(&["cancel", "rejected", "won't", "wont", "withdrawn", "dropped"]) => Category::Cancelled,
        () if has(&["done", "complete", "finished", "closed", "shipped", "published", "erledigt", "fertig"]) => {
            Category::Done
        }
        () if has(&["wait", "block", "hold", "pending", "warten"]) => Category::Waiting,
        () if has(&["doing", "progress", "review", "test", "check", "active", "today", "this week", "working"]) => {
            Category::Doing
        }
        () if has(&[
            "to do", "todo", "to-do", "backlog", "open", "inbox", "next", "new", "idea", "later", "planned",
        ]) =>
        {
            Category::Todo
        }
        () => return None,
    })
}

/// Lists become statuses when they read like a workflow and there are at most eight of them.
pub fn suggest_lists_as(lists: &[List]) -> ListsAs {
    let open: Vec<_> = lists.iter().filter(|list| !list.closed).collect();
    let known = open.iter().filter(|list| category_of(&list.name).is_some()).count();
    let workflow = open.iter().any(|list| category_of(&list.name) == Some(Category::Done));
    if !open.is_empty() && open.len() <= 8 && workflow && known * 3 >= open.len() * 2 {
        ListsAs::Statuses
    } else {
        ListsAs::Sections
    }
}

/// The person here that somebody in the file is: by address, otherwise by the same name.
pub fn match_person(directory: &Directory, person: &Person) -> Option<Uuid> {
    if let Some(found) = person.email.as_deref().and_then(|email| directory.person_by_email(email)) {
        return Some(found.id);
    }
    let same = |name: &str| name.trim().eq_ignore_ascii_case(person.name.trim());
    let mut named = directory.people().filter(|other| other.state != PersonState::Deactivated && same(&other.name));
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one.id),
        _ => None,
    }
}

/// A plan as good as one can be made without asking.
pub fn suggest(scope: &impl Scope, source: &Source, columns: BTreeMap<String, String>) -> ImportPlan {
    let directory = scope.directory();
    let people = source.people.iter().map(|person| {
        let matched = match_person(directory, person).map(|id| id.to_string());
        (person.id.clone(), matched.unwrap_or_else(|| "placeholder".into()))
    });
    let statuses = source.lists.iter().map(|list| {
        let category = if list.closed { Category::Done } else { category_of(&list.name).unwrap_or(Category::Todo) };
        (list.id.clone(), category.into())
    });
    ImportPlan {
        space: Target { id: None, name: Some(source.title.clone()) },
        lists_as: Some(suggest_lists_as(&source.lists)),
        statuses: statuses.collect(),
        columns,
        people: people.collect(),
        ..ImportPlan::default()
    }
}
