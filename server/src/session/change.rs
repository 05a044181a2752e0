//! Changing one's own password: by the current one, and with an end to all other sessions.

use super::{attempts::Attempt, passwords, store};
use crate::{
    App, Error,
    access::{self, Scope, Who, Work},
    audit::{self, AuditAction},
    http::address::Client,
};
use guildhall_domain::Id;
use serde::Deserialize;
use utoipa::ToSchema;

/// The password one has and the one to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordInput {
    /// The one there is.
    current: String,
    /// The one to be.
    password: String,
}

/// Changes the asker's password; only the session stored under `keep` goes on.
pub async fn change(
    app: &App,
    client: &Client,
    who: Who,
    input: PasswordInput,
    keep: Option<Vec<u8>>,
) -> Result<(), Error> {
    let (me, known) = {
        let view = app.view(who)?;
        let me = access::me(&view)?;
        let known = store::password(view.read(), me.id)?;
        (me, known)
    };
    let about = passwords::about(app, &me)?;
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    passwords::check(&input.password, &about)?;
    let attempt = Attempt::account(&me.email, client);
    attempt.begin(app).await?;
    let old = known.map(|known| known.phc).unwrap_or_default();
    let fits = input.current.len() <= passwords::LONGEST;
    if !fits || !app.parts().session.hasher.verify(input.current, Some(old.clone())).await? {
        return Err(Error::field("current", "This is not your password."));
    }
    let new = app.parts().session.hasher.hash(input.password).await?;
    let address = client.address.clone();
    let done = app.run(who, move |work| {
        attempt.succeeded(work)?;
        apply(work, me.id, &old, &new, keep.as_deref(), &address)
    });
    done.await?;
    Ok(())
}

fn apply(
    work: &mut Work<'_, '_>,
    me: Id,
    old: &str,
    new: &str,
    keep: Option<&[u8]>,
    address: &str,
) -> Result<(), Error> {
    passwords::still(work, me, old)?;
    passwords::set(work, me, new, false)?;
    store::end_sessions(work.tx, me, keep)?;
    audit::add(work, AuditAction::PasswordChanged, "", address)
}
