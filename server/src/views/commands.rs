//! What is done with saved views. Everybody who reads a space keeps views of their own there; shared ones
//! are made by those who write in it and changed by their owner or a lead.

use super::{
    record::SavedView,
    shapes::{self, NewView, ViewPatch},
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    log,
    tasks::task_query::TaskQuery,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{self, Action, Change, Kind, Value},
    limits,
    policy::DoSpace,
    space::Space,
};
use std::sync::Arc;

/// Most views somebody sees of a space.
const MOST: usize = 200;

fn is_own(scope: &impl Scope, view: &SavedView) -> bool {
    scope.who().person.is_none_or(|me| me == view.owner)
}

/// The views of a space the asker sees: shared ones and their own.
pub fn all(scope: &impl Scope, space: Id) -> Result<Vec<SavedView>, Error> {
    let space = access::space(scope, space, DoSpace::Read)?;
    let mut views = store::of_space(scope.read(), space.audience)?;
    views.retain(|view| view.shared || is_own(scope, view));
    views.sort_by_cached_key(|view| (view.name.to_lowercase(), view.id));
    Ok(views)
}

/// A view the asker sees, deleted ones too, with its space.
fn seen(scope: &impl Scope, id: Id) -> Result<(SavedView, Arc<Space>), Error> {
    let view = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let space = access::space(scope, view.space, DoSpace::Read).map_err(|_| Error::not_found())?.into_inner();
    if view.shared || is_own(scope, &view) { Ok((view, space)) } else { Err(Error::not_found()) }
}

/// A view the asker sees, if there is one.
pub fn shown(scope: &impl Scope, id: Id) -> Option<SavedView> {
    seen(scope, id).ok().map(|(view, _)| view).filter(|view| view.deleted_ms.is_none())
}

/// A view for changing it.
fn editable(scope: &impl Scope, id: Id) -> Result<(SavedView, Arc<Space>), Error> {
    let (view, space) = seen(scope, id)?;
    let may = |what| access::may_space(scope, &space, what);
    let allowed =
        if view.shared { may(DoSpace::Manage) || (is_own(scope, &view) && may(DoSpace::Write)) } else { true };
    if allowed { Ok((view, space)) } else { Err(Error::new(Code::Forbidden)) }
}

fn text(query: &TaskQuery) -> Result<String, Error> {
    if query.text.as_ref().is_some_and(|text| text.chars().count() > limits::TITLE) {
        return Err(Error::field("query", "Shorten the words in it to 500 characters."));
    }
    serde_json::to_string(query).map_err(|_| Error::new(Code::Internal))
}

/// Saves a view.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &NewView) -> Result<SavedView, Error> {
    let space = access::space(work, space, if input.shared { DoSpace::Write } else { DoSpace::Read })?.into_inner();
    let owner = access::me(work)?.id;
    limits::at_most("name", all(work, space.id)?.len() + 1, MOST)?;
    let mut view = SavedView {
        id: work.new_id(),
        space: space.id,
        owner,
        name: limits::line("name", &input.name, limits::NAME)?,
        layout: input.layout.into(),
        shared: input.shared,
        query: text(&input.query)?,
        deleted_ms: None,
        created_ms: work.now(),
        seq: 0,
    };
    save(work, &space, None, &mut view, Action::Created)?;
    Ok(view)
}

/// Changes a view.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &ViewPatch) -> Result<SavedView, Error> {
    let (before, space) = live(editable(work, id)?)?;
    let sent = change::sent([
        ("name", patch.name.is_some()),
        ("layout", patch.layout.is_some()),
        ("query", patch.query.is_some()),
        ("shared", patch.shared.is_some()),
    ]);
    fresh(work, if_match, &before, &sent)?;
    let mut after = before.clone();
    if let Some(name) = &patch.name {
        after.name = limits::line("name", name, limits::NAME)?;
    }
    if let Some(layout) = patch.layout {
        after.layout = layout.into();
    }
    if let Some(query) = &patch.query {
        after.query = text(query)?;
    }
    after.shared = patch.shared.unwrap_or(before.shared);
    may_share(work, &space, &before, &after)?;
    save(work, &space, Some(&before), &mut after, Action::Changed)?;
    Ok(after)
}

