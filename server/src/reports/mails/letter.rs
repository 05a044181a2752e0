//! The mail with somebody's reports of the week that is over.

use super::said;
use crate::{
    Error,
    access::Scope,
    error::Code,
    mail::{
        compose::{Item, Letter, line},
        links::Ends,
        report_wishes::Wish,
    },
    reports::views::mails::ReportName,
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{time::sheet, when};

/// What it says; none when none of the reports can be read any more.
pub fn letter(scope: &impl Scope, wishes: &[Wish], url: &str) -> Result<Option<Letter>, Error> {
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    let this = sheet::monday(today);
    let monday = this.checked_sub_days(Days::new(7)).unwrap_or(this);
    let mut items = Vec::new();
    for wish in wishes {
        items.extend(item(scope, *wish, monday, url)?);
    }
    let from = monday.format("%-d %B");
    Ok((!items.is_empty()).then(|| Letter {
        subject: format!("Your reports of the week from {from}"),
        intro: "What you asked to see once a week, as it stands this morning.".into(),
        items,
        ends: Some(Ends::Reports),
        about: None,
    }))
}

/// One report; none where its reader may not have it any more.
fn item(scope: &impl Scope, wish: Wish, monday: NaiveDate, url: &str) -> Result<Option<Item>, Error> {
    let Some(report) = ReportName::from_number(wish.report) else { return Ok(None) };
    let said = match said::of(scope, report, wish.space, monday) {
        Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => return Ok(None),
        said => said?,
    };
    let space = wish.space.and_then(|id| scope.directory().space(id)).map(|space| line(&space.name));
    let mut asked = Vec::new();
    asked.extend(wish.space.map(|id| format!("space={id}")));
    if report == ReportName::Week {
        asked.push(format!("day={monday}"));
    }
    let asked = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
    Ok(Some(Item {
        heading: space.map_or_else(|| report.words().to_owned(), |space| format!("{}: {space}", report.words())),
        words: said.words,
        lines: said.lines,
        link: format!("{url}{}{asked}", report.path()),
    }))
}
