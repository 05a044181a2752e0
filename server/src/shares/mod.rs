//! Share links: a document or a folder for people without an account.
//!
//! Invariants: the secret of a link stands in the fragment of its address, is posted, and is kept as a hash; a password
//! is guarded as those of people are. Everything that is shown or sent by a link is asked for at that moment, inside
//! the same look at the data, so what is ended, moved or thrown away shows nothing from then on. Nothing here goes by the
//! rights of a person: what a link shows is in [`gate`] alone, and that is what it was made for and nothing beside it.

pub mod commands;
pub mod gate;
pub mod input;
mod opening;
pub mod outside;
mod page;
mod passages;
pub mod queries;
mod record;
pub mod routes;
pub mod store;
pub mod views;
