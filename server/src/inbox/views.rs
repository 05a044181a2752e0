//! The inbox as the API shows it.

use super::{about::About, record::Kept};
use crate::{
    Error,
    access::{self, Scope},
    approvals, comments,
    http::{
        Shape,
        shapes::{self, ActorShape, WhenShape},
        words::words,
    },
    items::{self, plain},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    approval::Approval,
    event::{Event, occur::Window, repeat::shifted},
    inbox::{Level, Mark, Reason, Shelf},
    item::Item,
    policy::DoSpace,
    when::{self, When},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Longest excerpt, in letters.
const EXCERPT: usize = 200;
/// Days within which the next time of an event is looked for.
const NEAR: i64 = 40;

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShelfWord {
    /// Waits for the reader.
    Needs,
    /// For their information.
    Following,
    /// Put off.
    Later,
    /// Dealt with.
    Cleared,
}

crate::http::words::same! { Shelf, ShelfWord: Needs, Following, Later, Cleared }

words! {
    /// What an entry is about: an item, or a request, a week, days off, the budget of a space.
    EntryType: Task, Topic, Document, Event, Request, Week, Absence, Budget
}

words! {
    /// Why an entry is there: assigned, mentioned, replied, announced, asked, what approvals ask, targets of requests,
    /// invitations, reminders and warnings of budgets need the reader.
    ReasonWord of Reason: Assigned, Mentioned, Replied, Commented, Done, Cancelled, Reopened, Due, Reassigned, Attached,
        Created, Announced, Decided, PollClosed, Asked, ToApprove, ApprovalDue, ChangesAsked, ApproverGone, Approved,
        AnswerNear, AnswerMissed, DoneNear, DoneMissed, Invited, Submitted, Granted, Returned, Declined, Reminded,
        AskAgain, BudgetNearly, BudgetUsedUp
}

/// How much somebody wants to hear of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LevelWord {
    /// Whatever is made, said or finished there.
    Everything,
    /// What they follow, what is theirs, and what names them.
    Mine,
    /// Nothing at all.
    Nothing,
}

crate::http::words::same! { Level, LevelWord: Everything, Mine, Nothing }

/// How much somebody wants to hear of a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LevelShape {
    /// The space.
    pub space_id: Uuid,
    /// How much.
    pub level: LevelWord,
}

/// What the reader chose for spaces; the others have `mine`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LevelList {
    /// One for each such space.
    pub items: Vec<LevelShape>,
    /// Always null: it is one page.
    pub next: Option<String>,
}

/// How much stands on each shelf. The badge is `needs`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct InboxCounts {
    pub needs: usize,
    pub following: usize,
    pub later: usize,
}

/// What was cleared.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClearedShape {
    /// How many entries.
    pub count: usize,
    /// There is more than one command clears; ask again.
    pub more: bool,
}

/// What of an item or a request the reader was told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EntryShape {
    /// The item, or the request.
    pub item_id: Uuid,
    /// What it is.
    pub item_type: EntryType,
    /// Its key; empty for what has none.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its home, or null where the reader does not know of it.
    pub space_id: Option<Uuid>,
    /// Where the entry stands.
    pub shelf: ShelfWord,
    /// Why it is there.
    pub reason: ReasonWord,
    /// Who did it.
    pub actor: ActorShape,
    /// When.
    pub at: String,
    /// The comment that was written.
    pub comment_id: Option<Uuid>,
    /// The approval it is about.
    pub approval_id: Option<Uuid>,
    /// The beginning of its words.
    pub excerpt: String,
    /// How much else of it is not dealt with.
    pub more: usize,
    /// Something of it was not looked at.
    pub unread: bool,
    /// When it comes back.
    pub until: Option<String>,
    /// Nothing more of it is told for information.
    pub muted: bool,
    /// When the item is due; of an event, when it begins, the next time.
    pub due: Option<WhenShape>,
    /// Until when a request is to be answered or done.
    pub target_at: Option<String>,
    /// Whose week or days off it is.
    pub person_id: Option<Uuid>,
    /// Their first day.
    pub day: Option<NaiveDate>,
}

impl Shape for LevelShape {}
impl Shape for LevelList {}
impl Shape for InboxCounts {}
impl Shape for ClearedShape {}
impl Shape for EntryShape {}
impl Shape for Option<EntryShape> {}

/// What an entry says of what it is about.
struct Named {
    kind: EntryType,
    key: String,
    title: String,
    due: Option<WhenShape>,
}

fn named(scope: &impl Scope, about: &About) -> Named {
    let item = match about {
        About::Item(item) => &**item,
        About::Request(request) => {
            let title = request.title.clone();
            return Named { kind: EntryType::Request, key: String::new(), title, due: None };
        }
        About::Budget(space, _) => {
            return Named { kind: EntryType::Budget, key: String::new(), title: space.name.clone(), due: None };
        }
        About::Week(sheet) => return of_person(scope, EntryType::Week, sheet.person, (sheet.monday, None)),
        About::Absence(absence) => {
            let days = (absence.span.from, Some(absence.span.until));
            return of_person(scope, EntryType::Absence, absence.person, days);
        }
    };
    let (kind, due) = match item {
        Item::Task(task) => (EntryType::Task, task.due.as_ref().map(WhenShape::from)),
        Item::Topic(_) => (EntryType::Topic, None),
        Item::Document(_) => (EntryType::Document, None),
        Item::Event(event) => (EntryType::Event, Some(WhenShape::from(&next(scope, event)))),
    };
    Named { kind, key: items::queries::key(scope, item), title: items::queries::title(scope, item), due }
}

