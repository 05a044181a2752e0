//! Days on which somebody is not there. That somebody is away everybody sees who knows them, once it was approved; why,
//! they themselves and those who decide about it. An approved absence is one of the person's days off from then on:
//! mail waits, turns pass them over, others read that they are away.

pub mod commands;
pub mod input;
pub mod queries;
pub mod record;
pub mod routes;
pub mod sight;
pub mod store;
pub mod undo;
pub mod views;
