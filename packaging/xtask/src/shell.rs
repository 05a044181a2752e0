//! Calling other programs: output goes through, nothing reads the terminal, failures are one
//! sentence.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::place::{Place, on_path};

/// A result whose error is a sentence for the person at the terminal.
pub type Outcome<T = ()> = Result<T, String>;

/// Cargo, in the checkout, building into the one target folder. What cargo said of this program when it started it is
/// taken away: some build scripts look at it, and would build everything again after a build by hand.
pub fn cargo(place: &Place) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(&place.root).env("CARGO_TARGET_DIR", &place.target);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// A program started in the page's folder.
pub fn in_web(place: &Place, program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place.web());
    command
}

/// Runs to the end with the output going through.
pub fn run(command: &mut Command) -> Outcome {
    let name = name_of(command);
    let status =
        command.stdin(Stdio::null()).status().map_err(|error| format!("`{name}` cannot be started: {error}."))?;
    if status.success() { Ok(()) } else { Err(format!("`{name}` ended with {status}.")) }
}

/// Runs to the end and gives what the program printed; its complaints go through.
pub fn output_of(command: &mut Command) -> Outcome<Vec<u8>> {
    let name = name_of(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`{name}` cannot be started: {error}."))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("`{name}` ended with {}.", output.status)) }
}

fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args().take(3))
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The newest major version of Node the page's tools were tried with is open; this is the oldest.
const OLDEST_NODE: u32 = 20;

/// Says what is missing when the page cannot be built here.
pub fn need_node() -> Outcome {
    let ask =
        format!("Node {OLDEST_NODE} or newer with npm is needed to build the page: install it and run this again.");
    if on_path(&["node"]).is_none() || on_path(&["npm"]).is_none() {
        return Err(ask);
    }
    let printed = output_of(Command::new("node").arg("--version"))?;
    let major = String::from_utf8_lossy(&printed)
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|number| number.parse::<u32>().ok());
    if major.is_some_and(|number| number >= OLDEST_NODE) { Ok(()) } else { Err(ask) }
}

/// Says what is missing when the executable cannot be linked here.
pub fn need_c_compiler() -> Outcome {
    if on_path(&["cc", "gcc", "clang"]).is_some() {
        return Ok(());
    }
    Err("a C compiler is needed by two dependencies (on Debian: apt install build-essential).".to_owned())
}

/// Says what is missing when a cargo component is not installed.
pub fn need_component(place: &Place, name: &str) -> Outcome {
    let found = cargo(place).args([name, "--version"]).output().is_ok_and(|output| output.status.success());
    let component = if name == "fmt" { "rustfmt" } else { name };
    if found { Ok(()) } else { Err(format!("run `rustup component add {component}` and try again.")) }
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> Outcome {
    let done = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, bytes));
    done.map_err(|error| format!("{} cannot be written: {error}.", path.display()))
}

/// Reads a file; a missing one is empty.
pub fn read_or_empty(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

/// Waits until nobody else holds this file, and holds it as long as the answer is kept.
pub fn lock(path: &Path) -> Outcome<fs::File> {
    write(path, b"")?;
    let held = fs::File::open(path).and_then(|file| file.lock().map(|()| file));
    held.map_err(|error| format!("{} cannot be locked: {error}.", path.display()))
}
