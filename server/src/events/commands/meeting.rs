//! The page of a meeting: its agenda and notes, written together.

use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{self, input::PageInput},
    events::store,
    items,
};
use guildhall_domain::{
    Id,
    change::Action,
    event::Event,
    item::{Core, Relation},
    policy::Do,
};

/// Begins the page of an event with what it says, in the same space; where there is one already, it stays.
pub fn page(work: &mut Work<'_, '_>, id: Id) -> Result<Event, Error> {
    let event = access::event(work, id, Do::Edit)?.into_inner();
    if has_page(work, &event)? {
        return Ok(event);
    }
    let body = format!("## Agenda\n\n{}\n\n## Notes\n", event.body);
    let input =
        PageInput { id: None, title: event.title.clone(), folder_id: None, body: Some(body), template_id: None };
    let text = documents::pages::commands::text(&input)?;
    let page = documents::pages::commands::begin(work, event.space, &input, text.as_ref())?;
    items::links::keep(work, event.id, page.id, Some(Relation::Relates))?;
    // The link was a change of the event.
    let before = store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    let mut after = Event { page: Some(page.id), ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Whether there is a page the asker reads.
pub fn has_page(scope: &impl Scope, event: &Event) -> Result<bool, Error> {
    let page = event.page.map(|page| access::seen_item(scope, page)).transpose()?.flatten();
    Ok(page.is_some_and(|page| page.trashed_ms().is_none()))
}
