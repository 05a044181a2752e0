//! Mails that are no entries of an inbox: answers, letters, mails of rules and of reports. Each kind waits in a table of
//! its own under the moment at which it is due, and one thread a kind sends what is due.
//!
//! Invariants: a mail server that does not work is asked ever more seldom and loses nothing for a week; what it refuses for
//! now is tried again after growing pauses, for a week; while outgoing things are held, nothing leaves.

use super::{
    rest::{self, Rest},
    settings::{self, Settings},
    transport::{Failure, Way},
};
use crate::{
    App, Error, Parts,
    access::{Scope, View, Who, Work},
    background::{self, Background, Stop},
    outgoing,
};
use guildhall_store::{Read, StoreError};
use lettre::Message;
use std::{sync::OnceLock, time::Duration};

const APART: Duration = Duration::from_millis(50);
const LOOK: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_secs(2);
/// Mails sent in one turn.
const AT_ONCE: usize = 20;

/// Those of a kind that are due, and where each waits.
pub type Due<K> = Vec<(<K as Kind>::Place, <K as Kind>::Kept)>;

/// A kind of mails.
pub trait Kind: 'static {
    /// Where one waits.
    type Place: Copy + Send + 'static;
    /// What is kept of one while it waits.
    type Kept: Clone + Send + 'static;
    /// What its thread does: "sending letters".
    const DOES: &'static str;
    /// Whether one waits where no mail leaves this server yet; else it is told at once that it was not sent.
    const WAITS: bool = true;

    /// Where its thread is kept.
    fn thread(parts: &Parts) -> &OnceLock<Outbox>;

    /// Notes what is to be sent by now, where no command did.
    ///
    /// # Errors
    /// When the store fails.
    fn look(_: &App, _: &View) -> Result<(), Error> {
        Ok(())
    }

    /// Those that are due, the longest first.
    ///
    /// # Errors
    /// When the store fails.
    fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Due<Self>, StoreError>;

    /// Since when it waits, and how often it could not be sent.
    fn waits(kept: &Self::Kept) -> (i64, u32);

    /// Writes one as it is to be sent now. No look at the data may last until it was sent.
    ///
    /// # Errors
    /// When it cannot be written now.
    fn write(app: &App, settings: &Settings, place: Self::Place, kept: &Self::Kept) -> Result<Written, Error>;

    /// Takes one away: it was sent, is not to be sent any more, or never will be.
    ///
    /// # Errors
    /// When the store fails.
    fn end(
        work: &mut Work<'_, '_>,
        place: Self::Place,
        kept: &Self::Kept,
        unsent: Option<&Unsent>,
    ) -> Result<(), Error>;

    /// Puts one to another moment, counted as tried once more.
    ///
    /// # Errors
    /// When the store fails.
    fn again(work: &mut Work<'_, '_>, place: Self::Place, kept: &Self::Kept, due_ms: i64) -> Result<(), Error>;
}

/// What became of writing one.
pub enum Written {
    /// The mail.
    Mail(Box<Message>),
    /// What it tells of was taken back, or is gone.
    Nothing,
    /// Nothing can be written to this address, and why.
    Never(String),
}

/// Why one will never be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsent {
    /// Its address takes no mail.
    Address(String),
    /// It waited for a week.
    Late(String),
    /// No mail leaves this server.
    NoMail,
}

/// Sends one kind of mails of a running server. One per process and kind, in [`crate::Parts`].
pub struct Outbox(Background);

impl Outbox {
    /// Starts; nothing when it is running. Ends by [`Outbox::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start<K: Kind>(app: &App) -> Result<(), Error> {
        if K::thread(app.parts()).get().is_some() {
            return Ok(());
        }
        let (weak, head) = (app.downgrade(), app.store().watch());
        let mut rest = Rest::default();
        let thread = Background::start(K::DOES, |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| {
                background::turn(K::DOES, || turn::<K>(app, stop, &mut rest)).rest(APART, PAUSE)
            })
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = K::thread(app.parts()).set(Outbox(thread));
        Ok(())
    }

    /// Ends the thread; a mail under way is finished.
    pub fn stop(&self) {
        self.0.stop();
    }
}

