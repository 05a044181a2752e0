//! Events as the API shows them.

use super::{input::Attending, rooms};
use crate::{
    Error,
    access::{self, Scope},
    http::{
        Shape,
        shapes::{self, ActorShape, WhenShape},
        words::ItemType,
    },
    items::{
        self,
        views::{ItemRef, LinkShape, MentionShape},
    },
};
use chrono::NaiveDate;
use guildhall_domain::{
    event::{
        Event, Span,
        occur::Occurrence,
        repeat::{Repeat, shifted},
    },
    item::Core,
    policy::Do,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// From when to when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventTimes {
    /// The day it begins on, or the time with its zone.
    pub start: WhenShape,
    /// How many days it lasts; null of what is at a time.
    pub days: Option<u32>,
    /// How many minutes it lasts; null of whole days.
    pub minutes: Option<u32>,
    /// The last day of whole days; null of what is at a time.
    pub last_day: Option<NaiveDate>,
    /// The moment it begins; null of whole days, which are days everywhere.
    pub starts_at: Option<String>,
    /// The moment it ends; null of whole days.
    pub ends_at: Option<String>,
}

/// One time an event comes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Occurrence)]
pub struct OccurrenceShape {
    /// The event.
    pub event_id: Uuid,
    /// The day by which this time of it is known; null of what comes once.
    pub occurrence: Option<NaiveDate>,
    /// Title.
    pub title: String,
    /// Home space; all zeros for those who are invited and do not know of it.
    pub space_id: Option<Uuid>,
    /// From when to when.
    #[serde(flatten)]
    pub times: EventTimes,
    /// The room, by name.
    pub room: Option<String>,
    /// It is different from what its rule says.
    pub different: bool,
    /// Who is invited, as far as the reader knows them.
    pub guest_ids: Vec<Uuid>,
    /// What the reader said; null when they are not invited.
    pub answer: Option<Attending>,
    /// The reader may change it.
    pub can_edit: bool,
    /// Of the event, for If-Match.
    pub version: String,
}

/// What is on within some days.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Occurrences)]
pub struct OccurrencesShape {
    /// The first first.
    pub items: Vec<OccurrenceShape>,
    /// False when there are more than the 2,000 that are answered.
    pub complete: bool,
}

/// Somebody who is invited.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EventGuest)]
pub struct GuestShape {
    /// Who.
    pub person_id: Uuid,
    /// What they said.
    pub answer: Attending,
}

/// What somebody said of one time an event comes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EventSaid)]
pub struct SaidShape {
    /// The day by which this time is known.
    pub occurrence: NaiveDate,
    /// Who.
    pub person_id: Uuid,
    /// What they said.
    pub answer: Attending,
}

/// A day on which an event is different, or does not come.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EventException)]
pub struct ExceptionShape {
    /// The day of its rule.
    pub occurrence: NaiveDate,
    /// When it is instead; null: it does not come.
    pub times: Option<EventTimes>,
    /// Another title.
    pub title: Option<String>,
}

/// What the reader may do with an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct EventCan {
    pub edit: bool,
    pub comment: bool,
    pub trash: bool,
    /// Say whether they come.
    pub answer: bool,
}

/// An event.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventShape {
    /// Id.
    pub id: Uuid,
    /// Always an event.
    #[serde(rename = "type")]
    pub kind: ItemType,
    /// `SVC-214`; empty without one.
    pub key: String,
    /// Home space; all zeros for those who are invited and do not know of it.
    pub space_id: Option<Uuid>,
    /// Title.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Who made it.
    pub author: ActorShape,
    /// From when to when, the first time.
    #[serde(flatten)]
    pub times: EventTimes,
    /// When it comes again, in the words of RFC 5545.
    pub rule: Option<String>,
    /// The days on which it comes besides.
    pub extra_dates: Vec<NaiveDate>,
    /// The days on which it is different.
    pub exceptions: Vec<ExceptionShape>,
    /// Who is invited, as far as the reader knows them.
    pub guests: Vec<GuestShape>,
    /// What the reader said; null when they are not invited.
    pub answer: Option<Attending>,
    /// What guests the reader knows said of single times, where that is something else than of all.
    pub said_on: Vec<SaidShape>,
    /// The room.
    pub room_id: Option<Uuid>,
    /// Its name.
    pub room: Option<String>,
    /// The page of the meeting, for those who read it.
    pub page: Option<ItemRef>,
    /// Who is told of comments.
    pub follower_ids: Vec<Uuid>,
    /// Linked items the reader may see.
    pub links: Vec<LinkShape>,
    /// Items that mention it and that the reader may see.
    pub mentioned_in: Vec<MentionShape>,
    /// Comments.
    pub comment_count: u32,
    /// Files.
    pub file_count: u32,
    /// In the trash since.
    pub trashed_at: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// What the reader may do.
    pub can: EventCan,
    /// For If-Match.
    pub version: String,
}

