//! The edge to the network: who may hold a connection, and how slow a client may be. The HTTP library closes slow
//! heads of first requests by itself; everything else is here:
//!
//! - one address holds so many connections and no more ([`peers`]); one too many is answered `429` and closed;
//! - the body of a request comes at a least rate, or the request is given up ([`inflow`]);
//! - an answer nobody takes loses its place, and what it held is freed ([`stream`], [`outflow`] for HTTP/2, where
//!   the connection of a reader that stands still may be busy with others);
//! - what follows a request on its connection (the next head, the rest of a body nobody wants) comes soon or the
//!   connection ends.
//!
//! Time is counted only while the server waits for the client, never while the client waits for the server. Who may
//! do what is not decided here.

mod inflow;
mod outflow;
mod peers;
mod pulse;
mod stream;

pub use peers::Peers;
pub use pulse::Pulse;
pub use stream::Paced;

use crate::{Error, config::Limits, error::Code};
use actix_web::{
    Error as WebError, HttpMessage,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, Version},
    middleware::Next,
};
use inflow::Inflow;
use outflow::Outflow;
use std::{net::IpAddr, rc::Rc};
use tokio::net::TcpStream;

/// Lets connections in; cheap to clone, one per server.
#[derive(Clone)]
pub struct Edge {
    limits: Limits,
    peers: Peers,
}

impl Edge {
    /// An edge with nobody at it. Connections of `trusted` addresses are not counted.
    pub fn new(limits: Limits, trusted: &[IpAddr]) -> Self {
        Edge { limits, peers: Peers::new(limits.connections, trusted) }
    }

    /// Takes a connection in, or refuses it without a word when its address has twice as many as it may: answering
    /// takes a place too.
    pub fn admit(&self, io: TcpStream) -> std::io::Result<Paced> {
        // Without it small answers wait for the acknowledgement of the one before them: 40 ms.
        io.set_nodelay(true)?;
        let peer = io.peer_addr()?;
        let place = self.peers.enter(peer.ip()).ok_or(std::io::ErrorKind::ConnectionRefused)?;
        let pulse = Rc::new(Pulse::new(self.limits, place.over));
        Ok(Paced::new(io, peer, pulse, place))
    }
}

/// Keeps time of a request: its body, its answer, and what its connection does in between.
pub async fn pace(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, WebError> {
    // There is none in a test that calls the routes without a connection.
    let Some(pulse) = request.conn_data::<Rc<Pulse>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let flight = Rc::new(pulse.begin(request.version() == Version::HTTP_2));
    let payload = Inflow::wrap(request.take_payload(), &flight);
    request.set_payload(payload);
    let response = next.call(request).await?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        flight.upgraded();
    }
    Ok(response.map_body(|_, body| BoxBody::new(Outflow::new(body.boxed(), flight))))
}

/// The answer for a connection that is one too many.
pub fn refusal(request: &ServiceRequest) -> Option<Error> {
    let over = request.conn_data::<Rc<Pulse>>().is_some_and(|pulse| pulse.is_over());
    over.then(|| Error::new(Code::TooManyConnections).with("retry_after", 10))
}
