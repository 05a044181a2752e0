//! Files: what people attach to items. Their bytes are the store's contents, kept once however often they are
//! attached; who may read them follows the item at every request, whoever knows their id.

pub mod child;
pub mod commands;
pub mod download;
pub mod facts;
pub mod queries;
pub mod reading;
pub mod receive;
pub mod record;
pub mod routes;
pub mod store;
pub mod uploads;
pub mod views;
