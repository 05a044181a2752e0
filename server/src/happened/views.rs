//! What happened, as the API shows it.

use super::sources::Found;
use crate::{
    Error,
    access::{self, Scope},
    comments,
    http::{
        Shape,
        shapes::{self, ActorShape},
        words::words,
    },
    items::{self, plain, views::ItemRef},
    log,
};
use guildhall_domain::{
    actor::Actor,
    item::{Core, Item},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Characters of what was decided.
const WORDS: usize = 280;
/// Most changes of a task that are looked at for who finished it.
const LOOKED_AT: usize = 50;

words! {
    /// What kind of thing happened, in the order they are shown in.
    HappenedKind: Announcement, Decision, Finished, Document
}

/// How much happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct HappenedCounts {
    /// Announcements.
    pub announcements: usize,
    /// Decisions.
    pub decisions: usize,
    /// Tasks that were finished.
    pub finished: usize,
    /// New documents.
    pub documents: usize,
}

impl HappenedCounts {
    /// Of these.
    pub fn of(found: &[Found]) -> Self {
        let count = |kind| found.iter().filter(|found| found.kind == kind).count();
        HappenedCounts {
            announcements: count(HappenedKind::Announcement),
            decisions: count(HappenedKind::Decision),
            finished: count(HappenedKind::Finished),
            documents: count(HappenedKind::Document),
        }
    }

    /// Of every kind together.
    pub fn all(&self) -> usize {
        self.announcements + self.decisions + self.finished + self.documents
    }

    /// And these.
    pub fn add(&mut self, other: HappenedCounts) {
        self.announcements += other.announcements;
        self.decisions += other.decisions;
        self.finished += other.finished;
        self.documents += other.documents;
    }
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Happened)]
pub struct HappenedShape {
    /// What kind of thing.
    pub kind: HappenedKind,
    /// When.
    pub at: String,
    /// The item it happened to.
    pub item: ItemRef,
    /// The message that was made a decision; null otherwise.
    pub message_id: Option<Uuid>,
    /// What was decided, without formatting; empty otherwise.
    pub text: String,
    /// Who did it; null where that is not known any more.
    pub by: Option<ActorShape>,
}

/// What happened in a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HappenedSpace {
    /// The space.
    pub space_id: Uuid,
    /// How much.
    pub counts: HappenedCounts,
    /// The newest five of each kind, kind after kind.
    pub items: Vec<HappenedShape>,
}

/// What happened in the reader's spaces.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HappenedPage {
    /// Since when.
    pub since: String,
    /// When the reader was here before; null: never.
    pub visited_at: Option<String>,
    /// How much in all of them.
    pub counts: HappenedCounts,
    /// Spaces in which something happened, by name.
    pub items: Vec<HappenedSpace>,
    /// Cursor of the next page; null at the end.
    pub next: Option<String>,
}

/// What happened in one space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HappenedHere {
    /// Since when.
    pub since: String,
    /// How much.
    pub counts: HappenedCounts,
    /// Kind after kind, of each the newest first.
    pub items: Vec<HappenedShape>,
    /// Cursor of the next page; null at the end.
    pub next: Option<String>,
}

/// When the reader was here.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = HappenedVisit)]
pub struct VisitShape {
    /// When their visit before this one ended; null: there was none.
    pub visited_at: Option<String>,
}

impl Shape for HappenedPage {}
impl Shape for HappenedHere {}
impl Shape for VisitShape {}

/// One thing, for this reader; none where they do not see it.
pub fn shape(scope: &impl Scope, found: &Found) -> Result<Option<HappenedShape>, Error> {
    let Some(item) = access::seen_item(scope, found.item)? else { return Ok(None) };
    let (text, message_id, by) = match found.kind {
        HappenedKind::Announcement | HappenedKind::Document => (String::new(), None, Some(item.author())),
        HappenedKind::Decision => {
            let said = comments::store::get(scope.read(), found.object)?;
            let words = said.map(|said| words(scope, &said.body)).transpose()?.unwrap_or_default();
            (words, Some(found.object), decider(&item, found))
        }
        HappenedKind::Finished => (String::new(), None, finisher(scope, &item)?),
    };
    Ok(Some(HappenedShape {
        kind: found.kind,
        at: shapes::instant(found.at_ms),
        item: items::queries::reference(scope, &item),
        message_id,
        text,
        by: by.map(|actor| shapes::actor(scope, actor)),
    }))
}

fn words(scope: &impl Scope, markdown: &str) -> Result<String, Error> {
    plain::beginning(markdown, WORDS, &|referent| items::queries::label(scope, referent))
}

fn decider(item: &Item, found: &Found) -> Option<Actor> {
    match item {
        Item::Topic(topic) => topic.decision(found.object).map(|decision| decision.by),
        Item::Task(_) | Item::Document(_) | Item::Event(_) => None,
    }
}

/// Who finished a task: whoever last changed its status.
fn finisher(scope: &impl Scope, item: &Item) -> Result<Option<Actor>, Error> {
    for change in log::history(scope.read(), item.seq()).take(LOOKED_AT) {
        let (_, change) = change?;
        if change.fields.iter().any(|field| field.field == "status") {
            return Ok(Some(change.actor));
        }
    }
    Ok(None)
}
