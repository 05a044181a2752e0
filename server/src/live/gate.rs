//! What comes in over a connection, looked at before it is put together. The library keeps everything until a frame is
//! whole and only then looks how long it is, so one that says it has terabytes would be kept as far as it comes.

use actix_web::{FromRequest, HttpRequest, dev, error::PayloadError, web};
use futures_util::{FutureExt, Stream};
use std::{
    pin::Pin,
    task::{Context, Poll},
};

/// What comes in, until a frame says that it is longer than `most`; none when the request has nothing to read from.
pub fn narrow(request: &HttpRequest, payload: web::Payload, most: usize) -> Option<web::Payload> {
    let gated = Gated { inside: payload.into_inner(), gate: Gate { head: Vec::new(), left: 0, most } };
    let mut gated: dev::Payload = dev::Payload::Stream { payload: Box::pin(gated) };
    web::Payload::from_request(request, &mut gated).now_or_never()?.ok()
}

struct Gated {
    inside: dev::Payload,
    gate: Gate,
}

impl Stream for Gated {
    type Item = Result<web::Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let came = Pin::new(&mut this.inside).poll_next(context);
        match &came {
            Poll::Ready(Some(Ok(bytes))) if !this.gate.lets_in(bytes) => Poll::Ready(Some(Err(PayloadError::Overflow))),
            _ => came,
        }
    }
}

/// Where in a frame the stream is.
struct Gate {
    /// The head of the next frame, as far as it came.
    head: Vec<u8>,
    /// Bytes of this frame that are still to come.
    left: usize,
    most: usize,
}

impl Gate {
    /// Looks at what came next; false when a frame is too long.
    fn lets_in(&mut self, mut bytes: &[u8]) -> bool {
        loop {
            let within = self.left.min(bytes.len());
            self.left -= within;
            let Some((first, rest)) = bytes.get(within..).and_then(<[u8]>::split_first) else { return true };
            self.head.push(*first);
            bytes = rest;
            if let Some(length) = length(&self.head) {
                self.head.clear();
                self.left = usize::try_from(length).unwrap_or(usize::MAX);
                if self.left > self.most {
                    return false;
                }
            }
        }
    }
}

/// How long a frame says it is, once its head is whole.
fn length(head: &[u8]) -> Option<u64> {
    let second = head.get(1)?;
    let short = second & 0x7f;
    let more = match short {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    if head.len() < 2 + more + mask {
        return None;
    }
    let digits = head.get(2..2 + more)?;
    if digits.is_empty() {
        return Some(short.into());
    }
    Some(digits.iter().fold(0, |length, byte| (length << 8) | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(length: usize) -> Vec<u8> {
        let mut bytes = vec![0x82];
        match length {
            0..126 => bytes.push(0x80 | length as u8),
            126..65_536 => {
                bytes.push(0x80 | 126);
                bytes.extend((length as u16).to_be_bytes());
            }
            _ => {
                bytes.push(0x80 | 127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        bytes.extend([1, 2, 3, 4]);
        bytes.resize(bytes.len() + length, 0xff);
        bytes
    }

    fn gate() -> Gate {
        Gate { head: Vec::new(), left: 0, most: 100_000 }
    }

    #[test]
    fn frames_that_are_not_too_long_come_in_however_they_are_cut() {
        let all: Vec<u8> = [0, 1, 125, 126, 65_535, 65_536, 100_000, 3].into_iter().flat_map(frame).collect();
        for piece in [1, 2, 3, 7, 1_000, 70_000, all.len()] {
            let mut gate = gate();
            assert!(all.chunks(piece).all(|bytes| gate.lets_in(bytes)), "{piece}");
            assert_eq!((gate.left, gate.head.len()), (0, 0), "{piece}");
        }
    }

    #[test]
    fn one_that_is_too_long_is_seen_at_its_head() {
        for length in [100_001, 1 << 40, usize::MAX] {
            let head = [&[0x82, 0xff][..], &(length as u64).to_be_bytes(), &[0; 4]].concat();
            for piece in [1, 5, head.len()] {
                let mut gate = gate();
                assert!(gate.lets_in(&frame(200)));
                let let_in = head.chunks(piece).filter(|bytes| gate.lets_in(bytes)).count();
                assert_eq!(let_in, head.len().div_ceil(piece) - 1, "{length} in pieces of {piece}");
            }
        }
    }
}
