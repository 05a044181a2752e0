//! The command line. A command that touches the data opens the file itself or, when a server holds it,
//! asks that server through its control socket; both ways run the same code ([`requests`]). Exit codes:
//! 0 done, 1 failed, 2 not understood.

mod args;
pub mod care;
mod commands;
pub mod control;
mod data;
mod health;
mod import;
mod listen;
mod log;
mod office;
mod owner;
mod people;
mod print;
pub mod requests;
mod running;
mod serve;
mod tls;
mod words;

use crate::jobs::Handler;
use args::{Cli, Command};
use clap::Parser;
use std::{process::ExitCode, sync::Arc};

/// Why a command did not do what it should.
#[derive(Debug)]
pub enum Failure {
    /// What was typed or set cannot be understood: exit code 2.
    Usage(String),
    /// It did not work: exit code 1.
    Failed(String),
}

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        Failure::Failed(print::sentence(&error))
    }
}

/// Runs the executable.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _gone = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let (code, message) = match run(cli) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => (2, message),
        Err(Failure::Failed(message)) => (1, message),
    };
    print::error(&message);
    ExitCode::from(code)
}

fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Serve(ref flags) => serve::serve(&cli.common.settings(flags)?),
        Command::Extract { ref kind } => {
            guildhall_extract::child::run(kind).map_err(|error| Failure::Failed(format!("Nothing was read: {error}.")))
        }
        Command::Openapi => print::out(crate::http::description::document().text()),
        Command::Completions { shell } => print::completions(shell),
        Command::Healthcheck { ref url } => commands::healthcheck(&cli.common, url.as_deref()),
        Command::Config { command: args::ConfigCommand::Show(ref flags) } => {
            print::settings(&cli.common.settings(flags)?, cli.common.json)
        }
        ref command @ (Command::Backup { .. }
        | Command::Restore { .. }
        | Command::Verify { .. }
        | Command::Doctor
        | Command::Reindex) => data::run(&cli.common, command),
        ref command => commands::run(&cli.common, command),
    }
}

/// The kinds of jobs there are.
pub fn handlers() -> Vec<Arc<dyn Handler>> {
    vec![
        Arc::new(crate::imports::jobs::Run),
        Arc::new(crate::tasks::jobs::Rebalance),
        Arc::new(crate::tasks::jobs::Elsewhere),
        Arc::new(crate::documents::jobs::Follow),
        Arc::new(crate::files::reading::Reader::new()),
        Arc::new(crate::departures::jobs::Departing),
        Arc::new(crate::departures::jobs::Erasing),
    ]
}
