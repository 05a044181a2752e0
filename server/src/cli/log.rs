//! What the process writes about itself: to standard error, so that standard output stays for answers.

use super::Failure;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts writing at a level: `info`, or a list such as `warn,guildhall=debug`.
pub fn start(level: &str) -> Result<(), Failure> {
    // The HTTP library tells of every worker it starts; nobody needs that.
    let quiet = format!("actix_server=warn,{level}");
    let filter = EnvFilter::try_new(quiet)
        .map_err(|_| Failure::Usage(format!("log is “{level}”; use error, warn, info or debug.")))?;
    let colour = std::io::stderr().is_terminal();
    // A second start in one process, as tests do it, changes nothing.
    let _started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colour)
        .with_target(false)
        .with_writer(std::io::stderr)
        .try_init();
    Ok(())
}
