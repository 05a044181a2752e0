//! The feed of changes: what programs poll. Decided by reach and audience alone; what went out of a
//! reader's sight is told once, as its id and nothing else.

use super::views::{self, ChangeShape, ChangesShape};
use crate::{
    Error,
    access::{self, Scope, View},
    error::Code,
    http::{shapes, version, words::ChangeAction},
    items, log, tasks,
};
use guildhall_domain::{
    change::{Change, Kind},
    item::{Core, Item},
    policy::DoSpace,
};

/// Most log rows looked at in one call; a reader who sees few of them gets a cursor further on.
const SCAN: usize = 5_000;

/// The changes since a cursor, or none and the cursor of now.
pub fn since(view: &View, cursor: Option<&str>, limit: usize) -> Result<ChangesShape, Error> {
    let head = view.read().last_seq()?;
    let mut at = match cursor {
        Some(cursor) => version::read_log_cursor(view.history(), cursor)?,
        None => head,
    };
    // Something that was deleted since may not be told of any more.
    if at < items::tombstones::floor(view.read())? {
        return Err(Error::new(Code::CursorTooOld));
    }
    let mut items = Vec::new();
    for row in log::after(view.read(), at)?.take(SCAN) {
        let (seq, change) = row?;
        at = seq;
        if let Some(shape) = shape(view, seq, &change)? {
            items.push(shape);
        }
        if items.len() >= limit {
            break;
        }
    }
    Ok(ChangesShape {
        items,
        next: version::log_cursor(view.history(), at),
        history: view.history().simple().to_string(),
    })
}

fn shape(view: &View, seq: u64, change: &Change) -> Result<Option<ChangeShape>, Error> {
    let shape = ChangeShape {
        seq,
        at: shapes::instant(change.at_ms),
        actor: shapes::actor(view, change.actor),
        action: change.action.into(),
        item_id: change.object,
        item_type: change.kind.into(),
        space_id: None,
        parent_id: None,
        fields: Vec::new(),
        command: change.command,
    };
    if !matches!(change.kind, Kind::Task | Kind::Topic | Kind::Document | Kind::Event) {
        let fields = if change.kind == Kind::Folder { views::fields(view, change)? } else { Vec::new() };
        let shape = ChangeShape { fields, ..shape };
        let shape = if is_lost(view, change) { ChangeShape { action: ChangeAction::Gone, ..shape } } else { shape };
        return Ok((shape.action == ChangeAction::Gone || other_is_visible(view, change)).then_some(shape));
    }
    let reach = view.who().person.map(|id| view.directory().reach(id)).unwrap_or_default();
    match access::seen_item(view, change.object)? {
        // Only readers of that moment learn what happened then; later ones see the object as it is.
        Some(item) => {
            let knew = reach.sees(&change.audience_after) || reach.sees(&change.audience_before);
            let fields = if knew { views::fields(view, change)? } else { Vec::new() };
            let parent_id = if let Item::Task(task) = &*item { tasks::views::parent(view, task)? } else { None };
            let space_id = items::queries::home(view, &*item);
            Ok(Some(ChangeShape { space_id, parent_id, fields, ..shape }))
        }
        None if reach.sees(&change.audience_before) || reach.sees(&change.audience_after) => {
            let found = items::kinds::get(view.read(), change.object)?;
            let trashed = found.is_some_and(|item| item.trashed_ms().is_some());
            Ok(Some(ChangeShape { action: if trashed { ChangeAction::Trashed } else { ChangeAction::Gone }, ..shape }))
        }
        None => Ok(None),
    }
}

/// A space the reader belonged to and that is deleted by now.
fn is_lost(view: &View, change: &Change) -> bool {
    let directory = view.directory();
    let me = view.who().person.and_then(|id| directory.person(id));
    let space = directory.space(change.object).filter(|_| change.kind == Kind::Space);
    let (Some(me), Some(space)) = (me, space.filter(|space| space.deleted_ms.is_some())) else { return false };
    directory.role_in(me, space).is_some() && access::space(view, space.id, DoSpace::See).is_err()
}

fn other_is_visible(view: &View, change: &Change) -> bool {
    match change.kind {
        Kind::Space => access::space(view, change.object, DoSpace::See).is_ok(),
        Kind::Person => access::person(view, change.object).is_ok(),
        Kind::Organization | Kind::Tag | Kind::Room => true,
        Kind::View
        | Kind::Search
        | Kind::Plan
        | Kind::Reading
        | Kind::Inbox
        | Kind::Process
        | Kind::Form
        | Kind::Request
        | Kind::Rule
        | Kind::Template
        | Kind::TimeEntry
        | Kind::Timesheet
        | Kind::Timer
        | Kind::Absence
        | Kind::Budget
        | Kind::Expense => {
            let reach = view.who().person.map(|id| view.directory().reach(id)).unwrap_or_default();
            reach.sees(&change.audience_after) || reach.sees(&change.audience_before)
        }
        Kind::Folder => access::folder(view, change.object, DoSpace::Read).is_ok(),
        Kind::Task | Kind::Topic | Kind::Document | Kind::Event | Kind::Webhook => false,
    }
}
