//! Statuses, sections and fields of a space. Their numbers are never given twice; what a part leaves
//! behind in tasks is put right in the same command.

use super::save;
use crate::{
    Error,
    access::{self, Work},
    spaces::words::FieldKindShape,
    tasks::commands::settings,
};
use guildhall_domain::{
    Id,
    change::Action,
    limits,
    policy::DoSpace,
    space::{Category, Field, FieldKind, Section, Space},
};
use std::collections::BTreeMap;

/// Most choices of a choice field.
const CHOICES: usize = 100;

pub(super) fn open(work: &Work<'_, '_>, id: Id) -> Result<Space, Error> {
    Ok(Space::clone(&*access::space(work, id, DoSpace::Manage)?))
}

/// The place behind an element, or at the top for none.
fn place<T>(all: &[T], after: Option<u32>, id: impl Fn(&T) -> u32) -> usize {
    after.and_then(|after| all.iter().position(|one| id(one) == after)).map_or(0, |at| at + 1)
}

fn shift<T>(all: &mut Vec<T>, at: u32, after: Option<u32>, id: impl Fn(&T) -> u32) {
    if let Some(from) = all.iter().position(|one| id(one) == at) {
        let one = all.remove(from);
        let to = place(all, after, id);
        all.insert(to.min(all.len()), one);
    }
}

/// Changes of a status, section or field; what is not sent stays.
#[derive(Debug, Clone, Default)]
pub struct PartEdit {
    /// New name.
    pub name: Option<String>,
    /// New limit of a status; inner none takes it away.
    pub limit: Option<Option<u32>>,
    /// New choices of a choice field.
    pub choices: Option<Vec<String>>,
    /// The part it stands after; inner none puts it first.
    pub after: Option<Option<u32>>,
}

