//! Links with which a person sets a new password. An admin makes one and hands it over, or it goes by mail; it works
//! once, for a short time, and a newer one ends it.

use super::{
    attempts::Attempt,
    passwords,
    record::ResetRecord,
    store::{self, RESETS},
};
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    audit::{self, AuditAction},
    error::Code,
    http::address::Client,
    secrets,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    person::{Person, PersonState},
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// How long a link works.
pub const LIFE_MS: i64 = 30 * 60_000;

/// A new password by link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetInput {
    /// The secret of the link.
    token: String,
    /// The new password.
    password: String,
}

/// Makes the link of a person the newest; answers when it ends. Whether the asker may is the caller's.
pub fn make(work: &mut Work<'_, '_>, person: &Person, secret_hash: &[u8], address: &str) -> Result<i64, Error> {
    if person.state != PersonState::Active {
        return Err(Error::because(
            Code::Conflict,
            "This account is not in use. Invite the person, or reactivate the account.",
        ));
    }
    let expires_ms = work.now() + LIFE_MS;
    work.tx.put(&RESETS, &person.id, &ResetRecord { hash: secret_hash.to_vec().into(), expires_ms })?;
    audit::add(work, AuditAction::ResetLinkMade, &person.name, address)?;
    Ok(expires_ms)
}

/// Sets the password the link is for and ends every session of the person.
pub async fn use_link(app: &App, client: &Client, input: ResetInput) -> Result<(), Error> {
    let attempt = Attempt::link(client);
    attempt.begin(app).await?;
    let hash = secrets::hash(&input.token);
    let person = find(app, &hash)?;
    attempt.take_back(app).await?;
    let about = passwords::about(app, &person)?;
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    let phc = passwords::checked_hash(app, &input.password, &about).await?;
    let (id, address) = (person.id, client.address.clone());
    app.run(Who::system(), move |work| apply(work, id, &hash, &phc, &address)).await.map(|done| done.value)
}

fn find(app: &App, hash: &[u8]) -> Result<Arc<Person>, Error> {
    let expired = || Error::new(Code::LinkExpired);
    let snapshot = app.store().snapshot()?;
    let now = app.clock().now_ms();
    let mut links =
        store::resets(&snapshot)?.into_iter().filter(|(_, link)| link.hash[..] == *hash && link.expires_ms > now);
    let (id, _) = links.next().ok_or_else(expired)?;
    let directory = app.directory(&snapshot)?;
    directory.person(id).filter(|person| person.state == PersonState::Active).cloned().ok_or_else(expired)
}

/// Decided again inside the command: of two who use a link at once, one is too late.
fn apply(work: &mut Work<'_, '_>, id: Id, hash: &[u8], phc: &str, address: &str) -> Result<(), Error> {
    let link = work.tx.get(&RESETS, &id)?.filter(|link| link.hash[..] == *hash && link.expires_ms > work.now());
    let active = work.directory().person(id).is_some_and(|person| person.state == PersonState::Active);
    if link.is_none() || !active {
        return Err(Error::new(Code::LinkExpired));
    }
    passwords::set(work, id, phc, false)?;
    store::end_sessions(work.tx, id, None)?;
    audit::add_as(work, Actor::Person(id), AuditAction::PasswordReset, "", address)
}

/// Deletes links that ended.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let now = work.now();
    let old = store::resets(work.tx.read())?.into_iter().filter(|(_, link)| link.expires_ms <= now);
    let old: Vec<Id> = old.map(|(person, _)| person).collect();
    Ok(old.iter().try_for_each(|person| work.tx.delete(&RESETS, person))?)
}
