//! The thread that tells browsers. It follows the log for inboxes that changed, and tells what is due.
//!
//! Invariants: up to which change a browser was told stands in its own record, and is written after its service took the
//! message, so a crash between the two tells one thing twice and none never; a service that does not work holds up
//! nobody else's; while outgoing things are held, nothing leaves. What was missed while nothing ran is found again at the
//! start, by asking for everybody who has a browser.

use super::{message, plan, record::DeviceRecord, seal, store, vapid::Vapid};
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    background::{self, Background, Stop, Went},
    log,
    mail::{notices, plan::days, settings},
    outgoing::{
        self,
        client::{Answer, Client},
    },
    secrets,
};
use guildhall_domain::{AudienceId, Id, change::Kind};
use std::{collections::BTreeSet, sync::OnceLock, time::Duration};

/// Rest from one turn to the next.
const APART: Duration = Duration::from_millis(50);
/// How often what is due is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// After a failure of our own.
const PAUSE: Duration = Duration::from_secs(2);
/// Most changes looked at in one turn, and browsers told.
const CHANGES: usize = 5_000;
const DEVICES: usize = 50;
/// After a service did not take something, growing, and for how long it is tried.
const FIRST_PAUSE_MS: i64 = 30_000;
const LONGEST_PAUSE_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// Tells the browsers of a running server. One per process, in [`crate::Parts`].
pub struct Pusher {
    client: Client,
    thread: OnceLock<Background>,
}

impl Pusher {
    /// Starts, and makes the key when there is none; nothing when it is running. Ends by [`Pusher::stop`].
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().push.get().is_some_and(|pusher| pusher.thread.get().is_some()) {
            return Ok(());
        }
        // With secrets that need another key everything else runs all the same.
        if let Err(error) = Vapid::load(app) {
            tracing::warn!(%error, "browsers cannot be told anything");
        }
        let client = Pusher::client(app);
        let mut worker = Worker { client, seq: None };
        let (weak, head) = (app.downgrade(), app.store().watch());
        let thread = Background::start("push", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| worker.go_on(app, stop))
        })?;
        if let Some(pusher) = app.parts().push.get() {
            // A second one that came too late ends itself when it is dropped.
            let _ = pusher.thread.set(thread);
        }
        Ok(())
    }

    /// The client that asks the services.
    pub fn client(app: &App) -> Client {
        let open = app.config().limits.private_addresses;
        let pusher = || Pusher { client: Client::new(open), thread: OnceLock::new() };
        app.parts().push.get_or_init(pusher).client.clone()
    }

    /// Ends the thread; a message under way is finished.
    pub fn stop(&self) {
        if let Some(thread) = self.thread.get() {
            thread.stop();
        }
    }
}

/// The thread's own state.
struct Worker {
    client: Client,
    /// Up to which change of the log it has looked; none at the start.
    seq: Option<u64>,
}

impl Worker {
    /// A turn; answers how long to rest after it.
    fn go_on(&mut self, app: &App, stop: &Stop) -> Duration {
        let went = background::turn("telling browsers", || self.turn(app, stop));
        if went == Went::Unexpectedly {
            self.seq = None;
        }
        went.rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        let view = app.view(Who::system())?;
        self.look(app, &view)?;
        if outgoing::held(view.read())? {
            return Ok(());
        }
        let due = store::due(view.read(), app.clock().now_ms(), DEVICES)?;
        drop(view);
        if due.is_empty() {
            return Ok(());
        }
        let vapid = Vapid::load(app)?;
        for (person, id) in due {
            if stop.is_told() {
                return Ok(());
            }
            Telling { app, client: &self.client, vapid: &vapid, person, id }.go()?;
        }
        Ok(())
    }

    /// Plans anew for those whose inbox changed.
    fn look(&mut self, app: &App, view: &View) -> Result<(), Error> {
        let mut changed: BTreeSet<AudienceId> = BTreeSet::new();
        let head = view.read().last_seq()?;
        let mut seq = self.seq.filter(|seq| *seq <= head).unwrap_or(head);
        if self.seq != Some(seq) {
            changed.extend(store::people(view.read())?);
        }
        for row in log::after(view.read(), seq)?.take(CHANGES) {
            let (at, change) = row?;
            seq = at;
            match change.kind {
                Kind::Inbox => changed.extend(&change.audience_after),
                Kind::Person => changed.extend(change.audience_after.first()),
                _ => {}
            }
        }
        let mut planned = Vec::new();
        for audience in changed {
            let Some(person) = view.directory().person_by_audience(audience) else { continue };
            for (id, device) in store::of(view.read(), audience)? {
                let due = plan::due(view, person, &device)?;
                if due != device.due_ms {
                    planned.push((audience, id, due));
                }
            }
        }
        if !planned.is_empty() {
            app.run_blocking(Who::system(), move |work| {
                planned
                    .iter()
                    .try_for_each(|(person, id, due)| change(work, *person, *id, |device| device.due_ms = *due))
            })?;
        }
        self.seq = Some(seq);
        Ok(())
    }
}

/// Changes what is known of a browser, unless it is gone.
fn change(
    work: &mut Work<'_, '_>,
    person: AudienceId,
    id: Id,
    change: impl Fn(&mut DeviceRecord),
) -> Result<(), Error> {
    let Some(mut device) = store::get(work.read(), person, id)? else { return Ok(()) };
    change(&mut device);
    Ok(store::put(work.tx, person, id, &device)?)
}

