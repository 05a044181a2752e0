//! What programs write: an entry of a calendar is made, changed or put into the trash, in one transaction with the rights of
//! whoever asks.

use super::{
    collection::{Calendar, Entry},
    event, known,
    path::{Node, Place},
    properties::etag,
    record::KeptRecord,
    store, task,
    text::{self, Zones},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    events,
    http::{
        call::{IfMatch, unchanged_since},
        version,
    },
    tasks,
};
use guildhall_domain::{
    Id,
    change::{FieldChange, Value},
    event::Event,
    ical::{Part, event::Written, todo::Todo},
    policy::Do,
    space::Category,
    task::Task,
};

/// Under which condition something is written.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    /// `If-Match`.
    pub is: Option<String>,
    /// `If-None-Match: *`.
    pub is_new: bool,
}

impl Condition {
    /// What it means for what is there.
    fn check(&self, scope: &impl Scope, there: Option<&Entry>) -> Result<IfMatch, Error> {
        let stale =
            || Error::because(Code::Stale, "This entry is another one by now. Load it again and try once more.");
        match (there, &self.is) {
            (Some(_), _) if self.is_new => Err(stale()),
            (None, Some(_)) => Err(stale()),
            (Some(_), Some(is)) if is.trim() != "*" => {
                version::read(scope.history(), is).map(IfMatch::Seq).ok_or_else(stale)
            }
            _ => Ok(IfMatch::Any),
        }
    }
}

fn there(scope: &impl Scope, place: &Place) -> Result<Option<(Calendar, Entry)>, Error> {
    match access::seen(place.node(scope))? {
        Some(Node::Entry(calendar, entry)) => Ok(Some((calendar, entry))),
        _ => Ok(None),
    }
}

/// Writes an entry; answers whether it is new.
pub fn put(work: &mut Work<'_, '_>, place: &Place, condition: &Condition, sent: &Part) -> Result<bool, Error> {
    let calendar = Calendar::named(work, place.calendar.as_deref().unwrap_or_default())?;
    let there = there(work, place)?.map(|(_, entry)| entry);
    let if_match = condition.check(work, there.as_ref())?;
    let own = tasks::input::zone(work);
    let is_task = sent.parts.iter().any(|part| part.name == "VTODO");
    match there {
        None if is_task => make_task(work, &calendar, place, &Todo::of(sent, own)?).map(|()| true),
        None => make_event(work, &calendar, place, &Written::of(sent, own)?).map(|()| true),
        Some(Entry::Task(before)) if is_task => change_task(work, &before, if_match, &Todo::of(sent, own)?),
        Some(Entry::Event(before)) if !is_task => change_event(work, &before, if_match, &Written::of(sent, own)?),
        Some(_) => Err(Error::because(Code::Conflict, "A task stays a task, and an event an event.")),
    }
}

/// The version of an entry, where what a program sent is, octet by octet, what it would read there. Only then may it go on
/// with what it sent, and only then is it told a strong tag (RFC 4791, 5.3.4).
pub fn tag(scope: &impl Scope, place: &Place, sent: &[u8]) -> Result<Option<String>, Error> {
    let Some((_, entry)) = there(scope, place)? else { return Ok(None) };
    let file = text::file(scope, &entry, &mut Zones::default())?;
    Ok((file.as_bytes() == sent).then(|| etag(scope, &entry)))
}

/// Puts an entry into the trash.
pub fn delete(work: &mut Work<'_, '_>, place: &Place, condition: &Condition) -> Result<(), Error> {
    let (_, entry) = there(work, place)?.ok_or_else(Error::not_found)?;
    let if_match = condition.check(work, Some(&entry))?;
    match entry {
        Entry::Task(task) => tasks::commands::trash::trash(work, task.id, if_match).map(drop),
        Entry::Event(event) => events::commands::trash::trash(work, event.id, if_match).map(drop),
    }
}

