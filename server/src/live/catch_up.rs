//! How a connection begins: what changed since its cursor, as it is now. What cannot be told exactly from the log
//! alone, because it depends on what the reader saw back then, is loaded again.

use super::{
    batch::Batch,
    frames::{self, Part, Reload, json},
    outbox,
    parcel::{Parcel, Turn},
};
use crate::{
    App, Error,
    access::{self, Scope, View, Who},
    http::version,
    organization::tags,
    people,
    tasks::plans,
};
use actix_web::web::Bytes;
use guildhall_domain::{Id, space::Access};
use std::collections::{HashMap, HashSet};

/// From where a connection goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// From now.
    Now,
    /// From a change of this history.
    Seq(u64),
    /// From another history.
    Elsewhere,
}

/// What a connection is told first.
pub struct Caught {
    /// Everything up to here is told.
    pub seq: u64,
    /// The directory that was told.
    pub epoch: u64,
    /// The frames, hello first.
    pub frames: Vec<Bytes>,
}

/// What somebody missed.
pub fn catch_up(app: &App, person: Id, since: Since) -> Result<Caught, Error> {
    let view = app.view(Who::person(person))?;
    let seq = view.read().last_seq()?;
    let parcel = match since {
        Since::Now => Parcel::default(),
        Since::Seq(from) if from <= seq => missed(&view, person, from, seq)?,
        Since::Seq(_) | Since::Elsewhere => Parcel::all_again(),
    };
    let cursor = version::log_cursor(view.history(), seq);
    let follows = parcel.frames(seq, &cursor);
    let hello = frames::hello(view.history(), seq, follows.is_empty().then_some(&cursor));
    let frames = [hello].into_iter().chain(follows).collect();
    Ok(Caught { seq, epoch: view.directory().epoch, frames })
}

fn missed(view: &View, person: Id, from: u64, seq: u64) -> Result<Parcel, Error> {
    let batch = Batch::read(view.read(), from, seq)?;
    let own_rights = batch.people.get(&person).copied().unwrap_or_default();
    let theirs = |id: &Id| {
        let space = view.directory().space(*id);
        space.is_none_or(|space| space.access != Access::Personal || space.owner == Some(person))
    };
    if batch.too_many || batch.organization || own_rights || batch.spaces.iter().any(theirs) {
        return Ok(Parcel::all_again());
    }
    let audience = access::me(view)?.audience;
    let planned: HashSet<Id> = plans::all(view, audience)?.into_iter().map(|(task, _)| task).collect();
    let directory = view.directory().clone();
    let mut turn = Turn::new(view, &directory, batch, &mut HashMap::new())?;
    let mut parcel = turn.parcel(person, &planned)?;
    parcel.objects.extend(turn.home(person, &planned)?.map(|home| (Part::Home, home)));
    parcel.objects.extend(turn.inbox(person)?.map(|inbox| (Part::Inbox, inbox)));
    // Who did it is news only while it happens.
    parcel.by.clear();
    shown(view, person, &turn.batch, &mut parcel)?;
    let bytes: usize = parcel.objects.iter().map(|(_, object)| object.len()).sum();
    if bytes > outbox::BYTES {
        parcel.objects.retain(|(part, _)| *part != Part::Tasks);
        parcel.reload = Some(Reload::Tasks);
    }
    Ok(parcel)
}

/// What of people and tags is shown otherwise.
fn shown(view: &View, person: Id, batch: &Batch, parcel: &mut Parcel) -> Result<(), Error> {
    for id in batch.people.keys() {
        let known = view.directory().person(*id).filter(|known| access::knows(view, known));
        let Some(known) = known else { continue };
        parcel.objects.push((Part::People, json(&people::views::shape(view, known)?)));
        if *id == person {
            parcel.objects.push((Part::Me, json(&people::views::me(view)?)));
        }
    }
    if batch.labels {
        parcel.reload = Some(Reload::Tasks);
    }
    if batch.tags {
        parcel.objects.push((Part::Tags, json(&tags::all(view))));
    }
    Ok(())
}
