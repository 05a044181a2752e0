//! The executable.

fn main() -> std::process::ExitCode {
    guildhall::cli::main()
}
