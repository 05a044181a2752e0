//! Undo: a command that reverses another one from the log's before-values. For its actor, for a day,
//! all or nothing; refused with the field's name when it was changed since.

mod document;
mod event;
mod topic;

use crate::{
    Error, absences,
    access::{self, Scope, Who, Work},
    approvals, budgets, comments, documents,
    error::Code,
    events, files, forms,
    http::Shape,
    inbox, items, log, organization, people, plan, processes, reminders, requests, rules, searches, spaces, tasks,
    templates, time, views,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, Change, FieldChange, Kind, UNDO_MS, Value},
    item::Relation,
    policy::Do,
    space::Space,
    task::{Task, facts},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far back in the log a command is looked for: a day of a busy company.
const LOOK_BACK: usize = 200_000;

/// What was taken back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UndoneShape {
    /// The command that took it back; taking this one back does it again.
    pub command: Uuid,
    /// The items it touched.
    pub items: Vec<Uuid>,
}

impl Shape for UndoneShape {}

/// Whether the reader could take the command of a change back by now.
pub fn is_undoable(scope: &impl Scope, change: &Change) -> bool {
    let answer = |field: &FieldChange| field.field.starts_with("approval_answer:");
    let stays = change.action == Action::Purged || change.fields.iter().any(answer);
    is_mine(scope, change) && change.at_ms + UNDO_MS > scope.now() && !stays
}

/// Everybody takes back what they did. What a rule did is taken back by those who work in its space, as far as they
/// could do that by hand.
fn is_mine(scope: &impl Scope, change: &Change) -> bool {
    match change.actor {
        Actor::Rule(rule) => rules::queries::may_take_back(scope, rule, &change.audience_after),
        actor => scope.who().actor == actor,
    }
}

/// Takes a command back.
pub fn undo(work: &mut Work<'_, '_>, command: Id) -> Result<UndoneShape, Error> {
    let changes = find(work, command)?;
    if changes.is_empty() || changes.iter().any(|(_, change)| !is_undoable(work, change)) {
        return Err(Error::new(Code::UndoGone));
    }
    // What somebody held was handed over also where whoever decided it cannot look, and comes back the same way.
    let who = match changes.iter().find_map(|(_, change)| people::commands::who_left(change)) {
        Some(person) => {
            people::commands::manage(work, person)?;
            Who { person: None, ..*work.who() }
        }
        None => *work.who(),
    };
    work.acting(who, |work| all_back(work, &changes))
}

fn all_back(work: &mut Work<'_, '_>, changes: &[(u64, Change)]) -> Result<UndoneShape, Error> {
    let mut items = Vec::new();
    let made = made_whole(changes);
    // Newest first, so that each step finds what the one after it left.
    for (_, change) in changes.iter().rev() {
        if change.action != Action::Created && made.contains(&change.object) {
            continue;
        }
        match change.kind {
            Kind::Task => take_back(work, change)?,
            Kind::Topic => topic::take_back(work, change)?,
            Kind::Document => document::take_back(work, change)?,
            Kind::Event => event::take_back(work, change)?,
            Kind::Room => events::rooms::commands::take_back(work, change)?,
            Kind::Folder => documents::folders::undo::take_back(work, change)?,
            // How far somebody has read is not done and not undone.
            Kind::Reading => continue,
            Kind::Space if plan::undo::is_of_plan(change) => plan::undo::take_back(work, change)?,
            Kind::Space => spaces::commands::take_back(work, change)?,
            Kind::Tag => organization::tags::commands::take_back(work, change)?,
            Kind::View => views::commands::take_back(work, change)?,
            Kind::Search => searches::undo::take_back(work, change)?,
            Kind::Process => processes::commands::take_back(work, change)?,
            Kind::Form => forms::commands::take_back(work, change)?,
            Kind::Request => requests::commands::take_back(work, change)?,
            Kind::Rule => rules::commands::take_back(work, change)?,
            Kind::Template => templates::commands::take_back(work, change)?,
            Kind::Absence => absences::undo::take_back(work, change)?,
            Kind::Person if absences::undo::follows(change) => continue,
            Kind::Person => take_back_own(work, change)?,
            Kind::Plan if reminders::commands::is_of(change) => reminders::commands::take_back(work, change)?,
            Kind::Plan => tasks::plans::take_back(work, change)?,
            Kind::Inbox => inbox::commands::take_back(work, change)?,
            Kind::TimeEntry => time::commands::take_back(work, change)?,
            Kind::Timer => time::timer::take_back(work, change)?,
            Kind::Budget => budgets::commands::take_back(work, change)?,
            Kind::Expense => budgets::expenses::take_back(work, change)?,
            _ => return Err(Error::because(Code::UndoGone, "This cannot be taken back.")),
        }
        if !items.contains(&change.object) {
            items.push(change.object);
        }
    }
    spaces::commands::fit(work, &items)?;
    Ok(UndoneShape { command: work.command, items })
}

