//! A forgotten password: whoever has the address of an account gets a link for a new one. What is answered, and how long
//! that takes, is the same whether there is such an account or not; the link is made and sent by the mailer.

use super::{
    compose::Letter, mailer::Sending, plan, post, record::ForgottenRecord, settings, store, transport::Failure,
    views::ForgottenInput,
};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    error::Code,
    http::address::Client,
    secrets,
    session::{attempts::Attempt, resets},
};
use guildhall_domain::{
    AudienceId, Id,
    person::{self, Person, PersonState},
};

/// Asks for a link.
pub async fn ask(app: &App, client: &Client, input: ForgottenInput) -> Result<(), Error> {
    if !ready(app, &app.view(Who::system())?) {
        return Err(Error::because(Code::Conflict, "This server sends no mail. Ask an admin for a link."));
    }
    let email = person::email(&input.email)?;
    let (attempt, address) = (Attempt::forgotten(&email, client), client.address.clone());
    // One transaction for both, so that an account that is there takes no longer.
    let command = move |work: &mut Work<'_, '_>| {
        attempt.count(work)?;
        note(work, &email, &address)
    };
    app.run(Who::system(), command).await.map(|done| done.value)
}

/// Whether mail can be sent at all, as far as settings go.
pub fn ready(app: &App, view: &View) -> bool {
    settings::effective(app, view.read()).is_ok()
}

fn note(work: &mut Work<'_, '_>, email: &str, address: &str) -> Result<(), Error> {
    let person = work.directory().person_by_email(email).filter(|person| person.state == PersonState::Active);
    let Some(audience) = person.map(|person| person.audience) else { return Ok(()) };
    let asked = ForgottenRecord { asked_ms: work.now(), address: address.to_owned() };
    Ok(store::put_forgotten(work.tx, audience, Some(&asked))?)
}

impl Sending<'_> {
    /// Sends somebody the link they asked for; answers as [`Sending::to`].
    pub(super) fn reset(&self, audience: AudienceId) -> Result<bool, Failure> {
        self.try_reset(audience).unwrap_or_else(|error| {
            tracing::warn!(%error, "a link for a new password could not be sent");
            let _ = self.forget(audience);
            Ok(false)
        })
    }

    fn forget(&self, audience: AudienceId) -> Result<(), Error> {
        self.app.run_blocking(Who::system(), move |work| Ok(store::put_forgotten(work.tx, audience, None)?)).map(|_| ())
    }

    fn try_reset(&self, audience: AudienceId) -> Result<Result<bool, Failure>, Error> {
        let view = self.app.view(Who::system())?;
        let Some(asked) = store::forgotten(view.read(), audience)? else { return Ok(Ok(false)) };
        let kept = store::person(view.read(), audience)?;
        let person = view.directory().person_by_audience(audience).cloned();
        // Nobody waits so long: they have asked again, or an admin.
        let late = asked.asked_ms + resets::LIFE_MS <= view.now();
        let Some(person) = person.filter(|person| !late && plan::can_get(person, &kept)) else {
            self.forget(audience)?;
            return Ok(Ok(false));
        };
        let organization = self.organization(&view);
        drop(view);
        let secret = secrets::secret();
        self.make(person.id, &secret, asked.address)?;
        let letter = letter(&person, &organization, format!("{}/reset#{secret}", self.settings.public_url));
        let composer =
            super::compose::Composer { settings: self.settings, organization: &organization, links: Some(self.links) };
        match self.way.send(&composer.write(&person, &letter, None)?) {
            Ok(()) => self.forget(audience)?,
            Err(failure @ Failure::Server(_)) => return Ok(Err(failure)),
            Err(Failure::Address(words)) => {
                self.app.run_blocking(Who::system(), move |work| plan::refused(work, audience, &words))?;
                self.forget(audience)?;
                return Ok(Ok(false));
            }
            // It stays, and is tried again while it is wanted.
            Err(Failure::Later(_)) => return Ok(Ok(false)),
        }
        Ok(Ok(true))
    }

    fn make(&self, person: Id, secret: &str, address: String) -> Result<(), Error> {
        let hash = secrets::hash(secret);
        let command = move |work: &mut Work<'_, '_>| {
            let person = work.directory().person(person).cloned().ok_or_else(Error::not_found)?;
            resets::make(work, &person, &hash, &address).map(|_| ())
        };
        self.app.run_blocking(Who::system(), command).map(|_| ())
    }
}

fn letter(person: &Person, organization: &str, link: String) -> Letter {
    let intro = format!(
        "Somebody asked for a new password for {} at {organization}. If that was you, choose one with this link: it \
         works once, within half an hour. If it was not you, there is nothing to do; your password stays as it is.",
        person.email
    );
    post::about(format!("A new password for {organization}"), intro, "Choose a new password", link)
}
