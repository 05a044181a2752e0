//! Runs jobs: one thread finds those that are due, two work on them. What a handler answers is kept in
//! the transaction that ends the job.

use super::{Failure, Handler, Progress, Step, record::EndedRecord, store, views};
use crate::{App, background};
use guildhall_store::{
    StoreError,
    jobs::{self, Job},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

const WORKERS: usize = 2;
/// A job that nobody rang for is found after so long.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Progress is written down at most this often.
const NOTE_EVERY: Duration = Duration::from_millis(500);
/// How long a stop waits for the jobs under way; the rest begins anew at the next start.
const PATIENCE: Duration = Duration::from_secs(10);

/// The running of jobs.
pub struct Runner {
    app: App,
    stopping: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Runner {
    /// Starts working on jobs of these kinds.
    pub fn start(app: &App, handlers: Vec<Arc<dyn Handler>>) -> std::io::Result<Runner> {
        app.parts().jobs.handle(handlers);
        let stopping = Arc::new(AtomicBool::new(false));
        let (send, receive) = channel();
        let receive = Arc::new(Mutex::new(receive));
        let mut threads = vec![spawn("jobs", app, &stopping, move |app, stopping| dispatch(app, stopping, &send))?];
        for _ in 0..WORKERS {
            let receive = Arc::clone(&receive);
            threads.push(spawn("job", app, &stopping, move |app, stopping| work(app, stopping, &receive))?);
        }
        Ok(Runner { app: app.clone(), stopping, threads })
    }

    /// Stops; jobs under way may end, the others wait for the next start.
    pub fn stop(self) {
        self.stopping.store(true, Ordering::Release);
        self.app.parts().jobs.ring();
        let begun = Instant::now();
        for thread in self.threads {
            while !thread.is_finished() && begun.elapsed() < PATIENCE {
                std::thread::park_timeout(Duration::from_millis(20));
            }
            if thread.is_finished() {
                let _ended = thread.join();
            }
        }
    }
}

fn spawn(
    name: &str,
    app: &App,
    stopping: &Arc<AtomicBool>,
    body: impl FnOnce(&App, &AtomicBool) + Send + 'static,
) -> std::io::Result<JoinHandle<()>> {
    let (app, stopping) = (app.clone(), Arc::clone(stopping));
    std::thread::Builder::new().name(name.into()).spawn(move || {
        background::step_back();
        body(&app, &stopping);
    })
}

fn dispatch(app: &App, stopping: &AtomicBool, send: &Sender<Job>) {
    let board = &app.parts().jobs;
    let kinds: Vec<&str> = board.handlers().iter().map(|handler| handler.kind()).collect();
    while !stopping.load(Ordering::Acquire) {
        match due(app, &kinds) {
            Ok(found) if !found.is_empty() => found.into_iter().for_each(|job| drop(send.send(job))),
            Ok(_) => board.wait(LOOK_EVERY),
            Err(error) => {
                // While the disk takes no writes nothing can be claimed; reads go on.
                tracing::debug!(%error, "jobs wait");
                board.wait(LOOK_EVERY);
            }
        }
    }
}

fn due(app: &App, kinds: &[&str]) -> Result<Vec<Job>, StoreError> {
    let now = app.clock().now_ms();
    match jobs::next_due(app.store().snapshot()?.read(), kinds)? {
        Some(at) if at <= now => jobs::claim_due(app.store(), now, kinds).wait(),
        _ => Ok(Vec::new()),
    }
}

fn work(app: &App, stopping: &AtomicBool, receive: &Mutex<Receiver<Job>>) {
    loop {
        let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        if stopping.load(Ordering::Acquire) {
            return;
        }
        if let Err(error) = one(app, stopping, &job) {
            // Discarded meanwhile, or the data was replaced by a restore: then it is nobody's any more.
            tracing::warn!(%error, kind = job.kind, "the end of a job cannot be written down");
        }
    }
}

fn one(app: &App, stopping: &AtomicBool, job: &Job) -> Result<(), StoreError> {
    let Some(handler) = app.parts().jobs.handler(&job.kind) else { return Ok(()) };
    let mut noted = Instant::now();
    let mut tell = |step: Step| {
        if noted.elapsed() >= NOTE_EVERY {
            noted = Instant::now();
            let id = job.id;
            drop(app.store().write(move |tx| jobs::progress(tx, id, step.done, step.total, &step.note)));
        }
    };
    let run = AssertUnwindSafe(|| handler.run(app, job.id, &job.payload, &mut Progress::until(&mut tell, stopping)));
    let outcome = catch_unwind(run)
        .unwrap_or_else(|_| Err(Failure::Later("It ended unexpectedly; the log of the server says more.".into())));
    let (id, now) = (job.id, app.clock().now_ms());
    let (result, error) = match outcome {
        Ok(value) => (Some(value.to_string()), None),
        Err(Failure::ForGood(message)) => (None, Some(message)),
        Err(Failure::Later(message)) => {
            tracing::warn!(message, kind = job.kind, "a job failed and will be tried again");
            return app.store().write(move |tx| jobs::fail(tx, id, &message, now).map(drop)).wait();
        }
    };
    if error.is_none() && !handler.is_noted() {
        return app.store().write(move |tx| jobs::complete(tx, id)).wait();
    }
    let record = EndedRecord {
        kind: job.kind.clone(),
        label: handler.label(&job.payload),
        created_ms: views::created_ms(id),
        finished_ms: now,
        attempts: job.attempts,
        result,
        error,
    };
    app.store().write(move |tx| store::end(tx, id, &record)).wait()
}