/// Spaces and documents the command made and went on with: sections, what a page says, that it is pinned. Those go with
/// them, and come back with them.
fn made_whole(changes: &[(u64, Change)]) -> Vec<Id> {
    let whole =
        |change: &Change| change.action == Action::Created && matches!(change.kind, Kind::Space | Kind::Document);
    changes.iter().filter(|(_, change)| whole(change)).map(|(_, change)| change.object).collect()
}

/// The changes of a command, oldest first. Commands are looked for from the end of the log, because
/// what people take back has just happened; their ids carry their time, which ends the search.
fn find(work: &Work<'_, '_>, command: Id) -> Result<Vec<(u64, Change)>, Error> {
    let span = guildhall_store::Span::all().reverse().limit(LOOK_BACK);
    let made = command
        .get_timestamp()
        .map(|at| at.to_unix())
        .map_or(0, |(seconds, _)| i64::try_from(seconds).unwrap_or(0) * 1000);
    let mut found = Vec::new();
    for row in work.tx.read().scan(&guildhall_store::log::<log::record::ChangeRecord>(), span)? {
        let (seq, record) = row?;
        let change = Change::try_from(record)?;
        if change.command == command {
            found.push((seq, change));
        } else if !found.is_empty() || change.at_ms + 60_000 < made {
            break;
        }
    }
    found.reverse();
    Ok(found)
}

/// What somebody keeps for themselves or gave out: stars and invites. Other facts of a person are not taken
/// back from here.
fn take_back_own(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    for field in &change.fields {
        let on = field.before == Value::Bool(true);
        if people::commands::comes_back(work, change.object, field)? {
            continue;
        }
        match field.field.split_once(':').map(|(head, id)| (head, id.parse())) {
            Some(("starred", Ok(space))) => spaces::commands::star::take_back(work, space, on)?,
            Some(("invite", Ok(invite))) if on => people::invites::commands::put_back(work, invite)?,
            _ => return Err(Error::because(Code::UndoGone, "This cannot be taken back.")),
        }
    }
    Ok(())
}

/// What somebody needs to be allowed to take a change of an item back. What lies in the trash by now is put back
/// there, by those who may take it out. Whoever may comment may attach files; which of them may be taken away
/// again is asked where it is done. Who made a link takes it back where they still may comment.
fn right(change: &Change, trashed: bool) -> Do {
    let trash = matches!(change.action, Action::Trashed | Action::Restored | Action::Created);
    let said = change.action == Action::Commented || is_beside(change);
    match () {
        () if trash => Do::Trash,
        () if said => Do::Comment,
        () if trashed => Do::Trash,
        () => Do::Edit,
    }
}

fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    // Only told of: what it tells of is a change of the space and is taken back there.
    if change.action == Action::Changed && change.fields.is_empty() {
        return Ok(());
    }
    let before = tasks::store::get(work.tx.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    access::task(work, before.id, right(change, before.trashed_ms.is_some()))?;
    if change.action == Action::Created {
        // What was made goes to the trash, so even this can be taken back.
        return save(work, &before, Task { trashed_ms: Some(work.now()), ..before.clone() });
    }
    let home = home_after(work, &before, change)?;
    let now = facts::of(&before);
    let mut after = before.clone();
    each(work, before.id, change, |_, field| {
        // Where a row stands in a list is nobody's work to lose.
        if !is_left(&now, field) && field.field != "order" {
            return Ok(false);
        }
        match field.field.as_str() {
            "space" => after.space = home.id,
            "number" => after.number = u32::try_from(field.before.as_int().unwrap_or(0)).unwrap_or(0),
            name => {
                facts::set(&mut after, name, &field.before, &home);
            }
        }
        Ok(true)
    })?;
    // A comment or a link may have saved the task meanwhile: go on from what is there now.
    let latest = tasks::store::get(work.tx.read(), before.id)?.unwrap_or(before);
    after.links = latest.links;
    after.comments = latest.comments;
    after.files = latest.files;
    after.people = latest.people.clone();
    after.seq = latest.seq;
    after.subtasks = latest.subtasks;
    facts::settle_completion(&mut after, Some(latest.category), work.now());
    if facts::of(&latest) == facts::of(&after) {
        return Ok(());
    }
    save(work, &latest, after)
}

