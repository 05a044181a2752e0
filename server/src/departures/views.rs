//! A departure as the API shows it.

use super::{
    ending,
    held::{self, Held},
    input::HoldingWord,
    record::DepartureRecord,
    store,
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Page, Shape, shapes},
    people::{
        commands::manage,
        views::{self as people, PersonShape},
    },
    session,
};
use guildhall_domain::{Id, departure::Holding, policy::DoSpace};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Things of a kind that are listed by name.
const NAMED: usize = 20;

/// Everything somebody holds, and who would take it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Departure)]
pub struct DepartureShape {
    /// Who leaves.
    pub person: PersonShape,
    /// Who is proposed to take everything.
    pub taker_id: Option<Uuid>,
    /// What has to go to somebody, kind by kind; of what there is none it says nothing.
    pub holdings: Vec<HeldShape>,
    /// Browsers they are signed in with.
    pub sessions: usize,
    /// API tokens, those of network folders and other programs too.
    pub tokens: usize,
    /// Their timer runs; it is stopped.
    pub timer: bool,
    /// Weeks with time they did not hand in; they are handed in.
    pub weeks: usize,
    /// Days off nobody decided about; they are cancelled.
    pub absences: usize,
    /// When they leave, where that is set.
    pub planned: Option<PlannedShape>,
}

impl Shape for DepartureShape {}

/// What somebody holds of one kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Held)]
pub struct HeldShape {
    /// The kind.
    pub holding: HoldingWord,
    /// How many.
    pub count: usize,
    /// The first of them that the asker may know of.
    pub things: Vec<ThingShape>,
    /// Whether it can be left to nobody.
    pub can_be_nobodys: bool,
}

/// A thing somebody holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = HeldThing)]
pub struct ThingShape {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
}

/// That somebody is to leave.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PlannedDeparture)]
pub struct PlannedShape {
    /// Who.
    pub person_id: Uuid,
    /// When.
    pub at: String,
    /// Who decided it.
    pub by_id: Option<Uuid>,
    /// Who takes everything of which nothing else was said.
    pub taker_id: Option<Uuid>,
    /// Why it could not be done when its time came.
    pub refused: Option<String>,
}

fn planned(record: &DepartureRecord) -> PlannedShape {
    PlannedShape {
        person_id: record.person(),
        at: shapes::instant(record.at_ms),
        by_id: record.by(),
        taker_id: record.takers().all,
        refused: record.refused.clone(),
    }
}

/// Everybody who is to leave, for admins.
pub fn coming(scope: &impl Scope) -> Result<Page<PlannedShape>, Error> {
    access::admin(scope)?;
    Ok(Page::all(store::all(scope.read())?.iter().map(planned).collect()))
}

/// What somebody holds, for those who decide about their account.
pub fn one(scope: &impl Scope, id: Id) -> Result<DepartureShape, Error> {
    manage(scope, id)?;
    let held = held::all(scope, id)?;
    shape(scope, id, &held)
}

/// The same with what they hold at hand.
pub fn shape(scope: &impl Scope, id: Id, held: &[Held]) -> Result<DepartureShape, Error> {
    let person = manage(scope, id)?;
    let ends = ending::of(scope, id)?;
    Ok(DepartureShape {
        person: people::shape(scope, &person)?,
        taker_id: held::proposed(scope, id),
        holdings: Holding::ALL.into_iter().filter_map(|holding| kind(scope, holding, held)).collect(),
        sessions: session::store::sessions_of(scope.read(), id)?.len(),
        tokens: session::store::tokens_of(scope.read(), id)?.len(),
        timer: ends.timer,
        weeks: ends.weeks.len(),
        absences: ends.absences.len(),
        planned: store::get(scope.read(), id)?.as_ref().map(planned),
    })
}

fn kind(scope: &impl Scope, holding: Holding, held: &[Held]) -> Option<HeldShape> {
    let of_kind = || held.iter().filter(|held| held.holding == holding);
    let things = of_kind().filter(|held| is_known(scope, held)).take(NAMED);
    let shown = HeldShape {
        holding: holding.into(),
        count: of_kind().count(),
        things: things.map(|held| ThingShape { id: held.id, title: held.title.clone() }).collect(),
        can_be_nobodys: holding.can_be_nobodys(),
    };
    (shown.count > 0).then_some(shown)
}

/// Names of what is in a space that the asker cannot read are not theirs to know; how much there is has to be settled.
fn is_known(scope: &impl Scope, held: &Held) -> bool {
    let Some(id) = held.space else { return true };
    let what = if held.holding == Holding::Lead { DoSpace::See } else { DoSpace::Read };
    scope.directory().space(id).is_some_and(|space| access::may_space(scope, space, what))
}
