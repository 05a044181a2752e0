//! One connection: the handshake, what its reader says, and its end. What it is told goes from its outbox straight
//! into the answer's body, in frames that are shared with everybody else's.

use super::{
    catch_up::{self, Since},
    crowd::{Crowd, Socket},
    frames::{self, Ending},
    gate,
    pages::{Hall, Seat},
    views::LookFrame,
};
use crate::{App, Error, error::Code, http::version, session::identify::Pass};
use actix_web::{
    HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    web::{self, Bytes},
};
use actix_ws::{Message, MessageStream, Session};
use guildhall_domain::Id;
use std::{
    pin::Pin,
    sync::{Arc, atomic::Ordering},
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, interval_at, timeout};

/// Largest frame a reader may send.
const FRAME: usize = 1 << 20;
/// How often the line is tried.
const BEAT: Duration = Duration::from_secs(20);
/// Into how many moments of a beat the lines are spread.
const SLOTS: u64 = 256;
/// A reader who says nothing for so long, not even that the line is alive, is gone.
const SILENCE: Duration = Duration::from_secs(65);
/// Most a reader may say within [`WINDOW`].
const SAID: u32 = 200;
/// Most frames of pages within the same time: a key is two of them.
const WRITTEN: u32 = 2_000;
const WINDOW: Duration = Duration::from_secs(10);
/// Longest name of a field.
const FIELD: usize = 60;

/// Who opens a connection.
pub struct Caller {
    /// The person.
    pub person: Id,
    /// How they came in.
    pub pass: Pass,
    /// Whether that lets them write.
    pub writes: bool,
    /// Where they go on.
    pub since: Since,
}

/// Opens a connection.
pub fn open(app: App, request: &HttpRequest, payload: web::Payload, caller: Caller) -> Result<HttpResponse, Error> {
    let none = || Error::new(Code::NeedsUpgrade);
    let payload = gate::narrow(request, payload, FRAME).ok_or_else(none)?;
    let (response, session, stream) = actix_ws::handle(request, payload).map_err(|_| none())?;
    let hub = app.parts().live.get().ok_or_else(|| Error::new(Code::Stopping))?;
    let (crowd, hall) = (hub.crowd().clone(), hub.hall().clone());
    let socket = crowd.enter(caller.person, caller.pass, caller.writes)?;
    let (theirs, of) = (socket.clone(), crowd.clone());
    let response = response.map_body(|_, control| BoxBody::new(Told { control, socket: theirs, crowd: of }));
    let line = Line { crowd, socket, session, history: app.store().history(), hall, seat: None };
    actix_web::rt::spawn(line.run(app, caller.since, stream.max_frame_size(FRAME)));
    Ok(response)
}

/// What the reader is told, as the body of the answer. With it the connection ends.
struct Told {
    /// Answers to pings, and the end of a conversation.
    control: BoxBody,
    socket: Arc<Socket>,
    crowd: Arc<Crowd>,
}

impl MessageBody for Told {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        match this.socket.outbox.poll(context) {
            Poll::Ready(frame) => Poll::Ready(frame.map(Ok)),
            Poll::Pending => Pin::new(&mut this.control).poll_next(context),
        }
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        self.socket.outbox.end(Ending::Stopping);
        self.crowd.leave(&self.socket);
    }
}

struct Line {
    crowd: Arc<Crowd>,
    socket: Arc<Socket>,
    session: Session,
    history: Id,
    hall: Arc<Hall>,
    /// The page that is open.
    seat: Option<Seat>,
}

impl Line {
    async fn run(mut self, app: App, since: Since, mut stream: MessageStream) {
        if self.join(app.clone(), since).await.is_err() {
            return self.socket.outbox.end(Ending::Stopping);
        }
        let mut beat = interval_at(Instant::now() + first_beat(self.socket.number), BEAT);
        let (mut heard, mut window, mut said, mut written) = (Instant::now(), Instant::now(), 0, 0);
        loop {
            tokio::select! {
                message = stream.recv() => {
                    let Some(Ok(message)) = message else { break };
                    heard = Instant::now();
                    if window.elapsed() > WINDOW {
                        (window, said, written) = (heard, 0, 0);
                    }
                    said += u32::from(matches!(message, Message::Text(_)));
                    written += u32::from(matches!(message, Message::Binary(_)));
                    if said > SAID || written > WRITTEN || !self.hear(&app, message).await {
                        break;
                    }
                }
                _ = beat.tick() => {
                    if heard.elapsed() > SILENCE || !self.try_line() {
                        break;
                    }
                }
            }
        }
        self.seat = None;
        self.socket.outbox.end(Ending::Refused);
    }

    /// Tells what was missed; what happens meanwhile waits.
    async fn join(&self, app: App, since: Since) -> Result<(), Error> {
        let closed = |_| Error::new(Code::Stopping);
        let _place = self.crowd.joining.acquire().await.map_err(closed)?;
        let person = self.socket.person;
        let caught = web::block(move || catch_up::catch_up(&app, person, since)).await;
        let caught = caught.map_err(|_| Error::new(Code::Stopping))??;
        self.socket.epoch.store(caught.epoch, Ordering::Relaxed);
        self.socket.outbox.release(caught.seq, caught.frames);
        Ok(())
    }

    /// Takes in what the reader says; answers false at the end.
    async fn hear(&mut self, app: &App, message: Message) -> bool {
        match message {
            Message::Text(text) => match serde_json::from_str(&text) {
                Ok(LookFrame::Look { item_id, field }) if field.as_deref().is_none_or(is_field) => {
                    self.crowd.look(&self.socket, item_id, field.filter(|_| item_id.is_some()));
                    true
                }
                Ok(LookFrame::Page { item_id, write }) => {
                    // Whoever goes to another page leaves this one first.
                    self.seat = None;
                    let Some(page) = item_id else { return true };
                    self.seat = Hall::enter(&self.hall, app, &self.socket, page, write).await;
                    self.seat.is_some()
                }
                _ => false,
            },
            Message::Binary(bytes) => self.seat.as_ref().is_some_and(|seat| seat.hear(app, &bytes)),
            Message::Ping(bytes) => matches!(timeout(BEAT, self.session.pong(&bytes)).await, Ok(Ok(()))),
            Message::Pong(_) | Message::Nop => true,
            Message::Continuation(_) | Message::Close(_) => false,
        }
    }

    /// Says that the line is alive, and asks whether it is.
    fn try_line(&self) -> bool {
        let seq = self.crowd.told.load(Ordering::Acquire);
        self.socket.outbox.push(seq, frames::ping(seq, &version::log_cursor(self.history, seq)))
    }
}

/// When a line is tried for the first time, within one beat. Those who came at once, as after a restart, are tried one
/// after the other from then on: all in the same moment would keep everybody else waiting.
fn first_beat(number: u64) -> Duration {
    let slots = u32::try_from(SLOTS - number % SLOTS).unwrap_or(1);
    BEAT * slots / u32::try_from(SLOTS).unwrap_or(1)
}

/// Names of fields go to other people: a word of the interface and nothing else.
fn is_field(name: &str) -> bool {
    !name.is_empty() && name.len() <= FIELD && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:-".contains(&b))
}
