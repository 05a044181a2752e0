//! Following the change log: the thread in which rules act.
//!
//! Invariants: what was done with a change stands in the transaction that did it ([`super::commands::acting`]); what sets
//! nothing off is passed over without a write; a refusal is kept and passed over, a failure of the server is tried again; while
//! outgoing things are held after a restore nothing is done.

use super::{
    commands::acting::{self, About, Case, Cause},
    home,
    moments::{self, Moment},
    store,
};
use crate::{
    App, Error,
    access::{Scope, View, Who},
    background::{self, Background, Stop, Went},
    log, outgoing,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, Change, Kind},
    rules::{Rule, matching, phrase::Text},
};
use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Rest from one turn to the next.
const APART: Duration = Duration::from_millis(10);
/// After a failure.
const PAUSE: Duration = Duration::from_millis(500);
/// How often what the clock sets off is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// Changes looked through at once.
const MOST: usize = 500;
/// How soon the place is written down after rules were set off whose conditions were not so: after the next start they would
/// be asked again, of another state. Not at once, because then every change would cost a commit more.
const LOOKED: Duration = Duration::from_secs(1);
/// Changes that set nothing off after which the place is written down all the same.
const IDLE: u64 = 20_000;
/// Failures of the server after which something is given up, so that it does not hold up everything behind it.
const TRIES: u32 = 5;

/// Follows the log for rules. One per process, in [`crate::Parts`].
pub struct Follower {
    read: Arc<AtomicU64>,
    thread: Background,
}

impl Follower {
    /// Starts following; nothing when it is running. Ends by [`Follower::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().rules.get().is_some() {
            return Ok(());
        }
        let read = Arc::new(AtomicU64::new(0));
        let mut reader = Reader { read: read.clone(), at: None, failed: None };
        let (weak, head) = (app.downgrade(), app.store().watch());
        let thread = Background::start("rules", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| reader.go_on(app, stop))
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().rules.set(Follower { read, thread });
        Ok(())
    }

    /// Up to which change rules have acted.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Acquire)
    }

    /// Waits until rules have acted on everything written so far; answers whether they did in time.
    pub fn wait(&self, app: &App, patience: Duration) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            // What rules do is written down as well; then that is the end.
            if self.read() >= *app.store().watch().borrow() {
                return true;
            }
            std::thread::park_timeout(Duration::from_millis(2));
        }
        false
    }

    /// Ends the thread, and keeps how far it has come.
    pub fn stop(&self, app: &App) {
        self.thread.stop();
        let read = self.read();
        let kept = app.run_blocking(Who::system(), move |work| {
            let known = store::place(work.read())?.filter(|place| place.seq < read && read < work.tx.next_seq());
            if known.is_some() && !outgoing::held(work.read())? {
                store::put_place(work.tx, read)?;
            }
            Ok(())
        });
        if let Err(error) = kept {
            tracing::warn!(%error, "how far rules have come could not be kept");
        }
    }
}

/// The thread's own state.
struct Reader {
    read: Arc<AtomicU64>,
    at: Option<At>,
    /// What the server failed at last, and how often.
    failed: Option<(Id, Cause, u32)>,
}

/// How far it has come.
struct At {
    history: Id,
    seq: u64,
    written: u64,
    /// Since when rules that were set off, with conditions that were not so, are not written down.
    looked: Option<Instant>,
    /// The rules that are on. None: they have to be read.
    rules: Option<On>,
}

/// The rules that are on, by their space, in the order in which they act; under none those of the organization.
type On = HashMap<Option<Id>, Vec<Rule>>;

/// Those that may be about what lies in a space: its own act first.
fn at(rules: &On, space: Id) -> impl Iterator<Item = &Rule> {
    [Some(space), None].into_iter().flat_map(|home| rules.get(&home).into_iter().flatten())
}

/// What the changes of a stretch are about, read once however often it was changed.
type Things = HashMap<(Kind, Id), Option<Thing>>;

/// One of them, and its words once they are asked for.
struct Thing {
    about: About,
    words: OnceCell<Text>,
}

