//! The mail servers the tests speak with, and what reads push messages and office documents there: aiosmtpd for mail
//! that leaves, pymap for mailboxes, http_ece and python-docx, in a Python environment of their own under the target
//! folder.
//!
//! Debian's dovecot would have been the first choice for mailboxes, but it only runs where it is installed: unpacked
//! elsewhere its `imap-login` ends with `opendir(/usr/lib/dovecot/modules) failed`, a path no setting changes.

use std::process::Command;

use crate::place::{Place, on_path};
use crate::print;
use crate::shell::{self, Outcome};

/// The versions the tests were written with.
const PACKAGES: [&str; 4] = ["aiosmtpd==1.4.6", "http-ece==1.2.1", "pymap==0.36.7", "python-docx==1.2.0"];

/// Installs it, unless it is there.
pub fn server(place: &Place) -> Outcome {
    let home = place.tools().join("smtp");
    let python = home.join("bin/python");
    let works = || {
        let tried = Command::new(&python).args(["-c", "import aiosmtpd, docx, http_ece, pymap"]).output();
        tried.is_ok_and(|done| done.status.success())
    };
    if works() {
        return Ok(());
    }
    let ask = "Python 3 with venv is needed by the tests of mail (on Debian: apt install python3-venv).";
    let system = on_path(&["python3"]).ok_or(ask)?;
    print::note("installing mail servers for the tests");
    shell::run(Command::new(system).args(["-m", "venv"]).arg(&home)).map_err(|_| ask.to_owned())?;
    shell::run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    if works() { Ok(()) } else { Err("the mail servers for the tests do not start.".to_owned()) }
}
