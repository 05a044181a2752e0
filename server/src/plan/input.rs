//! What is sent about plans.

use crate::Error;
use chrono::NaiveDate;
use guildhall_domain::plan::{self, Health};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How a project stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProjectHealth)]
#[allow(missing_docs)]
pub enum HealthShape {
    OnTrack,
    AtRisk,
    OffTrack,
}

crate::http::words::same! { Health, HealthShape: OnTrack, AtRisk, OffTrack }

/// That a task begins after another one ends.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DependencyInput {
    /// Working days between them, −365 to 365; a negative one lets them overlap. 0 unless sent.
    pub lag_days: i32,
}

/// The days a task is moved to.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanShiftInput {
    /// Its first day. A milestone has none but its last.
    pub start: NaiveDate,
    /// Its last day.
    pub due: NaiveDate,
}

impl PlanShiftInput {
    /// The days, when a plan can have them.
    pub fn checked(&self) -> Result<(NaiveDate, NaiveDate), Error> {
        let (start, due) = (plan::day("start", self.start)?, plan::day("due", self.due)?);
        if start > due {
            return Err(Error::field("due", "Choose a last day that is not before the first."));
        }
        Ok((start, due))
    }
}

/// Another day on which a space could be finished.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhatIfQuery {
    /// The day.
    pub finish: String,
}

/// A new baseline.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBaseline {
    /// Own id (UUID), so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Name.
    pub name: String,
}

/// What a lead says of how a project stands.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStatusNote {
    /// How it stands.
    pub health: HealthShape,
    /// Markdown.
    #[serde(default)]
    pub body: String,
}
