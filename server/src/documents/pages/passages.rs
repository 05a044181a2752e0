//! Passages of a page that somebody speaks of: two places that stay with their words. Whoever comments says which places;
//! what stands there is said by the page as it is now, so nobody is shown words as quoted that were never in it.

use super::store;
use crate::{Error, error::Code, outgoing::base64};
use guildhall_domain::{Id, comment::Passage};
use guildhall_pages::{Found, Page};
use guildhall_store::Read;

/// A passage that somebody marked, with what the page says there. Where its places are none of the page, or nothing is
/// left between them, it is looked for by the words that were quoted.
pub fn marked(read: &Read<'_>, page: Id, passage: Passage) -> Result<Passage, Error> {
    let passage = passage.checked()?;
    let page = store::load(read, page)?;
    match standing(&page, &passage)?.filter(|now| !now.text.is_empty()) {
        Some(now) => Ok(Passage { quote: now.text, ..passage }.checked()?),
        None => found(&page, 0, &passage.quote),
    }
}

/// The passage that says these words at this place, or else where they stand once.
pub fn found(page: &Page, at: u32, words: &str) -> Result<Passage, Error> {
    let found = page.find(at, words).map_err(|_| Error::new(Code::Internal))?;
    let gone = "The page has changed since you read it. Load it again and mark the passage again.";
    let Found { start, end, text } = found.ok_or_else(|| Error::field("passage", gone))?;
    let [start, end] = [start, end].map(|place| base64::base64(&place));
    Ok(Passage { start, end, quote: text }.checked()?)
}

/// Where a passage stands now; nowhere when its places are not of this page.
pub fn standing(page: &Page, passage: &Passage) -> Result<Option<guildhall_pages::Passage>, Error> {
    let (Some(start), Some(end)) = (place(&passage.start), place(&passage.end)) else { return Ok(None) };
    page.passage(&start, &end).map_err(|_| Error::new(Code::Internal))
}

fn place(kept: &str) -> Option<Vec<u8>> {
    base64::from_base64url(&kept.replace('+', "-").replace('/', "_"))
}
