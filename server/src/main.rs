//! The executable.

use std::{env, ffi::OsString, os::unix::process::CommandExt, process::Command};

/// Gives memory back that a burst of work needed, and is faster where much is made and thrown away, as in a search.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Memory that is free goes back soon, and none is taken two megabytes at a time: what a small server holds matters more
/// here than the last percent of speed. With what the library would do by itself it holds four times as much. Not at once,
/// though, but after these milliseconds: a large file goes through the same memory over and over, and getting it anew each
/// time made its download take three times as long. With 50 of them an empty server holds 65 MB, with 5 it is 19.
const SETTINGS: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "5"), ("MIMALLOC_ALLOW_THP", "0")];

fn main() -> std::process::ExitCode {
    settle_allocator();
    guildhall::cli::main()
}

/// The allocator reads its settings from the environment before anything of ours runs, so a server begins once more with
/// them: as the same process, and only where nobody set them.
fn settle_allocator() {
    let mut words = env::args_os();
    let name = words.next().unwrap_or_else(|| OsString::from("guildhall"));
    let serves = env::args_os().any(|word| word == "serve");
    if !serves || SETTINGS.iter().any(|(name, _)| env::var_os(name).is_some()) {
        return;
    }
    // Where this cannot be done the server runs all the same, with more memory.
    let _error = Command::new("/proc/self/exe").arg0(name).args(words).envs(SETTINGS).exec();
}
