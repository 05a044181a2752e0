//! What the command line asks of the data. Sent to a running server as JSON, or run by the command
//! itself when no server holds the file: the same function either way, as the actor `cli`.

use super::{
    import::{self, NewImport},
    owner::{self, NewOwner},
    people, words,
};
use crate::{
    App, Error,
    admin::{Asker, backups, checks, restore},
    error::Code,
    jobs::{Step, operations::here},
    search::Searcher,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::PathBuf;

/// A request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Request {
    /// Says that the server is there.
    Health,
    /// Makes an owner.
    OwnerCreate(NewOwner),
    /// Everybody.
    PersonList,
    /// Closes an account.
    PersonDeactivate {
        /// Whose.
        email: String,
        /// Who takes what they hold.
        heir: Option<String>,
    },
    /// Makes a link for a new password, or sets one.
    PersonResetPassword {
        /// Whose.
        email: String,
        /// The new one; without it a link is made.
        password: Option<String>,
    },
    /// Makes an API token.
    TokenCreate(people::NewToken),
    /// Brings a file in; its bytes are attached.
    Import(NewImport),
    /// Fills an empty file with a sample company.
    Demo {
        /// Everybody's password; without it one is made.
        password: Option<String>,
    },
    /// Writes a copy of everything to a file that does not exist.
    Backup {
        /// The file.
        file: PathBuf,
    },
    /// What going back to a file would change.
    Preview {
        /// The file.
        file: PathBuf,
    },
    /// Goes back to a file.
    Restore {
        /// The file.
        file: PathBuf,
    },
    /// Checks every row.
    Verify,
    /// Facts about the file.
    Doctor,
    /// Makes the search index again.
    Reindex,
}

/// Carries out a request. Blocks.
pub fn run(app: &App, request: &Request, attached: &[u8], tell: &mut dyn FnMut(Step)) -> Result<Value, Error> {
    match request {
        Request::Health => Ok(json!({"status": "ok"})),
        Request::OwnerCreate(new) => owner::create(app, new.clone()),
        Request::PersonList => people::list(app),
        Request::PersonDeactivate { email, heir } => people::deactivate(app, email, heir.as_deref()),
        Request::PersonResetPassword { email, password: None } => people::reset_link(app, email),
        Request::PersonResetPassword { email, password: Some(password) } => people::set_password(app, email, password),
        Request::TokenCreate(new) => people::token(app, new.clone()),
        Request::Import(new) => import::run(app, new, attached, tell),
        Request::Demo { password } => demo(app, password.clone()),
        Request::Backup { file } => {
            let file = file.clone();
            here(app, "backup", "Backup".into(), tell, move |app, progress| {
                backups::commands::write_to(app, &file, &Asker::cli(), progress)
            })
        }
        Request::Preview { file } => {
            let compared = backups::preview::compare(app, file)?;
            serde_json::to_value(compared).map_err(|_| Error::new(Code::Internal))
        }
        Request::Restore { file } => {
            let file = file.clone();
            let label = format!("Restore of {}", file.display());
            here(app, "restore", label, tell, move |app, progress| {
                restore::restore(app, &file, &Asker::cli(), progress)
            })
        }
        Request::Verify => here(app, "verify", "Check of the data".into(), tell, checks::verify_here),
        Request::Doctor => Ok(words::doctor_json(&app.store().doctor()?)),
        Request::Reindex => {
            // Without a server there is no search yet; it starts here, and ends with the command.
            Searcher::start(app)?;
            here(app, "reindex", "Search index".into(), tell, checks::reindex_here)
        }
    }
}

fn demo(app: &App, password: Option<String>) -> Result<Value, Error> {
    let password = password.unwrap_or_else(crate::secrets::secret);
    let phc = crate::session::passwords::hash(&app.parts().session, &password, &[])?;
    let made = crate::demo::make(app, &phc)?;
    app.parts().session.expect_setup(None);
    let (people, spaces, tasks) = made.counts;
    Ok(json!({"email": made.email, "password": password, "people": people, "spaces": spaces, "tasks": tasks}))
}

/// A path as the other process understands it too.
pub fn absolute(path: &std::path::Path) -> Result<PathBuf, Error> {
    std::path::absolute(path)
        .map_err(|error| Error::because(Code::Invalid, format!("The path {} cannot be used: {error}.", path.display())))
}
