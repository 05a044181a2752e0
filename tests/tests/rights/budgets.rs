//! Budgets. The spaces of the table have no day on which they are finished, so who may is told that there is no plan.

use crate::{oracle::Need::*, table::Row};

/// What is asked of them: everything by those who read a space and lead it.
pub const BUDGETS: &[Row] = &[
    ("GET /spaces/{id}/budget", Money, "/spaces/$space/budget", ""),
    ("GET /spaces/{id}/budget.csv", Money, "/spaces/$space/budget.csv", ""),
    ("PUT /spaces/{id}/budget", Announce, "/spaces/$space/budget", r#"{"amount":"48000"}"#),
    ("DELETE /spaces/{id}/budget", Announce, "/spaces/$space/budget", ""),
    ("GET /spaces/{id}/expenses", Money, "/spaces/$space/expenses", ""),
    ("POST /spaces/{id}/expenses", Announce, "/spaces/$space/expenses", r#"{"title":"Pipes","amount":"120"}"#),
    (
        "PATCH /spaces/{id}/expenses/{expense}",
        Announce,
        "/spaces/$space/expenses/018f0000-0000-7000-8000-0000000000ff",
        r#"{"amount":"121"}"#,
    ),
    (
        "DELETE /spaces/{id}/expenses/{expense}",
        Announce,
        "/spaces/$space/expenses/018f0000-0000-7000-8000-0000000000ff",
        "",
    ),
];
