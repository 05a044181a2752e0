//! Ticking a point of a checklist while a page is read: an edit like any other, which everybody who has the page open
//! takes over, and which touches nothing beside that point.

use super::{queries, save, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{Id, policy::Do};
use guildhall_pages::{MOST_UPDATE, Ticked};

/// Ticks a point, or unticks it. It is named by its number in the page and by the words it had for whoever ticks it.
pub fn tick(work: &mut Work<'_, '_>, id: Id, number: usize, words: &str, checked: bool) -> Result<(), Error> {
    queries::page(work, id, Do::Edit)?;
    let me = access::me(work)?.id;
    let client = u64::from_be_bytes(*work.new_id().as_bytes().last_chunk().unwrap_or(&[1; 8]));
    let page = store::load(work.read(), id)?;
    let too_large = || Error::because(Code::TooLarge, "A page holds at most 16 MB. Make several pages of it.");
    match page.ticked(number, words, checked, client).map_err(|_| too_large())? {
        Ticked::Already => Ok(()),
        Ticked::By(update) if update.len() <= MOST_UPDATE => {
            let updates = vec![(me, update)];
            save::save(work, id, &save::Written { updates, facts: None, state: None }).map(drop)
        }
        Ticked::By(_) => Err(too_large()),
        Ticked::Gone => {
            Err(Error::because(Code::Conflict, "This point is not there any more as it was. Look at the page again."))
        }
    }
}
