//! Plans. The spaces of the table have no day on which they are finished, so who may is told that there is no plan.

use crate::{oracle::Need::*, table::Row};

/// What is asked of them.
pub const PLAN: &[Row] = &[
    ("GET /spaces/{id}/plan", ReadSpace, "/spaces/$space/plan", ""),
    ("GET /spaces/{id}/plan/what-if", ReadSpace, "/spaces/$space/plan/what-if?finish=2027-01-18", ""),
    ("GET /spaces/{id}/milestones", ReadSpace, "/spaces/$space/milestones", ""),
    ("GET /spaces/{id}/status-notes", ReadSpace, "/spaces/$space/status-notes", ""),
    ("POST /spaces/{id}/status-notes", Manage, "/spaces/$space/status-notes", r#"{"health":"at_risk"}"#),
    ("GET /spaces/{id}/baselines", ReadSpace, "/spaces/$space/baselines", ""),
    ("POST /spaces/{id}/baselines", Manage, "/spaces/$space/baselines", r#"{"name":"First"}"#),
    (
        "GET /spaces/{id}/baselines/{baseline}",
        ReadSpace,
        "/spaces/$space/baselines/018f0000-0000-7000-8000-0000000000ff",
        "",
    ),
    (
        "DELETE /spaces/{id}/baselines/{baseline}",
        Manage,
        "/spaces/$space/baselines/018f0000-0000-7000-8000-0000000000ff",
        "",
    ),
    (
        "POST /tasks/{id}/shifts/preview",
        Read,
        "read POST /tasks/$task/shifts/preview",
        r#"{"start":"2027-01-04","due":"2027-01-05"}"#,
    ),
    ("POST /tasks/{id}/shifts", Edit, "/tasks/$task/shifts", r#"{"start":"2027-01-04","due":"2027-01-05"}"#),
    ("GET /tasks/{id}/dependencies", Read, "/tasks/$task/dependencies", ""),
    ("PUT /tasks/{id}/dependencies/{predecessor}", LinkFrom, "/tasks/$task/dependencies/$open", r#"{"lag_days":1}"#),
    ("DELETE /tasks/{id}/dependencies/{predecessor}", LinkFrom, "/tasks/$task/dependencies/$open", ""),
];
