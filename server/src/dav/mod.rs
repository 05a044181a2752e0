//! WebDAV: the files of spaces as a network folder, for the programs people have. What it does are the commands of
//! [`crate::documents`], with their rights; nothing here decides who may do what.
//!
//! Programs save in their own ways: by deleting a file and making it anew, by writing beside it and renaming. What
//! comes back under its name within a minute is the same document as before, with one version more. What programs
//! keep for themselves (`._*`, `~$*`, `.DS_Store`) is kept for them and shown to nobody else. Pages are no files and
//! are not here.

pub mod changes;
pub mod client;
pub mod entries;
pub mod held;
pub mod incoming;
pub mod locks;
pub mod outgoing;
pub mod path;
pub mod properties;
pub mod question;
pub mod record;
pub mod routes;
pub mod store;
pub mod system;
