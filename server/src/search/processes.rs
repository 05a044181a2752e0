//! Processes in the search: by their names, what is to be done, and the words around it. They are no items, so they are
//! read through the access check of their space.

use super::views::{KindShape, MarkedPart, SearchHit};
use crate::{
    Error,
    access::{self, Directory, Scope},
    http::shapes,
    items::plain::plain,
    processes::{queries, store},
};
use guildhall_domain::{Id, actor::Actor, process::Process};
use guildhall_search::{Doc, Hit, Kind, Marking, State};
use guildhall_store::{Read, StoreError};

/// Characters of a snippet.
const LENGTH: usize = 220;

/// What of a process goes into the index; nothing while it lies in the trash.
pub fn doc(directory: &Directory, read: &Read<'_>, id: Id) -> Result<Option<Doc>, StoreError> {
    let process = store::get(read, id)?.filter(|process| process.trashed_ms.is_none());
    let Some(process) = process else { return Ok(None) };
    let Some(home) = directory.space(process.space) else { return Ok(None) };
    let person = |id: Id| directory.person(id).map_or(0, |person| person.audience);
    Ok(Some(Doc {
        id,
        item: id,
        kind: Kind::Process,
        key: String::new(),
        title: process.plan.name.clone(),
        text: text(&process),
        space: home.audience,
        audience: vec![home.audience],
        author: person(process.author),
        assignee: 0,
        tags: Vec::new(),
        state: if home.archived { State::Archived } else { State::Open },
        has_file: false,
        has_link: false,
        created_ms: process.created_ms,
        updated_ms: process.created_ms,
        due_day: None,
    }))
}

fn text(process: &Process) -> String {
    let steps = process.plan.steps.iter().map(|step| step.text.clone());
    steps.chain([plain(&process.plan.body)]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A process as a hit, for whoever may read it.
pub fn hit(scope: &impl Scope, sought: &Marking, hit: &Hit) -> Result<Option<SearchHit>, Error> {
    let found = access::seen(queries::readable(scope, hit.id))?.filter(|(process, _)| process.trashed_ms.is_none());
    let Some((process, home)) = found else { return Ok(None) };
    let parts = |parts: Vec<(String, bool)>| -> Vec<MarkedPart> {
        parts.into_iter().map(|(text, mark)| MarkedPart { text, mark }).collect()
    };
    let at = if home.prefix.is_empty() { home.id.to_string() } else { home.prefix.clone() };
    Ok(Some(SearchHit {
        id: process.id,
        item_id: process.id,
        kind: KindShape::Process,
        title: parts(sought.mark(&process.plan.name)),
        snippet: parts(sought.snippet(&text(&process), LENGTH).parts),
        key: String::new(),
        space_id: Some(home.id),
        author: shapes::actor(scope, Actor::Person(process.author)),
        at: shapes::instant(process.created_ms),
        category: None,
        due: None,
        assignee_id: None,
        decided: false,
        url: format!("/s/{at}/processes/{}", process.id),
    }))
}
