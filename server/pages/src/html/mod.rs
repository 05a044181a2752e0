//! Pages as HTML: written so that nothing in it can run, and read from whatever programs put on the clipboard.

mod write;

pub use write::{Names, escape, write};
