//! Announcements: topics that are told to everybody who can read them, by those who lead the space. Whoever announced
//! sees who has read it.
//!
//! Left out on purpose: receipts are not kept. Who has read how far is kept for every topic
//! ([`crate::items::readings`]), and that is what they are made from.

pub mod queries;
pub mod routes;
pub mod views;
