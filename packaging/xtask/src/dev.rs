//! `cargo xtask dev`: Vite with hot reload in front of a development server. Either ending ends both.

use std::process::{Child, Command};
use std::sync::mpsc;
use std::time::Duration;

use crate::page;
use crate::place::Place;
use crate::print;
use crate::shell::{self, Outcome, cargo, in_web};

/// How often the two are looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Starts both and waits. Ctrl C reaches both by itself, being in the same foreground group.
pub fn run(place: &Place, args: &[String]) -> Outcome {
    shell::need_c_compiler()?;
    page::packages(place)?;
    shell::run(cargo(place).args(["build", "--package", "guildhall"]))?;

    let listen = "127.0.0.1:8080";
    let mut server = Command::new(place.executable("debug"));
    if args.is_empty() {
        server.args(["serve", "--data"]).arg(place.target.join("dev.redb")).args(["--listen", listen]);
    } else {
        server.args(args);
    }
    let mut server = server.spawn().map_err(|error| format!("the server cannot be started: {error}."))?;
    print::note("the page with hot reload is at the address Vite prints; the data is dev.redb in the target folder");

    // Vite itself, not npm: npm would leave it behind when it is told to end.
    let vite = in_web(place, "node")
        .arg("node_modules/vite/bin/vite.js")
        .env("GUILDHALL_URL", format!("http://{listen}"))
        .spawn();
    let outcome = match vite {
        Ok(mut vite) => {
            first_to_end(&mut server, &mut vite);
            end(&mut vite);
            Ok(())
        }
        Err(error) => Err(format!("Vite cannot be started: {error}.")),
    };
    end(&mut server);
    outcome
}

fn first_to_end(one: &mut Child, other: &mut Child) {
    // A channel nobody sends on is a clock that needs no sleeping.
    let (_keep, clock) = mpsc::channel::<()>();
    while matches!((one.try_wait(), other.try_wait()), (Ok(None), Ok(None))) {
        let _tick = clock.recv_timeout(LOOK);
    }
}

/// Asks a child to stop, as a person would, and waits for it.
fn end(child: &mut Child) {
    if matches!(child.try_wait(), Ok(None)) {
        let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _killed = child.kill();
        }
    }
    let _ended = child.wait();
}
