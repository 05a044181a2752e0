//! Ways in: the first run, sessions of the page, passwords, links for new ones, API tokens. Secrets are
//! made before the command that keeps their hash, and passwords hashed before it, because commands run
//! on the one writer thread. Second factors are not here yet.

pub mod attempts;
pub mod bootstrap;
pub mod change;
pub mod cookie;
pub mod hasher;
pub mod identify;
pub mod parts;
pub mod passwords;
pub mod record;
pub mod resets;
pub mod routes;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod store;
pub mod tokens;

use crate::{Error, access::Work};
use guildhall_domain::Id;

/// Ends every way in of a person at once.
pub fn close_ways_in(work: &mut Work<'_, '_>, person: Id) -> Result<(), Error> {
    store::end_sessions(work.tx, person, None)?;
    store::end_tokens(work.tx, person)?;
    Ok(work.tx.delete(&store::RESETS, &person)?)
}

/// Forgets everything about the ways in of a person who has left for ever.
pub fn forget(work: &mut Work<'_, '_>, person: Id) -> Result<(), Error> {
    close_ways_in(work, person)?;
    work.tx.delete(&store::PASSWORDS, &person)?;
    Ok(work.tx.delete(&store::SEEN, &person)?)
}

/// Whether a person ever had a password.
pub fn has_password(work: &Work<'_, '_>, person: Id) -> Result<bool, Error> {
    Ok(store::password(work.tx.read(), person)?.is_some())
}
