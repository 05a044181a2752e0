//! The real executable as a process of its own: commands with their output, and a server that is
//! waited for, stopped and killed.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::OnceLock,
};

/// The executable: the one named by `GUILDHALL_BIN`, else the one of this checkout, built when it is
/// not up to date.
pub fn executable() -> &'static Path {
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    FOUND.get_or_init(|| {
        if let Some(named) = std::env::var_os("GUILDHALL_BIN") {
            return named.into();
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let built =
            Command::new(cargo).args(["build", "--quiet", "-p", "guildhall"]).current_dir(root).status().unwrap();
        assert!(built.success(), "the executable cannot be built");
        let test = std::env::current_exe().unwrap();
        test.parent().and_then(Path::parent).unwrap().join("guildhall")
    })
}

/// What a command printed and how it ended.
#[derive(Debug, Clone)]
pub struct Output {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Output {
    /// The standard output of a success; anything else fails the test.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// The standard output of a success as JSON.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok()).unwrap()
    }

    /// Asserts a failure with exit code 1 and answers its one sentence.
    #[track_caller]
    pub fn fails(self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        self.err
    }
}

fn command(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(executable());
    command.args(args).arg("--data").arg(data).stdin(Stdio::null());
    // Settings of whoever runs the tests must not decide about them.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUILDHALL_")) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn run(data: &Path, args: &[&str]) -> Output {
    ended(command(data, args).output().unwrap())
}

/// The same with something typed, and with these variables.
pub fn run_told(data: &Path, args: &[&str], typed: &str, variables: &[(&str, &str)]) -> Output {
    let mut command = command(data, args);
    command.envs(variables.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Whoever needs nothing typed may be gone already.
    let _gone = child.stdin.take().unwrap().write_all(typed.as_bytes());
    ended(child.wait_with_output().unwrap())
}

fn ended(output: std::process::Output) -> Output {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Output { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

/// Makes the organization with its owner, Olga, on a new data file, and answers a token of hers.
pub fn found(data: &Path) -> String {
    let password = data.with_extension("password");
    std::fs::write(&password, crate::server::PASSWORD).unwrap();
    let who = ["owner", "create", "--email", "olga@example.com", "--name", "Olga Owner"];
    let what = ["--organization", "Northfold Heating", "--time-zone", "Europe/Berlin", "--password-file"];
    run(data, &[&who[..], &what, &[password.to_str().unwrap()]].concat()).ok();
    let token = run(data, &["token", "create", "--person", "olga@example.com", "--scope", "read,write,admin"]).ok();
    token.split_whitespace().last().unwrap().to_owned()
}

/// A server process. It is killed when it is dropped.
pub struct Process {
    child: Child,
    /// Its address.
    pub url: String,
    /// The token of the first run, when there is no organization yet.
    pub setup: Option<String>,
}

impl Process {
    /// Starts a server on a free port and waits until it says that it is ready.
    pub fn start(data: &Path) -> Process {
        Process::start_with(data, &[])
    }

    /// The same with more flags.
    pub fn start_with(data: &Path, flags: &[&str]) -> Process {
        let args = [&["serve", "--listen", "127.0.0.1:0"], flags].concat();
        Process::launch(command(data, &args))
    }

    /// Starts a server whose writes beyond a file size limit fail instead of ending it, as they do on a
    /// full disk.
    pub fn start_limitable(data: &Path) -> Process {
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"trap "" XFSZ; exec "$0" "$@""#]).arg(executable());
        shell.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).stdin(Stdio::null());
        Process::launch(shell)
    }

    /// The same with whatever else a process is started with: variables, where its log goes.
    pub fn start_as(data: &Path, flags: &[&str], prepare: impl FnOnce(&mut Command)) -> Process {
        let mut command = command(data, &[&["serve", "--listen", "127.0.0.1:0"], flags].concat());
        prepare(&mut command);
        Process::launch(command)
    }

    fn launch(mut command: Command) -> Process {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let ready = lines.next().unwrap_or_else(|| panic!("the server did not start: {:?}", child.wait()));
        let url = ready.strip_prefix("Guildhall is ready at ").unwrap().trim_end_matches('/').to_owned();
        // Only a server on an encrypted connection cannot be asked; those of tests are set up.
        let organized = url.starts_with("https") || !needs_setup(&url);
        let setup = (!organized).then(|| lines.next().unwrap().split_once("/setup#").unwrap().1.to_owned());
        Process { child, url, setup }
    }

    /// Somebody with a token.
    pub fn with_token(&self, token: &str) -> crate::Client {
        crate::Client::nobody(&self.url).with("Authorization", &format!("Bearer {token}"))
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop and waits for its end.
    pub fn stop(mut self) -> ExitStatus {
        self.signal(rustix::process::Signal::TERM);
        self.child.wait().unwrap()
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

fn needs_setup(url: &str) -> bool {
    crate::Client::nobody(url).get("/server").ok()["setup_needed"] == true
}
