//! Coming in by an invite.

use super::{
    commands::{given_spaces, still_stands},
    record::InviteRecord,
    store,
    views::{AcceptInput, OpenInvite},
};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    audit::{self, AuditAction},
    error::Code,
    http::{address::Client, shapes},
    organization::input,
    people::commands::{NewPerson, create, save},
    secrets,
    session::{
        attempts::Attempt,
        passwords,
        sessions::{self, NewSession},
    },
    spaces,
};
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    actor::Actor,
    person::{self, Person, PersonState, Role},
    space::SpaceRole,
};

fn expired() -> Error {
    Error::new(Code::LinkExpired)
}

/// What an invite gives, for whoever has its link.
pub async fn open(app: &App, client: &Client, token: &str) -> Result<OpenInvite, Error> {
    let (view, invite) = find(app, client, &secrets::hash(token)).await?;
    let directory = view.directory();
    let organization = directory.organization.as_ref().ok_or_else(expired)?;
    Ok(OpenInvite {
        organization: organization.name.clone(),
        role: invite.role().into(),
        invited_by: directory.person(invite.maker()).map(|maker| maker.name.clone()).unwrap_or_default(),
        expires_at: shapes::instant(invite.expires_ms),
    })
}

/// Guessing links is counted like guessing passwords.
async fn find(app: &App, client: &Client, hash: &Vec<u8>) -> Result<(View, InviteRecord), Error> {
    let attempt = Attempt::link(client);
    attempt.begin(app).await?;
    let view = app.view(Who::system())?;
    let found = store::get(view.read(), hash)?;
    let invite = found.filter(|invite| usable(&view, invite)).ok_or_else(expired)?;
    attempt.take_back(app).await?;
    Ok((view, invite))
}

fn usable(scope: &impl Scope, invite: &InviteRecord) -> bool {
    invite.is_open(scope.now()) && still_stands(scope.directory(), invite)
}

/// Makes the account and signs it in; answers the person.
pub async fn accept(app: &App, client: &Client, sent: AcceptInput, session: NewSession) -> Result<Id, Error> {
    let hash = secrets::hash(&sent.token);
    let (view, _) = find(app, client, &hash).await?;
    let new = NewPerson {
        name: person::name(&sent.name)?,
        email: person::email(&sent.email)?,
        role: Role::Guest,
        state: PersonState::Active,
        language: input::language(&sent.language)?,
        time_zone: input::zone(&sent.time_zone)?,
    };
    let organization =
        view.directory().organization.as_ref().map(|organization| organization.name.clone()).unwrap_or_default();
    drop(view);
    let phc = passwords::checked_hash(app, &sent.password, &[&new.name, &new.email, &organization]).await?;
    let done = app.run(Who::system(), move |work| apply(work, &hash, &new, &phc, &session)).await?;
    Ok(done.value)
}

/// Decided inside the command: of many who use the last place at once, one gets it.
fn apply(
    work: &mut Work<'_, '_>,
    hash: &Vec<u8>,
    new: &NewPerson,
    phc: &str,
    session: &NewSession,
) -> Result<Id, Error> {
    let mut invite = store::get(work.tx.read(), hash)?.filter(|invite| usable(work, invite)).ok_or_else(expired)?;
    let new = NewPerson { role: invite.role(), ..new.clone() };
    let given: Vec<u64> = given_spaces(work.directory(), &invite).iter().map(|space| space.audience).collect();
    let placeholder =
        work.directory().person_by_email(&new.email).filter(|known| known.state == PersonState::Placeholder).cloned();
    let person = match placeholder {
        Some(known) => take_over(work, &known, new)?,
        None => create::create_person(work, new)?,
    };
    let role = if person.role == Role::Guest { SpaceRole::Guest } else { SpaceRole::Member };
    for space in given {
        let since_ms = work.now();
        spaces::store::put_member(work.tx, space, person.audience, role, since_ms)?;
    }
    work.directory_changed()?;
    invite.uses += 1;
    store::put(work.tx, hash, &invite)?;
    passwords::set(work, person.id, phc, false)?;
    sessions::begin(work, person.id, session)?;
    audit::add_as(work, Actor::Person(person.id), AuditAction::InviteAccepted, &person.name, session.address())?;
    Ok(person.id)
}

/// The account that stands for somebody becomes theirs with what was assigned to it. Memberships it got
/// on paper go: an invite gives what it says, and addresses are not proved before mail exists.
fn take_over(work: &mut Work<'_, '_>, known: &Person, new: NewPerson) -> Result<Person, Error> {
    let spaces: Vec<u64> = work.directory().spaces().map(|space| space.audience).collect();
    for space in spaces {
        if work.directory().members(space).is_some_and(|members| members.contains_key(&known.audience)) {
            spaces::store::delete_member(work.tx, space, known.audience)?;
        }
    }
    let time_zone: Tz = new.time_zone;
    let after = Person {
        name: new.name,
        role: new.role,
        state: PersonState::Active,
        language: new.language,
        time_zone,
        ..known.clone()
    };
    save(work, known, after)
}
