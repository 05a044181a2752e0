//! `cargo xtask <command>`: builds, checks, measures and packs Guildhall.
//!
//! Needs the standard library only, so it compiles in a second and before anything else does. It
//! does its own set-up (page packages, cargo-deny, a browser, schemathesis) under the target folder and says in
//! one sentence what is missing when it cannot. It knows how to call tools; what they check is
//! theirs.

mod browser;
mod build;
mod checks;
mod dav;
mod deb;
mod debian;
mod dev;
mod installed;
mod mail;
mod page;
mod place;
mod print;
mod python;
mod shell;
mod steps;
mod suite;

use std::process::ExitCode;

use place::Place;
use shell::Outcome;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = args.collect();
    match Place::find().and_then(|place| dispatch(&place, &command, rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            if !sentence.is_empty() {
                eprintln!("xtask {command}: {sentence}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(place: &Place, command: &str, mut rest: Vec<String>) -> Outcome {
    if rest.first().is_some_and(|arg| arg == "--") {
        rest.remove(0);
    }
    match command {
        "run" => build::run(place, &rest),
        "test" => checks::run(place, rest),
        "dev" => dev::run(place, &rest),
        "bench" => build::bench(place, &rest),
        "golden" => build::golden(place),
        "dist" => build::dist(place),
        "deb" => deb::deb(place),
        "mail-server" => mail::server(place),
        "dav-clients" => dav::clients(place),
        "screens" => browser::screens(place, &rest),
        "help" | "--help" | "-h" => {
            print::help();
            Ok(())
        }
        _ => Err("there is no such command; `cargo xtask help` lists them.".to_owned()),
    }
}