/// What a stretch of the log asks for.
struct Stretch {
    to: u64,
    cases: Vec<Case>,
    /// What they act on.
    objects: HashSet<Id>,
    /// Some rule was set off, but its conditions were not so.
    looked: bool,
    /// What the clock does, where that is news.
    moments: Vec<Moment>,
    /// Rules that the clock sets off that are new, and since when: for all their tasks it has to be found when.
    timed: Vec<(Rule, i64)>,
    more: bool,
}

impl Reader {
    /// A turn; answers how long to rest after it.
    fn go_on(&mut self, app: &App, stop: &Stop) -> Duration {
        let went = background::turn("following rules", || self.turn(app, stop));
        if went != Went::Well {
            // What is remembered may not be true; what is written down is.
            self.at = None;
        }
        went.rest(APART, PAUSE)
    }

    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        while !stop.is_told() {
            let view = app.view(Who::system())?;
            if outgoing::held(view.read())? {
                return Ok(());
            }
            let Some(mut at) = self.begin(&view)? else {
                self.read.store(view.read().last_seq()?, Ordering::Release);
                return Ok(());
            };
            let stretch = read(&view, &mut at)?;
            drop(view);
            let writes = !(stretch.cases.is_empty() && stretch.moments.is_empty() && stretch.timed.is_empty());
            moments::keep(app, &stretch.moments)?;
            for (rule, since) in &stretch.timed {
                moments::arm_all(app, rule, *since)?;
            }
            for case in &stretch.cases {
                if stop.is_told() {
                    return Ok(());
                }
                self.act(app, *case)?;
            }
            let to = stretch.to;
            if stretch.looked {
                at.looked.get_or_insert_with(Instant::now);
            }
            let long = at.looked.is_some_and(|since| since.elapsed() >= LOOKED);
            if writes || long || to >= at.written + IDLE {
                app.run_blocking(Who::system(), move |work| Ok(store::put_place(work.tx, to)?))?;
                (at.written, at.looked) = (to, None);
            }
            at.seq = to;
            self.at = Some(at);
            if !stretch.more {
                self.clock(app, stop)?;
                self.read.store(to, Ordering::Release);
                return Ok(());
            }
        }
        Ok(())
    }

    /// None while there was never a rule.
    fn begin(&mut self, view: &View) -> Result<Option<At>, Error> {
        let history = view.history();
        let head = view.read().last_seq()?;
        let known = self.at.take().filter(|at| at.history == history && at.seq <= head);
        if known.is_some() {
            return Ok(known);
        }
        let Some(place) = store::place(view.read())? else { return Ok(None) };
        Ok(Some(At { history, seq: place.seq, written: place.seq, looked: None, rules: None }))
    }

    /// One rule on one thing. Where it is refused the reason is kept, and so is that it is done.
    fn act(&mut self, app: &App, case: Case) -> Result<(), Error> {
        let Err(error) = app.run_blocking(Who::system(), move |work| acting::act(work, case)) else {
            self.failed = None;
            return Ok(());
        };
        if error.code.status().is_server_error() {
            let again = self.failed.filter(|(rule, cause, _)| (*rule, *cause) == (case.rule, case.cause));
            let tries = again.map_or(0, |(_, _, tries)| tries) + 1;
            self.failed = Some((case.rule, case.cause, tries));
            if tries < TRIES || error.code != crate::error::Code::Internal {
                return Err(error);
            }
            tracing::error!(%error, rule = %case.rule, "a rule could not act, and is passed over");
        }
        let why = reason(&error);
        app.run_blocking(Who::system(), move |work| acting::refused(work, case, &why))?;
        Ok(())
    }

    /// What the clock sets off by now.
    fn clock(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        loop {
            let view = app.view(Who::system())?;
            let due = store::due(view.read(), view.now(), MOST)?;
            drop(view);
            let last = due.len() < MOST;
            for (at, rule, object) in due {
                if stop.is_told() {
                    return Ok(());
                }
                self.act(app, Case { rule, object, cause: Cause::Clock(at) })?;
            }
            if last {
                return Ok(());
            }
        }
    }
}

