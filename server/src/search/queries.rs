//! Answering a question. Blocks for as long as its budget: for blocking threads.

use super::{
    asked::{self, Asked},
    exact, facets, hits,
    names::Known,
    searcher::Searcher,
    views::{Chip, ChipOperator, SearchAnswer},
};
use crate::{
    App, Error,
    access::{self, Directory, Scope, View, Who},
    error::Code,
    files,
};
use guildhall_domain::{policy::Do, when};
use guildhall_search::{Answer, Filters, Index, Marking, Query, Question, Reach, SearchError, Test, parse};
use std::time::Instant;

/// Milliseconds for a question, and for one that is asked again with the next letter.
const BUDGET: u64 = 500;
const BUDGET_TYPING: u64 = 200;

/// What somebody finds with a question.
pub fn search(app: &App, who: Who, asked: &Asked) -> Result<SearchAnswer, Error> {
    let begun = Instant::now();
    let (limit, offset) = (asked.limit()?, asked.offset()?);
    let view = app.view(who)?;
    let me = access::me(&view)?;
    let now = asked::now(&view, &me);
    let filters = asked.filters(&view, &me, now)?;
    let today = when::today(when::from_ms(now.ms), me.time_zone);
    let searcher = app.parts().search.get();
    let ready = searcher.is_some_and(|searcher| searcher.status().ready);
    let Some((index, language)) = searcher.and_then(Searcher::index) else {
        let query = parse(&asked.q, &Known(&view), today, now.offset_minutes, Default::default());
        return Ok(shape(asked, &query, Answer::default(), begun, false));
    };
    let query = parse(&asked.q, &Known(&view), today, now.offset_minutes, language);
    let reach = Reach { audiences: view.directory().reach(me.id).ids().to_vec(), inside: inside(view.directory()) };
    // The snapshot the hits are read from is taken after the index was asked: it knows all of them, and
    // what was taken away since is not shown.
    drop(view);
    let question = Question {
        query,
        limit,
        offset,
        order: asked.order.into(),
        facets: asked.facets,
        filters,
        as_you_type: asked.typing,
        budget_ms: if asked.typing { BUDGET_TYPING } else { BUDGET },
    };
    let answer = index.search(&question, &reach, now).map_err(failed)?;
    let view = app.view(who)?;
    let sought = Marking::new(&question.query);
    let mut items = Vec::with_capacity(answer.hits.len());
    for hit in &answer.hits {
        items.extend(hits::load(&view, &sought, hit)?);
    }
    let gone = answer.hits.len() - items.len();
    let end = offset + answer.hits.len();
    let next = if end < answer.total { asked.cursor_at(end) } else { None };
    let more = if offset == 0 {
        exact::first(&view, (&question.query, &sought), &question.filters, &mut items, limit)?
    } else {
        0
    };
    let facets = asked.facets.then(|| facets::shape(&view, &answer.facets));
    let reading = reading(&view)?;
    let suggestions = if items.is_empty() && offset == 0 {
        suggestions(&index, &question.query, &question.filters, &reach)?
    } else {
        Vec::new()
    };
    let total = answer.total.saturating_sub(gone) + more;
    let shaped = shape(asked, &question.query, answer, begun, ready);
    Ok(SearchAnswer { items, next, total, facets, suggestions, reading, ..shaped })
}

/// How many files the asker may see are still being read.
fn reading(view: &View) -> Result<usize, Error> {
    const MOST: usize = 100;
    let waiting = files::facts::waiting(view.read(), MOST)?;
    let mut count = 0;
    for file in waiting {
        count += usize::from(access::seen(access::file(view, file.id, Do::Read))?.is_some());
    }
    Ok(count.min(MOST))
}

/// The shared spaces whose tasks nobody may find through another space.
pub(super) fn inside(directory: &Directory) -> Vec<u64> {
    let closed = directory.spaces().filter(|space| space.owner.is_none() && !space.shows_elsewhere());
    closed.map(|space| space.audience).collect()
}

/// Words to try instead: only ones this reader finds something with.
fn suggestions(index: &Index, query: &Query, filters: &Filters, reach: &Reach) -> Result<Vec<String>, Error> {
    let last = query.clauses.iter().rev().find(|clause| !clause.negated);
    let Some(last) = last.filter(|_| *filters == Filters::default()) else { return Ok(Vec::new()) };
    index.suggest(&last.text, reach).map_err(failed)
}

pub(super) fn failed(error: SearchError) -> Error {
    tracing::error!(%error, "a question was not answered");
    Error::because(Code::Busy, "The search cannot answer at the moment. Try again in a moment.")
}

fn shape(asked: &Asked, query: &Query, answer: Answer, begun: Instant, ready: bool) -> SearchAnswer {
    SearchAnswer {
        items: Vec::new(),
        next: None,
        total: answer.total,
        millis: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        facets: asked.facets.then(Default::default),
        corrected: answer.corrected,
        suggestions: Vec::new(),
        chips: chips(query),
        rebuilding: !ready,
        reading: 0,
        truncated: answer.truncated,
    }
}

fn chips(query: &Query) -> Vec<Chip> {
    let units = |end: usize| query.text.get(..end).map_or(0, |text| text.encode_utf16().count());
    let chip = |operator: &guildhall_search::Operator| Chip {
        start: units(operator.span.start),
        end: units(operator.span.end),
        operator: match operator.test {
            Test::Space(_) => ChipOperator::In,
            Test::Author(_) => ChipOperator::From,
            Test::Assignee(_) => ChipOperator::At,
            Test::Tag(_) => ChipOperator::Tag,
            Test::State(_) | Test::Late(_) => ChipOperator::Is,
            Test::Kind(_) => ChipOperator::Type,
            Test::File | Test::Link => ChipOperator::Has,
            Test::Before(_) => ChipOperator::Before,
            Test::After(_) => ChipOperator::After,
        },
    };
    query.operators.iter().map(chip).collect()
}
