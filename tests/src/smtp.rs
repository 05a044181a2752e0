//! A real mail server beside the tests: aiosmtpd, which `cargo xtask` installs under `target/tools`.

use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// How long a mail may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server that keeps what it is given.
pub struct Smtp {
    child: Child,
    /// Where it listens.
    pub port: u16,
    mails: Arc<Mutex<Vec<Mail>>>,
}

/// A mail as it arrived.
#[derive(Debug, Clone)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// Everything, headers first.
    pub data: String,
}

/// The Python of the programs that stand in for others.
pub fn python() -> PathBuf {
    let set = std::env::var_os("GUILDHALL_SMTP_PYTHON").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/smtp/bin/python");
    let python = set.unwrap_or_else(beside);
    assert!(python.exists(), "{} is not there; `cargo xtask mail-server` installs it", python.display());
    python
}

impl Smtp {
    /// One on a free port.
    pub fn start() -> Smtp {
        Smtp::with(0, None)
    }

    /// One that wants `guild` and a password.
    pub fn locked(password: &str) -> Smtp {
        Smtp::with(0, Some(password))
    }

    /// One on a port, such as that of one that was stopped.
    pub fn with(port: u16, password: Option<&str>) -> Smtp {
        Smtp::launch(port, password, &[])
    }

    /// One with a certificate: `tls` from the first byte, or `starttls` and nothing before it.
    pub fn encrypted(how: &str, cert: &Path, key: &Path) -> Smtp {
        Smtp::launch(0, None, &[how, cert.to_str().unwrap(), key.to_str().unwrap()])
    }

    fn launch(port: u16, password: Option<&str>, encrypted: &[&str]) -> Smtp {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/smtp_server.py");
        let mut command = Command::new(python());
        command.arg(script).arg(port.to_string()).arg(password.unwrap_or_default()).args(encrypted);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let kept = mails.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mail: Value = serde_json::from_str(&line).unwrap();
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                kept.lock().unwrap().push(Mail { to: text(&mail["to"][0]), data: text(&mail["data"]) });
            }
        });
        Smtp { child, port: first["port"].as_u64().unwrap().try_into().unwrap(), mails }
    }

    /// Everything that arrived so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    /// Waits until so many arrived, and answers them.
    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Mail> {
        let begun = Instant::now();
        while self.mails().len() < count {
            assert!(begun.elapsed() < PATIENCE, "{} of {count}: {:#?}", self.mails().len(), self.mails());
            std::thread::park_timeout(Duration::from_millis(5));
        }
        self.mails()
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        // It ends when nobody holds its input any more.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

impl Mail {
    /// A header, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.data.replace("\r\n", "\n");
        let head = head.split("\n\n").next().unwrap_or_default().replace("\n ", " ").replace("\n\t", " ");
        let lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    }

    /// All of it without the marks of quoted-printable.
    pub fn text(&self) -> String {
        let joined = self.data.replace("=\r\n", "").replace("=\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let [first, tail @ ..] = rest {
            let hex = tail
                .get(..2)
                .and_then(|hex| std::str::from_utf8(hex).ok())
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            match hex.filter(|_| *first == b'=') {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &tail[2..];
                }
                None => {
                    bytes.push(*first);
                    rest = tail;
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
