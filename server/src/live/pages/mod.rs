//! The pages that are open: what one person writes goes to the others at once, and into the file a moment later.
//!
//! Invariants: rights are asked at every update that comes and of everybody it goes to; what is refused ends the
//! connection and leaves the page as it was; `saved` is told after the commit and never before it. What is written here
//! and not yet saved is in memory only: whoever wrote it has it, and sends it again when the server was gone meanwhile.
//!
//! [`Hall`] knows the open pages, a [`room::Room`] is one of them, [`Seat`] a connection's place in it, [`keep`] the
//! thread that saves.

mod awareness;
mod keep;
mod room;

use super::{crowd::Socket, frames};
use crate::{
    App, Error,
    access::Scope,
    documents::pages::{queries, store},
    error::Code,
};
use actix_web::web;
use guildhall_domain::{Id, policy::Do};
use room::Room;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// What a frame of a page is.
pub mod kind {
    /// Something that was written.
    pub const UPDATE: u8 = 0;
    /// What a client knows: it wants the rest.
    pub const SYNC: u8 = 1;
    /// What the server knows: it wants the rest.
    pub const VECTOR: u8 = 2;
    /// Where somebody's cursor is.
    pub const AWARENESS: u8 = 3;
    /// How many updates of this connection are kept.
    pub const SAVED: u8 = 4;
    /// Who has the page open.
    pub const PEOPLE: u8 = 5;
    /// Why the connection ends.
    pub const REFUSED: u8 = 6;
}

/// All pages that are open.
#[derive(Default)]
pub struct Hall {
    rooms: Mutex<HashMap<Id, Arc<Room>>>,
    /// Wakes the one who saves.
    wake: Notify,
}

impl Hall {
    fn lock(&self) -> MutexGuard<'_, HashMap<Id, Arc<Room>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rooms(&self) -> Vec<Arc<Room>> {
        self.lock().values().cloned().collect()
    }

    /// Lets a connection into a page; none when it may not come in, and then it has been told.
    pub async fn enter(hall: &Arc<Hall>, app: &App, socket: &Arc<Socket>, page: Id, write: bool) -> Option<Seat> {
        let (theirs, of, who) = (hall.clone(), app.clone(), socket.person);
        let write = write && socket.writes;
        // Opening a large page takes its time.
        let opened = web::block(move || theirs.open(&of, who, page, write)).await;
        match opened.map_err(|_| Error::new(Code::Stopping)).and_then(|opened| opened) {
            Ok((room, write)) => {
                room.enter(socket.clone(), write);
                room.tell_people();
                Some(Seat { hall: hall.clone(), room, socket: socket.clone() })
            }
            Err(error) => {
                socket.outbox.refuse(refusal(page, &error));
                None
            }
        }
    }

    fn open(&self, app: &App, person: Id, page: Id, write: bool) -> Result<(Arc<Room>, bool), Error> {
        let view = app.view(crate::access::Who::person(person))?;
        queries::page(&view, page, Do::Read)?;
        let write = write && queries::page(&view, page, Do::Edit).is_ok();
        if let Some(room) = self.lock().get(&page).filter(|room| room.history == view.history()) {
            // Somebody is at it from now on: it stays.
            room.expect();
            return Ok((room.clone(), write));
        }
        let (loaded, next) = (store::load(view.read(), page)?, store::head(view.read(), page)?.next);
        let mut rooms = self.lock();
        let fresh = || Arc::new(Room::new(page, view.history(), loaded, next));
        let room = match rooms.get(&page).filter(|room| room.history == view.history()) {
            Some(room) => room.clone(),
            None => {
                let room = fresh();
                rooms.insert(page, room.clone());
                room
            }
        };
        room.expect();
        Ok((room, write))
    }
}

/// The last word to a connection.
fn refusal(page: Id, error: &Error) -> web::Bytes {
    let body = error.body();
    let word = serde_json::json!({"code": body["error"]["code"], "message": body["error"]["message"]});
    frames::page(page, kind::REFUSED, word.to_string().as_bytes())
}

/// A connection's place in a page; leaves it when it is dropped.
pub struct Seat {
    hall: Arc<Hall>,
    room: Arc<Room>,
    socket: Arc<Socket>,
}

impl Seat {
    /// Takes in a frame; answers false at the end of the connection.
    pub fn hear(&self, app: &App, frame: &[u8]) -> bool {
        match self.room.hear(app, &self.socket, frame) {
            Ok(news) => {
                if news {
                    self.hall.wake.notify_one();
                }
                true
            }
            Err(error) => {
                self.socket.outbox.refuse(refusal(self.room.id, &error));
                false
            }
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.leave(self.socket.number);
        self.room.tell_people();
        self.hall.wake.notify_one();
    }
}
