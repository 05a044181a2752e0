//! Real servers of mailboxes beside the tests: pymap and dovecot, which `cargo xtask mail-server` puts under `target/tools`.

use crate::{dovecot, smtp};
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Who signs in, and with what.
pub const USER: &str = "guild";
/// See [`USER`].
pub const PASSWORD: &str = "pea\"nut \\ butter";

/// Which server.
#[derive(Clone, Copy)]
pub enum Program {
    /// Python's.
    Pymap,
    /// Debian's.
    Dovecot,
}

/// A server with one mailbox.
pub struct Mailbox {
    child: Child,
    /// Of dovecot.
    home: Option<TempDir>,
    /// Where it listens.
    pub port: u16,
    encrypted: bool,
}

impl Mailbox {
    /// One on a free port. With a certificate and its key nobody signs in before the connection is encrypted.
    pub fn start(program: Program, tls: Option<(&Path, &Path)>) -> Mailbox {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (child, home) = match program {
            Program::Dovecot => {
                let (child, home) = dovecot::start(port, tls);
                (child, Some(home))
            }
            Program::Pymap => (pymap(port, tls), None),
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "the server of mailboxes does not start");
            std::thread::park_timeout(Duration::from_millis(10));
        }
        Mailbox { child, home, port, encrypted: tls.is_some() }
    }

    /// Does something in the mailbox with the client of Python: `m` is signed in. Answers what it prints.
    pub fn run(&self, script: &str, input: &str) -> String {
        let encrypt = "import ssl\nm.starttls(ssl_context=ssl._create_unverified_context())\n";
        let begin = format!(
            "import imaplib, sys\nm = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))\n{}\
             m.login(sys.argv[2], sys.argv[3])\n",
            if self.encrypted { encrypt } else { "" }
        );
        let mut child = Command::new(smtp::python())
            .args(["-c", &format!("{begin}{script}\nm.logout()"), &self.port.to_string(), USER])
            .arg(PASSWORD)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{script}");
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    /// Puts a mail into the inbox, with flags such as `\\Seen`.
    pub fn put(&self, mail: &str, flags: &str) {
        let mail = mail.replace('\n', "\r\n");
        self.run(&format!("m.append('INBOX', {flags:?}, None, sys.stdin.buffer.read())"), &mail);
    }

    /// How many mails of the inbox nobody has seen.
    pub fn unseen(&self) -> usize {
        self.run("m.select('INBOX', readonly=True)\nprint(len(m.uid('search', 'UNSEEN')[1][0].split()))", "")
            .parse()
            .unwrap()
    }
}

fn pymap(port: u16, tls: Option<(&Path, &Path)>) -> Child {
    let mut command = Command::new(smtp::python());
    command.args(["-c", "from pymap.main import main; main()", "--host", "127.0.0.1", "--port", &port.to_string()]);
    match tls {
        Some((cert, key)) => command.arg("--cert").arg(cert).arg("--key").arg(key),
        None => command.arg("--no-tls"),
    };
    command.args(["dict", "--demo-user", USER, "--demo-password", PASSWORD]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// What encrypts connections to another port from the first byte, as the mailboxes of most offices want it.
pub struct Wrapper {
    child: Child,
    /// Where it listens.
    pub port: u16,
}

const WRAP: &str = "
import asyncio, ssl, sys
async def pipe(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()
async def serve():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    async def one(reader, writer):
        inner = await asyncio.open_connection('127.0.0.1', int(sys.argv[1]))
        await asyncio.gather(pipe(reader, inner[1]), pipe(inner[0], writer), return_exceptions=True)
    server = await asyncio.start_server(one, '127.0.0.1', 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(serve())
";

impl Wrapper {
    /// One around a port.
    pub fn start(port: u16, cert: &Path, key: &Path) -> Wrapper {
        let mut command = Command::new(smtp::python());
        command.args(["-c", WRAP, &port.to_string()]).arg(cert).arg(key);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Wrapper { child, port: line.trim().parse().unwrap() }
    }
}

impl Drop for Wrapper {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        match &self.home {
            Some(_) => dovecot::end(&self.child),
            None => drop(self.child.kill()),
        }
        let _ = self.child.wait();
    }
}
