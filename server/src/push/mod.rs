//! Push: what needs somebody, told to their browsers by the service each browser names. What is told, when, and through
//! whose rights is the same as of mail that is sent at once; the service in between reads nothing, and the browser shows
//! what it is about only where its owner allows.
//!
//! A browser is told as long as the session lasts in which it was added: whoever is signed out hears nothing more.

pub mod commands;
mod message;
mod plan;
mod pusher;
mod queries;
mod record;
pub mod routes;
pub mod seal;
pub mod store;
pub mod vapid;
pub mod views;

pub use pusher::Pusher;
