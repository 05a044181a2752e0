//! The programs the tests of network folders use: litmus, the public test suite of WebDAV, and rclone. Debian's
//! packages, unpacked under the target folder, which needs no root. Those of calendars are Python's.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::place::{Place, on_path};
use crate::print;
use crate::python;
use crate::shell::{self, Outcome};

/// What the programs need beside the system's own libraries.
const PACKAGES: [&str; 3] = ["litmus", "libneon27-gnutls", "rclone"];

/// Fetches them all, unless they are there.
pub fn clients(place: &Place) -> Outcome {
    python::calendars(place)?;
    let home = place.tools().join("dav");
    if home.join("complete").is_file() {
        return Ok(());
    }
    if on_path(&["apt-get"]).is_none() || on_path(&["dpkg-deb"]).is_none() {
        return Err("litmus and rclone are fetched as Debian's packages, and this is no Debian.".to_owned());
    }
    print::note("fetching litmus and rclone under the target folder, once");
    let packages = home.join("packages");
    fs::create_dir_all(&packages).map_err(|error| format!("{} cannot be made: {error}.", packages.display()))?;
    let download = ["download", "-qq", "-o", "APT::Sandbox::User=root"];
    shell::run(Command::new("apt-get").current_dir(&packages).args(download).args(PACKAGES))?;
    let files = fs::read_dir(&packages).map_err(|error| format!("{} cannot be read: {error}.", packages.display()))?;
    for file in files.flatten() {
        shell::run(Command::new("dpkg-deb").arg("-x").arg(file.path()).arg(&home))?;
    }
    let _scratch = fs::remove_dir_all(&packages);
    works(&home)?;
    shell::write(&home.join("complete"), b"")
}

fn works(home: &Path) -> Outcome {
    for program in ["usr/bin/litmus", "usr/bin/rclone", "usr/libexec/litmus/basic"] {
        if !home.join(program).is_file() {
            return Err(format!("{program} is in none of the packages {}.", PACKAGES.join(", ")));
        }
    }
    Ok(())
}
