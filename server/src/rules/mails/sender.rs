//! Sending what waits. Where no mail leaves at all the rule says so; a mail server that does not work loses nothing for a week.

use super::store::{self, MailRecord, Place};
use crate::{
    App, Error,
    access::{Scope, Who},
    background::{self, Background, Stop},
    log::cbor,
    mail::{
        compose::{Composer, Item, Letter},
        rest::{self, Rest},
        settings::{self, Settings},
        transport::{Failure, Way},
    },
    outgoing,
    rules::store as rules,
    webhooks::deliveries,
};
use std::time::Duration;

const APART: Duration = Duration::from_millis(50);
const LOOK: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_secs(2);
/// Mails sent in one turn.
const AT_ONCE: usize = 20;

/// Sends the mails of rules of a running server. One per process, in [`crate::Parts`].
pub struct Mails(Background);

impl Mails {
    /// Starts; nothing when it is running. Ends by [`Mails::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().rule_mails.get().is_some() {
            return Ok(());
        }
        let (weak, head) = (app.downgrade(), app.store().watch());
        let mut worker = Worker::default();
        let thread = Background::start("rule mails", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| worker.go_on(app, stop))
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().rule_mails.set(Mails(thread));
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
        background::turn("sending mails of rules", || self.turn(app, stop)).rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        let view = app.view(Who::system())?;
        if outgoing::held(view.read())? || self.rest.lasts() {
            return Ok(());
        }
        let due = store::due(view.read(), view.now(), AT_ONCE)?;
        if due.is_empty() {
            return Ok(());
        }
        let settings = settings::effective(app, view.read());
        let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
        drop(view);
        let Ok(settings) = settings else {
            let words = "No mail leaves this server yet, so this one was not sent. An admin sets that up in Admin.";
            return due.into_iter().try_for_each(|(place, mail)| end(app, place, &mail, Some(words.into())));
        };
        let way = Way::open(&settings);
        let composer = Composer { settings: &settings, organization: &organization, links: None };
        for (place, mail) in due {
            if stop.is_told() {
                return Ok(());
            }
            let sent = match (&way, letter(app, &settings, &mail)?) {
                // What it tells of was taken back.
                (_, None) => Ok(()),
                (Err(failure), _) => Err(failure.clone()),
                (Ok(way), Some(letter)) => send(&composer, way, &mail.to, &letter),
            };
            match sent {
                Ok(()) => {
                    self.rest.worked();
                    end(app, place, &mail, None)?;
                }
                Err(Failure::Server(words)) => {
                    self.rest.failed();
                    tracing::warn!(error = words, "the mail server does not work; mails of rules wait");
                    return old(app, place, &mail);
                }
                Err(Failure::Address(words)) => end(app, place, &mail, Some(refusal(&mail, &words)))?,
                Err(Failure::Later(words)) => later(app, place, &mail, &words)?,
            }
        }
        Ok(())
    }
}

/// What it says; none where that is not to be said any more.
fn letter(app: &App, settings: &Settings, mail: &MailRecord) -> Result<Option<Letter>, Error> {
    let view = app.view(Who::system())?;
    let (task, command) = (cbor::from_id_opt(&mail.task), cbor::from_id(&mail.command));
    if mail.attempts == 0 && deliveries::is_taken_back(view.read(), task, mail.cause, command)? {
        return Ok(None);
    }
    let link = format!("{}{}", settings.public_url, mail.link);
    let item = Item { heading: mail.name.clone(), link, ..Item::default() };
    let items = if mail.link.is_empty() { Vec::new() } else { vec![item] };
    Ok(Some(Letter { subject: mail.subject.clone(), intro: mail.text.clone(), items, ends: None, about: None }))
}

fn send(composer: &Composer<'_>, way: &Way, to: &str, letter: &Letter) -> Result<(), Failure> {
    let message = composer.write_to("", to, letter).map_err(|error| Failure::Address(error.to_string()))?;
    way.send(&message)
}

fn refusal(mail: &MailRecord, words: &str) -> String {
    format!("The mail to {} could not be sent: {words}.", mail.to)
}

/// It is done with; where it was not sent the reason stands with what the rule did.
fn end(app: &App, place: Place, mail: &MailRecord, unsent: Option<String>) -> Result<(), Error> {
    let (rule, acted) = (cbor::from_id(&mail.rule), (mail.acted_ms, cbor::from_id(&mail.command)));
    let done = app.run_blocking(Who::system(), move |work| {
        store::drop(work.tx, place)?;
        unsent.iter().try_for_each(|why| Ok(rules::unsent(work.tx, rule, acted, why)?))
    });
    done.map(drop)
}

/// What waited for a week for a mail server that does not work is not sent later on.
fn old(app: &App, place: Place, mail: &MailRecord) -> Result<(), Error> {
    if app.clock().now_ms() - mail.acted_ms <= rest::WEEK_MS {
        return Ok(());
    }
    end(app, place, mail, Some(refusal(mail, "the mail server did not work for a week")))
}

/// It is tried again after a growing time, for a week.
fn later(app: &App, place: Place, mail: &MailRecord, words: &str) -> Result<(), Error> {
    if app.clock().now_ms() - mail.acted_ms > rest::WEEK_MS {
        return end(app, place, mail, Some(refusal(mail, words)));
    }
    let again = MailRecord { attempts: mail.attempts.saturating_add(1), ..mail.clone() };
    let done = app.run_blocking(Who::system(), move |work| {
        store::drop(work.tx, place)?;
        Ok(store::put(work.tx, (work.now() + rest::pause_ms(again.attempts), place.1), &again)?)
    });
    done.map(drop)
}
