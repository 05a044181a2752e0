//! The checks that need a browser, and finding one.
//!
//! In this order: what `CHROMIUM` names, one that is installed, Debian's package unpacked under the
//! target folder (no root needed), and a build from npm for systems that are not Debian's.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian;
use crate::place::{Place, on_path};
use crate::print;
use crate::shell::{self, Outcome, in_web, output_of};

/// The npm package of the last resort, kept out of the page's own packages because it is 60 MB.
const NPM_CHROMIUM: &str = "@sparticuz/chromium@147";

/// The flows of web/tests against the real executable.
pub fn tests(place: &Place) -> Outcome {
    let mut command = in_web(place, "node");
    // One file at a time left more than a third of two cores idle, and two a sixth.
    command.args(["--test", "--test-concurrency=3", "--test-reporter=spec"]).args(specs(place)?);
    shell::run(with_browser(place, &mut command, executable(place))?)
}

/// Named one by one, because versions of Node disagree on what a folder means here.
fn specs(place: &Place) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in ["tests", "tests/flows"].map(|folder| place.web().join(folder)) {
        let entries =
            fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    files.retain(|path| path.to_string_lossy().ends_with(".spec.mjs"));
    files.sort();
    if files.is_empty() { Err("web/tests holds no *.spec.mjs.".to_owned()) } else { Ok(files) }
}

/// Pictures and accessibility of every route, in target/screens.
pub fn screens(place: &Place, routes: &[String]) -> Outcome {
    let mut command = in_web(place, "node");
    command.arg("tests/screens.mjs").args(routes).env("GUILDHALL_SCREENS", place.target.join("screens"));
    shell::run(with_browser(place, &mut command, executable(place))?)
}

fn executable(place: &Place) -> PathBuf {
    std::env::var_os("GUILDHALL_BIN").map_or_else(|| place.executable("debug"), PathBuf::from)
}

/// Tells a command which executable to start and where the browser is.
pub fn with_browser<'c>(place: &Place, command: &'c mut Command, bin: PathBuf) -> Outcome<&'c mut Command> {
    if !bin.is_file() {
        return Err("the executable is not built yet; run `cargo build` first.".to_owned());
    }
    let found = find(place)?;
    command.env("CHROMIUM", found.program).env("GUILDHALL_BIN", bin);
    if let Some(libraries) = found.libraries {
        command.env("CHROMIUM_LIBRARIES", libraries);
    }
    Ok(command)
}

struct Browser {
    program: PathBuf,
    /// Where its shared libraries were unpacked to, when they are not the system's: folders as LD_LIBRARY_PATH has them.
    libraries: Option<OsString>,
}

fn find(place: &Place) -> Outcome<Browser> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(Browser { program: named.into(), libraries: None });
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    if let Some(program) = on_path(&names) {
        return Ok(Browser { program, libraries: None });
    }
    debian(place).or_else(|first| {
        npm(place).map_err(|second| {
            format!("no Chromium was found or could be fetched ({first} {second}) Install one or set CHROMIUM.")
        })
    })
}

/// Debian's package, with those of its dependencies that are not installed.
fn debian(place: &Place) -> Outcome<Browser> {
    let home = place.tools().join("chromium");
    let names = || debian::with_dependencies("chromium", "chromium");
    debian::unpack(&home, "Debian's chromium", names, || Ok(()))?;
    Ok(Browser { program: home.join("usr/lib/chromium/chromium"), libraries: library_folders(&home) })
}

/// Where the unpacked libraries are, as LD_LIBRARY_PATH wants it: the two folders of the architecture, and the
/// folders in them, because some libraries keep parts of themselves in one and name it by its installed path.
fn library_folders(home: &Path) -> Option<OsString> {
    let of_architecture = |folder: &PathBuf| folder.to_string_lossy().ends_with("-linux-gnu");
    let mut folders: Vec<PathBuf> =
        ["usr/lib", "lib"].iter().flat_map(|lib| entries(&home.join(lib))).filter(of_architecture).collect();
    let inner: Vec<PathBuf> = folders.iter().flat_map(|folder| entries(folder)).filter(|path| path.is_dir()).collect();
    folders.extend(inner.into_iter().filter(|folder| entries(folder).iter().any(|file| is_library(file))));
    let joined = std::env::join_paths(folders).ok()?;
    (!joined.is_empty()).then_some(joined)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries
}

fn is_library(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().contains(".so"))
}

/// The npm build unpacks itself and prints where to.
fn npm(place: &Place) -> Outcome<Browser> {
    let home = place.tools().join("npm-chromium");
    print::note("fetching a Chromium from npm under the target folder, once");
    fs::create_dir_all(&home).map_err(|error| format!("{} cannot be made: {error}.", home.display()))?;
    shell::run(
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
            .arg(&home)
            .arg(NPM_CHROMIUM),
    )?;
    let script = "import chromium from '@sparticuz/chromium'; console.log(await chromium.executablePath())";
    let printed = output_of(Command::new("node").current_dir(&home).env("TMPDIR", &home).args([
        "--input-type=module",
        "--eval",
        script,
    ]))?;
    Ok(Browser { program: PathBuf::from(String::from_utf8_lossy(&printed).trim()), libraries: None })
}
