//! Documents: pages and files of a space, and the folders they lie in. A version of a file is a file of
//! [`crate::files`] that hangs on the document; what is on a page is kept by the feature that writes pages.

pub mod commands;
pub mod folders;
pub mod input;
pub mod pages;
pub mod queries;
pub mod record;
pub mod routes;
pub mod rows;
pub mod store;
pub mod views;
pub mod words;
