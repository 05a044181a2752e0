//! Making, changing and throwing away forms. Whoever works in a space makes them; who made one and the leads change it.

use super::{
    input::{FormInput, FormPatch},
    queries, store, views,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    processes,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, Kind, Value},
    form::{self, Form, facts},
    limits,
    policy::DoSpace,
    space::Space,
};

/// How long they stay in the trash.
pub const KEEP_MS: i64 = 30 * 24 * 3_600_000;

/// Makes a form. Sent again with the same id by the same person it answers the one that is there.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &FormInput) -> Result<Form, Error> {
    let home = access::space(work, space, DoSpace::Write)?.into_inner();
    let me = access::me(work)?.id;
    let plan = input.plan()?;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.read(), id)? {
        let same = earlier.author == me && earlier.space == home.id && earlier.plan == plan;
        return if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) };
    }
    // Versions of one that is gone stay, and would be shown for answers of another.
    if store::newest(work.read(), id)? > 0 {
        return Err(Error::new(Code::IdTaken));
    }
    limits::at_most("name", store::count(work.read(), home.audience)? + 1, form::FORMS)?;
    plan.fits(&home)?;
    starts(work, &home, input.process_id)?;
    let mut form = Form {
        id,
        space: home.id,
        author: me,
        plan,
        version: 1,
        public: false,
        link: 0,
        closed: false,
        starts: input.process_id,
        trashed_ms: None,
        created_ms: work.now(),
        seq: 0,
    };
    store::put_version(work.tx, id, 1, &form.plan)?;
    save(work, &home, None, &mut form, Action::Created)?;
    Ok(form)
}

/// Changes a form. Whoever opened it before answers what it asked then.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &FormPatch) -> Result<Form, Error> {
    let (before, home) = live(work, id)?;
    fresh(work, if_match, &before, &home, &patch.names())?;
    let mut after = before.clone();
    after.plan = patch.apply(&before.plan)?;
    after.closed = patch.closed.unwrap_or(before.closed);
    after.starts = patch.process_id.unwrap_or(before.starts);
    if after.plan.questions != before.plan.questions {
        after.plan.fits(&home)?;
    }
    if after.starts != before.starts {
        starts(work, &home, after.starts)?;
    }
    if after.public {
        after.plan.for_anybody()?;
    }
    renew(work, &before, &mut after)?;
    save(work, &home, Some(&before), &mut after, Action::Changed)?;
    Ok(after)
}

/// A form starts a process of its own space, which whoever says so can start by hand too.
fn starts(work: &Work<'_, '_>, home: &Space, process: Option<Id>) -> Result<(), Error> {
    let Some(process) = process else { return Ok(()) };
    let found = access::seen(processes::queries::workable(work, process))?;
    match found {
        Some((process, _)) if process.space == home.id => Ok(()),
        _ => Err(Error::field("process_id", "Choose a process of this space.")),
    }
}

/// Something else is asked: that is another version.
fn renew(work: &mut Work<'_, '_>, before: &Form, after: &mut Form) -> Result<(), Error> {
    if after.plan != before.plan {
        after.version = store::newest(work.read(), before.id)?.saturating_add(1);
        store::put_version(work.tx, after.id, after.version, &after.plan)?;
    }
    Ok(())
}

/// Lets anybody answer who has the link, which this makes; made again it is the same one.
pub fn open(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<Form, Error> {
    let (before, home) = live(work, id)?;
    before.plan.for_anybody()?;
    if before.public {
        return Ok(before);
    }
    let mut after = Form { public: true, link: before.link.saturating_add(1), ..before.clone() };
    save(work, &home, Some(&before), &mut after, Action::Changed)?;
    audit::add(work, AuditAction::ShareMade, &after.plan.name, address)?;
    Ok(after)
}

/// Ends the link for good.
pub fn close(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let (before, home) = live(work, id)?;
    if before.public {
        let mut after = Form { public: false, ..before.clone() };
        save(work, &home, Some(&before), &mut after, Action::Changed)?;
        audit::add(work, AuditAction::ShareEnded, &after.plan.name, address)?;
    }
    Ok(())
}

/// Puts a form into the trash; its requests stay what they are.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Form, Error> {
    let (before, home) = live(work, id)?;
    fresh(work, if_match, &before, &home, &[facts::VERSION.into()])?;
    let mut after = Form { trashed_ms: Some(work.now()), ..before.clone() };
    save(work, &home, Some(&before), &mut after, Action::Trashed)?;
    Ok(after)
}

/// Takes a form out of the trash.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Form, Error> {
    let (before, home) = queries::changeable(work, id)?;
    let mut after = Form { trashed_ms: None, ..before.clone() };
    save(work, &home, Some(&before), &mut after, Action::Restored)?;
    Ok(after)
}

type Changeable = (Form, std::sync::Arc<Space>);

fn live(work: &Work<'_, '_>, id: Id) -> Result<Changeable, Error> {
    let (form, home) = queries::changeable(work, id)?;
    if form.trashed_ms.is_some() {
        return Err(Error::because(Code::Conflict, "This form lies in the trash. Take it out first."));
    }
    Ok((form, home))
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, form: &Form, home: &Space, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, form.seq, fields)
        .map_err(|stale| stale.with_current(|| Ok::<_, Error>(views::form(work, form, home))))
}

fn save(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: Option<&Form>,
    after: &mut Form,
    action: Action,
) -> Result<(), Error> {
    let fields = before.map(|before| facts::changes(before, after)).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let change = Change { fields, ..work.change(Kind::Form, after.id, action) };
    after.seq = work.log_in(home, before.map(|before| before.seq), change)?;
    store::put(work, before, after)
}

/// Takes a change of a form back, for an undo: what is there must still be as the change left it. A link that was ended
/// stays ended.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let (before, home) = queries::changeable(work, change.object)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.trashed_ms = Some(work.now());
    }
    let now = facts::of(&before);
    for field in &change.fields {
        if now.get(&field.field).unwrap_or(&Value::Null) != &field.after {
            return Err(Error::new(Code::UndoConflict).with("changed", vec![field.field.clone()]));
        }
        match field.field.as_str() {
            facts::VERSION => {
                let version = field.before.as_int().and_then(|number| u32::try_from(number).ok()).unwrap_or_default();
                let plan = store::plan(work.read(), before.id, version)?;
                after.plan = plan.ok_or_else(|| Error::new(Code::UndoGone))?;
            }
            "closed" => after.closed = field.before == Value::Bool(true),
            "starts" => after.starts = field.before.as_id(),
            "trashed" => after.trashed_ms = field.before.as_int(),
            "public" if field.before == Value::Null => after.public = false,
            "link" => {}
            _ => return Err(Error::because(Code::UndoGone, "A link that was ended stays so. Make another one.")),
        }
    }
    if after.public {
        after.plan.for_anybody()?;
    }
    renew(work, &before, &mut after)?;
    save(work, &home, Some(&before), &mut after, Action::Undone)
}

/// Deletes for good what has been in the trash for its time; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const AT_ONCE: usize = 50;
    let due = store::trashed_until(work.read(), work.now() - KEEP_MS, AT_ONCE)?;
    for id in &due {
        if let Some(form) = store::get(work.read(), *id)? {
            let home = work.directory().space(form.space).map(|home| home.audience);
            store::forget(work.tx, &form, home)?;
        }
    }
    Ok(due.len() == AT_ONCE)
}