fn turn<K: Kind>(app: &App, stop: &Stop, rest: &mut Rest) -> Result<(), Error> {
    let view = app.view(Who::system())?;
    K::look(app, &view)?;
    if outgoing::held(view.read())? || rest.lasts() {
        return Ok(());
    }
    let due = K::due(view.read(), view.now(), AT_ONCE)?;
    if due.is_empty() {
        return Ok(());
    }
    let settings = settings::effective(app, view.read());
    drop(view);
    let Ok(settings) = settings else { return due.iter().try_for_each(|(place, kept)| unset::<K>(app, *place, kept)) };
    let way = Way::open(&settings);
    for (place, kept) in due {
        if stop.is_told() {
            return Ok(());
        }
        match send::<K>(app, &settings, &way, place, &kept) {
            Ok(()) => {
                rest.worked();
                end::<K>(app, place, &kept, None)?;
            }
            Err(Failure::Address(words)) => end::<K>(app, place, &kept, Some(Unsent::Address(words)))?,
            Err(Failure::Later(words)) => later::<K>(app, place, &kept, words)?,
            Err(Failure::Server(words)) => {
                rest.failed();
                tracing::warn!(error = words, "the mail server does not work; {} waits", K::DOES);
                return old::<K>(app, place, &kept, "the mail server did not work for a week");
            }
        }
    }
    Ok(())
}

fn send<K: Kind>(
    app: &App,
    settings: &Settings,
    way: &Result<Way, Failure>,
    place: K::Place,
    kept: &K::Kept,
) -> Result<(), Failure> {
    match K::write(app, settings, place, kept) {
        Ok(Written::Mail(mail)) => way.as_ref().map_err(Clone::clone)?.send(&mail),
        Ok(Written::Nothing) => Ok(()),
        Ok(Written::Never(words)) => Err(Failure::Address(words)),
        Err(error) => Err(Failure::Later(error.to_string())),
    }
}

fn end<K: Kind>(app: &App, place: K::Place, kept: &K::Kept, unsent: Option<Unsent>) -> Result<(), Error> {
    if let Some(why) = &unsent {
        tracing::warn!(?why, "{}: one was given up", K::DOES);
    }
    let kept = kept.clone();
    app.run_blocking(Who::system(), move |work| K::end(work, place, &kept, unsent.as_ref())).map(drop)
}

fn is_old<K: Kind>(app: &App, kept: &K::Kept) -> bool {
    app.clock().now_ms() - K::waits(kept).0 > rest::WEEK_MS
}

/// What waited for a week is not sent later on.
fn old<K: Kind>(app: &App, place: K::Place, kept: &K::Kept, words: &str) -> Result<(), Error> {
    if is_old::<K>(app, kept) { end::<K>(app, place, kept, Some(Unsent::Late(words.into()))) } else { Ok(()) }
}

fn unset<K: Kind>(app: &App, place: K::Place, kept: &K::Kept) -> Result<(), Error> {
    if K::WAITS && !is_old::<K>(app, kept) {
        return Ok(());
    }
    end::<K>(app, place, kept, Some(Unsent::NoMail))
}

/// It is tried again after a growing time, for a week.
fn later<K: Kind>(app: &App, place: K::Place, kept: &K::Kept, words: String) -> Result<(), Error> {
    tracing::warn!(error = words, "{}: one could not be sent", K::DOES);
    if is_old::<K>(app, kept) {
        return end::<K>(app, place, kept, Some(Unsent::Late(words)));
    }
    let (kept, attempts) = (kept.clone(), K::waits(kept).1.saturating_add(1));
    app.run_blocking(Who::system(), move |work| {
        let due = work.now() + rest::pause_ms(attempts);
        K::again(work, place, &kept, due)
    })
    .map(drop)
}
