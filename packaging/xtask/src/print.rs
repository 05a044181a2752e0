//! What xtask says to the person at the terminal, apart from the output of the tools it calls.

use std::time::Duration;

/// Tells what is about to happen, so a long silence has a name.
pub fn note(text: &str) {
    eprintln!("xtask: {text}");
}

/// Opens a step of `test`.
pub fn step(name: &str) {
    println!("\n== {name}");
}

/// Closes a step of `test`.
pub fn ended(name: &str, result: &Result<(), String>, took: Duration) {
    let seconds = took.as_secs_f64();
    match result {
        Ok(()) => println!("ok      {name}  {seconds:.1} s"),
        Err(why) => println!("FAILED  {name}  {seconds:.1} s: {why}"),
    }
}

/// The list of commands.
pub fn help() {
    println!(
        "\
cargo xtask run [ARGS]        build the page and the release executable, and serve guildhall.redb here;
                              with ARGS the executable is called with those instead
cargo xtask test              every check there is; what CI runs
          --only NAME…        these checks and what they stand on
          --long              adds the long runs and the look for known vulnerabilities
          --list              the names of the checks
cargo xtask dev [ARGS]        the page with hot reload in front of a development server
cargo xtask bench [ARGS]      measures, and prints a limit measured in the same run beside each figure
          --quick             smaller sizes and shorter runs
          --only page         what a person at a browser waits for
cargo xtask screens [ROUTE…]  pictures of every route, light and dark, desktop and phone, in target/screens
cargo xtask golden            writes the committed generated files anew
cargo xtask dist              the executable to install, with the page inside, as <target>/release/guildhall
cargo xtask deb               the same as a package for Debian: <target>/guildhall_VERSION_ARCH.deb"
    );
}
