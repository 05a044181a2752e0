//! Letters to requesters: that a request came, with the link to follow it, and what is said to them.
//!
//! Nothing is queued as a message: what a letter says is made of what its requester may see ([`crate::requests::outside`]) when it is
//! sent, fifteen seconds after the reason for it at the earliest. What was taken back meanwhile is not sent; while outgoing
//! things are held nothing leaves; a mail server that does not work loses nothing for a week.

use crate::{
    App, Error,
    access::{Scope, View, Who},
    background::{self, Background, Stop},
    contacts,
    forms::start::Keys,
    mail::{
        compose::{Composer, Item, Letter},
        replies,
        rest::{self, Rest},
        settings::{self, Settings},
        transport::{Failure, Way},
    },
    outgoing,
    requests::{self, outside, record::LetterRecord, store},
};
use guildhall_domain::{actor::Actor, request::Request};
use std::time::Duration;

const APART: Duration = Duration::from_millis(50);
const LOOK: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_secs(2);
/// Letters sent in one turn.
const AT_ONCE: usize = 20;

/// Sends the letters of a running server. One per process, in [`crate::Parts`].
pub struct Letters(Background);

impl Letters {
    /// Starts; nothing when it is running. Ends by [`Letters::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().letters.get().is_some() {
            return Ok(());
        }
        let (weak, head) = (app.downgrade(), app.store().watch());
        let mut worker = Worker::default();
        let thread = Background::start("letters", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| worker.go_on(app, stop))
        })?;
        let _ = app.parts().letters.set(Letters(thread));
        Ok(())
    }

    /// Ends the thread; a letter under way is finished.
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
        background::turn("sending letters", || self.turn(app, stop)).rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        let view = app.view(Who::system())?;
        if outgoing::held(view.read())? || self.rest.lasts() {
            return Ok(());
        }
        let due = store::letters(view.read(), view.now(), AT_ONCE)?;
        if due.is_empty() {
            return Ok(());
        }
        let settings = settings::effective(app, view.read());
        let now = view.now();
        drop(view);
        let Ok(settings) = settings else { return too_old(app, &due, now) };
        let way = Way::open(&settings);
        for (place, letter) in due {
            if stop.is_told() {
                return Ok(());
            }
            let sent = way.as_ref().map_err(Clone::clone).and_then(|way| send(app, &settings, way, place, &letter));
            match sent {
                Ok(()) => self.rest.worked(),
                Err(failure) => {
                    self.rest.failed();
                    tracing::warn!(error = failure.words(), "the mail server does not work; letters wait");
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Where no mail leaves, what has waited for a week is not sent later on.
fn too_old(app: &App, due: &[(store::LetterPlace, LetterRecord)], now: i64) -> Result<(), Error> {
    let old: Vec<_> =
        due.iter().filter(|(_, letter)| now - letter.since_ms > rest::WEEK_MS).map(|(place, _)| *place).collect();
    if old.is_empty() {
        return Ok(());
    }
    let drop_all = move |work: &mut crate::access::Work<'_, '_>| {
        old.iter().try_for_each(|place| Ok(store::drop_letter(work.tx, *place)?))
    };
    app.run_blocking(Who::system(), drop_all).map(drop)
}

/// Sends one. Only a mail server that does not work at all is a failure here.
fn send(
    app: &App,
    settings: &Settings,
    way: &Way,
    place: store::LetterPlace,
    letter: &LetterRecord,
) -> Result<(), Failure> {
    let done = match try_send(app, settings, way, place) {
        Ok(Err(failure @ Failure::Server(_))) => return Err(failure),
        Ok(Ok(())) => app.run_blocking(Who::system(), move |work| Ok(store::drop_letter(work.tx, place)?)),
        Ok(Err(Failure::Address(words))) => app.run_blocking(Who::system(), move |work| {
            if let Some(contact) = contact(work, place)? {
                let refused = contacts::Contact { refusal: Some(words.clone()), ..contact };
                contacts::store::put(work.tx, &refused)?;
            }
            Ok(store::drop_letter(work.tx, place)?)
        }),
        Ok(Err(Failure::Later(words))) => later(app, place, letter.clone(), &words),
        Err(error) => later(app, place, letter.clone(), &error.to_string()),
    };
    if let Err(error) = done {
        tracing::warn!(%error, "what became of a letter could not be written down");
    }
    Ok(())
}

/// The contact whose own address a letter goes to.
fn contact(scope: &impl Scope, place: store::LetterPlace) -> Result<Option<contacts::Contact>, Error> {
    let request = store::get(scope.read(), place.1)?;
    let Some(Actor::Contact(id)) = request.and_then(|request| request.requester.actor) else { return Ok(None) };
    let contact = contacts::store::get(scope.read(), id)?;
    Ok(match contact {
        // One that only says that the address is theirs does not spoil it for whom it belongs to.
        Some(contact) => {
            contacts::store::by_address(scope.read(), &contact.address)?.filter(|own| own.id == contact.id)
        }
        None => None,
    })
}

fn try_send(
    app: &App,
    settings: &Settings,
    way: &Way,
    place: store::LetterPlace,
) -> Result<Result<(), Failure>, Error> {
    let view = app.view(Who::system())?;
    let Some(request) = store::get(view.read(), place.1)? else { return Ok(Ok(())) };
    let refused = contact(&view, place)?.is_some_and(|contact| contact.refusal.is_some());
    let Some(email) = request.requester.email.clone().filter(|_| !refused) else { return Ok(Ok(())) };
    let Some(letter) = letter(app, &view, settings, &request, place)? else { return Ok(Ok(())) };
    let reply = match request.requester.actor {
        Some(actor) => replies::way(app, &view, actor, Some(request.id))?,
        None => None,
    };
    let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    let composer = Composer { settings, organization: &organization, links: None };
    let mail = composer.write_answerable(&request.requester.name, &email, &letter, reply.as_ref())?;
    // A mail server may take its time; nobody's look at the data lasts so long.
    drop(view);
    Ok(way.send(&mail))
}

/// What it says; none when that is not to be said any more.
fn letter(
    app: &App,
    view: &View,
    settings: &Settings,
    request: &Request,
    place: store::LetterPlace,
) -> Result<Option<Letter>, Error> {
    let Ok(home) = requests::queries::home(view, request) else { return Ok(None) };
    let shown = outside::followed(view, request, &home)?;
    let link = format!("{}{}", settings.public_url, outside::path(&Keys::load(app)?, request));
    let of = format!("Request {}", request.number);
    if place.2.is_nil() {
        // Whoever types the address of somebody else gets nothing of their own words to them.
        let heading = shown.form.as_ref().map_or_else(|| of.clone(), |form| format!("{of}: {form}"));
        let intro = format!(
            "{} has your request. Follow it and add to it by this link; you need no account. Whoever has the link can read the request.",
            shown.organization
        );
        let items = vec![Item { heading: heading.clone(), link, ..Item::default() }];
        return Ok(Some(Letter { subject: heading, intro, items, ends: None, about: None }));
    }
    let Some(message) = outside::one_said(view, request, place.2)? else { return Ok(None) };
    let items = vec![Item { heading: format!("{of}: {}", request.title), link, ..Item::default() }];
    let subject = format!("Re: {of}: {}", request.title);
    let intro = format!("{}\n\n{}, {}", message.body, message.author, shown.organization);
    Ok(Some(Letter { subject, intro, items, ends: None, about: None }))
}

/// It is tried again after a growing time, for a week.
fn later(app: &App, place: store::LetterPlace, letter: LetterRecord, words: &str) -> Result<crate::Done<()>, Error> {
    tracing::warn!(error = words, "a letter could not be sent");
    app.run_blocking(Who::system(), move |work| {
        store::drop_letter(work.tx, place)?;
        if work.now() - letter.since_ms > rest::WEEK_MS {
            return Ok(());
        }
        let attempts = letter.attempts.saturating_add(1);
        let next = (work.now() + rest::pause_ms(attempts), place.1, place.2);
        Ok(store::put_letter(work.tx, next, &LetterRecord { attempts, ..letter.clone() })?)
    })
}
