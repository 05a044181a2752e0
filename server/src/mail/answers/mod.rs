//! Answers to people outside: what is said in a topic that somebody began by mail is sent to them, and they answer by
//! mail.
//!
//! One thread follows the log for messages of such topics and sends each, once it cannot be undone any more.
//! Invariants: what was deleted meanwhile is not sent; a mail server that does not work loses nothing and is asked
//! ever more seldom; while outgoing things are held, nothing leaves.

mod letter;
pub mod store;

use self::store::AnswerRecord;
use super::{
    replies,
    rest::{self, Rest},
    settings::{self, Settings},
    transport::{Failure, Way},
};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    background::{self, Background, Stop},
    comments, contacts, log,
    log::cbor,
    outgoing, topics,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, Change, Kind, Value},
    mail::UNDO_MS,
};
use std::time::Duration;

const APART: Duration = Duration::from_millis(50);
const LOOK: Duration = Duration::from_millis(500);
const PAUSE: Duration = Duration::from_secs(2);
/// Most changes looked at in one turn, and mails sent.
const CHANGES: usize = 5_000;
const MAILS: usize = 20;

/// Sends the answers of a running server. One per process, in [`crate::Parts`].
pub struct Answers(Background);

impl Answers {
    /// Starts; nothing when it is running. Ends by [`Answers::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().answers.get().is_some() {
            return Ok(());
        }
        let (weak, head) = (app.downgrade(), app.store().watch());
        let mut worker = Worker::default();
        let thread = Background::start("answers", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| worker.go_on(app, stop))
        })?;
        let _ = app.parts().answers.set(Answers(thread));
        Ok(())
    }

    /// Ends the thread; a mail under way is finished.
    pub fn stop(&self) {
        self.0.stop();
    }
}

/// The thread's own state.
#[derive(Default)]
struct Worker {
    rest: Rest,
}

