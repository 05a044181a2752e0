//! One open page: who has it open, and what they wrote that is not kept yet.

use super::{awareness, kind};
use crate::{
    App, Error,
    access::{self, Glance, Scope, View, Who},
    documents::pages::{queries, save::Saved, store},
    error::Code,
    live::{crowd::Socket, frames},
};
use guildhall_domain::{Id, document::Document, policy::Do};
use guildhall_pages::{Page, Refused};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Most updates in a row that refer to what is not there.
const MISSES: u32 = 200;
/// How long somebody who was asked for what the server lacks is waited for before they are asked again.
const ASKED: Duration = Duration::from_secs(2);
/// A page that was just opened waits so long for whoever opened it.
const EXPECTED: Duration = Duration::from_secs(30);
/// Page, and what it is.
const HEAD: usize = 17;

pub struct Room {
    pub id: Id,
    /// The line of changes it belongs to: after a restore it is another page.
    pub history: Id,
    state: Mutex<State>,
}

pub(super) struct State {
    pub page: Page,
    /// Number of the first row of updates in the file that is not in the page.
    pub next: u64,
    /// What is not kept yet.
    pub waiting: Vec<Waiting>,
    pub members: Vec<Member>,
    /// As the file was after the last save.
    pub saved: Option<Saved>,
    /// When it was last found out what the page is about, and whether something was written since.
    pub facts: (Option<Instant>, bool),
    expected: Option<Instant>,
}

#[derive(Clone)]
pub(super) struct Waiting {
    pub person: Id,
    socket: u64,
    /// How many updates of its connection this makes.
    upto: u64,
    pub bytes: Vec<u8>,
}

pub(super) struct Member {
    pub socket: Arc<Socket>,
    write: bool,
    client: Option<u64>,
    received: u64,
    saved: u64,
    misses: u32,
    asked: Option<Instant>,
}

