//! `cargo xtask test`: the one list of every check. CI runs just this.

use std::fs;

use crate::place::{Place, on_path};
use crate::shell::{self, Outcome, cargo, in_web};
use crate::steps::{self, Step};
use crate::{browser, dav, installed, mail, page, print, python, suite};

/// The committed description of the API; the page's types are made from it.
pub const OPENAPI: &str = "web/openapi.json";
/// The committed types of the page.
const SCHEMA: &str = "web/src/api/schema.ts";
/// The version the configuration in deny.toml was written for.
const CARGO_DENY: &str = "cargo-deny@0.20.2";
/// Names the folder with documents, mails and exports of other programs.
const SAMPLES: &str = "GUILDHALL_SAMPLES";

/// Cheap checks first; `needs` only name steps further up.
pub const STEPS: &[Step] = &[
    Step { name: "format", needs: &[], long: false, run: format },
    Step { name: "packages", needs: &[], long: false, run: page::packages },
    Step { name: "page", needs: &["packages"], long: false, run: page::build },
    Step { name: "page-size", needs: &["page"], long: false, run: page_size },
    Step { name: "page-types", needs: &["packages"], long: false, run: |place| npm(place, "check") },
    Step { name: "page-lint", needs: &["packages"], long: false, run: |place| npm(place, "lint") },
    Step { name: "page-tests", needs: &["packages"], long: false, run: |place| npm(place, "test") },
    Step { name: "build", needs: &["page"], long: false, run: build },
    Step { name: "openapi", needs: &["build"], long: false, run: openapi_fresh },
    Step { name: "schema", needs: &["openapi", "packages"], long: false, run: schema_fresh },
    Step { name: "tests", needs: &["build"], long: false, run: |place| tests(place, false) },
    Step { name: "api-fuzz", needs: &["build"], long: false, run: python::api_fuzz },
    Step { name: "browser", needs: &["build"], long: false, run: browser::tests },
    Step { name: "screens", needs: &["build"], long: false, run: |place| browser::screens(place, &[]) },
    Step { name: "lint", needs: &["page"], long: false, run: lint },
    Step { name: "deny", needs: &[], long: false, run: |place| deny(place, &["bans", "licenses", "sources"]) },
    Step { name: "long-tests", needs: &["build"], long: true, run: |place| tests(place, true) },
    Step { name: "long-api-fuzz", needs: &["build"], long: true, run: python::api_fuzz_long },
    Step { name: "power-loss", needs: &["build"], long: true, run: power_loss },
    Step { name: "dist", needs: &["page"], long: true, run: installed::serves_the_page },
    Step { name: "advisories", needs: &[], long: true, run: |place| deny(place, &["advisories"]) },
];

/// Reads the arguments and runs what they ask for.
pub fn run(place: &Place, args: Vec<String>) -> Outcome {
    let (mut only, mut naming, mut long) = (Vec::new(), false, false);
    for arg in args {
        match arg.as_str() {
            "--list" => {
                STEPS.iter().for_each(|step| println!("{}", step.name));
                return Ok(());
            }
            "--long" => long = true,
            "--only" => naming = true,
            name if naming && !name.starts_with('-') => only.push(name.to_owned()),
            other => return Err(format!("test does not know {other}; see `cargo xtask help`.")),
        }
    }
    if naming && only.is_empty() {
        return Err("--only wants at least one name; `--list` shows them.".to_owned());
    }
    steps::run_all(place, &steps::choose(STEPS, &only, long)?)
}

fn format(place: &Place) -> Outcome {
    shell::need_component(place, "fmt")?;
    shell::run(cargo(place).args(["fmt", "--all", "--check"]))
}

