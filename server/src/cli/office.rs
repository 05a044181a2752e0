//! Opening the data for the server or for one command.

use super::Failure;
use crate::{App, Parts, catalogue, clock::Clock, config::Config, upgrade};
use guildhall_store::{OpenError, Options, Store};
use std::time::Duration;

/// How this program opens data files.
pub fn options(config: &Config, lock_wait: Duration) -> Options {
    Options {
        lock_wait,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        now_ms: Clock::real().now_ms(),
        backup_dir: config.backup_dir.clone(),
        ..upgrade::options()
    }
}

/// Opens the data and puts the application together.
pub fn open(config: Config, lock_wait: Duration) -> Result<App, OpenError> {
    let store = Store::open(&config.data, options(&config, lock_wait), &catalogue::tables())?;
    // From here on the path has no links in it, so every process agrees on what lies beside the file.
    let config = Config { data: store.path().to_path_buf(), ..config };
    Ok(App::new(store, Clock::real(), config, Parts::default()))
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Failure::Failed(error.to_string())
    }
}
