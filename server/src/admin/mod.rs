//! Admin: backups and going back to them, jobs, facts about the server, the hold on outgoing things.
//! What reads or writes the whole data file is an operation ([`crate::jobs::operations`]).

pub mod backups;
pub mod checks;
pub mod desk;
pub mod findings;
pub mod hold;
pub mod restore;
pub mod routes;
pub mod server;
pub mod storage;
pub mod views;

pub use desk::Desk;

use crate::{
    App, Error,
    access::{Who, Work},
    audit::{self, AuditAction},
    jobs::Progress,
};
use guildhall_domain::actor::Actor;

/// Who asked for an operation, and from where: the audit is written when it is done, and by then a
/// restore may have taken their account away.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Who.
    pub actor: Actor,
    /// Where the request came from; empty for the command line.
    pub address: String,
}

impl Asker {
    /// Somebody at the command line.
    pub fn cli() -> Self {
        Asker { actor: Actor::Cli, address: String::new() }
    }

    /// Writes down what they did.
    pub fn note(&self, app: &App, action: AuditAction, about: &str) -> Result<(), Error> {
        let (asker, about) = (self.clone(), about.to_owned());
        app.run_blocking(Who::system(), move |work| asker.note_in(work, action, &about))?;
        Ok(())
    }

    /// The same inside a command.
    pub fn note_in(&self, work: &mut Work<'_, '_>, action: AuditAction, about: &str) -> Result<(), Error> {
        audit::add_as(work, self.actor, action, about, &self.address)
    }
}

/// Progress of the engine as progress of an operation.
pub fn tell<'p>(progress: &'p mut Progress<'_>, doing: &'p str) -> impl FnMut(guildhall_store::Progress) + 'p {
    move |step| progress.report(step.rows, step.total, format!("{doing}: {}", step.table.replace('_', " ")))
}
