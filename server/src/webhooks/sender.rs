//! The thread that tells webhooks what is due.
//!
//! Invariants: what became of an attempt is written after it, so a crash between the two tells one thing twice (under the
//! same id) and none never; a webhook that cannot be reached rests, and holds up no other; while outgoing things are held,
//! nothing leaves.

use super::{deliveries, news, sign, store};
use crate::{
    App, Error,
    access::{Scope, Who},
    background::{self, Background, Stop},
    mail,
    outgoing::{
        self,
        client::{Answer, Client},
    },
    vault,
};
use guildhall_domain::{
    Id,
    webhook::{Outcome, State, pause_ms},
};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// Rest from one turn to the next.
const APART: Duration = Duration::from_millis(50);
/// How often what is due is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// After a failure of our own.
const PAUSE: Duration = Duration::from_secs(2);
/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most that one webhook is told in a turn, and how long it may take for that before the others have theirs.
const AT_ONCE: usize = 50;
const SHARE: Duration = Duration::from_secs(2);
/// Bytes of an answer that are read, and characters of it that are kept.
const READ: u64 = 4_096;
const WORDS: usize = 200;
const LONGEST_AFTER_MS: i64 = 24 * 3_600_000;

/// Tells the webhooks of a running server. One per process, in [`crate::Parts`].
pub struct Sender(Background);

impl Sender {
    /// Starts; nothing when it is running. Ends by [`Sender::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().webhooks.get().is_some() {
            return Ok(());
        }
        let (weak, head) = (app.downgrade(), app.store().watch());
        let mut worker = Worker {
            public: Client::patient(false, PATIENCE),
            inside: Client::patient(true, PATIENCE),
            rests: HashMap::new(),
            mail: mail::rest::Rest::default(),
        };
        let thread = Background::start("webhooks", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| worker.go_on(app, stop))
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().webhooks.set(Sender(thread));
        Ok(())
    }

    /// Ends the thread; an attempt under way is finished.
    pub fn stop(&self) {
        self.0.stop();
    }
}

/// The thread's own state.
struct Worker {
    public: Client,
    /// For the own network.
    inside: Client,
    /// Webhooks that could not be reached.
    rests: HashMap<Id, Rest>,
    /// The mail server by which admins are told.
    mail: mail::rest::Rest,
}

/// How a webhook rests that could not be reached.
#[derive(Debug, Clone, Copy)]
struct Rest {
    /// How often in a row.
    failures: u32,
    until_ms: i64,
    /// As it was then: once it is changed it is tried anew.
    seq: u64,
}

/// What is to be sent.
struct Letter {
    url: String,
    inside: bool,
    seq: u64,
    secrets: Vec<Vec<u8>>,
    body: Vec<u8>,
}

impl Worker {
    fn go_on(&mut self, app: &App, stop: &Stop) -> Duration {
        background::turn("telling webhooks", || self.turn(app, stop)).rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        for (webhook, due) in due(app)? {
            let begun = Instant::now();
            for delivery in due {
                if stop.is_told() {
                    return Ok(());
                }
                if begun.elapsed() > SHARE {
                    break;
                }
                self.tell(app, webhook, delivery)?;
            }
        }
        news::tell(app, &mut self.mail)
    }

    fn tell(&mut self, app: &App, webhook: Id, delivery: Id) -> Result<(), Error> {
        let letter = match letter(app, delivery, self.rests.get(&webhook))? {
            Ready::Send(letter) => letter,
            Ready::Not(state) => {
                return app.run_blocking(Who::system(), move |work| deliveries::end(work, delivery, state)).map(drop);
            }
            Ready::Cannot(words) => {
                let outcome = Outcome { status: None, words, after_ms: None };
                return settle(app, delivery, outcome);
            }
            Ready::Nothing => return Ok(()),
        };
        let client = if letter.inside { &self.inside } else { &self.public };
        let headers = sign::headers(&letter.secrets, &delivery.to_string(), app.clock().now_ms(), &letter.body);
        let headers: Vec<(&str, String)> = headers.into_iter().collect();
        let outcome = match client.post_and_read(&letter.url, &headers, &letter.body, READ) {
            Ok(answer) => {
                self.rests.remove(&webhook);
                answered(&answer)
            }
            Err(trouble) => {
                let failures = self.rests.get(&webhook).map_or(0, |rest| rest.failures).saturating_add(1);
                let until_ms = app.clock().now_ms() + pause_ms(failures);
                self.rests.insert(webhook, Rest { failures, until_ms, seq: letter.seq });
                Outcome { status: None, words: short(&trouble.to_string()), after_ms: None }
            }
        };
        settle(app, delivery, outcome)
    }
}

