//! Archives: several documents and folders as one zip, written while it is sent. Nothing of it is kept, neither in
//! memory nor in the file.

pub mod page;
pub mod plan;
pub mod routes;
pub mod write;