/// Telling one browser.
struct Telling<'t> {
    app: &'t App,
    client: &'t Client,
    vapid: &'t Vapid,
    person: AudienceId,
    id: Id,
}

/// What became of a message.
enum Became {
    Taken,
    /// There is no such browser any more.
    Gone,
    /// It is tried again, after so many seconds at least.
    Later(Option<u64>),
}

impl Telling<'_> {
    fn go(&self) -> Result<(), Error> {
        let view = self.app.view(Who::system())?;
        let Some(device) = store::get(view.read(), self.person, self.id)? else { return Ok(()) };
        let person = view.directory().person_by_audience(self.person).cloned();
        let Some(person) = person.filter(|person| plan::is_in(&view, person, &device).unwrap_or(false)) else {
            return self.forget();
        };
        let now = view.now();
        // What could not be told in time is not told in the night either.
        let loud = plan::wishes(&view, &person)?.not_before(now, &days(&person));
        if loud > now {
            return self.change(move |device| device.due_ms = Some(loud));
        }
        let notices = notices::settled(plan::untold(&view, &person, &device)?, now);
        let newest = notices.iter().map(|notice| notice.seq).max();
        let organization = view.directory().organization.as_ref().map(|one| one.name.clone()).unwrap_or_default();
        let messages = message::of(&notices, device.content.unwrap_or(false), &organization);
        let contact = contact(self.app, &view);
        drop(view);
        for message in &messages {
            match self.send(&device, message, contact.as_deref(), now)? {
                Became::Taken => {}
                Became::Gone => return self.forget(),
                Became::Later(seconds) => return self.later(&device, newest, now, seconds),
            }
        }
        if let Some(newest) = newest {
            self.change(move |device| {
                device.told = device.told.max(newest);
                (device.attempts, device.failing_ms, device.last_ms, device.due_ms) = (None, None, Some(now), None);
            })?;
        }
        // What came meanwhile, or can still be undone, has its own time.
        let view = self.app.view(Who::system())?;
        let Some(device) = store::get(view.read(), self.person, self.id)? else { return Ok(()) };
        let due = plan::due(&view, &person, &DeviceRecord { attempts: None, ..device })?;
        self.change(move |device| device.due_ms = due)
    }

    fn send(
        &self,
        device: &DeviceRecord,
        message: &message::Message,
        contact: Option<&str>,
        now_ms: i64,
    ) -> Result<Became, Error> {
        let body = seal::seal(&device.key, &device.auth, secrets::salt(), &message.body)?;
        let headers = [
            ("Authorization", self.vapid.authorization(&device.endpoint, contact, now_ms)?),
            ("Content-Encoding", "aes128gcm".into()),
            ("Content-Type", "application/octet-stream".into()),
            ("TTL", (DAY_MS / 1000).to_string()),
            ("Urgency", "normal".into()),
            ("Topic", message.topic.clone()),
        ];
        Ok(match self.client.post(&device.endpoint, &headers, &body) {
            Ok(Answer { status: 200..=299, .. }) => Became::Taken,
            Ok(Answer { status: 404 | 410, .. }) => Became::Gone,
            Ok(Answer { retry_after, .. }) => Became::Later(retry_after),
            Err(trouble) => {
                tracing::debug!(%trouble, "a push service cannot be reached");
                Became::Later(None)
            }
        })
    }

    /// Tried again after a growing time, for a day; then it stands in the inbox alone.
    fn later(&self, device: &DeviceRecord, newest: Option<u64>, now: i64, seconds: Option<u64>) -> Result<(), Error> {
        let failing = device.failing_ms.unwrap_or(now);
        let attempts = device.attempts.unwrap_or(0).saturating_add(1);
        if now - failing > DAY_MS {
            return self.change(move |device| {
                device.told = device.told.max(newest.unwrap_or(0));
                (device.attempts, device.failing_ms, device.due_ms) = (None, None, None);
            });
        }
        let asked = seconds.and_then(|seconds| i64::try_from(seconds).ok()).unwrap_or(0).saturating_mul(1_000);
        let pause = FIRST_PAUSE_MS.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(LONGEST_PAUSE_MS);
        let due = now + pause.max(asked.min(DAY_MS));
        self.change(move |device| {
            (device.attempts, device.failing_ms, device.due_ms) = (Some(attempts), Some(failing), Some(due));
        })
    }

    fn change(&self, what: impl Fn(&mut DeviceRecord) + Send + 'static) -> Result<(), Error> {
        let (person, id) = (self.person, self.id);
        self.app.run_blocking(Who::system(), move |work| change(work, person, id, &what)).map(|_| ())
    }

    fn forget(&self) -> Result<(), Error> {
        let (person, id) = (self.person, self.id);
        self.app.run_blocking(Who::system(), move |work| Ok(store::delete(work.tx, person, id)?)).map(|_| ())
    }
}

/// Whom a service can turn to: the address of the page, or the one mail comes from.
fn contact(app: &App, view: &View) -> Option<String> {
    let url = app.config().public_url.clone().filter(|url| url.starts_with("https://"));
    url.or_else(|| settings::effective(app, view.read()).ok().map(|settings| format!("mailto:{}", settings.from)))
}
