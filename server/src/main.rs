//! The executable.

/// Gives memory back that a burst of work needed, and is faster where much is made and thrown away, as in a search.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    guildhall::cli::main()
}
