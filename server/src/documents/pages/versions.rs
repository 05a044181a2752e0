//! Versions of a page: its whole state as it was, named by somebody or made by itself.

use super::{record::VersionRecord, save, store, views};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{self, views::VersionShape},
    error::Code,
    http::Page as List,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, FieldChange, Value},
    document::Document,
    limits,
    policy::Do,
};
use guildhall_pages::MOST_UPDATE;

/// Most versions of a page; of those without a name the oldest go first.
const MOST: u32 = 5_000;

/// Keeps the page as it is as a version of this number.
fn keep(work: &mut Work<'_, '_>, document: &mut Document, name: Option<String>, author: Actor) -> Result<(), Error> {
    if document.version >= MOST {
        return Err(Error::because(Code::TooMany, "This page has 5,000 versions. Make a copy and go on there."));
    }
    let state = store::load(work.read(), document.id)?.state().map_err(|_| Error::new(Code::Internal))?;
    document.version += 1;
    let bytes = store::put_state(work.tx, document.id, document.version, &state)?;
    let version = VersionRecord { name, note: None, author: author.into(), created_ms: work.now(), bytes };
    work.tx.put(&store::VERSIONS, &(document.id, guildhall_store::Desc(u64::from(document.version))), &version)?;
    let mut head = store::head(work.read(), document.id)?;
    (head.written, head.version_ms) = (Some(false), Some(work.now()));
    Ok(work.tx.put(&store::HEADS, &document.id, &head)?)
}

/// Before somebody goes on: what was written until now becomes a version, when it is another person or there was a
/// pause, and the newest version is old enough.
pub fn by_itself(work: &mut Work<'_, '_>, document: &mut Document, person: Id, apart_ms: i64) -> Result<(), Error> {
    let head = store::head(work.read(), document.id)?;
    let now = work.now();
    let old = now - head.version_ms.unwrap_or(document.created_ms) >= apart_ms;
    let another = document.edited_by != Actor::Person(person) || now - document.edited_ms >= apart_ms;
    if head.written != Some(true) || !old || !another || document.version >= MOST {
        return Ok(());
    }
    keep(work, document, None, document.edited_by)
}

/// Keeps what was written since the newest version as one.
pub fn as_it_is(work: &mut Work<'_, '_>, document: &mut Document) -> Result<(), Error> {
    if document.version == 0 || store::head(work.read(), document.id)?.written == Some(true) {
        return keep(work, document, None, document.edited_by);
    }
    Ok(())
}

/// Names what the page is now.
pub fn name(work: &mut Work<'_, '_>, id: Id, name: &str) -> Result<Document, Error> {
    let before = super::queries::page(work, id, Do::Edit)?;
    let name = limits::line("name", name, limits::TITLE)?;
    let mut after = before.clone();
    keep(work, &mut after, Some(name), work.who().actor)?;
    documents::store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Names a version that is there, or says what is new in it.
pub fn rename(
    work: &mut Work<'_, '_>,
    id: Id,
    number: u32,
    name: Option<&Option<String>>,
    note: Option<&Option<String>>,
) -> Result<VersionShape, Error> {
    let before = super::queries::page(work, id, Do::Edit)?;
    let mut version = store::version(work.read(), id, number)?.ok_or_else(Error::not_found)?;
    let line = |field: &str, text: &Option<String>| -> Result<Option<String>, Error> {
        let text = text.as_deref().map(|text| limits::optional_line(field, text, limits::TITLE)).transpose()?;
        Ok(text.filter(|text| !text.is_empty()))
    };
    let old = (version.name.clone(), version.note.clone());
    if let Some(name) = name {
        version.name = line("name", name)?;
    }
    if let Some(note) = note {
        version.note = line("note", note)?;
    }
    let mut after = before.clone();
    if old != (version.name.clone(), version.note.clone()) {
        let field = FieldChange {
            field: format!("version_name:{number}"),
            before: Value::opt(old.0, Value::Text),
            after: Value::opt(version.name.clone(), Value::Text),
        };
        documents::store::save_with(work, &before, &mut after, Action::Changed, vec![field])?;
        work.tx.put(&store::VERSIONS, &(id, guildhall_store::Desc(u64::from(number))), &version)?;
    }
    views::version(work, &after, number, &version)
}

/// Makes the page say again what a version says: an edit like any other, which everybody who has it open takes over.
/// What it said before is kept as a version.
pub fn restore(work: &mut Work<'_, '_>, id: Id, number: u32) -> Result<Document, Error> {
    let before = super::queries::page(work, id, Do::Edit)?;
    let me = access::me(work)?.id;
    let tree = store::load_version(work.read(), id, number)?.tree().map_err(|_| Error::new(Code::Internal))?;
    let mut kept = before.clone();
    if store::head(work.read(), id)?.written == Some(true) {
        keep(work, &mut kept, None, before.edited_by)?;
    }
    documents::store::save(work, &before, &mut kept, Action::Changed)?;
    rewrite(work, id, &tree, me)?;
    let earlier = documents::store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    let mut after = earlier.clone();
    keep(work, &mut after, Some(format!("Version {number} again")), work.who().actor)?;
    documents::store::save(work, &earlier, &mut after, Action::Changed)?;
    Ok(after)
}

/// Makes the page say this.
pub fn rewrite(work: &mut Work<'_, '_>, id: Id, tree: &guildhall_pages::Node, person: Id) -> Result<(), Error> {
    let mut page = store::load(work.read(), id)?;
    let client = u64::from_be_bytes(*work.new_id().as_bytes().last_chunk().unwrap_or(&[1; 8]));
    let too_large =
        || Error::because(Code::TooLarge, "A page holds at most 16 MB, and 1 MB at a time. Make several pages of it.");
    let update = page.rewritten(tree, client).map_err(|_| too_large())?;
    if update.len() > MOST_UPDATE {
        return Err(too_large());
    }
    page.apply(&update).map_err(|_| too_large())?;
    let facts = save::Facts::of(&page);
    save::save(work, id, &save::Written { updates: vec![(person, update)], facts, state: None })?;
    Ok(())
}

/// The versions of a page, the newest first.
pub fn list(scope: &impl Scope, document: &Document, limit: usize, before: u32) -> Result<List<VersionShape>, Error> {
    let mut items: Vec<VersionShape> = Vec::new();
    for row in store::versions(scope.read(), document.id, before)? {
        let (number, version) = row?;
        if items.len() == limit {
            let next = items.last().map(|last| crate::http::version::list_cursor(&last.number.to_be_bytes()));
            return Ok(List { items, next });
        }
        items.push(views::version(scope, document, number, &version)?);
    }
    Ok(List { items, next: None })
}
