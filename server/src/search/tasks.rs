//! The tasks a question finds, whole, for whoever shows them as a list; and how many there are. Blocks for as long as the
//! search may: for blocking threads.

use super::{
    asked::{self, Asked},
    names::Known,
    queries::{failed, inside},
    searcher::Searcher,
};
use crate::{
    App, Error,
    access::{self, Permitted, Scope, View, Who},
};
use guildhall_domain::{person::Person, task::Task, when};
use guildhall_search::{Answer, Order, Question, Reach, parse};
use std::time::Duration;

/// Milliseconds for a question.
const BUDGET: u64 = 500;
/// How long a change that was just made is waited for, so that a list shows it: nobody asks again for one that comes later.
const WAIT: Duration = Duration::from_secs(3);

/// What was found.
pub struct Found {
    /// The look at the data the tasks were read from.
    pub view: View,
    /// The tasks, the last changed first.
    pub tasks: Vec<Permitted<Task>>,
    /// How many there are.
    pub total: usize,
    /// The index is being made again; some are missing.
    pub rebuilding: bool,
}

/// The tasks of a question for somebody, at most so many.
pub fn find(app: &App, who: Who, asked: &Asked, most: usize) -> Result<Found, Error> {
    if is_ready(app) {
        super::wait(app, WAIT);
    }
    let view = app.view(who)?;
    let me = access::me(&view)?;
    let answer = answer(app, &view, &me, asked, most)?;
    // Read after the index was asked: what was taken away since is not shown.
    let view = app.view(who)?;
    let (hits, total) = answer.as_ref().map(|answer| (answer.hits.as_slice(), answer.total)).unwrap_or_default();
    let mut tasks = Vec::with_capacity(hits.len());
    for hit in hits {
        tasks.extend(access::seen_task(&view, hit.item)?.filter(|task| task.trashed_ms.is_none()));
    }
    let gone = hits.len() - tasks.len();
    Ok(Found { view, tasks, total: total.saturating_sub(gone), rebuilding: !is_ready(app) })
}

/// How many tasks a question finds for the asker; none while the search cannot say.
pub fn count(app: &App, scope: &impl Scope, asked: &Asked) -> Result<Option<usize>, Error> {
    let me = access::me(scope)?;
    Ok(answer(app, scope, &me, asked, 1)?.map(|answer| answer.total))
}

fn is_ready(app: &App) -> bool {
    app.parts().search.get().is_some_and(|searcher| searcher.status().ready)
}

fn answer(app: &App, scope: &impl Scope, me: &Person, asked: &Asked, limit: usize) -> Result<Option<Answer>, Error> {
    let Some((index, language)) = app.parts().search.get().and_then(Searcher::index) else { return Ok(None) };
    let now = asked::now(scope, me);
    let today = when::today(when::from_ms(now.ms), me.time_zone);
    let question = Question {
        query: parse(&asked.q, &Known(scope), today, now.offset_minutes, language),
        limit,
        offset: 0,
        order: Order::Newest,
        facets: false,
        filters: asked.filters(scope, me, now)?,
        as_you_type: false,
        budget_ms: BUDGET,
    };
    let directory = scope.directory();
    let reach = Reach { audiences: directory.reach(me.id).ids().to_vec(), inside: inside(directory) };
    Ok(Some(index.search(&question, &reach, now).map_err(failed)?))
}
