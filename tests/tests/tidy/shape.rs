//! The shape of files: how long they are and how they begin.

use crate::files::{self, File};
use crate::report;

/// The most lines of any file, of a Rust file, of a file of the page.
const ANY: usize = 600;
const RUST: usize = 400;
const PAGE: usize = 300;

/// Long by their nature: generated, or data that is read by programs.
const LONG: [&str; 5] =
    ["Cargo.lock", "web/package-lock.json", "web/src/api/schema.ts", "web/openapi.json", "LICENSE-APACHE"];
const LONG_FOLDERS: [&str; 2] = ["tests/golden/", "tests/fixtures/"];

fn most(file: &File) -> usize {
    if file.is_rust() {
        RUST
    } else if file.is(&[".svelte", ".ts", ".mjs", ".css"]) {
        PAGE
    } else {
        ANY
    }
}

#[test]
fn no_file_is_long() {
    let exempt = |file: &File| {
        LONG.contains(&file.path.as_str()) || LONG_FOLDERS.iter().any(|folder| file.path.starts_with(folder))
    };
    let long = files::all()
        .iter()
        .filter(|file| !exempt(file))
        .map(|file| (file, file.text.lines().count(), most(file)))
        .filter(|(_, lines, most)| lines > most)
        .map(|(file, lines, most)| format!("{}: {lines} lines, {most} at most", file.path))
        .collect();
    report("files longer than a reader can hold; split them by capability", long);
}

#[test]
fn every_module_says_what_it_is() {
    let silent = files::rust("")
        .filter(|file| !file.text.trim_start_matches('\u{feff}').starts_with("//! "))
        .map(|file| file.path.clone())
        .collect();
    report("modules that do not open with //!", silent);
}

#[test]
fn xtask_needs_the_standard_library_only() {
    let manifest = files::all().iter().find(|file| file.path == "packaging/xtask/Cargo.toml").unwrap();
    let found = manifest.lines().filter(|(_, line)| line.contains("dependencies]")).map(|(n, _)| format!("line {n}"));
    report("dependencies of xtask", found.collect());
}
