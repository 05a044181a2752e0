//! Saved views of reports: what is asked of one, under a name, for oneself. The page keeps what it asks in its address, and
//! that is what is kept; it is asked anew each time, with the rights of that moment.

pub mod store;

use super::views::{
    mails::ReportName,
    saved::{ReportView, ReportViewInput, ReportViews},
};
use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::limits;
use store::SavedViewRecord;

/// Most views of somebody.
const MOST: usize = 50;
/// Longest question, in bytes.
const QUERY: usize = 500;

/// What the asker saved, by name.
pub fn mine(scope: &impl Scope) -> Result<ReportViews, Error> {
    let me = access::me(scope)?;
    let shape = |view: SavedViewRecord| {
        let report = ReportName::from_number(view.report)?;
        Some(ReportView { name: view.name, report, query: view.query })
    };
    Ok(ReportViews { items: store::of(scope.read(), me.audience)?.into_iter().filter_map(shape).collect() })
}

/// Keeps a view under its name, or forgets the one that has it.
pub fn set(work: &mut Work<'_, '_>, input: &ReportViewInput) -> Result<ReportViews, Error> {
    let me = access::me(work)?;
    let name = limits::line("name", &input.name, limits::NAME)?;
    let mut views = store::of(work.read(), me.audience)?;
    views.retain(|view| view.name.to_lowercase() != name.to_lowercase());
    if input.kept {
        views.push(SavedViewRecord { name, report: input.report.number(), query: question(&input.query)? });
        limits::at_most("name", views.len(), MOST)?;
        views.sort_by_cached_key(|view| view.name.to_lowercase());
    }
    store::put(work.tx, me.audience, views)?;
    mine(work)
}

/// What may follow the `?` of an address, as a browser writes it.
fn question(query: &str) -> Result<String, Error> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "=&%+-_.~*,:".contains(letter);
    if query.len() > QUERY || !query.chars().all(fits) {
        return Err(Error::field("query", "Send what follows the ? of the address, at most 500 characters."));
    }
    Ok(query.to_owned())
}
