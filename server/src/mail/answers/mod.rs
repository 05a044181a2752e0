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
    outbox::{self, Outbox, Unsent, Written},
    replies,
    settings::Settings,
};
use crate::{
    App, Error, Parts,
    access::{Scope, View, Who, Work},
    comments, contacts, log,
    log::cbor,
    topics,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, Change, Kind, Value},
    mail::UNDO_MS,
};
use guildhall_store::{Read, StoreError};
use std::sync::OnceLock;
use store::Place;

/// Most changes looked at in one turn.
const CHANGES: usize = 5_000;

/// Answers to people outside.
pub struct Answers;

impl outbox::Kind for Answers {
    type Place = Place;
    type Kept = AnswerRecord;
    const DOES: &'static str = "sending answers";

    fn thread(parts: &Parts) -> &OnceLock<Outbox> {
        &parts.answers
    }

    fn look(app: &App, view: &View) -> Result<(), Error> {
        look(app, view)
    }

    fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(Place, AnswerRecord)>, StoreError> {
        store::due(read, now_ms, most)
    }

    fn waits(answer: &AnswerRecord) -> (i64, u32) {
        (answer.since_ms, answer.attempts)
    }

    fn write(app: &App, settings: &Settings, place: Place, answer: &AnswerRecord) -> Result<Written, Error> {
        let view = app.view(Who::system())?;
        let topic = cbor::from_id(&answer.topic);
        let thread = store::thread(view.read(), topic)?;
        let topic = topics::store::get(view.read(), topic)?.filter(|topic| topic.trashed_ms.is_none());
        let message = comments::store::get(view.read(), place.1)?.filter(|message| !message.deleted);
        let (Some(topic), Some(message), Some(thread)) = (topic, message, thread) else {
            return Ok(Written::Nothing);
        };
        let contact = contacts::store::get(view.read(), cbor::from_id(&thread.contact))?;
        let Some(contact) = contact.filter(|contact| contact.refusal.is_none()) else { return Ok(Written::Nothing) };
        let reply = replies::way(app, &view, Actor::Contact(contact.id), Some(topic.id))?;
        let answer = letter::Answer {
            contact: &contact,
            topic: &topic,
            message: &message,
            answers: thread.message_id.as_deref(),
            way: reply.as_ref(),
        };
        Ok(Written::Mail(Box::new(letter::write(app, &view, settings, &answer)?)))
    }

    /// An address that takes no mail is asked no more.
    fn end(work: &mut Work<'_, '_>, place: Place, answer: &AnswerRecord, unsent: Option<&Unsent>) -> Result<(), Error> {
        if let Some(Unsent::Address(words)) = unsent
            && let Some(thread) = store::thread(work.read(), cbor::from_id(&answer.topic))?
            && let Some(mut contact) = contacts::store::get(work.read(), cbor::from_id(&thread.contact))?
        {
            contact.refusal = Some(words.clone());
            contacts::store::put(work.tx, &contact)?;
        }
        Ok(work.tx.delete(&store::DUE, &place)?)
    }

    fn again(work: &mut Work<'_, '_>, place: Place, answer: &AnswerRecord, due_ms: i64) -> Result<(), Error> {
        work.tx.delete(&store::DUE, &place)?;
        let again = AnswerRecord { attempts: answer.attempts.saturating_add(1), ..answer.clone() };
        Ok(work.tx.put(&store::DUE, &(due_ms, place.1), &again)?)
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