fn lint(place: &Place) -> Outcome {
    shell::need_component(place, "clippy")?;
    shell::run(cargo(place).args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
}

/// Everything in the one development profile, so that the tests and the executable they start share
/// every compiled crate.
fn build(place: &Place) -> Outcome {
    shell::need_c_compiler()?;
    std::thread::scope(|scope| {
        // Fetching waits for the network and building for the cores. What fails here is tried again, and told, by the
        // step that cannot do without it.
        scope.spawn(|| tools(place));
        shell::run(cargo(place).args(["build", "--workspace", "--all-targets"]))
    })
}

/// What the tests use of other projects.
fn tools(place: &Place) -> Outcome {
    mail::server(place)?;
    dav::clients(place)
}

fn tests(place: &Place, long: bool) -> Outcome {
    tools(place)?;
    let mut settings = vec![("GUILDHALL_BIN", place.executable("debug").into_os_string())];
    if let Some(folder) = std::env::var_os(SAMPLES) {
        // The tests run in a folder of their own, so it is named from the root.
        let folder = fs::canonicalize(&folder)
            .map_err(|error| format!("{SAMPLES} names {}, which cannot be read: {error}.", folder.display()))?;
        settings.push((SAMPLES, folder.into_os_string()));
    }
    if long {
        settings.push(("GUILDHALL_LONG", "1".into()));
    }
    suite::run(place, &settings)
}

/// What the summary says of documents, mails and exports of other programs, which no checkout holds.
pub fn samples() -> String {
    match std::env::var_os(SAMPLES) {
        Some(folder) => format!("samples of other programs: those in {}", folder.display()),
        None => format!("samples of other programs: not tried, because {SAMPLES} names no folder"),
    }
}

/// A million images of a disk that lost its power; the ordinary tests make twenty thousand.
fn power_loss(place: &Place) -> Outcome {
    let mut test = cargo(place);
    test.args(["test", "-p", "guildhall-tests", "--test", "proof", "any_moment_of_any_command", "--", "--nocapture"]);
    shell::run(test.env("GUILDHALL_IMAGES", "1000000"))
}

fn npm(place: &Place, script: &str) -> Outcome {
    shell::run(in_web(place, "npm").args(["run", "--silent", script]))
}

fn page_size(place: &Place) -> Outcome {
    shell::run(in_web(place, "node").arg("scripts/size.mjs").arg(place.built_page()))
}

/// What the development executable says its API is.
pub fn openapi(place: &Place) -> Outcome<Vec<u8>> {
    shell::output_of(std::process::Command::new(place.executable("debug")).arg("openapi"))
}

fn openapi_fresh(place: &Place) -> Outcome {
    if shell::read_or_empty(&place.root.join(OPENAPI)) == openapi(place)? {
        return Ok(());
    }
    Err(format!("{OPENAPI} is not what the server answers; run `cargo xtask golden` and commit it."))
}

/// Makes the types once more and compares. The committed file is put back, so that a check never
/// changes the checkout.
fn schema_fresh(place: &Place) -> Outcome {
    let schema = place.root.join(SCHEMA);
    let committed = shell::read_or_empty(&schema);
    let made = npm(place, "types").map(|()| shell::read_or_empty(&schema));
    if committed.is_empty() {
        let _gone = fs::remove_file(&schema);
    } else {
        shell::write(&schema, &committed)?;
    }
    if made? == committed {
        return Ok(());
    }
    Err(format!("{SCHEMA} does not fit {OPENAPI}; run `cargo xtask golden` and commit it."))
}

/// cargo-deny is no part of a Rust installation: the one on PATH, else one built into the tools
/// folder, unoptimised because it runs for a second and would compile for minutes.
fn deny(place: &Place, what: &[&str]) -> Outcome {
    let own = place.tools().join("bin/cargo-deny");
    let program = match on_path(&["cargo-deny"]) {
        Some(found) => found,
        None if own.is_file() => own,
        None => {
            print::note("installing cargo-deny under the target folder, once");
            let mut install = cargo(place);
            install.args(["install", "--quiet", "--locked", "--debug", "--root"]);
            install.arg(place.tools()).arg(CARGO_DENY).env("CARGO_PROFILE_DEV_DEBUG", "false");
            install.env("CARGO_TARGET_DIR", place.tools().join("build"));
            shell::run(&mut install)?;
            let _scratch = fs::remove_dir_all(place.tools().join("build"));
            own
        }
    };
    let mut check = std::process::Command::new(program);
    check.current_dir(&place.root).args(["--workspace", "check", "--hide-inclusion-graph"]).args(what);
    shell::run(&mut check)
}
