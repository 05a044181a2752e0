//! The job that runs an import: a backup first, then everything by the plan. Run again after a crash it
//! goes on where it stopped, because what was brought is remembered.

use super::{commands, plan::ImportPlan, store};
use crate::{
    App, Error,
    access::{Scopes, Who},
    error::Code,
    jobs::{Failure, Handler, Progress},
    log::cbor,
};
use guildhall_domain::{
    Id,
    actor::{Actor, Via},
};
use guildhall_store::RingKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the job needs to know.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    import: Id,
    person: Option<Id>,
    plan: ImportPlan,
    name: String,
}

/// Begins the run of an import. Blocks until the job is written.
pub fn begin(app: &App, who: Who, import: Id, plan: &ImportPlan) -> Result<(), Error> {
    // A plan that cannot work is refused now, not in a job nobody looks at.
    commands::dry_run(&app.view(who)?, import, plan)?;
    let plan = plan.clone();
    app.run_blocking(who, move |work| {
        let mut record = commands::runnable(work, import)?;
        let order = Order { import, person: who.person, plan: plan.clone(), name: record.name.clone() };
        let payload = serde_json::to_vec(&order).map_err(|_| Error::new(Code::Internal))?;
        let now = crate::access::Scope::now(work);
        record.job = Some(cbor::id(guildhall_store::jobs::enqueue(work.tx, Run.kind(), &payload, now)?));
        store::put(work, import, &record)
    })?;
    app.parts().jobs.ring();
    Ok(())
}

/// The handler.
pub struct Run;

impl Handler for Run {
    fn kind(&self) -> &'static str {
        "import"
    }

    fn label(&self, payload: &[u8]) -> String {
        serde_json::from_slice::<Order>(payload)
            .map_or_else(|_| "Import".into(), |order| format!("Import of {}", order.name))
    }

    fn run(&self, app: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let order: Order =
            serde_json::from_slice(payload).map_err(|_| Failure::ForGood("The order cannot be read.".into()))?;
        // With the rights the person has now, and in their name.
        let actor = order.person.map_or(Actor::Cli, Actor::Person);
        let who = Who { person: order.person, actor, via: Via::Job, scopes: Scopes::ALL };
        progress.report(0, 0, "Backing up first");
        app.store()
            .take_snapshot(&RingKind::Before("import".into()), app.clock().now_ms(), &mut |_| {})
            .map_err(|error| Failure::Later(format!("The backup before the import did not work: {error}")))?;
        let mut tell = |done: usize, all: usize| progress.report(done as u64, all as u64, "Bringing tasks");
        let report = commands::carry_out(app, who, order.import, &order.plan, &mut tell)?;
        serde_json::to_value(report).map_err(|_| Failure::ForGood("The report cannot be written.".into()))
    }
}
