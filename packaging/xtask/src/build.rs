//! Building and starting executables: `run`, `bench`, `dist`, `golden`.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::place::Place;
use crate::print;
use crate::shell::{self, Outcome, cargo};
use crate::{browser, checks, dav, mail, page};

/// `cargo xtask run`: becomes the server, so that signals and the exit code are the server's own.
pub fn run(place: &Place, args: &[String]) -> Outcome {
    shell::need_c_compiler()?;
    page::build(place)?;
    print::note("building the executable (the first time takes some minutes)");
    shell::run(cargo(place).args(["build", "--release", "--package", "guildhall"]))?;
    let mut server = Command::new(place.executable("release"));
    if args.is_empty() {
        server.args(["serve", "--data", "guildhall.redb"]);
    } else {
        server.args(args);
    }
    Err(format!("the server cannot be started: {}.", server.exec()))
}

/// `cargo xtask bench`: the bench lives in the tests package and starts the page's part of it; its arguments and
/// exit code are passed on.
pub fn bench(place: &Place, args: &[String]) -> Outcome {
    shell::need_c_compiler()?;
    page::build(place)?;
    shell::run(cargo(place).args(["build", "--release", "--package", "guildhall"]))?;
    let mut bench = cargo(place);
    bench.args(["run", "--release", "--package", "guildhall-tests", "--bin", "bench", "--"]).args(args);
    shell::run(browser::with_browser(place, &mut bench, place.executable("release"))?)
}

/// `cargo xtask dist`: the executable people install.
pub fn dist(place: &Place) -> Outcome {
    shell::need_c_compiler()?;
    page::build(place)?;
    shell::run(cargo(place).args(["build", "--profile", "dist", "--package", "guildhall"]))?;
    let (from, to) = (place.executable("dist"), place.executable("release"));
    // By way of a second name: a server running from the old file keeps it, and nobody ever starts half a file.
    let half = to.with_extension("new");
    to.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::copy(&from, &half))
        .and_then(|_| fs::rename(&half, &to))
        .map_err(|error| format!("{} cannot be written: {error}.", to.display()))?;
    println!("{}", to.display());
    Ok(())
}

/// `cargo xtask golden`: writes anew what is generated and committed. Read the difference before committing it.
pub fn golden(place: &Place) -> Outcome {
    page::build(place)?;
    shell::run(cargo(place).args(["build", "--package", "guildhall"]))?;
    shell::write(&place.root.join(checks::OPENAPI), &checks::openapi(place)?)?;
    shell::run(shell::in_web(place, "npm").args(["run", "--silent", "types"]))?;
    mail::server(place)?;
    dav::clients(place)?;
    shell::run(cargo(place).args(["test", "--workspace"]).env("GUILDHALL_GOLDEN", "write"))?;
    print::note("done; `git diff` shows what changed");
    Ok(())
}