impl Room {
    pub fn new(id: Id, history: Id, page: Page, next: u64) -> Room {
        let state = State {
            page,
            next,
            waiting: Vec::new(),
            members: Vec::new(),
            saved: None,
            facts: (None, false),
            expected: None,
        };
        Room { id, history, state: Mutex::new(state) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody is about to come in.
    pub fn expect(&self) {
        self.lock().expected = Some(Instant::now());
    }

    pub fn enter(&self, socket: Arc<Socket>, write: bool) {
        let mut state = self.lock();
        state.expected = None;
        state.members.push(Member { socket, write, client: None, received: 0, saved: 0, misses: 0, asked: None });
    }

    pub fn leave(&self, socket: u64) {
        self.lock().members.retain(|member| member.socket.number != socket);
    }

    /// Whether nobody is in it and nothing waits.
    pub fn is_empty(&self) -> bool {
        let state = self.lock();
        let expected = state.expected.is_some_and(|since| since.elapsed() < EXPECTED);
        state.members.is_empty() && state.waiting.is_empty() && !state.facts.1 && !expected
    }

    /// Tells everybody who has it open.
    pub fn tell_people(&self) {
        let state = self.lock();
        let person = |member: &Member| serde_json::json!({"client_id": member.client, "person_id": member.socket.person, "write": member.write});
        let people = serde_json::Value::Array(state.members.iter().map(person).collect()).to_string();
        let frame = frames::page(self.id, kind::PEOPLE, people.as_bytes());
        for member in &state.members {
            member.socket.outbox.push(u64::MAX, frame.clone());
        }
    }

    /// Takes in a frame; answers whether something was written.
    pub fn hear(&self, app: &App, socket: &Arc<Socket>, frame: &[u8]) -> Result<bool, Error> {
        let malformed = || Error::because(Code::Invalid, "What was sent is nothing of this page.");
        let (head, payload) = frame.split_at_checked(HEAD).ok_or_else(malformed)?;
        let (page, sort) = head.split_at(HEAD - 1);
        if page != self.id.as_bytes() {
            return Err(malformed());
        }
        let view = app.view(Who::person(socket.person))?;
        if view.history() != self.history {
            return Err(Error::new(Code::HistoryChanged));
        }
        match sort.first().copied() {
            Some(kind::UPDATE) => {
                let document = queries::page(&view, self.id, Do::Edit)?;
                self.write(&view, &document, socket, payload)?;
                Ok(true)
            }
            Some(kind::SYNC) => {
                queries::page(&view, self.id, Do::Read)?;
                let state = self.lock();
                let lacking = state.page.lacking(payload).map_err(|_| malformed())?;
                let vector = state.page.vector().map_err(|_| Error::new(Code::Busy))?;
                socket.outbox.push(u64::MAX, frames::page(self.id, kind::UPDATE, &lacking));
                socket.outbox.push(u64::MAX, frames::page(self.id, kind::VECTOR, &vector));
                Ok(false)
            }
            Some(kind::AWARENESS) => {
                let document = queries::page(&view, self.id, Do::Read)?;
                let client = awareness::client(payload).ok_or_else(malformed)?;
                if self.is_of(socket, client) {
                    self.tell_others(&view, &document, socket.number, kind::AWARENESS, payload);
                }
                Ok(false)
            }
            _ => Err(malformed()),
        }
    }

    /// Whether a cursor is the connection's own. The first one it sends is, unless it is somebody else's.
    fn is_of(&self, socket: &Socket, client: u64) -> bool {
        let mut state = self.lock();
        let taken = state.members.iter().any(|member| {
            member.client == Some(client)
                && member.socket.number != socket.number
                && member.socket.person != socket.person
        });
        let Some(member) = state.members.iter_mut().find(|member| member.socket.number == socket.number) else {
            return false;
        };
        if member.client == Some(client) {
            return true;
        }
        if taken {
            return false;
        }
        member.client = Some(client);
        drop(state);
        self.tell_people();
        true
    }

    fn write(&self, view: &View, document: &Document, socket: &Arc<Socket>, update: &[u8]) -> Result<(), Error> {
        let mut state = self.lock();
        let State { page, waiting, members, .. } = &mut *state;
        let Some(member) = members.iter_mut().find(|member| member.socket.number == socket.number) else {
            return Err(Error::new(Code::Conflict));
        };
        if !member.write {
            return Err(Error::because(Code::Forbidden, "This page was opened for reading."));
        }
        member.received += 1;
        match page.apply(update) {
            Ok(()) => {
                (member.misses, member.asked) = (0, None);
                let (person, socket, upto) = (member.socket.person, member.socket.number, member.received);
                waiting.push(Waiting { person, socket, upto, bytes: update.to_vec() });
                state.facts.1 = true;
                tell(&mut state, self.id, view, document, Some(socket), kind::UPDATE, update);
                Ok(())
            }
            // It comes from a time before the two were brought together: then all that lacks comes at once.
            Err(Refused::Missing) if member.misses < MISSES => {
                member.misses += 1;
                if member.asked.is_none_or(|asked| asked.elapsed() > ASKED) {
                    member.asked = Some(Instant::now());
                    let vector = page.vector().map_err(|_| Error::new(Code::Busy))?;
                    socket.outbox.push(u64::MAX, frames::page(self.id, kind::VECTOR, &vector));
                }
                Ok(())
            }
            Err(Refused::TooLarge) => {
                Err(Error::because(Code::TooLarge, "A page holds at most 16 MB, and 1 MB at a time."))
            }
            Err(Refused::Broken) => {
                tracing::error!(page = %self.id, person = %socket.person, "an update broke an open page; it is opened again");
                state.open_again(view, self.id)?;
                Err(Error::because(Code::Invalid, "What was sent is nothing of this page."))
            }
            Err(Refused::Missing | Refused::Malformed) => {
                Err(Error::because(Code::Invalid, "What was sent is nothing of this page."))
            }
        }
    }

    fn tell_others(&self, view: &View, document: &Document, but: u64, sort: u8, payload: &[u8]) {
        tell(&mut self.lock(), self.id, view, document, Some(but), sort, payload);
    }

    /// Ends the connections of those who may not read it any more, and lets those not write who may not.
    pub fn look_again(&self, view: &View) {
        let mut state = self.lock();
        let mut changed = false;
        state.members.retain_mut(|member| {
            let scope = view.seen_by(member.socket.person);
            let read = queries::page(&scope, self.id, Do::Read).map(drop);
            if view.history() != self.history {
                member.socket.outbox.refuse(super::refusal(self.id, &Error::new(Code::HistoryChanged)));
            } else if let Err(error) = &read {
                member.socket.outbox.refuse(super::refusal(self.id, error));
            } else {
                let write = member.write && queries::page(&scope, self.id, Do::Edit).is_ok();
                changed |= write != member.write;
                member.write = write;
                return true;
            }
            changed = true;
            false
        });
        drop(state);
        if changed {
            self.tell_people();
        }
    }

    /// What others than those in it wrote into the file is taken over, and told.
    pub fn take_over(&self, view: &View) -> Result<(), Error> {
        let next = store::head(view.read(), self.id)?.next;
        let mut state = self.lock();
        if next <= state.next {
            return Ok(());
        }
        let broken = |_| Error::new(Code::Internal);
        let kept = store::load(view.read(), self.id)?;
        let update = kept.lacking(&state.page.vector().map_err(broken)?).map_err(broken)?;
        state.page.apply(&update).map_err(broken)?;
        state.next = next;
        let Ok(document) = queries::page(view, self.id, Do::Read)
            .or_else(|_| crate::documents::store::get(view.read(), self.id)?.ok_or_else(Error::not_found))
        else {
            return Ok(());
        };
        tell(&mut state, self.id, view, &document, None, kind::UPDATE, &update);
        Ok(())
    }

    /// What waited is kept: everybody is told how far.
    pub fn told_saved(&self, count: usize, saved: Option<Saved>, at: &str) {
        let mut state = self.lock();
        let kept: Vec<Waiting> = state.waiting.drain(..count).collect();
        let mut by: Vec<Id> = kept.iter().map(|waiting| waiting.person).collect();
        by.sort_unstable();
        by.dedup();
        if let Some(saved) = saved {
            // A row of somebody else stands before ours: it is taken over first.
            let own = u64::from(!kept.is_empty());
            if saved.next == state.next + own {
                state.next = saved.next;
            }
            state.saved = Some(saved);
        }
        if kept.is_empty() {
            return;
        }
        let word = frames::page_saved(self.id, at, &by);
        for member in &mut state.members {
            let mine = kept.iter().filter(|waiting| waiting.socket == member.socket.number);
            member.saved = mine.map(|waiting| waiting.upto).max().unwrap_or(member.saved);
            let frame = frames::page(self.id, kind::SAVED, &member.saved.to_be_bytes());
            member.socket.outbox.push(u64::MAX, frame);
            member.socket.outbox.push(u64::MAX, word.clone());
        }
    }
}

impl State {
    /// Opens the page again from what is kept and what waits.
    fn open_again(&mut self, view: &View, id: Id) -> Result<(), Error> {
        let mut page = store::load(view.read(), id)?;
        for waiting in &self.waiting {
            // Each was taken once; what cannot be taken now is lost to its writer only until they are asked for it.
            let _taken = page.apply(&waiting.bytes);
        }
        self.page = page;
        Ok(())
    }
}

/// Tells those who may read the page. Whoever may not any more has to go.
fn tell(state: &mut State, id: Id, view: &View, document: &Document, but: Option<u64>, sort: u8, payload: &[u8]) {
    let frame = frames::page(id, sort, payload);
    state.members.retain(|member| {
        let scope: Glance<'_> = view.seen_by(member.socket.person);
        if !access::may(&scope, document, Do::Read) {
            member.socket.outbox.refuse(super::refusal(id, &Error::not_found()));
            return false;
        }
        if Some(member.socket.number) != but {
            member.socket.outbox.push(u64::MAX, frame.clone());
        }
        true
    });
}
