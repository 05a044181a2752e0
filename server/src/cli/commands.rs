//! From what was typed to a request, to whoever can carry it out, to what is printed.

use super::{
    Failure,
    args::{Command, Common, OwnerCommand, OwnerCreate, PersonCommand, ServeFlags, TokenCommand},
    control::Client,
    import::{self, NewImport},
    log, office,
    owner::{self, NewOwner},
    people::NewToken,
    print,
    requests::{self, Request},
};
use crate::{
    App,
    config::{Config, SettingSource},
    imports::commands::FileKind,
    jobs::Step,
};
use guildhall_store::OpenError;
use rustix::fs::Mode;
use serde_json::Value;
use std::{
    io::Read,
    path::Path,
    time::{Duration, Instant},
};

/// A request, and how its answer is told to people.
type Typed = (Request, fn(&Value) -> String);

/// How long a command waits for a server that is just starting or just ending.
const PATIENCE: Duration = Duration::from_secs(5);

/// Who carries a request out.
pub enum Office {
    /// This process: no server holds the file.
    Own(App),
    /// The server that holds it.
    Server(Client),
}

impl Office {
    /// Opens the file or, when a server holds it, reaches that server.
    pub fn reach(config: &Config) -> Result<Office, Failure> {
        let begun = Instant::now();
        loop {
            match office::open(config.clone(), Duration::ZERO) {
                Ok(app) => return Ok(Office::Own(app)),
                Err(held @ OpenError::AlreadyOpen { .. }) => match Client::connect(config) {
                    Some(client) => return Ok(Office::Server(client)),
                    None if begun.elapsed() > PATIENCE => return Err(held.into()),
                    None => std::thread::park_timeout(Duration::from_millis(50)),
                },
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Carries a request out.
    pub fn ask(self, request: &Request, attached: &[u8]) -> Result<Value, Failure> {
        let mut tell = |step: Step| print::progress(&step_words(&step));
        let outcome = match self {
            Office::Own(app) => own(&app, request, attached, &mut tell),
            Office::Server(client) => client.ask(request, attached, &mut tell),
        };
        print::progress("");
        outcome
    }

    /// The same, when there is another request to come after a while. A file of one's own stays open,
    /// so that nobody comes between; a server is reached again, because it does not wait for people.
    pub fn ask_first(self, request: &Request) -> Result<(Option<Office>, Value), Failure> {
        match self {
            Office::Own(app) => {
                let value = requests::run(&app, request, &[], &mut |_| {})?;
                Ok((Some(Office::Own(app)), value))
            }
            server => Ok((None, server.ask(request, &[])?)),
        }
    }
}

/// What a command started beside itself ends before the file is closed.
fn own(app: &App, request: &Request, attached: &[u8], tell: &mut dyn FnMut(Step)) -> Result<Value, Failure> {
    let outcome = requests::run(app, request, attached, tell);
    if let Some(search) = app.parts().search.get() {
        search.stop();
    }
    Ok(outcome?)
}

fn step_words(step: &Step) -> String {
    match step.total {
        0 => step.note.clone(),
        total => format!("{} % {}", step.done.min(total) * 100 / total, step.note),
    }
}

/// The settings of a command and the file it works on.
pub fn prepare(common: &Common) -> Result<Config, Failure> {
    let settings = common.settings(&ServeFlags::default())?;
    let mut config = Config::read(&settings).map_err(Failure::Usage)?;
    let level = settings
        .list
        .iter()
        .find(|one| one.name == "log" && one.source != SettingSource::Default)
        .map_or("error", |one| one.value.as_str());
    log::start(level)?;
    rustix::process::umask(Mode::from_raw_mode(0o077));
    // Every process must name what lies beside the file in the same way.
    if let (Some(folder), Some(name)) =
        (config.data.parent().and_then(|folder| folder.canonicalize().ok()), config.data.file_name())
    {
        config.data = folder.join(name);
    }
    Ok(config)
}

/// Refuses a path at which there is nothing: a command must not begin a new company by a typing mistake.
pub fn must_exist(config: &Config) -> Result<(), Failure> {
    if config.data.exists() {
        return Ok(());
    }
    Err(Failure::Failed(format!(
        "There is no data file {}. Name it with --data, or start a new one with `guildhall serve`.",
        config.data.display()
    )))
}

/// Runs a command that touches the data.
pub fn run(common: &Common, command: &Command) -> Result<(), Failure> {
    let config = prepare(common)?;
    let (request, words): Typed = match command {
        Command::Owner { command: OwnerCommand::Create(new) } => {
            (new_owner(new)?, |made| format!("{} is an owner of {}.\n", word(made, "name"), word(made, "organization")))
        }
        Command::Person { command } => person(command)?,
        Command::Token { command: TokenCommand::Create { person, name, scope, expires_in } } => {
            let new = NewToken { email: person.clone(), name: name.clone(), scopes: scope.clone(), days: *expires_in };
            (Request::TokenCreate(new), |made| {
                format!(
                    "Token “{}” of {}, shown once: {}\n",
                    word(made, "name"),
                    word(made, "person"),
                    word(made, "secret")
                )
            })
        }
        Command::Demo { password_file } => {
            let password = password_file.as_deref().map(read_password).transpose()?;
            (Request::Demo { password }, |made| {
                format!("Sign in as {} with the password {}\n", word(made, "email"), word(made, "password"))
            })
        }
        Command::Import { kind, file, space, dry_run } => return bring(common, &config, kind, file, space, *dry_run),
        _ => return Err(Failure::Usage("This command does not touch the data.".into())),
    };
    if !matches!(request, Request::OwnerCreate(_) | Request::Demo { .. }) {
        must_exist(&config)?;
    }
    answer(common, &Office::reach(&config)?.ask(&request, &[])?, words)
}

/// Prints an answer, as JSON where a program reads it.
pub fn answer(common: &Common, value: &Value, words: impl Fn(&Value) -> String) -> Result<(), Failure> {
    if common.json { print::json(value) } else { print::out(&words(value)) }
}

fn bring(common: &Common, config: &Config, kind: &str, file: &Path, space: &str, dry_run: bool) -> Result<(), Failure> {
    must_exist(config)?;
    let kind = match kind {
        "trello" => FileKind::Trello,
        "csv" => FileKind::Csv,
        other => return Err(Failure::Usage(format!("“{other}” cannot be imported; use trello or csv."))),
    };
    let bytes =
        std::fs::read(file).map_err(|error| Failure::Failed(format!("{} cannot be read: {error}.", file.display())))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let request = Request::Import(NewImport { kind, name, space: space.to_owned(), dry_run });
    answer(common, &Office::reach(config)?.ask(&request, &bytes)?, import::words)
}

/// A text in an answer.
pub fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn person(command: &PersonCommand) -> Result<Typed, Failure> {
    Ok(match command {
        PersonCommand::List => (Request::PersonList, |people| {
            let names = ["name", "email", "role", "state"];
            let rows = people
                .as_array()
                .into_iter()
                .flatten()
                .map(|person| names.iter().map(|name| word(person, name).to_owned()).collect());
            let rows: Vec<Vec<String>> = [names.map(str::to_owned).to_vec()].into_iter().chain(rows).collect();
            print::table(&rows)
        }),
        PersonCommand::Deactivate { email, hand_over_to } => {
            let request = Request::PersonDeactivate { email: email.clone(), heir: hand_over_to.clone() };
            (request, |done| format!("{} is deactivated and signed out everywhere.\n", word(done, "name")))
        }
        PersonCommand::ResetPassword { email, password_file: None } => {
            let request = Request::PersonResetPassword { email: email.clone(), password: None };
            (request, |done| {
                format!(
                    "Give this link to {}; it works once, until {}:\n{}\n",
                    word(done, "name"),
                    word(done, "expires_at"),
                    word(done, "link")
                )
            })
        }
        PersonCommand::ResetPassword { email, password_file: Some(file) } => {
            let request = Request::PersonResetPassword { email: email.clone(), password: Some(read_password(file)?) };
            (request, |done| {
                format!("{} has the new password and should change it after signing in.\n", word(done, "name"))
            })
        }
    })
}

fn new_owner(new: &OwnerCreate) -> Result<Request, Failure> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let file = new.password_file.clone().or_else(|| variable("GUILDHALL_PASSWORD_FILE").map(Into::into));
    let password = match (file, variable("GUILDHALL_PASSWORD")) {
        (Some(file), _) => read_password(&file)?,
        (None, Some(password)) => password,
        (None, None) => {
            return Err(Failure::Usage(
                "Name a file with the password: --password-file FILE, or - for standard input.".into(),
            ));
        }
    };
    Ok(Request::OwnerCreate(NewOwner {
        email: new.email.clone(),
        name: new.name.clone(),
        password,
        organization: new.organization.clone(),
        time_zone: new.time_zone.clone().unwrap_or_else(owner::machine_zone),
    }))
}

/// The first line of a file, or of standard input.
fn read_password(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match file.to_str() {
        Some("-") => std::io::stdin().read_to_string(&mut text).map(drop),
        _ => std::fs::File::open(file).and_then(|mut file| file.read_to_string(&mut text)).map(drop),
    };
    read.map_err(|error| Failure::Failed(format!("The password cannot be read from {}: {error}.", file.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Asks a server whether it is well.
pub fn healthcheck(common: &Common, url: Option<&str>) -> Result<(), Failure> {
    let settings = common.settings(&ServeFlags::default())?;
    let config = Config::read(&settings).map_err(Failure::Usage)?;
    let answer = match url {
        Some(url) => super::health::ask(url)?,
        None if config.tls.is_some() => Office::reach(&prepare(common)?)?.ask(&Request::Health, &[])?,
        None => super::health::ask(&format!("http://{}", config.listen))?,
    };
    if common.json { print::json(&answer) } else { print::out(&format!("{}\n", word(&answer, "status"))) }
}
