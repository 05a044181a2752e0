//! The edge to the network, over real connections: many from one address, and slow ones. The limits are made small,
//! so that nobody has to wait long for them. And what is said where nothing can be done.

mod bodies;
mod places;
mod readers;
mod said;
