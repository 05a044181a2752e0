//! The thread that sends mail. It follows the log for inboxes that changed, and sends what is due.
//!
//! Invariants: what was sent is written down right after it left, so a crash between the two sends one mail twice and
//! never none; while the mail server does not work, nobody's turn is used up and it is asked ever more seldom; while
//! outgoing things are held, nothing leaves.

use super::{
    approving,
    compose::{Composer, Letter},
    links::Links,
    notices::{self, Notice},
    plan,
    record::{PersonRecord, ProgressRecord},
    replies,
    rest::Rest,
    settings::{self, Settings},
    store,
    transport::{Failure, Way},
    weekly,
};
use crate::{
    App, Error,
    access::{Scope, View, Who},
    background::{self, Background, Stop},
    log, outgoing,
};
use guildhall_domain::{AudienceId, actor::Actor, change::Kind, mail::Rhythm, person::Person};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Rest from one turn to the next.
const APART: Duration = Duration::from_millis(50);
/// How often what is due is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// After a failure of our own.
const PAUSE: Duration = Duration::from_secs(2);
/// Most changes looked at in one turn, and people sent to.
const CHANGES: usize = 5_000;
const PEOPLE: usize = 20;
/// More needs than this at a time come as one mail, and so do those that are late.
const SINGLE: usize = 3;
const LATE_MS: i64 = 3_600_000;
/// Lines of news in a bundle.
const NEWS: usize = 20;

/// How sending goes.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// Why nothing leaves at the moment.
    pub error: Option<String>,
    /// When something last left, UTC milliseconds.
    pub sent_ms: Option<i64>,
}

/// Sends the mail of a running server. One per process, in [`crate::Parts`].
pub struct Mailer {
    status: Arc<Mutex<Status>>,
    thread: Background,
}

impl Mailer {
    /// Starts; nothing when it is running. Ends by [`Mailer::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().mail.get().is_some() {
            return Ok(());
        }
        let status = Arc::new(Mutex::new(Status::default()));
        let mut worker = Worker { status: status.clone(), rest: Rest::default() };
        let (weak, head) = (app.downgrade(), app.store().watch());
        let thread = Background::start("mail", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| worker.go_on(app, stop))
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().mail.set(Mailer { status, thread });
        Ok(())
    }

    /// How it goes.
    pub fn status(&self) -> Status {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends the thread; a mail under way is finished.
    pub fn stop(&self) {
        self.thread.stop();
    }
}

/// What is to be sent to somebody.
#[derive(Debug, Clone, Copy)]
enum What {
    /// The link they wait for.
    Reset,
    /// What needs them.
    Needs,
    /// What happened.
    Week,
}

/// Everything that is due, what somebody waits for first.
fn all_due(view: &View, now_ms: i64) -> Result<Vec<(AudienceId, What)>, Error> {
    let of = |people: Vec<AudienceId>, what| people.into_iter().map(move |person| (person, what));
    let resets = of(store::all_forgotten(view.read(), PEOPLE)?, What::Reset);
    let needs = of(store::due(view.read(), now_ms, PEOPLE)?, What::Needs);
    let weeks = of(store::weekly_due(view.read(), now_ms, PEOPLE)?, What::Week);
    Ok(resets.chain(needs).chain(weeks).collect())
}

/// The thread's own state.
struct Worker {
    status: Arc<Mutex<Status>>,
    rest: Rest,
}