impl Shape for OccurrencesShape {}
impl Shape for EventShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

fn times(scope: &impl Scope, span: &Span) -> EventTimes {
    let (whole, zone) = (span.is_whole(), scope.directory().zone());
    let at = |moment: chrono::DateTime<chrono::Utc>| shapes::instant(moment.timestamp_millis());
    EventTimes {
        start: WhenShape::from(&span.start),
        days: whole.then_some(span.length),
        minutes: (!whole).then_some(span.length),
        last_day: whole.then(|| shifted(span.start.day, i64::from(span.length) - 1)),
        starts_at: (!whole).then(|| at(span.begins(zone))),
        ends_at: (!whole).then(|| at(span.ends(zone))),
    }
}

/// The guests a reader knows.
fn known<'e>(scope: &'e impl Scope, event: &'e Event) -> impl Iterator<Item = Uuid> + 'e {
    let known = move |id: &Uuid| scope.directory().person(*id).is_some_and(|person| access::knows(scope, person));
    event.guests.iter().copied().filter(known)
}

/// What the reader said, of one time or of all.
fn my_answer(scope: &impl Scope, event: &Event, day: Option<NaiveDate>) -> Option<Attending> {
    event.answer_on(scope.who().person?, day).map(Attending::from)
}

fn said_on(scope: &impl Scope, event: &Event) -> Vec<SaidShape> {
    let known: Vec<Uuid> = known(scope, event).collect();
    let said = event.said_on.iter().filter(|((_, person), _)| known.contains(person));
    said.map(|((day, person), answer)| SaidShape { occurrence: *day, person_id: *person, answer: (*answer).into() })
        .collect()
}

/// One time, for a reader who sees the event.
pub fn occurrence(scope: &impl Scope, event: &Event, one: &Occurrence) -> Result<OccurrenceShape, Error> {
    Ok(OccurrenceShape {
        event_id: event.id,
        occurrence: one.day,
        title: one.title.clone().unwrap_or_else(|| event.title.clone()),
        space_id: items::queries::home(scope, event),
        times: times(scope, &one.span),
        room: rooms::store::name(scope.read(), one.room)?,
        different: one.different,
        guest_ids: known(scope, event).collect(),
        answer: my_answer(scope, event, one.day),
        can_edit: access::may(scope, event, Do::Edit),
        version: scope.version(event.seq),
    })
}

/// A whole event, for a reader who sees it.
pub fn whole(scope: &impl Scope, event: &Event) -> Result<EventShape, Error> {
    let guest =
        |person_id| GuestShape { person_id, answer: event.answer(person_id).map_or(Attending::None, Attending::from) };
    let exceptions = event.exceptions.iter().map(|(day, instead)| ExceptionShape {
        occurrence: *day,
        times: instead.as_ref().map(|one| times(scope, &one.span)),
        title: instead.as_ref().and_then(|one| one.title.clone()),
    });
    let page = event.page.map(|page| access::seen_item(scope, page)).transpose()?.flatten();
    let page = page.filter(|page| page.trashed_ms().is_none());
    Ok(EventShape {
        id: event.id,
        kind: ItemType::Event,
        key: items::queries::key(scope, event),
        space_id: items::queries::home(scope, event),
        title: event.title.clone(),
        body: event.body.clone(),
        author: shapes::actor(scope, event.author),
        times: times(scope, &event.span),
        rule: event.repeat.as_ref().map(Repeat::to_text),
        extra_dates: event.extra_dates.iter().copied().collect(),
        exceptions: exceptions.collect(),
        guests: known(scope, event).map(guest).collect(),
        answer: my_answer(scope, event, None),
        said_on: said_on(scope, event),
        room_id: event.room,
        room: rooms::store::name(scope.read(), event.room)?,
        page: page.map(|page| items::queries::reference(scope, &page)),
        follower_ids: event.followers.clone(),
        links: items::queries::links(scope, event.id, event.links)?,
        mentioned_in: items::queries::mentions(scope, event.id)?,
        comment_count: event.comments,
        file_count: event.files,
        trashed_at: event.trashed_ms.map(shapes::instant),
        created_at: shapes::instant(event.created_ms),
        updated_at: shapes::instant(event.updated_ms),
        can: EventCan {
            edit: access::may(scope, event, Do::Edit),
            comment: access::may(scope, event, Do::Comment),
            trash: access::may(scope, event, Do::Trash),
            answer: my_answer(scope, event, None).is_some() && access::may(scope, event, Do::Comment),
        },
        version: scope.version(event.seq),
    })
}
