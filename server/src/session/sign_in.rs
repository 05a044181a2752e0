//! Signing in. An unknown address, a wrong password and an account that is closed take the same time
//! and get the same words.

use super::{
    attempts::{self, Attempt},
    passwords,
    record::PasswordRecord,
    resets,
    sessions::{self, NewSession},
    store,
};
use crate::{
    App, Error,
    access::{Who, Work},
    audit::{self, AuditAction},
    error::Code,
    http::address::Client,
};
use guildhall_domain::{
    Id,
    person::{self, PersonState},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What people sign in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Their address.
    email: String,
    /// Their password.
    password: String,
}

/// Proves who it is and begins a session; answers the person.
pub async fn sign_in(app: &App, client: &Client, input: SignIn, new: NewSession) -> Result<Id, Error> {
    let attempt = Attempt::account(&input.email, client);
    attempt.begin(app).await?;
    let known = find(app, &input.email)?;
    let phc = known.as_ref().map(|(_, password)| password.phc.clone());
    let fits = input.password.len() <= passwords::LONGEST;
    // Longer ones are never right; they cost as much as any other.
    let tried = if fits { input.password } else { String::new() };
    let right = app.parts().session.hasher.verify(tried, phc).await? && fits;
    let Some((person, password)) = known.filter(|_| right) else {
        note_failure(app, client, &input.email).await?;
        return Err(Error::new(Code::WrongCredentials));
    };
    app.run(Who::person(person), move |work| begin(work, person, &password, &attempt, &new)).await?;
    Ok(person)
}

fn begin(
    work: &mut Work<'_, '_>,
    person: Id,
    password: &PasswordRecord,
    attempt: &Attempt,
    new: &NewSession,
) -> Result<(), Error> {
    passwords::still(work, person, &password.phc)?;
    attempt.succeeded(work)?;
    sweep(work)?;
    sessions::begin(work, person, new)?;
    audit::add(work, AuditAction::SignedIn, "", new.address())
}

/// The ways in of nobody any more go when somebody comes in: there are few, and no job is needed.
fn sweep(work: &mut Work<'_, '_>) -> Result<(), Error> {
    attempts::sweep(work)?;
    resets::sweep(work)?;
    sessions::sweep(work)
}

fn find(app: &App, email: &str) -> Result<Option<(Id, PasswordRecord)>, Error> {
    let Ok(email) = person::email(email) else { return Ok(None) };
    let snapshot = app.store().snapshot()?;
    let directory = app.directory(&snapshot)?;
    let person = directory.person_by_email(&email).filter(|person| person.state == PersonState::Active);
    let Some(person) = person else { return Ok(None) };
    Ok(store::password(&snapshot, person.id)?.map(|password| (person.id, password)))
}

/// What was typed is kept only when it looks like an address: people type passwords there as well.
async fn note_failure(app: &App, client: &Client, email: &str) -> Result<(), Error> {
    let (about, address) = (person::email(email).unwrap_or_default(), client.address.clone());
    app.run(Who::system(), move |work| audit::add(work, AuditAction::SignInFailed, &about, &address)).await?;
    Ok(())
}
