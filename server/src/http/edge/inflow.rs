//! The body of a request, which comes at a least rate or not at all. What the server does with a piece before it
//! asks for the next one takes nothing from the client's time, and what came fast is no credit for later.

use super::pulse::Flight;
use actix_web::{dev::Payload, error::PayloadError, web::Bytes};
use futures_util::Stream;
use std::{
    io::ErrorKind,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};
use tokio::time::{Instant, Sleep, sleep_until};

/// See the module.
pub struct Inflow {
    body: Payload,
    flight: Rc<Flight>,
    /// Bytes of the piece of the body that is being timed, and how long the server has waited for them.
    bytes: usize,
    waited: Duration,
    since: Option<Instant>,
    alarm: Pin<Box<Sleep>>,
}

impl Inflow {
    /// The body of a request; one without a body stays as it is.
    pub fn wrap(body: Payload, flight: &Rc<Flight>) -> Payload {
        if matches!(body, Payload::None) {
            flight.complete();
            return body;
        }
        let alarm = Box::pin(sleep_until(Instant::now()));
        let flight = Rc::clone(flight);
        Payload::Stream {
            payload: Box::pin(Inflow { body, flight, bytes: 0, waited: Duration::ZERO, since: None, alarm }),
        }
    }

    fn came(&mut self, bytes: usize) {
        self.waited += self.since.take().map(|since| since.elapsed()).unwrap_or_default();
        self.bytes += bytes;
        if self.bytes >= self.flight.limits().body_bytes {
            (self.bytes, self.waited) = (0, Duration::ZERO);
        }
    }

    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        if self.flight.is_upgraded() {
            return false;
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        let end = since + self.flight.limits().body_time.saturating_sub(self.waited);
        if self.alarm.deadline() != end {
            self.alarm.as_mut().reset(end);
        }
        self.alarm.as_mut().poll(cx).is_ready()
    }
}

impl Drop for Inflow {
    /// What nobody wanted but has come already is no reason to wait for more.
    fn drop(&mut self) {
        let mut cx = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(Ok(_))) = Pin::new(&mut self.body).poll_next(&mut cx) {}
        if let Poll::Ready(None) = Pin::new(&mut self.body).poll_next(&mut cx) {
            self.flight.complete();
        }
    }
}

impl Stream for Inflow {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match Pin::new(&mut this.body).poll_next(cx) {
            Poll::Ready(Some(Ok(bytes))) => {
                this.came(bytes.len());
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(None) => {
                this.flight.complete();
                Poll::Ready(None)
            }
            Poll::Pending if this.is_late(cx) => Poll::Ready(Some(Err(PayloadError::Io(ErrorKind::TimedOut.into())))),
            other => other,
        }
    }
}
