//! Pages that several people write together: bytes in, bytes and trees out.
//!
//! A page is a shared document (Yjs). This crate takes changes of it from anybody without believing them, gives what it
//! says as a tree ([`Node`]), turns trees into what other programs read (Markdown, HTML, DOCX) and reads Markdown
//! back. Invariants: no data of the product, no file, no network, no clock, no randomness; nothing that is read from
//! outside makes it panic, take memory without bound or call itself without end.

pub mod compare;
pub mod docx;
pub mod files;
pub mod html;
mod index;
pub mod markdown;
mod mentions;
mod node;
pub mod outline;
mod page;
mod passage;
mod points;
mod rewrite;
mod schema;
mod shared;
mod wire;

pub use node::{Mark, Node};
pub use page::{MOST_STATE, MOST_UPDATE, Page, Refused};
pub use passage::{Found, Passage};
pub use points::Ticked;
pub use schema::{is_safe, known};