impl Worker {
    fn go_on(&mut self, app: &App, stop: &Stop) -> Duration {
        background::turn("sending answers", || self.turn(app, stop)).rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        let view = app.view(Who::system())?;
        look(app, &view)?;
        if outgoing::held(view.read())? || self.rest.lasts() {
            return Ok(());
        }
        let due = store::due(view.read(), app.clock().now_ms(), MAILS)?;
        let Ok(settings) = settings::effective(app, view.read()) else { return Ok(()) };
        drop(view);
        if due.is_empty() {
            return Ok(());
        }
        let way = Way::open(&settings);
        for (place, answer) in due {
            if stop.is_told() {
                return Ok(());
            }
            let sent = way.as_ref().map_err(Clone::clone).and_then(|way| send(app, &settings, way, place, &answer));
            match sent {
                Ok(()) => self.rest.worked(),
                Err(failure) => {
                    self.rest.failed();
                    tracing::warn!(error = failure.words(), "the mail server does not work; answers wait");
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Notes what was said in topics that somebody reads by mail.
fn look(app: &App, view: &View) -> Result<(), Error> {
    let head = view.read().last_seq()?;
    let Some(before) = view.read().get(&store::CURSOR, &())? else {
        app.run_blocking(Who::system(), move |work| Ok(work.tx.put(&store::CURSOR, &(), &head)?))?;
        return Ok(());
    };
    let (mut seq, mut found) = (before, Vec::new());
    for row in log::after(view.read(), before)?.take(CHANGES) {
        let (at, change) = row?;
        seq = at;
        let Some(message) = said(&change) else { continue };
        let thread = store::thread(view.read(), change.object)?;
        let own = |contact: Id| change.actor == Actor::Contact(contact);
        if thread.is_some_and(|thread| !own(cbor::from_id(&thread.contact))) {
            let answer = AnswerRecord { topic: cbor::id(change.object), attempts: 0, since_ms: change.at_ms };
            found.push(((change.at_ms + UNDO_MS, message), answer));
        }
    }
    if !found.is_empty() || seq >= before + 2_000 {
        app.run_blocking(Who::system(), move |work| {
            found.iter().try_for_each(|(place, answer)| work.tx.put(&store::DUE, place, answer))?;
            Ok(work.tx.put(&store::CURSOR, &(), &seq)?)
        })?;
    }
    Ok(())
}

/// The message a change of a topic is, if it is one.
fn said(change: &Change) -> Option<Id> {
    if change.kind != Kind::Topic || change.action != Action::Commented {
        return None;
    }
    let mut fields =
        change.fields.iter().filter(|field| field.before == Value::Null && field.after == Value::Bool(true));
    fields.find_map(|field| field.field.strip_prefix("comment:")?.parse().ok())
}

/// Sends one. Only a mail server that does not work at all is a failure here.
fn send(app: &App, settings: &Settings, way: &Way, place: (i64, Id), answer: &AnswerRecord) -> Result<(), Failure> {
    let outcome = try_send(app, settings, way, place.1, answer);
    let done = match outcome {
        Ok(Err(failure @ Failure::Server(_))) => return Err(failure),
        Ok(Ok(())) => app.run_blocking(Who::system(), move |work| Ok(work.tx.delete(&store::DUE, &place)?)),
        Ok(Err(Failure::Address(words))) => {
            let topic = cbor::from_id(&answer.topic);
            app.run_blocking(Who::system(), move |work| refused(work, place, topic, &words))
        }
        Ok(Err(Failure::Later(words))) => later(app, place, answer.clone(), &words),
        Err(error) => later(app, place, answer.clone(), &error.to_string()),
    };
    if let Err(error) = done {
        tracing::warn!(%error, "what became of an answer could not be written down");
    }
    Ok(())
}

fn try_send(
    app: &App,
    settings: &Settings,
    way: &Way,
    message: Id,
    answer: &AnswerRecord,
) -> Result<Result<(), Failure>, Error> {
    let view = app.view(Who::system())?;
    let topic =
        topics::store::get(view.read(), cbor::from_id(&answer.topic))?.filter(|topic| topic.trashed_ms.is_none());
    let message = comments::store::get(view.read(), message)?.filter(|message| !message.deleted);
    let thread = store::thread(view.read(), cbor::from_id(&answer.topic))?;
    let (Some(topic), Some(message), Some(thread)) = (topic, message, thread) else { return Ok(Ok(())) };
    let contact = contacts::store::get(view.read(), cbor::from_id(&thread.contact))?;
    let Some(contact) = contact.filter(|contact| contact.refusal.is_none()) else { return Ok(Ok(())) };
    let reply = replies::way(app, &view, Actor::Contact(contact.id), Some(topic.id))?;
    let mail = letter::write(
        app,
        &view,
        settings,
        &letter::Answer {
            contact: &contact,
            topic: &topic,
            message: &message,
            answers: thread.message_id.as_deref(),
            way: reply.as_ref(),
        },
    )?;
    // A mail server may take its time; nobody's look at the data lasts so long.
    drop(view);
    Ok(way.send(&mail))
}

/// The address will never take mail; nothing is sent there any more.
fn refused(work: &mut Work<'_, '_>, place: (i64, Id), topic: Id, words: &str) -> Result<(), Error> {
    if let Some(thread) = store::thread(work.read(), topic)?
        && let Some(mut contact) = contacts::store::get(work.read(), cbor::from_id(&thread.contact))?
    {
        contact.refusal = Some(words.to_owned());
        contacts::store::put(work.tx, &contact)?;
    }
    Ok(work.tx.delete(&store::DUE, &place)?)
}

/// It is tried again after a growing time, for a week.
fn later(app: &App, place: (i64, Id), answer: AnswerRecord, words: &str) -> Result<crate::Done<()>, Error> {
    tracing::warn!(error = words, "an answer could not be sent");
    app.run_blocking(Who::system(), move |work| {
        work.tx.delete(&store::DUE, &place)?;
        if work.now() - answer.since_ms > rest::WEEK_MS {
            return Ok(());
        }
        let attempts = answer.attempts.saturating_add(1);
        let next = AnswerRecord { attempts, ..answer.clone() };
        Ok(work.tx.put(&store::DUE, &(work.now() + rest::pause_ms(attempts), place.1), &next)?)
    })
}
