//! Reading rules. Whoever reads a space knows what it does by itself, admins what the organization does; what a rule did is
//! shown of what they may see.

use super::{
    home::{self, Home},
    store,
    views::{self, ActedShape, RuleShape, StartsShape},
};
use crate::{
    Error,
    access::Scope,
    error::Code,
    forms,
    http::{Page, version},
    processes,
};
use guildhall_domain::{
    AudienceId, Id,
    rules::{Act, Rule},
};

/// A rule for reading it. What lies in the trash is shown to those who work there.
pub fn readable(scope: &impl Scope, id: Id) -> Result<(Rule, Home), Error> {
    let rule = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let home = Home::readable(scope, rule.space).map_err(|_| Error::not_found())?;
    let shown = rule.trashed_ms.is_none() || home.works_in(scope);
    if shown { Ok((rule, home)) } else { Err(Error::not_found()) }
}

/// A rule for changing it, also when it lies in the trash.
pub fn changeable(scope: &impl Scope, id: Id) -> Result<(Rule, Home), Error> {
    let (rule, home) = readable(scope, id)?;
    if home.may_change(scope, &rule) { Ok((rule, home)) } else { Err(Error::new(Code::Forbidden)) }
}

/// Whether somebody may take back what a rule did to something with these audiences.
pub fn may_take_back(scope: &impl Scope, id: Id, at: &[AudienceId]) -> bool {
    let rule = store::get(scope.read(), id).ok().flatten();
    rule.is_some_and(|rule| home::may_take_back(scope, &rule, at))
}

/// The rules of a space, or of the organization, in the order in which they act; or those in its trash, the last thrown away
/// first.
pub fn of_home(scope: &impl Scope, space: Option<Id>, trashed: bool) -> Result<Page<RuleShape>, Error> {
    let home = Home::readable(scope, space)?;
    let shown = !trashed || home.works_in(scope);
    let mut all = store::of_home(scope.read(), home.audience())?;
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

/// What starts a process by itself, as far as the reader knows it: rules of any space and of the organization, and forms of
/// its space.
pub fn starts_of(scope: &impl Scope, process: Id) -> Result<StartsShape, Error> {
    let (process, _) = processes::queries::readable(scope, process)?;
    let start = Act::Start(process.id);
    let mut all = store::all(scope.read())?;
    all.retain(|rule| rule.trashed_ms.is_none() && rule.plan.actions.contains(&start));
    all.sort_by_key(|rule| rule.made);
    let mut rules = Vec::new();
    for rule in &all {
        if let Ok(home) = Home::readable(scope, rule.space) {
            rules.push(views::rule(scope, rule, &home)?);
        }
    }
    let mut forms = forms::queries::of_space(scope, process.space, false)?.items;
    forms.retain(|form| form.process_id == Some(process.id));
    Ok(StartsShape { rules, forms })
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

/// The name of a rule that did something, for those who may read it. Those of the organization act everywhere, and whoever
/// sees what one did may know its name.
pub fn name(scope: &impl Scope, id: Id) -> Option<String> {
    let rule = store::get(scope.read(), id).ok().flatten()?;
    let known = rule.space.is_none() || readable(scope, id).is_ok();
    known.then_some(rule.plan.name)
}
