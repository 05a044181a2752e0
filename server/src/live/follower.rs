//! The thread that follows the log and tells everybody. It waits for nobody: what it has for a connection it leaves
//! in its outbox.
//!
//! Invariants: the snapshot of a turn is taken before the list of those who are told, so that whoever comes in
//! between takes a later one. Ways in are looked at again after every commit, at most some times a second.

use super::{
    batch::Batch,
    crowd::{Crowd, Fresh, Socket},
    frames::{self, Ending, Part, Reload},
    news,
    parcel::{self, Parcel, Turn},
    presence,
};
use crate::{
    App, Error,
    access::{Directory, Scope, View, Who},
    app::WeakApp,
    background::Stop,
    http::version,
    session::identify::{self, Pass},
    tasks::plans,
};
use actix_web::web::Bytes;
use guildhall_domain::{AudienceId, Id};
use guildhall_store::StoreError;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    sync::watch,
    time::{Instant, sleep},
};

/// Longest rest from one turn to the next.
const APART: Duration = Duration::from_millis(10);
/// After a failure.
const PAUSE: Duration = Duration::from_millis(500);
/// How often ways in are looked at again.
const CHECK: Duration = Duration::from_millis(400);
/// How often also without a commit: sessions and tokens end by themselves.
const CHECK_ALWAYS: Duration = Duration::from_secs(30);
/// Time in a turn for what is large and concerns few.
const LOOKS: Duration = Duration::from_millis(10);
/// How often presence at an item is told.
const PRESENCE: Duration = Duration::from_millis(200);

/// The thread's own state.
pub struct Follower {
    app: WeakApp,
    crowd: Arc<Crowd>,
    head: watch::Receiver<u64>,
    last: Option<Last>,
    /// Open tasks by home audience, as told.
    open: HashMap<AudienceId, u64>,
    /// The tasks on people's plans.
    planned: HashMap<Id, HashSet<Id>>,
    restless: BTreeSet<Id>,
    presence_at: Instant,
    checked: (Instant, u64),
}

/// What was told the last time.
struct Last {
    history: Id,
    seq: u64,
    directory: Arc<Directory>,
}

impl Follower {
    /// A follower of an application that does not keep it alive.
    pub fn new(app: &App, crowd: Arc<Crowd>) -> Self {
        Follower {
            app: app.downgrade(),
            crowd,
            head: app.store().watch(),
            last: None,
            open: HashMap::new(),
            planned: HashMap::new(),
            restless: BTreeSet::new(),
            presence_at: Instant::now(),
            checked: (Instant::now(), 0),
        }
    }

    /// Tells until it is told to stop or the application is gone.
    pub async fn run(mut self, mut stop: Stop) {
        self.follow(&mut stop).await;
        self.crowd.close();
    }

