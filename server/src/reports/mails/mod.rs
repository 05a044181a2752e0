//! Reports by mail: each person chooses which, at the report, and gets all of them as one mail on the morning their week
//! begins. Every report is counted when the mail is made, through the rights its reader has then.

mod letter;
mod said;
mod sender;

pub use sender::Mails;

use super::views::mails::{ReportMail, ReportMailInput, ReportMails, ReportName};
use crate::{
    Error,
    access::{self, Scope, Work},
    http::shapes,
    mail::report_wishes::{self, Wish},
    workload,
};
use guildhall_domain::policy::DoSpace;

/// What the asker wants.
pub fn mine(scope: &impl Scope) -> Result<ReportMails, Error> {
    let me = access::me(scope)?;
    let wishes = report_wishes::of(scope.read(), me.audience)?;
    let mut items = Vec::new();
    for wish in wishes {
        // A space that is out of sight by now is not named.
        let seen = wish.space.map(|space| access::seen(access::space(scope, space, DoSpace::Read))).transpose()?;
        let gone = seen.is_some_and(|space| space.is_none());
        let report = ReportName::from_number(wish.report).filter(|_| !gone);
        items.extend(report.map(|report| ReportMail { report, space_id: wish.space }));
    }
    let due_ms = report_wishes::due_of(scope.read(), me.audience)?;
    Ok(ReportMails { items, next_at: due_ms.map(shapes::instant) })
}

/// Wants one, or wants it no more.
pub fn set(work: &mut Work<'_, '_>, input: &ReportMailInput) -> Result<ReportMails, Error> {
    let me = access::me(work)?;
    if input.weekly {
        if let Some(space) = input.space_id {
            access::space(work, space, DoSpace::Read)?;
        }
        if input.report == ReportName::Forecast {
            workload::input::inside(work)?;
        }
    }
    let wish = Wish { report: input.report.number(), space: input.space_id.filter(|_| input.report.has_space()) };
    report_wishes::wish(work, &me, wish, input.weekly)?;
    mine(work)
}