/// Gives a new space the statuses, sections, fields, tabs and targets of another one, with their numbers.
pub fn take_over(work: &mut Work<'_, '_>, id: Id, from: &Space) -> Result<Space, Error> {
    let before = open(work, id)?;
    let space = Space {
        statuses: from.statuses.clone(),
        sections: from.sections.clone(),
        fields: from.fields.clone(),
        last_part: from.last_part,
        heirs: from.heirs.clone(),
        targets: from.targets,
        tools_off: from.tools_off.clone(),
        ..before.clone()
    };
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Adds a status.
pub fn add_status(
    work: &mut Work<'_, '_>,
    id: Id,
    name: &str,
    category: Category,
    limit: Option<u32>,
    after: Option<u32>,
) -> Result<Space, Error> {
    let before = open(work, id)?;
    let mut space = before.clone();
    space.add_status(name, category, limit.filter(|limit| *limit > 0), after)?;
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Changes a status.
pub fn edit_status(work: &mut Work<'_, '_>, id: Id, status: u32, edit: &PartEdit) -> Result<Space, Error> {
    let before = open(work, id)?;
    let mut space = before.clone();
    if let Some(name) = &edit.name {
        let name = limits::line("name", name, limits::NAME)?;
        space.unused_name(&name, Some(status), before.statuses.iter().map(|s| (s.id, s.name.as_str())))?;
        space.statuses.iter_mut().filter(|s| s.id == status).for_each(|s| s.name.clone_from(&name));
    }
    let found = space.statuses.iter_mut().find(|s| s.id == status).ok_or_else(Error::not_found)?;
    if let Some(limit) = edit.limit {
        found.limit = limit.filter(|limit| *limit > 0);
    }
    if let Some(after) = edit.after {
        shift(&mut space.statuses, status, after, |s| s.id);
    }
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Deletes a status; its tasks go to another one.
pub fn remove_status(work: &mut Work<'_, '_>, id: Id, status: u32, move_to: Option<u32>) -> Result<Space, Error> {
    let before = open(work, id)?;
    let gone = before.status(status).ok_or_else(Error::not_found)?;
    before.may_drop_status(status)?;
    let heir = match move_to {
        Some(heir) => before.status(heir).filter(|heir| heir.id != status).map(|heir| heir.id),
        None => before.statuses.iter().find(|s| s.category == gone.category && s.id != status).map(|s| s.id),
    };
    let heir = heir.ok_or_else(|| Error::field("move_to", "Choose another status of this space."))?;
    settings::move_statuses(work, &before, &BTreeMap::from([(status, heir)]))?;
    let mut space = before.clone();
    space.statuses.retain(|s| s.id != status);
    space.heirs.insert(status, heir);
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Adds a section; at the end without `after`.
pub fn add_section(work: &mut Work<'_, '_>, id: Id, name: &str, after: Option<u32>) -> Result<Space, Error> {
    let before = open(work, id)?;
    let name = limits::line("name", name, limits::NAME)?;
    limits::at_most("sections", before.sections.len() + 1, limits::SECTIONS)?;
    before.unused_name(&name, None, before.sections.iter().map(|s| (s.id, s.name.as_str())))?;
    let mut space = before.clone();
    space.last_part += 1;
    let at = if after.is_some() { place(&space.sections, after, |s| s.id) } else { space.sections.len() };
    space.sections.insert(at, Section { id: space.last_part, name });
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Changes a section.
pub fn edit_section(work: &mut Work<'_, '_>, id: Id, section: u32, edit: &PartEdit) -> Result<Space, Error> {
    let before = open(work, id)?;
    before.section(section).ok_or_else(Error::not_found)?;
    let mut space = before.clone();
    if let Some(name) = &edit.name {
        let name = limits::line("name", name, limits::NAME)?;
        space.unused_name(&name, Some(section), before.sections.iter().map(|s| (s.id, s.name.as_str())))?;
        space.sections.iter_mut().filter(|s| s.id == section).for_each(|s| s.name.clone_from(&name));
    }
    if let Some(after) = edit.after {
        shift(&mut space.sections, section, after, |s| s.id);
    }
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Deletes a section; its tasks stay in the space.
pub fn remove_section(work: &mut Work<'_, '_>, id: Id, section: u32) -> Result<Space, Error> {
    let before = open(work, id)?;
    before.section(section).ok_or_else(Error::not_found)?;
    settings::clear_section(work, &before, section)?;
    let mut space = before.clone();
    space.sections.retain(|s| s.id != section);
    save(work, &before, space, Action::Changed, Vec::new())
}

pub(super) fn choices(kind: FieldKind, choices: &[String]) -> Result<Vec<String>, Error> {
    if kind != FieldKind::Choice {
        return Ok(Vec::new());
    }
    limits::at_most("choices", choices.len(), CHOICES)?;
    let mut checked: Vec<String> = Vec::new();
    for choice in choices {
        let choice = limits::line("choices", choice, limits::NAME)?;
        if !checked.contains(&choice) {
            checked.push(choice);
        }
    }
    if checked.is_empty() {
        return Err(Error::field("choices", "Write at least one choice."));
    }
    Ok(checked)
}

/// Adds a custom field.
pub fn add_field(
    work: &mut Work<'_, '_>,
    id: Id,
    name: &str,
    kind: FieldKindShape,
    given: &[String],
) -> Result<Space, Error> {
    let before = open(work, id)?;
    let name = limits::line("name", name, limits::NAME)?;
    limits::at_most("fields", before.fields.len() + 1, limits::FIELDS)?;
    before.unused_name(&name, None, before.fields.iter().map(|f| (f.id, f.name.as_str())))?;
    let kind = FieldKind::from(kind);
    let mut space = before.clone();
    space.last_part += 1;
    space.fields.push(Field { id: space.last_part, name, kind, choices: choices(kind, given)? });
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Changes a custom field; its kind stays, so that what is filled in stays true.
pub fn edit_field(work: &mut Work<'_, '_>, id: Id, field: u32, edit: &PartEdit) -> Result<Space, Error> {
    let before = open(work, id)?;
    let kind = before.field(field).ok_or_else(Error::not_found)?.kind;
    let mut space = before.clone();
    if let Some(name) = &edit.name {
        let name = limits::line("name", name, limits::NAME)?;
        space.unused_name(&name, Some(field), before.fields.iter().map(|f| (f.id, f.name.as_str())))?;
        space.fields.iter_mut().filter(|f| f.id == field).for_each(|f| f.name.clone_from(&name));
    }
    if let Some(given) = &edit.choices {
        let given = choices(kind, given)?;
        space.fields.iter_mut().filter(|f| f.id == field).for_each(|f| f.choices.clone_from(&given));
    }
    if let Some(after) = edit.after {
        shift(&mut space.fields, field, after, |f| f.id);
    }
    save(work, &before, space, Action::Changed, Vec::new())
}

/// Deletes a custom field with what was filled in; undo brings both back.
pub fn remove_field(work: &mut Work<'_, '_>, id: Id, field: u32) -> Result<Space, Error> {
    let before = open(work, id)?;
    before.field(field).ok_or_else(Error::not_found)?;
    settings::clear_field(work, &before, field)?;
    let mut space = before.clone();
    space.fields.retain(|f| f.id != field);
    save(work, &before, space, Action::Changed, Vec::new())
}
