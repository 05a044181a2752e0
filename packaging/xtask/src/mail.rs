//! The mail servers the tests speak with, and what reads push messages and office documents there: aiosmtpd for mail
//! that leaves, pymap for mailboxes, http_ece and python-docx, in a Python environment of their own under the target
//! folder; and Debian's dovecot beside them.

use std::process::Command;

use crate::debian;
use crate::place::{Place, on_path};
use crate::print;
use crate::shell::{self, Outcome};

/// The versions the tests were written with.
const PACKAGES: [&str; 4] = ["aiosmtpd==1.4.6", "http-ece==1.2.1", "pymap==0.36.7", "python-docx==1.2.0"];

/// Installs them, unless they are there.
pub fn server(place: &Place) -> Outcome {
    python(place)?;
    dovecot(place)
}

/// It is started by the tests (`tests/src/dovecot.rs`).
fn dovecot(place: &Place) -> Outcome {
    let home = place.tools().join("dovecot");
    let names = || debian::with_dependencies("dovecot-imapd", "dovecot");
    let program = home.join("usr/sbin/dovecot");
    let works = || if program.is_file() { Ok(()) } else { Err("dovecot-core holds no dovecot.".to_owned()) };
    debian::unpack(&home, "dovecot", names, works)
}

fn python(place: &Place) -> Outcome {
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
