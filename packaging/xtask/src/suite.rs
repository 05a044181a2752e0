//! Runs the test programs cargo has built, some at a time: many of them wait for servers, clocks and other programs, and
//! leave a core idle meanwhile. What one prints is shown when it ends, so that no two are mixed.

use std::cmp::Reverse;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::place::Place;
use crate::shell::{self, Outcome, cargo};

/// Test programs at a time.
const AT_ONCE: usize = 2;
/// Those that take longest begin first, so that none of them ends alone.
const LONGEST: [&str; 3] = ["proof", "questions", "rights"];

/// One test program, and the folder of its package, in which it runs.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    path: PathBuf,
    folder: PathBuf,
}

/// Builds the tests of all packages and runs them with these settings of the environment.
pub fn run(place: &Place, settings: &[(&str, OsString)]) -> Outcome {
    let listed = shell::output_of(cargo(place).args([
        "test",
        "--workspace",
        "--no-run",
        "--quiet",
        "--message-format=json-render-diagnostics",
    ]))?;
    let mut programs: Vec<Program> = String::from_utf8_lossy(&listed).lines().filter_map(program).collect();
    if programs.is_empty() {
        return Err("cargo names no test programs.".to_owned());
    }
    // The last one is taken first.
    programs.sort_by_key(|program| (LONGEST.contains(&name(&program.path)), Reverse(program.path.clone())));
    let left = Mutex::new(programs);
    let failed: Vec<String> = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(|| lane(&left, settings))).collect();
        lanes.into_iter().flat_map(|lane| lane.join().unwrap_or_else(|_| vec!["xtask itself".to_owned()])).collect()
    });
    if failed.is_empty() { Ok(()) } else { Err(format!("not green: {}.", failed.join(", "))) }
}

/// Runs one after the other until none is left, and names those that failed.
fn lane(left: &Mutex<Vec<Program>>, settings: &[(&str, OsString)]) -> Vec<String> {
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let failed = |program: Program| one(&program, settings).err().map(|why| format!("{} ({why})", name(&program.path)));
    std::iter::from_fn(next).filter_map(failed).collect()
}

/// The test program a line of cargo tells of.
fn program(line: &str) -> Option<Program> {
    let of = |name: &str| {
        let (_, rest) = line.split_once(&format!("\"{name}\":\""))?;
        rest.split_once('"').map(|(value, _)| PathBuf::from(value))
    };
    // What is built for tests says so of its profile; its target says only that it could be.
    let (_, profile) = line.split_once("\"profile\":{")?;
    if !profile.split_once('}')?.0.contains("\"test\":true") {
        return None;
    }
    let folder = of("manifest_path")?.parent()?.to_path_buf();
    of("executable").map(|path| Program { path, folder })
}

/// The name of the tests, without the hash that cargo adds.
fn name(path: &Path) -> &str {
    let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    file.rsplit_once('-').map_or(file, |(name, _)| name)
}

fn one(program: &Program, settings: &[(&str, OsString)]) -> Outcome {
    let begun = Instant::now();
    // Where one never ends, this is the only word of it.
    println!("-- {} begins", name(&program.path));
    let mut command = Command::new(&program.path);
    command.current_dir(&program.folder).envs(settings.iter().cloned()).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("it cannot be started: {error}"))?;
    show(&program.path, &[&output.stdout, &output.stderr], begun.elapsed());
    if output.status.success() { Ok(()) } else { Err(output.status.to_string()) }
}

fn show(path: &Path, printed: &[&[u8]], took: Duration) {
    let words: String = printed.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    println!("\n-- {} ({:.1} s)\n{}", name(path), took.as_secs_f64(), words.trim());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_cargo_names_a_test_program_and_its_folder() {
        let line = r#"{"reason":"compiler-artifact","manifest_path":"/a/tests/Cargo.toml","target":{"kind":["test"],"test":true},"profile":{"opt_level":"0","test":true},"executable":"/t/debug/deps/proof-0f1"}"#;
        let found = program(line).unwrap();
        assert_eq!(found, Program { path: "/t/debug/deps/proof-0f1".into(), folder: "/a/tests".into() });
        assert_eq!(name(&found.path), "proof");
        assert_eq!(program(&line.replace("\"test\":true", "\"test\":false")), None);
        assert_eq!(program(r#"{"reason":"build-finished","success":true}"#), None);
    }
}