impl Worker {
    fn note(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// A turn; answers how long to rest after it.
    fn go_on(&mut self, app: &App, stop: &Stop) -> Duration {
        background::turn("sending mail", || self.turn(app, stop)).rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        let view = app.view(Who::system())?;
        let settings = match settings::effective(app, view.read()) {
            Ok(settings) => settings,
            Err(missing) => {
                let why = missing.message.clone();
                self.note(|status| status.error = why);
                return Ok(());
            }
        };
        let progress = self.look(app, &view)?;
        if outgoing::held(view.read())? || self.rest.lasts() {
            return Ok(());
        }
        let due = all_due(&view, app.clock().now_ms())?;
        drop(view);
        if due.is_empty() {
            return Ok(());
        }
        let links = Links::load(app)?;
        let way = Way::open(&settings);
        for (person, what) in due {
            if stop.is_told() {
                return Ok(());
            }
            let way = way.as_ref().map_err(Clone::clone);
            let sent = way.and_then(|way| {
                let sending = Sending { app, settings: &settings, links: &links, way };
                match what {
                    What::Reset => sending.reset(person),
                    What::Needs => sending.to(person, &progress),
                    What::Week => sending.week(person),
                }
            });
            match sent {
                Ok(left) => self.worked(app, left),
                Err(failure) => {
                    self.server_failed(&failure);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn worked(&mut self, app: &App, left: bool) {
        self.rest.worked();
        let now = app.clock().now_ms();
        self.note(|status| {
            status.error = None;
            if left {
                status.sent_ms = Some(now);
            }
        });
    }

    fn server_failed(&mut self, failure: &Failure) {
        self.rest.failed();
        tracing::warn!(error = failure.words(), "the mail server does not work; mail waits");
        self.note(|status| status.error = Some(failure.words().to_owned()));
    }

    /// Plans anew for those whose inbox changed. Answers how far it has come.
    fn look(&self, app: &App, view: &View) -> Result<ProgressRecord, Error> {
        let head = view.read().last_seq()?;
        let Some(mut progress) = store::progress(view.read())? else {
            let begun = ProgressRecord { seq: head, since: head };
            let first = begun.clone();
            app.run_blocking(Who::system(), move |work| Ok(store::put_progress(work.tx, &first)?))?;
            return Ok(begun);
        };
        let mut changed: BTreeSet<AudienceId> = BTreeSet::new();
        let mut moved: BTreeSet<AudienceId> = BTreeSet::new();
        let before = progress.seq;
        for row in log::after(view.read(), progress.seq)?.take(CHANGES) {
            let (seq, change) = row?;
            progress.seq = seq;
            match change.kind {
                Kind::Inbox => changed.extend(&change.audience_after),
                // Another address, other days, back again.
                Kind::Person => {
                    changed.extend(change.audience_after.first());
                    moved.extend(change.audience_after.first());
                }
                _ => {}
            }
        }
        let mut planned = Vec::new();
        for audience in changed {
            let Some(person) = view.directory().person_by_audience(audience) else { continue };
            let kept = store::person(view.read(), audience)?;
            let due = plan::due(view, person, &kept, progress.since)?;
            if due != kept.due_ms {
                planned.push((audience, due));
            }
        }
        for audience in moved {
            weekly::follow(app, view, audience)?;
        }
        if !planned.is_empty() || progress.seq >= before + 2_000 {
            let now = progress.clone();
            app.run_blocking(Who::system(), move |work| {
                planned.iter().try_for_each(|(person, due)| plan::set(work, *person, *due))?;
                Ok(store::put_progress(work.tx, &now)?)
            })?;
        }
        Ok(progress)
    }
}

/// Sending what is due to people.
pub(super) struct Sending<'s> {
    pub(super) app: &'s App,
    pub(super) settings: &'s Settings,
    pub(super) links: &'s Links,
    pub(super) way: &'s Way,
}

impl Sending<'_> {
    /// Sends what a person is due; answers whether anything left. Only a mail server that does not work at all is a
    /// failure here, everything else is theirs.
    fn to(&self, audience: AudienceId, progress: &ProgressRecord) -> Result<bool, Failure> {
        self.try_to(audience, progress).unwrap_or_else(|error| {
            tracing::warn!(%error, "somebody's mail could not be made");
            let words = error.to_string();
            let _ = self.app.run_blocking(Who::system(), move |work| plan::failed(work, audience, &words, 0));
            Ok(false)
        })
    }

    /// What the organization is called.
    pub(super) fn organization(&self, view: &View) -> String {
        view.directory().organization.as_ref().map(|organization| organization.name.clone()).unwrap_or_default()
    }

    fn try_to(&self, audience: AudienceId, progress: &ProgressRecord) -> Result<Result<bool, Failure>, Error> {
        let view = self.app.view(Who::system())?;
        let kept = store::person(view.read(), audience)?;
        let person = view.directory().person_by_audience(audience).cloned();
        let Some(person) = person.filter(|person| plan::can_get(person, &kept)) else {
            self.app.run_blocking(Who::system(), move |work| plan::set(work, audience, None))?;
            return Ok(Ok(false));
        };
        let now = self.app.clock().now_ms();
        // What could not leave in time does not come in the night either.
        let loud = kept.wishes().not_before(now, &plan::days(&person));
        if loud > now {
            self.app.run_blocking(Who::system(), move |work| plan::set(work, audience, Some(loud)))?;
            return Ok(Ok(false));
        }
        let notices = notices::settled(notices::of(&view, person.id, &kept, progress.since)?, now);
        let organization = self.organization(&view);
        let composer = Composer { settings: self.settings, organization: &organization, links: Some(self.links) };
        let letter = self.letter(&view, &composer, &person, &kept, &notices)?;
        let mail = letter.map(|(mut letter, newest)| {
            let way = replies::way(self.app, &view, Actor::Person(person.id), letter.about)?;
            approving::say_that_an_answer_counts(&mut letter, way.as_ref());
            Ok::<_, Error>((composer.write(&person, &letter, way.as_ref())?, newest))
        });
        let mail = mail.transpose()?;
        // A mail server may take its time; nobody's look at the data lasts so long. The next mail is made from a new
        // one, so that it tells of nothing that was closed to them meanwhile.
        drop(view);
        let mut left = false;
        if let Some((mail, newest)) = mail {
            match self.way.send(&mail) {
                Ok(()) => {
                    left = true;
                    self.app.run_blocking(Who::system(), move |work| plan::sent(work, audience, newest))?;
                }
                Err(failure @ Failure::Server(_)) => return Ok(Err(failure)),
                Err(Failure::Address(words)) => {
                    self.app.run_blocking(Who::system(), move |work| plan::refused(work, audience, &words))?;
                    return Ok(Ok(false));
                }
                Err(Failure::Later(words)) => {
                    let command =
                        move |work: &mut crate::access::Work<'_, '_>| plan::failed(work, audience, &words, newest);
                    self.app.run_blocking(Who::system(), command)?;
                    return Ok(Ok(false));
                }
            }
        }
        // What came meanwhile, or can still be undone, has its own time.
        let view = self.app.view(Who::system())?;
        let kept = PersonRecord { attempts: None, ..store::person(view.read(), audience)? };
        let due = plan::due(&view, &person, &kept, progress.since)?;
        self.app.run_blocking(Who::system(), move |work| plan::set(work, audience, due))?;
        Ok(Ok(left))
    }

    /// The next mail: of the oldest need, or of all of them together; with the newest change it tells of.
    fn letter(
        &self,
        view: &View,
        composer: &Composer<'_>,
        person: &Person,
        kept: &PersonRecord,
        notices: &[Notice],
    ) -> Result<Option<(Letter, u64)>, Error> {
        let Some(newest) = notices.iter().map(|notice| notice.seq).max() else { return Ok(None) };
        let wishes = kept.wishes();
        let late = notices.iter().any(|notice| notice.at_ms + LATE_MS < self.app.clock().now_ms());
        if wishes.rhythm == Rhythm::AtOnce && notices.len() <= SINGLE && !late && kept.attempts.is_none() {
            let oldest = notices.iter().min_by_key(|notice| notice.seq);
            return Ok(oldest.map(|notice| (composer.need(notice), notice.seq)));
        }
        let bundles = matches!(wishes.rhythm, Rhythm::Daily | Rhythm::Weekly);
        let news = if bundles { notices::news(view, person.id, NEWS)? } else { Vec::new() };
        Ok(Some((composer.bundle(notices, &news), newest)))
    }
}
