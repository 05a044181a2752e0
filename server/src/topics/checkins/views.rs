//! Check-ins as the API shows them.

use super::{commands, input::RuleShape};
use crate::{
    Error,
    access::{self, Scope},
    comments::{
        self,
        rounds::views::{self as rounds, RoundShape},
    },
    http::{Shape, shapes},
    items,
};
use guildhall_domain::{
    checkin::CheckIn,
    item::Item,
    recurrence::{Place, Recurrence},
    topic::Topic,
    when,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Times shown ahead.
const AHEAD: usize = 3;

/// A question that is asked on a rule. It has the id of its topic.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CheckIn)]
pub struct CheckInShape {
    /// Id, of its topic too.
    pub id: Uuid,
    /// Key of its topic.
    pub key: String,
    /// Home space.
    pub space_id: Option<Uuid>,
    /// What is asked.
    pub question: String,
    /// When it is asked.
    pub rule: RuleShape,
    /// Whom; nobody: everybody who belongs to the space.
    pub person_ids: Vec<Uuid>,
    /// Hours after which who has not answered is reminded once.
    pub remind_after_hours: Option<u8>,
    /// Who asks: with their rights.
    pub owner_id: Uuid,
    /// They lead the space no more, so it is not asked until somebody who does changes it.
    pub owner_gone: bool,
    /// Not asked for the time being.
    pub paused: bool,
    /// Not asked any more since.
    pub ended_at: Option<String>,
    /// The next three times it is asked; none while it is paused and when it has ended.
    pub next_at: Vec<String>,
    /// When it was last asked.
    pub asked_at: Option<String>,
    /// The message in which it was.
    pub message_id: Option<Uuid>,
    /// How many have answered that.
    pub round: Option<RoundShape>,
    /// What the reader may do.
    pub can: CheckInCan,
    /// For If-Match.
    pub version: String,
}

/// What the reader may do with a check-in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct CheckInCan {
    pub edit: bool,
}

/// A round of a check-in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AskedRound)]
pub struct AskedShape {
    /// The message in which it was asked.
    pub message_id: Uuid,
    /// When.
    pub asked_at: String,
    /// How many have answered.
    pub round: RoundShape,
}

/// The next times of a rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RuleTimes)]
pub struct TimesShape {
    /// The next three.
    pub items: Vec<String>,
    /// The zone they are meant in: that of the organization.
    pub zone: String,
    /// Always null: it is one page.
    pub next: Option<String>,
}

impl Shape for TimesShape {}
impl Shape for CheckInShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// The next times after a moment.
pub fn times(schedule: &Recurrence, place: &Place, after_ms: i64) -> Vec<String> {
    let times = schedule.times(when::from_ms(after_ms), place).take(AHEAD);
    times.map(|at| shapes::instant(at.timestamp_millis())).collect()
}

/// A check-in, for this reader.
pub fn shape(scope: &impl Scope, topic: &Topic, check_in: &CheckIn) -> Result<CheckInShape, Error> {
    let home = topic.space.and_then(|space| scope.directory().space(space));
    let message = check_in.round.map(|round| comments::store::get(scope.read(), round)).transpose()?.flatten();
    let item = Item::Topic(topic.clone());
    let round = message.map(|message| rounds::round(scope, &message, &item)).transpose()?.flatten();
    let place = scope.directory().place();
    let ahead = check_in.is_on().then(|| times(&check_in.schedule, &place, check_in.next_ms.saturating_sub(1)));
    let may = home.is_some_and(|home| access::may_announce(scope, home)) && topic.trashed_ms.is_none();
    Ok(CheckInShape {
        id: topic.id,
        key: items::queries::key(scope, topic),
        space_id: topic.space,
        question: topic.title.clone(),
        rule: (&check_in.schedule).into(),
        person_ids: check_in.people.clone(),
        remind_after_hours: check_in.remind_after,
        owner_id: check_in.owner,
        owner_gone: home.is_none_or(|home| !commands::owner_may(scope.directory(), home, check_in)),
        paused: check_in.paused,
        ended_at: check_in.ended_ms.map(shapes::instant),
        next_at: ahead.unwrap_or_default(),
        asked_at: check_in.asked_ms.map(shapes::instant),
        message_id: check_in.round,
        round,
        can: CheckInCan { edit: may && check_in.ended_ms.is_none() },
        version: scope.version(topic.seq),
    })
}
