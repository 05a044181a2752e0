//! Debian's packages, unpacked under the target folder: no root is needed, and nothing is installed.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::place::on_path;
use crate::print;
use crate::shell::{self, Outcome, output_of};

/// Fetches packages and unpacks them into a folder; `works` looks at it before it is called complete. Nothing is done
/// when it is.
pub fn unpack(
    home: &Path,
    what: &str,
    names: impl FnOnce() -> Outcome<Vec<String>>,
    works: impl FnOnce() -> Outcome,
) -> Outcome {
    if home.join("complete").is_file() {
        return Ok(());
    }
    if on_path(&["apt-get"]).is_none() || on_path(&["dpkg-deb"]).is_none() {
        return Err(format!("{what} is fetched as Debian's packages, and this is no Debian."));
    }
    print::note(&format!("fetching {what} under the target folder, once"));
    let packages = home.join("packages");
    fs::create_dir_all(&packages).map_err(|error| format!("{} cannot be made: {error}.", packages.display()))?;
    let download = ["download", "-qq", "-o", "APT::Sandbox::User=root"];
    shell::run(Command::new("apt-get").current_dir(&packages).args(download).args(names()?))?;
    let files = fs::read_dir(&packages).map_err(|error| format!("{} cannot be read: {error}.", packages.display()))?;
    for file in files.flatten() {
        shell::run(Command::new("dpkg-deb").arg("-x").arg(file.path()).arg(home))?;
    }
    let _scratch = fs::remove_dir_all(&packages);
    works()?;
    shell::write(&home.join("complete"), b"")
}

/// A package and what it depends on, without what is installed. Packages of the same family are always among them.
pub fn with_dependencies(package: &str, family: &str) -> Outcome<Vec<String>> {
    let listed = output_of(Command::new("apt-cache").args([
        "depends",
        "--recurse",
        "--no-recommends",
        "--no-suggests",
        "--no-conflicts",
        "--no-breaks",
        "--no-replaces",
        "--no-enhances",
        package,
    ]))?;
    let listed = String::from_utf8_lossy(&listed);
    let mut names: Vec<String> = listed
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_alphanumeric()))
        .filter(|name| name.starts_with(family) || !installed(name))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

fn installed(name: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${Status}", name])
        .output()
        .is_ok_and(|output| output.stdout.ends_with(b"install ok installed"))
}