    async fn follow(&mut self, stop: &mut Stop) {
        while !stop.is_told() {
            self.head.mark_unchanged();
            let (begun, Some(app)) = (Instant::now(), self.app.get()) else { return };
            let failed = match catch_unwind(AssertUnwindSafe(|| self.turn(&app))) {
                Ok(Ok(())) => false,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "the live stream is behind; it is tried again");
                    true
                }
                Err(_) => {
                    tracing::error!("the live stream failed unexpectedly; everybody loads again");
                    self.everybody_again();
                    true
                }
            };
            drop(app);
            // Under load half of the time is left to those who answer requests, and more is told at once.
            sleep(if failed { PAUSE } else { begun.elapsed().min(APART) }).await;
            let patience = if self.restless.is_empty() { CHECK } else { PRESENCE };
            tokio::select! {
                moved = self.head.changed() => if moved.is_err() { return },
                () = self.crowd.poke.notified() => {}
                () = stop.told() => {}
                () = sleep(patience) => {}
            }
        }
    }

    /// Everything that is to be done by now.
    fn turn(&mut self, app: &App) -> Result<(), Error> {
        let history = app.store().history();
        let view = app.view(Who::system())?;
        if view.history() != history {
            return Err(Error::new(crate::error::Code::Busy));
        }
        let seq = view.read().last_seq()?;
        let last = self.last.take().filter(|last| last.history == history && last.seq <= seq);
        let changed = last.as_ref().is_none_or(|last| last.directory.epoch != view.directory().epoch);
        self.check(app, &view, changed);
        match last {
            None => self.begin(&view, seq),
            Some(last) if last.seq == seq && !changed => self.last = Some(last),
            Some(last) => {
                let told = self.tell(app, &view, &last, seq);
                // What failed is told again from where it was.
                let next = Last { history, seq, directory: view.directory().clone() };
                self.last = Some(if told.is_ok() { next } else { last });
                told?;
            }
        }
        if self.looks(&view, seq) {
            self.crowd.told.store(seq, Ordering::Release);
        } else {
            self.crowd.poke.notify_one();
        }
        self.restless.extend(self.crowd.restless());
        if !self.restless.is_empty() && self.presence_at.elapsed() >= PRESENCE {
            self.presence_at = Instant::now();
            presence::tell(&self.crowd, &view, std::mem::take(&mut self.restless));
        }
        Ok(())
    }

    /// The first turn of a history: whoever is there already belongs to another one.
    fn begin(&mut self, view: &View, seq: u64) {
        self.forget();
        let cursor = version::log_cursor(view.history(), seq);
        for socket in self.sockets() {
            socket.epoch.store(view.directory().epoch, Ordering::Relaxed);
            socket.outbox.push(seq, frames::hello(view.history(), seq, None));
            socket.outbox.push(seq, frames::reload(seq, &Reload::All, Some(&cursor)));
        }
        self.last = Some(Last { history: view.history(), seq, directory: view.directory().clone() });
    }

    fn forget(&mut self) {
        self.open.clear();
        self.planned.clear();
    }

    fn everybody_again(&mut self) {
        self.last = None;
        self.forget();
    }

    fn sockets(&self) -> impl Iterator<Item = Arc<Socket>> + use<> {
        self.crowd.everybody().into_iter().flat_map(|(_, sockets)| sockets)
    }

    /// Ends the connections of those who may not come in any more.
    fn check(&mut self, app: &App, view: &View, now: bool) {
        let (at, commits) = self.checked;
        let committed = || app.store().stats().map_or(u64::MAX, |stats| stats.commits);
        if !now && at.elapsed() < CHECK {
            return;
        }
        let seen = committed();
        if !now && seen == commits && at.elapsed() < CHECK_ALWAYS {
            return;
        }
        for (_, sockets) in &self.crowd.everybody() {
            // The tabs of a browser came in by one way.
            let mut ways: HashMap<&Pass, Option<Ending>> = HashMap::new();
            for socket in sockets {
                let end = *ways.entry(&socket.pass).or_insert_with(|| refused(view, socket));
                end.into_iter().for_each(|why| socket.outbox.end(why));
            }
        }
        self.checked = (Instant::now(), seen);
    }

    fn tell(&mut self, app: &App, view: &View, last: &Last, seq: u64) -> Result<(), Error> {
        let batch = Batch::read(view.read(), last.seq, seq).or_else(|error| match error {
            StoreError::Corrupt { table, what } => {
                tracing::error!(%table, %what, "the change log is damaged; everybody loads again");
                Ok(Batch { too_many: true, ..Batch::default() })
            }
            other => Err(other),
        })?;
        if batch.too_many {
            self.open.clear();
        }
        let planners: HashSet<AudienceId> = batch.plans.iter().map(|(audience, _)| *audience).collect();
        let mut turn = Turn::new(view, &last.directory, batch, &mut self.open)?;
        let cursor = version::log_cursor(view.history(), seq);
        let everybody = self.crowd.everybody();
        self.remember(view, &everybody, &planners)?;
        let mut written: HashMap<Parcel, Vec<Bytes>> = HashMap::new();
        for (person, sockets) in &everybody {
            let told = self.tell_person(app, &mut turn, *person);
            if let Err(error) = &told {
                // One damaged object must not keep everything else from everybody.
                tracing::error!(%error, "somebody could not be told what changed");
            }
            for socket in sockets {
                let parcel = match &told {
                    Ok((parcel, news)) => fit(socket, &turn, parcel, news.as_ref()),
                    Err(_) => Parcel::all_again(),
                };
                if !parcel.is_empty() {
                    let frames = written.entry(parcel).or_insert_with_key(|parcel| parcel.frames(seq, &cursor));
                    self.hand(socket, seq, frames);
                }
            }
        }
        self.note_lookers(&turn, &everybody)?;
        // Who is at an item they lost sight of is not there any more for the others.
        let directory = turn.batch.touches_directory();
        let looked = everybody.iter().flat_map(|(_, sockets)| sockets).filter_map(|socket| socket.item());
        self.restless.extend(looked.filter(|item| directory || turn.tells_of(*item)));
        Ok(())
    }

    fn hand(&self, socket: &Socket, seq: u64, frames: &[Bytes]) {
        if !frames.iter().all(|frame| socket.outbox.push(seq, frame.clone())) {
            // Their place is free at once, whenever the system lets go of the connection.
            self.crowd.leave(socket);
        }
    }

    /// Takes note of those who look at an item that changed. The whole of it comes after everything else.
    fn note_lookers(&self, turn: &Turn<'_>, everybody: &[(Id, Vec<Arc<Socket>>)]) -> Result<(), Error> {
        for (person, sockets) in everybody {
            for socket in sockets {
                if let Some(item) = socket.item()
                    && turn.touches(*person, item)?
                {
                    self.crowd.refresh(socket, item, turn.beside(item));
                }
            }
        }
        Ok(())
    }

    fn tell_person(&self, app: &App, turn: &mut Turn<'_>, person: Id) -> Result<(Parcel, Option<news::News>), Error> {
        let nothing = HashSet::new();
        let planned = self.planned.get(&person).unwrap_or(&nothing);
        let mut parcel = turn.parcel(person, planned)?;
        parcel.objects.extend(turn.home(person, planned)?.map(|home| (Part::Home, home)));
        parcel.objects.extend(turn.inbox(person)?.map(|inbox| (Part::Inbox, inbox)));
        let moved = turn.old.epoch != turn.view.directory().epoch;
        let url = app.config().public_url.as_deref();
        let news = moved.then(|| news::of(&turn.both(person, url))).transpose()?;
        Ok((parcel, news))
    }

    /// Keeps the plans of those who are there, and of nobody else.
    fn remember(
        &mut self,
        view: &View,
        everybody: &[(Id, Vec<Arc<Socket>>)],
        planners: &HashSet<AudienceId>,
    ) -> Result<(), Error> {
        let here: HashSet<Id> = everybody.iter().map(|(person, _)| *person).collect();
        self.planned.retain(|person, _| here.contains(person));
        for person in here {
            let Some(audience) = view.directory().person(person).map(|person| person.audience) else { continue };
            if !self.planned.contains_key(&person) || planners.contains(&audience) {
                let all = plans::all(view, audience)?.into_iter().map(|(task, _)| task).collect();
                self.planned.insert(person, all);
            }
        }
        Ok(())
    }

    /// Gives those who look at an item the whole of it, as many as there is time for; answers whether that was all.
    /// Without a cursor: whoever is cut off before it comes looks at it anew.
    fn looks(&mut self, view: &View, seq: u64) -> bool {
        let begun = Instant::now();
        let mut written: HashMap<(Id, Fresh), Vec<Bytes>> = HashMap::new();
        while begun.elapsed() <= LOOKS {
            let Some(socket) = self.crowd.next_fresh() else { return true };
            let Some(fresh) = socket.take_fresh() else { continue };
            let frames =
                written.entry((socket.person, fresh)).or_insert_with_key(|(person, fresh)| {
                    match parcel::opened(view, *person, fresh) {
                        Ok(objects) if objects.is_empty() => Vec::new(),
                        Ok(objects) => vec![frames::state(seq, &objects, &[], None)],
                        Err(error) => {
                            tracing::error!(%error, item = %fresh.item, "an item could not be told whole");
                            vec![frames::reload(seq, &Reload::Tasks, None)]
                        }
                    }
                });
            self.hand(&socket, seq, frames);
        }
        false
    }
}

/// Why a connection ends whose way in does not hold any more.
fn refused(view: &View, socket: &Socket) -> Option<Ending> {
    match identify::holds(view, &socket.pass, socket.person) {
        Ok(true) => None,
        Ok(false) => Some(Ending::SignedOut),
        Err(error) => {
            tracing::error!(%error, "a way in cannot be looked at; its connection ends");
            Some(Ending::Stopping)
        }
    }
}

/// The parcel as it fits what a connection was told of the directory so far; when that was neither of the two
/// states, everything is loaded again.
fn fit(socket: &Socket, turn: &Turn<'_>, parcel: &Parcel, news: Option<&news::News>) -> Parcel {
    let (old, new) = (turn.old.epoch, turn.view.directory().epoch);
    let known = socket.epoch.swap(new, Ordering::Relaxed);
    match news {
        Some(news) if known == old => parcel.clone().with(news),
        Some(_) if known != new => Parcel::all_again(),
        _ => parcel.clone(),
    }
}