/// When an event begins; of what comes again the next time, where one is near.
fn next(scope: &impl Scope, event: &Event) -> When {
    let zone = scope.directory().zone();
    let today = when::today(when::from_ms(scope.now()), zone);
    let window = Window { from: today, to: shifted(today, NEAR), zone };
    event.occurrences(&window, 1).first().map_or(event.span.start, |one| one.span.start)
}

/// A week is called by whose it is and when it begins, days off by whose they are and when they are.
fn of_person(scope: &impl Scope, kind: EntryType, id: Id, (from, until): (NaiveDate, Option<NaiveDate>)) -> Named {
    let name = scope.directory().person(id).map(|person| person.name.clone()).unwrap_or_default();
    let day = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    let title = match until.filter(|until| *until != from) {
        Some(until) => format!("{name}, {} to {}", day(from), day(until)),
        None => format!("{name}, {}", day(from)),
    };
    Named { kind, key: String::new(), title, due: None }
}

/// Whose week or days off it is, and their first day.
fn whose(about: &About) -> Option<(Id, NaiveDate)> {
    match about {
        About::Week(sheet) => Some((sheet.person, sheet.monday)),
        About::Absence(absence) => Some((absence.person, absence.span.from)),
        About::Item(_) | About::Request(_) | About::Budget(..) => None,
    }
}

/// An entry, for a reader who sees what it is about.
pub fn entry(scope: &impl Scope, about: &About, kept: &Kept) -> Result<EntryShape, Error> {
    let entry = &kept.entry;
    let mark = entry.shown();
    let comment_id = mark.filter(|mark| mark.reason.leads_to_comment()).and_then(|mark| mark.object);
    let of_approval = |mark: &&Mark| mark.reason.is_of_approval() || mark.reason == Reason::Approved;
    let approval_id = mark.filter(of_approval).and_then(|mark| mark.object);
    let home = about.home().and_then(|home| scope.directory().space(home));
    let home = home.filter(|space| access::may_space(scope, space, DoSpace::See));
    let muted = super::subject::is_muted(scope, about.id(), entry)?;
    let Named { kind, key, title, due } = named(scope, about);
    let due_ms = mark.and_then(|mark| target_ms(about, mark));
    Ok(EntryShape {
        item_id: about.id(),
        item_type: kind,
        key,
        title,
        space_id: home.map(|space| space.id),
        shelf: entry.shelf(scope.now()).into(),
        reason: mark.map_or(Reason::Created, |mark| reason(mark, due_ms, scope.now())).into(),
        actor: shapes::actor(scope, mark.map_or(guildhall_domain::actor::Actor::System, |mark| mark.actor)),
        at: shapes::instant(entry.at_ms()),
        excerpt: mark.map(|mark| excerpt(scope, about, mark)).transpose()?.unwrap_or_default(),
        comment_id,
        approval_id,
        more: entry.more(),
        unread: entry.is_unread(),
        until: entry.until_ms.map(shapes::instant),
        muted,
        due,
        target_at: due_ms.map(shapes::instant),
        person_id: whose(about).map(|(person, _)| person),
        day: whose(about).map(|(_, day)| day),
    })
}

/// Who was warned reads what is so by now.
fn reason(mark: &Mark, due_ms: Option<i64>, now: i64) -> Reason {
    if due_ms.is_some_and(|due| due <= now) { mark.reason.passed() } else { mark.reason }
}

fn target_ms(about: &About, mark: &Mark) -> Option<i64> {
    let About::Request(request) = about else { return None };
    request.target(mark.reason.target()?).map(|target| target.due_ms)
}

/// What was asked, or why something has to change.
fn said(reason: Reason, approval: &Approval) -> String {
    let last = approval.answers.last().filter(|_| reason == Reason::ChangesAsked);
    let text = last.map_or(&approval.words, |answer| &answer.reason);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(EXCERPT).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}

/// The beginning of what was said, or of the text that names the reader. Names in it are those of now, where the
/// reader may know them.
fn excerpt(scope: &impl Scope, about: &About, mark: &Mark) -> Result<String, Error> {
    let text = match (mark.reason, mark.object) {
        (reason, Some(id)) if reason.leads_to_comment() => {
            comments::store::get(scope.read(), id)?.map(|comment| comment.body).unwrap_or_default()
        }
        (reason, Some(id)) if reason.is_of_approval() => {
            return Ok(approvals::store::get(scope.read(), id)?.map(|one| said(reason, &one)).unwrap_or_default());
        }
        (Reason::Returned | Reason::Declined, _) => match about {
            About::Week(sheet) => sheet.reason.clone(),
            About::Absence(absence) => absence.reason.clone(),
            About::Item(_) | About::Request(_) | About::Budget(..) => String::new(),
        },
        (
            Reason::Mentioned
            | Reason::Assigned
            | Reason::Created
            | Reason::Announced
            | Reason::Invited
            | Reason::Reminded,
            _,
        ) => match about.item() {
            Some(Item::Task(task)) => task.body.clone(),
            Some(Item::Topic(topic)) => topic.body.clone(),
            Some(Item::Event(event)) => event.body.clone(),
            Some(Item::Document(_)) | None => String::new(),
        },
        _ => return Ok(String::new()),
    };
    // A letter takes at most four bytes, and references more than their labels: this is plenty.
    let end = text.floor_char_boundary(EXCERPT * 8);
    let text = text.get(..end).unwrap_or(&text);
    let plain = plain::labelled(text, &|referent| items::queries::label(scope, referent))?;
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = words.join(" ");
    let cut: String = line.chars().take(EXCERPT).collect();
    Ok(if cut.len() < line.len() { format!("{cut}…") } else { cut })
}
