//! What is done with saved searches. Everybody keeps their own; those who work in a space share some with its people, where
//! their author and those who lead the space change them.

use super::{
    queries,
    record::SavedSearch,
    shapes::{self, NewSearch, SearchPatch},
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
};
use guildhall_domain::{
    AudienceId, Id,
    change::{self, Action, Change, Kind, Value},
    limits,
    policy::DoSpace,
    space::Access,
};

/// Most of a person, and most of a space.
const MOST: usize = 100;

/// The space a search is shared with, and who sees it. One's Personal space is oneself.
fn place(work: &Work<'_, '_>, owner: Id, space: Option<Id>) -> Result<(Option<Id>, AudienceId), Error> {
    let space = space.map(|space| access::space(work, space, DoSpace::Write)).transpose()?;
    match space.filter(|space| space.access != Access::Personal) {
        Some(space) => Ok((Some(space.id), space.audience)),
        None => {
            let owner = work.directory().person(owner).ok_or_else(Error::not_found)?;
            Ok((None, owner.audience))
        }
    }
}

/// Keeps a search.
pub fn create(work: &mut Work<'_, '_>, input: &NewSearch) -> Result<SavedSearch, Error> {
    let owner = access::me(work)?.id;
    let (space, audience) = place(work, owner, input.space_id)?;
    has_room(work, audience)?;
    let mut search = SavedSearch {
        id: work.new_id(),
        owner,
        space,
        audience,
        name: limits::line("name", &input.name, limits::NAME)?,
        question: input.question.text()?,
        group: input.group.into(),
        deleted_ms: None,
        created_ms: work.now(),
        seq: 0,
    };
    save(work, None, &mut search, Action::Created)?;
    Ok(search)
}

fn has_room(work: &Work<'_, '_>, audience: AudienceId) -> Result<(), Error> {
    Ok(limits::at_most("name", store::of(work.read(), audience)?.len() + 1, MOST)?)
}

/// Changes a search.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &SearchPatch) -> Result<SavedSearch, Error> {
    let before = live(queries::editable(work, id)?)?;
    let sent = change::sent([
        ("name", patch.name.is_some()),
        ("question", patch.question.is_some()),
        ("group", patch.group.is_some()),
        ("space", patch.space_id.is_some()),
    ]);
    fresh(work, if_match, &before, &sent)?;
    let mut after = before.clone();
    if let Some(name) = &patch.name {
        after.name = limits::line("name", name, limits::NAME)?;
    }
    if let Some(question) = &patch.question {
        after.question = question.text()?;
    }
    after.group = patch.group.map_or(before.group, Into::into);
    if let Some(space) = patch.space_id {
        (after.space, after.audience) = place(work, before.owner, space)?;
    }
    may_share(work, &before, &after)?;
    save(work, Some(&before), &mut after, Action::Changed)?;
    Ok(after)
}

/// For whom a search is says its author alone: others would lose sight of it, or take it to people it was not made for.
pub fn may_share(work: &Work<'_, '_>, before: &SavedSearch, after: &SavedSearch) -> Result<(), Error> {
    if before.audience == after.audience {
        return Ok(());
    }
    if !queries::is_own(work, before) {
        return Err(Error::because(Code::Forbidden, "Only who made this list says for whom it is."));
    }
    has_room(work, after.audience)
}

/// Deletes a search.
pub fn delete(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<(), Error> {
    let before = live(queries::editable(work, id)?)?;
    fresh(work, if_match, &before, &["name".into(), "question".into()])?;
    let mut after = SavedSearch { deleted_ms: Some(work.now()), ..before.clone() };
    save(work, Some(&before), &mut after, Action::Trashed)
}

fn live(search: SavedSearch) -> Result<SavedSearch, Error> {
    if search.deleted_ms.is_none() { Ok(search) } else { Err(Error::not_found()) }
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, search: &SavedSearch, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, search.seq, fields)
        .map_err(|stale| stale.with_current(|| Ok::<_, Error>(shapes::shape(work, search))))
}

/// The facts of a search, as the log holds them.
pub fn facts(search: &SavedSearch) -> [(&'static str, Value); 5] {
    [
        ("name", Value::Text(search.name.clone())),
        ("question", Value::Text(search.question.clone())),
        ("group", Value::Int(search.group.number().into())),
        ("space", Value::opt(search.space, Value::Id)),
        ("deleted", Value::opt(search.deleted_ms, Value::Int)),
    ]
}

/// Writes a search and what changed of it; nothing when nothing did.
pub fn save(
    work: &mut Work<'_, '_>,
    before: Option<&SavedSearch>,
    after: &mut SavedSearch,
    action: Action,
) -> Result<(), Error> {
    let fields = before.map(|before| change::paired(facts(before), facts(after))).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let change = Change {
        fields,
        audience_before: before.map(|before| vec![before.audience]).unwrap_or_default(),
        audience_after: vec![after.audience],
        previous: before.map_or(0, |before| before.seq),
        ..work.change(Kind::Search, after.id, action)
    };
    after.seq = work.log(change)?;
    Ok(store::put(work.tx, before, after)?)
}