/// The sentence people read: of one field it is the one of that field.
fn reason(error: &Error) -> String {
    let field = error.fields.values().next().cloned();
    field.or_else(|| error.message.clone()).unwrap_or_else(|| error.code.row().2.to_owned())
}

/// Reads on in the log.
fn read(view: &View, at: &mut At) -> Result<Stretch, Error> {
    let mut changes: Vec<(u64, Change)> = Vec::new();
    for row in log::after(view.read(), at.seq)?.take(MOST) {
        changes.push(row?);
    }
    let stale = changes.iter().any(|(_, change)| change.kind == Kind::Rule);
    let rules = match at.rules.take() {
        Some(rules) if !stale => rules,
        _ => on(view)?,
    };
    let mut stretch = Stretch {
        to: changes.last().map_or(at.seq, |(seq, _)| *seq),
        more: changes.len() == MOST,
        cases: Vec::new(),
        objects: HashSet::new(),
        looked: false,
        moments: Vec::new(),
        timed: Vec::new(),
    };
    let mut things = Things::new();
    for (seq, change) in &changes {
        note(view, &rules, *seq, change, &mut things, &mut stretch)?;
    }
    at.rules = Some(rules);
    Ok(stretch)
}

/// The rules that are on.
fn on(view: &View) -> Result<On, Error> {
    let mut rules = On::new();
    for rule in store::all(view.read())?.into_iter().filter(Rule::is_on) {
        rules.entry(rule.space).or_default().push(rule);
    }
    rules.values_mut().for_each(|rules| rules.sort_by_key(|rule| rule.made));
    Ok(rules)
}

/// What a change asks for. Conditions are asked of the snapshot here, so that nothing is written where they are not so,
/// and of the state once more where the rule acts.
fn note(
    view: &View,
    rules: &On,
    seq: u64,
    change: &Change,
    things: &mut Things,
    stretch: &mut Stretch,
) -> Result<(), Error> {
    if rules.is_empty() {
        return Ok(());
    }
    if change.kind == Kind::Rule {
        stretch.timed.extend(newly_timed(rules, change).map(|rule| (rule, change.at_ms)));
        return Ok(());
    }
    let Some(Thing { about, words }) = thing(view, change, things)? else { return Ok(()) };
    let directory = view.directory();
    let space = |id| directory.space(id).map(|space| &**space);
    for rule in at(rules, about.space()).filter(|rule| home::is_about(directory, rule, about.space())) {
        if rule.plan.when.is_timed() {
            if let About::Task(task) = about {
                stretch.moments.extend(moments::moment(view, rule, task, change.at_ms)?);
            }
        } else if seq > rule.since && matching::sets_off(&rule.plan.when, change, about.space(), &space) {
            let cause = Cause::Change(seq, change.command);
            // Where a rule before it does something the state is another one when it is its turn.
            if stretch.objects.contains(&change.object) || about.fits(rule, words) {
                stretch.objects.insert(change.object);
                stretch.cases.push(Case { rule: rule.id, object: change.object, cause });
            } else {
                stretch.looked = true;
            }
        }
    }
    Ok(())
}

/// What a change is about, as it is now.
fn thing<'t>(view: &View, change: &Change, things: &'t mut Things) -> Result<Option<&'t Thing>, Error> {
    Ok(match things.entry((change.kind, change.object)) {
        Entry::Occupied(known) => known.into_mut().as_ref(),
        Entry::Vacant(place) => {
            let about = About::read(view, change.kind, change.object)?;
            place.insert(about.map(|about| Thing { about, words: OnceCell::new() })).as_ref()
        }
    })
}

/// The rule that the clock sets off that was made, changed or switched on by a change.
fn newly_timed(rules: &On, change: &Change) -> Option<Rule> {
    let news = change.action == Action::Created || change.fields.iter().any(|field| field.field != "owner");
    let rule = rules.values().flatten().find(|rule| rule.id == change.object && rule.plan.when.is_timed());
    rule.filter(|_| news && !matches!(change.actor, Actor::Rule(_))).cloned()
}