/// Takes each field of a change back: what is a row of its own where that is, the rest by `set`, which answers whether the
/// field still was as the change left it. Refused naming those that were not; nothing of it stays then.
fn each<'a, 't>(
    work: &mut Work<'a, 't>,
    item: Id,
    change: &Change,
    mut set: impl FnMut(&mut Work<'a, 't>, &FieldChange) -> Result<bool, Error>,
) -> Result<(), Error> {
    let mut touched = Vec::new();
    for field in &change.fields {
        if !set_elsewhere(work, item, field)? && !set(work, field)? {
            touched.push(field.field.clone());
        }
    }
    if touched.is_empty() {
        return Ok(());
    }
    let names: serde_json::Value = touched.into_iter().collect();
    Err(Error::new(Code::UndoConflict).with("changed", names))
}

/// Whether a fact still is what the change made of it.
fn is_left(now: &BTreeMap<String, Value>, field: &FieldChange) -> bool {
    *now.get(&field.field).unwrap_or(&Value::Null) == field.after
}

/// Files were attached or changed, and whoever did follows the item since; or it is an end of a link, which was made
/// from the other one perhaps; or an approval, which has rights of its own.
fn is_beside(change: &Change) -> bool {
    let beside = |field: &FieldChange| {
        field.field.starts_with("file:") || field.field.starts_with("link:") || is_approval(field)
    };
    let follower = |field: &FieldChange| field.field.starts_with("follower:");
    change.fields.iter().any(beside) && change.fields.iter().all(|field| beside(field) || follower(field))
}

fn is_approval(field: &FieldChange) -> bool {
    field.field.starts_with("approval")
}

fn save(work: &mut Work<'_, '_>, before: &Task, mut after: Task) -> Result<(), Error> {
    tasks::store::save(work, before, &mut after, Action::Undone)?;
    tasks::commands::count_in_parent(work, Some(before), Some(&after))
}

/// The home the task has once the change is taken back.
fn home_after(work: &Work<'_, '_>, task: &Task, change: &Change) -> Result<std::sync::Arc<Space>, Error> {
    let moved = change.fields.iter().find(|field| field.field == "space").and_then(|field| field.before.as_id());
    if let Some(space) = moved {
        return Ok(access::space(work, space, guildhall_domain::policy::DoSpace::Write)?.into_inner());
    }
    work.directory().space(task.space).cloned().ok_or_else(Error::not_found)
}

/// Facts that are rows of their own: comments, reactions, links.
fn set_elsewhere(work: &mut Work<'_, '_>, item: Id, field: &FieldChange) -> Result<bool, Error> {
    let Some((head, rest)) = field.field.split_once(':') else { return Ok(false) };
    match head {
        "comment" => {
            let Ok(id) = rest.parse() else { return Ok(true) };
            comments::commands::put_back(work, id, field.before.as_text())?;
        }
        "reaction" => {
            let (id, emoji) = rest.split_once(':').unwrap_or((rest, ""));
            let Ok(id) = id.parse() else { return Ok(true) };
            comments::commands::react(work, id, emoji, field.before == Value::Bool(true))?;
        }
        "made" => {
            let (id, task) = rest.split_once(':').unwrap_or((rest, ""));
            let (Ok(id), Ok(task)) = (id.parse(), task.parse()) else { return Ok(true) };
            comments::commands::made(work, id, task, field.before == Value::Bool(true))?;
        }
        "resolved" => {
            let Ok(id) = rest.parse() else { return Ok(true) };
            comments::commands::resolve(work, id, field.before == Value::Bool(true))?;
        }
        // It comes and goes with its comment.
        "answer" => {}
        "vote" => {
            let Ok(id) = rest.parse() else { return Ok(true) };
            comments::polls::commands::take_back(work, id, &field.before, &field.after)?;
        }
        "poll" => {
            let Ok(id) = rest.parse() else { return Ok(true) };
            match field.before {
                Value::Null => comments::polls::commands::reopen(work, id)?,
                _ => comments::polls::commands::close(work, id).map(drop)?,
            }
        }
        "approval" | "approval_answer" | "approval_person" | "approval_turn" | "approval_gone" => {
            let Ok(id) = rest.parse() else { return Ok(true) };
            approvals::undo::take_back(work, head, id, field)?;
        }
        "file" => {
            let Ok(id) = rest.parse() else { return Ok(true) };
            files::commands::put_back(work, id, &field.after, &field.before)?;
        }
        "depends" => {
            let Ok(other) = rest.parse() else { return Ok(true) };
            plan::undo::put_back(work, item, other, &field.before)?;
        }
        "link" => {
            let Ok(other) = rest.parse() else { return Ok(true) };
            // The other end has its own change in the same command; the first one handled does both.
            items::links::keep(work, item, other, field.before.as_int().and_then(relation))?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn relation(number: i64) -> Option<Relation> {
    [Relation::Relates, Relation::Blocks, Relation::BlockedBy, Relation::Duplicates, Relation::DuplicatedBy]
        .into_iter()
        .find(|relation| *relation as i64 == number)
}
