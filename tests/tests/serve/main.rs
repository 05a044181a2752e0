//! The real executable as a service: encrypted, told about by the service manager, behind proxies, under a path, and
//! with its settings from everywhere they can come from.

mod log;
mod notify;
mod paths;
mod proxies;
mod settings;
mod threads;
mod tls;

use guildhall_tests::process;
use std::path::PathBuf;
use tempfile::TempDir;

/// A data file with an organization, and a token of its owner.
fn founded() -> (TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("guild.redb");
    let token = process::found(&data);
    (folder, data, token)
}
