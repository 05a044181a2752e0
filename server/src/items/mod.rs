//! What all items share: keys, links, references, how far people have read, and what stays of them when
//! they are gone.

pub mod followers;
pub mod kinds;
pub mod links;
pub mod plain;
pub mod queries;
pub mod readings;
pub mod record;
pub mod routes;
pub mod store;
pub mod tombstones;
pub mod views;
