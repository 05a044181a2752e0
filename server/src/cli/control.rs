//! The control socket `<data>.sock`: how commands reach the server that holds the file. Only the user
//! the server runs as can open it (0600). One JSON line asks, JSON lines answer: steps, then the end.

use super::{
    Failure,
    requests::{self, Request},
};
use crate::{App, Error, config::Config, error::Code, jobs::Step};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    os::{
        fd::AsRawFd,
        unix::{
            fs::PermissionsExt,
            net::{UnixListener, UnixStream},
        },
    },
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// Longest request line.
const LONGEST: u64 = 1 << 20;
/// A request comes at once, or not at all.
const ASK_WITHIN: Duration = Duration::from_secs(10);
/// How long a stop waits for commands under way.
const PATIENCE: Duration = Duration::from_secs(10);

/// Longest attachment.
const LARGEST: u64 = 64 << 20;

/// What is asked: a line, and behind it so many bytes.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    request: Request,
    attached: u64,
}

/// A line of an answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// How far it is.
    Step(Step),
    /// It is done.
    Done(Value),
    /// It was refused, with a sentence.
    Refused(String),
}

/// The socket of a data file.
pub fn path(config: &Config) -> PathBuf {
    config.beside(".sock")
}

/// The name by which the system takes a socket: at most 107 bytes, so a long path goes by its folder.
fn short(path: &Path) -> std::io::Result<(PathBuf, Option<File>)> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok((path.into(), None)) };
    if path.as_os_str().len() <= 100 {
        return Ok((path.into(), None));
    }
    let folder = File::open(folder)?;
    let by_number = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd())).join(name);
    Ok((by_number, Some(folder)))
}

/// An open socket that is not answered yet.
pub struct Listener {
    path: PathBuf,
    socket: UnixListener,
}

impl Listener {
    /// Opens the socket. The caller holds the data file, so a socket that is there already is a dead one.
    pub fn open(app: &App) -> Result<Listener, Failure> {
        let path = path(app.config());
        let open = || {
            let _stale = std::fs::remove_file(&path);
            let (name, _folder) = short(&path)?;
            let socket = UnixListener::bind(name)?;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
            Ok(socket)
        };
        let socket = open().map_err(|error: std::io::Error| {
            Failure::Failed(format!("The control socket {} cannot be opened: {error}.", path.display()))
        })?;
        Ok(Listener { path, socket })
    }

    /// Answers from now on.
    pub fn serve(self, app: &App) -> std::io::Result<Server> {
        let stopping = Arc::new(AtomicBool::new(false));
        let busy = Arc::new(AtomicUsize::new(0));
        let (app, path) = (app.clone(), self.path.clone());
        let (stop, count) = (Arc::clone(&stopping), Arc::clone(&busy));
        let thread = std::thread::Builder::new()
            .name("control".into())
            .spawn(move || accept(&app, &self.socket, &stop, &count))?;
        Ok(Server { path, stopping, busy, thread })
    }
}

/// A socket that is answered.
pub struct Server {
    path: PathBuf,
    stopping: Arc<AtomicBool>,
    busy: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

impl Server {
    /// Takes no more requests and waits a while for those under way.
    pub fn stop(self) {
        self.stopping.store(true, Ordering::Release);
        if short(&self.path).and_then(|(name, _folder)| UnixStream::connect(name)).is_ok() {
            let _ended = self.thread.join();
        }
        let _gone = std::fs::remove_file(&self.path);
        let begun = Instant::now();
        while self.busy.load(Ordering::Acquire) > 0 && begun.elapsed() < PATIENCE {
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
}

fn accept(app: &App, socket: &UnixListener, stopping: &AtomicBool, busy: &Arc<AtomicUsize>) {
    for stream in socket.incoming() {
        if stopping.load(Ordering::Acquire) {
            return;
        }
        let Ok(stream) = stream else { continue };
        busy.fetch_add(1, Ordering::AcqRel);
        let (app, count) = (app.clone(), Arc::clone(busy));
        let spawned = std::thread::Builder::new().name("control-request".into()).spawn(move || {
            if let Err(error) = answer(&app, &stream) {
                tracing::warn!(%error, "a command went away");
            }
            drop(app);
            count.fetch_sub(1, Ordering::AcqRel);
        });
        if spawned.is_err() {
            busy.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

fn answer(app: &App, stream: &UnixStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(ASK_WITHIN))?;
    let mut asked = String::new();
    let mut reader = BufReader::new(stream);
    (&mut reader).take(LONGEST).read_line(&mut asked)?;
    if asked.is_empty() {
        return Ok(());
    }
    let mut tell = |step: Step| drop(write(stream, &Line::Step(step)));
    let outcome = match serde_json::from_str::<Asked>(&asked) {
        Ok(asked) if asked.attached > LARGEST => Err("The file is larger than 64 MiB.".into()),
        Ok(asked) => {
            let mut attached = Vec::new();
            reader.take(asked.attached).read_to_end(&mut attached)?;
            requests::run(app, &asked.request, &attached, &mut tell).map_err(|error| super::print::sentence(&error))
        }
        Err(_) => Err(format!(
            "The running server (version {}) does not know this command. Restart it with the version installed.",
            env!("CARGO_PKG_VERSION")
        )),
    };
    write(stream, &outcome.map_or_else(Line::Refused, Line::Done))
}

fn write(mut stream: &UnixStream, line: &Line) -> std::io::Result<()> {
    let mut text = serde_json::to_string(line)?;
    text.push('\n');
    stream.write_all(text.as_bytes())
}

/// A connection to the running server.
pub struct Client(UnixStream);

impl Client {
    /// Connects, when somebody answers there.
    pub fn connect(config: &Config) -> Option<Client> {
        let (name, _folder) = short(&path(config)).ok()?;
        UnixStream::connect(name).ok().map(Client)
    }

    /// Asks and waits for the end.
    pub fn ask(self, request: &Request, attached: &[u8], tell: &mut dyn FnMut(Step)) -> Result<Value, Failure> {
        let broken = |error: std::io::Error| Failure::Failed(format!("The running server does not answer: {error}."));
        let mut text = serde_json::to_string(&Asked { request: request.clone(), attached: attached.len() as u64 })
            .map_err(|_| Error::new(Code::Internal))?;
        text.push('\n');
        (&self.0).write_all(text.as_bytes()).and_then(|()| (&self.0).write_all(attached)).map_err(broken)?;
        for line in BufReader::new(&self.0).lines() {
            let line = line.map_err(broken)?;
            match serde_json::from_str(&line) {
                Ok(Line::Step(step)) => tell(step),
                Ok(Line::Done(value)) => return Ok(value),
                Ok(Line::Refused(message)) => return Err(Failure::Failed(message)),
                Err(_) => {
                    return Err(Failure::Failed(
                        "The running server is of another version. Restart it with the version installed.".into(),
                    ));
                }
            }
        }
        Err(Failure::Failed("The server ended before the command was done.".into()))
    }
}