fn settle(app: &App, delivery: Id, outcome: Outcome) -> Result<(), Error> {
    app.run_blocking(Who::system(), move |work| deliveries::settle(work, delivery, &outcome)).map(drop)
}

/// What is due for each webhook.
fn due(app: &App) -> Result<Vec<(Id, Vec<Id>)>, Error> {
    let view = app.view(Who::system())?;
    if outgoing::held(view.read())? {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for webhook in store::all(view.read())? {
        all.push((webhook.id, store::due(view.read(), webhook.id, view.now(), AT_ONCE)?));
    }
    Ok(all)
}

/// Whether something can be sent.
enum Ready {
    Send(Letter),
    /// It never is.
    Not(State),
    /// Not now.
    Cannot(String),
    /// It is gone, or done.
    Nothing,
}

/// Looks once more, because the one before it may have taken its time. What somebody waits for does not wait for a rest.
fn letter(app: &App, id: Id, rest: Option<&Rest>) -> Result<Ready, Error> {
    let view = app.view(Who::system())?;
    let read = view.read();
    let delivery = store::delivery(read, id)?.filter(|one| one.due_ms.is_some_and(|due| due <= view.now()));
    let Some(delivery) = delivery else { return Ok(Ready::Nothing) };
    let Some(webhook) = store::get(read, delivery.webhook)? else { return Ok(Ready::Nothing) };
    let rests = rest.is_some_and(|rest| rest.until_ms > view.now() && rest.seq == webhook.seq);
    let pressing = delivery.is_trial() || (delivery.again && delivery.attempts == 0);
    if outgoing::held(read)? || (rests && !pressing) {
        return Ok(Ready::Nothing);
    }
    if webhook.off.is_some() && !delivery.is_trial() {
        return Ok(Ready::Not(State::Off));
    }
    if delivery.attempts == 0 && !delivery.again && deliveries::is_undone(read, &delivery)? {
        return Ok(Ready::Not(State::Undone));
    }
    let secret = match vault::get(read, app.config().secret_key.as_ref(), &store::secret(webhook.id)) {
        Ok(secret) => secret,
        Err(vault::Trouble::Store(error)) => return Err(error.into()),
        Err(needs) => return Ok(Ready::Cannot(needs.to_string())),
    };
    let Some((secret, body)) = secret.zip(store::body(read, id)?) else {
        return Ok(Ready::Cannot("Its secret is missing. Renew it.".into()));
    };
    let both = webhook.has_two_secrets(view.now());
    let old = vault::get(read, app.config().secret_key.as_ref(), &store::old_secret(webhook.id));
    let secrets = [Some(secret), old.ok().flatten().filter(|_| both)].into_iter().flatten().collect();
    Ok(Ready::Send(Letter { url: webhook.url, inside: webhook.inside, seq: webhook.seq, secrets, body }))
}

/// How an answer is kept: its beginning, as text.
fn answered(answer: &Answer) -> Outcome {
    let seconds = answer.retry_after.and_then(|seconds| i64::try_from(seconds).ok());
    Outcome {
        status: Some(answer.status),
        words: short(&String::from_utf8_lossy(&answer.body)),
        after_ms: seconds.map(|seconds| seconds.saturating_mul(1_000).clamp(0, LONGEST_AFTER_MS)),
    }
}

fn short(text: &str) -> String {
    let plain = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    plain.take(WORDS).collect::<String>().trim().to_owned()
}
