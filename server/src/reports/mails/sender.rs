//! Sending what somebody wants of reports. What it says is counted when it is sent, so what could not leave for a week
//! is not sent later on: that of the new week takes its place.

use super::letter;
use crate::{
    App, Error, Parts,
    access::{Scope, Who, Work},
    mail::{
        self,
        compose::Composer,
        links::Links,
        outbox::{Due, Kind, Outbox, Unsent, Written},
        plan, report_wishes,
        settings::Settings,
        store,
    },
};
use guildhall_domain::AudienceId;
use guildhall_store::{Read, StoreError};
use std::sync::OnceLock;

/// When one that could not be taken is tried again.
const AGAIN_MS: i64 = 3_600_000;

/// Mails of reports.
pub struct Mails;

impl Kind for Mails {
    /// Whose it is.
    type Place = AudienceId;
    /// When it was due.
    type Kept = i64;
    const DOES: &'static str = "sending reports";

    fn thread(parts: &Parts) -> &OnceLock<Outbox> {
        &parts.report_mails
    }

    fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Due<Self>, StoreError> {
        report_wishes::due(read, now_ms, most)
    }

    fn waits(due_ms: &i64) -> (i64, u32) {
        (*due_ms, 0)
    }

    fn write(app: &App, settings: &Settings, audience: AudienceId, _: &i64) -> Result<Written, Error> {
        let view = app.view(Who::system())?;
        let Some(person) = view.directory().person_by_audience(audience) else { return Ok(Written::Nothing) };
        if !plan::can_get(person, &store::person(view.read(), audience)?) {
            return Ok(Written::Nothing);
        }
        // What could not leave in time does not come in the night either.
        let loud = report_wishes::not_before(&view, person)?;
        if loud > view.now() {
            app.run_blocking(Who::system(), move |work| report_wishes::wait(work, audience, loud))?;
            return Ok(Written::Nothing);
        }
        let wishes = report_wishes::of(view.read(), audience)?;
        let Some(letter) = letter::letter(&view.seen_by(person.id), &wishes, &settings.public_url)? else {
            return Ok(Written::Nothing);
        };
        let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
        let composer = Composer { settings, organization: &organization, links: Some(&Links::load(app)?) };
        Ok(Written::Mail(Box::new(composer.write(person, &letter, None)?)))
    }

    /// The next one comes when their next week begins.
    fn end(work: &mut Work<'_, '_>, audience: AudienceId, due_ms: &i64, unsent: Option<&Unsent>) -> Result<(), Error> {
        if let Some(Unsent::Address(words)) = unsent {
            mail::address_refused(work, audience, words)?;
        }
        // It was ended meanwhile, or waits for the morning.
        if report_wishes::due_of(work.read(), audience)? != Some(*due_ms) {
            return Ok(());
        }
        let Some(person) = work.directory().person_by_audience(audience).cloned() else {
            return report_wishes::end(work, audience);
        };
        let next = match unsent {
            Some(Unsent::Late(_)) => work.now(),
            _ => report_wishes::next(work, &person)?,
        };
        report_wishes::wait(work, audience, next)
    }

    fn again(work: &mut Work<'_, '_>, audience: AudienceId, _: &i64, _: i64) -> Result<(), Error> {
        let at = work.now() + AGAIN_MS;
        report_wishes::wait(work, audience, at)
    }
}
