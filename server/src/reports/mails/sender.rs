//! The thread that sends reports. What is due is made and sent one by one; what a mail server does not take is tried again
//! every hour until the next week's takes its place. While outgoing things are held, nothing leaves.

use super::letter;
use crate::{
    App, Error,
    access::{Scope, View, Who},
    background::{self, Background, Stop},
    mail::{
        self,
        compose::{Composer, Letter},
        links::Links,
        plan, report_wishes,
        rest::Rest,
        settings::{self, Settings},
        store,
        transport::{Failure, Way},
    },
    outgoing,
};
use guildhall_domain::{AudienceId, person::Person};
use std::{sync::Arc, time::Duration};

const APART: Duration = Duration::from_millis(50);
const LOOK: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_secs(2);
/// Mails sent in one turn.
const AT_ONCE: usize = 20;
/// When one that could not be taken is tried again.
const AGAIN_MS: i64 = 3_600_000;

/// Sends the reports of a running server. One per process, in [`crate::Parts`].
pub struct Mails(Background);

impl Mails {
    /// Starts; nothing when it is running. Ends by [`Mails::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().report_mails.get().is_some() {
            return Ok(());
        }
        let (weak, head) = (app.downgrade(), app.store().watch());
        let mut worker = Worker::default();
        let thread = Background::start("report mails", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| worker.go_on(app, stop))
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().report_mails.set(Mails(thread));
        Ok(())
    }

    /// Ends the thread; a mail under way is finished.
    pub fn stop(&self) {
        self.0.stop();
    }
}

#[derive(Default)]
struct Worker {
    rest: Rest,
}

impl Worker {
    fn go_on(&mut self, app: &App, stop: &Stop) -> Duration {
        background::turn("sending reports", || self.turn(app, stop)).rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        let view = app.view(Who::system())?;
        if outgoing::held(view.read())? || self.rest.lasts() {
            return Ok(());
        }
        let due = report_wishes::due(view.read(), view.now(), AT_ONCE)?;
        // Where no mail leaves it waits; what it says is counted when it can.
        let settings = settings::effective(app, view.read());
        drop(view);
        let Some(settings) = settings.ok().filter(|_| !due.is_empty()) else { return Ok(()) };
        let links = Links::load(app)?;
        let way = Way::open(&settings);
        for person in due {
            if stop.is_told() {
                return Ok(());
            }
            let sent = way
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|way| Sending { app, settings: &settings, links: &links, way }.to(person));
            match sent {
                Ok(()) => self.rest.worked(),
                Err(failure) => {
                    self.rest.failed();
                    tracing::warn!(error = failure.words(), "the mail server does not work; reports wait");
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

struct Sending<'s> {
    app: &'s App,
    settings: &'s Settings,
    links: &'s Links,
    way: &'s Way,
}

impl Sending<'_> {
    /// Sends what somebody is due. Only a mail server that does not work at all is a failure here.
    fn to(&self, audience: AudienceId) -> Result<(), Failure> {
        self.try_to(audience).unwrap_or_else(|error| {
            tracing::warn!(%error, "somebody's reports could not be sent");
            let _ = self.wait(audience, self.app.clock().now_ms() + AGAIN_MS);
            Ok(())
        })
    }

    /// The next one comes then.
    fn wait(&self, audience: AudienceId, at_ms: i64) -> Result<(), Error> {
        self.app.run_blocking(Who::system(), move |work| report_wishes::wait(work, audience, at_ms)).map(drop)
    }

    fn try_to(&self, audience: AudienceId) -> Result<Result<(), Failure>, Error> {
        let view = self.app.view(Who::system())?;
        let Some(person) = view.directory().person_by_audience(audience).cloned() else {
            self.app.run_blocking(Who::system(), move |work| report_wishes::end(work, audience))?;
            return Ok(Ok(()));
        };
        let next = report_wishes::next(&view, &person)?;
        if !plan::can_get(&person, &store::person(view.read(), audience)?) {
            return self.wait(audience, next).map(Ok);
        }
        // What could not leave in time does not come in the night either.
        let loud = report_wishes::not_before(&view, &person)?;
        if loud > view.now() {
            return self.wait(audience, loud).map(Ok);
        }
        let now = view.now();
        let letter = self.letter(&view, &person)?;
        let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
        // A mail server may take its time; nobody's look at the data lasts so long.
        drop(view);
        let composer = Composer { settings: self.settings, organization: &organization, links: Some(self.links) };
        let mail = letter.map(|letter| composer.write(&person, &letter, None)).transpose()?;
        match mail.map_or(Ok(()), |mail| self.way.send(&mail)) {
            Ok(()) => self.wait(audience, next)?,
            Err(failure @ Failure::Server(_)) => return Ok(Err(failure)),
            Err(Failure::Address(words)) => {
                self.app.run_blocking(Who::system(), move |work| mail::address_refused(work, audience, &words))?;
                self.wait(audience, next)?;
            }
            Err(Failure::Later(_)) => self.wait(audience, next.min(now + AGAIN_MS))?,
        }
        Ok(Ok(()))
    }

    fn letter(&self, view: &View, person: &Arc<Person>) -> Result<Option<Letter>, Error> {
        let wishes = report_wishes::of(view.read(), person.audience)?;
        letter::letter(&view.seen_by(person.id), &wishes, &self.settings.public_url)
    }
}
