//! How it stands with a target of a request, as the API shows it.

use super::targets::{Stands, stands};
use crate::{
    Error,
    access::Scope,
    http::{shapes, words::words},
};
use guildhall_domain::{
    request::{Request, target::Which},
    when,
};
use serde::Serialize;
use utoipa::ToSchema;

words! {
    /// How it stands: there is time, it is near, it is late; or it was met in time, or too late.
    TargetState: Open, Near, Late, Met, Missed
}

/// A target of a request.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RequestTarget)]
pub struct TargetShape {
    /// What was promised, in minutes of working time.
    pub minutes: u32,
    /// Until when that is.
    pub due_at: String,
    /// How it stands.
    pub state: TargetState,
    /// When it was done.
    pub met_at: Option<String>,
    /// Minutes of working time that are left, or were when it was done; less than none when it is or was late.
    pub minutes_left: i64,
}

/// How it stands with a target; none where nothing was promised, and of a task that was thrown away.
pub fn shape(scope: &impl Scope, request: &Request, which: Which) -> Result<Option<TargetShape>, Error> {
    let Some(target) = request.target(which) else { return Ok(None) };
    let now = scope.now();
    let (at, met) = match stands(scope.read(), request, which)? {
        Stands::Open => (now, None),
        Stands::Met(at) => (at, Some(at)),
        Stands::Gone => return Ok(None),
    };
    let state = match (met, at > target.due_ms) {
        (None, true) => TargetState::Late,
        (None, false) if at >= target.near_ms => TargetState::Near,
        (None, false) => TargetState::Open,
        (Some(_), true) => TargetState::Missed,
        (Some(_), false) => TargetState::Met,
    };
    let hours = scope.directory().hours();
    Ok(Some(TargetShape {
        minutes: target.minutes,
        due_at: shapes::instant(target.due_ms),
        state,
        met_at: met.map(shapes::instant),
        minutes_left: hours.between(when::from_ms(at), when::from_ms(target.due_ms)),
    }))
}
