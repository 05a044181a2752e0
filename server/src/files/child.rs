//! A process of its own that reads what people bring (`guildhall extract`): given bytes, listened to, and ended when it
//! takes too long. What it says is for whoever asked to understand.

use guildhall_extract::child::ENVIRONMENT;
use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    time::{Duration, Instant},
};

/// How often it is looked whether nobody waits any more.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How a child ended.
#[derive(Debug)]
pub enum Outcome {
    /// It said this much, or nothing.
    Said(Vec<u8>),
    /// It was ended, because it took too long.
    TooLong,
    /// It was ended, because nobody waits any more.
    Unwanted,
}

/// What is to be read, and for how long.
pub struct Order<'o> {
    /// The executable.
    pub program: &'o Path,
    /// What it is asked to read.
    pub word: &'o str,
    /// Longest answer, in bytes.
    pub most: u64,
    /// How long it may take.
    pub patience: Duration,
}

/// This very executable, also when another one was installed over it meanwhile.
pub fn own_program() -> PathBuf {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() { running } else { std::env::current_exe().unwrap_or_default() }
}

/// Runs a child; `feed` hands it the bytes. An error is only that it cannot be run.
pub fn run(
    order: &Order<'_>,
    feed: impl FnOnce(ChildStdin) + Send,
    unwanted: impl Fn() -> bool,
) -> io::Result<Outcome> {
    let mut child = command(order.program, order.word).spawn()?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let begun = Instant::now();
    let (send, receive) = channel();
    let outcome = std::thread::scope(|scope| {
        scope.spawn(move || input.map(feed));
        scope.spawn(move || drop(send.send(listen(output, order.most))));
        let outcome = loop {
            match receive.recv_timeout(LOOK_EVERY) {
                Ok(output) => break Outcome::Said(output),
                Err(RecvTimeoutError::Disconnected) => break Outcome::Said(Vec::new()),
                Err(RecvTimeoutError::Timeout) if unwanted() => break Outcome::Unwanted,
                Err(RecvTimeoutError::Timeout) if begun.elapsed() >= order.patience => break Outcome::TooLong,
                Err(RecvTimeoutError::Timeout) => {}
            }
        };
        // Ends both threads too: their pipes close.
        let _ended = child.kill();
        outcome
    });
    child.wait()?;
    Ok(outcome)
}

/// What starts a child that reads `word`.
pub fn command(program: &Path, word: &str) -> Command {
    let mut command = Command::new(program);
    command.args(["extract", word]).env_clear().envs([ENVIRONMENT]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn listen(output: Option<ChildStdout>, most: u64) -> Vec<u8> {
    let mut answer = Vec::new();
    if let Some(output) = output {
        let _cut = output.take(most).read_to_end(&mut answer);
    }
    answer
}
