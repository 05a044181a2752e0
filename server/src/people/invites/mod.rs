//! Invites: links with which people come in. A link says what it gives (a role and spaces) and gives
//! no more; it works for 7 days, as often as its maker allowed, and only as long as its maker could
//! still give as much.

pub mod accept;
pub mod commands;
pub mod record;
pub mod routes;
pub mod store;
pub mod views;
