//! What needs Python: schemathesis, which asks the running server what its description does not expect, and the calendar
//! programs the tests use.
//!
//! Packages, pinned by version (those of the check by hash too), are put into a folder of their own under the target folder, which needs
//! pip but neither root nor a virtual environment. Where Python has no pip, Debian's is unpacked beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::place::{Place, on_path};
use crate::print;
use crate::shell::{self, Outcome, output_of};

/// The packages of the check; Python reads its hooks and configuration beside them.
const REQUIREMENTS: &str = "tests/fuzz/api/requirements.txt";
/// The calendar programs.
const CALENDARS: &str = "tests/tests/calendars/requirements.txt";
/// Seconds of asking, in the suite and with `--long`.
const SHORT: &str = "100";
const LONG: &str = "1500";

/// Fuzzes the API for as long as the suite has.
pub fn api_fuzz(place: &Place) -> Outcome {
    ask(place, SHORT)
}

/// The same for as long as it takes to know more.
pub fn api_fuzz_long(place: &Place) -> Outcome {
    ask(place, LONG)
}

fn ask(place: &Place, seconds: &str) -> Outcome {
    let (python, packages) = packages(place, REQUIREMENTS, "schemathesis", &["--require-hashes"])?;
    shell::run(
        Command::new(place.target.join("debug/api-fuzz"))
            .current_dir(&place.root)
            .env("GUILDHALL_BIN", place.executable("debug"))
            .env("PYTHONPATH", &packages)
            .arg("--python")
            .arg(python)
            .arg("--schemathesis")
            .arg(packages.join("bin/schemathesis"))
            .arg("--report")
            .arg(place.target.join("api-fuzz"))
            .args(["--seconds", seconds]),
    )
}

/// Fetches the calendar programs of the tests, unless they are there.
pub fn calendars(place: &Place) -> Outcome {
    packages(place, CALENDARS, "calendars", &[]).map(drop)
}

/// Python and the folder its packages are in, which is made anew when either is another one than before.
fn packages(place: &Place, requirements: &str, name: &str, more: &[&str]) -> Outcome<(PathBuf, PathBuf)> {
    let python =
        on_path(&["python3"]).ok_or("Python 3.10 or newer is needed for this (on Debian: apt install python3).")?;
    let wanted = shell::read_or_empty(&place.root.join(requirements));
    let version = output_of(Command::new(&python).args(["-c", "import sys; print(sys.version)"]))?;
    let made_of = [&version[..], &wanted].concat();
    let home = place.tools().join(name);
    let stamp = home.join("made-of");
    if shell::read_or_empty(&stamp) == made_of {
        return Ok((python, home));
    }
    print::note(&format!("fetching {name} under the target folder, once"));
    let _other = fs::remove_dir_all(&home);
    let mut install = pip(place, &python)?;
    install.args(["install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]);
    install.arg("--no-deps").args(more).arg("--target").arg(&home);
    install.arg("--requirement").arg(place.root.join(requirements));
    shell::run(&mut install)?;
    shell::write(&stamp, &made_of)?;
    Ok((python, home))
}

/// Python's own pip, else the one in Debian's package of wheels, which runs from where it lies.
fn pip(place: &Place, python: &Path) -> Outcome<Command> {
    let mut own = Command::new(python);
    own.args(["-m", "pip"]);
    let has_one = Command::new(python).args(["-m", "pip", "--version"]).output();
    if has_one.is_ok_and(|output| output.status.success()) {
        return Ok(own);
    }
    let missing = "Python has no pip, which is needed to fetch packages (on Debian: apt install python3-pip)";
    let wheel = debian_wheel(place).map_err(|error| format!("{missing}, and Debian's was not had: {error}"))?;
    let mut unpacked = Command::new(python);
    unpacked.arg(wheel.join("pip"));
    Ok(unpacked)
}

fn debian_wheel(place: &Place) -> Outcome<PathBuf> {
    if on_path(&["apt-get"]).is_none() || on_path(&["dpkg-deb"]).is_none() {
        return Err("this is no Debian.".to_owned());
    }
    let home = place.tools().join("pip");
    fs::create_dir_all(&home).map_err(|error| format!("{} cannot be made: {error}.", home.display()))?;
    let download = ["download", "-qq", "-o", "APT::Sandbox::User=root", "python3-pip-whl"];
    shell::run(Command::new("apt-get").current_dir(&home).args(download))?;
    let fetched = ending(&home, ".deb")?;
    shell::run(Command::new("dpkg-deb").arg("-x").arg(&fetched).arg(&home))?;
    let _scratch = fs::remove_file(fetched);
    ending(&home.join("usr/share/python-wheels"), ".whl")
}

/// The one file of a folder whose name ends so; `pip` before others.
fn ending(folder: &Path, end: &str) -> Outcome<PathBuf> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(end));
    files.sort_by_key(|file| !file.to_string_lossy().contains("/pip-"));
    files.into_iter().next().ok_or_else(|| format!("{} holds no *{end}.", folder.display()))
}