/// What becomes everybody's is made by those who write there; what was everybody's becomes its owner's
/// alone only by the owner, who would otherwise lose sight of it.
fn may_share(work: &Work<'_, '_>, space: &Space, before: &SavedView, after: &SavedView) -> Result<(), Error> {
    let allowed = match (before.shared, after.shared) {
        (false, true) => access::may_space(work, space, DoSpace::Write),
        (true, false) => is_own(work, before),
        _ => true,
    };
    if allowed { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

/// Deletes a view.
pub fn delete(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<(), Error> {
    let (before, space) = live(editable(work, id)?)?;
    fresh(work, if_match, &before, &["name".into(), "query".into()])?;
    let mut after = SavedView { deleted_ms: Some(work.now()), ..before.clone() };
    save(work, &space, Some(&before), &mut after, Action::Trashed)
}

fn live(found: (SavedView, Arc<Space>)) -> Result<(SavedView, Arc<Space>), Error> {
    if found.0.deleted_ms.is_none() { Ok(found) } else { Err(Error::not_found()) }
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, view: &SavedView, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, view.seq, fields)
        .map_err(|stale| stale.with_current(|| Ok::<_, Error>(shapes::shape(work, view))))
}

fn facts(view: &SavedView) -> [(&'static str, Value); 5] {
    [
        ("name", Value::Text(view.name.clone())),
        ("layout", Value::Int(view.layout as i64)),
        ("query", Value::Text(view.query.clone())),
        ("shared", if view.shared { Value::Bool(true) } else { Value::Null }),
        ("deleted", Value::opt(view.deleted_ms, Value::Int)),
    ]
}

fn audience(work: &Work<'_, '_>, space: &Space, view: &SavedView) -> Vec<AudienceId> {
    let owner = work.directory().person(view.owner).map(|owner| owner.audience);
    if view.shared { vec![space.audience] } else { owner.into_iter().collect() }
}

fn save(
    work: &mut Work<'_, '_>,
    space: &Space,
    before: Option<&SavedView>,
    after: &mut SavedView,
    action: Action,
) -> Result<(), Error> {
    let fields = before.map(|before| change::paired(facts(before), facts(after))).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let change = Change {
        fields,
        audience_before: before.map(|before| audience(work, space, before)).unwrap_or_default(),
        audience_after: audience(work, space, after),
        previous: before.map_or(0, |before| before.seq),
        ..work.change(Kind::View, after.id, action)
    };
    after.seq = work.log(change)?;
    Ok(store::put(work.tx, space.audience, after)?)
}

/// Takes a change of a view back, for an undo: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let (before, space) = editable(work, change.object)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.deleted_ms = Some(work.now());
        return save(work, &space, Some(&before), &mut after, Action::Undone);
    }
    let now = facts(&before);
    log::still(change, |name| now.iter().find(|(fact, _)| *fact == name).map(|(_, value)| value))?;
    change.fields.iter().for_each(|field| set(&mut after, &field.field, &field.before));
    may_share(work, &space, &before, &after)?;
    save(work, &space, Some(&before), &mut after, Action::Undone)
}

fn set(view: &mut SavedView, name: &str, value: &Value) {
    use super::record::Layout;
    match name {
        "name" => view.name = value.as_text().unwrap_or_default().into(),
        "layout" => view.layout = if value.as_int() == Some(1) { Layout::Board } else { Layout::List },
        "query" => view.query = value.as_text().unwrap_or_default().into(),
        "shared" => view.shared = *value == Value::Bool(true),
        "deleted" => view.deleted_ms = value.as_int(),
        _ => {}
    }
}
