//! The connection itself, which ends when its client holds it too long. An error is the end: the HTTP library drops
//! the connection, the answer under way, and whatever that held.

use super::{Pulse, peers::Place};
use actix_web::rt::net::{ActixStream, Ready};
use std::{
    io::{self, ErrorKind, IoSlice},
    net::SocketAddr,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep, sleep_until},
};

/// A connection with a limit to its patience.
pub struct Paced {
    io: TcpStream,
    peer: SocketAddr,
    pulse: Rc<Pulse>,
    _place: Place,
    alarm: Pin<Box<Sleep>>,
    /// Runs while the other side takes nothing.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    /// A connection that was let in.
    pub fn new(io: TcpStream, peer: SocketAddr, pulse: Rc<Pulse>, place: Place) -> Self {
        Paced { io, peer, pulse, _place: place, alarm: Box::pin(sleep_until(Instant::now())), stuck: None }
    }

    /// What it is doing.
    pub fn pulse(&self) -> Rc<Pulse> {
        Rc::clone(&self.pulse)
    }

    /// The address at its other end.
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    fn watch(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(deadline) = self.pulse.deadline() else { return Poll::Pending };
        if self.alarm.deadline() != deadline {
            self.alarm.as_mut().reset(deadline);
        }
        ready!(self.alarm.as_mut().poll(cx));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }

    /// Lets a write through, or counts how long the other side takes nothing.
    fn written(&mut self, cx: &mut Context<'_>, write: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if write.is_ready() {
            self.stuck = None;
            return write;
        }
        let limit = self.pulse.limits.reader;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(stuck.as_mut().poll(cx));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Paced {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.pulse.watched_by(cx.waker());
        // First, because somebody may send without a pause and still get nowhere.
        if let Poll::Ready(late) = this.watch(cx) {
            return Poll::Ready(late);
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.io).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            this.pulse.received();
        }
        match read {
            Poll::Ready(done) => Poll::Ready(done),
            Poll::Pending => this.watch(cx),
        }
    }
}

impl AsyncWrite for Paced {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let write = Pin::new(&mut this.io).poll_write(cx, bytes);
        this.written(cx, write)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let write = Pin::new(&mut this.io).poll_write_vectored(cx, pieces);
        this.written(cx, write)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(cx)
    }
}

impl ActixStream for Paced {
    fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        ActixStream::poll_read_ready(&self.io, cx)
    }

    fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        ActixStream::poll_write_ready(&self.io, cx)
    }
}
