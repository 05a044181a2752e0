//! Commands about the data file as a whole: backup, restore, verify, doctor, reindex.

use super::{
    Failure,
    args::{Command, Common},
    commands::{Office, answer, must_exist, prepare},
    control::Client,
    office, print,
    requests::{Request, absolute},
    words,
};
use crate::{
    admin::{Asker, checks, restore},
    catalogue,
    clock::Clock,
    config::Config,
    jobs,
};
use guildhall_store::OpenError;
use serde_json::Value;
use std::{path::Path, time::Duration};

/// Runs one of them.
pub fn run(common: &Common, command: &Command) -> Result<(), Failure> {
    let config = prepare(common)?;
    match command {
        Command::Backup { file } => {
            must_exist(&config)?;
            let made = Office::reach(&config)?.ask(&Request::Backup { file: absolute(file)? }, &[])?;
            answer(common, &made, words::backup)
        }
        Command::Restore { file, yes } => go_back(common, &config, file, *yes),
        Command::Verify { file } => verify(common, &config, file.as_deref()),
        Command::Doctor => {
            must_exist(&config)?;
            answer(common, &doctor(&config)?, words::doctor)
        }
        _ => {
            must_exist(&config)?;
            let done = Office::reach(&config)?.ask(&Request::Reindex, &[])?;
            answer(common, &done, |_| "The search index is new.\n".into())
        }
    }
}

/// A closed file gets the whole check; one that a server holds, the check of every row.
fn verify(common: &Common, config: &Config, file: Option<&Path>) -> Result<(), Failure> {
    if file.is_none() {
        must_exist(config)?;
    }
    let path = file.unwrap_or(&config.data);
    let mut tell = |step: guildhall_store::Progress| print::progress(&format!("Checking {}", step.table));
    let checked = guildhall_store::verify(path, &mut tell);
    print::progress("");
    let report = match checked {
        Ok(report) => checks::report_json(&report),
        Err(OpenError::AlreadyOpen { .. }) if file.is_none() => Office::reach(config)?.ask(&Request::Verify, &[])?,
        Err(error) => return Err(error.into()),
    };
    answer(common, &report, words::verified)?;
    if report.get("sound") == Some(&Value::Bool(true)) {
        return Ok(());
    }
    Err(Failure::Failed(format!(
        "{} is damaged. Restore the newest backup with `guildhall restore FILE`.",
        path.display()
    )))
}

fn doctor(config: &Config) -> Result<Value, Failure> {
    let seen = guildhall_store::doctor(&config.data);
    match Client::connect(config) {
        Some(server) if seen.facts.is_err() => server.ask(&Request::Doctor, &[], &mut |_| {}),
        _ => Ok(words::doctor_json(&seen)),
    }
}

fn go_back(common: &Common, config: &Config, file: &Path, yes: bool) -> Result<(), Failure> {
    let file = absolute(file)?;
    if !file.exists() {
        return Err(Failure::Failed(format!("There is no file {}.", file.display())));
    }
    let usable = if config.data.exists() { Office::reach(config) } else { Err(Failure::Failed(String::new())) };
    let done = match usable {
        Ok(office) => {
            let (office, preview) = office.ask_first(&Request::Preview { file: file.clone() })?;
            careful(&words::preview(&preview, &file), yes)?;
            let office = office.map_or_else(|| Office::reach(config), Ok)?;
            office.ask(&Request::Restore { file }, &[])?
        }
        // Damaged or missing: there is nothing to compare with, and all the more reason to go on.
        Err(_) if !config.data.exists() || guildhall_store::doctor(&config.data).holder.is_none() => {
            let (data, file_name) = (config.data.display(), file.display());
            let what = if config.data.exists() {
                format!("The data {data} cannot be opened; {file_name} takes its place.\n")
            } else {
                format!("There is no data {data} yet; it is made from {file_name}.\n")
            };
            careful(&what, yes)?;
            offline(config, &file)?
        }
        Err(held) => return Err(held),
    };
    answer(common, &done, words::restored)
}

/// Goes back where the present file cannot be opened.
fn offline(config: &Config, file: &Path) -> Result<Value, Failure> {
    let options = office::options(config, Duration::ZERO);
    let replaced =
        guildhall_store::restore_offline(&config.data, file, Clock::real().now_ms(), &options, &catalogue::tables());
    let replaced = replaced.map_err(|error| Failure::Failed(error.to_string()))?;
    let app = office::open(config.clone(), Duration::ZERO)?;
    restore::finish(&app, &replaced, &file.display().to_string(), &Asker::cli())
        .map_err(|(jobs::Failure::Later(message) | jobs::Failure::ForGood(message))| Failure::Failed(message))
}

/// Shows what will happen and asks, unless that was answered before.
fn careful(what: &str, yes: bool) -> Result<(), Failure> {
    print::note(what);
    if yes {
        return Ok(());
    }
    print::note("Go on? Type yes: ");
    let mut typed = String::new();
    let read = std::io::stdin().read_line(&mut typed);
    if read.is_ok() && typed.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(Failure::Failed("Nothing was changed.".into()))
}
