//! Reading rules. Whoever reads a space knows what it does by itself; what a rule did is shown of what they may see.

use super::{
    store,
    views::{self, ActedShape, RuleShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::{Page, version},
};
use guildhall_domain::{Id, person::PersonState, policy::DoSpace, rules::Rule, space::Space};
use std::sync::Arc;

/// A rule for reading it. What lies in the trash is shown to those who work there.
pub fn readable(scope: &impl Scope, id: Id) -> Result<(Rule, Arc<Space>), Error> {
    let rule = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let home = access::space(scope, rule.space, DoSpace::Read).map_err(|_| Error::not_found())?.into_inner();
    let shown = rule.trashed_ms.is_none() || access::works_in(scope, &home);
    if shown { Ok((rule, home)) } else { Err(Error::not_found()) }
}

/// A rule for changing it, also when it lies in the trash.
pub fn changeable(scope: &impl Scope, id: Id) -> Result<(Rule, Arc<Space>), Error> {
    let (rule, home) = readable(scope, id)?;
    if may_change(scope, &rule, &home) { Ok((rule, home)) } else { Err(Error::new(Code::Forbidden)) }
}

/// Who made it and still works there, and those who manage the space.
pub fn may_change(scope: &impl Scope, rule: &Rule, home: &Space) -> bool {
    let own = scope.who().person.is_none_or(|me| me == rule.author);
    let may = |what| access::may_space(scope, home, what);
    home.is_live() && (may(DoSpace::Manage) || (own && may(DoSpace::Write)))
}

/// Whether somebody may take back what a rule did: people who work in its space. Where it did that they need the right
/// to do it by hand as well.
pub fn may_take_back(scope: &impl Scope, id: Id) -> bool {
    let works = |(_, home): (Rule, Arc<Space>)| access::works_in(scope, &home);
    scope.who().oneself().is_some() && readable(scope, id).is_ok_and(works)
}

/// Whether whoever lends a rule their rights still works where it is.
pub fn has_owner(scope: &impl Scope, rule: &Rule, home: &Space) -> bool {
    let directory = scope.directory();
    let here = directory.person(rule.owner).is_some_and(|person| person.state == PersonState::Active);
    here && access::writes_in(directory, rule.owner, home)
}

/// The rules of a space in the order in which they act, or those in its trash, the last thrown away first.
pub fn of_space(scope: &impl Scope, space: Id, trashed: bool) -> Result<Page<RuleShape>, Error> {
    let home = access::space(scope, space, DoSpace::Read)?.into_inner();
    let shown = !trashed || access::works_in(scope, &home);
    let mut all = store::of_space(scope.read(), home.audience)?;
    all.retain(|rule| shown && rule.trashed_ms.is_some() == trashed);
    if trashed {
        all.sort_by_key(|rule| (std::cmp::Reverse(rule.trashed_ms), rule.id));
    }
    Ok(Page::all(all.iter().map(|rule| views::rule(scope, rule, &home)).collect::<Result<_, _>>()?))
}

/// One rule.
pub fn one(scope: &impl Scope, id: Id) -> Result<RuleShape, Error> {
    let (rule, home) = readable(scope, id)?;
    views::rule(scope, &rule, &home)
}

/// What a rule did in the last 90 days, the last first.
pub fn acted(scope: &impl Scope, id: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<ActedShape>, Error> {
    let (rule, _) = readable(scope, id)?;
    let mut items = Vec::new();
    let mut last: Option<Vec<u8>> = None;
    for row in store::acted(scope.read(), rule.id, place.as_deref().and_then(read_place))? {
        let ((at, command), record) = row?;
        if items.len() == limit {
            return Ok(Page { items, next: last.map(|place| version::list_cursor(&place)) });
        }
        last = Some([&at.to_be_bytes()[..], command.as_bytes()].concat());
        items.push(views::acted(scope, &rule, (at, command), &record)?);
    }
    Ok(Page { items, next: None })
}

fn read_place(bytes: &[u8]) -> Option<store::ActedPlace> {
    let (at, command) = bytes.split_first_chunk::<8>()?;
    Some((i64::from_be_bytes(*at), Id::from_slice(command).ok()?))
}

/// The name of a rule, for those who may read it.
pub fn name(scope: &impl Scope, id: Id) -> Option<String> {
    readable(scope, id).ok().map(|(rule, _)| rule.plan.name)
}
