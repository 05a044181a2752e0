//! Live: what one person does, the others see at once. One WebSocket a tab; its frames carry the objects as they
//! are now, in the shapes of the API, for the person at its other end.
//!
//! Invariants: the log only says where something happened; every object sent is read at the time of sending,
//! through the reader's rights as they are then. What went out of a reader's sight is named once, to those who saw
//! it, by its id alone. What a socket was told ends at a seq, so that it can go on exactly there. Nothing waits for
//! a reader: one that does not keep up is dropped. Who looks at what is kept in memory and nowhere else.
//!
//! [`hub`] is the thread that follows the log, [`batch`] what it reads there, [`parcel`] what a person is told of
//! it, [`news`] what changed in the directory for them. [`socket`] is one connection, [`gate`] what it lets in, and
//! [`catch_up`] how it begins.

mod batch;
mod bell;
mod catch_up;
mod crowd;
mod documents;
mod events;
mod follower;
mod frames;
mod gate;
pub mod hub;
mod news;
mod object;
mod outbox;
mod pages;
mod parcel;
mod plans;
mod presence;
mod processes;
mod requests;
pub mod routes;
mod socket;
mod told;
mod topics;
pub mod views;

pub use hub::Hub;
