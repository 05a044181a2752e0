//! The body of an answer. While it lives its request is under way. On a shared connection it is given out in small
//! pieces: a reader that stands still is known by the piece it does not take.

use super::pulse::Flight;
use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    web::Bytes,
};
use std::{
    error::Error,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

/// What HTTP/2 sends in one frame.
const PIECE: usize = 16 * 1024;

/// See the module.
pub struct Outflow {
    body: BoxBody,
    flight: Rc<Flight>,
    rest: Bytes,
}

impl Outflow {
    /// The body of the answer to a request.
    pub fn new(body: BoxBody, flight: Rc<Flight>) -> Self {
        Outflow { body, flight, rest: Bytes::new() }
    }
}

impl MessageBody for Outflow {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        // Asking for more means that the piece before was taken.
        this.flight.taken();
        if this.rest.is_empty() {
            match ready!(Pin::new(&mut this.body).poll_next(cx)) {
                Some(Ok(bytes)) => this.rest = bytes,
                other => return Poll::Ready(other),
            }
        }
        let piece = if this.flight.shared() { PIECE.min(this.rest.len()) } else { this.rest.len() };
        this.flight.hand();
        Poll::Ready(Some(Ok(this.rest.split_to(piece))))
    }
}
