//! Taking the name of somebody who was erased out of pages and their versions: mentions of them get another label. It is
//! nobody's edit, so no version is made of it, and whoever wrote last still did.

use super::{save, store};
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
};
use guildhall_domain::Id;
use guildhall_pages::{Page, Refused};
use guildhall_store::{Read, Span, StoreError};

/// A page, and the number of a version of it; 0 is the page as it is.
pub type Place = (Id, u32);

/// Pages and versions looked at in one command.
const SLICE: usize = 50;

/// Who is not to be named any more, and what is said instead.
#[derive(Debug, Clone, Copy)]
pub struct Erased {
    /// Who.
    pub person: Id,
    /// What mentions of them say.
    pub label: &'static str,
}

/// Puts another label on mentions, in one page or one version of it at a time, because all of it is read and kept anew;
/// answers where to go on. What cannot be read or is full keeps nobody from the others.
pub fn relabel(work: &mut Work<'_, '_>, erased: Erased, after: Option<Place>) -> Result<Option<Place>, Error> {
    let mut at = after;
    for _ in 0..SLICE {
        let Some(place) = next(work.read(), at)? else { return Ok(None) };
        at = Some(place);
        match one(work, erased, place) {
            Ok(false) => {}
            Ok(true) => break,
            Err(error) if error.code == Code::Internal => {
                tracing::error!(page = %place.0, version = place.1, "mentions in a page stay as they are");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(at)
}

/// Every page, each followed by its versions.
fn next(read: &Read<'_>, after: Option<Place>) -> Result<Option<Place>, StoreError> {
    let mut pages = Span::all().limit(1);
    if let Some(place) = after {
        let versions = Span::prefix(&place.0).after(&place).limit(1);
        if let Some(row) = read.keys(&store::STATES, versions)?.next() {
            return row.map(|(page, number, _)| Some((page, number)));
        }
        pages = pages.after(&place.0);
    }
    read.keys(&store::HEADS, pages)?.next().map(|row| row.map(|page| (page, 0))).transpose()
}

/// Answers whether something was written. What nothing of names the person is not even opened.
fn one(work: &mut Work<'_, '_>, erased: Erased, (id, number): Place) -> Result<bool, Error> {
    let name = erased.person.to_string();
    let named = |bytes: &Vec<u8>| bytes.windows(name.len()).any(|part| part == name.as_bytes());
    if number > 0 {
        let state = store::state(work.read(), id, number)?.filter(named);
        let Some(clean) = state.map(|state| relabelled(work, &[state], erased)).transpose()?.flatten() else {
            return Ok(false);
        };
        store::put_version_state(work.tx, id, number, &clean)?;
        return Ok(true);
    }
    let (mut all, rows) =
        (store::state(work.read(), id, 0)?.into_iter().collect::<Vec<_>>(), store::updates(work.read(), id)?);
    // A mention that was taken out of the text stands in what was written since the state.
    let stale = rows.iter().any(named);
    if !stale && !all.iter().any(named) {
        return Ok(false);
    }
    all.extend(rows);
    let clean = match relabelled(work, &all, erased)? {
        None if stale => Some(store::open(&all)?.state().map_err(unreadable)?),
        clean => clean,
    };
    clean.as_ref().map_or(Ok(()), |state| save::anew(work, id, state))?;
    Ok(clean.is_some())
}

/// Its state afterwards; none where it says so already.
fn relabelled(work: &Work<'_, '_>, all: &[Vec<u8>], erased: Erased) -> Result<Option<Vec<u8>>, Error> {
    let client = u64::from_be_bytes(*work.new_id().as_bytes().last_chunk().unwrap_or(&[1; 8]));
    let mut page = store::open(all)?;
    let clean = |page: &mut Page| -> Result<Option<Vec<u8>>, Refused> {
        let Some(update) = page.relabelled(&erased.person.to_string(), erased.label, client)? else { return Ok(None) };
        page.apply(&update)?;
        page.state().map(Some)
    };
    clean(&mut page).map_err(unreadable)
}

fn unreadable(why: Refused) -> Error {
    tracing::error!(?why, "a page takes no change");
    Error::new(Code::Internal)
}
