//! What is done with tags: members make and rename them, admins delete them.

use super::views;
use crate::{
    Error,
    access::{self, Scope, Tag, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    log,
    organization::store,
};
use guildhall_domain::{
    Id,
    change::{self, Action, Change, Kind, Value},
    limits,
    person::Role,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Most tags: more would be a list nobody reads.
const MOST: usize = 1_000;

/// A new tag.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTag {
    /// Name; no other tag has it in any case of letters.
    pub name: String,
    /// Colour 0–9; one is chosen unless sent.
    #[serde(default)]
    pub color: Option<u8>,
}

/// Changes of a tag; what is not sent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TagPatch {
    /// New name.
    pub name: Option<String>,
    /// New colour.
    pub color: Option<u8>,
}

/// The id a tag has in the change log.
pub fn object(tag: u32) -> Id {
    Id::from_u128(tag.into())
}

fn member(work: &Work<'_, '_>) -> Result<(), Error> {
    match work.who().person {
        Some(_) if access::me(work)?.role < Role::Member => {
            Err(Error::because(Code::Forbidden, "Guests cannot change tags."))
        }
        _ => Ok(()),
    }
}

fn unused(work: &Work<'_, '_>, name: &str, own: Option<u32>) -> Result<(), Error> {
    let wanted = name.to_lowercase();
    let same = |tag: &&Tag| Some(tag.id) != own && tag.name.to_lowercase() == wanted;
    if work.directory().tags().values().any(|tag| same(&tag)) {
        let mut taken = Error::new(Code::Taken);
        taken.fields.insert("name".into(), "There is a tag with this name already.".into());
        return Err(taken);
    }
    Ok(())
}

fn checked_color(color: u8) -> Result<u8, Error> {
    if color > 9 { Err(Error::field("color", "Colours have the numbers 0 to 9.")) } else { Ok(color) }
}

/// Makes a tag.
pub fn create(work: &mut Work<'_, '_>, input: &NewTag) -> Result<Tag, Error> {
    member(work)?;
    let name = limits::line("name", &input.name, limits::NAME)?;
    unused(work, &name, None)?;
    limits::at_most("name", work.directory().tags().len() + 1, MOST)?;
    let color = input.color.map(checked_color).transpose()?;
    let number = store::next_number(work.tx, "tag")?;
    let id = u32::try_from(number).map_err(|_| Error::new(Code::Internal))?;
    let color = color.unwrap_or(u8::try_from(number % 10).unwrap_or(0));
    save(work, None, Some(Tag { id, name, color, seq: 0 }), Action::Created)?.ok_or_else(|| Error::new(Code::Internal))
}

fn known(work: &Work<'_, '_>, id: u32) -> Result<Tag, Error> {
    work.directory().tags().get(&id).cloned().ok_or_else(Error::not_found)
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, tag: &Tag, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, tag.seq, fields)
        .map_err(|stale| stale.with_current(|| Ok::<_, Error>(views::shape(work, tag))))
}

/// Renames or recolours a tag.
pub fn edit(work: &mut Work<'_, '_>, id: u32, if_match: IfMatch, patch: &TagPatch) -> Result<Tag, Error> {
    member(work)?;
    let before = known(work, id)?;
    let sent = change::sent([("name", patch.name.is_some()), ("color", patch.color.is_some())]);
    fresh(work, if_match, &before, &sent)?;
    let mut after = before.clone();
    if let Some(name) = &patch.name {
        after.name = limits::line("name", name, limits::NAME)?;
        unused(work, &after.name, Some(id))?;
    }
    if let Some(color) = patch.color {
        after.color = checked_color(color)?;
    }
    if after == before {
        return Ok(before);
    }
    save(work, Some(&before), Some(after), Action::Changed)?.ok_or_else(|| Error::new(Code::Internal))
}

/// Deletes a tag; tasks that carry it do not show it any more.
pub fn delete(work: &mut Work<'_, '_>, id: u32, if_match: IfMatch) -> Result<(), Error> {
    access::admin(work)?;
    let before = known(work, id)?;
    fresh(work, if_match, &before, &["name".into()])?;
    save(work, Some(&before), None, Action::Trashed).map(|_| ())
}

fn facts(tag: Option<&Tag>) -> [(&'static str, Value); 2] {
    let name = Value::opt(tag, |tag| Value::Text(tag.name.clone()));
    [("name", name), ("color", Value::opt(tag, |tag| Value::Int(tag.color.into())))]
}

fn save(
    work: &mut Work<'_, '_>,
    before: Option<&Tag>,
    after: Option<Tag>,
    action: Action,
) -> Result<Option<Tag>, Error> {
    let Some(id) = before.or(after.as_ref()).map(|tag| tag.id) else { return Ok(None) };
    let fields = change::paired(facts(before), facts(after.as_ref()));
    let previous = before.map_or(0, |tag| tag.seq);
    let seq = work.log(Change { fields, previous, ..work.change(Kind::Tag, object(id), action) })?;
    let after = after.map(|tag| Tag { seq, ..tag });
    match &after {
        Some(tag) => store::put_tag(work.tx, tag)?,
        None => store::delete_tag(work.tx, id)?,
    }
    work.directory_changed()?;
    Ok(after)
}

/// Takes a change of a tag back, for an undo: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let id = u32::try_from(change.object.as_u128()).map_err(|_| Error::new(Code::UndoGone))?;
    let before = work.directory().tags().get(&id).cloned();
    let now = facts(before.as_ref());
    log::still(change, |name| now.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value))?;
    let was = |name: &str| change.fields.iter().find(|field| field.field == name).map(|field| &field.before);
    let name =
        was("name").map_or(before.as_ref().map(|tag| tag.name.clone()), |value| value.as_text().map(str::to_owned));
    let color = was("color").and_then(|value| value.as_int()).and_then(|color| u8::try_from(color).ok());
    let color = color.or(before.as_ref().map(|tag| tag.color)).unwrap_or(0);
    let after = name.map(|name| Tag { id, name, color, seq: 0 });
    match &after {
        // Whoever made a tag may take that back; others would delete it, which is for admins.
        None if change.action == Action::Created => member(work)?,
        None => access::admin(work)?,
        Some(tag) => {
            member(work)?;
            unused(work, &tag.name, Some(id))
                .map_err(|_| Error::new(Code::UndoConflict).with("changed", vec!["name"]))?;
        }
    }
    save(work, before.as_ref(), after, Action::Undone).map(|_| ())
}
