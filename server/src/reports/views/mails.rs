//! Which reports somebody wants by mail, as the API shows and takes it.

use crate::http::Shape;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ReportName {
    Lineup,
    Operations,
    Requests,
    Throughput,
    Overdue,
    Time,
    Forecast,
    Week,
}

/// In the order of their numbers, which are stored.
const ALL: [ReportName; 8] = [
    ReportName::Lineup,
    ReportName::Operations,
    ReportName::Requests,
    ReportName::Throughput,
    ReportName::Overdue,
    ReportName::Time,
    ReportName::Forecast,
    ReportName::Week,
];

impl ReportName {
    /// Its number.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The inverse; none for one this program does not know.
    pub fn from_number(number: u8) -> Option<Self> {
        ALL.get(usize::from(number)).copied()
    }

    /// Whether it can be about one space.
    pub fn has_space(self) -> bool {
        self != ReportName::Lineup
    }

    /// Where it stands in the page.
    pub fn path(self) -> &'static str {
        match self {
            ReportName::Lineup => "/reports",
            ReportName::Operations => "/reports/operations",
            ReportName::Requests => "/reports/requests",
            ReportName::Throughput => "/reports/throughput",
            ReportName::Overdue => "/reports/overdue",
            ReportName::Time => "/reports/time",
            ReportName::Forecast => "/reports/forecast",
            ReportName::Week => "/reports/week",
        }
    }

    /// What a mail calls it.
    pub fn words(self) -> &'static str {
        match self {
            ReportName::Lineup => "Lineup",
            ReportName::Operations => "Operations",
            ReportName::Requests => "Requests",
            ReportName::Throughput => "Throughput",
            ReportName::Overdue => "Overdue and stale",
            ReportName::Time => "Time",
            ReportName::Forecast => "Forecast",
            ReportName::Week => "Week in review",
        }
    }
}

/// A report somebody wants by mail once a week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportMail {
    /// Which.
    pub report: ReportName,
    /// The space it is about; null: all of theirs, or their own week.
    pub space_id: Option<Uuid>,
}

/// The reports somebody wants by mail.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportMails {
    /// In the order they asked for them.
    pub items: Vec<ReportMail>,
    /// When the next mail with them is due; null: they want none.
    pub next_at: Option<String>,
}

impl Shape for ReportMails {}

/// That a report is wanted by mail, or not.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportMailInput {
    /// Which.
    pub report: ReportName,
    /// The space it is about; all of the asker's unless sent, or their own week. The lineup is about no single space.
    #[serde(default)]
    pub space_id: Option<Uuid>,
    /// Send it on the morning their week begins.
    pub weekly: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_found_again_by_its_number() {
        for report in ALL {
            assert_eq!(ReportName::from_number(report.number()), Some(report));
        }
        assert_eq!(ReportName::from_number(8), None);
    }
}
