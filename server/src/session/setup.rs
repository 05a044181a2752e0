//! The first run: whoever has the one-time token the server printed makes the organization and is its
//! owner. Afterwards it is gone; of two who race there is one winner, decided inside the command.

use super::{
    passwords,
    sessions::{self, NewSession},
};
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    audit::{self, AuditAction},
    error::Code,
    organization,
    people::commands::{NewPerson, create_person},
    secrets,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    person::{PersonState, Role},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What makes an organization.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupInput {
    /// The one-time token the server printed.
    token: String,
    /// Name of the organization.
    organization: String,
    /// Name of the owner.
    name: String,
    /// Address the owner signs in with.
    email: String,
    /// Their password.
    password: String,
    /// IANA zone.
    time_zone: String,
    /// Language.
    language: String,
}

/// A new one-time token while there is no organization; an earlier one ends. Called at start, to be
/// printed.
pub fn make_token(app: &App) -> Option<String> {
    let snapshot = app.store().snapshot().ok()?;
    if app.directory(&snapshot).ok()?.is_set_up() {
        return None;
    }
    let token = secrets::secret();
    app.parts().session.expect_setup(Some(secrets::hash(&token)));
    Some(token)
}

/// Makes organization and owner and begins the owner's session; answers the owner.
pub async fn set_up(app: &App, input: SetupInput, session: NewSession) -> Result<Id, Error> {
    if !app.parts().session.opens_setup(&input.token) {
        // Asked only now: the token goes after the organization came.
        let done = app.view(Who::system())?.directory().is_set_up();
        let wrong = Error::because(Code::LinkExpired, "Open the address that the server printed when it started.");
        return Err(if done { Error::new(Code::SetupDone) } else { wrong });
    }
    let phc = passwords::checked_hash(app, &input.password, &[&input.name, &input.email, &input.organization]).await?;
    let owner = app.run(Who::system(), move |work| apply(work, &input, &phc, &session)).await?.value;
    app.parts().session.expect_setup(None);
    Ok(owner)
}

fn apply(work: &mut Work<'_, '_>, input: &SetupInput, phc: &str, session: &NewSession) -> Result<Id, Error> {
    let organization = organization::commands::create(work, &input.organization, &input.time_zone, &input.language)?;
    let new = NewPerson {
        name: input.name.clone(),
        email: input.email.clone(),
        role: Role::Owner,
        state: PersonState::Active,
        language: organization.language,
        time_zone: organization.time_zone,
    };
    let owner = create_person(work, new)?;
    passwords::set(work, owner.id, phc, false)?;
    sessions::begin(work, owner.id, session)?;
    audit::add_as(work, Actor::Person(owner.id), AuditAction::SetUp, &organization.name, session.address())?;
    Ok(owner.id)
}
