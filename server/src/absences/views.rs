//! Absences as the API shows them: why somebody is away stands there for themselves and those who decide alone.

use super::{
    commands::may_cancel,
    input::{AbsenceKind, AbsenceState},
    sight::Sight,
};
use crate::{
    access::Scope,
    http::{Shape, shapes},
};
use chrono::NaiveDate;
use guildhall_domain::absence::{Absence, State};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What the reader may do with an absence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AbsenceCan {
    /// Approve it.
    pub approve: bool,
    /// Decline it.
    pub decline: bool,
    /// Cancel it.
    pub cancel: bool,
}

/// Why somebody is away.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AbsenceWhy {
    /// In a word.
    pub kind: AbsenceKind,
    /// What those who decide should know; may be empty.
    pub note: String,
    /// Why it was declined; empty where it was not.
    pub reason: String,
    /// When it was asked for.
    pub asked_at: String,
    /// Who decided.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<String>,
}

/// Days on which somebody is not there.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Absence)]
pub struct AbsenceShape {
    /// Id.
    pub id: Uuid,
    /// Who is away.
    pub person_id: Uuid,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// They are still there in the morning of the first day.
    pub from_noon: bool,
    /// They are back in the afternoon of the last day.
    pub until_noon: bool,
    /// How far it is.
    pub state: AbsenceState,
    /// Why, for the person and those who decide.
    pub why: Option<AbsenceWhy>,
    /// What the reader may do.
    pub can: AbsenceCan,
    /// Names this state of it.
    pub version: String,
}

impl Shape for AbsenceShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// What became of a calendar file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AbsencesImported {
    /// What was asked for, or approved at once.
    pub items: Vec<AbsenceShape>,
    /// How many events were left out: parts of a day, and days that are taken already or too far away.
    pub left_out: usize,
}

impl Shape for AbsencesImported {}

/// An absence. The caller made sure that the reader may see it.
pub fn shape<S: Scope>(scope: &S, sight: &mut Sight<'_, S>, absence: &Absence) -> AbsenceShape {
    let decides = sight.decides(absence.person);
    let why = || AbsenceWhy {
        kind: absence.why.into(),
        note: absence.note.clone(),
        reason: absence.reason.clone(),
        asked_at: shapes::instant(absence.created_ms),
        decided_by: absence.decided.map(|(by, _)| by),
        decided_at: absence.decided.map(|(_, at)| shapes::instant(at)),
    };
    AbsenceShape {
        id: absence.id,
        person_id: absence.person,
        from: absence.span.from,
        until: absence.span.until,
        from_noon: absence.span.from_noon,
        until_noon: absence.span.until_noon,
        state: absence.state.into(),
        why: sight.sees_why(absence.person).then(why),
        can: AbsenceCan {
            approve: decides && absence.state == State::Asked,
            decline: decides && absence.stands(),
            cancel: absence.stands() && may_cancel(scope, sight, absence),
        },
        version: scope.version(absence.seq),
    }
}

/// One of them alone.
pub fn one<S: Scope>(scope: &S, absence: &Absence) -> AbsenceShape {
    shape(scope, &mut Sight::new(scope), absence)
}