/// The entry of a UID in a calendar.
fn of_uid(scope: &impl Scope, calendar: &Calendar, uid: &str) -> Result<Option<Entry>, Error> {
    let own = uid.parse::<Id>().ok();
    for id in own.into_iter().chain(store::with_uid(scope.read(), uid)?) {
        if let Some(entry) = calendar.entry(scope, id)? {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

fn free(work: &Work<'_, '_>, calendar: &Calendar, uid: &str) -> Result<(), Error> {
    if of_uid(work, calendar, uid)?.is_none() {
        return Ok(());
    }
    Err(Error::because(
        Code::Conflict,
        "An entry with this UID is in this calendar under another name. Change that one.",
    ))
}

fn same_uid(before: &str, sent: &str) -> Result<(), Error> {
    if before == sent {
        return Ok(());
    }
    Err(Error::because(Code::Conflict, "An entry keeps its UID. Send a new entry under a new name."))
}

fn kept(calendar: &Calendar, place: &Place) -> KeptRecord {
    let name = place.name.clone().unwrap_or_default();
    KeptRecord { calendar: calendar.audience(), name, ..KeptRecord::default() }
}

fn make_task(work: &mut Work<'_, '_>, calendar: &Calendar, place: &Place, todo: &Todo) -> Result<(), Error> {
    free(work, calendar, &todo.uid)?;
    known::learn(work, known::of_todo(todo))?;
    let space = calendar.home(work)?;
    let home = access::space(work, space, guildhall_domain::policy::DoSpace::Write)?.into_inner();
    let (tags, others) = task::tags(work, todo.categories.as_deref().unwrap_or_default());
    let parent = todo.parent.as_ref().map(|uid| of_uid(work, calendar, uid)).transpose()?.flatten();
    let parent = match parent {
        Some(Entry::Task(parent)) if parent.space == space && parent.parent.is_none() => Some(parent.id),
        _ => None,
    };
    let input = tasks::input::TaskInput { parent_id: parent, ..task::input(todo, &home, tags) };
    let made = tasks::commands::create(work, space, &input)?;
    let extra = task::extra(todo, &others, parent.is_some());
    let extra = (!extra.is_empty()).then_some(extra);
    let record = KeptRecord { uid: Some(todo.uid.clone()), extra, ..kept(calendar, place) };
    store::made(work.tx, made.id, &todo.uid, &record)?;
    if made.category == Category::Done {
        // What was done before it came here brings nothing.
        store::put_next(work.tx, made.id, Some(made.id))?;
    }
    Ok(())
}

fn change_task(work: &mut Work<'_, '_>, before: &Task, if_match: IfMatch, todo: &Todo) -> Result<bool, Error> {
    same_uid(&task::uid(work, before.id)?, &todo.uid)?;
    let before = access::task(work, before.id, Do::Edit)?.into_inner();
    let known = known::learn(work, known::of_todo(todo))?;
    let home = tasks::commands::home(work, &before)?;
    let patch = task::patch(&before, todo, &home, known);
    let (tags, others) = match &todo.categories {
        Some(names) => task::tags(work, names),
        None if known & known::TAGS != 0 => (Vec::new(), Vec::new()),
        None => (before.tags.clone(), Vec::new()),
    };
    let added = tags.iter().filter(|tag| !before.tags.contains(tag)).map(|tag| (*tag, true));
    let removed = before.tags.iter().filter(|tag| !tags.contains(tag)).map(|tag| (*tag, false));
    let changed: Vec<(u32, bool)> = added.chain(removed).collect();
    let names: Vec<String> = changed.iter().map(|(tag, _)| format!("tag:{tag}")).collect();
    unchanged_since(work, if_match, before.seq, &names)?;
    tasks::commands::edit(work, before.id, if_match, &patch)?;
    for (tag, on) in changed {
        tasks::commands::sets::tag(work, before.id, tag, on)?;
    }
    let is_part = match (before.parent, &todo.parent) {
        (Some(parent), Some(sent)) => task::uid(work, parent)? == *sent,
        _ => false,
    };
    if store::put_extra(work.tx, before.id, &task::extra(todo, &others, is_part))? {
        note(work, before.id)?;
    }
    Ok(false)
}

/// What is kept of another program is a part of what programs read, so the task has another version.
pub(super) fn note(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let task = access::task(work, id, Do::Edit)?.into_inner();
    let field = FieldChange { field: "calendar".into(), before: Value::Null, after: Value::Null };
    tasks::store::note(work, &task, vec![field])
}

fn make_event(work: &mut Work<'_, '_>, calendar: &Calendar, place: &Place, written: &Written) -> Result<(), Error> {
    free(work, calendar, &written.uid)?;
    let known = known::learn(work, known::of_event(written))?;
    let whole = event::whole(work, None, written, known)?;
    let (space, comes) = (calendar.home(work)?, matches!(calendar, Calendar::Mine(_)));
    let made = events::commands::whole::make(work, space, &written.uid, whole, comes)?;
    Ok(store::made(work.tx, made.id, &written.uid, &kept(calendar, place))?)
}

fn change_event(work: &mut Work<'_, '_>, before: &Event, if_match: IfMatch, written: &Written) -> Result<bool, Error> {
    same_uid(&before.uid, &written.uid)?;
    let known = known::learn(work, known::of_event(written))?;
    let whole = event::whole(work, Some(before), written, known)?;
    events::commands::whole::rewrite(work, before.id, if_match, whole)?;
    Ok(false)
}
