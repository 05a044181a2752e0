//! What the process writes about itself: to standard error, so that standard output stays for answers.

use super::Failure;
use std::{fmt, io::IsTerminal};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    EnvFilter, Layer,
    layer::{Context, SubscriberExt},
    util::SubscriberInitExt,
};

/// Starts writing at a level: `info`, or a list such as `warn,guildhall=debug`.
pub fn start(level: &str) -> Result<(), Failure> {
    // The HTTP library tells of every worker it starts; nobody needs that.
    let quiet = format!("actix_server=warn,{level}");
    let filter = EnvFilter::try_new(quiet)
        .map_err(|_| Failure::Usage(format!("log is “{level}”; use error, warn, info or debug.")))?;
    let colour = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_ansi(colour).with_target(false).with_writer(std::io::stderr);
    // A second start in one process, as tests do it, changes nothing.
    let _started = tracing_subscriber::registry().with(filter).with(Strangers).with(lines).try_init();
    Ok(())
}

/// Leaves out what the HTTP library calls an error and any stranger can bring about at will: a request that is none,
/// a connection that breaks off. Each is answered or ended, and nothing of it is a fault of this server.
struct Strangers;

impl<S: Subscriber> Layer<S> for Strangers {
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        if event.metadata().target() != "actix_http::h1::dispatcher" {
            return true;
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        !message.0.starts_with("stream error: ")
    }
}

/// The words of an event.
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
