//! The programs the tests of network folders use: litmus, the public test suite of WebDAV, and rclone. Debian's
//! packages, unpacked under the target folder, which needs no root. Those of calendars are Python's.

use std::path::Path;

use crate::place::Place;
use crate::shell::Outcome;
use crate::{debian, python};

/// What the programs need beside the system's own libraries.
const PACKAGES: [&str; 3] = ["litmus", "libneon27-gnutls", "rclone"];

/// Fetches them all, unless they are there.
pub fn clients(place: &Place) -> Outcome {
    python::calendars(place)?;
    let home = place.tools().join("dav");
    let names = || Ok(PACKAGES.map(str::to_owned).to_vec());
    debian::unpack(&home, "litmus and rclone", names, || works(&home))
}

fn works(home: &Path) -> Outcome {
    for program in ["usr/bin/litmus", "usr/bin/rclone", "usr/libexec/litmus/basic"] {
        if !home.join(program).is_file() {
            return Err(format!("{program} is in none of the packages {}.", PACKAGES.join(", ")));
        }
    }
    Ok(())
}
