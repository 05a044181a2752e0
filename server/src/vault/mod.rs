//! Secrets the server has to be able to read again, such as the password of its mail account: the one table that
//! holds any. With `GUILDHALL_SECRET_KEY` they are encrypted with a key made of it, and the file says by the name of
//! that key which one it needs; the key itself is nowhere in it.
//!
//! Left out: passwords, tokens and sessions of people. Those are never read again and are kept as hashes only.

mod record;
pub mod store;

pub use store::{Trouble, get, needed, put, seal_all};

use crate::{
    App, Error,
    access::{Scope, Who, Work},
    error::Code,
    secrets,
};

/// Encrypts what was kept before there was a key, and says in the log when a file needs another one.
///
/// # Errors
/// When the data cannot be read or written.
pub fn settle(app: &App) -> Result<(), Error> {
    let Some(key) = app.config().secret_key.clone() else {
        let view = app.view(Who::system())?;
        if let Some(name) = needed(view.read())? {
            tracing::warn!(key = name, "secrets in the data file are encrypted; set GUILDHALL_SECRET_KEY to this key");
        }
        return Ok(());
    };
    app.run_blocking(Who::system(), move |work| Ok(seal_all(work.tx, &key)?))?;
    Ok(())
}

/// A key of this data by its name, made at its first use. Blocks.
pub fn key(app: &App, name: &'static str) -> Result<Vec<u8>, Error> {
    let (fresh, sealed) = (secrets::secret(), app.config().secret_key.clone());
    let view = app.view(Who::system())?;
    let kept = get(view.read(), sealed.as_ref(), name).map_err(trouble)?;
    drop(view);
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let command = move |work: &mut Work<'_, '_>| {
        if let Some(kept) = get(work.tx.read(), sealed.as_ref(), name).map_err(trouble)? {
            return Ok(kept);
        }
        put(work.tx, sealed.as_ref(), name, fresh.as_bytes())?;
        Ok(fresh.clone().into_bytes())
    };
    Ok(app.run_blocking(Who::system(), command)?.value)
}

fn trouble(trouble: Trouble) -> Error {
    match trouble {
        Trouble::Store(error) => error.into(),
        needs => Error::because(Code::Conflict, needs.to_string()),
    }
}
