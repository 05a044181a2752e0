//! Planning a day or a week: what stands on the days already, and what has no day and could have one. What was not done
//! on its day is offered again.

use super::{
    days::{Days, days_from},
    desk::{Desk, Stands},
    queries::MOST,
    views::{HomeDay, HomeOffer, HomePlan, HomeWork, OfferedFor},
};
use crate::{Error, access::Scope, error::Code, tasks::views};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// Most days that are planned together.
const DAYS: u32 = 14;
/// Days after the last one of which what is due is offered.
const SOON: usize = 7;
/// How far from today the days may lie.
const NEAR: i64 = 366;

/// What there is to plan on so many days from one on.
pub fn read(scope: &impl Scope, from: Option<NaiveDate>, days: u32) -> Result<HomePlan, Error> {
    let desk = Desk::of(scope)?;
    let from = from.unwrap_or(desk.today);
    if !(1..=DAYS).contains(&days) {
        return Err(Error::because(Code::BadQuery, "Ask for 1 to 14 days."));
    }
    if (from - desk.today).num_days().abs() > NEAR {
        return Err(Error::because(Code::BadQuery, "Ask for days of the year before or after today."));
    }
    let shown: Vec<NaiveDate> = days_from(from, days as usize).collect();
    let to = shown.last().copied().unwrap_or(from);
    let gathered = Days::gather(scope, &desk, from, to)?;
    let days: Vec<HomeDay> = shown.into_iter().map(|day| gathered.day(scope, day)).collect();
    let soon = days_from(to, SOON + 1).skip(1).filter(|day| *day >= desk.today);
    let due_soon = soon.flat_map(|day| gathered.work(Stands::On(day)));
    let planned: HashSet<_> = desk.open.iter().filter(|mine| mine.plan.is_some()).map(|mine| mine.task.id).collect();
    let due_soon = due_soon.filter(|one| !planned.contains(&one.task_id)).collect();
    let offers = [
        (OfferedFor::LeftOver, gathered.work(Stands::LeftOver)),
        (OfferedFor::Late, gathered.work(Stands::Late)),
        (OfferedFor::DueSoon, due_soon),
        (OfferedFor::Undated, gathered.work(Stands::Undated)),
    ];
    let offers: Vec<HomeOffer> = offers
        .into_iter()
        .map(|(why, work)| HomeOffer { why, work: work.into_iter().take(MOST).collect() })
        .filter(|offer| !offer.work.is_empty())
        .collect();
    let someday = gathered.work(Stands::Someday);
    let all = days.iter().flat_map(|day| &day.work).chain(offers.iter().flat_map(|offer| &offer.work)).chain(&someday);
    let rows = rows(scope, &desk, all)?;
    Ok(HomePlan { today: desk.today, days, someday, offers, rows })
}

fn rows<'a>(
    scope: &impl Scope,
    desk: &Desk,
    work: impl Iterator<Item = &'a HomeWork>,
) -> Result<Vec<views::TaskRow>, Error> {
    let tasks: HashMap<_, _> = desk.open.iter().map(|mine| (mine.task.id, mine)).collect();
    let rows = work.filter_map(|one| tasks.get(&one.task_id));
    rows.map(|mine| views::row_with(scope, &mine.task, mine.plan.clone())).collect()
}
